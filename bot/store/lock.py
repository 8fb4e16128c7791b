"""One instance a database: a lock beside the file, held while the process lives."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from bot.store.appearing import give_to_owner_of
from bot.store.inspection import DatabaseUnusable


class DatabaseInUse(Exception):
    """Another process holds the lock."""


@contextmanager
def lock(database: Path) -> Iterator[None]:
    """Hold the database's lock; raises DatabaseInUse where somebody else does.

    The kernel lets go of it when the process ends, however it ends. Raises DatabaseUnusable where
    there can be no lock.
    """
    with _locked(database):
        yield


def in_use(database: Path) -> bool:
    """Whether somebody holds the lock at this moment; nothing is made or changed."""
    try:
        with Path(f"{database}.lock").open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def _locked(database: Path) -> TextIO:
    path = Path(f"{database}.lock")
    try:
        file = path.open("w")
        give_to_owner_of(path.parent, path)
    except OSError as error:
        raise DatabaseUnusable(
            f"The lock {path} cannot be made: {error.strerror}. Check that its folder is there "
            "and may be written."
        ) from error
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        file.close()
        raise DatabaseInUse(str(database)) from error
    return file
