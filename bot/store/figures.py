"""How much there is of everything, told without counting what grows."""

from datetime import date
from pathlib import Path
from sqlite3 import Connection

from bot.quiz.frozen import frozen
from bot.store import inbox, reports


@frozen
class Figures:
    """`today` and `lately` are people who came today, and in the last seven days."""

    players: int
    today: int
    lately: int
    under_way: int
    finished: int
    answers: int
    groups: int
    rounds: int
    set_aside: int
    open_reports: int


def figures(c: Connection, today: date, week_ago: date) -> Figures:
    """The sums that triggers keep; of what comes and goes, short stretches of an index."""
    kept = tallies(c)
    return Figures(
        players=kept["players"],
        today=_came_since(c, today),
        lately=_came_since(c, week_ago),
        under_way=kept["attempts"] - kept["finished"],
        finished=kept["finished"],
        answers=kept["answers"],
        groups=kept["groups"],
        rounds=kept["rounds"],
        set_aside=inbox.set_aside_count(c),
        open_reports=reports.open_count(c),
    )


def tallies(c: Connection) -> dict[str, int]:
    """How many players (and of them closed ones), attempts (finished), answers, groups, rounds."""
    return dict(c.execute("SELECT what, number FROM tallies").fetchall())


def size(path: Path) -> int:
    """The bytes of the database file and of its log."""
    files = (path, path.with_name(f"{path.name}-wal"))
    return sum(file.stat().st_size for file in files if file.exists())


def _came_since(c: Connection, day: date) -> int:
    found = c.execute("SELECT count(*) FROM players WHERE active_on >= ?", (day.isoformat(),))
    return int(found.fetchone()[0])
