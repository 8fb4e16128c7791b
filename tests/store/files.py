"""Who stands in a database's file."""

import sqlite3
from contextlib import closing
from pathlib import Path


def join(c: sqlite3.Connection, *ids: int) -> None:
    rows = [(id_, f"Player {id_}") for id_ in ids]
    c.executemany("INSERT INTO players (id, name, first_seen) VALUES (?, ?, '')", rows)


def players(path: Path) -> list[int]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT id FROM players ORDER BY id")]
