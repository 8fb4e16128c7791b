"""How a database file is, found out without changing it."""

from pathlib import Path
from sqlite3 import Connection
from sqlite3 import sqlite_version_info as sqlite_version

from bot.quiz.frozen import frozen
from bot.store.backup import Contents, contents
from bot.store.inspection import check, look
from bot.store.migrate import newest_version

__all__ = ["Health", "examine", "sqlite_version"]


@frozen
class Health:
    """What was found. Sizes are in bytes.

    `log` is what has not been folded into the file yet, `unused` what holds nothing any more;
    `orphans` are tables with rows that point to rows that are not there.
    """

    version: int
    holds: Contents
    size: int
    log: int
    unused: int
    damage: str
    orphans: tuple[str, ...]

    @property
    def current(self) -> bool:
        """Whether the schema is this program's."""
        return self.version == newest_version()


def examine(path: Path, *, deep: bool) -> Health:
    """The health of a file, in use or not; `deep` compares every index with its table.

    Raises DatabaseUnusable for what is no database of ours, or unreadable.
    """
    with look(path) as connection:
        version = check(path, connection)
        return Health(
            version,
            contents(connection),
            path.stat().st_size,
            _size(Path(f"{path}-wal")),
            _number(connection, "PRAGMA freelist_count") * _number(connection, "PRAGMA page_size"),
            _damage(connection) if deep else "",
            _orphans(connection),
        )


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _number(connection: Connection, pragma: str) -> int:
    return int(connection.execute(pragma).fetchone()[0])


def _damage(connection: Connection) -> str:
    (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    return "" if found == "ok" else str(found)


def _orphans(connection: Connection) -> tuple[str, ...]:
    return tuple(sorted({row[0] for row in connection.execute("PRAGMA foreign_key_check")}))
