"""A write that changes nothing, to learn whether writing succeeds."""

from sqlite3 import Connection

from bot.store.inspection import OURS


def beat(c: Connection) -> None:
    """Write the file's mark anew: one page, committed and synced like any answer."""
    c.execute(f"PRAGMA application_id = {OURS:d}")
