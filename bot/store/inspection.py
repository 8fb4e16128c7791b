"""Whether a file is a healthy database of this program; looking into one without changing it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.store.migrate import newest_version

# The application id that the first step writes into the file's header.
OURS = 0x7175697A

RESTORE = "Restore a backup."


class DatabaseUnusable(Exception):
    """The file cannot be used: `why`, and what to do. The message says both."""

    def __init__(self, why: str, todo: str = "") -> None:
        super().__init__(f"{why} {todo}".strip())
        self.why = why
        self.todo = todo


class ForeignDatabase(DatabaseUnusable):
    """Another program's."""


def inspect(path: Path) -> int:
    """The version of the schema in `path`: 0 where no file is, or nothing in it.

    Raises DatabaseUnusable, before anything is written, for what is no healthy database of ours,
    and sqlite3.Error for what is none at all.
    """
    if not path.absolute().parent.is_dir():
        raise DatabaseUnusable(
            f"There is no folder {path.parent}.", "Make it, or name another file."
        )
    if not path.exists():
        return 0
    _check_file(path)
    with closing(connect(path, "mode=rw")) as connection:
        return check(path, connection)


@contextmanager
def look(path: Path) -> Iterator[sqlite3.Connection]:
    """Look into a file, which stays as it is, as does what lies beside it.

    It may be used while the bot runs, and sees one state from beginning to end. Raises
    DatabaseUnusable where there is nothing to look at, and where SQLite finds it unreadable.
    """
    if not path.exists():
        raise DatabaseUnusable(f"There is no database {path}.", "Name it with --database.")
    try:
        _check_file(path)
        with closing(reading(path)) as connection:
            connection.execute("BEGIN")
            yield connection
    except (sqlite3.Error, OSError) as error:
        raise DatabaseUnusable(f"The database {path} cannot be read: {error}.", RESTORE) from error


def reading(path: Path) -> sqlite3.Connection:
    """A connection that leaves the file, and what lies beside it, as they are."""
    # Without a log nobody uses the file, and reading it as it is makes no log either.
    in_use = Path(f"{path}-wal").exists()
    return connect(path, "mode=ro" if in_use else "immutable=1")


def connect(path: Path, how: str) -> sqlite3.Connection:
    """A connection without transactions of the driver's own; `how` as in SQLite's URIs."""
    uri = f"{path.absolute().as_uri()}?{how}"
    return sqlite3.connect(uri, uri=True, isolation_level=None)


def check(path: Path, connection: sqlite3.Connection) -> int:
    """The version of the schema. Raises DatabaseUnusable for what is no healthy one of ours."""
    (health,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if health != "ok":
        raise DatabaseUnusable(f"{path} is damaged ({health}).", RESTORE)
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (program,) = connection.execute("PRAGMA application_id").fetchone()
    tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if tables and program != OURS:
        raise ForeignDatabase(f"{path} belongs to another program.", "Name another file.")
    if version > newest_version():
        raise DatabaseUnusable(
            f"{path} was written by a newer version of this program.",
            "Upgrade, or restore a backup.",
        )
    return int(version)


def _check_file(path: Path) -> None:
    if not path.is_file():
        raise DatabaseUnusable(f"{path} is not a file.", "Name the database's file.")
    # A file of one byte is an empty one to SQLite, which would start anew over it.
    if path.stat().st_size <= 1:
        raise DatabaseUnusable(f"{path} is empty.", "Restore a backup, or delete it to start anew.")
