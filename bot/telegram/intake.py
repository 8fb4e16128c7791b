"""Updates in: every chat in order, chats side by side, none lost.

An update is in the inbox, on disk, before it is confirmed to Telegram. It is done, and leaves the
inbox, once it is handled and what it asks for was said. So neither a slow update nor one that
cannot be handled holds back the rest, and after a crash what is in the inbox is handled again.
"""

import asyncio
import logging
import time
from asyncio import FIRST_COMPLETED
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from telegram import Bot, Update

from bot.play.inbox import Inbox
from bot.quickjson import parse
from bot.quiz.frozen import frozen
from bot.store.database import DatabaseFailed
from bot.telegram.owing import Owing, current
from bot.telegram.reading import Heard, Raw, Tap, read, without_what_is_shown, written
from bot.telegram.redact import redact
from bot.telegram.waiting import Sleep
from bot.watch.metrics import Metrics

log = logging.getLogger(__name__)

Handle = Callable[[Heard], Awaitable[None]]
Sift = Callable[[Sequence[Raw]], Sequence[Raw]]

TRY_SECONDS = 30.0  # for one try at handling an update
PAUSES = (0.5, 2.0)  # seconds between the tries; so there is one try more than pauses
SORRY_SECONDS = 5.0
EARLIER_SECONDS = 2.0  # for other chats, before something is closed
MOST_UNDER_WAY = 1000  # updates that wait to be handled: more are not taken in meanwhile
MOST_UNSAID = 20  # of one chat, handled but not answered: it then waits until something was said
LONGEST_REASON = 500  # characters


@frozen
class _Task:
    id: int
    raw: Raw
    read: Heard | Exception  # the exception says why it cannot be read
    came: float

    @property
    def age(self) -> float:
        return time.monotonic() - self.came

    @property
    def line(self) -> tuple[str, int]:
        """What waits for each other: the updates of one chat, or else of one person."""
        if isinstance(self.read, Tap):
            return "chat", self.read.chat_id
        if isinstance(self.read, Update):
            if chat := self.read.effective_chat:
                return "chat", chat.id
            if user := self.read.effective_user:
                return "user", user.id
        return "update", self.id


@dataclass(slots=True)
class _Line:
    """One chat's updates, in order, and how many of those handled are not answered yet."""

    tasks: deque[_Task] = field(default_factory=deque)
    unsaid: int = 0
    worked_off: bool = False


class Intake:
    """Has updates handled. Make it where an event loop runs.

    `sift` says which of those that come are taken in at all; the others count as done.
    An update that cannot be read, or that fails at every try, is put aside, and `apologise` tells
    the person, if it could be read. DatabaseFailed is `broken`'s exception: nothing can be handled
    any more; close, and let it all be delivered again.
    """

    def __init__(  # noqa: PLR0913 - what it needs, and what tests may change
        self,
        bot: Bot,
        inbox: Inbox,
        handle: Handle,
        apologise: Handle,
        metrics: Metrics,
        *,
        sift: Sift = list,
        try_seconds: float = TRY_SECONDS,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._bot = bot
        self._inbox = inbox
        self._handle = handle
        self._apologise = apologise
        self._sift = sift
        self._metrics = metrics
        self._try_seconds = try_seconds
        self._sleep = sleep
        self._lines: dict[tuple[str, int], _Line] = {}
        self._under_way: set[int] = set()  # handled or not, until it was answered
        self._workers: set[asyncio.Task[None]] = set()
        self._done: list[int] = []  # and not yet noted as such
        self._noting = False
        self._news = asyncio.Event()  # that something went on
        self._waiting: set[int] = set()  # to be handled
        self.broken: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def take(self, raws: Sequence[Raw]) -> None:
        """Keep these updates, and have each handled after those of its chat that came before.

        They are on disk when this returns. One that is known is not taken again. While too many
        are under way this waits. Raises DatabaseFailed.
        """
        came = time.monotonic()
        await self._until(lambda: self.backlog < MOST_UNDER_WAY)
        # Whoever asks may be broken off, but what is on disk must not wait there for the next
        # start: it is known then, and would not be taken when it is delivered again.
        await asyncio.shield(self._spawn(self._keep(raws, came)))

    async def resume(self) -> None:
        """Have handled what is in the inbox and not under way. Raises DatabaseFailed."""
        for number, body in await self._inbox.waiting():
            if number not in self._under_way:
                self._line_up(number, parse(body), time.monotonic())

    @property
    def backlog(self) -> int:
        """How many wait to be handled."""
        return len(self._waiting)

    async def quiet(self, seconds: float) -> None:
        """Wait until nothing waits to be handled, for at most so long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._until(lambda: not self.backlog)

    async def earlier(self, seconds: float = EARLIER_SECONDS) -> None:
        """Wait, for so long at most, until what came before the update being handled is handled.

        Chats go side by side, most of all after a start. What closes something must not overtake
        what was given elsewhere before.
        """
        this = current()
        before = {number for number in self._waiting if this and number < this.update_id}
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._until(lambda: before.isdisjoint(self._waiting))

    def fail(self, error: BaseException) -> None:
        """Nothing can be handled any more."""
        if not self.broken.done():
            if isinstance(error, DatabaseFailed):
                self._metrics.database_failed()
            self.broken.set_exception(error)
            self._news.set()

    async def finish(self, grace: float) -> None:
        """Let what is under way come to its end, for at most so many seconds.

        Raises DatabaseFailed.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(grace):
                while self._workers and not self.broken.done():
                    await asyncio.wait({*self._workers, self.broken}, return_when=FIRST_COMPLETED)
        self.check()

    async def close(self) -> None:
        """Drop what is under way: it stays in the inbox, unless it is done."""
        for worker in self._workers:
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)

    def check(self) -> None:
        """Raises DatabaseFailed if that happened."""
        if self.broken.done():
            self.broken.result()

    async def _until(self, seen: Callable[[], bool]) -> None:
        while not seen():
            self._news.clear()
            await self._news.wait()
            self.check()

    async def _keep(self, raws: Sequence[Raw], came: float) -> None:
        fit = {raw["update_id"]: without_what_is_shown(raw) for raw in self._sift(raws)}
        letters = ((number, written(raw)) for number, raw in fit.items())
        new = await self._inbox.keep([letter for letter in letters if letter[1]])
        for number, raw in fit.items():
            if number in new:
                self._metrics.taken(next((key for key in raw if key != "update_id"), ""))
                self._line_up(number, raw, came)

    def _line_up(self, number: int, raw: Raw, came: float) -> None:
        task = _Task(number, raw, read(raw, self._bot), came)
        self._under_way.add(number)
        self._waiting.add(number)
        key = task.line
        line = self._lines.setdefault(key, _Line())
        line.tasks.append(task)
        if not line.worked_off:
            line.worked_off = True
            self._spawn(self._work_off(key, line))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        worker = asyncio.create_task(work)
        self._workers.add(worker)
        worker.add_done_callback(self._ended)
        return worker

    def _ended(self, worker: asyncio.Task[None]) -> None:
        self._workers.discard(worker)
        failure = None if worker.cancelled() else worker.exception()
        if failure is not None:
            self.fail(failure)

    async def _work_off(self, key: tuple[str, int], line: _Line) -> None:
        while line.tasks:
            await self._until(lambda: line.unsaid < MOST_UNSAID)
            line.unsaid += 1
            task = line.tasks[0]
            await self._settle(task, partial(self._answered, key, line, task))
            line.tasks.popleft()
            self._waiting.discard(task.id)
            self._news.set()
        line.worked_off = False
        self._tidy(key, line)

    def _tidy(self, key: tuple[str, int], line: _Line) -> None:
        if not line.tasks and not line.unsaid and not line.worked_off:
            self._lines.pop(key, None)

    def _answered(self, key: tuple[str, int], line: _Line, task: _Task, done: bool = True) -> None:
        """Nothing more is owed for this update."""
        line.unsaid -= 1
        self._under_way.discard(task.id)
        self._tidy(key, line)
        self._news.set()
        if done:
            self._metrics.replied(task.age)
            self._done.append(task.id)
            if not self._noting:
                self._noting = True
                self._spawn(self._note_done())

    async def _note_done(self) -> None:
        """Note what is done, all that came together at once."""
        while self._done:
            numbers, self._done = self._done, []
            await self._inbox.done(numbers)
        self._noting = False

    async def _settle(self, task: _Task, answered: Callable[..., None]) -> None:
        if isinstance(task.read, Exception):
            log.error("Update %d cannot be read; set aside", task.id, exc_info=task.read)
            await self._put_aside(task, task.read)
        elif failure := await self._try(task.read, answered):
            log.error("Update %d failed at every try; set aside", task.id)
            await self._put_aside(task, failure)
            await self._say_sorry(task.read)
        else:
            self._metrics.handled(task.age)
            return
        self._metrics.set_aside()
        answered(done=False)

    async def _try(self, update: Heard, answered: Callable[[], None]) -> Exception | None:
        """Try to handle it; what went wrong at the last try, if each went wrong."""
        for pause in (*PAUSES, None):
            try:
                with Owing(update.update_id, answered):
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

    async def _put_aside(self, task: _Task, error: Exception) -> None:
        reason = redact(f"{type(error).__name__}: {error}")[:LONGEST_REASON]
        # What people send may hold lone surrogates, which no file takes.
        await self._inbox.put_aside(task.id, reason.encode(errors="backslashreplace").decode())

    async def _say_sorry(self, update: Heard) -> None:
        try:
            async with asyncio.timeout(SORRY_SECONDS):
                await self._apologise(update)
        except Exception:
            log.exception("Nobody could be told that update %d failed", update.update_id)


def _being_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
