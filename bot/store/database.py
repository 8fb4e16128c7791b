"""The one database file: opened, written and read."""

import asyncio
import sqlite3
from functools import partial
from pathlib import Path
from typing import Self

import aiosqlite

from bot.store import traces, transactions
from bot.store.backup import before_migration, folder_for
from bot.store.inspection import DatabaseUnusable, inspect
from bot.store.migrate import migrate, newest_version
from bot.store.transactions import DatabaseFailed, Job, Result, Writer, whole_job

__all__ = ["Database", "DatabaseFailed"]

PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # WAL with NORMAL can lose the last commits when power fails
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # what is deleted is overwritten: "forget me" means it
    "PRAGMA busy_timeout = 5000",
    "PRAGMA trusted_schema = OFF",
    # At most so many KiB of the file in memory (SQLite's own 2000 make counting an answer twice as
    # slow on a board of 100,000 people); as much as is read, no more.
    "PRAGMA cache_size = -32000",
)


class Database:
    """One writing and one reading connection to a database file."""

    def __init__(
        self, path: Path, writer: aiosqlite.Connection, reader: aiosqlite.Connection
    ) -> None:
        self.path = path
        self._writer = writer
        self._writing = Writer(writer)
        self._reader = reader

    @classmethod
    async def open(cls, path: Path, backups: Path | None = None) -> Self:
        """Open `path`, made anew only where no file is; bring its schema up to date.

        An older one is backed up first, into the folder `backups` or the default one. Raises
        BackupFailed if it cannot be, and DatabaseUnusable for anything that is no healthy
        database of this program; either way the file stays as it is.
        """
        try:
            version = await asyncio.to_thread(inspect, path)
            if 0 < version < newest_version():
                folder = folder_for(path, backups)
                await asyncio.to_thread(before_migration, path, folder, newest_version())
            writer = await _connect(path, migrate, _probe, _keep_savepoints_in_memory)
            try:
                reader = await _connect(path, _forbid_writing)
            except BaseException:
                await writer.close()
                raise
        except (sqlite3.Error, OSError) as error:
            raise DatabaseUnusable(
                f"The database {path} cannot be used: {error}. "
                "Check that file and folder may be written, or restore a backup."
            ) from error
        return cls(path, writer, reader)

    async def write(self, job: Job[Result]) -> Result:
        """Run `job` in a transaction; it is on disk, synced, when this returns.

        What it raises takes it back whole and is raised here, an error of SQLite's as
        DatabaseFailed.
        """
        return await self._writing.write(job)

    async def read(self, job: Job[Result]) -> Result:
        """Run `job` against one consistent state of the data; it must not write."""
        return await whole_job(self._reader, partial(transactions.read, job=job))

    async def rewrite(self) -> None:
        """Write the file anew and fold the log into it, so that what was deleted is in neither.

        All writing waits for it, the longer the larger the file is. Raises DatabaseFailed.
        """
        await self._between_transactions(traces.rewrite)

    async def empty_log(self) -> None:
        """Fold the log into the file, so that it holds nothing of what was deleted.

        While somebody reads in it, as Litestream always does, it is not emptied, and stays noted
        among the traces. Raises DatabaseFailed.
        """
        await self._between_transactions(traces.empty_log)

    async def _between_transactions(self, job: Job[None]) -> None:
        try:
            await whole_job(self._writer, job)
        except sqlite3.Error as error:
            raise DatabaseFailed(f"{type(error).__name__}: {error}") from error

    async def close(self) -> None:
        """Close both connections; whatever was queued before is still done."""
        try:
            await self._reader.close()
        finally:
            await self._writing.close()


async def _connect(path: Path, *prepare: Job[None]) -> aiosqlite.Connection:
    # No transactions of the driver's own: ours say BEGIN and COMMIT.
    connection = await aiosqlite.connect(path, isolation_level=None, cached_statements=256)
    try:
        for job in (_configure, *prepare):
            await whole_job(connection, job)
    except BaseException:
        # Its thread is no daemon: left open, it would keep the process from ever ending.
        await connection.close()
        raise
    return connection


def _configure(connection: sqlite3.Connection) -> None:
    for pragma in PRAGMAS:
        connection.execute(pragma).fetchall()
    if connection.execute("PRAGMA foreign_keys").fetchone() != (1,):
        raise DatabaseUnusable("This SQLite has no foreign keys; install one that has.")


def _forbid_writing(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA query_only = ON")


def _keep_savepoints_in_memory(connection: sqlite3.Connection) -> None:
    # Otherwise SQLite writes what it may have to take back to a file, for each transaction anew.
    connection.execute("PRAGMA temp_store = MEMORY")


def _probe(connection: sqlite3.Connection) -> None:
    """A write that is taken back: a read-only file or folder shows now, not at the first answer."""
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("CREATE TABLE write_probe (x)")
    connection.execute("ROLLBACK")
