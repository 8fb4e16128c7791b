"""A backup in the database's place: whole or not at all, and what was there is kept."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from bot.store import backup, restore
from bot.store.database import Database
from bot.store.inspection import ForeignDatabase, connect
from bot.store.migrate import migrate, newest_version, steps
from bot.store.restore import NotRestorable, RestoreFailed
from tests.store.files import join, players

NOW = datetime(2026, 11, 22, 19, 5, tzinfo=UTC)
KEPT = "quiz-before-restore-20261122T190500Z.sqlite3"


def listed(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file())


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    """A database with the players 1 and 2, of which the backup knows 1 only."""
    db = await Database.open(tmp_path / "quiz.sqlite3")
    await db.write(lambda c: join(c, 1))
    backup.keep(db.path, tmp_path / "backups", 7, NOW)
    await db.write(lambda c: join(c, 2))
    await db.close()
    return db.path


@pytest.fixture
def copy(path: Path) -> Path:
    (made,) = (path.parent / "backups").iterdir()
    return made


async def test_the_backup_is_in_place_and_what_was_there_is_kept(path: Path, copy: Path) -> None:
    assert restore.examine(copy).players == 1
    done = restore.restore(copy, path, NOW)
    assert done.holds.players == 1
    assert done.before == path.with_name(KEPT)
    assert players(path) == [1]
    assert players(done.before) == [1, 2]
    assert listed(path.parent) == sorted([path.name, KEPT])
    assert {each.stat().st_mode & 0o777 for each in (path, done.before)} == {0o600}
    await (await Database.open(path)).close()


async def test_what_a_killed_bot_left_in_its_log_is_kept_and_not_played_in(
    path: Path, copy: Path, tmp_path: Path
) -> None:
    db = await Database.open(path)
    await db.write(lambda c: join(c, 3))
    left = {end: Path(f"{path}{end}").read_bytes() for end in ("", "-wal", "-shm")}
    await db.close()
    for end, content in left.items():
        Path(f"{path}{end}").write_bytes(content)
    done = restore.restore(copy, path, NOW)
    assert done.before
    assert players(path) == [1]
    assert players(done.before) == [1, 2, 3]
    assert listed(path.parent) == sorted([path.name, KEPT])


def test_onto_a_new_machine(path: Path, copy: Path) -> None:
    path.unlink()
    done = restore.restore(copy, path, NOW)
    assert done.before is None
    assert players(path) == [1]


def damaged(content: bytes) -> bytes:
    return content[:4096] + Random(1).randbytes(len(content) - 4096)


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "overwritten": damaged,
    "empty": lambda _: b"",
    "text": lambda _: b"hello\n",
    "cut": lambda content: content[:-5000],
}


@pytest.mark.parametrize("how", DAMAGES)
def test_a_damaged_database_is_set_aside_as_it_is(path: Path, copy: Path, how: str) -> None:
    content = DAMAGES[how](path.read_bytes())
    path.write_bytes(content)
    Path(f"{path}-wal").write_bytes(b"what was a log")
    done = restore.restore(copy, path, NOW)
    assert done.before
    assert done.before.read_bytes() == content
    assert Path(f"{done.before}-wal").read_bytes() == b"what was a log"
    assert players(path) == [1]
    assert not Path(f"{path}-wal").exists()


def test_restored_twice_in_a_second_nothing_kept_is_lost(path: Path, copy: Path) -> None:
    for _ in range(2):
        restore.restore(copy, path, NOW)
    assert listed(path.parent) == sorted([path.name, KEPT, KEPT.replace(".sqlite3", "-2.sqlite3")])
    assert players(path.with_name(KEPT)) == [1, 2]


@pytest.mark.parametrize("version", range(1, newest_version()))
async def test_an_older_backup_is_brought_up_to_date_at_the_next_start(
    path: Path, tmp_path: Path, version: int
) -> None:
    old = tmp_path / "old.sqlite3"
    with closing(sqlite3.connect(old, isolation_level=None)) as connection:
        migrate(connection, steps()[:version])
        join(connection, 9)
    restore.restore(old, path, NOW)
    db = await Database.open(path)
    assert await db.read(lambda c: c.execute("SELECT id FROM players").fetchall()) == [(9,)]
    await db.close()


async def test_a_backup_with_a_log_of_its_own_is_taken_with_it(path: Path, tmp_path: Path) -> None:
    """As somebody has copied both files of a bot that was killed."""
    db = await Database.open(tmp_path / "other.sqlite3")
    await db.write(lambda c: join(c, 5, 6))
    (tmp_path / "moved").mkdir()
    for end in ("", "-wal"):
        shutil.copy(f"{db.path}{end}", tmp_path / "moved")
    await db.close()
    moved = tmp_path / "moved/other.sqlite3"
    assert Path(f"{moved}-wal").stat().st_size
    assert restore.examine(moved).players == 2
    restore.restore(moved, path, NOW)
    assert players(path) == [5, 6]


# --- what is refused


@pytest.mark.parametrize(
    "content, told",
    [
        (b"", "is empty"),
        (b"hello\n", "cannot be read"),
        (b"SQLite format 3\0" + b"x" * 9000, "cannot be read"),
        (None, "There is no"),
    ],
)
def test_what_is_no_backup_is_refused(tmp_path: Path, content: bytes | None, told: str) -> None:
    file = tmp_path / "backup.sqlite3"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(NotRestorable, match=rf"{told}.*Nothing was changed"):
        restore.examine(file)


def test_a_damaged_backup_is_refused(copy: Path) -> None:
    copy.write_bytes(damaged(copy.read_bytes()))
    with pytest.raises(NotRestorable, match="Nothing was changed"):
        restore.examine(copy)


def test_a_newer_versions_backup_is_refused(copy: Path) -> None:
    with closing(connect(copy, "mode=rw")) as connection:
        connection.execute(f"PRAGMA user_version = {newest_version() + 1}")
    with pytest.raises(NotRestorable, match="newer version"):
        restore.examine(copy)


def test_another_programs_file_is_neither_restored_nor_replaced(path: Path, copy: Path) -> None:
    shop = path.with_name("shop.sqlite3")
    with closing(connect(shop, "mode=rwc")) as connection:
        connection.execute("CREATE TABLE goods (x)")
    content = shop.read_bytes()
    with pytest.raises(NotRestorable, match="another program"):
        restore.examine(shop)
    with pytest.raises(ForeignDatabase, match="another program"):
        restore.restore(copy, shop, NOW)
    assert shop.read_bytes() == content


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of one megabyte."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", place], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no file system can be mounted here: that takes root and its rights")
    yield place
    subprocess.run(["umount", place], check=True)


async def test_on_a_full_disk_the_database_stays_as_it_was(
    path: Path, copy: Path, small_disk: Path
) -> None:
    with closing(connect(copy, "mode=rw")) as connection:
        connection.execute("BEGIN")
        join(connection, *range(10, 100_000))
        connection.execute("COMMIT")
    database = small_disk / "quiz.sqlite3"
    shutil.copy(path, database)
    with pytest.raises(RestoreFailed, match=r"full.*as it was"):
        restore.restore(copy, database, NOW)
    assert listed(small_disk) == ["quiz.sqlite3"]
    assert players(database) == [1, 2]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_what_root_restores_belongs_to_whoever_has_the_folder(path: Path, copy: Path) -> None:
    os.chown(path.parent, 65534, 65534)
    restore.restore(copy, path, NOW)
    assert path.stat().st_uid == 65534
