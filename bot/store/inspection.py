"""Whether a file is a healthy database of this program; looking into one without changing it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.store.migrate import newest_version

# The application id that the first step writes into the file's header.
OURS = 0x7175697A


class DatabaseUnusable(Exception):
    """The file cannot be used; the message says why and what to do."""


def inspect(path: Path) -> int:
    """The version of the schema in `path`: 0 where no file is, or nothing in it.

    Raises DatabaseUnusable, before anything is written, for what is no healthy database of ours,
    and sqlite3.Error for what is none at all.
    """
    if not path.absolute().parent.is_dir():
        raise DatabaseUnusable(f"There is no folder {path.parent}; make it, or name another file.")
    if not path.exists():
        return 0
    _check_file(path)
    with closing(connect(path, "mode=rw")) as connection:
        return check(path, connection)


@contextmanager
def look(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that leaves the file, and what lies beside it, as they are.

    It may be used while the bot runs. Raises DatabaseUnusable where there is nothing to look at,
    and where SQLite finds it unreadable.
    """
    if not path.exists():
        raise DatabaseUnusable(f"There is no database {path}. Name it with --database.")
    try:
        _check_file(path)
        # Without a log nobody uses the file, and reading it as it is makes no log either.
        in_use = Path(f"{path}-wal").exists()
        with closing(connect(path, "mode=ro" if in_use else "immutable=1")) as connection:
            yield connection
    except (sqlite3.Error, OSError) as error:
        raise DatabaseUnusable(f"The database {path} cannot be read: {error}.") from error


def connect(path: Path, how: str) -> sqlite3.Connection:
    """A connection without transactions of the driver's own; `how` as in SQLite's URIs."""
    uri = f"{path.absolute().as_uri()}?{how}"
    return sqlite3.connect(uri, uri=True, isolation_level=None)


def check(path: Path, connection: sqlite3.Connection) -> int:
    """The version of the schema. Raises DatabaseUnusable for what is no healthy one of ours."""
    (health,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if health != "ok":
        raise DatabaseUnusable(f"{path} is damaged ({health}). Restore a backup.")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (program,) = connection.execute("PRAGMA application_id").fetchone()
    tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if tables and program != OURS:
        raise DatabaseUnusable(f"{path} belongs to another program; name another file.")
    if version > newest_version():
        raise DatabaseUnusable(
            f"{path} was written by a newer version of this program. Upgrade, or restore a backup."
        )
    return int(version)


def _check_file(path: Path) -> None:
    if not path.is_file():
        raise DatabaseUnusable(f"{path} is not a file; name the database's file.")
    # A file of one byte is an empty one to SQLite, which would start anew over it.
    if path.stat().st_size <= 1:
        raise DatabaseUnusable(f"{path} is empty. Restore a backup, or delete it to start anew.")
