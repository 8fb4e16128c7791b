"""One instance a database: a lock beside the file, held while the process lives."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class DatabaseInUse(Exception):
    """Another process holds the lock."""


@contextmanager
def lock(database: Path) -> Iterator[None]:
    """Hold the database's lock; raises DatabaseInUse where somebody else does.

    The kernel lets go of it when the process ends, however it ends.
    """
    with database.with_name(database.name + ".lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise DatabaseInUse(str(database)) from error
        yield
