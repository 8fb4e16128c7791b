"""What may be left of deleted rows, noted until it is gone.

`secure_delete` overwrites a row where it lies, but not the copies that SQLite leaves in the gaps of
its pages when rows move from one to another: they go when the *file* is written anew. The *log*
holds pages as they were, until it is folded into the file and emptied.
"""

from datetime import datetime
from sqlite3 import Connection
from typing import Literal

from bot.quiz.frozen import frozen

Place = Literal["file", "log"]

# Whoever reads in the log, and Litestream does so for good, does not hold up writing for longer.
PATIENCE = 10  # milliseconds


@frozen
class Traces:
    """Since when something may be left in the file and in the log; None where nothing is."""

    file: datetime | None
    log: datetime | None


def note(c: Connection, now: datetime) -> None:
    """Inside a transaction that deletes: something of it may be left in both."""
    rows = [(place, now.isoformat(), now.isoformat()) for place in ("file", "log")]
    c.executemany(
        "INSERT INTO traces VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET latest = excluded.latest",
        rows,
    )


def noted(c: Connection) -> Traces:
    """Where something may be left."""
    rows = c.execute("SELECT place, since FROM traces")
    found = {place: datetime.fromisoformat(since) for place, since in rows}
    return Traces(found.get("file"), found.get("log"))


def latest(c: Connection) -> datetime | None:
    """When something was deleted last of what may have left traces; None where nothing did."""
    (moment,) = c.execute("SELECT max(latest) FROM traces").fetchone()
    return datetime.fromisoformat(moment) if moment else None


def file_size(c: Connection) -> int:
    """How many bytes there are to be written anew."""
    (pages,) = c.execute("PRAGMA page_count").fetchone()
    (size,) = c.execute("PRAGMA page_size").fetchone()
    return int(pages * size)


def rewrite(c: Connection) -> None:
    """Outside a transaction: write the file anew, then empty the log, which has all of it twice.

    Takes twice the file's size on the disk meanwhile.
    """
    # In a file: VACUUM makes a copy of the whole database on its way.
    c.execute("PRAGMA temp_store = FILE")
    try:
        c.execute("VACUUM")
        c.execute("UPDATE OR REPLACE traces SET place = 'log' WHERE place = 'file'")
    finally:
        c.execute("PRAGMA temp_store = MEMORY")
        empty_log(c)  # also where the disk was full: it has grown


def empty_log(c: Connection) -> None:
    """Outside a transaction: fold the log into the file; the note stays if somebody reads it."""
    if _folded(c) and c.execute("DELETE FROM traces WHERE place = 'log'").rowcount:
        _folded(c)


def _folded(c: Connection) -> bool:
    (patience,) = c.execute("PRAGMA busy_timeout").fetchone()
    c.execute(f"PRAGMA busy_timeout = {PATIENCE:d}")
    try:
        (busy, *_) = c.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        c.execute(f"PRAGMA busy_timeout = {patience:d}")
    return not busy
