"""How long a write takes while people are forgotten in a large database, and while it is tidied up.

    python -m tests.benchmarks.bench_forget [ANSWERS]

Writes follow each other two milliseconds apart, as if people played without a pause.
"""

import asyncio
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from bot.play.desk import Desk, Person
from bot.play.profile import Profile
from bot.play.shelf import Shelf
from bot.store.database import Database
from bot.store.snapshots import Snapshots
from tests.benchmarks.bench_backup import fill, measure

LEAVING = range(1000, 1100)


def now() -> datetime:
    return datetime.now(UTC)


async def leave(profile: Profile) -> None:
    for number in LEAVING:
        await profile.forget(Person(number, f"Player {number}", "it"), sure=True)


async def main(answers: int = 450_000) -> None:
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "quiz.sqlite3"
        db = await Database.open(path)
        await db.write(lambda c: fill(c, answers))
        profile = Profile(Desk(db, Shelf(), Snapshots(), now, Random(5), UTC, str, now()))
        await db.empty_log()
        print(f"{answers} answers, {path.stat().st_size / 1e6:.0f} MB")
        await measure(db, "alone", asyncio.create_task(asyncio.sleep(3)))
        people = f"while {len(LEAVING)} people are forgotten"
        await measure(db, people, asyncio.create_task(leave(profile)))
        await measure(db, "while the file is written anew", asyncio.create_task(db.rewrite()))
        await db.close()


if __name__ == "__main__":
    asyncio.run(main(*map(int, sys.argv[1:])))
