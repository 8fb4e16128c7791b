"""What is done for the database when it disturbs least."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from sqlite3 import Connection

from bot.quiz.calendar import next_daily
from bot.store import inbox, traces
from bot.store.database import Database, DatabaseFailed

log = logging.getLogger(__name__)

EVERY = 5.0  # seconds
SMALL = 4_000_000  # bytes; written anew before anybody notices
NIGHT = 4  # o'clock
LONGEST = timedelta(days=1)
AGAIN_AFTER = timedelta(hours=1)


class Upkeep:
    """Has the last traces of what people deleted gone.

    That takes the file to be written anew, and all other writing waits meanwhile: a small file is
    at once; a large one when nobody does anything, in the next night of this zone at the latest.
    """

    def __init__(self, db: Database, clock: Callable[[], datetime], zone: tzinfo) -> None:
        self._db = db
        self._clock = clock
        self._zone = zone
        self._failed_at: datetime | None = None

    async def run(self) -> None:
        """Look now and then, for ever."""
        while True:
            await self.look()
            await asyncio.sleep(EVERY)

    async def look(self) -> None:
        """Do what is due now; what fails stays due, and is tried again in an hour."""
        now = self._clock()
        if self._failed_at and abs(now - self._failed_at) < AGAIN_AFTER:
            return
        try:
            await self._do_what_is_due(now)
            self._failed_at = None
        except DatabaseFailed as error:
            self._failed_at = now
            log.error(
                "Traces of what people have deleted are left in the file: it could not be written "
                "anew (%s), which takes twice its size on the disk. Next try in an hour.",
                error,
            )

    async def _do_what_is_due(self, now: datetime) -> None:
        match await self._db.read(lambda c: self._due(c, now)):
            case "file":
                await self._db.rewrite()
            case "log":
                await self._db.empty_log()

    def _due(self, c: Connection, now: datetime) -> traces.Place | None:
        left, latest = traces.noted(c), traces.latest(c)
        # What they sent before, with their name, is deleted once it is answered, the very tap too.
        if latest and inbox.waits(c, latest):
            return None
        if left.file and self._timely(c, left.file, now):
            return "file"
        return "log" if left.log else None

    def _timely(self, c: Connection, since: datetime, now: datetime) -> bool:
        latest = min(next_daily(since, NIGHT, self._zone), since + LONGEST)
        # A time to come was noted by a clock that went wrong.
        may_wait = since <= now < latest
        return not may_wait or traces.file_size(c) <= SMALL or inbox.idle(c, now)
