"""Updates fetched by long polling, and confirmed once they are handled.

Telegram confirms cumulatively, everything below an offset, and hands out at most a hundred
unconfirmed updates from the oldest one on. So no more than these are ever under way, and what
Telegram hands out again is known by its place in the batch before.
"""

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import takewhile
from typing import Any, TypeVar
from urllib.parse import urlencode

from telegram import Bot
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.telegram.intake import Intake, Raw
from bot.telegram.waiting import Sleep, seconds_of

log = logging.getLogger(__name__)

Result = TypeVar("Result")

AT_ONCE = 100  # Telegram's limit


class TokenRejected(Exception):
    """Telegram does not know the bot's token."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long polling waits for what, in seconds."""

    poll: float = 30.0  # for Telegram to have news
    answer: float = 15.0  # on top of it, for them to arrive
    batch: float = 0.1  # for a batch to be handled before asking what else has come
    down: tuple[float, ...] = (1.0, 2.0, 5.0, 10.0, 30.0)  # between failures; the last one stays
    conflict: float = 60.0  # after somebody else polled
    grace: float = 10.0  # for what is under way when all is to stop
    last: float = 5.0  # for the last confirmation


class Polling:
    """Polls for one bot: `connect`, then `run`; `stop` ends either, from elsewhere."""

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
        self._allowed = json.dumps(list(allowed))
        self._pace = pace or Pace()
        self._sleep = sleep
        self._clock = clock
        self._batch: dict[int, asyncio.Future[None]] = {}  # what Telegram last handed out
        self._stopping = asyncio.Event()
        self._conflict_at: float | None = None
        self.polled_at = clock()  # when Telegram last answered
        self.caught_up = asyncio.Event()  # once what waited for the bot has been taken in

    async def connect(self) -> None:
        """Reach Telegram, however long it takes, and have it keep updates for polling.

        The bot is initialized then. Raises TokenRejected.
        """
        await self._until_stopped(self._connect())

    async def run(self) -> None:
        """Fetch updates and have them handled until stopped.

        Raises TokenRejected, Conflict (somebody else keeps polling with this token), and what
        broke the intake, DatabaseFailed for one.
        """
        try:
            await self._until_stopped(self._poll_on())
            await self._intake.finish(self._pace.grace)
            self._check_intake()
            await self._confirm()
        finally:
            await self._intake.close()

    def stop(self) -> None:
        """Have what is under way finished and confirmed, and then end."""
        self._stopping.set()

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
        self._check_intake()
        if not task.cancelled():
            task.result()

    def _check_intake(self) -> None:
        if self._intake.broken.done():
            self._intake.broken.result()

    async def _connect(self) -> None:
        await self._ask(self._bot.initialize)
        if (await self._ask(self._bot.get_webhook_info)).url:
            log.info("Removing the webhook: updates are fetched by polling")
            await self._ask(lambda: self._bot.delete_webhook(drop_pending_updates=False))

    async def _poll_on(self) -> None:
        while True:
            wait = self._pace.poll if self.caught_up.is_set() else 0
            raws = await self._ask(partial(self._fetch, wait, AT_ONCE, self._pace.answer))
            self.polled_at = self._clock()
            self._batch = {raw["update_id"]: self._future(raw) for raw in raws}
            if not self._batch:
                self.caught_up.set()
            else:
                # An open one is handed out again at once: without a pause this would be a mill.
                await asyncio.wait(set(self._batch.values()), timeout=self._pace.batch)

    def _future(self, raw: Raw) -> asyncio.Future[None]:
        return self._batch.get(raw["update_id"]) or self._intake.take(raw)

    async def _fetch(self, seconds: float, limit: int, answer: float) -> list[Raw]:
        asked = {"timeout": int(seconds), "limit": limit, "allowed_updates": self._allowed}
        # An offset is only sent to confirm: numbers start anew after an idle week, and an old
        # offset would then stand above all that comes.
        if offset := self._confirmable():
            asked["offset"] = offset
        found = await self._bot.request.post(
            f"{self._bot.base_url}/getUpdates?{urlencode(asked)}", read_timeout=seconds + answer
        )
        return _updates(found)

    def _confirmable(self) -> int:
        """The offset that confirms the handled ones before the first that is not; 0: none."""
        handled = takewhile(lambda one: one[1].done(), self._batch.items())
        return max((number + 1 for number, _ in handled), default=0)

    async def _confirm(self) -> None:
        if self._confirmable():
            # What this returns is not confirmed by it, so nothing gets lost.
            with suppress(TelegramError, KeyError):
                await self._fetch(0, 1, self._pace.last)

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


def _updates(found: object) -> list[Raw]:
    if isinstance(found, list) and all(
        isinstance(each, dict) and isinstance(each.get("update_id"), int) for each in found
    ):
        return found
    raise NetworkError("Telegram answered with something that is no list of updates")
