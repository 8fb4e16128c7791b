"""Who stands where: in a round, and in a group over its rounds."""

from collections.abc import Iterable
from fractions import Fraction
from sqlite3 import Connection

from bot.quiz.frozen import frozen
from bot.quiz.scoring import Score
from bot.store.boards import Page, Row, ranked


@frozen
class Tally:
    """How an item was answered: by how many, by how many fully right, and the mean credit."""

    position: int
    answered: int
    right: int
    mean: Fraction


@frozen
class Team:
    """A team's mean points a member, so that size does not matter; thousandths."""

    number: int
    members: int
    mean: Fraction


_PLAYERS = """SELECT r.player_id, p.name, p.shown_as, p.alias,
    coalesce(sum(a.points + a.bonus), 0), coalesce(sum(a.possible), 0), count(a.position)
    FROM round_players r JOIN players p ON p.id = r.player_id
    LEFT JOIN round_answers a ON a.round_id = r.round_id AND a.player_id = r.player_id
        AND a.response <> '[]'
    WHERE r.round_id = ? GROUP BY r.player_id ORDER BY 5 DESC, r.joined_at, r.player_id"""


def of_round(c: Connection, round_id: str) -> tuple[Row, ...]:
    """Everybody in the round, the best first; equal points share a rank."""
    return ranked(c.execute(_PLAYERS, (round_id,)).fetchall(), 0, 0)


def of_teams(c: Connection, round_id: str, teams: int) -> tuple[Team, ...]:
    """The teams that have members, the best first."""
    rows = c.execute(
        """SELECT r.team, count(DISTINCT r.player_id), coalesce(sum(a.points + a.bonus), 0)
        FROM round_players r LEFT JOIN round_answers a
            ON a.round_id = r.round_id AND a.player_id = r.player_id
        WHERE r.round_id = ? AND r.team BETWEEN 1 AND ? GROUP BY r.team""",
        (round_id, teams),
    )
    found = (Team(team, members, Fraction(points, members)) for team, members, points in rows)
    return tuple(sorted(found, key=lambda team: (-team.mean, team.number)))


def tallies(c: Connection, round_id: str) -> tuple[Tally, ...]:
    """How each item that was closed was answered."""
    rows = c.execute(
        "SELECT position, credit FROM round_answers WHERE round_id = ? AND credit IS NOT NULL",
        (round_id,),
    )
    earned: dict[int, list[Fraction]] = {}
    for position, credit in rows:
        earned.setdefault(position, []).append(Fraction(credit))
    return tuple(
        Tally(position, len(got), got.count(Fraction(1)), sum(got, Fraction(0)) / len(got))
        for position, got in sorted(earned.items())
    )


def streaks(c: Connection, round_id: str, last: int) -> dict[int, int]:
    """How many items in a row each player has had fully right, up to the one at `last`."""
    rows = c.execute(
        """SELECT player_id, position, credit FROM round_answers
        WHERE round_id = ? AND credit IS NOT NULL ORDER BY position""",
        (round_id,),
    ).fetchall()
    runs: dict[int, tuple[int, int]] = {}
    for player_id, position, credit in rows:
        before, length = runs.get(player_id, (-1, 0))
        kept = length if before == position - 1 else 0
        runs[player_id] = position, kept + 1 if credit == "1" else 0
    return {player_id: length for player_id, (at, length) in runs.items() if at == last}


def count(
    c: Connection, chat_id: int, player_id: int, periods: Iterable[str], score: Score
) -> None:
    """Add what an answer earned to the group's boards."""
    c.executemany(
        """INSERT INTO group_scores VALUES (?, ?, ?, ?, ?, 1)
        ON CONFLICT DO UPDATE SET points = points + excluded.points,
            possible = possible + excluded.possible, answers = answers + 1""",
        [(chat_id, period, player_id, score.points, score.possible) for period in periods],
    )


_BOARD = """SELECT s.player_id, p.name, p.shown_as, p.alias, s.points, s.possible, s.answers
    FROM group_scores s JOIN players p ON p.id = s.player_id
    WHERE s.chat_id = ? AND s.period = ? """


def of_group(c: Connection, chat_id: int, period: str, first: int, size: int) -> Page:
    """A page of the group's board; in a group nobody's own row is picked out."""
    found = c.execute(
        _BOARD + "ORDER BY s.points DESC, s.player_id LIMIT ? OFFSET ?",
        (chat_id, period, size, first),
    ).fetchall()
    people = c.execute(
        "SELECT count(*) FROM group_scores WHERE chat_id = ? AND period = ?", (chat_id, period)
    ).fetchone()[0]
    above = 0
    if found:
        (above,) = c.execute(
            "SELECT count(*) FROM group_scores WHERE chat_id = ? AND period = ? AND points > ?",
            (chat_id, period, found[0][4]),
        ).fetchone()
    return Page(ranked(found, above, first), (), people)
