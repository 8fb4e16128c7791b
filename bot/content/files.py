"""Files of a folder, opened only where they are what they seem to be."""

import os
import stat
from collections.abc import Callable
from pathlib import Path


class Refused(Exception):
    """A file that is not read: the code, the sentence and the hint of its problem."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


def real(path: Path, folder: Path) -> Path:
    """Where `path` leads, if that is a regular file inside `folder`; else `Refused`.

    Nothing is opened: opening a pipe would wait for ever, and a device may do anything.
    """
    try:
        target = path.resolve(strict=True)
        mode = target.lstat().st_mode
    except (OSError, RuntimeError) as error:
        raise _unreadable(error) from error
    _must_be_inside(target, folder)
    if not stat.S_ISREG(mode):
        raise Refused(
            "not-a-file",
            "This is a pipe, a socket, a device or a folder, not a file.",
            "Delete it, or give it another name.",
        )
    return target


def read_bytes(path: Path, most: int) -> bytes:
    """The first `most` bytes of a path that came from `real`."""
    try:
        number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(number, "rb") as file:
            if not stat.S_ISREG(os.fstat(number).st_mode):
                raise Refused("not-a-file", "This is not a file any more.", "Check again.")
            return file.read(most)
    except OSError as error:
        raise _unreadable(error) from error


def walk(folder: Path, refuse: Callable[[Path, Refused], None]) -> list[Path]:
    """All visible files below `folder`, by path; `refuse` is told what is not looked into.

    Links are followed as long as they stay inside; no folder is walked twice.
    """
    files: list[Path] = []
    waiting = [folder]
    seen: set[Path] = set()
    while waiting:
        here = waiting.pop()
        try:
            target = here.resolve(strict=True)
            if target in seen:
                continue
            seen.add(target)
            _must_be_inside(target, folder)
            entries = [(one, one.is_dir()) for one in here.iterdir() if one.name[0] != "."]
        except Refused as refused:
            refuse(here, refused)
        except (OSError, RuntimeError) as error:
            refuse(here, _unreadable(error))
        else:
            # Real folders before links to them: the names people know come first.
            folders = sorted(one for one, is_folder in entries if is_folder)
            waiting += sorted(folders, key=Path.is_symlink, reverse=True)
            files += (one for one, is_folder in entries if not is_folder)
    return sorted(files)


def _must_be_inside(target: Path, folder: Path) -> None:
    if not target.is_relative_to(folder.resolve()):
        raise Refused(
            "outside-folder",
            "This link leads out of the folder and is not followed.",
            "Copy what it leads to into the folder.",
        )


def _unreadable(error: BaseException) -> Refused:
    reason = getattr(error, "strerror", None) or "a loop of links"
    return Refused(
        "unreadable-file",
        f"This cannot be read: {reason}.",
        "Check that it is still there and that the bot may read it.",
    )
