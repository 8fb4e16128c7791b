"""One instance a database."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.store.inspection import DatabaseUnusable
from bot.store.lock import DatabaseInUse, lock
from tests.checkout import ROOT

HOLDER = """
import sys, time
from pathlib import Path
from bot.store.lock import lock
with lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def another_process(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock until its input ends or it is killed."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_a_second_process_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "quiz.sqlite3"
    with another_process(path), pytest.raises(DatabaseInUse, match="quiz"), lock(path):
        pass


def test_a_second_holder_in_the_same_process_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "quiz.sqlite3"
    with lock(path):
        with pytest.raises(DatabaseInUse), lock(path):
            pass
        with lock(tmp_path / "other.sqlite3"):
            pass


def test_a_killed_process_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "quiz.sqlite3"
    with another_process(path) as process:
        process.kill()
        process.wait()
        with lock(path):
            pass


def test_a_process_that_ends_or_fails_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "quiz.sqlite3"
    with another_process(path) as process:
        process.communicate("")
    with pytest.raises(ZeroDivisionError), lock(path):
        raise ZeroDivisionError
    with lock(path):
        pass


@pytest.mark.parametrize("name", ["missing/quiz.sqlite3", "x" * 252])
def test_where_no_lock_can_be_made_a_sentence_says_so(tmp_path: Path, name: str) -> None:
    with pytest.raises(DatabaseUnusable, match="folder"), lock(tmp_path / name):
        pass


def test_locking_does_not_touch_the_database(tmp_path: Path) -> None:
    with lock(tmp_path / "quiz.sqlite3"):
        assert not (tmp_path / "quiz.sqlite3").exists()
