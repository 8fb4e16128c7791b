"""Looking into a file leaves it as it is, whoever else uses it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.backstage import report_lines
from bot.store.database import Database
from bot.store.inspection import DatabaseUnusable, connect, inspect, look
from bot.store.migrate import migrate, newest_version, steps


def beside(path: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in path.parent.iterdir()}


async def test_a_file_that_nobody_uses_stays_alone(db: Database) -> None:
    await db.close()
    before = beside(db.path)
    assert list(before) == [db.path.name]
    with look(db.path) as connection:
        assert connection.execute("SELECT count(*) FROM players").fetchone() == (0,)
        assert beside(db.path) == before
    assert beside(db.path) == before


async def test_what_is_committed_is_seen_while_the_file_is_in_use(db: Database) -> None:
    await db.write(
        lambda c: c.execute("INSERT INTO players (id, name, first_seen) VALUES (7, 'Anna', '')")
    )
    with look(db.path) as connection:
        assert connection.execute("SELECT name FROM players").fetchall() == [("Anna",)]
    await db.write(lambda c: c.execute("UPDATE players SET name = 'Bea'"))


async def test_what_a_killed_bot_left_in_the_log_is_seen_and_stays_there(tmp_path: Path) -> None:
    path, killed = tmp_path / "quiz.sqlite3", tmp_path / "killed.sqlite3"
    db = await Database.open(path)
    for end in ("", "-wal"):
        Path(f"{killed}{end}").write_bytes(Path(f"{path}{end}").read_bytes())
    await db.close()
    before = killed.read_bytes(), Path(f"{killed}-wal").read_bytes()
    with look(killed) as connection:
        assert connection.execute("SELECT count(*) FROM players").fetchone() == (0,)
    assert (killed.read_bytes(), Path(f"{killed}-wal").read_bytes()) == before


def test_reading_reports_does_not_bring_an_older_file_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "quiz.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate(connection, steps()[:1])
    before = path.read_bytes()
    assert report_lines(path) == ["No reports."]
    assert path.read_bytes() == before
    assert inspect(path) == 1 < newest_version()


@pytest.mark.parametrize("content", [b"", b"x", b"some text\n", b"SQLite format 3\0" + b"x" * 99])
def test_what_cannot_be_read_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.sqlite3"
    path.write_bytes(content)
    with pytest.raises(DatabaseUnusable, match="notes"):
        report_lines(path)
    assert path.read_bytes() == content


def test_another_programs_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "shop.sqlite3"
    with closing(connect(path, "mode=rwc")) as connection:
        connection.execute("CREATE TABLE reports (x)")
    with pytest.raises(DatabaseUnusable, match="another program"):
        report_lines(path)


def test_no_file_is_made_where_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnusable, match="--database"):
        report_lines(tmp_path / "quiz.sqlite3")
    assert not list(tmp_path.iterdir())
