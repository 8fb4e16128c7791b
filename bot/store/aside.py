"""Updates that could not be handled, kept for whoever looks after the bot."""

from datetime import datetime
from sqlite3 import Connection


def keep(c: Connection, update_id: int, body: str, error: str, now: datetime) -> None:
    """Set an update aside; once is enough."""
    c.execute(
        "INSERT INTO set_aside VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (update_id, body, error, now.isoformat()),
    )


def count(c: Connection) -> int:
    """How many updates have been set aside."""
    return int(c.execute("SELECT count(*) FROM set_aside").fetchone()[0])
