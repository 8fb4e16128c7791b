"""Schema steps: each whole with its record, and the same schema by every way."""

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store.database import Database
from bot.store.migrate import Step, migrate, newest_version, statements, steps
from tests.checkout import ROOT

FIRST: Step = (1, "CREATE TABLE one (x);\nINSERT INTO one VALUES (1);\n")
SECOND: Step = (2, "ALTER TABLE one ADD COLUMN y;\nCREATE TABLE two (x);\n")


def connect(path: Path | str = ":memory:") -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None)


def schema(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    return connection.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall()


def version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def test_steps_are_numbered_from_one_without_gaps() -> None:
    assert [number for number, _ in steps()] == list(range(1, newest_version() + 1))


@pytest.mark.parametrize("stop", range(newest_version() + 1))
def test_a_file_upgraded_from_any_version_equals_a_fresh_one(stop: int) -> None:
    with closing(connect()) as fresh, closing(connect()) as upgraded:
        migrate(fresh)
        migrate(upgraded, steps()[:stop])
        assert version(upgraded) == stop
        migrate(upgraded)
        assert schema(upgraded) == schema(fresh)
        assert version(upgraded) == version(fresh) == newest_version()


async def test_an_opened_file_has_the_schema_and_opening_again_changes_nothing(
    tmp_path: Path,
) -> None:
    path = tmp_path / "quiz.sqlite3"
    found = []
    for _ in range(2):
        db = await Database.open(path)
        found.append(await db.read(lambda c: (schema(c), version(c))))
        await db.close()
    with closing(connect()) as fresh:
        migrate(fresh)
        assert found == [(schema(fresh), newest_version())] * 2


def test_the_sets_played_so_far_were_last_served_as_their_newest_version() -> None:
    """What is known of a file from before this was kept."""
    (step,) = (sql for _, sql in steps() if "CREATE TABLE last_served" in sql)
    before = [(number, sql) for number, sql in steps() if sql != step]
    with closing(connect()) as c:
        migrate(c, before)
        kept = [("a", "tea", "1"), ("c", "tea", "3"), ("b", "tea", "2"), ("d", "moon", "1")]
        for key, set_id, served in kept:
            c.execute("INSERT INTO snapshots VALUES (?, ?, '{}', ?)", (key, set_id, served))
        migrate(c, [(newest_version() + 1, step)])
        found = c.execute("SELECT * FROM last_served").fetchall()
        assert found == [("moon", "d"), ("tea", "c")]


def test_steps_already_taken_are_not_taken_again() -> None:
    with closing(connect()) as connection:
        migrate(connection, [FIRST])
        migrate(connection, [FIRST, SECOND])
        migrate(connection, [FIRST, SECOND])
        assert connection.execute("SELECT * FROM one").fetchall() == [(1, None)]
        assert version(connection) == 2


@pytest.mark.parametrize(
    "failing",
    [
        "CREATE TABLE two (x);\nINSERT INTO missing VALUES (1);\n",
        "CREATE TABLE two (x);\nDROP TABLE one;\nnonsense;\n",
        "UPDATE one SET x = 2;\nCREATE TABLE one (x);\n",
        "CREATE TABLE two (x);\nSELECT 'unended;\n",
    ],
)
def test_a_failing_step_leaves_no_trace(failing: str) -> None:
    with closing(connect()) as connection:
        migrate(connection, [FIRST])
        before = schema(connection)
        with pytest.raises(sqlite3.Error):
            migrate(connection, [FIRST, (2, failing)])
        assert (schema(connection), version(connection)) == (before, 1)
        assert connection.execute("SELECT x FROM one").fetchall() == [(1,)]
        assert not connection.in_transaction
        migrate(connection, [FIRST, SECOND])
        assert version(connection) == 2


DYING = """
import os, signal, sqlite3, sys
from bot.store.migrate import migrate
path, call, *script = sys.argv[1:]
connection = sqlite3.connect(path, isolation_level=None)
left = int(call)
def die(sql):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
connection.set_trace_callback(die)
migrate(connection, [(2, script[0])])
"""


@pytest.mark.parametrize("call", range(1, 8))
def test_a_step_killed_anywhere_is_taken_whole_the_next_time(tmp_path: Path, call: int) -> None:
    """The process is killed at its N-th statement: nobody is left to take anything back."""
    path = tmp_path / "quiz.sqlite3"
    with closing(connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        migrate(connection, [FIRST])
    killed = subprocess.run(
        [sys.executable, "-c", DYING, str(path), str(call), SECOND[1]], cwd=ROOT, check=False
    )
    assert killed.returncode == (-signal.SIGKILL if call < 7 else 0)
    with closing(connect(path)) as connection:
        whole = version(connection) == 2
        assert whole == (call == 7)
        assert ("two" in dict(schema(connection))) == whole
        assert ("y" in dict(schema(connection))["one"]) == whole
        migrate(connection, [FIRST, SECOND])
        assert connection.execute("SELECT x, y FROM one").fetchall() == [(1, None)]


TRIGGER = """CREATE TABLE a (x);
CREATE TRIGGER t AFTER INSERT ON a BEGIN
    UPDATE a SET x = 1; -- not the end;
    DELETE FROM a WHERE x = ';';
END;
SELECT 1;
"""


@pytest.mark.parametrize(
    "sql, count",
    [
        ("", 0),
        ("  \n\n", 0),
        ("SELECT 1;", 1),
        ("SELECT 1", 1),
        ("SELECT 1; SELECT 2;", 2),
        ("SELECT 1;\nSELECT\n2\n;\n", 2),
        ("SELECT ';'; SELECT 'it''s; so';", 2),
        ('SELECT ";" AS ";";', 1),
        ("-- one; two\nSELECT 1; -- three; four\nSELECT 2;", 2),
        ("/* one; two\n; */ SELECT 1;", 1),
        ("SELECT 1; -- it's the end\n", 1),
        (TRIGGER, 3),
    ],
)
def test_a_script_is_split_where_its_statements_end(sql: str, count: int) -> None:
    split = list(statements(sql))
    assert "".join(split).strip() == sql.strip()
    with closing(connect()) as connection:
        for statement in split:
            connection.execute(statement)
    assert sum(1 for s in split if not s.strip().startswith("-- it's")) == count


SCRIPTS = st.lists(
    st.sampled_from(
        [
            "CREATE TABLE IF NOT EXISTS a (x);",
            "INSERT INTO log VALUES ('x;y');",
            "INSERT INTO log VALUES ('it''s');",
            "-- a comment; with 'half a string\n",
            "/* ; */",
            "\n",
            "CREATE TEMP TRIGGER IF NOT EXISTS t AFTER DELETE ON log BEGIN DELETE FROM log; END;",
        ]
    )
)


@given(SCRIPTS)
def test_splitting_does_what_sqlite_does_with_the_whole(pieces: list[str]) -> None:
    script = "".join(pieces)
    with closing(connect()) as one, closing(connect()) as other:
        for connection in (one, other):
            connection.execute("CREATE TABLE log (x)")
        one.executescript(script)
        for statement in statements(script):
            other.execute(statement)
        assert schema(one) == schema(other)
        rows = "SELECT * FROM log"
        assert one.execute(rows).fetchall() == other.execute(rows).fetchall()
