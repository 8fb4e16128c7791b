"""The writer against a plain loop: one answer, one transaction, one sync.

    python -m tests.benchmarks.bench_writer [ANSWERS]

An answer is a row with its natural key and the six sums it changes. The plain loop has a connection
and a thread to itself and awaits nothing; so what the writer gains it gains by sharing commits.
"""

import asyncio
import sqlite3
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from sqlite3 import Connection
from statistics import median

from bot.quiz.calendar import periods
from bot.quiz.scoring import Score
from bot.store import boards, players
from bot.store.database import PRAGMAS, Database
from bot.store.migrate import migrate
from tests.benchmarks.goals import goal
from tests.store.game import NOW

PEOPLE = 1000
ROUNDS = 3
PERIODS = periods(NOW.date())


def answer(c: Connection, number: int) -> None:
    player = number % PEOPLE + 1
    added = c.execute(
        """INSERT INTO answers VALUES (?, ?, ?, 'tides', 'q', 'v', 'it', '["a","b"]', '["a"]',
        '1', 1000, 1000, 0, 0, 1.5, 1, ?, '2026-11-22') ON CONFLICT DO NOTHING""",
        (f"a{player}", number // PEOPLE, player, NOW.isoformat()),
    )
    if added.rowcount:
        boards.count(c, player, "tides", PERIODS, Score(1000, 1000))


def prepare(c: Connection) -> None:
    for player in range(1, PEOPLE + 1):
        players.seen(c, player, "Anna", "it", NOW, NOW.date())
        players.choose_appearance(c, player, "name", None)
    c.execute("INSERT INTO snapshots VALUES ('h', 'tides', '{}', '')")
    c.executemany(
        """INSERT INTO attempts (id, player_id, set_id, snapshot, counts, questions, orders,
        started_at, possible) VALUES (?, ?, 'tides', 'h', 1, '[]', '[]', '', 0)""",
        [(f"a{player}", player) for player in range(1, PEOPLE + 1)],
    )


def plain(path: Path, answers: int) -> list[float]:
    """The seconds that each answer took."""
    with closing(sqlite3.connect(path, isolation_level=None)) as c:
        for pragma in PRAGMAS:
            c.execute(pragma)
        migrate(c)
        c.execute("BEGIN")
        prepare(c)
        c.execute("COMMIT")
        took = []
        for number in range(answers):
            began = time.perf_counter()
            c.execute("BEGIN IMMEDIATE")
            answer(c, number)
            c.execute("COMMIT")
            took.append(time.perf_counter() - began)
        return took


async def through_the_writer(path: Path, answers: int, callers: int) -> list[float]:
    db = await Database.open(path)
    took: list[float] = []
    numbers = iter(range(answers))

    async def caller() -> None:
        for number in numbers:
            began = time.perf_counter()
            await db.write(lambda c, n=number: answer(c, n))
            took.append(time.perf_counter() - began)

    try:
        await db.write(prepare)
        await asyncio.gather(*(caller() for _ in range(callers)))
    finally:
        await db.close()
    return took


async def main(answers: int) -> None:
    ways: dict[str, Callable[[Path], Awaitable[list[float]]]] = {
        "plain loop": lambda path: asyncio.to_thread(plain, path, answers // 4)
    }
    for callers in (1, 64, 256):
        ways[f"{callers} callers"] = lambda path, n=callers: through_the_writer(path, answers, n)
    figures: dict[str, list[tuple[float, float, float]]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, run in ways.items():
            with tempfile.TemporaryDirectory(dir=".") as folder:
                took = sorted(await run(Path(folder) / "bench.sqlite3"))
            callers = int(name.split()[0]) if name[0].isdigit() else 1
            figures[name].append(
                (
                    len(took) * callers / sum(took),
                    took[len(took) // 2] * 1000,
                    took[len(took) * 99 // 100] * 1000,
                )
            )
    base = median(rate for rate, _, _ in figures["plain loop"])
    print(f"{'':14}{'answers/s':>10}{'p50 ms':>9}{'p99 ms':>9}{'x plain':>9}")
    for name, found in figures.items():
        rate, half, most = (median(each) for each in zip(*found, strict=True))
        print(f"{name:14}{rate:10.0f}{half:9.2f}{most:9.2f}{rate / base:9.2f}")
    ours = median(rate for rate, _, _ in figures["64 callers"])
    goal("the writer with 64 callers beside the plain loop", ours / base, "at least", 3, "x")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000))
