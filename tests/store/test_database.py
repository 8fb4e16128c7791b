"""Transactions are whole jobs: all of one, or nothing of it, and never two at once."""

import asyncio
import sqlite3
import threading
import time
from contextlib import closing
from sqlite3 import Connection
from typing import Any

import pytest

from bot.store.database import Database, DatabaseFailed
from bot.store.transactions import JobRefused

COUNT = "SELECT count(*) FROM inbox"


def put(c: Connection, number: int, text: str = "") -> None:
    c.execute("INSERT INTO inbox (update_id, body, came_at) VALUES (?, ?, '')", (number, text))


def kept(c: Connection) -> list[int]:
    return [row[0] for row in c.execute("SELECT update_id FROM inbox ORDER BY 1")]


async def test_a_job_is_kept_when_it_returns_and_its_result_handed_back(db: Database) -> None:
    assert await db.write(lambda c: put(c, 1) or "done") == "done"
    assert await db.read(kept) == [1]


@pytest.mark.parametrize("error", [ValueError("no"), KeyError("k"), SystemExit(1)])
async def test_nothing_of_a_failed_job_is_kept(db: Database, error: BaseException) -> None:
    def job(c: Connection) -> None:
        put(c, 1)
        raise error

    with pytest.raises(type(error)):
        await db.write(job)
    assert await db.read(kept) == []
    await db.write(lambda c: put(c, 2))
    assert await db.read(kept) == [2]


async def test_a_job_that_runs_out_of_items_fails_like_any_other(db: Database) -> None:
    """A future cannot hold StopIteration: the waiter would hang and the bot with it."""

    def job(c: Connection) -> None:
        put(c, 1)
        next(iter(()))

    with pytest.raises(RuntimeError, match="ran out"):
        await asyncio.wait_for(db.write(job), 5)
    assert await db.read(kept) == []


async def test_sqlites_own_failures_are_told_apart(db: Database) -> None:
    def job(c: Connection) -> None:
        put(c, 1)
        put(c, 1)

    with pytest.raises(JobRefused, match="UNIQUE"):
        await db.write(job)
    assert await db.read(kept) == []


async def test_a_full_disk_leaves_nothing_half_done(db: Database) -> None:
    """SQLite takes some failures back by itself; what follows must not be kept alone."""

    def job(c: Connection) -> None:
        put(c, 1)
        c.execute(f"PRAGMA max_page_count = {c.execute('PRAGMA page_count').fetchone()[0]}")
        for number in range(2, 1000):
            put(c, number, "x" * 4000)

    with pytest.raises(DatabaseFailed, match="full"):
        await db.write(job)
    assert await db.read(kept) == []


async def test_jobs_of_many_tasks_never_mix(db: Database) -> None:
    """Each adds ten rows, and half of them fail at the end."""

    def ten(c: Connection, task: int) -> None:
        before = c.execute(COUNT).fetchone()[0]
        for number in range(10):
            put(c, task * 10 + number)
            time.sleep(0.0002)
        assert c.execute(COUNT).fetchone()[0] == before + 10
        if task % 2:
            raise ValueError

    tasks = (db.write(lambda c, t=task: ten(c, t)) for task in range(20))
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(result) for result in results] == [type(None), ValueError] * 10
    assert await db.read(kept) == [n for n in range(200) if n // 10 % 2 == 0]


async def test_who_stops_waiting_leaves_the_job_whole(db: Database) -> None:
    """Cancelled before, during or after: each job is there with both rows or with none."""

    def slow(c: Connection, number: int) -> None:
        put(c, number)
        time.sleep(0.002)
        put(c, number + 1000)

    for number in range(30):
        task = asyncio.create_task(db.write(lambda c, n=number: slow(c, n)))
        await asyncio.sleep(number % 6 * 0.0008)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    rows = await db.write(kept)
    assert [n for n in rows if n < 1000] == [n - 1000 for n in rows if n >= 1000]
    assert rows


async def test_readers_see_only_what_is_committed(db: Database) -> None:
    half, seen = threading.Event(), threading.Event()

    def writing(c: Connection) -> None:
        put(c, 1)
        half.set()
        assert seen.wait(5)
        put(c, 2)

    task = asyncio.create_task(db.write(writing))
    assert await asyncio.to_thread(half.wait, 5)
    assert await db.read(kept) == []
    seen.set()
    await task
    assert await db.read(kept) == [1, 2]


async def test_a_read_sees_one_state_from_its_beginning_to_its_end(db: Database) -> None:
    started, written = threading.Event(), threading.Event()

    def reading(c: Connection) -> tuple[list[int], list[int]]:
        before = kept(c)
        started.set()
        assert written.wait(5)
        return before, kept(c)

    task = asyncio.create_task(db.read(reading))
    assert await asyncio.to_thread(started.wait, 5)
    await db.write(lambda c: put(c, 1))
    written.set()
    assert await task == ([], [])
    assert await db.read(kept) == [1]


async def test_a_read_cannot_write(db: Database) -> None:
    with pytest.raises(DatabaseFailed, match="readonly"):
        await db.read(lambda c: put(c, 1))
    assert await db.read(kept) == []


@pytest.mark.parametrize("pragma, value", [
    ("journal_mode", "wal"),
    ("synchronous", 2),
    ("foreign_keys", 1),
    ("secure_delete", 1),
    ("trusted_schema", 0),
    ("busy_timeout", 5000),
])  # fmt: skip
async def test_the_promised_settings_are_on(db: Database, pragma: str, value: Any) -> None:
    def asked(c: Connection) -> Any:
        return c.execute(f"PRAGMA {pragma}").fetchone()[0]

    assert await db.write(asked) == await db.read(asked) == value


async def test_rows_cannot_point_to_nobody(db: Database) -> None:
    with pytest.raises(JobRefused, match="FOREIGN KEY"):
        await db.write(lambda c: c.execute("INSERT INTO scores VALUES ('', 'all', 7, 1, 1, 1, 1)"))


async def test_what_was_queued_is_done_before_closing(db: Database) -> None:
    jobs = [asyncio.create_task(db.write(lambda c, n=n: put(c, n))) for n in range(5)]
    await asyncio.sleep(0)
    await db.close()
    await asyncio.gather(*jobs)
    again = await Database.open(db.path)
    assert await again.read(kept) == [0, 1, 2, 3, 4]
    await again.close()


async def test_closing_ends_every_thread(db: Database) -> None:
    def threads() -> list[str]:
        return [t.name for t in threading.enumerate() if "connection_worker" in t.name]

    assert len(threads()) == 2
    await db.close()
    for thread in threading.enumerate():
        if "connection_worker" in thread.name:
            thread.join(5)
    assert threads() == []


async def test_shrinking_folds_the_log_into_the_file(db: Database) -> None:
    await db.write(lambda c: put(c, 1, "marker" * 10))
    log = db.path.with_name(db.path.name + "-wal")
    assert log.stat().st_size
    await db.rewrite()
    assert log.stat().st_size == 0
    assert b"marker" in db.path.read_bytes()


async def test_another_program_may_look_at_the_file_meanwhile(db: Database) -> None:
    await db.write(lambda c: put(c, 1))
    other = sqlite3.connect(db.path)
    try:
        assert kept(other) == [1]
        await db.write(lambda c: put(c, 2))
        assert kept(other) == [1, 2]
    finally:
        other.close()


async def test_a_file_that_cannot_be_written_anew_is_told_as_a_failure(db: Database) -> None:
    await db.write(lambda c: c.execute("PRAGMA busy_timeout = 0").fetchall())
    with closing(sqlite3.connect(db.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseFailed):
            await db.rewrite()


async def test_whoever_reads_all_the_time_does_not_hold_up_writing_the_file_anew(
    db: Database,
) -> None:
    """As Litestream does."""
    await db.write(lambda c: put(c, 1, "marker" * 10))
    with closing(sqlite3.connect(db.path, isolation_level=None)) as other:
        other.execute("BEGIN")
        assert kept(other) == [1]
        await db.write(lambda c: put(c, 2))
        began = time.monotonic()
        await db.rewrite()
        assert time.monotonic() - began < 2
        assert kept(other) == [1]
    told = await db.write(lambda c: c.execute("PRAGMA busy_timeout").fetchone())
    assert told == (5000,)
