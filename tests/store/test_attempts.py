"""Attempts and answers in rows."""

import json
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from sqlite3 import Connection
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.quiz.attempt import act, finish, hint, skip
from bot.quiz.moves import Confirm, Pick, Place, Switch
from bot.quiz.scoring import Score
from bot.store import attempts, personal
from bot.store.attempts import Answer, Past
from bot.store.database import Database
from bot.store.snapshots import Snapshots
from bot.store.transactions import JobRefused
from tests.builders import a_set, multiple, ordering, single
from tests.store import game

ANNA, BRUNO = 1, 2
QUIZ = a_set(single("q1"), multiple("q2", keys="abc", answer="abc"), ordering("q3"))


async def begun(db: Database, id_: str = "a", person: int = ANNA, seed: int = 1) -> None:
    def job(c: Connection) -> None:
        game.meet(c, person)
        game.start(c, person, QUIZ, id_, seed=seed)

    await db.write(job)


async def test_an_attempt_resumes_exactly_where_it_was(db: Database) -> None:
    await begun(db)
    for step in (
        lambda s: hint(s, 0),
        lambda s: act(s, 0, Pick("b")),
        lambda s: skip(s, 1),
        lambda s: act(s, 2, Place(0, "c")),
        lambda s: act(s, 2, Place(1, "a")),
    ):
        after, _ = await db.write(lambda c, s=step: game.advance(c, "a", ANNA, s))
        assert await db.read(lambda c: game.load(c, "a", ANNA)) == after
    await db.close()
    again = await Database.open(db.path)
    found = await again.read(lambda c: game.load(c, "a", ANNA))
    await again.close()
    assert found == after
    assert (found.state.draft, found.state.put_off, found.state.hinted) == (("c", "a"), (1,), {0})
    assert found.state.given[0].response == ("b",)


@pytest.mark.parametrize("seed", range(5))
async def test_options_stay_put_when_resumed(db: Database, seed: int) -> None:
    await begun(db, seed=seed)
    one = await db.read(lambda c: game.load(c, "a", ANNA))
    other = await db.read(lambda c: game.load(c, "a", ANNA))
    assert one.state.orders == other.state.orders
    assert sorted(one.state.orders[1]) == ["a", "b", "c"]


async def test_what_shows_the_question_is_remembered(db: Database) -> None:
    await begun(db)

    def asked(c: Connection) -> None:
        saved = game.load(c, "a", ANNA)
        attempts.save(c, saved, replace(saved, asked_turn=0, asked_at=game.NOW))
        attempts.posted(c, "a", 0, 77)
        attempts.posted(c, "a", 1, 99)  # of a turn that is not the one asked

    await db.write(asked)
    saved = await db.read(lambda c: game.load(c, "a", ANNA))
    assert (saved.asked_turn, saved.asked_at, saved.message_id) == (0, game.NOW, 77)


async def test_what_could_not_be_sent_still_has_to_be_asked(db: Database) -> None:
    await begun(db)

    def asked(c: Connection) -> None:
        saved = game.load(c, "a", ANNA)
        attempts.save(c, saved, replace(saved, asked_turn=0, asked_at=game.NOW))
        attempts.never_sent(c, "a", 1)  # of a turn that is not the one asked
        assert game.load(c, "a", ANNA).asked_at == game.NOW
        attempts.never_sent(c, "a", 0)
        assert game.load(c, "a", ANNA).asked_at is None
        attempts.save(c, saved, replace(saved, asked_turn=0, asked_at=game.NOW))
        attempts.posted(c, "a", 0, 77)
        attempts.never_sent(c, "a", 0)  # another copy, say: one of them is there

    await db.write(asked)
    saved = await db.read(lambda c: game.load(c, "a", ANNA))
    assert (saved.asked_at, saved.message_id) == (game.NOW, 77)


IN_SOME_STATE = st.fixed_dictionaries(
    {
        "put_off": st.sets(st.integers(0, 2)).map(tuple),
        "hinted": st.frozensets(st.integers(0, 2)),
        "draft": st.lists(st.sampled_from("abc"), unique=True).map(tuple),
    }
)
ASKED = st.fixed_dictionaries(
    {
        "asked_turn": st.integers(-1, 3),
        "asked_at": st.none() | st.just(game.NOW),
        "message_id": st.none() | st.integers(1, 3),
        "finished_at": st.none() | st.just(game.NOW),
    }
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(IN_SOME_STATE, ASKED), min_size=1, max_size=4))
async def test_each_column_follows_wherever_an_attempt_goes(
    db: Database, steps: list[tuple[dict[str, Any], dict[str, Any]]]
) -> None:
    """Only what changes is written: so everything must be there after changing back and forth."""

    def walk(c: Connection) -> None:
        personal.forget(c, ANNA)
        game.meet(c, ANNA)
        saved = game.start(c, ANNA, QUIZ, "a")
        for state, asked in steps:
            after = replace(saved, state=replace(saved.state, **state), **asked)
            attempts.save(c, saved, after)
            assert game.load(c, "a", ANNA) == after
            saved = after

    await db.write(walk)


async def test_nobody_finds_somebody_elses_attempt(db: Database) -> None:
    await begun(db)
    for id_, person in (("a", BRUNO), ("b", ANNA), ("", ANNA), ("a' OR 1=1 --", ANNA)):
        found = await db.read(lambda c, i=id_, p=person: attempts.find(c, Snapshots(), i, p))
        assert found is None


async def test_an_item_is_answered_once(db: Database) -> None:
    """The natural key stands even where the state did not tell."""
    await begun(db)
    await db.write(lambda c: game.advance(c, "a", ANNA, lambda s: act(s, 0, Pick("b"))))

    def again(c: Connection) -> Score | None:
        saved = game.load(c, "a", ANNA)
        answer = Answer(0, replace(saved.state.given[0], response=("a",)), "it", 1, game.NOW, "d")
        return attempts.add_answer(c, Snapshots(), saved, answer)

    assert await db.write(again) is None
    saved = await db.read(lambda c: game.load(c, "a", ANNA))
    assert saved.state.given[0].response == ("b",)


async def test_an_answer_keeps_all_there_is_to_know(db: Database) -> None:
    await begun(db)

    def play(c: Connection) -> None:
        game.advance(c, "a", ANNA, lambda s: act(s, 0, Pick("a")))
        game.advance(c, "a", ANNA, lambda s: hint(s, 1))
        game.advance(c, "a", ANNA, lambda s: act(s, 1, Switch("c", True)))
        game.advance(c, "a", ANNA, lambda s: act(s, 1, Switch("a", True)))
        game.advance(c, "a", ANNA, lambda s: act(s, 1, Confirm()))
        game.advance(c, "a", ANNA, lambda s: (finish(s), None))

    await db.write(play)
    columns = "question_id, language, response, credit, points, possible, hinted, counts, day"
    rows = await db.read(
        lambda c: c.execute(f"SELECT {columns} FROM answers ORDER BY position").fetchall()
    )
    assert rows == [
        ("q1", "it", '["a"]', "1", 1000, 1000, 0, 1, "2026-11-22"),
        ("q2", "it", '["a", "c"]', "2/3", 667, 1000, 1, 1, "2026-11-22"),
        ("q3", "it", None, "0", 0, 1000, 0, 1, "2026-11-22"),
    ]
    shown = await db.read(lambda c: c.execute("SELECT shown, version FROM answers").fetchall())
    saved = await db.read(lambda c: game.load(c, "a", ANNA))
    assert [tuple(json.loads(s)) for s, _ in shown] == list(saved.state.orders)
    assert all(len(version) == 16 for _, version in shown)


async def test_only_the_first_attempt_counts_on_boards(db: Database) -> None:
    await begun(db)
    await db.write(lambda c: game.advance(c, "a", ANNA, lambda s: (finish(s), None)))
    await begun(db, "b")
    await db.write(lambda c: game.advance(c, "b", ANNA, lambda s: act(s, 0, Pick("a"))))
    second = await db.read(lambda c: game.load(c, "b", ANNA))
    assert not second.counts
    sums = await db.read(game.sums_on_boards)
    assert sums[("tides", "all", ANNA)] == (0, 3000, 3)
    assert sums == await db.read(game.sums_of_answers)


async def test_two_attempts_at_a_set_are_never_under_way(db: Database) -> None:
    await begun(db)
    with pytest.raises(JobRefused):
        await begun(db, "b")
    await begun(db, "c", BRUNO)
    assert await db.read(lambda c: attempts.under_way(c, ANNA)) == ("a",)


async def test_how_a_person_stands_with_a_set(db: Database) -> None:
    def past(c: Connection) -> Past:
        return attempts.past(c, ANNA, "tides")

    assert await db.read(past) == Past(0, None, None)
    assert await db.read(lambda c: attempts.none_yet(c, ANNA))
    await begun(db)
    assert await db.read(past) == Past(1, None, "a")
    assert not await db.read(lambda c: attempts.none_yet(c, ANNA))
    await db.write(lambda c: game.advance(c, "a", ANNA, lambda s: act(s, 0, Pick("a"))))
    await db.write(lambda c: game.advance(c, "a", ANNA, lambda s: (finish(s), None)))
    assert await db.read(past) == Past(1, Fraction(1, 3), None)
    await begun(db, "b")
    await db.write(lambda c: game.advance(c, "b", ANNA, lambda s: (finish(s), None)))
    assert await db.read(past) == Past(2, Fraction(1, 3), None)
    assert await db.read(lambda c: attempts.past(c, BRUNO, "tides")) == Past(0, None, None)


async def test_what_is_under_way_comes_with_the_last_asked_first(db: Database) -> None:
    def job(c: Connection) -> None:
        game.meet(c, ANNA)
        for number, id_ in enumerate("xyz"):
            saved = game.start(c, ANNA, a_set(single(), id_=f"set-{id_}"), id_)
            asked = game.NOW.replace(microsecond=0) + timedelta(seconds=number * 0.5)
            attempts.save(c, saved, replace(saved, asked_turn=0, asked_at=asked))
        game.start(c, ANNA, a_set(single(), id_="never-asked"), "w")
        game.advance(c, "y", ANNA, lambda s: (finish(s), None))

    await db.write(job)
    assert await db.read(lambda c: attempts.under_way(c, ANNA)) == ("z", "x", "w")
