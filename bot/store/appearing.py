"""Files that appear whole, synced and private, or not at all."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PARTIAL = ".partial"


@contextmanager
def appearing(target: Path) -> Iterator[Path]:
    """An empty file to write into, which becomes `target` when the block ends well.

    It can be read by nobody else, and belongs to whoever has the folder, also when root makes it:
    else the bot, which runs as somebody else, could not use it. What was `target` before is
    replaced. Call it `alone_in` the folder.
    """
    partial = target.with_name(f".{target.name}{PARTIAL}")
    remove_partial(partial)
    os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        give_to_owner_of(target.parent, partial)
        yield partial
        sync(partial)
        partial.replace(target)
        sync(target.parent)
    except BaseException:
        remove_partial(partial)
        raise


def remove_partial(path: Path) -> None:
    """Remove what was being written, and the journal that SQLite keeps beside it."""
    for each in (path, Path(f"{path}-journal")):
        each.unlink(missing_ok=True)


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Wait until no other process is `alone_in` this folder, and keep others waiting meanwhile.

    So whatever is partial there was left by a process that is no more.
    """
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)


def make_folder(folder: Path) -> None:
    """A private folder, if there is none; the one above it must be there."""
    if not folder.is_dir():
        folder.mkdir(mode=0o700)
        give_to_owner_of(folder.absolute().parent, folder)


def give_to_owner_of(folder: Path, path: Path) -> None:
    """Have `path` belong to the owner of `folder`; only root can, for others it does already."""
    if os.geteuid() == 0:
        owner = folder.stat()
        os.chown(path, owner.st_uid, owner.st_gid)


def sync(path: Path) -> None:
    """Return once a file's content, or a folder's list of files, is on disk."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
