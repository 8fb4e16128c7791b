"""What everything people can do needs: the store, the sets, the clock, the dice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, tzinfo
from random import Random
from sqlite3 import Connection
from typing import Any, Literal

from bot.play.outcomes import Told
from bot.play.shelf import Shelf
from bot.quiz.frozen import frozen
from bot.store import players
from bot.store.database import Database
from bot.store.players import Player
from bot.store.snapshots import Snapshots


@frozen
class Person:
    """Whoever an update came from, as Telegram tells it; `alone` if in the private chat."""

    id: int
    name: str
    language: str | None
    alone: bool = False


# What is worth counting, inside a transaction that brings it about.
Happening = Literal[
    "attempts_begun", "attempts_finished", "rounds_begun", "rounds_finished", "answers_counted"
]


def _uncounted(what: Happening) -> None:
    """Nobody counts."""


# Something a person does, inside a transaction.
Deed = Callable[[Connection, Player], Any]


@frozen
class Desk:
    """`clock` tells the time in UTC, `zone` where days, weeks and months begin.

    `speaks` says in which language the bot answers whoever reads this one, or any. What was on its
    way to people before `since`, when the bot started, may never have come there. `happened`
    counts, also what is taken back when its transaction fails.
    """

    db: Database
    shelf: Shelf
    snapshots: Snapshots
    clock: Callable[[], datetime]
    dice: Random
    zone: tzinfo
    speaks: Callable[[str], str]
    since: datetime
    happened: Callable[[Happening], None] = _uncounted

    async def serve(self, person: Person, deed: Deed) -> Told:
        """Do it as one transaction; what came of it is told when it is safe on disk."""

        def job(c: Connection) -> Told:
            about, now = (person.id, person.name, person.language), self.clock()
            player = players.seen(c, *about, now, self.day(now))
            if player.closed and person.alone:
                players.close(c, person.id, closed=False)
            return self._told(c, player, deed)

        return await self.db.write(job)

    async def look(self, person: Person, deed: Deed) -> Told:
        """Do what only reads, beside the writing; `serve` where the person must be noted first."""

        def job(c: Connection) -> Told | None:
            about = (person.id, person.name, person.language)
            player = players.known(c, *about, self.today())
            reopens = player is not None and player.closed and person.alone
            return self._told(c, player, deed) if player and not reopens else None

        return await self.db.read(job) or await self.serve(person, deed)

    def _told(self, c: Connection, player: Player, deed: Deed) -> Told:
        language = self.speaks(player.language)
        reads = player if player.language == language else replace(player, language=language)
        return Told(language, deed(c, reads))

    def today(self) -> date:
        """The day it is in the configured zone."""
        return self.day(self.clock())

    def day(self, moment: datetime) -> date:
        """The day it is there at that time."""
        return moment.astimezone(self.zone).date()
