"""A backup put in the database's place, whole or not at all; what was there is kept."""

import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from bot.quiz.frozen import frozen
from bot.store.appearing import alone_in, appearing, give_to_owner_of, sync
from bot.store.backup import Contents, contents, copy, free, why
from bot.store.inspection import DatabaseUnusable, ForeignDatabase, check, connect, look, reading


class NotRestorable(Exception):
    """A file is no backup that can be restored; the message says why."""


class RestoreFailed(Exception):
    """The database is as it was; the message says why."""


@frozen
class Restored:
    """What is in place now, and under which name the file is kept that was there, if any."""

    holds: Contents
    before: Path | None


def examine(backup: Path) -> Contents:
    """What a backup holds. Raises NotRestorable where it is none of ours, or not healthy."""
    try:
        with look(backup) as connection:
            check(backup, connection)
            return contents(connection)
    except DatabaseUnusable as error:
        raise NotRestorable(f"{error.why} Nothing was changed.") from error


def present(database: Path) -> Contents | None:
    """What the file to be replaced holds; None where there is none or it cannot be read.

    Raises ForeignDatabase for another program's: that is not ours to replace.
    """
    try:
        with look(database) as connection:
            check(database, connection)
            return contents(connection)
    except ForeignDatabase:
        raise
    except DatabaseUnusable:
        return None


def restore(backup: Path, database: Path, now: datetime) -> Restored:
    """Put `backup`, which has been examined, in the place of `database`, whose lock is held.

    `now` is in UTC. Raises RestoreFailed, ForeignDatabase.
    """
    try:
        healthy = present(database) is not None
        with closing(reading(backup)) as source:
            return _replace(source, database, now, healthy=healthy)
    except (sqlite3.Error, OSError, ValueError) as error:
        raise RestoreFailed(
            f"{backup} could not be put in the place of {database}: {why(error)}. "
            "The database is as it was."
        ) from error


def _replace(
    source: sqlite3.Connection, database: Path, now: datetime, *, healthy: bool
) -> Restored:
    folder = database.absolute().parent
    with alone_in(folder), appearing(database) as partial:
        holds = copy(source, partial)
        if healthy:
            _fold(database)
        kept = _keep(database, now) if database.exists() else None
        # Left beside another file, the old one's log would be played into it.
        for end in ("-wal", "-shm", "-journal"):
            Path(f"{database}{end}").unlink(missing_ok=True)
        sync(folder)
    return Restored(holds, kept)


def _fold(database: Path) -> None:
    """Fold the log into the file, so that this one has everything."""
    with closing(connect(database, "mode=rw")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _keep(database: Path, now: datetime) -> Path:
    """The file, and a log that could not be folded in, under a second name."""
    stem = f"{database.stem}-before-restore-{now:%Y%m%dT%H%M%SZ}"
    kept = free(database.absolute().parent, stem)
    for end in ("", "-wal"):
        old, new = Path(f"{database}{end}"), Path(f"{kept}{end}")
        if old.exists():
            _second_name(old, new)
    return kept


def _second_name(old: Path, new: Path) -> None:
    try:
        new.hardlink_to(old)
    except OSError:  # not every file system has second names
        shutil.copyfile(old, new)
        give_to_owner_of(old.parent, new)
        sync(new)
    new.chmod(0o600)
