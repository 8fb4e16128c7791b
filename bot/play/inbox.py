"""What Telegram delivered, kept until it is handled and answered."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.store import inbox
from bot.store.database import Database
from bot.store.inbox import Letter


class Inbox:
    """The inbox of one database. Everything here raises DatabaseFailed.

    `alarm` rings when something was put aside.
    """

    def __init__(
        self, db: Database, clock: Callable[[], datetime], alarm: Callable[[], None]
    ) -> None:
        self._db = db
        self._clock = clock
        self._alarm = alarm

    async def keep(self, letters: Sequence[Letter]) -> frozenset[int]:
        """Keep these for good; the ids of those that are new."""
        now = self._clock()
        return await self._db.write(lambda c: inbox.keep(c, letters, now))

    async def waiting(self) -> tuple[Letter, ...]:
        """What was kept, and neither done nor set aside, before the bot stopped or was stopped."""
        return await self._db.read(inbox.waiting)

    async def done(self, update_ids: Sequence[int]) -> None:
        """They are handled, and what was to be said was said."""
        now = self._clock()
        await self._db.write(lambda c: inbox.done(c, update_ids, now))

    async def put_aside(self, update_id: int, error: str) -> None:
        """It cannot be handled."""
        await self._db.write(lambda c: inbox.put_aside(c, update_id, error))
        self._alarm()
