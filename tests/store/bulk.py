"""What makes a database large without anybody having to play."""

from sqlite3 import Connection

PIECE = 1000  # bytes


def grow(c: Connection, megabytes: int) -> None:
    rows = ((f"bulk-{n}", f"{n:0{PIECE}}") for n in range(megabytes * 1_000_000 // PIECE))
    c.executemany("INSERT INTO snapshots VALUES (?, 'bulk', ?, '')", rows)


def put_in(c: Connection, text: str) -> None:
    """A row that `take_out` deletes."""
    c.execute("INSERT INTO inbox (update_id, body, came_at) VALUES (1, ?, '')", (text,))


def take_out(c: Connection) -> None:
    c.execute("DELETE FROM inbox")
