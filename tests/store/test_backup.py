"""Backups: whole, verified, private, and nothing else is touched."""

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from bot.store import backup
from bot.store.backup import BackupFailed, dated
from bot.store.database import Database
from bot.store.inspection import DatabaseUnusable, connect, inspect
from bot.store.migrate import migrate, newest_version, steps
from tests.checkout import ROOT
from tests.store.files import join, players

NOBODY = 65534
NOW = datetime(2026, 11, 22, 19, 5, tzinfo=UTC)
FIRST = "quizbot-20261122T190500Z.sqlite3"


def listed(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


async def test_what_still_waits_in_the_log_is_in_the_backup(db: Database, folder: Path) -> None:
    await db.write(lambda c: join(c, 1, 2))
    made = backup.keep(db.path, folder, 7, NOW)
    assert made.path == folder / FIRST
    assert (made.holds.players, made.holds.attempts, made.holds.answers) == (2, 0, 0)
    assert players(made.path) == [1, 2]


async def test_a_backup_is_for_its_owner_only(db: Database, folder: Path) -> None:
    made = backup.keep(db.path, folder, 7, NOW)
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


async def test_the_bot_starts_from_a_backup(db: Database, folder: Path) -> None:
    await db.write(lambda c: join(c, 1))
    made = backup.keep(db.path, folder, 7, NOW)
    again = await Database.open(made.path)
    await again.write(lambda c: join(c, 2))
    await again.close()
    assert players(made.path) == [1, 2]
    assert players(db.path) == [1]


async def test_nothing_that_was_deleted_is_in_a_backup(db: Database, folder: Path) -> None:
    await db.write(lambda c: c.execute("PRAGMA secure_delete = OFF") and None)
    await db.write(lambda c: [join(c, n) for n in range(500)] and None)
    await db.write(lambda c: c.execute("UPDATE players SET name = 'Somebody Unforgettable'"))
    await db.write(lambda c: c.execute("DELETE FROM players"))
    made = backup.keep(db.path, folder, 7, NOW)
    assert b"Unforgettable" in Path(f"{db.path}-wal").read_bytes()
    assert b"Unforgettable" not in made.path.read_bytes()


async def test_the_newest_are_kept_and_nothing_of_others_is_touched(
    db: Database, folder: Path
) -> None:
    folder.mkdir()
    others = [
        "quizbot-before-v2.sqlite3",
        "quizbot-20260101T000000Z.sqlite3.gz",
        "old-quizbot-20260101T000000Z.sqlite3",
        "quizbot-2026.sqlite3",
        "notes.txt",
    ]
    for name in others:
        (folder / name).touch()
    (folder / "quizbot-20250101T000000Z.sqlite3").mkdir()
    for day in range(5):
        backup.keep(db.path, folder, 3, NOW + timedelta(days=day))
    newest = [f"quizbot-202611{day}T190500Z.sqlite3" for day in (24, 25, 26)]
    assert listed(folder) == sorted([*others, *newest, "quizbot-20250101T000000Z.sqlite3"])
    assert [path.name for path in dated(folder)] == newest[::-1]


async def test_two_in_one_second_are_two(db: Database, folder: Path) -> None:
    made = [backup.keep(db.path, folder, 3, NOW).path.name for _ in range(4)]
    assert made == [FIRST, *(FIRST.replace("Z.", f"Z-{n}.") for n in (2, 3, 4))]
    assert [path.name for path in dated(folder)] == made[:0:-1]


async def test_a_clock_that_was_put_back_does_not_cost_the_newest(
    db: Database, folder: Path
) -> None:
    for day in (3, 2, 1):
        backup.keep(db.path, folder, 2, NOW + timedelta(days=day))
        last = backup.keep(db.path, folder, 2, NOW)
        assert last.path.exists()
        assert len(dated(folder)) == 2


async def test_a_file_of_that_name_is_not_written_over(db: Database, tmp_path: Path) -> None:
    target = tmp_path / "mine.sqlite3"
    assert backup.write(db.path, target).path == target
    content = target.read_bytes()
    await db.write(lambda c: join(c, 1))
    with pytest.raises(BackupFailed, match="not written over"):
        backup.write(db.path, target)
    assert target.read_bytes() == content


@pytest.mark.parametrize("name", ["con spazi.db", "a?b#c%20d.db", "file:x.db", "è'.db", "-x"])
async def test_any_name_will_do(db: Database, tmp_path: Path, name: str) -> None:
    await db.write(lambda c: join(c, 1))
    assert players(backup.write(db.path, tmp_path / name).path) == [1]


@pytest.mark.parametrize("content", [b"", b"hello\n", b"SQLite format 3\0" + b"x" * 9000])
def test_what_is_no_database_makes_no_backup(tmp_path: Path, folder: Path, content: bytes) -> None:
    path = tmp_path / "quiz.sqlite3"
    path.write_bytes(content)
    with pytest.raises(BackupFailed, match=r"quiz\.sqlite3 could not be backed up"):
        backup.keep(path, folder, 7, NOW)
    assert listed(folder) == []
    assert path.read_bytes() == content


def test_another_programs_database_makes_no_backup(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "shop.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE players (id)")
    with pytest.raises(BackupFailed, match="another program"):
        backup.keep(path, folder, 7, NOW)
    assert listed(folder) == []


async def test_a_damaged_database_makes_no_backup(db: Database, folder: Path) -> None:
    await db.write(lambda c: join(c, *range(5000)))
    await db.close()
    content = bytearray(db.path.read_bytes())
    content[20 * 4096 : 40 * 4096] = Random(1).randbytes(20 * 4096)
    db.path.write_bytes(content)
    with pytest.raises(BackupFailed):
        backup.keep(db.path, folder, 7, NOW)
    assert listed(folder) == []


async def test_rows_that_point_to_nobody_are_told(db: Database, folder: Path) -> None:
    await db.close()
    with closing(sqlite3.connect(db.path, isolation_level=None)) as connection:
        connection.execute("INSERT INTO scores VALUES ('', 'all', 7, 1, 1, 1, 1)")
    with pytest.raises(BackupFailed, match="table scores"):
        backup.keep(db.path, folder, 7, NOW)
    assert listed(folder) == []


@pytest.mark.parametrize("version", range(1, newest_version() + 1))
def test_files_of_every_version_can_be_copied(tmp_path: Path, folder: Path, version: int) -> None:
    path = tmp_path / "quiz.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate(connection, steps()[:version])
        join(connection, 1)
    made = backup.keep(path, folder, 7, NOW)
    with closing(sqlite3.connect(made.path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (version,)
    assert players(made.path) == [1]


async def test_a_missing_folder_is_made_but_not_the_one_above_it(
    db: Database, tmp_path: Path
) -> None:
    with pytest.raises(BackupFailed, match="No such file"):
        backup.keep(db.path, tmp_path / "missing/backups", 7, NOW)
    with pytest.raises(BackupFailed, match="No such file"):
        backup.write(db.path, tmp_path / "missing/mine.sqlite3")


async def test_a_copy_that_lacks_something_is_none(db: Database, folder: Path) -> None:
    """Rows go just before the copy and are back just after it: it is not taken for whole."""
    await db.write(lambda c: join(c, 1, 2, 3))
    await db.close()
    folder.mkdir()
    with closing(sqlite3.connect(db.path)) as other, closing(connect(db.path, "mode=rw")) as source:

        def meddle(statement: str) -> None:
            if statement.startswith("VACUUM INTO"):
                other.execute("DELETE FROM players WHERE id = 3")
                other.commit()
            elif statement.startswith("SELECT (SELECT") and players(db.path) == [1, 2]:
                join(other, 3)
                other.commit()

        source.set_trace_callback(meddle)
        with pytest.raises(ValueError, match="does not hold"):
            backup.copy(source, folder / "copy.sqlite3")
    assert players(folder / "copy.sqlite3") == [1, 2]
    assert players(db.path) == [1, 2, 3]


# --- before the schema changes


def of_version(path: Path, version: int) -> Path:
    """A file as an older version of the program left it, with one player."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate(connection, steps()[:version])
        join(connection, 1)
    return path


async def opened(path: Path, backups: Path | None = None) -> None:
    await (await Database.open(path, backups)).close()


@pytest.mark.parametrize("version", range(1, newest_version()))
async def test_an_older_file_is_backed_up_before_it_changes(
    tmp_path: Path, folder: Path, version: int
) -> None:
    path = of_version(tmp_path / "quiz.sqlite3", version)
    for _ in range(2):
        await opened(path)
    assert listed(folder) == [f"quizbot-before-v{newest_version()}.sqlite3"]
    assert inspect(folder / listed(folder)[0]) == version
    assert inspect(path) == newest_version()
    assert players(folder / listed(folder)[0]) == players(path) == [1]


async def test_one_that_comes_back_and_is_upgraded_again_is_backed_up_again(
    tmp_path: Path, folder: Path
) -> None:
    path, kept = of_version(tmp_path / "quiz.sqlite3", 1), folder / "elsewhere"
    folder.mkdir()
    for _ in range(2):
        content = path.read_bytes()
        await opened(path, kept)
        path.write_bytes(content)
    stem = f"quizbot-before-v{newest_version()}"
    assert listed(kept) == [f"{stem}-2.sqlite3", f"{stem}.sqlite3"]


async def test_an_upgrade_that_fails_again_and_again_does_not_fill_the_disk(
    tmp_path: Path, folder: Path
) -> None:
    path = of_version(tmp_path / "quiz.sqlite3", 1)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")  # as the bot leaves every file
        connection.execute("CREATE TABLE groups (x)")  # the second step makes it
    for _ in range(3):
        with pytest.raises(DatabaseUnusable, match="groups"):
            await opened(path)
    assert len(listed(folder)) == 1
    assert inspect(path) == inspect(folder / listed(folder)[0]) == 1


async def test_a_new_file_and_an_up_to_date_one_need_no_backup(
    tmp_path: Path, folder: Path
) -> None:
    for _ in range(2):
        await opened(tmp_path / "quiz.sqlite3")
    assert not folder.exists()


async def test_what_cannot_be_backed_up_is_not_changed(tmp_path: Path) -> None:
    path = of_version(tmp_path / "quiz.sqlite3", 1)
    (tmp_path / "backups").touch()
    content = path.read_bytes()
    with pytest.raises(BackupFailed, match=r"is as it was.*QUIZBOT_BACKUPS"):
        await opened(path)
    assert path.read_bytes() == content


# --- interrupted, and several at once

COPYING = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from bot.store import backup
path, folder, kept, user = sys.argv[1:]
if os.getuid() == 0 and int(user):
    os.setgroups([])
    os.setgid(int(user))
    os.setuid(int(user))
try:
    print(backup.keep(Path(path), Path(folder), int(kept), datetime.now(UTC)).path)
except backup.BackupFailed as error:
    print(error)
"""


def copying(path: Path, folder: Path, kept: int = 99, user: int = 0) -> subprocess.Popen[str]:
    """A process of its own; where root runs the tests, it can be another user's."""
    return subprocess.Popen(
        [sys.executable, "-c", COPYING, str(path), str(folder), str(kept), str(user)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


async def test_what_a_killed_backup_left_goes_with_the_next(db: Database, folder: Path) -> None:
    await db.write(lambda c: join(c, *range(300_000)))
    process = copying(db.path, folder)
    with process:
        while not (folder.exists() and any(p.stat().st_size for p in folder.iterdir())):
            time.sleep(0.001)
        process.kill()
    assert listed(folder)
    assert all(".sqlite3.partial" in name for name in listed(folder))
    made = backup.keep(db.path, folder, 7, NOW)
    assert listed(folder) == [FIRST]
    assert made.holds.players == 300_000


async def test_several_at_once_are_all_whole(db: Database, folder: Path) -> None:
    await db.write(lambda c: join(c, *range(50_000)))
    processes = [copying(db.path, folder) for _ in range(4)]
    told = [process.communicate(timeout=60)[0].split()[-1] for process in processes]
    assert [process.returncode for process in processes] == [0] * 4
    assert sorted(Path(path).name for path in told) == listed(folder)
    assert len(set(told)) == 4
    for path in told:
        assert len(players(Path(path))) == 50_000


# --- a disk that is full, a folder that may not be written


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of two megabytes."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", place], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no file system can be mounted here: that takes root and its rights")
    yield place
    subprocess.run(["umount", place], check=True)


async def test_on_a_full_disk_nothing_is_left(db: Database, small_disk: Path) -> None:
    backup.keep(db.path, small_disk, 7, NOW)
    await db.write(lambda c: join(c, *range(100_000)))
    with pytest.raises(BackupFailed, match="full"):
        backup.keep(db.path, small_disk, 1, NOW)
    assert listed(small_disk) == [FIRST]
    await db.write(lambda c: join(c, 100_001))


@pytest.fixture
async def public() -> AsyncIterator[Path]:
    """A database in a folder that other users may enter, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        db = await Database.open(Path(folder) / "quiz.sqlite3")
        await db.write(lambda c: join(c, 1))
        await db.close()
        yield Path(folder)


@pytest.mark.parametrize("mode", [0o555, 0o000])
async def test_a_folder_that_may_not_be_written(public: Path, mode: int) -> None:
    (public / "backups").mkdir()
    (public / "backups").chmod(mode)
    process = copying(public / "quiz.sqlite3", public / "backups", user=NOBODY)
    told = process.communicate(timeout=60)[0]
    assert "Permission denied" in told.splitlines()[-1]
    assert "Traceback" not in told
    assert listed(public / "backups") == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
async def test_what_root_makes_belongs_to_whoever_has_the_database(
    db: Database, tmp_path: Path, folder: Path
) -> None:
    """Else the bot, which is somebody else, could not make its own backup beside it."""
    os.chown(tmp_path, 65534, 65534)
    made = backup.keep(db.path, folder, 7, NOW)
    assert {each.stat().st_uid for each in (folder, made.path)} == {65534}
