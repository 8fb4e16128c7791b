"""What is left of deleted rows is noted until it is gone, whatever comes between."""

import asyncio
import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.store import traces
from bot.store.database import Database, DatabaseFailed
from bot.store.traces import Traces
from tests.checkout import ROOT
from tests.store.bulk import grow, put_in, take_out
from tests.store.test_transactions import room_for

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
NOTHING = Traces(None, None)


def log_of(db: Database) -> Path:
    return db.path.with_name(db.path.name + "-wal")


async def test_the_first_note_stands_until_it_is_dealt_with(db: Database) -> None:
    await db.write(lambda c: traces.note(c, NOW))
    await db.write(lambda c: traces.note(c, NOW + timedelta(hours=1)))
    assert await db.read(traces.noted) == Traces(NOW, NOW)


async def test_the_log_is_emptied_without_the_file_being_written_anew(db: Database) -> None:
    await db.write(lambda c: put_in(c, "marker"))
    await db.write(lambda c: take_out(c) or traces.note(c, NOW))
    assert b"marker" in log_of(db).read_bytes()
    await db.empty_log()
    assert log_of(db).stat().st_size == 0
    assert b"marker" not in db.path.read_bytes(), "rows are overwritten where they lie"
    assert await db.read(traces.noted) == Traces(NOW, None)


async def test_a_file_written_anew_has_no_gaps_and_no_log(db: Database) -> None:
    await db.write(lambda c: put_in(c, "marker" * 1000))
    await db.write(lambda c: take_out(c) or traces.note(c, NOW))
    assert await db.read(lambda c: c.execute("PRAGMA freelist_count").fetchone()) > (0,)
    await db.rewrite()
    assert await db.read(lambda c: c.execute("PRAGMA freelist_count").fetchone()) == (0,)
    assert log_of(db).stat().st_size == 0
    assert await db.read(traces.noted) == NOTHING


async def test_somebody_reading_in_the_log_is_not_waited_for_and_it_is_emptied_later(
    db: Database,
) -> None:
    await db.write(lambda c: put_in(c, "marker"))
    with closing(sqlite3.connect(db.path, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM inbox").fetchone()
        await db.write(lambda c: take_out(c) or traces.note(c, NOW))
        began = time.monotonic()
        await db.empty_log()
        assert await db.read(traces.noted) == Traces(NOW, NOW)
        await db.rewrite()
        assert time.monotonic() - began < 2
        assert await db.read(traces.noted) == Traces(None, NOW)
        assert b"marker" in log_of(db).read_bytes()
    await db.empty_log()
    assert log_of(db).stat().st_size == 0
    assert b"marker" not in db.path.read_bytes()
    assert await db.read(traces.noted) == NOTHING


async def test_where_there_is_no_room_the_note_stays_and_the_log_does_not_grow(
    db: Database,
) -> None:
    await db.write(lambda c: grow(c, 1))
    await db.write(lambda c: traces.note(c, NOW))
    await db.empty_log()
    with room_for(db.path, 300_000), pytest.raises(DatabaseFailed):
        await db.rewrite()
    assert await db.read(lambda c: traces.noted(c).file) == NOW
    assert log_of(db).stat().st_size < 10_000
    assert await db.write(lambda c: c.execute("PRAGMA temp_store").fetchone()) == (2,)
    await db.rewrite()
    assert await db.read(traces.noted) == NOTHING


REWRITES = """
import asyncio, sys
from pathlib import Path
from bot.store.database import Database

async def main():
    db = await Database.open(Path(sys.argv[1]))
    print("now", flush=True)
    await db.rewrite()
    await db.close()

asyncio.run(main())
"""


async def test_killed_at_any_moment_of_it_nothing_is_lost_and_the_note_stays(
    tmp_path: Path,
) -> None:
    path = tmp_path / "quiz.sqlite3"
    db = await Database.open(path)
    await db.write(lambda c: grow(c, 8))
    await db.write(lambda c: traces.note(c, NOW))
    await db.close()
    for _ in range(4):
        process = subprocess.Popen(
            [sys.executable, "-c", REWRITES, str(path)], stdout=subprocess.PIPE, cwd=ROOT
        )
        assert process.stdout is not None
        await asyncio.to_thread(process.stdout.readline)
        await asyncio.sleep(random.uniform(0, 0.1))
        done = process.poll() is not None
        process.kill()
        process.communicate()
        db = await Database.open(path)
        left = await db.read(traces.noted)
        assert left == NOTHING if done else left.file in (NOW, None)
        assert await db.read(lambda c: c.execute("PRAGMA integrity_check").fetchone()) == ("ok",)
        assert await db.read(lambda c: c.execute("SELECT count(*) FROM snapshots").fetchone()) == (
            8000,
        )
        await db.write(lambda c: traces.note(c, NOW))
        await db.close()
