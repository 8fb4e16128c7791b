"""Where updates come from: what fetching them and being sent them have in common."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, TypeVar

from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.quiz.frozen import frozen
from bot.telegram.intake import Intake
from bot.telegram.waiting import Sleep, seconds_of

log = logging.getLogger(__name__)

Result = TypeVar("Result")


class TokenRejected(Exception):
    """Telegram does not know the bot's token."""


@frozen
class Pace:
    """How long a source waits for what, in seconds."""

    poll: float = 30.0  # for Telegram to have news
    answer: float = 15.0  # for Telegram to answer, when polled on top of that
    down: tuple[float, ...] = (1.0, 2.0, 5.0, 10.0, 30.0)  # between failures; the last one stays
    conflict: float = 60.0  # after somebody else polled
    catch_up: float = 10.0  # for what came while the bot was down to be handled
    look: float = 60.0  # between two looks at how delivery by webhook goes
    grace: float = 10.0  # for what is under way when all is to stop
    last: float = 5.0  # for the last confirmation, and the last words


class Source:
    """Brings updates to the intake: `connect`, then `run`; `stop` ends either, from elsewhere.

    `caught_up` is set once what came while the bot was down has been handled.
    """

    def __init__(
        self,
        bot: Bot,
        intake: Intake,
        *,
        allowed: Sequence[str],
        pace: Pace | None = None,
        sleep: Sleep = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._bot = bot
        self._intake = intake
        self._allowed = tuple(allowed)
        self._pace = pace or Pace()
        self._sleep = sleep
        self._clock = clock
        self._stopping = asyncio.Event()
        self._conflict_at: float | None = None
        self.caught_up = asyncio.Event()

    async def connect(self) -> None:
        """Reach Telegram, however long it takes, and have it hand updates to this source.

        The bot is initialized then. Raises TokenRejected.
        """
        await self._until_stopped(self._connect())

    async def run(self) -> None:
        """Bring updates until stopped.

        Raises TokenRejected, Conflict (somebody else keeps polling with this token), and what
        broke the intake, DatabaseFailed for one.
        """
        raise NotImplementedError

    def trouble(self) -> str:
        """What keeps updates from coming, in a sentence; "" if they come."""
        raise NotImplementedError

    @property
    def silence(self) -> float | None:
        """For how many seconds Telegram has not been heard of; None where it never was."""
        return None

    def stop(self) -> None:
        """Take no more updates in."""
        self._stopping.set()

    async def _connect(self) -> None:
        raise NotImplementedError

    async def _until_stopped(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        stopping = asyncio.create_task(self._stopping.wait())
        try:
            ends: list[asyncio.Future[Any]] = [task, stopping, self._intake.broken]
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopping.cancel()
            task.cancel()
            await asyncio.gather(task, stopping, return_exceptions=True)
        self._intake.check()
        if not task.cancelled():
            task.result()

    async def _ask(self, call: Callable[[], Awaitable[Result]]) -> Result:
        """Ask Telegram until it answers."""
        failures = 0
        while True:
            try:
                answer = await call()
            except InvalidToken:
                # The library's own message can carry the token.
                raise TokenRejected("Telegram does not know this token") from None
            except Conflict:
                await self._yield_once()
            except RetryAfter as error:
                await self._sleep(seconds_of(error))
            except (TelegramError, KeyError) as error:  # KeyError: no result in the answer
                if not failures:
                    log.warning("Telegram cannot be reached (%s); trying until it can", error)
                await self._sleep(self._pace.down[min(failures, len(self._pace.down) - 1)])
                failures += 1
            else:
                if failures:
                    log.info("Telegram can be reached again")
                return answer

    async def _yield_once(self) -> None:
        """Let somebody else poll, who may be what is left of ourselves; Conflict if they go on."""
        now = self._clock()
        if self._conflict_at is not None and now - self._conflict_at < 10 * self._pace.conflict:
            raise Conflict("Somebody else polls with this bot's token")
        self._conflict_at = now
        log.warning(
            "Somebody else polls with this bot's token; trying again in %g s", self._pace.conflict
        )
        await self._sleep(self._pace.conflict)
