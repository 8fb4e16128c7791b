"""Backups and what they are for: made while people play, put back after a mishap."""

import asyncio
import os
import pty
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from bot.store.database import Database
from bot.store.migrate import migrate, steps

TEA = {"Camellia": 0, "Air": 1, "Hot": 2}


@pytest.fixture
def running(a_process, town):
    """Starts the bot as its own process and waits until it serves."""

    async def start(**environment):
        town.bot = await a_process(**environment)
        await town.bot.says("Serving")
        return town.bot

    return start


@pytest.fixture
def told(a_process):
    """Runs one command to its end: its exit code and all it said."""

    async def run(*command, **environment):
        process = await a_process(*map(str, command), **environment)
        code = await process.ends()
        assert "Traceback" not in process.said
        return code, process.said

    return run


def rows(path, sql):
    with closing(sqlite3.connect(path)) as file:
        return file.execute(sql).fetchall()


def answers(path):
    return set(rows(path, "SELECT player_id, position FROM answers"))


def sums_are_right(path):
    """Everybody's points on the board of all sets are those of their answers."""
    scored = rows(path, "SELECT player_id, points FROM scores WHERE (board, period) = ('', 'all')")
    earned = Counter()
    for player, points in rows(path, "SELECT player_id, points FROM answers WHERE counts = 1"):
        earned[player] += points
    return dict(scored) == dict(earned)


async def test_nothing_told_before_a_backup_is_missing_from_it(running, told, town):
    """People play without a pause while copies are made; then the bot dies and one is put back."""
    town.serves("kitchen/tea")
    bot = await running()
    acknowledged = set()

    async def keep_playing(name):
        for number in range(1000):
            person = town.joins(f"{name} {number}")
            await person.sends("/start set-tea")
            await person.taps("Start")
            for label, position in TEA.items():
                await person.taps(*(["Next"] if position else []), label)
                acknowledged.add((person.id, position))

    playing = [asyncio.create_task(keep_playing(name)) for name in ("Abel", "Bice", "Carl")]
    made = []
    for _ in range(4):
        before = set(acknowledged)
        code, said = await told("backup", QUIZBOT_BACKUPS_KEPT="3")
        assert code == 0, said
        made.append((Path(said.split(" holds ")[0]), before))
        await asyncio.sleep(0.3)
    for task in playing:
        task.cancel()
    await bot.is_killed()
    await asyncio.gather(*playing, return_exceptions=True)
    assert not [task for task in playing if not task.cancelled()]

    assert {path for path, _ in made[-3:]} == set((town.folder / "backups").iterdir())
    for path, before in made[-3:]:
        assert before <= answers(path)
        assert sums_are_right(path)
    last, before = made[-1]
    assert len(before) > 20, "people did play meanwhile"

    code, said = await told("restore", last, "--yes")
    assert code == 0, said
    assert before <= answers(town.database) == answers(last)
    # Who tapped when the bot died, after the copy was made, has to tap again.
    town.queries.clear()
    await running()
    dora = town.joins("Dora")
    await dora.sends("/start set-tea")
    await dora.taps("Start", "Camellia", "Next", "Air", "Next", "Hot", "See your result")
    dora.sees("3 of 3 points")
    assert sums_are_right(town.database)


async def test_whoever_was_in_the_middle_goes_on_there(running, told, town, ben):
    town.serves("kitchen/tea")
    bot = await running()
    await ben.sends("/start set-tea")
    await ben.taps("Start", "Camellia", "Next")
    code, said = await told("backup", "mine.sqlite3")
    assert code == 0
    assert said.startswith("mine.sqlite3 holds 1 player, 1 attempt and 1 answer, the last of 20")
    await bot.is_killed()
    town.database.write_bytes(b"a mishap")
    code, said = await told("restore", "mine.sqlite3", "--yes")
    assert code == 0
    assert "1 answer" in said
    assert "quiz-before-restore-" in said
    await running()
    await ben.taps("Air", "Next", "Hot", "See your result")
    ben.sees("3 of 3 points")


async def test_an_upgrade_that_cannot_keep_the_old_file_changes_nothing(a_process, town):
    town.serves("kitchen/tea")
    with closing(sqlite3.connect(town.database, isolation_level=None)) as file:
        migrate(file, steps()[:1])
    (town.folder / "file").touch()
    bot = await a_process(QUIZBOT_BACKUPS="file")
    assert await bot.ends() == os.EX_IOERR
    assert "is as it was" in bot.said
    assert "Traceback" not in bot.said
    assert rows(town.database, "PRAGMA user_version") == [(1,)]
    bot = await a_process(QUIZBOT_BACKUPS="folder")
    await bot.says("Serving")
    assert "backed up to folder/quizbot-before-v" in bot.said


# --- what is refused, by its sentence and its code


async def test_no_restore_while_the_bot_runs(running, told, town, ben):
    town.serves("kitchen/tea")
    await running()
    assert (await told("backup", "mine.sqlite3"))[0] == 0
    code, said = await told("restore", "mine.sqlite3", "--yes")
    assert code == os.EX_TEMPFAIL
    assert "Stop it first" in said
    await ben.sends("/start")
    ben.sees("Hello")


@pytest.fixture
async def stopped(town):
    """A database that nobody uses, and a backup of it."""
    await (await Database.open(town.database)).close()
    town.backup = town.folder / "mine.sqlite3"
    town.backup.write_bytes(town.database.read_bytes())
    return town


async def test_what_cannot_be_done_is_told(told, stopped):
    (stopped.folder / "notes.txt").write_text("hello\n")
    refusals = [
        (("backup", "--database", "missing.sqlite3"), os.EX_CONFIG, "There is no database"),
        (("backup", "mine.sqlite3"), os.EX_IOERR, "not written over"),
        (("backup", "missing/mine.sqlite3"), os.EX_IOERR, "No such file"),
        (("backup", "--database", "notes.txt"), os.EX_IOERR, "not a database"),
        (("restore", "notes.txt", "--yes"), os.EX_DATAERR, "cannot be read"),
        (("restore", "missing.sqlite3", "--yes"), os.EX_DATAERR, "There is no"),
        (("restore", stopped.database, "--yes"), os.EX_CONFIG, "the database itself"),
        (("restore", "mine.sqlite3"), os.EX_USAGE, "--yes"),
    ]
    before = stopped.database.read_bytes()
    results = await asyncio.gather(*(told(*command) for command, _, _ in refusals))
    for (ended, said), (command, code, sentence) in zip(results, refusals, strict=True):
        assert (ended, sentence in said) == (code, True), (command, said)
    assert stopped.database.read_bytes() == before


@pytest.mark.parametrize("answer, done", [("y", True), ("n", False)])
async def test_on_a_terminal_it_asks_first(stopped, answer, done):
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "restore", "mine.sqlite3"],
        cwd=stopped.folder,
        env=stopped.environment(),
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        os.write(ours, f"{answer}\n".encode())
        said = process.communicate(timeout=30)[0]
    os.close(ours)
    os.close(theirs)
    assert "mine.sqlite3 holds 0 players" in said
    assert "Put the backup in its place? [y/N]" in said
    assert process.returncode == 0
    assert ("now holds" in said) == done
    assert ("Nothing was changed" in said) != done
    assert bool(list(stopped.folder.glob("*before-restore*"))) == done


async def test_a_full_disk_costs_one_sentence(told, stopped):
    small = stopped.folder / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", small],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("no file system can be mounted here: that takes root and its rights")
    try:
        code, said = await told("backup", small)
        assert (code, said.count("\n")) == (os.EX_IOERR, 1)
        assert "full" in said
        assert list(small.iterdir()) == []
    finally:
        subprocess.run(["umount", small], check=True)
