"""Tells the administrators that something was set aside: one message for many."""

import asyncio

from bot.play.administration import Administration
from bot.screens.draw_admin import DRAWN
from bot.screens.words import words_for
from bot.telegram.show import Show
from bot.telegram.waiting import Sleep

GATHER = 1.0  # seconds: what fails together is told together
QUIET = 600.0  # seconds between two alarms


class Alarm:
    """Rings at most once in ten minutes; what happens meanwhile is told with the next."""

    def __init__(
        self, administration: Administration, show: Show, sleep: Sleep = asyncio.sleep
    ) -> None:
        self._administration = administration
        self._show = show
        self._sleep = sleep
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """An update was set aside."""
        self._rung.set()

    async def run(self) -> None:
        """Tell, for ever. Raises DatabaseFailed."""
        while True:
            await self._rung.wait()
            await self._sleep(GATHER)
            self._rung.clear()
            for person_id, told in (await self._administration.alarm()).items():
                reply = DRAWN[type(told.outcome)](told.outcome, words_for(told.language))
                self._show.show(person_id, reply)
            await self._sleep(QUIET)
