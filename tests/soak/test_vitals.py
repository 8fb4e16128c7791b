"""The soak sees what it is there for, and nothing where nothing is."""

import os
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from tests.soak.vitals import CACHE, Vitals, complaints, look, table

CALM = [Vitals(float(n), 90.0, 40, 8, 4.0, 0.0, n % 5, 900, 0) for n in range(60)]


def test_who_stays_as_they_were_is_left_in_peace():
    warming = [replace(each, memory=50.0, descriptors=12, threads=2) for each in CALM[:15]]
    assert not list(complaints([*warming, *CALM[15:]]))


def test_what_sqlite_keeps_of_a_growing_file_is_no_leak():
    filled = [replace(v, file=v.seconds, memory=90 + min(v.seconds, CACHE)) for v in CALM]
    assert not list(complaints(filled))
    leaking = [replace(each, memory=each.memory + each.seconds) for each in filled]
    (why,) = complaints(leaking)
    assert "its own memory grew" in why


@pytest.mark.parametrize(
    "what, told",
    [
        ("memory", "its own memory grew from"),
        ("descriptors", "open descriptors grew from"),
        ("threads", "threads grew from"),
        ("log", "the database's log grew to"),
        ("overdue", "updates are in the inbox that were done"),
    ],
)
def test_whatever_grows_is_told(what, told):
    growing = [replace(each, **{what: getattr(each, what) + each.seconds}) for each in CALM]
    (why,) = complaints(growing)
    assert told in why


def test_a_process_and_its_database_are_looked_at(tmp_path):
    path = tmp_path / "quiz.sqlite3"
    with closing(sqlite3.connect(path)) as file:
        file.execute("CREATE TABLE inbox (done_at TEXT)")
        file.execute(
            """INSERT INTO inbox VALUES (NULL), ('2026-05-13T10:00:00.5+00:00'),
            (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'))"""
        )
        file.commit()
    here = look(os.getpid(), path, 1.0)
    assert (here.waiting, here.done, here.overdue) == (1, 2, 1)
    assert here.memory > 5
    assert here.descriptors > 3
    assert here.threads >= 1
    assert here.file > 0
    assert here.log == 0
    assert len(table([here] * 30).splitlines()) == 13
