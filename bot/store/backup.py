"""Backups: whole, verified copies of the database, made while it is in use.

`VACUUM INTO` reads one consistent state without holding up the writer, and writes only what is
there: nothing that was deleted gets into a copy.
"""

import logging
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from itertools import count
from pathlib import Path

from bot.quiz.frozen import frozen
from bot.store.appearing import PARTIAL, alone_in, appearing, make_folder, remove_partial
from bot.store.inspection import OURS, connect

log = logging.getLogger(__name__)

# Only files with such a name are ever deleted, and only by `keep`.
DATED = re.compile(r"quizbot-(\d{8}T\d{6}Z)(?:-(\d+))?\.sqlite3")


class BackupFailed(Exception):
    """No backup was made, and nothing of it is left; the message says why."""


@frozen
class Contents:
    """How much a file holds. `answers` are those in private and those in groups."""

    players: int
    attempts: int
    answers: int
    latest: datetime | None  # when the last answer came

    @property
    def numbers(self) -> tuple[int, int, int]:
        return self.players, self.attempts, self.answers


@frozen
class Made:
    """A backup that was made and verified."""

    path: Path
    holds: Contents


def folder_for(database: Path, named: Path | None) -> Path:
    """Where backups go: the folder named in the settings, or `backups` beside the database."""
    return named or database.with_name("backups")


def dated(folder: Path) -> list[Path]:
    """The backups that `keep` has made in `folder`, the newest first."""
    found = ((DATED.fullmatch(path.name), path) for path in folder.iterdir() if path.is_file())
    order = {path: (match[1], int(match[2] or 1)) for match, path in found if match}
    return sorted(order, key=order.__getitem__, reverse=True)


def keep(database: Path, folder: Path, kept: int, now: datetime) -> Made:
    """A backup in `folder`, made if absent, named by the time; older ones beyond `kept` go.

    `now` is in UTC. Raises BackupFailed.
    """
    with _told(database, folder):
        make_folder(folder)
        with alone_in(folder):
            made = _make(database, free(folder, f"quizbot-{now:%Y%m%dT%H%M%SZ}"))
            others = [path for path in dated(folder) if path != made.path]
            for old in others[kept - 1 :]:
                old.unlink()
    return made


def write(database: Path, target: Path) -> Made:
    """A backup at `target`, which must not be there yet. Raises BackupFailed."""
    with _told(database, target), alone_in(target.absolute().parent):
        if target.exists():
            raise FileExistsError("there is a file of this name, which is not written over")
        return _make(database, target)


def before_migration(database: Path, folder: Path, version: int) -> Path:
    """A backup of what is about to be brought to `version`; it stays until somebody deletes it.

    There is one even if the bot tries again and again. Raises BackupFailed.
    """
    stem = f"quizbot-before-v{version}"
    try:
        with _told(database, folder):
            make_folder(folder)
            with alone_in(folder):
                made = _still_good(database, folder, stem)
                made = made or _make(database, free(folder, stem)).path
    except BackupFailed as error:
        raise BackupFailed(
            f"{error} So the database has not been brought to version {version}, and is as it was. "
            "Make room, or name another folder in QUIZBOT_BACKUPS, and start again."
        ) from error
    log.info("Before the database is brought to version %d: backed up to %s", version, made)
    return made


def _still_good(database: Path, folder: Path, stem: str) -> Path | None:
    """A backup made since the file last changed."""
    files = [path for path in (database, Path(f"{database}-wal")) if path.exists()]
    changed = max(path.stat().st_mtime_ns for path in files)
    made = (path for path in folder.glob(f"{stem}[.-]*") if path.stat().st_mtime_ns > changed)
    return next(made, None)


_CONTENTS = """SELECT (SELECT count(*) FROM players), (SELECT count(*) FROM attempts),
    count(*), max(answered_at) FROM """
_ANSWERS = "answers"
_ANSWERS_AND_GROUPS = """
    (SELECT answered_at FROM answers UNION ALL SELECT answered_at FROM round_answers)"""


def contents(connection: sqlite3.Connection) -> Contents:
    """What a file of any version holds."""
    version = _one(connection, "PRAGMA user_version")
    if not version:
        return Contents(0, 0, 0, None)
    answers = _ANSWERS if version < 2 else _ANSWERS_AND_GROUPS
    players, attempts, given, latest = connection.execute(_CONTENTS + answers).fetchone()
    return Contents(players, attempts, given, datetime.fromisoformat(latest) if latest else None)


def copy(source: sqlite3.Connection, target: Path) -> Contents:
    """Write what `source` holds into the empty file `target` and verify it; what it holds.

    Raises sqlite3.Error, or ValueError where the copy is not whole.
    """
    before = contents(source)
    source.execute("VACUUM INTO ?", (str(target.absolute()),))
    after = contents(source)
    with closing(connect(target, "immutable=1")) as written:
        _verify(written)
        held = contents(written)
        same = _header(written) == _header(source)
    # People play meanwhile: what is copied lies between what was there before and after.
    bounds = zip(before.numbers, held.numbers, after.numbers, strict=True)
    if not same or any(not min(a, b) <= number <= max(a, b) for a, number, b in bounds):
        raise ValueError("the copy does not hold what the database holds; try again")
    return held


def free(folder: Path, stem: str) -> Path:
    """A name in `folder` that no file has: two backups may be made in one second."""
    names = (f"{stem}{f'-{number}' if number > 1 else ''}.sqlite3" for number in count(1))
    return next(folder / name for name in names if not (folder / name).exists())


def _make(database: Path, target: Path) -> Made:
    for left in target.parent.glob(f".quizbot-*.sqlite3{PARTIAL}"):
        remove_partial(left)
    with (
        appearing(target) as partial,
        closing(connect(database, "mode=rw")) as source,
    ):
        if _header(source)[0] != OURS:
            raise ValueError("it belongs to another program")
        held = copy(source, partial)
    return Made(target, held)


def _verify(connection: sqlite3.Connection) -> None:
    (health,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if health != "ok":
        raise ValueError(f"the copy is damaged ({health})")
    orphan = connection.execute("PRAGMA foreign_key_check").fetchone()
    if orphan:
        raise ValueError(f"rows of table {orphan[0]} point to rows that are not there")


def _header(connection: sqlite3.Connection) -> tuple[int, int]:
    """Whose the file is, and the version of its schema."""
    return (
        _one(connection, "PRAGMA application_id"),
        _one(connection, "PRAGMA user_version"),
    )


def _one(connection: sqlite3.Connection, sql: str) -> int:
    return int(connection.execute(sql).fetchone()[0])


@contextmanager
def _told(database: Path, where: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError, ValueError) as error:
        raise BackupFailed(
            f"{database} could not be backed up to {where}: {why(error)}. "
            "Nothing was left behind there."
        ) from error


def why(error: Exception) -> str:
    """What happened, without number and path."""
    return (isinstance(error, OSError) and error.strerror) or str(error)
