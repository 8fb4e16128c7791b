"""Jobs as transactions: a reading one alone, writing ones together with those that wait.

A transaction is one plain function, run from BEGIN to COMMIT on the connection's own thread. No
await can come between its statements, so no other task can write into it, and cancelling whoever
waits for it leaves nothing half done.

Having the disk confirm a commit takes longer than most jobs. So the jobs that come meanwhile share
the next transaction, which begins as soon as the last one has ended; there is no timer. Each stands
in a savepoint of its own, so that one that fails takes back its own part only.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from threading import Lock
from traceback import clear_frames
from typing import Any, TypeVar

import aiosqlite

Result = TypeVar("Result")
Job = Callable[[sqlite3.Connection], Result]
Told = TypeVar("Told", bound=BaseException)
Outcome = tuple[Any, BaseException | None]

# At most so many jobs share a transaction: the first of them waits for the last.
MOST = 128

# What a job alone has done wrong. Any other code is about the file (full, I/O, locked, damaged),
# and nothing that is under way can be trusted.
OWN_FAULTS = (
    sqlite3.SQLITE_ERROR,
    sqlite3.SQLITE_CONSTRAINT,
    sqlite3.SQLITE_MISMATCH,
    sqlite3.SQLITE_TOOBIG,
    sqlite3.SQLITE_RANGE,
    sqlite3.SQLITE_MISUSE,
    sqlite3.SQLITE_AUTH,
)


# Of these, what is about the values a job brought, by the classes of the Python standard. They may
# be what somebody sent, and so would come again with every new start.
VALUE_FAULTS = (
    sqlite3.IntegrityError,
    sqlite3.DataError,
    sqlite3.ProgrammingError,
    sqlite3.InterfaceError,
)


class JobRefused(Exception):
    """SQLite refused the values of one job, of which nothing is kept. The database is well."""


class DatabaseFailed(Exception):
    """SQLite failed in a transaction, of which nothing is kept. Stop; deliver again later."""


class Writer:
    """Runs jobs on one connection, in the order of the calls."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self._joining = Lock()  # the group is joined on the loop's thread, closed on the other
        self._next: _Group | None = None
        self._under_way: set[asyncio.Task[list[Outcome]]] = set()
        self._closed = False

    async def write(self, job: Job[Result]) -> Result:
        """Run `job` in a transaction; it is on disk, synced, when this returns.

        What the job raises is raised here and takes back its own part. An error of SQLite's is
        raised as JobRefused where it is about the job's values, else as DatabaseFailed; where it is
        about the file rather than about the job, or the commit fails, that holds for all who share
        the transaction.
        """
        if self._closed:
            raise DatabaseFailed("the database is closed")
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        with self._joining:
            if self._next is None or len(self._next.jobs) == MOST:
                self._next = self._begun()
            self._next.jobs.append(job)
            self._next.futures.append(future)
        return await future

    async def close(self) -> None:
        """Close the connection, once what was asked for before is done."""
        self._closed = True
        try:
            if self._under_way:
                await asyncio.wait(self._under_way)
        finally:
            await self._connection.close()

    def _begun(self) -> "_Group":
        """A group that waits for its turn on the connection's thread, and can be joined until."""
        group = _Group()
        task = asyncio.create_task(whole_job(self._connection, partial(self._commit, group)))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        task.add_done_callback(group.tell)
        return group

    def _commit(self, group: "_Group", raw: sqlite3.Connection) -> list[Outcome]:
        with self._joining:
            if self._next is group:
                self._next = None
        return commit(raw, group.jobs)


class _Group:
    """Jobs that share a transaction, and what their callers wait for."""

    def __init__(self) -> None:
        self.jobs: list[Job[Any]] = []
        self.futures: list[asyncio.Future[Any]] = []

    def tell(self, done: asyncio.Task[list[Outcome]]) -> None:
        """Tell every caller who still waits what came of their job: all in one go."""
        for future, (result, error) in zip(self.futures, self._outcomes(done), strict=True):
            if future.done():
                continue
            if error is None:
                future.set_result(result)
            else:
                future.set_exception(error)

    def _outcomes(self, done: asyncio.Task[list[Outcome]]) -> list[Outcome]:
        failure = asyncio.CancelledError() if done.cancelled() else done.exception()
        if failure is None:
            return done.result()
        # One error each: a traceback grows wherever an error is raised.
        return [(None, _caused(DatabaseFailed(str(failure)), failure)) for _ in self.futures]


async def whole_job(connection: aiosqlite.Connection, job: Job[Result]) -> Result:
    """Run a whole function on a connection's thread, after what was queued there before."""
    # aiosqlite queues single calls only. `_execute` is the one place where a whole function can
    # be given to a connection's thread; aiosqlite is pinned exactly because it is not public.
    result: Result = await connection._execute(job, connection._conn)  # type: ignore[no-untyped-call]
    return result


def commit(raw: sqlite3.Connection, jobs: Sequence[Job[Any]]) -> list[Outcome]:
    """What came of each job, of which all that did not fail is kept; or DatabaseFailed for all."""
    try:
        raw.execute("BEGIN IMMEDIATE")
        # A savepoint costs a tenth of a transaction, and a job that is alone needs none.
        do = _alone if len(jobs) == 1 else _own_part
        outcomes = [do(raw, job) for job in jobs]
        raw.execute("COMMIT")
    except sqlite3.Error as error:
        _roll_back(raw)
        if len(jobs) == 1:
            return [(None, _told(error))]
        raise _failed(error) from error
    except BaseException as error:  # of a job that is alone
        _roll_back(raw)
        return [(None, _told(error))]
    return outcomes


def read(raw: sqlite3.Connection, job: Job[Result]) -> Result:
    """Run `job` against one consistent state of the data."""
    try:
        raw.execute("BEGIN")
        return job(raw)
    except (sqlite3.Error, StopIteration) as error:
        raise _told(error) from error
    finally:
        _roll_back(raw)


def _alone(raw: sqlite3.Connection, job: Job[Any]) -> Outcome:
    return job(raw), None


def _own_part(raw: sqlite3.Connection, job: Job[Any]) -> Outcome:
    """Do a job beside others. Raises sqlite3.Error where the transaction is lost as a whole."""
    raw.execute("SAVEPOINT job")
    try:
        result = job(raw)
    except BaseException as error:
        if isinstance(error, sqlite3.Error) and not _own_fault(error):
            raise
        # Its frames may hold statements that are half done, with which nothing can be released.
        clear_frames(error.__traceback__)
        raw.execute("ROLLBACK TO job")
        raw.execute("RELEASE job")
        return None, _told(error)
    # There is no savepoint left where SQLite has taken back everything by itself, and the job did
    # not say so: then this fails for all, and so do the two above.
    raw.execute("RELEASE job")
    return result, None


def _own_fault(error: sqlite3.Error) -> bool:
    # The module's own errors, such as a wrong number of values, have no code. SQLite's have theirs
    # in the lowest byte.
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_MISUSE)
    return code & 0xFF in OWN_FAULTS


def _told(error: BaseException) -> BaseException:
    """The error as the caller gets it."""
    if isinstance(error, VALUE_FAULTS):
        return _caused(JobRefused(f"{type(error).__name__}: {error}"), error)
    if isinstance(error, sqlite3.Error):
        return _failed(error)
    if isinstance(error, StopIteration):
        # No future can carry this one: whoever waits would wait for ever.
        return _caused(RuntimeError("a job ran out of items"), error)
    return error


def _failed(error: BaseException) -> DatabaseFailed:
    return _caused(DatabaseFailed(f"{type(error).__name__}: {error}"), error)


def _caused(told: Told, error: BaseException) -> Told:
    told.__cause__ = error
    return told


def _roll_back(raw: sqlite3.Connection) -> None:
    if raw.in_transaction:
        with suppress(sqlite3.Error):
            raw.execute("ROLLBACK")
