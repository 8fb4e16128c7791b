"""Time that passes only while everybody sleeps, for many sleepers at once."""

import asyncio
import heapq
import itertools
from collections.abc import Awaitable


class Moments:
    """A clock and its sleep."""

    def __init__(self) -> None:
        self.now = 0.0
        self._order = itertools.count()
        self._asleep: list[tuple[float, int, asyncio.Future[None]]] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._asleep, (self.now + seconds, next(self._order), woken))
        await woken

    async def until_done(self, *works: Awaitable[object]) -> None:
        """Let time pass until all of these have come to their end."""
        tasks = [asyncio.ensure_future(work) for work in works]
        while not all(task.done() for task in tasks):
            await self._everybody_does_what_they_can()
            if self._asleep:
                self.now, _, woken = heapq.heappop(self._asleep)
                woken.set_result(None)
        await asyncio.gather(*tasks)

    async def passes(self, seconds: float) -> None:
        await self.until_done(self.sleep(seconds))

    async def _everybody_does_what_they_can(self) -> None:
        for _ in range(8):
            await asyncio.sleep(0)
