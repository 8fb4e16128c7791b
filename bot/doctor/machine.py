"""The machine that the bot runs on: its programs, its time zone, its disk."""

import platform
import shutil
from datetime import datetime
from importlib import metadata
from pathlib import Path

from bot import __version__
from bot.doctor.finding import Finding, note, ok, problem, warning
from bot.screens.words import languages, words_for
from bot.settings import Settings
from bot.store.health import sqlite_version

LIBRARIES = ("python-telegram-bot", "aiosqlite", "aiohttp")
OLDEST_SQLITE = (3, 37)  # the first that knows STRICT tables
MEGABYTE = 1_000_000
LITTLE = 100 * MEGABYTE


def versions() -> Finding:
    """What a maintainer asks first."""
    parts = [f"quizbot {__version__}", f"Python {platform.python_version()}"]
    parts += [f"{name} {metadata.version(name)}" for name in LIBRARIES]
    told = ", ".join((*parts, f"SQLite {'.'.join(map(str, sqlite_version))}"))
    if sqlite_version < OLDEST_SQLITE:
        return problem("programs", told, "Install a Python whose SQLite is 3.37 or newer.")
    return note("programs", told)


def texts() -> Finding:
    """Whether the texts of every language can be read."""
    try:
        read = [words_for(language).language for language in languages()]
    except (OSError, ValueError, KeyError) as error:
        return problem("texts", f"The bot's texts cannot be read: {error}.", "Install it anew.")
    return ok("texts", f"The bot speaks {', '.join(sorted(read))}.")


def time_zone(settings: Settings, now: datetime) -> Finding:
    """Where a day ends; that the zone is known, the settings have made sure."""
    return ok("time zone", f"It is {now.astimezone(settings.zone):%H:%M} in {settings.timezone}.")


def disk(folder: Path, database: Path) -> Finding:
    """Room for the database to be written anew, and for a backup beside it."""
    try:
        free = shutil.disk_usage(folder).free
        size = database.stat().st_size if database.exists() else 0
    except OSError as error:
        return problem("disk", f"{folder}: {error.strerror}.", "Make the folder.")
    told = f"{_megabytes(free)} free in {folder}; the database has {_megabytes(size)}."
    if free < 2 * size or free < LITTLE // 10:
        return problem("disk", told, "Make room: backups, /forget and upgrades need it.")
    if free < 5 * size or free < LITTLE:
        return warning("disk", told, "Make room before it gets tight.")
    return ok("disk", told)


def _megabytes(size: int) -> str:
    return f"{size / MEGABYTE:,.0f} MB" if size >= MEGABYTE else f"{size / 1000:,.0f} kB"
