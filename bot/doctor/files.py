"""The files and folders that the bot reads and writes, seen by the user who asks."""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from bot.doctor.finding import Finding, note, ok, problem, warning
from bot.settings import Settings
from bot.store.backup import dated, folder_for
from bot.store.inspection import DatabaseUnusable, check, look
from bot.store.lock import in_use

OTHERS = 0o077  # whatever group and others may do
OLD = timedelta(days=8)


def instance(settings: Settings) -> Finding:
    """Whether the bot runs: neither good nor bad."""
    running = in_use(settings.database)
    return note("bot", "It is running." if running else "It is not running.")


def writable(settings: Settings) -> Iterator[Finding]:
    """What must be written can be."""
    folder = settings.database.absolute().parent
    wrong = [
        path
        for path in (folder, settings.database)
        if path.exists() and not os.access(path, os.W_OK)
    ]
    for path in wrong:
        yield problem(
            "files",
            f"{path} may not be written by this user.",
            "Give it to the user the bot runs as, or run the doctor as that user.",
        )
    if not wrong and folder.is_dir():
        yield ok("files", f"{folder} may be written.")


def private(settings: Settings) -> Iterator[Finding]:
    """Nobody else reads the token or people's results."""
    secrets = [settings.token_file, settings.webhook_secret_file, settings.database]
    if not settings.token_file:
        secrets.append(Path(".env"))
    for path in filter(None, secrets):
        if path.is_file() and path.stat().st_mode & OTHERS:
            yield warning("files", f"Others on this machine may read {path}.", f"chmod 600 {path}")


def backups(settings: Settings, now: datetime) -> Finding:
    """The newest backup: how old it is, and whether it could be restored."""
    folder = folder_for(settings.database, settings.backups)
    try:
        made = dated(folder) if folder.is_dir() else []
        age = now.timestamp() - made[0].stat().st_mtime if made else 0.0
    except OSError as error:
        return problem("backups", f"{folder}: {error.strerror}.", "Let this user read it.")
    if not made:
        return warning("backups", f"There is none in {folder}.", "Make one: quizbot backup")
    try:
        with look(made[0]) as connection:
            check(made[0], connection)
    except DatabaseUnusable as error:
        return problem("backups", error.why, "Make another one: quizbot backup")
    told = f"The newest of {len(made)} is {made[0]}, healthy, {_age(age)} old."
    if age > OLD.total_seconds():
        return warning("backups", told, "Make one: quizbot backup")
    return ok("backups", told)


def _age(seconds: float) -> str:
    days, hours = divmod(int(seconds // 3600), 24)
    return f"{days} d {hours} h" if days > 0 else f"{max(hours, 0)} h"
