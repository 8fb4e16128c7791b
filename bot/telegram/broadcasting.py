"""Sends messages to all, one person after the other, beside everything else."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress

from bot.play.announcements import Announcements
from bot.screens.admin_messages import announcement
from bot.screens.draw_admin import DRAWN
from bot.screens.words import words_for
from bot.store.broadcasts import Broadcast
from bot.telegram.show import Show
from bot.telegram.waiting import Sleep

SHARE = 1 / 3  # of what may be sent in a second: the rest is for people who play
TOLD_EVERY = 3.0  # seconds between tellings of how far it is


class Broadcasting:
    """Sends what is on its way. `rate`: messages a second that may be sent overall, 0 for any.

    Who is next is a row, noted after each message: whoever kills the bot makes one person at most
    get it twice.
    """

    def __init__(
        self,
        announcements: Announcements,
        show: Show,
        *,
        rate: float,
        sleep: Sleep = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._announcements = announcements
        self._show = show
        self._pause = 1 / (rate * SHARE) if rate else 0.0
        self._sleep = sleep
        self._clock = clock
        self._told_at = clock()
        self._woken = asyncio.Event()
        self._sending = asyncio.Lock()
        self._stopped = False

    def wake(self) -> None:
        """Something may be on its way."""
        self._woken.set()

    async def run(self) -> None:
        """Send, for ever. Raises DatabaseFailed."""
        while True:
            self._woken.clear()
            await self._send_all()
            await self._woken.wait()

    async def stop(self, grace: float) -> None:
        """Send nothing more; what is being sent is noted first, if it takes no longer than this."""
        self._stopped = True
        with suppress(TimeoutError):
            async with asyncio.timeout(grace), self._sending:
                pass

    async def _send_all(self) -> None:
        broadcast = None
        while not self._stopped and (step := await self._announcements.next()):
            broadcast, person_id = step
            if person_id is None:
                await self._announcements.over(broadcast)
            else:
                await self._send(broadcast, person_id)
        if broadcast:
            await self._tell(broadcast)

    async def _send(self, broadcast: Broadcast, person_id: int) -> None:
        begun = self._clock()
        async with self._sending:
            reached = await self._show.deliver(person_id, announcement(broadcast.text))
            await self._announcements.told(broadcast, person_id, reached=reached)
        if self._clock() - self._told_at > TOLD_EVERY:
            await self._tell(broadcast)
        await self._sleep(max(0.0, begun + self._pause - self._clock()))

    async def _tell(self, broadcast: Broadcast) -> None:
        """Tell its author how far it is."""
        self._told_at = self._clock()
        if found := await self._announcements.progress(broadcast.id):
            author, told = found
            reply = DRAWN[type(told.outcome)](told.outcome, words_for(told.language))
            self._show.show(author, reply)
