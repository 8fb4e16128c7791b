"""Leaderboards: sums kept in the same transaction as the answers they count."""

from collections.abc import Iterable
from dataclasses import dataclass
from sqlite3 import Connection
from typing import Any

from bot.quiz.scoring import Score
from bot.store.players import ShownAs

OVERALL = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One person's place. `points` and `possible` are thousandths."""

    rank: int
    player_id: int
    name: str
    shown_as: ShownAs | None
    alias: str | None
    score: Score
    answers: int


@dataclass(frozen=True, slots=True)
class Own:
    """One's own score and rank; `shown` once others can see it."""

    score: Score
    rank: int
    shown: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of a board, and the asker's own row with its neighbours where it is elsewhere."""

    rows: tuple[Row, ...]
    around: tuple[Row, ...]
    people: int


_ROW = """SELECT s.player_id, p.name, p.shown_as, p.alias, s.points, s.possible, s.answers
    FROM scores s JOIN players p ON p.id = s.player_id
    WHERE s.board = ? AND s.period = ? AND s.shown = 1 """


def count(c: Connection, player_id: int, set_id: str, periods: Iterable[str], score: Score) -> None:
    """Add one answer's score to the set's board and to the overall one, in each period."""
    c.executemany(
        """INSERT INTO scores VALUES (?, ?, ?, ?, ?, 1,
            (SELECT shown_as IS NOT NULL FROM players WHERE id = ?3))
        ON CONFLICT DO UPDATE SET points = points + excluded.points,
            possible = possible + excluded.possible, answers = answers + 1""",
        [
            (board, period, player_id, score.points, score.possible)
            for board in (OVERALL, set_id)
            for period in periods
        ],
    )


def page(c: Connection, board: str, period: str, player_id: int, first: int, size: int) -> Page:
    """`size` rows from the `first` (from 0) on."""
    found = c.execute(
        _ROW + "ORDER BY s.points DESC, s.player_id LIMIT ? OFFSET ?", (board, period, size, first)
    ).fetchall()
    rows = _ranked(c, board, period, found)
    here = any(row.player_id == player_id for row in rows)
    return Page(
        rows, () if here else _around(c, board, period, player_id), people(c, board, period)
    )


def rank(c: Connection, board: str, period: str, points: int) -> int:
    """The rank that these points have, or would have."""
    (above,) = c.execute(
        "SELECT count(*) FROM scores WHERE board = ? AND period = ? AND shown = 1 AND points > ?",
        (board, period, points),
    ).fetchone()
    return int(above) + 1


def people(c: Connection, board: str, period: str) -> int:
    """How many stand on a board."""
    (count_,) = c.execute(
        "SELECT count(*) FROM scores WHERE board = ? AND period = ? AND shown = 1", (board, period)
    ).fetchone()
    return int(count_)


def own(c: Connection, board: str, period: str, player_id: int) -> Own | None:
    """The person's own place on a board; None where they have no answer that counts there."""
    row = c.execute(
        """SELECT points, possible, shown FROM scores
        WHERE (board, period, player_id) = (?, ?, ?)""",
        (board, period, player_id),
    ).fetchone()
    if row is None:
        return None
    return Own(Score(row[0], row[1]), rank(c, board, period, row[0]), bool(row[2]))


def _around(c: Connection, board: str, period: str, player_id: int) -> tuple[Row, ...]:
    mine = c.execute(_ROW + "AND s.player_id = ?", (board, period, player_id)).fetchall()
    if not mine:
        return ()
    points = mine[0][4]
    above = c.execute(
        _ROW
        + """AND (s.points > ?3 OR (s.points = ?3 AND s.player_id < ?4))
        ORDER BY s.points, s.player_id DESC LIMIT 1""",
        (board, period, points, player_id),
    ).fetchall()
    below = c.execute(
        _ROW
        + """AND (s.points < ?3 OR (s.points = ?3 AND s.player_id > ?4))
        ORDER BY s.points DESC, s.player_id LIMIT 1""",
        (board, period, points, player_id),
    ).fetchall()
    return _ranked(c, board, period, [*above, *mine, *below])


def _ranked(c: Connection, board: str, period: str, found: list[Any]) -> tuple[Row, ...]:
    """Equal points share a rank: 1, 2, 2, 4."""
    places = {points: rank(c, board, period, points) for points in {row[4] for row in found}}
    return tuple(
        Row(places[points], id_, name, shown_as, alias, Score(points, possible), answers)
        for id_, name, shown_as, alias, points, possible, answers in found
    )
