"""Messages to all, each with how far it has come.

They are sent in the order of people's ids, so the last id tells who has had it and who is left:
nothing is kept about those who get it.
"""

from datetime import datetime
from sqlite3 import Connection
from typing import Any, Literal

from bot.quiz.frozen import frozen
from bot.store import figures

Phase = Literal["draft", "sending", "stopped", "done"]


@frozen
class Broadcast:
    """`meant`: for how many people it was when it began; `message_id`: where its author watches.

    `missed` are those who could not be reached.
    """

    id: int
    player_id: int
    text: str
    phase: Phase
    meant: int
    reached: int
    missed: int
    last_id: int
    message_id: int | None

    @property
    def left(self) -> int:
        """How many may still get it; people come and go meanwhile."""
        if self.phase == "done":
            return 0
        return max(0, self.meant - self.reached - self.missed)


_BROADCASTS = """SELECT id, player_id, text, phase, meant, reached, missed, last_id, message_id
    FROM broadcasts """


def draft(c: Connection, player_id: int, text: str, text_id: int) -> Broadcast:
    """Keep what somebody wrote, instead of what they wrote before and did not send."""
    c.execute("DELETE FROM broadcasts WHERE player_id = ? AND phase = 'draft'", (player_id,))
    added = c.execute(
        "INSERT INTO broadcasts (player_id, text, text_id) VALUES (?, ?, ?)",
        (player_id, text, text_id),
    )
    return _one(c, "WHERE id = ?", added.lastrowid)


def draft_in(c: Connection, player_id: int, text_id: int) -> Broadcast | None:
    """What they wrote in this message, while it is neither sent nor dropped."""
    return _find(c, "WHERE player_id = ? AND text_id = ? AND phase = 'draft'", player_id, text_id)


def find(c: Connection, id_: int) -> Broadcast | None:
    return _find(c, "WHERE id = ?", id_)


def sending(c: Connection) -> Broadcast | None:
    """The one that is being sent."""
    return _find(c, "WHERE phase = 'sending'")


def drop(c: Connection, id_: int) -> None:
    """Throw a draft away."""
    c.execute("DELETE FROM broadcasts WHERE id = ? AND phase = 'draft'", (id_,))


def begin(c: Connection, id_: int, now: datetime) -> None:
    """Send it, to everybody who is there now; no other may be on its way."""
    c.execute(
        """UPDATE broadcasts SET phase = 'sending', meant = ?, begun_at = ?
        WHERE id = ? AND phase = 'draft'""",
        (recipients(c), now.isoformat(), id_),
    )


def end(c: Connection, id_: int, phase: Literal["stopped", "done"]) -> None:
    """Nobody else gets it."""
    c.execute("UPDATE broadcasts SET phase = ? WHERE id = ? AND phase = 'sending'", (phase, id_))


def watch(c: Connection, player_id: int, id_: int | None, message_id: int) -> None:
    """In this message they now see how far that one is; no longer any other, or none if None."""
    c.execute(
        "UPDATE broadcasts SET message_id = NULL WHERE player_id = ? AND message_id = ?",
        (player_id, message_id),
    )
    c.execute("UPDATE broadcasts SET message_id = ? WHERE id = ?", (message_id, id_))


def recipients(c: Connection) -> int:
    """How many a message to all would go to: all who can be spoken to, but for its author."""
    kept = figures.tallies(c)
    return max(0, kept["players"] - kept["closed"] - 1)


def next_recipient(c: Connection, broadcast: Broadcast) -> int | None:
    """Who gets it next: not who cannot be spoken to, nor who came only after it began."""
    found = c.execute(
        """SELECT p.id FROM broadcasts b, players p
        WHERE b.id = ? AND p.id > b.last_id AND p.id <> b.player_id
            AND p.closed = 0 AND p.first_seen <= b.begun_at
        ORDER BY p.id LIMIT 1""",
        (broadcast.id,),
    ).fetchone()
    return found[0] if found else None


def told(c: Connection, id_: int, player_id: int, *, reached: bool) -> None:
    """This person has had it, or could not be reached."""
    c.execute(
        """UPDATE broadcasts SET last_id = ?2, reached = reached + ?3, missed = missed + (1 - ?3)
        WHERE id = ?1 AND last_id < ?2""",
        (id_, player_id, reached),
    )


def _find(c: Connection, which: str, *values: object) -> Broadcast | None:
    row = c.execute(_BROADCASTS + which, values).fetchone()
    return Broadcast(*row) if row else None


def _one(c: Connection, which: str, *values: Any) -> Broadcast:
    return Broadcast(*c.execute(_BROADCASTS + which, values).fetchone())
