"""SQLite that fails at the statement of a number, as it does where a disk is full or breaks."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal
from unittest.mock import patch

# How a statement fails: not done, and the transaction is still open; not done, and SQLite has
# taken back the transaction by itself; done, and nobody was told (of commits only).
How = Literal["open", "taken back", "done"]


@dataclass
class Disk:
    """What every connection to a database shares. Nothing is counted before `count_from_now`.

    Of statements that come later than the one of the number none fails until it is counted anew.
    With `commits_only` no others are counted than commits.
    """

    fails_at: int = 0
    how: How = "open"
    commits_only: bool = False
    count: int = -1
    failed: list[str] = field(default_factory=list)  # the statements that did

    def count_from_now(self) -> None:
        """The next statement has the number 1; then another one of that number can fail."""
        self.count = 0

    def strikes(self, sql: str) -> bool:
        """Whether this statement, the next one, is the one that fails."""
        if self.count < 0 or threading.current_thread() is threading.main_thread():
            return False
        if (self.commits_only or self.how == "done") and sql != "COMMIT":
            return False  # what is not committed was not done
        self.count += 1
        if self.count == self.fails_at:
            self.failed.append(sql)
        return self.count == self.fails_at


@contextmanager
def failing(disk: Disk) -> Iterator[None]:
    """Meanwhile connections are opened to this disk. Statements of the test's own never fail."""

    class Connection(sqlite3.Connection):
        def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
            return self._do(super().execute, sql, *parameters)

        def executemany(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
            return self._do(super().executemany, sql, *parameters)

        def _do(self, do: Any, sql: str, *parameters: Any) -> sqlite3.Cursor:
            if not disk.strikes(sql):
                result: sqlite3.Cursor = do(sql, *parameters)
                return result
            if disk.how == "taken back" and self.in_transaction:
                super().execute("ROLLBACK")
            elif disk.how == "done":
                do(sql, *parameters)
            raise _error()

    connect = sqlite3.connect

    def opened(*args: Any, **more: Any) -> sqlite3.Connection:
        return connect(*args, **{"factory": Connection, **more})

    with patch("sqlite3.connect", opened):
        yield


def _error() -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR_WRITE
    error.sqlite_errorname = "SQLITE_IOERR_WRITE"
    return error
