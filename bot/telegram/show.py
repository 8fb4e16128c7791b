"""The one place that talks to people.

Each chat has a queue of its own, worked off in order; answers to taps never wait behind it. What
is said here was committed before, so whatever gets lost can be shown again.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.screens.screen import Posted, Reply, Rows, Said, Screen
from bot.telegram.posting import NO_PREVIEW, post
from bot.telegram.quota import Quota
from bot.telegram.rendering import (
    NOTICE_LIMIT,
    TEXT_LIMIT,
    fitted,
    keyboard,
    shortened,
)
from bot.telegram.request import NotSent
from bot.telegram.waiting import Sleep, seconds_of

log = logging.getLogger(__name__)

# Told: what is shown, by which message, and which poll in it.
Remember = Callable[[Posted | Said, int, str | None], Awaitable[None]]
Closed = Callable[[int, int | None], Awaitable[None]]
Moved = Callable[[int, int], Awaitable[None]]
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
_POLL_OVER = ("poll has already been closed", "message with poll to stop not found")
_TOPIC_CLOSED = ("topic_closed", "topic_deleted", "message thread not found")
_CLOSED = (
    "chat not found",
    "peer_id_invalid",
    "user not found",
    "not enough rights to send text messages",
    "have no rights to send a message",
    "chat_write_forbidden",
    *_TOPIC_CLOSED,
)


class Show:
    """Shows replies.

    `posted` is told which message shows a question, once it was sent; `closed` that a chat cannot
    be spoken to any more; `moved` that a group goes on under another id.
    """

    def __init__(
        self,
        bot: Bot,
        posted: Remember,
        *,
        closed: Closed,
        moved: Moved,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._bot = bot
        self._posted = posted
        self._closed = closed
        self._moved = moved
        self._sleep = sleep
        self._quota = Quota(sleep)
        self._queues: dict[int, deque[_Waiting]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def show(
        self, chat_id: int, reply: Reply, tapped: Tapped | None = None, thread_id: int = 0
    ) -> None:
        """Queue a reply for its chat. `tapped` is the query's id and the message's.

        It returns at once and reports nothing: what cannot be shown is logged.
        """
        query_id, message_id = tapped or (None, None)
        if query_id is not None:
            self._spawn(self._answer(query_id, reply))
        elif reply.said is not None:
            reply = replace(reply, send=(*reply.send, reply.said))
        if not _shows(reply):
            return
        at = reply.target if message_id is None else message_id
        waiting = _Waiting(reply, at, thread_id)
        if chat_id not in self._queues:
            self._queues[chat_id] = deque([waiting])
            self._spawn(self._work_off(chat_id))
        elif _outdone(self._queues[chat_id], waiting):
            self._queues[chat_id][-1] = waiting
        else:
            self._queues[chat_id].append(waiting)

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
                await self._perform(chat_id, queue[0])
                queue.popleft()
        except _ChatClosed as reason:
            log.info("Nothing can be said to chat %d any more (%s)", chat_id, reason)
            await self._closed(chat_id, reason.thread_id)
        except ChatMigrated as error:
            log.info("Chat %d goes on as %d", chat_id, error.new_chat_id)
            await self._moved(chat_id, error.new_chat_id)
            for waiting in queue:
                # Messages have other numbers there.
                reply = replace(waiting.reply, target=None)
                self.show(error.new_chat_id, reply, None, waiting.thread_id)
        finally:
            del self._queues[chat_id]

    async def _perform(self, chat_id: int, waiting: "_Waiting") -> None:
        reply, at, thread_id = waiting.reply, waiting.at, waiting.thread_id
        if reply.poll_over and at is not None:
            await self._step(chat_id, thread_id, self._end_poll(chat_id, at))
        elif reply.edit is not None and (at is not None or reply.anew):
            await self._step(chat_id, thread_id, self._turn(chat_id, at, waiting))
        elif reply.rows is not None and at is not None:
            await self._step(chat_id, thread_id, self._change_rows(chat_id, at, reply.rows))
        for screen in reply.send:
            await self._step(chat_id, thread_id, self._send(chat_id, screen, thread_id))

    async def _step(self, chat_id: int, thread_id: int, work: Awaitable[None]) -> None:
        """Do one thing of several; where it fails, the others still go on."""
        try:
            await work
        except ChatMigrated:
            raise
        except TelegramError as error:
            if isinstance(error, Forbidden) or _says(error, *_CLOSED):
                topic = thread_id if thread_id and _says(error, *_TOPIC_CLOSED) else None
                raise _ChatClosed(error.message, topic) from None
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

    async def _turn(self, chat_id: int, at: int | None, waiting: "_Waiting") -> None:
        """Turn the message into the screen; send it anew where that cannot be."""
        screen = waiting.reply.edit
        if screen is None:
            return
        if at is None:
            await self._send(chat_id, screen, waiting.thread_id)
        elif screen.attachment is not None:
            await self._replace(chat_id, at, screen, waiting.thread_id)
        else:
            await self._edit(chat_id, at, screen, waiting)

    async def _edit(self, chat_id: int, at: int, screen: Screen, waiting: "_Waiting") -> None:
        try:
            await self._call(
                lambda: self._bot.edit_message_text(
                    fitted(screen.text, TEXT_LIMIT),
                    chat_id,
                    at,
                    parse_mode=ParseMode.HTML,
                    reply_markup=keyboard(screen.rows),
                    link_preview_options=NO_PREVIEW,
                ),
                repeatable=True,
            )
        except BadRequest as error:
            if _says(error, *_GONE, _NO_TEXT) and not waiting.reply.anew:
                return
            if _says(error, *_GONE):
                await self._send(chat_id, screen, waiting.thread_id)
            elif _says(error, _NO_TEXT):
                await self._replace(chat_id, at, screen, waiting.thread_id)
            elif not _says(error, _UNCHANGED):
                raise

    async def _replace(self, chat_id: int, at: int, screen: Screen, thread_id: int) -> None:
        await self._send(chat_id, screen, thread_id)
        await self._change_rows(chat_id, at, ())

    async def _end_poll(self, chat_id: int, at: int) -> None:
        try:
            await self._call(lambda: self._bot.stop_poll(chat_id, at), repeatable=True)
        except BadRequest as error:
            if not _says(error, *_POLL_OVER, *_GONE):
                raise
            # A poll that ended by itself has kept its buttons.
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

    async def _send(self, chat_id: int, screen: Screen, thread_id: int) -> None:
        await self._quota.wait(chat_id)
        try:
            message = await self._call(
                lambda: post(self._bot, chat_id, thread_id, screen), repeatable=False
            )
        except (OSError, TelegramError) as error:  # OSError: the file to send cannot be read
            other = _instead(screen, error)
            if other is None:
                raise
            log.warning("Chat %d is shown something else: %s", chat_id, error)
            await self._send(chat_id, other, thread_id)
            return
        if screen.posted is not None:
            poll_id = message.poll.id if message.poll else None
            await self._posted(screen.posted, message.message_id, poll_id)

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


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A reply in its chat's queue, with the message and the topic it belongs to."""

    reply: Reply
    at: int | None
    thread_id: int


class _ChatClosed(Exception):
    """Whoever it was does not hear the bot any more; in a topic, if that alone is closed."""

    def __init__(self, reason: str, thread_id: int | None) -> None:
        super().__init__(reason)
        self.thread_id = thread_id


def _says(error: Exception, *sentences: str) -> bool:
    return isinstance(error, BadRequest) and any(
        sentence in error.message.lower() for sentence in sentences
    )


def _shows(reply: Reply) -> bool:
    return reply.edit is not None or reply.rows is not None or bool(reply.send) or reply.poll_over


def _outdone(queue: deque[_Waiting], by: _Waiting) -> bool:
    """Whether the last reply that waits only draws what this one draws anew."""
    last = queue[-1]
    drawn = (each.reply for each in (last, by))
    only_edits = all(reply.edit and not reply.send and not reply.poll_over for reply in drawn)
    # The first in the queue is being said already.
    return len(queue) > 1 and only_edits and last.at is not None and last.at == by.at


def _instead(screen: Screen, error: Exception) -> Screen | None:
    """What to send where this could not be sent, or nobody knows whether it was."""
    hopeless = isinstance(error, Forbidden | ChatMigrated) or _says(error, *_CLOSED)
    if hopeless or isinstance(error, NotSent):
        return None
    refused = isinstance(error, OSError | BadRequest)
    if refused and screen.refused is not None:
        return screen.refused
    if screen.instead is not None:
        return screen.instead
    return replace(screen, attachment=None) if screen.attachment and refused else None
