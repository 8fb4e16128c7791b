"""The one place that talks to people.

Each chat has a queue of its own, worked off in order; answers to taps never wait behind it. What
is said here was committed before, and the update that asked for it stays in the inbox until it was
said: whatever gets lost is shown again.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from contextvars import Context
from dataclasses import dataclass, replace
from itertools import chain, repeat
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
from bot.store.database import DatabaseFailed
from bot.telegram.calls import call
from bot.telegram.owing import Owing, current
from bot.telegram.posting import NO_PREVIEW, post
from bot.telegram.quota import Call, Quota
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

PAUSES = (1.0, 3.0, 10.0, 30.0)  # seconds between tries while the network fails; the last stays
ANSWER_TRIES = 5  # a tap cannot be answered for long
# Of what may have arrived, so that one message that Telegram stumbles over ends some time.
UNCLEAR_TRIES = 20

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
    be spoken to any more; `moved` that a group goes on under another id; `failed` that the
    database failed under one of these.
    """

    def __init__(
        self,
        bot: Bot,
        posted: Remember,
        *,
        closed: Closed,
        moved: Moved,
        failed: Callable[[BaseException], None],
        quota: Quota,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._bot = bot
        self._posted = posted
        self._closed = closed
        self._moved = moved
        self._failed = failed
        self._sleep = sleep
        self._quota = quota
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
            self._spawn(self._answer(chat_id, query_id, reply))
        elif reply.said is not None:
            reply = replace(reply, send=(*reply.send, reply.said))
        if not _shows(reply):
            return
        at = reply.target if message_id is None else message_id
        self._queue(chat_id, _Waiting(reply, at, thread_id, _owed(reply)))

    def _queue(self, chat_id: int, waiting: "_Waiting") -> None:
        if chat_id not in self._queues:
            self._queues[chat_id] = deque([waiting])
            self._spawn(self._work_off(chat_id))
        elif _outdone(self._queues[chat_id], waiting):
            last = self._queues[chat_id][-1]
            self._queues[chat_id][-1] = replace(waiting, owed=last.owed + waiting.owed)
        else:
            self._queues[chat_id].append(waiting)

    @property
    def waiting(self) -> int:
        """How many chats wait to be spoken to."""
        return len(self._queues)

    async def deliver(self, chat_id: int, screen: Screen) -> bool:
        """Send a message beside the chat's queue; whether it arrived, as far as anybody knows."""
        try:
            await self._send(chat_id, screen, 0)
        except TelegramError as error:
            if reason := _closed_by(error, 0):
                await self._closed(chat_id, reason.thread_id)
            log.info("Chat %d could not be sent a message: %r", chat_id, error)
            return False
        return True

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
        # Not in the context of the update that happens to be handled now: others follow in a queue.
        task = asyncio.create_task(work, context=Context())
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (failure := task.exception()):
            self._failed(failure)

    async def _work_off(self, chat_id: int) -> None:
        queue = self._queues[chat_id]
        try:
            while queue:
                await self._perform(chat_id, queue[0])
                _pay(queue.popleft())
        except _ChatClosed as reason:
            log.info("Nothing can be said to chat %d any more (%s)", chat_id, reason)
            await self._closed(chat_id, reason.thread_id)
            for waiting in queue:
                _pay(waiting)
        except ChatMigrated as error:
            log.info("Chat %d goes on as %d", chat_id, error.new_chat_id)
            await self._moved(chat_id, error.new_chat_id)
            for waiting in queue:
                # Messages have other numbers there.
                self._queue(error.new_chat_id, replace(waiting, at=None))
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
        except (ChatMigrated, DatabaseFailed):
            raise
        except TelegramError as error:
            if reason := _closed_by(error, thread_id):
                raise reason from None
            log.warning("Chat %d was not shown something: %r", chat_id, error)
        except Exception:
            log.exception("Chat %d was not shown something", chat_id)

    async def _answer(self, chat_id: int, query_id: str, reply: Reply) -> None:
        notice = shortened(reply.notice, NOTICE_LIMIT)
        try:
            await self._call(
                chat_id,
                "answer",
                lambda: call(
                    self._bot,
                    "answerCallbackQuery",
                    callback_query_id=query_id,
                    text=notice or None,
                    show_alert=reply.alert or None,
                ),
                tries=ANSWER_TRIES,
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
                chat_id,
                "edit",
                lambda: call(
                    self._bot,
                    "editMessageText",
                    chat_id=chat_id,
                    message_id=at,
                    text=fitted(screen.text, TEXT_LIMIT),
                    parse_mode=ParseMode.HTML,
                    reply_markup=keyboard(screen.rows),
                    link_preview_options=NO_PREVIEW,
                ),
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
            await self._call(chat_id, "edit", lambda: self._bot.stop_poll(chat_id, at))
        except BadRequest as error:
            if not _says(error, *_POLL_OVER, *_GONE):
                raise
            # A poll that ended by itself has kept its buttons.
            await self._change_rows(chat_id, at, ())

    async def _change_rows(self, chat_id: int, at: int, rows: Rows) -> None:
        try:
            await self._call(
                chat_id,
                "edit",
                lambda: call(
                    self._bot,
                    "editMessageReplyMarkup",
                    chat_id=chat_id,
                    message_id=at,
                    reply_markup=keyboard(rows),
                ),
            )
        except BadRequest as error:
            if not _says(error, _UNCHANGED, *_GONE):
                raise

    async def _send(self, chat_id: int, screen: Screen, thread_id: int) -> None:
        try:
            message_id, poll_id = await self._call(
                chat_id,
                "message",
                lambda: post(self._bot, chat_id, thread_id, screen),
                # What has a stand-in is not sent twice: a poll whose id got lost can never count.
                unclear=1 if screen.instead else UNCLEAR_TRIES,
            )
        except (OSError, TelegramError) as error:  # OSError: the file to send cannot be read
            other = _instead(screen, error)
            if other is None:
                raise
            log.warning("Chat %d is shown something else: %s", chat_id, error)
            await self._send(chat_id, other, thread_id)
            return
        if screen.posted is not None:
            await self._posted(screen.posted, message_id, poll_id)

    async def _call(
        self,
        chat_id: int,
        kind: Call,
        asked: Callable[[], Awaitable[Result]],
        *,
        tries: int | None = None,
        unclear: int = UNCLEAR_TRIES,
    ) -> Result:
        """The way of everything to Telegram, when its turn has come: as long as it cannot be
        reached, it is tried again.

        At most `tries` times in all, if given, and at most `unclear` times where it may have
        arrived although no answer came: each of these may be one message more.
        """
        pauses = chain(PAUSES, repeat(PAUSES[-1]))
        failures = 0
        while True:
            await self._quota.wait(chat_id, kind)
            try:
                return await asked()
            except BadRequest:  # a NetworkError to the library, but it will not get better
                raise
            except RetryAfter as error:
                self._quota.refused(chat_id, kind, seconds_of(error))
            except NetworkError as error:
                failures += 1
                unclear -= not isinstance(error, NotSent)
                if not unclear or failures == tries:
                    raise
                if failures == 1:
                    log.warning("Telegram did not take something (%s); trying again", error)
                await self._sleep(next(pauses))


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A reply in its chat's queue, the message and the topic it belongs to, and who owes it."""

    reply: Reply
    at: int | None
    thread_id: int
    owed: tuple[Owing, ...] = ()


class _ChatClosed(Exception):
    """Whoever it was does not hear the bot any more; in a topic, if that alone is closed."""

    def __init__(self, reason: str, thread_id: int | None) -> None:
        super().__init__(reason)
        self.thread_id = thread_id


def _closed_by(error: TelegramError, thread_id: int) -> _ChatClosed | None:
    """What the error says of the chat, if that is closed."""
    if not isinstance(error, Forbidden) and not _says(error, *_CLOSED):
        return None
    topic = thread_id if thread_id and _says(error, *_TOPIC_CLOSED) else None
    return _ChatClosed(error.message, topic)


def _says(error: Exception, *sentences: str) -> bool:
    return isinstance(error, BadRequest) and any(
        sentence in error.message.lower() for sentence in sentences
    )


def _shows(reply: Reply) -> bool:
    return reply.edit is not None or reply.rows is not None or bool(reply.send) or reply.poll_over


def _owed(reply: Reply) -> tuple[Owing, ...]:
    """What this reply is owed for. What a round says has a note of its own, in the round's row."""
    owing = current()
    if owing is None or any(isinstance(screen.posted, Said) for screen in reply.send):
        return ()
    owing.owe()
    return (owing,)


def _pay(waiting: _Waiting) -> None:
    for owing in waiting.owed:
        owing.pay()


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
