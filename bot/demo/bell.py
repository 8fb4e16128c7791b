"""Waking those who wait for news."""

from __future__ import annotations

import asyncio


class Bell:
    """Wakes everybody who is waiting at the moment it rings; once closed, nobody waits any more.

    Check for news and then `wait` without awaiting anything in between, and no ring is missed.
    """

    def __init__(self) -> None:
        self._next = asyncio.Event()
        self.closed = False

    def ring(self) -> None:
        self._next.set()
        if not self.closed:
            self._next = asyncio.Event()

    def close(self) -> None:
        self.closed = True
        self.ring()

    async def wait(self, seconds: float) -> None:
        """Return at the next ring, or after so many seconds."""
        # asyncio.wait_for would start waiting only one turn later and could miss a ring.
        try:
            async with asyncio.timeout(seconds):
                await self._next.wait()
        except TimeoutError:
            return
