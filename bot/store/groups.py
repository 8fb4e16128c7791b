"""Groups and what they have settled."""

from datetime import datetime
from sqlite3 import Connection
from typing import Any, Literal

from bot.quiz.frozen import frozen

GroupKind = Literal["class", "friends"]

# What a kind of group begins with; all of it can be changed.
BEGINNINGS: dict[str, dict[str, Any]] = {
    "class": {"by_hand": 1, "polls": 0, "bonus": 0, "admins_start": 1, "seconds": None},
    "friends": {"by_hand": 0, "polls": 1, "bonus": 0, "admins_start": 0, "seconds": 30},
}
SETTABLE = (
    "kind", "language", "seconds", "by_hand", "polls", "bonus", "admins_start", "all_kinds",
    "items", "teams", "timezone", "weekly_day", "weekly_hour", "weekly_next",
)  # fmt: skip


@frozen
class Group:
    """A group's settings. `kind` is None until chosen; `seconds` None means no limit."""

    chat_id: int
    title: str
    language: str
    kind: GroupKind | None
    seconds: int | None
    by_hand: bool
    polls: bool
    bonus: bool
    admins_start: bool
    all_kinds: bool
    items: int
    teams: int
    timezone: str | None
    weekly_day: int | None
    weekly_hour: int
    closed: bool


_COLUMNS = """chat_id, title, language, kind, seconds, by_hand, polls, bonus, admins_start,
    all_kinds, items, teams, timezone, weekly_day, weekly_hour, closed"""


def seen(c: Connection, chat_id: int, title: str, language: str, now: datetime) -> Group:
    """Remember a group; whoever speaks there can hear the bot again. Its row as it is now."""
    c.execute(
        """INSERT INTO groups (chat_id, title, language, first_seen) VALUES (?, ?, ?, ?)
        ON CONFLICT (chat_id) DO UPDATE SET title = excluded.title, closed = 0
        WHERE (title, closed) IS NOT (excluded.title, 0)""",
        (chat_id, title, language, now.isoformat()),
    )
    found = get(c, chat_id)
    assert found is not None  # noqa: S101 - it was just written
    return found


def get(c: Connection, chat_id: int) -> Group | None:
    """The group's row, if there is one."""
    row = c.execute(
        f"SELECT {_COLUMNS} FROM groups WHERE chat_id = ?",  # noqa: S608
        (chat_id,),
    ).fetchone()
    return _group(row) if row else None


def kind_of(name: str) -> GroupKind | None:
    """The kind of this name, if there is one."""
    if name == "class":
        return "class"
    return "friends" if name == "friends" else None


def choose_kind(c: Connection, chat_id: int, kind: GroupKind) -> None:
    """Begin as a class or among friends."""
    change(c, chat_id, kind=kind, **BEGINNINGS[kind])


def change(c: Connection, chat_id: int, **values: Any) -> None:
    """Settle these things."""
    for name, value in values.items():
        if name not in SETTABLE:
            raise KeyError(name)
        c.execute(f"UPDATE groups SET {name} = ? WHERE chat_id = ?", (value, chat_id))  # noqa: S608


def close(c: Connection, chat_id: int, now: datetime) -> None:
    """The bot cannot speak there any more: what runs there ends, and nothing begins by itself."""
    c.execute("UPDATE groups SET closed = 1 WHERE chat_id = ?", (chat_id,))
    _end_rounds(c, "chat_id = ?", now, chat_id)


def close_topic(c: Connection, chat_id: int, thread_id: int, now: datetime) -> None:
    """The bot cannot speak in this topic any more."""
    _end_rounds(c, "chat_id = ? AND thread_id = ?", now, chat_id, thread_id)


def _end_rounds(c: Connection, where: str, now: datetime, *values: int) -> None:
    c.execute(
        f"""UPDATE rounds SET phase = 'over', wakes_at = NULL, refresh_at = NULL, saying = NULL,
        finished_at = ? WHERE {where} AND phase <> 'over'""",  # noqa: S608
        (now.isoformat(), *values),
    )


def weekly_due(c: Connection, now: datetime) -> tuple[tuple[Group, datetime], ...]:
    """The groups whose weekly round is due, and since when."""
    rows = c.execute(
        f"SELECT {_COLUMNS}, weekly_next FROM groups WHERE weekly_next <= ?",  # noqa: S608
        (now.isoformat(),),
    )
    return tuple((_group(row[:-1]), datetime.fromisoformat(row[-1])) for row in rows)


def migrate(c: Connection, old: int, new: int) -> None:
    """A group became a supergroup: its settings, scores and rounds move along."""
    # Either may have been seen after the other: news of the move comes late, and more than once.
    known = c.execute(
        "SELECT chat_id FROM groups WHERE chat_id IN (?, ?) ORDER BY first_seen, chat_id = ?",
        (old, new, new),
    ).fetchall()
    if len(known) == 2:
        _merge(c, known[1][0], known[0][0])
    # Rounds and scores follow by their foreign keys. Messages stay behind, with their numbers.
    c.execute("UPDATE groups SET chat_id = ? WHERE chat_id = ?", (new, old))
    c.execute("UPDATE rounds SET message_id = NULL WHERE chat_id = ? AND phase <> 'over'", (new,))


def _merge(c: Connection, later: int, first: int) -> None:
    """Have what was played under the later id count under the first; its settings go."""
    # Two rounds in one place cannot be: the one of the first stays.
    c.execute("UPDATE OR IGNORE rounds SET chat_id = ? WHERE chat_id = ?", (first, later))
    c.execute(
        """INSERT INTO group_scores SELECT ?, period, player_id, points, possible, answers
        FROM group_scores WHERE chat_id = ?
        ON CONFLICT DO UPDATE SET points = points + excluded.points,
            possible = possible + excluded.possible, answers = answers + excluded.answers""",
        (first, later),
    )
    c.execute("DELETE FROM groups WHERE chat_id = ?", (later,))


def _group(row: tuple[Any, ...]) -> Group:
    kept = dict(zip((name.strip() for name in _COLUMNS.split(",")), row, strict=True))
    flags = ("by_hand", "polls", "bonus", "admins_start", "all_kinds", "closed")
    return Group(**{**kept, **{name: bool(kept[name]) for name in flags}})
