"""Telegram's limits, kept rather than met, and obeyed where they were met."""

import asyncio
import time
from collections.abc import Callable
from typing import Literal

from bot.telegram.rates import NOW, Bucket, Rate, Refusal, Window
from bot.telegram.waiting import Sleep

Call = Literal["message", "edit", "answer"]

# What leaves in order may arrive closer together: so much room is left in each span.
SPARE = 0.5
# After a refusal, for a minute: four calls a second.
SLOWED, SLOWLY_FOR = 0.25, 60.0
FORGET_AFTER = 60.0 + SPARE  # seconds; no rule looks further back


class Quota:
    """Has each call wait for its turn.

    New messages: one a second into a chat with bursts of five, twenty a minute into a group, and
    `rate` a second over all chats, those waiting in the order they came, one of each chat. Edits
    in groups: one a second with bursts of five, and in the same overall rate. Edits in private
    chats and answers to taps go free. What Telegram refuses waits as long as it says, and with it
    that kind of call in that chat, nothing else. A `rate` of 0 leaves only this last rule.
    """

    def __init__(
        self, rate: int, sleep: Sleep, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limits = rate > 0
        self._overall = Window(rate, 1.0)
        self._line = asyncio.Lock()  # whoever waits for it gets it in order
        self._sleep = sleep
        self._clock = clock
        self._lanes: dict[tuple[int, Call], _Lane] = {}
        self._forget_at = 0.0

    async def wait(self, chat_id: int, call: Call) -> None:
        """Wait until this chat has room for one more such call, and take it."""
        if (chat_id, call) not in self._lanes and not self._limits_of(chat_id, call):
            return  # it goes free, and nothing is to be kept in mind
        lane = self._lane(chat_id, call)
        async with lane.turn:
            await self._room(*lane.rates)
            if lane.limits:
                async with self._line:
                    await self._room(self._overall)
                    self._overall.take(self._clock())
            lane.take(self._clock())

    def refused(self, chat_id: int, call: Call, seconds: float) -> None:
        """Telegram wants no such call in this chat for so many seconds."""
        self._lane(chat_id, call).refusal.refuse(self._clock(), seconds)

    @property
    def remembered(self) -> int:
        """How many kinds of call in how many chats are kept in mind."""
        return len(self._lanes)

    async def _room(self, *rates: Rate) -> None:
        while (left := max(rate.left(self._clock()) for rate in rates)) > NOW:
            await self._sleep(left)

    def _lane(self, chat_id: int, call: Call) -> "_Lane":
        self._forget()
        if (chat_id, call) not in self._lanes:
            self._lanes[chat_id, call] = _Lane(self._limits_of(chat_id, call), self._clock())
        return self._lanes[chat_id, call]

    def _limits_of(self, chat_id: int, call: Call) -> tuple[Rate, ...]:
        return _limits(chat_id, call) if self._limits else ()

    def _forget(self) -> None:
        """Keep only what may still matter; looked through once a minute."""
        now = self._clock()
        if now >= self._forget_at:
            self._lanes = {key: lane for key, lane in self._lanes.items() if not lane.idle(now)}
            self._forget_at = now + FORGET_AFTER


class _Lane:
    """One kind of call in one chat."""

    def __init__(self, limits: tuple[Rate, ...], now: float) -> None:
        self.turn = asyncio.Lock()
        self.limits = limits
        self.refusal = Refusal(SLOWED, SLOWLY_FOR)
        self._taken_at = now

    @property
    def rates(self) -> tuple[Rate, ...]:
        return (self.refusal, *self.limits)

    def take(self, now: float) -> None:
        self._taken_at = now
        for rate in self.rates:
            rate.take(now)

    def idle(self, now: float) -> bool:
        quiet = self._taken_at + FORGET_AFTER <= now
        return quiet and self.refusal.over(now) and not self.turn.locked()


def _limits(chat_id: int, call: Call) -> tuple[Rate, ...]:
    in_group = chat_id < 0
    match call:
        case "message" if in_group:
            return Window(5, 5.0 + SPARE), Window(20, 60.0 + SPARE)
        case "message":
            return (Bucket(5, 1.0),)
        case "edit" if in_group:
            return (Bucket(5, 1.0),)
    return ()
