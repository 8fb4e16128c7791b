"""All that is there for administrators, put together."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping

from telegram import Bot

from bot.store.database import DatabaseFailed
from bot.telegram.admin_handlers import AdminHandlers, AdminPlay
from bot.telegram.admin_menus import AdminMenus
from bot.telegram.alarm import Alarm
from bot.telegram.broadcasting import Broadcasting
from bot.telegram.commands import Commands
from bot.telegram.show import Show

log = logging.getLogger(__name__)


class Office:
    """`menus` are an administrator's commands by language; `rate` as in Broadcasting."""

    def __init__(
        self, bot: Bot, play: AdminPlay, show: Show, menus: Mapping[str, Commands], rate: float
    ) -> None:
        self._menus = AdminMenus(bot, play.administration, menus)
        self._broadcasting = Broadcasting(play.announcements, show, rate=rate)
        self.alarm = Alarm(play.administration, show)
        self.handlers = AdminHandlers(play, show, self._broadcasting, self._menus)

    async def run(self) -> None:
        """Do what goes on beside the handling of updates, for ever. Raises DatabaseFailed."""
        work = (self._menus.update, self._broadcasting.run, self.alarm.run)
        tasks = [asyncio.create_task(_on_its_own(each)) for each in work]
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self.handlers.close()

    async def stop(self, grace: float) -> None:
        """Come to an end with what is being sent, in at most so many seconds."""
        await self._broadcasting.stop(grace)


async def _on_its_own(work: Callable[[], Awaitable[None]]) -> None:
    """Its faults stop nothing else, but for those of the database."""
    try:
        await work()
    except DatabaseFailed:
        raise
    except Exception:
        log.exception("Something for administrators has stopped working")
