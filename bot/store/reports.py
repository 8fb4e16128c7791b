"""What people found wrong with an item."""

from datetime import datetime
from sqlite3 import Connection
from typing import Any

from bot.quiz.frozen import frozen

_REPORTS = """SELECT id, set_id, question_id, version, language, sentence, reported_at
    FROM reports"""


@frozen
class Report:
    """`sentence` is what the person added, if they did."""

    id: int
    set_id: str
    question_id: str
    version: str
    language: str
    sentence: str | None
    reported_at: datetime


def add(
    c: Connection, player_id: int, item: tuple[str, str, str], language: str, now: datetime
) -> int:
    """The report's id; a person reports one version of an item (set, question, version) once."""
    key = (player_id, *item)
    c.execute(
        """INSERT INTO reports (player_id, set_id, question_id, version, language, reported_at)
        VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""",
        (*key, language, now.isoformat()),
    )
    (id_,) = c.execute(
        """SELECT id FROM reports
        WHERE (player_id, set_id, question_id, version) = (?, ?, ?, ?)""",
        key,
    ).fetchone()
    return int(id_)


def say(c: Connection, player_id: int, id_: int, sentence: str) -> None:
    """Add the person's own words to their report."""
    c.execute(
        "UPDATE reports SET sentence = ? WHERE id = ? AND player_id = ?", (sentence, id_, player_id)
    )


def said(c: Connection, player_id: int, sentence: str) -> bool:
    """Whether the person has added these words to a report."""
    asked = "SELECT 1 FROM reports WHERE player_id = ? AND sentence = ?"
    return c.execute(asked, (player_id, sentence)).fetchone() is not None


def listed(c: Connection) -> tuple[Report, ...]:
    """All reports, the newest first."""
    return tuple(map(_report, c.execute(f"{_REPORTS} ORDER BY reported_at DESC, id DESC")))


def still_open(c: Connection, place: int) -> Report | None:
    """Of the reports nobody has dealt with the one at this place, the newest being 0."""
    row = c.execute(
        f"{_REPORTS} WHERE done_at IS NULL ORDER BY reported_at DESC, id DESC LIMIT 1 OFFSET ?",
        (place,),
    ).fetchone()
    return _report(row) if row else None


def open_count(c: Connection) -> int:
    """How many nobody has dealt with."""
    return int(c.execute("SELECT count(*) FROM reports WHERE done_at IS NULL").fetchone()[0])


def done(c: Connection, id_: int, now: datetime) -> None:
    """Somebody has dealt with it."""
    c.execute(
        "UPDATE reports SET done_at = ? WHERE id = ? AND done_at IS NULL", (now.isoformat(), id_)
    )


def _report(row: tuple[Any, ...]) -> Report:
    id_, set_id, question, version, language, sentence, at = row
    return Report(id_, set_id, question, version, language, sentence, datetime.fromisoformat(at))
