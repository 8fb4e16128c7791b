"""Updates in: every chat in order, chats side by side, none lost.

An update is handled once `handle` has returned, which means that what it changed is committed.
Only then may whoever brought it confirm it to Telegram.
"""

import asyncio
import json
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from telegram import Bot, Update

from bot.store.database import DatabaseFailed
from bot.telegram.redact import redact
from bot.telegram.waiting import Sleep

log = logging.getLogger(__name__)

Raw = dict[str, Any]
Handle = Callable[[Update], Awaitable[None]]
SetAside = Callable[[int, str, str], Awaitable[None]]

TRY_SECONDS = 30.0  # for one try at handling an update
PAUSES = (0.5, 2.0)  # seconds between the tries; so there is one try more than pauses
SORRY_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class _Task:
    id: int
    raw: Raw
    read: Update | Exception  # the exception says why it cannot be read
    done: asyncio.Future[None]

    @property
    def line(self) -> tuple[str, int]:
        """What waits for each other: the updates of one chat, or else of one person."""
        if isinstance(self.read, Update):
            if chat := self.read.effective_chat:
                return "chat", chat.id
            if user := self.read.effective_user:
                return "user", user.id
        return "update", self.id


class Intake:
    """Has updates handled. Make it where an event loop runs.

    An update that cannot be read, or that fails at every try, is given to `set_aside` (its id, its
    body as JSON, what went wrong), which keeps it for good; then it counts as handled, and
    `apologise` tells the person, if it could be read. DatabaseFailed, and whatever `set_aside`
    raises, is `broken`'s exception: nothing can be handled any more; close, and let it all be
    delivered again.
    """

    def __init__(
        self,
        bot: Bot,
        handle: Handle,
        set_aside: SetAside,
        apologise: Handle,
        *,
        try_seconds: float = TRY_SECONDS,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._bot = bot
        self._handle = handle
        self._set_aside = set_aside
        self._apologise = apologise
        self._try_seconds = try_seconds
        self._sleep = sleep
        self._lines: dict[tuple[str, int], deque[_Task]] = {}
        self._under_way: dict[int, asyncio.Future[None]] = {}
        self._workers: set[asyncio.Task[None]] = set()
        self.broken: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def take(self, raw: Raw) -> asyncio.Future[None]:
        """Have this update handled, after those of its chat that were taken before.

        The future is done once it is handled. One that is under way is not taken twice.
        """
        number: int = raw["update_id"]
        if number not in self._under_way:
            done = asyncio.get_running_loop().create_future()
            self._under_way[number] = done
            self._line_up(_Task(number, raw, self._read(raw), done))
        return self._under_way[number]

    async def finish(self, grace: float) -> None:
        """Let what is under way come to its end, for at most so many seconds; drop the rest."""
        if self._workers:
            await asyncio.wait(self._workers, timeout=grace)
        await self.close()

    async def close(self) -> None:
        """Drop what is under way: it was not handled, and is delivered again."""
        for worker in self._workers:
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)

    def _read(self, raw: Raw) -> Update | Exception:
        try:
            return Update.de_json(raw, self._bot)
        except Exception as error:  # whatever the library stumbles over in it
            return error

    def _line_up(self, task: _Task) -> None:
        if task.line in self._lines:
            self._lines[task.line].append(task)
            return
        self._lines[task.line] = deque([task])
        worker = asyncio.create_task(self._work_off(task.line))
        self._workers.add(worker)
        worker.add_done_callback(self._ended)

    def _ended(self, worker: asyncio.Task[None]) -> None:
        self._workers.discard(worker)
        failure = None if worker.cancelled() else worker.exception()
        if failure is not None and not self.broken.done():
            self.broken.set_exception(failure)

    async def _work_off(self, line: tuple[str, int]) -> None:
        tasks = self._lines[line]
        while tasks:
            await self._settle(tasks[0])
            task = tasks.popleft()
            del self._under_way[task.id]
            task.done.set_result(None)
        del self._lines[line]

    async def _settle(self, task: _Task) -> None:
        if isinstance(task.read, Exception):
            log.error("Update %d cannot be read; set aside", task.id, exc_info=task.read)
            await self._keep_aside(task, task.read)
        elif failure := await self._try(task.read):
            log.error("Update %d failed at every try; set aside", task.id)
            await self._keep_aside(task, failure)
            await self._say_sorry(task.read)

    async def _try(self, update: Update) -> Exception | None:
        """Try to handle it; what went wrong at the last try, if each went wrong."""
        for pause in (*PAUSES, None):
            try:
                async with asyncio.timeout(self._try_seconds):
                    await self._handle(update)
            except DatabaseFailed:
                raise
            except asyncio.CancelledError:
                if _being_cancelled():
                    raise
                failure: Exception = RuntimeError("cancelled, but not by the intake")
            except Exception as error:  # a fault of ours must not hold back everybody else
                failure = error
            else:
                return None
            log.warning("Update %d failed", update.update_id, exc_info=failure)
            if pause is not None:
                await self._sleep(pause)
        return failure

    async def _keep_aside(self, task: _Task, error: Exception) -> None:
        reason = redact(f"{type(error).__name__}: {error}")
        # What people send may hold lone surrogates, which no file takes; JSON escapes them.
        writable = reason.encode(errors="backslashreplace").decode()
        await self._set_aside(task.id, json.dumps(task.raw), writable)

    async def _say_sorry(self, update: Update) -> None:
        try:
            async with asyncio.timeout(SORRY_SECONDS):
                await self._apologise(update)
        except Exception:
            log.exception("Nobody could be told that update %d failed", update.update_id)


def _being_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
