"""Whether the bot is alive: updates flow, and what is written stays written."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

Trouble = Callable[[], Awaitable[str]]  # what is wrong, in a sentence; "" if nothing is

EVERY = 5.0  # seconds between two beats at least
PATIENCE = 3.0  # seconds for a beat to come back


@dataclass(frozen=True, slots=True)
class Report:
    """What is wrong with each part; "" where nothing is."""

    parts: Mapping[str, str]

    @property
    def alive(self) -> bool:
        return not any(self.parts.values())


class Health:
    """Looks at all parts, whenever somebody asks."""

    def __init__(self, parts: Mapping[str, Trouble]) -> None:
        self._parts = dict(parts)

    async def look(self) -> Report:
        troubles = await asyncio.gather(*(look() for look in self._parts.values()))
        return Report(dict(zip(self._parts, troubles, strict=True)))

    async def alive(self) -> bool:
        return (await self.look()).alive


class Heart:
    """Finds out whether a write succeeds: by one, at most every few seconds, and never two at once.

    `beat` returns once something was written durably. A beat that does not come back is not
    repeated: it tells all there is to tell.
    """

    def __init__(
        self, beat: Callable[[], Awaitable[object]], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._beat = beat
        self._clock = clock
        self._began = 0.0
        self._beating: asyncio.Future[object] | None = None

    async def trouble(self) -> str:
        """What is wrong with writing; "" if nothing is."""
        now = self._clock()
        if self._beating is None or (self._beating.done() and now - self._began >= EVERY):
            self._began = now
            self._beating = asyncio.ensure_future(self._beat())
        await asyncio.wait([self._beating], timeout=PATIENCE)
        if not self._beating.done():
            return f"a write has not come back for {self._clock() - self._began:.0f} s"
        if self._beating.cancelled():
            return "a write was given up"
        error = self._beating.exception()
        return f"a write failed: {error}" if error else ""
