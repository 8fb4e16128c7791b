"""A message to all: written, looked at, sent to one after the other."""

from sqlite3 import Connection
from typing import Any

from bot.play.admin_outcomes import Dropped, Preview, Progress, WriteAsked
from bot.play.administration import Staff, number_in
from bot.play.desk import Desk, Person
from bot.play.outcomes import NotYours, Pointer, Told
from bot.store import broadcasts, players
from bot.store.broadcasts import Broadcast
from bot.store.players import Player

AWAITED = "broadcast"


class Announcements:
    """Messages from an administrator to everybody who has met the bot."""

    def __init__(self, staff: Staff) -> None:
        self._staff = staff

    @property
    def _desk(self) -> Desk:
        return self._staff.desk

    async def ask(self, person: Person) -> Told:
        """Take the next plain text for a message to all; or show the one that is on its way."""

        def deed(c: Connection, who: Player) -> WriteAsked | Progress:
            if under_way := broadcasts.sending(c):
                return Progress(under_way)
            players.await_text(c, who.id, {AWAITED: True})
            return WriteAsked(broadcasts.recipients(c))

        return await self._staff.only(person, deed)

    def written(self, c: Connection, who: Player, text: str, message_id: int) -> Any:
        """Inside a transaction: an administrator wrote it; here it is as all will get it."""
        players.await_text(c, who.id, None)
        if who.id not in self._staff.ids:
            return Pointer()
        draft = broadcasts.draft(c, who.id, text, message_id)
        return Preview(draft, broadcasts.recipients(c))

    def shown_again(self, c: Connection, who: Player, message_id: int) -> Preview | None:
        """Inside a transaction: the preview of what this message says, if it says any."""
        draft = broadcasts.draft_in(c, who.id, message_id)
        return Preview(draft, broadcasts.recipients(c)) if draft else None

    async def send(self, person: Person, broadcast: str, message_id: int) -> Told:
        """Send it, and show in this message how far it is. Once is enough."""

        def deed(c: Connection, who: Player) -> Any:
            found = _own(c, who, broadcast)
            if found is None:
                return NotYours()
            if found.phase == "draft":
                if other := broadcasts.sending(c):
                    return Progress(other)
                broadcasts.begin(c, found.id, self._desk.clock())
            return _watched(c, who, broadcast, message_id)

        return await self._staff.only(person, deed)

    async def drop(self, person: Person, broadcast: str) -> Told:
        """Throw it away, unless it is on its way."""

        def deed(c: Connection, who: Player) -> Any:
            found = _own(c, who, broadcast)
            if found and found.phase != "draft":
                return Progress(found)
            if found:
                broadcasts.drop(c, found.id)
            return Dropped()

        return await self._staff.only(person, deed)

    async def stop(self, person: Person, broadcast: str, message_id: int) -> Told:
        """Send it to nobody else; every administrator may."""

        def deed(c: Connection, who: Player) -> Any:
            broadcasts.end(c, number_in(broadcast), "stopped")
            return _watched(c, who, broadcast, message_id)

        return await self._staff.only(person, deed)

    async def watch(self, person: Person, broadcast: str, message_id: int) -> Told:
        """How far it is; from now on also in this message."""
        return await self._staff.only(
            person, lambda c, who: _watched(c, who, broadcast, message_id)
        )

    # What the sending asks, one message after the other.

    async def next(self) -> tuple[Broadcast, int | None] | None:
        """What is on its way, and who gets it next, if anybody is left; None if nothing is."""

        def job(c: Connection) -> tuple[Broadcast, int | None] | None:
            under_way = broadcasts.sending(c)
            return (under_way, broadcasts.next_recipient(c, under_way)) if under_way else None

        return await self._desk.db.read(job)

    async def told(self, broadcast: Broadcast, person_id: int, *, reached: bool) -> None:
        """They have had it, or could not be reached: never again, whatever happens."""
        await self._desk.db.write(
            lambda c: broadcasts.told(c, broadcast.id, person_id, reached=reached)
        )

    async def over(self, broadcast: Broadcast) -> None:
        """There is nobody left."""
        await self._desk.db.write(lambda c: broadcasts.end(c, broadcast.id, "done"))

    async def progress(self, broadcast_id: int) -> tuple[int, Told] | None:
        """How far it is, and whoever wrote it, who is told; None if it is gone."""

        def job(c: Connection) -> tuple[int, Told] | None:
            found = broadcasts.find(c, broadcast_id)
            if found is None:
                return None
            author = players.get(c, found.player_id)
            language = self._desk.speaks(author.language)
            return author.id, Told(language, Progress(found, unasked=True))

        return await self._desk.db.read(job)


def _watched(c: Connection, who: Player, broadcast: str, message_id: int) -> Any:
    """How far it is; only its author's message is kept up to date."""
    found = _find(c, broadcast)
    if found and found.player_id == who.id:
        broadcasts.watch(c, who.id, found.id, message_id)
    return Progress(found) if found else NotYours()


def _find(c: Connection, broadcast: str) -> Broadcast | None:
    return broadcasts.find(c, number_in(broadcast))


def _own(c: Connection, who: Player, broadcast: str) -> Broadcast | None:
    found = _find(c, broadcast)
    return found if found and found.player_id == who.id else None
