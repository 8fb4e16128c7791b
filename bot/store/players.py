"""People, as the bot knows them."""

import json
from datetime import date, datetime
from sqlite3 import Connection
from typing import Any, Literal

from bot.quiz.frozen import frozen

ShownAs = Literal["name", "alias", "hidden"]


@frozen
class Player:
    """`language` is as chosen, else as Telegram tells, else ""; `shown_as` is None until chosen.

    `closed`: the bot cannot speak to them.
    """

    id: int
    name: str
    language: str
    shown_as: ShownAs | None
    alias: str | None
    focus: str | None
    awaiting: dict[str, Any] | None
    unhurried: bool = False
    closed: bool = False


_ROW = """SELECT id, name, coalesce(language, telegram_language, ''), shown_as, alias, focus,
    awaiting, unhurried, closed FROM players WHERE id = ?"""


def seen(
    c: Connection, id_: int, name: str, language: str | None, now: datetime, today: date
) -> Player:
    """Remember that Telegram told us of this person today; their row as it is now."""
    # Hardly ever is there anything new, and writing that takes longer than reading.
    if same := known(c, id_, name, language, today):
        return same
    c.execute(
        """INSERT INTO players (id, name, telegram_language, first_seen, active_on)
        VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET name = excluded.name,
            telegram_language = excluded.telegram_language, active_on = excluded.active_on""",
        (id_, name, language, now.isoformat(), today.isoformat()),
    )
    return get(c, id_)


def known(c: Connection, id_: int, name: str, language: str | None, today: date) -> Player | None:
    """The person's row, if they came today already and Telegram tells nothing new of them."""
    row = c.execute(
        f"{_ROW} AND (name, telegram_language, active_on) IS (?, ?, ?)",
        (id_, name, language, today.isoformat()),
    ).fetchone()
    return _player(row) if row else None


def get(c: Connection, id_: int) -> Player:
    """The person's row, which must be there."""
    return _player(c.execute(_ROW, (id_,)).fetchone())


def _player(row: tuple[Any, ...]) -> Player:
    id_, name, language, shown_as, alias, focus, awaiting, unhurried, closed = row
    awaited = json.loads(awaiting) if awaiting else None
    return Player(
        id_, name, language, shown_as, alias, focus, awaited, bool(unhurried), bool(closed)
    )


def close(c: Connection, id_: int, *, closed: bool = True) -> None:
    """The bot cannot speak to this person any more, or can again; whoever it knows."""
    c.execute("UPDATE players SET closed = ? WHERE id = ?", (closed, id_))


def hears(c: Connection, id_: int) -> bool:
    """Whether the bot knows this person and may speak to them unasked."""
    found = c.execute("SELECT 1 FROM players WHERE id = ? AND closed = 0", (id_,)).fetchone()
    return found is not None


def choose_language(c: Connection, id_: int, language: str) -> None:
    c.execute("UPDATE players SET language = ? WHERE id = ?", (language, id_))


def choose_hurry(c: Connection, id_: int, *, unhurried: bool) -> None:
    """Whether rounds in groups must not hurry the person."""
    c.execute("UPDATE players SET unhurried = ? WHERE id = ?", (unhurried, id_))


def choose_appearance(c: Connection, id_: int, shown_as: ShownAs, alias: str | None) -> None:
    """How the person stands on boards; from now on they do."""
    c.execute(
        "UPDATE players SET shown_as = ?, alias = coalesce(?, alias) WHERE id = ?",
        (shown_as, alias, id_),
    )
    c.execute("UPDATE scores SET shown = 1 WHERE player_id = ? AND shown = 0", (id_,))


def alias_taken(c: Connection, alias: str) -> bool:
    """Whether somebody has been offered this name."""
    return c.execute("SELECT 1 FROM players WHERE alias = ?", (alias,)).fetchone() is not None


def offer_alias(c: Connection, id_: int, alias: str) -> None:
    """Keep a made-up name for the person, who may take it or not."""
    c.execute("UPDATE players SET alias = ? WHERE id = ?", (alias, id_))


def take_text(c: Connection, id_: int, message_id: int) -> bool:
    """False where this plain message, or a later one, has been taken in before."""
    taken = c.execute(
        "UPDATE players SET last_text = ?2 WHERE id = ?1 AND last_text < ?2", (id_, message_id)
    )
    return bool(taken.rowcount)


def focus_on(c: Connection, id_: int, attempt_id: str | None) -> None:
    """Typed answers go to this attempt; whatever else was awaited no longer is."""
    c.execute("UPDATE players SET focus = ?, awaiting = NULL WHERE id = ?", (attempt_id, id_))


def await_text(c: Connection, id_: int, what: dict[str, Any] | None) -> None:
    """The next plain text answers this."""
    text = json.dumps(what) if what else None
    c.execute("UPDATE players SET awaiting = ? WHERE id = ?", (text, id_))


def with_admin_menu(c: Connection) -> frozenset[int]:
    """Those in whose menu Telegram shows the administrators' command."""
    return frozenset(id_ for (id_,) in c.execute("SELECT id FROM players WHERE admin_menu = 1"))


def note_admin_menu(c: Connection, id_: int, *, there: bool) -> None:
    """Telegram shows the administrators' command in their menu, or no longer does."""
    c.execute("UPDATE players SET admin_menu = ? WHERE id = ?", (there, id_))
