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
from dataclasses import replace
from typing import Any

from telegram import Bot
from telegram.error import ChatMigrated, TelegramError

from bot.quiz.frozen import frozen
from bot.screens.screen import Reply, Said, Screen
from bot.store.database import DatabaseFailed
from bot.telegram.owing import Owing, current
from bot.telegram.quota import Quota
from bot.telegram.refusals import ChatClosed, closed_by
from bot.telegram.sender import Remember, Sender
from bot.telegram.waiting import Sleep

log = logging.getLogger(__name__)

Closed = Callable[[int, int | None], Awaitable[None]]
Moved = Callable[[int, int], Awaitable[None]]
Tapped = tuple[str, int]


class Show:
    """Shows replies.

    `posted` is told which message shows a question, once it was sent, or that none will; `closed`
    that a chat cannot be spoken to any more; `moved` that a group goes on under another id;
    `failed` that the database failed under one of these.
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
        self._sender = Sender(bot, posted, quota=quota, sleep=sleep)
        self._closed = closed
        self._moved = moved
        self._failed = failed
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
            self._spawn(self._sender.answer(chat_id, query_id, reply))
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
            await self._sender.send(chat_id, screen, 0)
        except TelegramError as error:
            if reason := closed_by(error, 0):
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
        except ChatClosed as reason:
            log.info("Nothing can be said to chat %d any more (%s)", chat_id, reason)
            await self._closed(chat_id, reason.thread_id)
            for waiting in queue:
                await self._give_up(waiting)
        except ChatMigrated as error:
            log.info("Chat %d goes on as %d", chat_id, error.new_chat_id)
            await self._moved(chat_id, error.new_chat_id)
            for waiting in queue:
                # Messages have other numbers there.
                self._queue(error.new_chat_id, replace(waiting, at=None))
        finally:
            del self._queues[chat_id]

    async def _give_up(self, waiting: "_Waiting") -> None:
        for screen in waiting.reply.send:
            await self._sender.never(screen)
        _pay(waiting)

    async def _perform(self, chat_id: int, waiting: "_Waiting") -> None:
        reply, at, thread_id = waiting.reply, waiting.at, waiting.thread_id
        if reply.poll_over and at is not None:
            await self._step(chat_id, thread_id, self._sender.end_poll(chat_id, at))
        elif reply.edit is not None and (at is not None or reply.anew):
            turned = self._sender.turn(chat_id, at, reply.edit, thread_id, anew=reply.anew)
            await self._step(chat_id, thread_id, turned)
        elif reply.rows is not None and at is not None:
            await self._step(chat_id, thread_id, self._sender.change_rows(chat_id, at, reply.rows))
        for screen in reply.send:
            await self._step(chat_id, thread_id, self._sender.send(chat_id, screen, thread_id))

    async def _step(self, chat_id: int, thread_id: int, work: Awaitable[None]) -> None:
        """Do one thing of several; where it fails, the others still go on."""
        try:
            await work
        except (ChatMigrated, DatabaseFailed):
            raise
        except TelegramError as error:
            if reason := closed_by(error, thread_id):
                raise reason from None
            log.warning("Chat %d was not shown something: %r", chat_id, error)
        except Exception:
            log.exception("Chat %d was not shown something", chat_id)


@frozen
class _Waiting:
    """A reply in its chat's queue, the message and the topic it belongs to, and who owes it."""

    reply: Reply
    at: int | None
    thread_id: int
    owed: tuple[Owing, ...] = ()


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
