"""The one place that talks to people.

Each chat has a queue of its own, worked off in order; answers to taps never wait behind it. What
is said here was committed before, so whatever gets lost can be shown again.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import replace
from typing import Any, TypeVar

from telegram import Bot, LinkPreviewOptions, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.screens.screen import Document, Picture, Posted, Reply, Rows, Screen
from bot.telegram.rendering import (
    CAPTION_LIMIT,
    NOTICE_LIMIT,
    TEXT_LIMIT,
    fitted,
    keyboard,
    shortened,
)
from bot.telegram.request import NotSent
from bot.telegram.waiting import Sleep, seconds_of

log = logging.getLogger(__name__)

Remember = Callable[[Posted, int], Awaitable[None]]
Tapped = tuple[str, int]
Result = TypeVar("Result")

PAUSES = (1.0, 3.0, 10.0, 30.0)  # seconds between tries while the network fails

_UNCHANGED = "message is not modified"
_GONE = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "message identifier is not specified",
)
_NO_TEXT = "there is no text in the message to edit"
_CLOSED = ("chat not found", "peer_id_invalid", "user not found")


class Show:
    """Shows replies. `posted` is told which message shows a question, once it was sent."""

    def __init__(self, bot: Bot, posted: Remember, *, sleep: Sleep = asyncio.sleep) -> None:
        self._bot = bot
        self._posted = posted
        self._sleep = sleep
        self._queues: dict[int, deque[tuple[Reply, int | None]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def show(self, chat_id: int, reply: Reply, tapped: Tapped | None = None) -> None:
        """Queue a reply for its chat. `tapped` is the query's id and the message's.

        It returns at once and reports nothing: what cannot be shown is logged.
        """
        query_id, message_id = tapped or (None, None)
        if query_id is not None:
            self._spawn(self._answer(query_id, reply))
        if reply.edit is None and reply.rows is None and not reply.send:
            return
        if chat_id in self._queues:
            self._queues[chat_id].append((reply, message_id))
        else:
            self._queues[chat_id] = deque([(reply, message_id)])
            self._spawn(self._work_off(chat_id))

    async def drain(self, grace: float) -> None:
        """Wait until all is said, for at most so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(grace):
                while self._tasks:
                    await asyncio.wait(self._tasks)

    async def close(self) -> None:
        """Drop what is still unsaid."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work_off(self, chat_id: int) -> None:
        queue = self._queues[chat_id]
        try:
            while queue:
                await self._perform(chat_id, *queue[0])
                queue.popleft()
        except _ChatClosed as reason:
            log.info("Nothing can be said to chat %d any more (%s)", chat_id, reason)
        finally:
            del self._queues[chat_id]

    async def _perform(self, chat_id: int, reply: Reply, message_id: int | None) -> None:
        at = reply.target if message_id is None else message_id
        if reply.edit is not None:
            await self._step(chat_id, self._turn(chat_id, at, reply.edit))
        elif reply.rows is not None and at is not None:
            await self._step(chat_id, self._change_rows(chat_id, at, reply.rows))
        for screen in reply.send:
            await self._step(chat_id, self._send(chat_id, screen))

    async def _step(self, chat_id: int, work: Awaitable[None]) -> None:
        """Do one thing of several; where it fails, the others still go on."""
        try:
            await work
        except TelegramError as error:
            if isinstance(error, Forbidden) or _says(error, *_CLOSED):
                raise _ChatClosed(error.message) from None
            log.warning("Chat %d was not shown something: %r", chat_id, error)
        except Exception:
            log.exception("Chat %d was not shown something", chat_id)

    async def _answer(self, query_id: str, reply: Reply) -> None:
        notice = shortened(reply.notice, NOTICE_LIMIT)
        try:
            await self._call(
                lambda: self._bot.answer_callback_query(
                    query_id, text=notice or None, show_alert=reply.alert or None
                ),
                repeatable=True,
            )
        except TelegramError as error:  # mostly: too old
            log.info("A tap stayed without an answer: %r", error)

    async def _turn(self, chat_id: int, at: int | None, screen: Screen) -> None:
        """Turn the message into the screen; send it anew where that cannot be."""
        if at is None:
            await self._send(chat_id, screen)
        elif screen.attachment is not None:
            await self._replace(chat_id, at, screen)
        else:
            await self._edit(chat_id, at, screen)

    async def _edit(self, chat_id: int, at: int, screen: Screen) -> None:
        try:
            await self._call(
                lambda: self._bot.edit_message_text(
                    fitted(screen.text, TEXT_LIMIT),
                    chat_id,
                    at,
                    parse_mode=ParseMode.HTML,
                    reply_markup=keyboard(screen.rows),
                    link_preview_options=_NO_PREVIEW,
                ),
                repeatable=True,
            )
        except BadRequest as error:
            if _says(error, *_GONE):
                await self._send(chat_id, screen)
            elif _says(error, _NO_TEXT):
                await self._replace(chat_id, at, screen)
            elif not _says(error, _UNCHANGED):
                raise

    async def _replace(self, chat_id: int, at: int, screen: Screen) -> None:
        await self._send(chat_id, screen)
        await self._change_rows(chat_id, at, ())

    async def _change_rows(self, chat_id: int, at: int, rows: Rows) -> None:
        try:
            await self._call(
                lambda: self._bot.edit_message_reply_markup(
                    chat_id, at, reply_markup=keyboard(rows)
                ),
                repeatable=True,
            )
        except BadRequest as error:
            if not _says(error, _UNCHANGED, *_GONE):
                raise

    async def _send(self, chat_id: int, screen: Screen) -> None:
        try:
            message = await self._call(lambda: self._post(chat_id, screen), repeatable=False)
        except (OSError, BadRequest) as error:  # OSError: the file to send cannot be read
            if screen.attachment is None or _says(error, *_CLOSED):
                raise
            log.warning("Chat %d gets a text without its file: %s", chat_id, error)
            await self._send(chat_id, replace(screen, attachment=None))
            return
        if screen.posted is not None:
            await self._posted(screen.posted, message.message_id)

    async def _post(self, chat_id: int, screen: Screen) -> Message:
        markup = keyboard(screen.rows)
        match screen.attachment:
            case None:
                return await self._bot.send_message(
                    chat_id,
                    fitted(screen.text, TEXT_LIMIT),
                    parse_mode=ParseMode.HTML,
                    reply_markup=markup,
                    link_preview_options=_NO_PREVIEW,
                )
            case Picture(content, name):
                return await self._bot.send_photo(
                    chat_id,
                    content
                    if isinstance(content, bytes)
                    else await asyncio.to_thread(content.read_bytes),
                    fitted(screen.text, CAPTION_LIMIT),
                    parse_mode=ParseMode.HTML,
                    reply_markup=markup,
                    filename=name,
                )
            case Document(content, name):
                return await self._bot.send_document(
                    chat_id,
                    content,
                    fitted(screen.text, CAPTION_LIMIT),
                    parse_mode=ParseMode.HTML,
                    reply_markup=markup,
                    filename=name,
                )

    async def _call(self, call: Callable[[], Awaitable[Result]], *, repeatable: bool) -> Result:
        """The way of everything to Telegram.

        What may have arrived although no answer came is repeated only if that changes nothing.
        """
        pauses = iter(PAUSES)
        while True:
            try:
                return await call()
            except BadRequest:  # a NetworkError to the library, but it will not get better
                raise
            except RetryAfter as error:
                pause: float | None = seconds_of(error)
            except NetworkError as error:
                pause = next(pauses, None)
                if pause is None or not (repeatable or isinstance(error, NotSent)):
                    raise
            await self._sleep(pause or 0.0)


_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class _ChatClosed(Exception):
    """Whoever it was does not hear the bot any more."""


def _says(error: Exception, *sentences: str) -> bool:
    return isinstance(error, BadRequest) and any(
        sentence in error.message.lower() for sentence in sentences
    )
