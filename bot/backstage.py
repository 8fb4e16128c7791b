"""What operators and editors ask of the database, also while the bot is running."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from sqlite3 import Connection

from bot.content.catalog import Catalog
from bot.play.admission import as_problem, lacking
from bot.settings import Misconfigured, Settings
from bot.store import backup, boards, reports, restore
from bot.store.backup import Contents
from bot.store.database import Database
from bot.store.inspection import check, look
from bot.store.lock import lock
from bot.store.reports import Report


def with_answers(found: Catalog, path: Path) -> Catalog:
    """The catalogue, with the sets whose files lack questions that have answers as problems."""
    with _looking(path) as connection:
        lacks = tuple(lacking(connection, found.sets.values()))
    problems = (as_problem(each, found.folders[each.set_id]) for each in lacks)
    return replace(found, problems=(*found.problems, *problems))


def report_lines(path: Path) -> list[str]:
    """What people found wrong with questions, a line each, the newest first."""
    with _looking(path) as connection:
        listed = reports.listed(connection)
    return [_line(each) for each in listed] or ["No reports."]


def back_up(settings: Settings, dest: Path | None, now: datetime) -> str:
    """Make a backup in the folder `dest`, or as the new file `dest`; what has been done."""
    folder = dest or backup.folder_for(settings.database, settings.backups)
    _must_be_there(settings.database)
    if dest and not dest.is_dir():
        made = backup.write(settings.database, dest)
    else:
        made = backup.keep(settings.database, folder, settings.backups_kept, now)
    return f"{made.path} holds {told(made.holds)}."


def put_back(settings: Settings, file: Path, now: datetime, agreed: Callable[[str], bool]) -> str:
    """Restore a backup, if that is `agreed` to once it is said what would happen; what has been.

    Raises DatabaseInUse while the bot runs, NotRestorable, RestoreFailed.
    """
    database = settings.database
    if file.exists() and database.exists() and file.samefile(database):
        raise Misconfigured(f"{file} is the database itself. Name a backup.")
    with lock(database):
        holds, held = restore.examine(file), restore.present(database)
        question = [f"{file} holds {told(holds)}."]
        if database.exists():
            holding = f"holds {told(held)}" if held else "cannot be read"
            question += [f"{database} {holding}; it will be kept beside, under another name."]
        if not agreed("\n".join((*question, "Put the backup in its place?"))):
            return "Nothing was changed."
        done = restore.restore(file, database, now)
    kept = f" What was there before is kept as {done.before}." if done.before else ""
    return f"{database} now holds {told(done.holds)}.{kept} The bot may be started."


def repair_boards(settings: Settings) -> str:
    """Count the leaderboards anew from the answers; what has been done.

    Raises DatabaseInUse while the bot runs: that would have to wait too long.
    """
    _must_be_there(settings.database)
    with lock(settings.database):
        asyncio.run(_count_anew(settings))
    return "The leaderboards have been counted anew from the answers."


async def _count_anew(settings: Settings) -> None:
    db = await Database.open(settings.database, settings.backups)
    try:
        await db.write(boards.rebuild)
    finally:
        await db.close()


def _must_be_there(database: Path) -> None:
    if not database.exists():
        raise Misconfigured(f"There is no database {database}. Name it with --database.")


def told(holds: Contents) -> str:
    """What a file of scores holds, in words."""
    counted = f"{_count(holds.players, 'player')}, {_count(holds.attempts, 'attempt')} and "
    counted += _count(holds.answers, "answer")
    return f"{counted}, the last of {holds.latest:%Y-%m-%d %H:%M} UTC" if holds.latest else counted


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


@contextmanager
def _looking(path: Path) -> Iterator[Connection]:
    """The database as it is: also one of an older version, which stays at that version."""
    with look(path) as connection:
        check(path, connection)
        yield connection


def _line(report: Report) -> str:
    item = f"{report.set_id}/{report.question_id} ({report.version}, {report.language or '?'})"
    return f"{report.reported_at:%Y-%m-%d %H:%M}  {item}  {_harmless(report.sentence or '-')}"


def _harmless(text: str) -> str:
    """One line for a terminal: anybody may have written it, control characters included."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
