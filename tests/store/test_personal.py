"""What is kept about a person: all of it can be seen, and all of it can be deleted."""

import json
import time
from datetime import date, timedelta
from pathlib import Path
from random import Random
from sqlite3 import Connection

import pytest

from bot.quiz.attempt import act, hint, skip
from bot.quiz.calendar import ALL_TIME
from bot.quiz.moves import Type
from bot.quiz.scoring import Score
from bot.store import (
    attempts,
    broadcasts,
    inbox,
    personal,
    players,
    reports,
    rounds,
    standings,
    traces,
)
from bot.store.database import Database
from bot.store.traces import Traces
from tests.builders import a_set, short
from tests.store import evening, game

ANNA = int.from_bytes(b"ZANNA7")  # stored in six bytes that can be looked for
BRUNO = 4242
QUIZ = a_set(short("q1", "Vladivostok"), short("q2", "Pyongyang"), short("q3", "Mosca"))
MARKS = ["Annamarker", "Aliasmarker", "Typedmarker", "Saidmarker", "attemptmarker", "Asidemarker"]


def update(sender: int, text: str, kind: str = "message") -> str:
    return json.dumps({"update_id": 1, kind: {"from": {"id": sender}, "text": text}})


def play(c: Connection, person: int, mark: str, id_: str) -> None:
    """One person leaves a trace in every table; what they write holds the mark."""
    game.meet(c, person, f"{mark[:-6]}marker" if mark else "Bruno")
    game.start(c, person, QUIZ, id_)
    game.advance(c, id_, person, lambda s: act(s, 0, Type(f"{mark} in poche parole")))
    game.advance(c, id_, person, lambda s: hint(s, 1))
    game.advance(c, id_, person, lambda s: skip(s, 1))
    report = reports.add(c, person, (QUIZ.id, "q1", "v"), "it", game.NOW)
    reports.say(c, person, report, f"{mark} ha ragione")
    play_in_a_group(c, person, mark)


def play_in_a_group(c: Connection, person: int, mark: str) -> None:
    """In a round of their own, so that many can play without waiting for each other."""
    (number,) = c.execute("SELECT count(*) FROM rounds").fetchone()
    id_ = f"round-{number}"
    evening.opened(c, id_, quiz=QUIZ, thread_id=number, starter=person)
    rounds.join(c, id_, person, 0, game.NOW)
    evening.asked(c, id_)
    evening.answers(c, person, f"{mark} in poche parole", id_=id_)
    rounds.keep_draft(c, id_, 1, person, (f"{mark} quasi",))
    rounds.keep_early(c, f"poll-{number}", person, (1,), game.NOW)
    broadcasts.draft(c, person, f"{mark} a tutti", 1)
    standings.count(c, evening.GROUP, person, (ALL_TIME, id_), Score(500, 1000))


def anna_plays(c: Connection) -> None:
    game.meet(c, ANNA, "Annamarker")
    players.choose_appearance(c, ANNA, "alias", "Aliasmarker")
    play(c, ANNA, "Typedmarker", "attemptmarker")
    game.play_in_a_group(c, ANNA, QUIZ, "Typedmarker in gruppo")
    players.seen(c, ANNA, "Annamarker", "it", game.NOW, game.NOW.date())
    players.focus_on(c, ANNA, "attemptmarker")
    players.await_text(c, ANNA, {"report": "Saidmarker"})
    put_aside(c, 7, update(ANNA, "Asidemarker"), "KeyError: Asidemarker")


def put_aside(c: Connection, number: int, body: str, error: str) -> None:
    inbox.keep(c, [(number, body)], game.NOW)
    inbox.put_aside(c, number, error)


def bruno_plays(c: Connection) -> None:
    play(c, BRUNO, "", "bruno")
    game.play_in_a_group(c, BRUNO, QUIZ, "in gruppo")
    put_aside(c, 8, update(BRUNO, "ciao"), "KeyError")
    put_aside(c, 9, "{broken", "JSONDecodeError")


async def both_play(db: Database) -> None:
    await db.write(anna_plays)
    await db.write(bruno_plays)


def bytes_on_disk(path: Path) -> bytes:
    """Everything in the database file and beside it."""
    return b"".join(file.read_bytes() for file in sorted(path.parent.glob(path.name + "*")))


async def gone(db: Database) -> None:
    """The last traces go; on a machine that stalls, the log may be emptied at a later try only."""
    await db.write(lambda c: traces.note(c, game.NOW))
    await db.rewrite()
    end = time.monotonic() + 10
    while await db.read(traces.noted) != Traces(None, None):
        assert time.monotonic() < end
        await db.empty_log()


def tables(c: Connection) -> dict[str, list[str]]:
    """Every table of the schema with its columns."""
    names = c.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    return {
        name: [row[1] for row in c.execute(f"PRAGMA table_info({name})")]
        for (name,) in names
        if not name.startswith("sqlite_")
    }


async def test_no_table_with_a_person_in_it_is_left_out(db: Database) -> None:
    """A new table must either be listed or be named here as one that knows nobody."""
    impersonal = {
        "snapshots",
        "last_served",
        "item_versions",
        "groups",
        "rounds",
        "tallies",
        "traces",
        "board_sizes",
    }
    # Its pieces begin where somebody stands, but with nobody forgotten: see test_board_pieces.
    cut = {"board_pieces"}
    found = await db.read(tables)
    assert set(found) == set(personal.ABOUT) | impersonal | cut
    for table in impersonal:
        assert not [c for c in found[table] if "player" in c or "person" in c or "user" in c]


async def test_everything_shows_each_row_with_its_columns(db: Database) -> None:
    await both_play(db)
    shown = await db.read(lambda c: personal.everything(c, ANNA))
    columns = await db.read(tables)
    assert all(shown.values()), "Anna left a trace in every table"
    for table, rows in shown.items():
        assert [list(row) for row in rows] == [columns[table]] * len(rows)
    text = json.dumps(shown, ensure_ascii=False)
    assert [mark for mark in MARKS if mark not in text] == []
    assert "Bruno" not in text


async def test_json_in_columns_is_shown_as_what_it_holds(db: Database) -> None:
    await both_play(db)
    shown = await db.read(lambda c: personal.everything(c, ANNA))
    assert shown["attempts"][0]["questions"] == ["q1", "q2", "q3"]
    assert shown["answers"][0]["response"] == ["Typedmarker in poche parole"]
    assert shown["players"][0]["awaiting"] == {"report": "Saidmarker"}


async def test_a_name_that_looks_like_json_is_shown_as_it_is(db: Database) -> None:
    await db.write(lambda c: game.meet(c, ANNA, "[anna"))
    shown = await db.read(lambda c: personal.everything(c, ANNA))
    assert shown["players"][0]["name"] == "[anna"


async def test_a_person_forgotten_is_nowhere_and_others_stay(db: Database) -> None:
    await both_play(db)
    others = await db.read(lambda c: personal.everything(c, BRUNO))
    assert all(others.values())
    await db.write(lambda c: personal.forget(c, ANNA))
    assert not any((await db.read(lambda c: personal.everything(c, ANNA))).values())
    assert await db.read(lambda c: personal.everything(c, BRUNO)) == others
    assert await db.read(inbox.set_aside_count) == 2
    starters = await db.read(lambda c: c.execute("SELECT starter FROM rounds").fetchall())
    assert set(starters) == {(0,), (BRUNO,)}
    assert await db.read(game.sums_on_boards) == await db.read(game.sums_of_answers)


async def test_a_person_forgotten_is_gone_from_the_bytes(db: Database) -> None:
    await both_play(db)
    await db.rewrite()
    before = bytes_on_disk(db.path)
    traces = [mark.encode() for mark in MARKS] + [b"ZANNA7"]
    assert [trace for trace in traces if trace not in before] == []
    await db.write(lambda c: personal.forget(c, ANNA))
    await gone(db)
    after = bytes_on_disk(db.path)
    assert [trace for trace in traces if trace in after] == []
    assert b"Bruno" in after


async def test_a_person_in_a_crowd_is_gone_from_the_bytes(db: Database) -> None:
    """Rows move between pages as tables grow and shrink, and SQLite leaves copies in the gaps."""
    dice = Random(7)
    names = {person: f"{dice.random():.9f}" for person in range(1, 340)}

    def crowd(c: Connection, first: int, last: int) -> None:
        for person in range(first, last):
            play(c, person * 7919 % 100_003, "x" * dice.randint(6, 600), names[person])

    def leave(c: Connection, person: int) -> None:
        personal.forget(c, person * 7919 % 100_003)

    await db.write(lambda c: crowd(c, 1, 80))
    await db.write(anna_plays)
    await db.write(lambda c: crowd(c, 80, 260))
    for person in dice.sample(range(1, 260), 100):
        await db.write(lambda c, p=person: leave(c, p))
    await db.write(lambda c: crowd(c, 300, 340))
    await db.write(lambda c: personal.forget(c, ANNA))
    await gone(db)
    found = bytes_on_disk(db.path)
    assert [m for m in [*MARKS, "ZANNA7"] if m.encode() in found] == []


@pytest.mark.parametrize("kind", ["message", "callback_query", "my_chat_member", "edited_message"])
async def test_updates_set_aside_are_forgotten_whatever_their_kind(db: Database, kind: str) -> None:
    await db.write(lambda c: put_aside(c, 1, update(ANNA, "x", kind), "e"))
    await db.write(lambda c: put_aside(c, 2, update(ANNA + 1, "x", kind), "e"))
    await db.write(lambda c: personal.forget(c, ANNA))
    assert await db.read(inbox.set_aside_count) == 1


async def test_what_is_on_its_way_is_still_handled(db: Database) -> None:
    """Such as the very tap that asks for it: after a crash nobody could be told otherwise."""
    await db.write(lambda c: inbox.keep(c, [(1, update(ANNA, "x"))], game.NOW))
    await db.write(lambda c: personal.forget(c, ANNA))
    assert [number for number, _ in await db.read(inbox.waiting)] == [1]


@pytest.mark.parametrize("body", ["", "{", "null", "[]", "7", '"x"', "\ufffd"])
async def test_an_update_that_is_no_update_does_not_stop_forgetting(
    db: Database, body: str
) -> None:
    await db.write(lambda c: put_aside(c, 1, body, "e"))
    await db.write(anna_plays)
    await db.write(lambda c: personal.forget(c, ANNA))
    assert not any((await db.read(lambda c: personal.everything(c, ANNA))).values())
    assert await db.read(inbox.set_aside_count) == 1


async def test_forgetting_nobody_harms_nobody(db: Database) -> None:
    await both_play(db)
    await db.write(lambda c: personal.forget(c, 999))
    assert all((await db.read(lambda c: personal.everything(c, ANNA))).values())


async def test_after_forgetting_the_first_attempt_counts_again(db: Database) -> None:
    await both_play(db)
    await db.write(lambda c: personal.forget(c, ANNA))
    await db.write(anna_plays)
    saved = await db.read(lambda c: game.load(c, "attemptmarker", ANNA))
    assert saved.counts


# --- figures for statistics


async def test_answers_come_with_their_days_the_oldest_first(db: Database) -> None:
    def job(c: Connection) -> None:
        game.meet(c, ANNA)
        game.start(c, ANNA, QUIZ, "a")
        for turn, reply in enumerate(["Pechino", "Pyongyang"]):
            later = game.NOW + timedelta(days=turn)
            game.advance(c, "a", ANNA, lambda s, t=turn, r=reply: act(s, t, Type(r)), later)

    await db.write(job)
    found = await db.read(lambda c: personal.answers(c, ANNA))
    assert [(a.set_id, a.question_id, a.points, a.possible, a.day) for a in found] == [
        ("tides", "q1", 0, 1000, date(2026, 11, 22)),
        ("tides", "q2", 1000, 1000, date(2026, 11, 23)),
    ]
    saved = await db.read(lambda c: game.load(c, "a", ANNA))
    assert {answer.snapshot for answer in found} == {saved.snapshot}


async def test_attempts_are_counted_begun_and_finished(db: Database) -> None:
    await both_play(db)
    assert await db.read(lambda c: personal.attempts(c, ANNA)) == (1, 0)
    for turn in (2, 3):
        await db.write(
            lambda c, t=turn: game.advance(c, "attemptmarker", ANNA, lambda s: skip(s, t))
        )
    await db.write(
        lambda c: game.advance(c, "attemptmarker", ANNA, lambda s: act(s, s.turn, Type("x")))
    )
    assert (await db.read(lambda c: attempts.past(c, ANNA, QUIZ.id))).attempts == 1
    assert await db.read(lambda c: personal.attempts(c, 999)) == (0, 0)
