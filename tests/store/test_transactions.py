"""Writing together: jobs that wait share a commit, and none of them can tell."""

import asyncio
import resource
import sqlite3
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path
from sqlite3 import Connection
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.store.database import Database, DatabaseFailed
from bot.store.transactions import MOST, JobRefused, commit

Job = Callable[[Connection], Any]


NOTES = """CREATE TABLE IF NOT EXISTS notes
    (number INTEGER PRIMARY KEY, body TEXT NOT NULL, a TEXT NOT NULL, b TEXT NOT NULL) STRICT"""


async def opened(path: Path) -> Database:
    """A database with a table for these stories."""
    db = await Database.open(path)
    await db.write(lambda c: c.execute(NOTES) and None)
    return db


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    database = await opened(tmp_path / "quiz.sqlite3")
    yield database
    await database.close()


def put(c: Connection, number: int, text: str = "") -> int:
    c.execute("INSERT INTO notes VALUES (?, ?, '', '')", (number, text))
    return number


def kept(c: Connection) -> list[int]:
    return [row[0] for row in c.execute("SELECT number FROM notes ORDER BY 1")]


def seen_by_others(db: Database) -> list[int]:
    with closing(sqlite3.connect(db.path)) as other:
        return kept(other)


@asynccontextmanager
async def busy(db: Database) -> AsyncIterator[None]:
    """While the writer is busy with somebody's job, so that whoever comes now waits together."""
    begun, go = threading.Event(), threading.Event()

    def job(c: Connection) -> None:
        begun.set()
        assert go.wait(5)

    task = asyncio.create_task(db.write(job))
    assert await asyncio.to_thread(begun.wait, 5)
    try:
        yield
    finally:
        go.set()
        await task


async def together(db: Database, *jobs: Job) -> list[Any]:
    """What comes of jobs that wait at the same time, in their order: results and errors."""
    async with busy(db):
        waiting = [asyncio.create_task(db.write(job)) for job in jobs]
        await asyncio.sleep(0)
    async with asyncio.timeout(10):
        return await asyncio.gather(*waiting, return_exceptions=True)


async def statements(db: Database) -> list[str]:
    """Every statement the writer executes from now on, as they come."""
    log: list[str] = []
    await db.write(lambda c: c.set_trace_callback(log.append))
    return log


async def test_jobs_that_wait_share_a_commit(db: Database) -> None:
    log = await statements(db)
    results = await together(db, *(lambda c, n=n: put(c, n) for n in range(100)))
    assert results == list(range(100))
    assert log.count("COMMIT") == 1 + 2  # with that of the log itself, and of the busy one
    assert seen_by_others(db) == results


async def test_so_many_share_and_no_more(db: Database) -> None:
    log = await statements(db)
    await together(db, *(lambda c, n=n: put(c, n) for n in range(2 * MOST + 1)))
    assert log.count("COMMIT") == 2 + 3
    assert [len(part.split("SAVEPOINT")) - 1 for part in "".join(log).split("COMMIT")] == [
        *(0, 0, MOST, MOST),
        *(0, 0),  # who is alone needs no savepoint
    ]


async def test_jobs_are_done_in_the_order_they_were_asked_for(db: Database) -> None:
    results = await together(db, *(lambda c, n=n: (put(c, n), kept(c))[1] for n in range(10)))
    assert results == [list(range(n + 1)) for n in range(10)]


async def test_whoever_is_told_finds_it_on_disk(db: Database) -> None:
    async def caller(number: int) -> None:
        await db.write(lambda c: put(c, number))
        assert number in seen_by_others(db)

    await asyncio.gather(*(caller(number) for number in range(100)))


@pytest.mark.parametrize("error", [ValueError("no"), KeyError("k"), MemoryError()])
async def test_who_fails_takes_back_only_their_own(db: Database, error: BaseException) -> None:
    def failing(c: Connection) -> None:
        put(c, 2)
        raise error

    first, told, last = await together(db, lambda c: put(c, 1), failing, lambda c: put(c, 3))
    assert (first, told, last) == (1, error, 3)
    assert seen_by_others(db) == [1, 3]


@pytest.mark.parametrize(
    "sql, kind, words",
    [
        ("INSERT INTO notes VALUES (2, NULL, '', '')", JobRefused, "NOT NULL"),
        ("INSERT INTO notes VALUES (1, '', '', '')", JobRefused, "UNIQUE"),
        ("INSERT INTO scores VALUES ('', 'all', 7, 1, 1, 1, 1)", JobRefused, "FOREIGN KEY"),
        ("INSERT INTO notes VALUES (2, ?, '', '')", JobRefused, "ProgrammingError"),
        ("INSERT INTO notes VALUES ('two', '', '', '')", JobRefused, "mismatch"),
        ("INSERT INTO nowhere VALUES (1)", DatabaseFailed, "no such table"),
        ("INSERT INTO notes VALUES (zeroblob(2000000000), '', '', '')", JobRefused, "too big"),
        ("nonsense", DatabaseFailed, "syntax"),
    ],
)
async def test_a_job_that_breaks_a_rule_fails_alone(
    db: Database, sql: str, kind: type[Exception], words: str
) -> None:
    def breaking(c: Connection) -> None:
        put(c, 4)
        c.execute(sql)

    first, told, last = await together(db, lambda c: put(c, 1), breaking, lambda c: put(c, 3))
    assert (first, last) == (1, 3)
    with pytest.raises(kind, match=words):
        raise told
    with pytest.raises(kind, match=words):
        await db.write(lambda c: (put(c, 5), breaking(c)))  # also where it is alone
    assert seen_by_others(db) == [1, 3]


async def test_a_job_that_runs_out_of_items_fails_alone(db: Database) -> None:
    def job(c: Connection) -> None:
        put(c, 2)
        next(iter(()))

    first, told, last = await together(db, lambda c: put(c, 1), job, lambda c: put(c, 3))
    assert (first, str(told), last) == (1, "a job ran out of items", 3)
    assert seen_by_others(db) == [1, 3]


async def test_a_statement_left_half_done_holds_up_nobody(db: Database) -> None:
    def job(c: Connection) -> None:
        rows = c.execute("INSERT INTO notes VALUES (2,'','',''), (3,'','','') RETURNING 1")
        next(rows)
        raise ValueError

    first, told, last = await together(db, lambda c: put(c, 1), job, lambda c: put(c, 4))
    assert (first, type(told), last) == (1, ValueError, 4)
    assert seen_by_others(db) == [1, 4]


# --- when the file fails, all who share the transaction fail


def nobody(db: Database, told: list[Any], words: str) -> None:
    """All were told the same, each by an error of their own, and nothing is kept."""
    assert {type(error) for error in told} == {DatabaseFailed}
    assert all(words in str(error) for error in told)
    assert len({id(error) for error in told}) == len(told)
    assert seen_by_others(db) == []


async def test_a_commit_that_fails_fails_all(db: Database) -> None:
    def promising(c: Connection) -> None:
        c.execute("PRAGMA defer_foreign_keys = ON")
        c.execute("INSERT INTO scores VALUES ('', 'all', 7, 1, 1, 1, 1)")

    def failing(c: Connection) -> None:
        raise ValueError

    told = await together(db, lambda c: put(c, 1), promising, failing, lambda c: put(c, 2))
    nobody(db, told, "FOREIGN KEY")
    assert await db.write(lambda c: put(c, 5)) == 5


async def test_a_full_disk_fails_all(db: Database) -> None:
    def filling(c: Connection) -> None:
        c.execute(f"PRAGMA max_page_count = {c.execute('PRAGMA page_count').fetchone()[0]}")
        for number in range(10, 1000):
            put(c, number, "x" * 4000)

    done: list[int] = []
    told = await together(db, lambda c: put(c, 1), filling, lambda c: done.append(put(c, 2)))
    nobody(db, told, "full")
    assert done == []


async def test_a_file_that_cannot_be_written_fails_all(db: Database) -> None:
    """SQLite leaves this transaction open; but what is wrong with the file is no job's own."""

    def locked_out(c: Connection) -> None:
        c.execute("PRAGMA query_only = ON")
        put(c, 2)

    told = await together(db, lambda c: put(c, 1), locked_out, lambda c: put(c, 3))
    nobody(db, told, "readonly")


@pytest.mark.parametrize("last", [ValueError, None])
async def test_a_job_that_hides_that_all_was_taken_back_fails_all(
    db: Database, last: type[Exception] | None
) -> None:
    """After such a failure SQLite keeps each further statement at once, whoever's it is."""

    def hiding(c: Connection) -> None:
        c.execute("ROLLBACK")
        if last:
            raise last

    told = await together(db, lambda c: put(c, 1), hiding, lambda c: put(c, 2))
    nobody(db, told, "savepoint")
    (alone,) = await together(db, hiding)
    assert isinstance(alone, DatabaseFailed) or last


@contextmanager
def room_for(path: Path, more: int) -> Iterator[None]:
    """No file can be written past the log's end plus `more` bytes, as on a disk that is full."""
    log = path.with_name(path.name + "-wal")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size + more, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_whatever_cannot_be_written_fails_all_or_nobody(tmp_path: Path) -> None:
    """The system refuses to write past a byte: page by page, until all fits."""
    outcomes = set()
    for pages in range(40):
        db = await opened(tmp_path / f"{pages}.sqlite3")
        jobs = [lambda c, n=n: put(c, n, "x" * 2000) for n in range(10)]
        with room_for(db.path, pages * 1000):
            told = await together(db, *jobs)
        failed = [error for error in told if isinstance(error, DatabaseFailed)]
        assert len(failed) in (0, len(jobs))
        assert seen_by_others(db) == ([] if failed else list(range(10)))
        await db.close()
        again = await opened(db.path)
        assert await again.read(kept) in ([], list(range(10)))
        await again.close()
        outcomes.add(bool(failed))
    assert outcomes == {True, False}


def plain_jobs() -> list[Job]:
    def failing(c: Connection) -> None:
        put(c, 20)
        raise ValueError

    return [lambda c: put(c, 1), failing, lambda c: [put(c, 2), put(c, 3)], lambda c: put(c, 4)]


@pytest.mark.parametrize("which", range(1, 40))
async def test_interrupted_in_any_statement_all_fail_or_nobody(db: Database, which: int) -> None:
    """SQLite breaks off its N-th statement, and takes back the whole transaction by itself."""
    left = which

    def begins(_: str) -> None:
        nonlocal left
        left -= 1

    def arm(c: Connection) -> None:
        c.set_progress_handler(lambda: int(left == 0), 1)
        c.set_trace_callback(begins)

    async with busy(db):
        armed = asyncio.create_task(db.write(arm))
        await asyncio.sleep(0)
        tasks = [asyncio.create_task(db.write(job)) for job in plain_jobs()]
        await asyncio.sleep(0)
    told = await asyncio.gather(armed, *tasks, return_exceptions=True)
    left = -1
    kinds = [type(each) for each in told]
    if DatabaseFailed in kinds:
        assert set(kinds) == {DatabaseFailed}
        assert seen_by_others(db) == []
    else:
        assert kinds == [type(None), int, ValueError, list, int]
        assert seen_by_others(db) == [1, 2, 3, 4]
    assert await db.write(lambda c: put(c, 9)) == 9


# --- whoever stops waiting, and closing


async def test_who_stops_waiting_leaves_the_others_alone(db: Database) -> None:
    async with busy(db):
        waiting = [asyncio.create_task(db.write(lambda c, n=n: put(c, n))) for n in range(20)]
        await asyncio.sleep(0)
        for task in waiting[::3]:
            task.cancel()
        await asyncio.sleep(0)
    async with asyncio.timeout(10):
        told = await asyncio.gather(*waiting, return_exceptions=True)
    for number, each in enumerate(told):
        assert isinstance(each, asyncio.CancelledError) if number % 3 == 0 else each == number
    assert set(seen_by_others(db)) >= {n for n in range(20) if n % 3}


async def test_closing_under_load_keeps_what_it_acknowledged_and_refuses_the_rest(
    db: Database,
) -> None:
    acknowledged: list[int] = []

    async def caller(first: int) -> None:
        number = first
        while True:
            acknowledged.append(await db.write(lambda c, n=number: put(c, n)))
            number += 256

    callers = [asyncio.create_task(caller(n)) for n in range(256)]
    while len(acknowledged) < 500:
        await asyncio.sleep(0.001)
    await db.close()
    ends = await asyncio.wait_for(asyncio.gather(*callers, return_exceptions=True), 5)
    assert {type(end) for end in ends} == {DatabaseFailed}
    assert seen_by_others(db) == sorted(acknowledged)


async def test_giving_up_closing_still_ends_the_threads(db: Database) -> None:
    async with busy(db):
        closing_ = asyncio.create_task(db.close())
        await asyncio.sleep(0.05)
        closing_.cancel()
        await asyncio.sleep(0)
    with pytest.raises(asyncio.CancelledError):
        await closing_
    for _ in range(100):
        if not [t for t in threading.enumerate() if "connection_worker" in t.name]:
            break
        await asyncio.sleep(0.05)
    else:
        pytest.fail("a thread goes on, and would keep the process from ever ending")


async def test_writing_the_file_anew_waits_for_what_came_before(db: Database) -> None:
    async with busy(db):
        writing = [asyncio.create_task(db.write(lambda c, n=n: put(c, n))) for n in range(300)]
        await asyncio.sleep(0)
        rewriting = asyncio.create_task(db.rewrite())
        await asyncio.sleep(0.01)
    await asyncio.gather(rewriting, *writing)
    assert seen_by_others(db) == list(range(300))


async def test_256_callers_each_get_their_own(db: Database) -> None:
    """A ledger of what each was told against what is in the file."""
    ledger: set[int] = set()

    def job(c: Connection, number: int) -> int:
        put(c, number)
        put(c, number + 100_000)
        if number % 5 == 0:
            raise ValueError(number)
        if number % 7 == 0:
            put(c, number)
        return number

    async def caller(first: int) -> None:
        for number in range(first, 256 * 8, 256):
            (end,) = await asyncio.gather(
                db.write(lambda c, n=number: job(c, n)), return_exceptions=True
            )
            if number % 5 == 0:
                assert end.args == (number,)
            elif number % 7 == 0:
                assert isinstance(end, JobRefused)
            else:
                assert end == number
                ledger.add(number)

    await asyncio.gather(*(caller(n) for n in range(256)))
    assert ledger == {n for n in range(256 * 8) if n % 5 and n % 7}
    assert seen_by_others(db) == sorted(ledger | {n + 100_000 for n in ledger})


# --- whatever the jobs do, sharing a transaction is like coming one by one

STEPS = st.one_of(
    st.tuples(st.just("put"), st.integers(0, 5)),
    st.tuples(st.just("drop"), st.integers(0, 5)),
    st.tuples(st.just("look"), st.none()),
    st.tuples(st.just("fail"), st.sampled_from([ValueError, StopIteration, OverflowError])),
    st.tuples(st.just("sql"), st.sampled_from(["nonsense", "INSERT INTO notes VALUES (0)"])),
)


def scripted(steps: list[tuple[str, Any]]) -> Job:
    def job(c: Connection) -> list[Any]:
        seen: list[Any] = []
        for what, value in steps:
            match what:
                case "put":
                    put(c, value)
                case "drop":
                    c.execute("DELETE FROM notes WHERE number = ?", (value,))
                case "look":
                    seen.append(kept(c))
                case "fail":
                    raise value(value.__name__)
                case "sql":
                    c.execute(value)
        return seen

    return job


def told(outcome: tuple[Any, BaseException | None]) -> Any:
    result, error = outcome
    return (type(error), str(error)) if error else result


@given(st.lists(st.lists(STEPS, max_size=5), min_size=2, max_size=8))
def test_sharing_is_like_coming_one_by_one(scripts: list[list[tuple[str, Any]]]) -> None:
    jobs = [scripted(steps) for steps in scripts]
    with (
        closing(sqlite3.connect(":memory:", isolation_level=None)) as one,
        closing(sqlite3.connect(":memory:", isolation_level=None)) as other,
    ):
        for c in (one, other):
            c.execute(NOTES)
        shared = [told(outcome) for outcome in commit(one, jobs)]
        singly = [told(outcome) for job in jobs for outcome in alone(other, job)]
        assert shared == singly
        assert kept(one) == kept(other)
        assert not one.in_transaction


def alone(c: Connection, job: Job) -> list[tuple[Any, BaseException | None]]:
    try:
        return commit(c, [job])
    except DatabaseFailed as error:
        return [(None, error)]


@settings(max_examples=20)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 60)), min_size=1, max_size=60))
def test_whenever_callers_come_and_go_nothing_is_half_done(
    visits: list[tuple[int, int]],
) -> None:
    """Each puts two rows; some fail, some stop waiting, at any time."""

    def pair(c: Connection, number: int, kind: int) -> int:
        put(c, number)
        if kind == 1:
            raise ValueError
        time.sleep(0.0001)
        put(c, number + 1000)
        return number

    async def visit(path: Path) -> tuple[list[Any], list[int]]:
        db = await opened(path)
        tasks = []
        for number, (kind, wait) in enumerate(visits):
            tasks.append(asyncio.create_task(db.write(lambda c, n=number, k=kind: pair(c, n, k))))
            await asyncio.sleep(wait / 50_000)
            if kind == 2:
                tasks[-1].cancel()
        ends = await asyncio.gather(*tasks, return_exceptions=True)
        await db.close()
        return ends, seen_by_others(db)

    with TemporaryDirectory() as folder:
        ends, rows = asyncio.run(visit(Path(folder) / "quiz.sqlite3"))
    whole = [n for n in rows if n < 1000]
    assert rows == whole + [n + 1000 for n in whole]
    for number, ((kind, _), end) in enumerate(zip(visits, ends, strict=True)):
        if not isinstance(end, asyncio.CancelledError):
            assert isinstance(end, ValueError) if kind == 1 else end == number
            assert (number in whole) == (kind != 1)
