"""Leaderboards: sums kept in the same transaction as the answers they count.

Counting everybody takes the longer the more people there are. So each board is cut into pieces that
know how many stand in them (see the migration `0006_board_pieces.sql`); triggers keep them right.
"""

import json
from collections.abc import Sequence
from datetime import date
from sqlite3 import Connection
from typing import Any, Literal

from bot.quiz.calendar import periods
from bot.quiz.frozen import frozen
from bot.quiz.scoring import Score
from bot.store.players import ShownAs

OVERALL = ""


@frozen
class Row:
    """One person's place. `points` and `possible` are thousandths."""

    rank: int
    player_id: int
    name: str
    shown_as: ShownAs | None
    alias: str | None
    score: Score
    answers: int


@frozen
class Own:
    """One's own score and rank; `shown` once others can see it."""

    score: Score
    rank: int
    shown: bool


@frozen
class Wrong:
    """A board whose sums do not agree with the answers, or whose pieces not with the sums."""

    board: str
    period: str
    what: Literal["sums", "pieces"]
    rows: int


@frozen
class Page:
    """A stretch of a board, and the asker's own row with its neighbours where it is elsewhere."""

    rows: tuple[Row, ...]
    around: tuple[Row, ...]
    people: int


ABOVE_ALL = (2**63 - 1, 0)  # a place, as points and person, that nobody has

# Where people stand comes from an index alone; only for those who are shown their rows are read.
_ROWS = """SELECT s.player_id, p.name, p.shown_as, p.alias, s.points, s.possible, s.answers
    FROM (SELECT player_id FROM scores
        WHERE board = ?1 AND period = ?2 AND shown = 1 AND {stretch}) here
    JOIN scores s ON s.board = ?1 AND s.period = ?2 AND s.player_id = here.player_id
    JOIN players p ON p.id = s.player_id
    ORDER BY s.points DESC, s.player_id DESC"""
_FROM = _ROWS.format(
    stretch="""(points, player_id) < (?3, ?4)
        ORDER BY points DESC, player_id DESC LIMIT ?5 OFFSET ?6"""
)
_ABOVE = _ROWS.format(stretch="(points, player_id) > (?3, ?4) ORDER BY points, player_id LIMIT 1")
_PIECES = "FROM board_pieces WHERE board = ? AND period = ? "

# The sums as the answers give them. ?1: each day with the periods that it counts in.
_RECOUNTED = """SELECT iif(of_set, a.set_id, '') AS board, json_extract(d.value, '$[1]') AS period,
        a.player_id, sum(a.points), sum(a.possible), sum(a.answers),
        (SELECT shown_as IS NOT NULL FROM players p WHERE p.id = a.player_id)
    FROM (SELECT player_id, set_id, day, sum(points) AS points, sum(possible) AS possible,
            count(*) AS answers
        FROM answers WHERE counts = 1 GROUP BY player_id, set_id, day) a
    JOIN json_each(?1) d ON json_extract(d.value, '$[0]') = a.day
    JOIN (SELECT 0 AS of_set UNION ALL SELECT 1)
    GROUP BY 1, 2, 3"""
_KEPT = "SELECT board, period, player_id, points, possible, answers, shown FROM scores"
_WRONG_SUMS = f"""SELECT board, period, count(DISTINCT player_id)
    FROM (SELECT * FROM ({_RECOUNTED} EXCEPT {_KEPT})
        UNION ALL SELECT * FROM ({_KEPT} EXCEPT {_RECOUNTED}))
    GROUP BY 1, 2"""  # noqa: S608
_WRONG_PIECES = f"""WITH pieces AS (SELECT *, lead(points, 1, {ABOVE_ALL[0]}) OVER up AS to_points,
            lead(player_id, 1, {ABOVE_ALL[1]}) OVER up AS to_id FROM board_pieces
        WINDOW up AS (PARTITION BY board, period ORDER BY points, player_id)),
    counted AS (SELECT board, period, people, (SELECT count(*) FROM scores s
            WHERE s.board = p.board AND s.period = p.period AND s.shown = 1
                AND (s.points, s.player_id) >= (p.points, p.player_id)
                AND (s.points, s.player_id) < (p.to_points, p.to_id)) AS found
        FROM pieces p),
    boards AS (SELECT board, period, count(*) AS shown FROM scores WHERE shown = 1 GROUP BY 1, 2)
    SELECT board, period, count(*) FROM
        (SELECT board, period FROM counted WHERE people <> found
        UNION ALL SELECT board, period FROM boards b WHERE shown <>
            (SELECT coalesce(sum(found), 0) FROM counted p
            WHERE p.board = b.board AND p.period = b.period)
        UNION ALL SELECT board, period FROM boards b WHERE shown IS NOT
            (SELECT people FROM board_sizes z WHERE z.board = b.board AND z.period = b.period)
        UNION ALL SELECT board, period FROM board_sizes z WHERE people <> 0 AND NOT EXISTS
            (SELECT 1 FROM boards b WHERE b.board = z.board AND b.period = z.period))
    GROUP BY 1, 2"""  # noqa: S608


# One statement for all that an answer adds to: one for each costs up to a third more.
_IS_SHOWN = "(SELECT shown_as IS NOT NULL FROM players WHERE id = ?5)"
_ADDED = ", ".join(
    f"({board}, {period}, ?5, ?6, ?7, 1, {_IS_SHOWN})"
    for board in (f"'{OVERALL}'", "?1")
    for period in ("?2", "?3", "?4")
)
_COUNT_NOTHING = f"""INSERT INTO scores VALUES {_ADDED}
    ON CONFLICT DO UPDATE SET possible = possible + excluded.possible, answers = answers + 1"""  # noqa: S608
_COUNT = f"{_COUNT_NOTHING}, points = points + excluded.points"


def count(
    c: Connection, player_id: int, set_id: str, when: tuple[str, str, str], score: Score
) -> None:
    """Add one answer's score to the set's board and to the overall one, in each period."""
    # Setting points, even to what they are, moves the rows in the boards' order: two thirds of it.
    statement = _COUNT if score.points else _COUNT_NOTHING
    c.execute(statement, (set_id, *when, player_id, score.points, score.possible))


def page(c: Connection, board: str, period: str, player_id: int, first: int, size: int) -> Page:
    """`size` rows from the `first` (from 0) on."""
    start, left = _piece_of(c, board, period, first)
    found = c.execute(_FROM, (board, period, *start, size, left)).fetchall()
    above = rank(c, board, period, found[0][4]) - 1 if found else 0
    rows = ranked(found, above, first)
    here = any(row.player_id == player_id for row in rows)
    return Page(
        rows, () if here else _around(c, board, period, player_id), people(c, board, period)
    )


def rank(c: Connection, board: str, period: str, points: int) -> int:
    """The rank that these points have, or would have."""
    (above,) = c.execute(
        f"SELECT coalesce(sum(people), 0) {_PIECES} AND points > ?",
        (board, period, points),
    ).fetchone()
    end = c.execute(
        f"SELECT points, player_id {_PIECES} AND points > ? ORDER BY points, player_id LIMIT 1",
        (board, period, points),
    ).fetchone()
    (beside,) = c.execute(
        """SELECT count(*) FROM scores WHERE board = ? AND period = ? AND shown = 1
        AND points > ? AND (points, player_id) < (?, ?)""",
        (board, period, points, *(end or ABOVE_ALL)),
    ).fetchone()
    return int(above) + int(beside) + 1


def people(c: Connection, board: str, period: str) -> int:
    """How many stand on a board."""
    found = c.execute(
        "SELECT people FROM board_sizes WHERE board = ? AND period = ?", (board, period)
    ).fetchone()
    return int(found[0]) if found else 0


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


def wrong(c: Connection) -> tuple[Wrong, ...]:
    """The boards that a count of everything finds wrong; it reads every answer there is."""
    sums = c.execute(_WRONG_SUMS, (_days(c),)).fetchall()
    pieces = c.execute(_WRONG_PIECES).fetchall()
    return (
        *(Wrong(board, period, "sums", rows) for board, period, rows in sums),
        *(Wrong(board, period, "pieces", rows) for board, period, rows in pieces),
    )


def rebuild(c: Connection) -> None:
    """Count all boards anew from the answers."""
    c.execute("DELETE FROM scores")
    c.execute(f"INSERT INTO scores {_RECOUNTED}", (_days(c),))
    c.execute("DELETE FROM board_pieces")
    c.execute("INSERT INTO board_pieces SELECT * FROM board_pieces_anew")
    c.execute("DELETE FROM board_sizes")
    c.execute(
        """INSERT INTO board_sizes
        SELECT board, period, sum(people) FROM board_pieces GROUP BY board, period"""
    )


def ranked(found: Sequence[Any], above: int, first: int) -> tuple[Row, ...]:
    """Rows with their ranks (1, 2, 2, 4): `above` have more than the first, `first` come before."""
    rows: list[Row] = []
    for place, (id_, name, shown_as, alias, points, possible, answers) in enumerate(found):
        rank_ = above + 1 if place == 0 else first + place + 1
        if rows and rows[-1].score.points == points:
            rank_ = rows[-1].rank
        rows.append(Row(rank_, id_, name, shown_as, alias, Score(points, possible), answers))
    return tuple(rows)


def _days(c: Connection) -> str:
    """Each day on which somebody answered, with each period that it counts in, as JSON."""
    days = [day for (day,) in c.execute("SELECT DISTINCT day FROM answers")]
    return json.dumps([(day, each) for day in days for each in periods(date.fromisoformat(day))])


def _piece_of(c: Connection, board: str, period: str, place: int) -> tuple[tuple[int, int], int]:
    """The end of the piece in which somebody is at this place, and how many of it come before."""
    end = ABOVE_ALL
    pieces = c.execute(
        f"SELECT points, player_id, people {_PIECES} ORDER BY points DESC, player_id DESC",
        (board, period),
    )
    for points, player_id, people_ in pieces:
        if place < people_:
            break
        place -= people_
        end = points, player_id
    return end, place


def _around(c: Connection, board: str, period: str, player_id: int) -> tuple[Row, ...]:
    mine = c.execute(
        """SELECT points FROM scores
        WHERE (board, period, player_id) = (?, ?, ?) AND shown = 1""",
        (board, period, player_id),
    ).fetchone()
    if mine is None:
        return ()
    above = c.execute(_ABOVE, (board, period, mine[0], player_id)).fetchall()
    # From oneself on: nobody else comes before one's own id plus one.
    found = [*above, *c.execute(_FROM, (board, period, mine[0], player_id + 1, 2, 0))]
    ranks = {points: rank(c, board, period, points) for points in {row[4] for row in found}}
    return tuple(row for each in found for row in ranked([each], ranks[each[4]] - 1, 0))
