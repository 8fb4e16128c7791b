"""Updates as Telegram delivered them, kept until they are handled and answered."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from sqlite3 import Connection

from bot.quickjson import compose
from bot.quiz.frozen import frozen

# Once done, an update stays known without its body: it may be on its way to us again.
KNOWN_FOR = timedelta(minutes=1)
# Telegram keeps updates for a day, and may number from anywhere after an idle week.
DELIVERED_FOR = timedelta(days=1)

Letter = tuple[int, str]  # an update's id, and its body as JSON


@frozen
class SetAside:
    """An update that could not be handled, and why."""

    update_id: int
    came_at: datetime
    error: str


def keep(c: Connection, letters: Sequence[Letter], now: datetime) -> frozenset[int]:
    """Keep those that are not known yet; their ids."""
    _drop(c, now - DELIVERED_FOR)
    new = frozenset(number for number, _ in letters) - _known(c, letters)
    came_at = max(now.isoformat(), _latest(c))
    # One statement for all: between two of them another thread may take its turn.
    c.execute(
        """INSERT INTO inbox (update_id, body, came_at)
        SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), ? FROM json_each(?)
        WHERE true ON CONFLICT DO NOTHING""",
        (came_at, compose(letters)),
    )
    _drop(c, now - KNOWN_FOR)
    return new


def waiting(c: Connection) -> tuple[Letter, ...]:
    """What is neither done nor set aside, in the order in which it came."""
    rows = c.execute(
        """SELECT update_id, body FROM inbox WHERE done_at IS NULL AND error IS NULL
        ORDER BY came_at, update_id"""
    )
    return tuple((number, body) for number, body in rows)


def done(c: Connection, update_ids: Iterable[int], now: datetime) -> None:
    """They are handled and answered: nothing of them is kept but that they came."""
    c.execute(
        """UPDATE inbox SET body = '', done_at = ?
        WHERE update_id IN (SELECT value FROM json_each(?))""",
        (now.isoformat(), compose(list(update_ids))),
    )


def put_aside(c: Connection, update_id: int, error: str) -> None:
    """It cannot be handled: keep it, with the reason, for whoever looks after the bot."""
    c.execute("UPDATE inbox SET error = ? WHERE update_id = ?", (error, update_id))


def set_aside(c: Connection) -> tuple[SetAside, ...]:
    """What could not be handled, the oldest first."""
    rows = c.execute(
        "SELECT update_id, came_at, error FROM inbox WHERE error IS NOT NULL ORDER BY came_at"
    )
    return tuple(SetAside(n, datetime.fromisoformat(at), error) for n, at, error in rows)


def set_aside_count(c: Connection) -> int:
    """How much could not be handled."""
    return int(c.execute("SELECT count(*) FROM inbox WHERE error IS NOT NULL").fetchone()[0])


def set_aside_at(c: Connection, place: int) -> SetAside | None:
    """The one at this place of what could not be handled, in the order of the ids."""
    row = c.execute(
        """SELECT update_id, came_at, error FROM inbox WHERE error IS NOT NULL
        ORDER BY update_id LIMIT 1 OFFSET ?""",
        (place,),
    ).fetchone()
    return SetAside(row[0], datetime.fromisoformat(row[1]), row[2]) if row else None


def kind(c: Connection, update_id: int) -> str:
    """What kind of update it is, in Telegram's word; "" where it cannot be told."""
    row = c.execute(
        """SELECT key FROM inbox, json_each(CASE WHEN json_valid(body) THEN body END)
        WHERE update_id = ? AND key <> 'update_id'""",
        (update_id,),
    ).fetchone()
    return str(row[0]) if row else ""


def idle(c: Connection, now: datetime) -> bool:
    """Whether nothing waits to be handled, and nothing was for a minute."""
    (busy,) = c.execute(
        """SELECT EXISTS (SELECT 1 FROM inbox WHERE done_at > ?)
        OR EXISTS (SELECT 1 FROM inbox WHERE done_at IS NULL AND error IS NULL)""",
        ((now - KNOWN_FOR).isoformat(),),
    ).fetchone()
    return not busy


def waits(c: Connection, since: datetime) -> bool:
    """Whether something that came by then still waits to be handled or answered."""
    (found,) = c.execute(
        """SELECT EXISTS (SELECT 1 FROM inbox
        WHERE done_at IS NULL AND error IS NULL AND came_at <= ?)""",
        (since.isoformat(),),
    ).fetchone()
    return bool(found)


def fates(c: Connection, update_ids: Iterable[int]) -> tuple[int, int]:
    """Of these, how many are set aside, and how many are still to be handled."""
    aside = waiting = 0
    for number in update_ids:
        row = c.execute(
            "SELECT error IS NOT NULL, done_at IS NULL FROM inbox WHERE update_id = ?", (number,)
        ).fetchone()
        aside += bool(row and row[0])
        waiting += bool(row and row[1] and not row[0])
    return aside, waiting


def try_again(c: Connection, update_id: int | None = None) -> tuple[int, ...]:
    """Have one update, or all, wait once more; which."""
    rows = c.execute(
        """UPDATE inbox SET error = NULL
        WHERE error IS NOT NULL AND (?1 IS NULL OR update_id = ?1) RETURNING update_id""",
        (update_id,),
    )
    return tuple(number for (number,) in rows.fetchall())


def _latest(c: Connection) -> str:
    """When the last of those that wait came: a clock that is set back puts nothing before it."""
    asked = "SELECT max(came_at) FROM inbox WHERE done_at IS NULL AND error IS NULL"
    return c.execute(asked).fetchone()[0] or ""


def _known(c: Connection, letters: Sequence[Letter]) -> frozenset[int]:
    rows = c.execute(
        "SELECT update_id FROM inbox WHERE update_id IN (SELECT value FROM json_each(?))",
        (compose([number for number, _ in letters]),),
    )
    return frozenset(number for (number,) in rows)


def _drop(c: Connection, before: datetime) -> None:
    c.execute("DELETE FROM inbox WHERE done_at < ?", (before.isoformat(),))
