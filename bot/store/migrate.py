"""The schema's steps: numbered files, each applied in one transaction with its record."""

import re
import sqlite3
from collections.abc import Iterable
from importlib import resources

Step = tuple[int, str]


def steps() -> list[Step]:
    """Number and SQL of each step, in order."""
    folder = resources.files("bot.store") / "migrations"
    files = (f for f in folder.iterdir() if f.name.endswith(".sql"))
    return sorted((int(f.name.split("_")[0]), f.read_text("utf-8")) for f in files)


def newest_version() -> int:
    """The number of the last step."""
    return max(number for number, _ in steps())


def migrate(connection: sqlite3.Connection, todo: Iterable[Step] | None = None) -> None:
    """Apply the steps that the file has not had yet; one that fails leaves no trace."""
    for number, sql in todo if todo is not None else steps():
        (done,) = connection.execute("PRAGMA user_version").fetchone()
        if number > done:
            _apply(connection, number, sql)


def _apply(connection: sqlite3.Connection, number: int, sql: str) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Not executescript, which commits first and would leave half a step behind.
        for statement in statements(sql):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {number:d}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def statements(sql: str) -> Iterable[str]:
    """The single statements of a script, in order."""
    statement = ""
    for piece in re.split("(?<=;)", sql):
        statement += piece
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement
