"""Opening: a good file opens, a bad one is named, left as it is and never started over."""

import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.store.database import Database
from bot.store.inspection import DatabaseUnusable
from bot.store.migrate import newest_version
from tests.checkout import ROOT

NOBODY = 65534


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "quiz.sqlite3"


async def open_and_close(path: Path) -> None:
    # Left open by a failing test, its threads would keep the tests from ever ending.
    await (await Database.open(path)).close()


async def refusal(path: Path) -> str:
    """The sentence with which the file is refused; nothing is left running."""
    before = threading.active_count()
    with pytest.raises(DatabaseUnusable) as raised:
        await open_and_close(path)
    for thread in threading.enumerate():
        if "connection_worker" in thread.name:
            thread.join(5)
    # What remains is the loop's own pool, which asyncio ends with the loop.
    assert not [t for t in threading.enumerate() if "connection_worker" in t.name]
    assert threading.active_count() <= before + 1
    return str(raised.value)


async def played(path: Path) -> None:
    """A healthy database with something in it."""
    db = await Database.open(path)
    await db.write(
        lambda c: c.executemany(
            "INSERT INTO inbox (update_id, body, came_at) VALUES (?, ?, '')",
            [(n, "x" * 3000) for n in range(50)],
        )
    )
    await db.close()


async def test_where_no_file_is_one_is_made(path: Path) -> None:
    db = await Database.open(path)
    assert await db.read(lambda c: c.execute("SELECT count(*) FROM players").fetchone()) == (0,)
    await db.close()


async def test_what_was_kept_is_there_the_next_time(path: Path) -> None:
    await played(path)
    db = await Database.open(path)
    assert await db.read(lambda c: c.execute("SELECT count(*) FROM inbox").fetchone()) == (50,)
    await db.close()


@pytest.mark.parametrize("name", ["con spazi.db", "a?b#c%20d.db", "file:x.db", "è.db", "-x"])
async def test_any_name_will_do(tmp_path: Path, name: str) -> None:
    for _ in range(2):
        await open_and_close(tmp_path / name)
    assert [p.name for p in tmp_path.iterdir()] == [name]


async def test_an_empty_file_is_no_database(path: Path) -> None:
    path.touch()
    assert "empty" in await refusal(path)
    assert path.read_bytes() == b""


async def test_a_database_without_tables_is_a_beginning(path: Path) -> None:
    """So a first start that was killed before its first step was whole can be repeated."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    assert path.stat().st_size
    await played(path)


@pytest.mark.parametrize(
    "content",
    [b"hello\n", b"\0" * 4096, Random(1).randbytes(8192), b"SQLite format 3\0" + b"x" * 99],
)
async def test_some_other_file_is_left_alone(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert "backup" in await refusal(path)
    assert path.read_bytes() == content
    assert list(path.parent.iterdir()) == [path]


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=2000))
@example(content=b"x")
async def test_any_bytes_are_left_alone(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    await refusal(path)
    assert path.read_bytes() == content


async def test_a_damaged_database_is_left_alone(path: Path) -> None:
    await played(path)
    content = bytearray(path.read_bytes())
    assert len(content) > 20 * 4096
    content[5 * 4096 : 25 * 4096] = Random(1).randbytes(20 * 4096)
    path.write_bytes(content)
    assert "backup" in await refusal(path)
    assert path.read_bytes() == content


async def test_a_database_cut_short_is_left_alone(path: Path) -> None:
    await played(path)
    content = path.read_bytes()[:-9000]
    path.write_bytes(content)
    assert "backup" in await refusal(path)
    assert path.read_bytes() == content


@pytest.mark.parametrize("version", sorted({0, 1, newest_version()}))
async def test_another_programs_database_is_left_alone(path: Path, version: int) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE players (id, name)")
        connection.execute(f"PRAGMA user_version = {version}")
    content = path.read_bytes()
    assert "another program" in await refusal(path)
    assert path.read_bytes() == content


async def test_a_newer_version_is_left_alone(path: Path) -> None:
    await played(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {newest_version() + 1}")
    content = path.read_bytes()
    assert "newer version" in await refusal(path)
    assert path.read_bytes() == content


async def test_a_folder_is_no_database(path: Path) -> None:
    path.mkdir()
    assert "not a file" in await refusal(path)
    assert list(path.iterdir()) == []


async def test_a_pipe_is_no_database(path: Path) -> None:
    os.mkfifo(path)
    assert "not a file" in await refusal(path)


@pytest.mark.parametrize("name", ["missing/quiz.sqlite3", "missing/deeper/quiz.sqlite3"])
async def test_a_missing_folder_is_named(tmp_path: Path, name: str) -> None:
    assert str((tmp_path / name).parent) in await refusal(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["x" * 300, "a/b" * 2000])
async def test_an_impossible_name_is_refused(tmp_path: Path, name: str) -> None:
    assert await refusal(tmp_path / name)


# --- what may not be written

OPENING = """
import asyncio, os, sys, tempfile
from pathlib import Path
from bot.store.database import Database
from bot.store.inspection import DatabaseUnusable

async def open_and_close(path):
    await (await Database.open(path)).close()

# Everything is loaded before root becomes somebody who may not read where Python lies.
with tempfile.TemporaryDirectory() as folder:
    asyncio.run(open_and_close(Path(folder) / "first"))
if os.getuid() == 0:
    os.setgroups([])
    os.setgid(int(sys.argv[2]))
    os.setuid(int(sys.argv[2]))
try:
    asyncio.run(open_and_close(Path(sys.argv[1])))
except DatabaseUnusable as error:
    print(error)
"""


@pytest.fixture
def public() -> Iterator[Path]:
    """A folder that other users may enter, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        yield Path(folder)
        Path(folder).chmod(0o777)


def refusal_to_a_plain_user(path: Path) -> str:
    """Root may write everything, so, for root, a process opens the file as nobody."""
    done = subprocess.run(
        [sys.executable, "-c", OPENING, str(path), str(NOBODY)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout


def test_a_plain_user_opens_what_may_be_written(public: Path) -> None:
    assert refusal_to_a_plain_user(public / "quiz.sqlite3") == ""
    assert (public / "quiz.sqlite3").stat().st_size


async def test_a_read_only_file_shows_at_the_start(public: Path) -> None:
    path = public / "quiz.sqlite3"
    await played(path)
    content = path.read_bytes()
    path.chmod(0o444)
    assert "may be written" in refusal_to_a_plain_user(path)
    assert path.read_bytes() == content


async def test_a_read_only_folder_shows_at_the_start(public: Path) -> None:
    path = public / "quiz.sqlite3"
    await played(path)
    path.chmod(0o666)
    public.chmod(0o555)
    assert "may be written" in refusal_to_a_plain_user(path)
    assert list(public.iterdir()) == [path]


@pytest.mark.parametrize("mode", [0o555, 0o000])
def test_a_folder_where_no_file_can_be_made_shows_at_the_start(public: Path, mode: int) -> None:
    public.chmod(mode)
    assert "may be written" in refusal_to_a_plain_user(public / "quiz.sqlite3")
    assert list(public.iterdir()) == []


def test_a_file_that_may_not_be_reached_shows_at_the_start(public: Path) -> None:
    (public / "quiz.sqlite3").touch()
    public.chmod(0o000)
    assert "may be written" in refusal_to_a_plain_user(public / "quiz.sqlite3")
