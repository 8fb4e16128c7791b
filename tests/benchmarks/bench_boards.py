"""Boards as they grow: each question that the screens ask, at several numbers of people.

    python -m tests.benchmarks.bench_boards [PEOPLE ...]

Each person has ten answers; one board is of one set, the other of all. People stand close together
(ten answers, so many have the same points), as on a board of one set. Each question is asked of all
sizes in turn, some turns long, and its best turn counts.
"""

import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from sqlite3 import Connection
from statistics import median

from bot.quiz.calendar import ALL_TIME, periods
from bot.quiz.scoring import Score
from bot.store import boards
from bot.store.database import PRAGMAS
from bot.store.migrate import migrate, steps
from tests.benchmarks.goals import goal
from tests.store.game import NOW

PEOPLE = (10_000, 100_000, 1_000_000)
TURNS, TRIES = 4, 15
SUMS = "(an answer's sums)"
PERIODS = periods(NOW.date())

PLAYERS = """WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
    INSERT INTO players (id, name, shown_as, first_seen)
    SELECT 100000000 + i * 131, 'Anna', 'name', '' FROM n"""
ATTEMPTS = """INSERT INTO attempts
    (id, player_id, set_id, snapshot, counts, questions, orders, started_at, possible)
    SELECT printf('a%012d', id), id, 'tides', 'h', 1, '[]', '[]', '', 10000 FROM players"""
ANSWERS = """WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 9)
    INSERT INTO answers SELECT printf('a%012d', p.id), n.i, p.id, 'tides', 'q' || n.i, 'v', 'it',
        '["a","b","c","d"]', '["a"]', '1',
        CASE abs(random()) % 5 WHEN 0 THEN 0 WHEN 1 THEN 333 WHEN 2 THEN 500 ELSE 1000 END,
        1000, 0, n.i, 12.5, 1, '2026-11-22T12:00:00+00:00', '2026-11-22'
    FROM players p, n"""
SCORES = """INSERT INTO scores SELECT b.column1, b.column2, s.* FROM
    (VALUES ('', ?1), ('', ?2), ('', ?3), ('tides', ?1), ('tides', ?2), ('tides', ?3)) b,
    (SELECT player_id, sum(points), sum(possible), count(*), 1 FROM answers GROUP BY player_id) s"""


def fill(path: Path, people: int) -> None:
    """A file as an earlier version left it, brought up to date: so the migration is timed too."""
    with closing(sqlite3.connect(path, isolation_level=None)) as c:
        c.execute("PRAGMA synchronous = OFF")
        c.execute("PRAGMA cache_size = -500000")
        migrate(c, steps()[:5])
        c.execute("BEGIN")
        c.execute("INSERT INTO snapshots VALUES ('h', 'tides', '{}', '')")
        c.execute(PLAYERS, (people,))
        for statement in (ATTEMPTS, ANSWERS):
            c.execute(statement)
        c.execute(SCORES, PERIODS)
        c.execute("COMMIT")
        c.execute("PRAGMA cache_size = -2000")  # SQLite's own
        began = time.perf_counter()
        migrate(c)
        print(f"{people} people: migrated in {time.perf_counter() - began:.1f} s")


def milliseconds(asks: Sequence[Callable[[], object]]) -> float:
    """What the question takes for one of these people on the average, in the middle of the tries.

    How long counting takes depends on where in a piece of the board somebody stands.
    """
    took = []
    for _ in range(TRIES):
        began = time.perf_counter()
        for ask in asks:
            ask()
        took.append(time.perf_counter() - began)
    return median(took) * 1000 / len(asks)


def questions(c: Connection, people: int) -> dict[str, list[Callable[[], object]]]:
    """What the screens ask, of one board in one period, for people at several places."""
    at = ("tides", ALL_TIME)
    places = {
        "above": [1],
        "between": [people * share // 100 for share in range(5, 100, 5)],
        "below": [people - 1],
    }
    asked: dict[str, list[Callable[[], object]]] = {
        "people": [lambda: boards.people(c, *at)],
        "first page": [lambda: boards.page(c, *at, 0, 0, 10)],
    }
    for name, some in places.items():
        who = [boards.page(c, *at, 0, place, 1).rows[0].player_id for place in some]
        asked[f"own rank, {name}"] = [lambda p=each: boards.own(c, *at, p) for each in who]
        asked[f"a page and own row, {name}"] = [
            lambda p=each: boards.page(c, *at, p, 20, 10) for each in who
        ]
        asked[f"a page, {name}"] = [
            lambda first=place: boards.page(c, *at, 0, first, 10) for place in some
        ]
    return asked


def counted(c: Connection, people: int) -> float:
    """Milliseconds for one answer's sums, in a transaction with a thousand."""
    began = time.perf_counter()
    c.execute("BEGIN IMMEDIATE")
    for number in range(1000):
        player = 100_000_000 + (number * 7919 % people + 1) * 131
        boards.count(c, player, "tides", PERIODS, Score(1000, 1000))
    took = time.perf_counter() - began
    c.execute("ROLLBACK")
    return took


def main(sizes: tuple[int, ...]) -> None:
    with ExitStack() as files:
        boards_of = {people: files.enter_context(filled(people)) for people in sizes}
        table = measured(boards_of)
    print(f"{'milliseconds':36}" + "".join(f"{people:>10}" for people in sizes) + f"{'ratio':>8}")
    for name, found in table.items():
        figures = "".join(f"{each:10.3f}" for each in found)
        print(f"{name:36}{figures}{found[-1] / found[0]:8.1f}")
    asked = [found for name, found in table.items() if name != SUMS]
    slowest, growth = max(f[-1] for f in asked), max(f[-1] / f[0] for f in asked)
    goal(f"the slowest board query among {sizes[-1]} people", slowest, "below", 5, "ms")
    goal(f"its growth from {sizes[0]} people", growth, "at most", 3, "x")
    sums = table[SUMS][-1]
    goal(f"an answer's sums among {sizes[-1]} people", sums, "below", 2, "ms")


@contextmanager
def filled(people: int) -> Iterator[Connection]:
    """A database with so many people on its boards."""
    with tempfile.TemporaryDirectory(dir=".") as folder:
        path = Path(folder) / "bench.sqlite3"
        fill(path, people)
        with closing(sqlite3.connect(path, isolation_level=None)) as c:
            for pragma in PRAGMAS:
                c.execute(pragma)
            yield c


def measured(boards_of: Mapping[int, Connection]) -> dict[str, list[float]]:
    """By question the milliseconds that it takes, for each size."""
    asked = [questions(c, people) for people, c in boards_of.items()]
    table = {
        name: [
            min(turn)
            for turn in zip(
                *([milliseconds(each[name]) for each in asked] for _ in range(TURNS)), strict=True
            )
        ]
        for name in asked[0]
    }
    sums = [[counted(c, people) for people, c in boards_of.items()] for _ in range(TURNS)]
    return table | {SUMS: [min(turn) for turn in zip(*sums, strict=True)]}


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or PEOPLE)
