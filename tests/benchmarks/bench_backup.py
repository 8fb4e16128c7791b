"""How long a write takes while `quizbot backup` copies a large database beside it.

    python -m tests.benchmarks.bench_backup [ANSWERS]

Writes follow each other two milliseconds apart, as if people played without a pause.
"""

import asyncio
import os
import sqlite3
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from bot.store.database import Database

PEOPLE = 10_000
ANSWER = """INSERT INTO answers VALUES (?, ?, ?, 'set', ?, '1', 'it', '["a", "b", "c", "d"]',
    '["a"]', '1', 1000, 1000, 0, 1, 3.5, 1, '2026-11-22T10:00:00.123456+00:00', '2026-11-22')"""
ATTEMPT = """INSERT INTO attempts (id, player_id, set_id, snapshot, counts, questions, orders,
    started_at, possible) VALUES (?, ?, ?, 'hash', 1, '[]', '[]', '', 1)"""

RENAME = "UPDATE players SET name = ? WHERE id = 7"


def fill(c: sqlite3.Connection, answers: int) -> None:
    """Ten answers an attempt."""
    c.execute("INSERT INTO snapshots VALUES ('hash', 'set', '{}', '')")
    people = ((number, f"Player {number}") for number in range(PEOPLE))
    c.executemany("INSERT INTO players (id, name, first_seen) VALUES (?, ?, '')", people)
    attempts = range(answers // 10)
    c.executemany(ATTEMPT, ((f"a{n}", n % PEOPLE, f"set{n // PEOPLE}") for n in attempts))
    every = range(answers // 10 * 10)
    c.executemany(ANSWER, ((f"a{n // 10}", n % 10, n // 10 % PEOPLE, f"q{n % 10}") for n in every))


async def measure(db: Database, what: str, end: asyncio.Task[object]) -> None:
    """Write until `end` has come, and tell how long that took."""
    taken = []
    while not end.done():
        began, name = time.perf_counter(), f"Player {len(taken)}"
        await db.write(
            lambda c, n=name: c.execute("UPDATE players SET name = ? WHERE id = 7", (n,))
        )
        taken.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(0.002)
    taken.sort()
    late = taken[int(len(taken) * 0.99)]
    print(
        f"{what}: {len(taken)} writes, median {median(taken):.2f} ms, "
        f"one in a hundred over {late:.2f} ms, slowest {taken[-1]:.1f} ms"
    )


async def copied(path: Path) -> None:
    began = time.perf_counter()
    command = (sys.executable, "-m", "bot", "backup", "--database", str(path))
    environment = {**os.environ, "QUIZBOT_BACKUPS_KEPT": "1"}
    process = await asyncio.create_subprocess_exec(*command, env=environment)
    assert await process.wait() == 0
    print(f"a backup took {time.perf_counter() - began:.1f} s, its start included")


async def main(answers: int = 450_000) -> None:
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "quiz.sqlite3"
        db = await Database.open(path)
        await db.write(lambda c: fill(c, answers))
        print(f"{answers} answers, {path.stat().st_size / 1e6:.0f} MB")
        await measure(db, "alone", asyncio.create_task(asyncio.sleep(3)))
        for _ in range(3):
            await measure(db, "beside a backup", asyncio.create_task(copied(path)))
        await db.close()


if __name__ == "__main__":
    asyncio.run(main(*map(int, sys.argv[1:])))
