"""Rounds on disk: they come back as they were, and every answer counts once."""

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from random import Random
from sqlite3 import Connection, connect

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.quiz.attempt import shown_order
from bot.quiz.round import QUIET, Rules, Turnout, end
from bot.store import players, rounds
from bot.store.database import Database
from bot.store.migrate import migrate
from bot.store.rounds import Answer
from bot.store.snapshots import Snapshots
from bot.store.transactions import JobRefused
from tests.builders import a_set, multiple, one_of_each, single
from tests.store import evening, game
from tests.store.evening import GROUP, NOW, QUIZ

ANNA, BRUNO, CARLA = 1, 2, 3
MOMENTS = st.none() | st.integers(0, 10**9).map(lambda us: NOW + timedelta(microseconds=us))


async def opened(db: Database, *people: int, **more: object) -> None:
    """A round that these people have joined, with its first item open."""
    await db.write(lambda c: evening.opened(c, **more))
    await db.write(lambda c: evening.joins(c, *people))
    await db.write(evening.asked)


# --- a round comes back


async def test_a_round_comes_back_as_it_was_saved(db: Database) -> None:
    saved = await db.write(evening.opened)
    assert await db.read(evening.load) == saved
    full = replace(
        saved,
        quiz=QUIZ,
        language="en",
        state=replace(
            saved.state,
            rules=Rules(45, by_hand=False, bonus=True, unhurried=True),
            phase="asking",
            position=1,
            since=NOW + timedelta(seconds=9, microseconds=1),
            closes_at=NOW + timedelta(seconds=99),
            next_at=NOW + timedelta(seconds=120),
            silent=1,
        ),
        polls=True,
        teams=3,
        turnout=Turnout(31, 17, NOW + timedelta(seconds=12)),
        late=True,
        refresh_at=NOW + timedelta(seconds=14),
        saying="item-1",
        message_id=2**40,
        poll_id="5418",
    )
    await db.write(lambda c: rounds.save(c, full))
    assert await db.read(evening.load) == full


@given(
    rules=st.builds(Rules, st.none() | st.integers(5, 90), st.booleans(), st.booleans()),
    phase=st.sampled_from(["lobby", "asking", "revealed", "paused", "over"]),
    position=st.integers(-1, 6),
    times=st.tuples(MOMENTS, MOMENTS, MOMENTS, MOMENTS),
    numbers=st.tuples(st.integers(0, 2), st.integers(0, 300), st.integers(0, 300)),
    seed=st.integers(0, 99),
)
def test_any_round_comes_back(rules, phase, position, times, numbers, seed):
    silent, joined, answered = numbers
    quiz = a_set(*one_of_each(), id_="all-kinds")
    orders = tuple(shown_order(item, Random(seed)) for item in quiz.questions)
    state = replace(
        evening.lobby(quiz, rules),
        orders=orders,
        phase=phase,
        position=position,
        closes_at=times[0],
        next_at=times[1],
        silent=silent,
    )
    with closing(connect(":memory:", isolation_level=None)) as c:
        migrate(c)
        saved = replace(
            evening.opened(c, quiz=quiz),
            state=state,
            turnout=Turnout(joined, answered, times[2]),
            refresh_at=times[3],
        )
        rounds.save(c, saved)
        assert evening.load(c) == saved


async def test_a_round_goes_on_with_the_set_as_it_was(db: Database) -> None:
    """An editor's new version does not change the round that is being played."""
    await opened(db, ANNA)
    other = replace(QUIZ, questions=tuple(replace(q, points=7) for q in QUIZ.questions))
    await db.write(lambda c: Snapshots().keep(c, other, NOW))
    assert (await db.read(evening.load)).quiz == QUIZ


async def test_there_is_no_round_that_nobody_opened(db: Database) -> None:
    assert await db.read(lambda c: rounds.find(c, Snapshots(), "none")) is None
    assert await db.read(lambda c: rounds.here(c, Snapshots(), GROUP, 0)) is None
    assert await db.read(lambda c: rounds.of_poll(c, Snapshots(), "none")) is None
    assert await db.read(lambda c: rounds.last(c, Snapshots(), GROUP)) is None


# --- one round a place


async def test_there_is_one_round_a_place(db: Database) -> None:
    await db.write(evening.opened)
    with pytest.raises(JobRefused, match="UNIQUE"):
        await db.write(lambda c: evening.opened(c, "r2"))


async def test_topics_and_groups_are_places_of_their_own(db: Database) -> None:
    await db.write(evening.opened)
    await db.write(lambda c: evening.opened(c, "r2", thread_id=7))
    await db.write(lambda c: evening.opened(c, "r3", chat_id=GROUP - 1))

    def at(chat_id: int, thread: int) -> str | None:
        return lambda c: getattr(rounds.here(c, Snapshots(), chat_id, thread), "id", None)

    assert await db.read(at(GROUP, 0)) == "r1"
    assert await db.read(at(GROUP, 7)) == "r2"
    assert await db.read(at(GROUP - 1, 0)) == "r3"
    assert await db.read(at(GROUP, 8)) is None


async def test_after_one_is_over_another_may_begin(db: Database) -> None:
    saved = await db.write(evening.opened)
    over = replace(saved, state=end(saved.state, NOW))
    await db.write(lambda c: rounds.save(c, over))
    assert await db.read(lambda c: rounds.here(c, Snapshots(), GROUP, 0)) is None
    await db.write(lambda c: evening.opened(c, "r2"))


async def test_the_last_round_is_the_one_that_ended_last(db: Database) -> None:
    def play(c: Connection, id_: str, minutes: int, *, items: int) -> None:
        evening.opened(c, id_)
        for _ in range(items):
            evening.asked(c, id_)
        saved = evening.load(c, id_)
        ended = end(saved.state, NOW + timedelta(minutes=minutes))
        rounds.save(c, replace(saved, state=ended))

    await db.write(lambda c: play(c, "long", 90, items=1))
    await db.write(lambda c: play(c, "short", 20, items=2))
    await db.write(lambda c: play(c, "cancelled", 95, items=0))
    await db.write(lambda c: evening.opened(c, "running"))
    last = await db.read(lambda c: rounds.last(c, Snapshots(), GROUP))
    assert last is not None
    assert last.id == "long", "a lobby that was cancelled is no round played"


# --- the clock


async def test_the_clock_finds_what_is_due(db: Database) -> None:
    await opened(db, ANNA, state=evening.lobby(rules=Rules(30)))
    at = NOW + timedelta(seconds=30)
    tick = timedelta(microseconds=1)
    assert await db.read(lambda c: rounds.due(c, at - tick)) == ()
    assert await db.read(lambda c: rounds.due(c, at)) == ("r1",)
    await db.write(lambda c: evening.answers(c, ANNA, "a"))
    assert await db.read(lambda c: rounds.due(c, NOW + QUIET)) == ("r1",)


async def test_the_count_to_be_drawn_wakes_the_clock_too(db: Database) -> None:
    await opened(db, ANNA, BRUNO)
    soon = NOW + timedelta(seconds=2)
    await db.write(lambda c: rounds.save(c, replace(evening.load(c), refresh_at=soon)))
    assert await db.read(lambda c: rounds.due(c, soon)) == ("r1",)


async def test_whole_seconds_and_parts_of_them_stand_in_order(db: Database) -> None:
    """Times are compared as text."""
    whole = NOW.replace(microsecond=0)
    for number, at in enumerate([whole, whole + timedelta(microseconds=1)]):
        saved = await db.write(lambda c, n=number: evening.opened(c, f"r{n}", thread_id=n))
        await db.write(lambda c, s=saved, at=at: rounds.save(c, replace(s, refresh_at=at)))
    assert await db.read(lambda c: rounds.due(c, whole)) == ("r0",)
    assert await db.read(lambda c: rounds.due(c, whole + timedelta(microseconds=1))) == ("r0", "r1")


async def test_nothing_is_due_of_a_round_that_is_over(db: Database) -> None:
    await opened(db, ANNA)
    saved = await db.read(evening.load)
    over = replace(saved, state=end(saved.state, NOW), refresh_at=NOW)
    await db.write(lambda c: rounds.save(c, over))
    assert await db.read(lambda c: rounds.due(c, NOW + timedelta(days=9))) == ()


async def test_after_a_start_what_may_not_have_been_said_is_found(db: Database) -> None:
    await db.write(lambda c: evening.opened(c, "said"))
    await db.write(lambda c: evening.opened(c, "unsaid", thread_id=1, saying="lobby"))
    saved = await db.write(lambda c: evening.opened(c, "over", thread_id=2, saying="end"))
    await db.write(lambda c: rounds.save(c, replace(saved, state=end(saved.state, NOW))))
    assert sorted(await db.read(rounds.interrupted)) == ["over", "unsaid"]


async def test_only_items_open_while_the_bot_was_down_are_late(db: Database) -> None:
    await opened(db, ANNA)
    await db.write(lambda c: evening.opened(c, "r2", thread_id=1))
    await db.write(rounds.mark_late)
    assert (await db.read(evening.load)).late
    assert not (await db.read(lambda c: evening.load(c, "r2"))).late


async def test_a_set_is_played_once_its_first_item_was_asked(db: Database) -> None:
    await db.write(evening.opened)
    assert await db.read(lambda c: rounds.played_sets(c, GROUP)) == frozenset()
    await db.write(evening.asked)
    assert await db.read(lambda c: rounds.played_sets(c, GROUP)) == {"tides"}
    assert await db.read(lambda c: rounds.played_sets(c, GROUP - 1)) == frozenset()


# --- people


async def test_joining_twice_is_joining_once(db: Database) -> None:
    await db.write(evening.opened)
    await db.write(lambda c: game.meet(c, ANNA))
    joins = [await db.write(lambda c: rounds.join(c, "r1", ANNA, 0, NOW)) for _ in range(2)]
    assert joins == [True, False]


async def test_teams_and_who_is_in_none_of_them(db: Database) -> None:
    await db.write(lambda c: evening.opened(c, teams=2))
    await db.write(lambda c: evening.joins(c, ANNA, BRUNO, team=2))
    await db.write(lambda c: evening.joins(c, CARLA, team=0))
    await db.write(lambda c: evening.joins(c, 4, team=4))
    assert await db.read(lambda c: rounds.team_sizes(c, "r1", 2)) == {1: 0, 2: 2}
    assert await db.read(lambda c: rounds.teamless(c, "r1", 2)) == (CARLA, 4)
    await db.write(lambda c: rounds.choose_team(c, "r1", CARLA, 1))
    assert await db.read(lambda c: rounds.team_sizes(c, "r1", 2)) == {1: 1, 2: 2}
    assert await db.read(lambda c: rounds.team_of(c, "r1", CARLA)) == 1
    assert await db.read(lambda c: rounds.team_sizes(c, "r1", 0)) == {}


async def test_one_who_must_not_be_hurried_is_enough(db: Database) -> None:
    await opened(db, ANNA, BRUNO)
    assert not await db.read(lambda c: rounds.anyone_unhurried(c, "r1"))
    await db.write(lambda c: players.choose_hurry(c, BRUNO, unhurried=True))
    assert await db.read(lambda c: rounds.anyone_unhurried(c, "r1"))
    await db.write(lambda c: evening.opened(c, "r2", thread_id=1))
    assert not await db.read(lambda c: rounds.anyone_unhurried(c, "r2"))


# --- answers


async def test_an_answer_counts_once_and_may_be_changed(db: Database) -> None:
    await opened(db, ANNA)
    assert await db.write(lambda c: evening.answers(c, ANNA, "a", tap="1")) == 1
    assert await db.write(lambda c: evening.answers(c, ANNA, "b", tap="2")) == 0
    assert await db.read(lambda c: rounds.response(c, "r1", 0, ANNA)) == ("b",)
    assert await db.read(lambda c: rounds.answers(c, "r1", 0)) == (Answer(ANNA, ("b",), 2.5),)
    assert (await db.read(evening.load)).turnout.answered == 1


async def test_a_tap_delivered_again_counts_once_even_after_others(db: Database) -> None:
    """After a kill, Telegram delivers all that was not confirmed once more, in order."""
    await opened(db, ANNA)
    for tap, key in (("1", "a"), ("2", "b")):
        await db.write(lambda c, t=tap, k=key: evening.answers(c, ANNA, k, tap=t))
    again = [
        await db.write(lambda c, t=tap: evening.answers(c, ANNA, "c", tap=t)) for tap in ("1", "2")
    ]
    assert again == [None, None]
    assert await db.read(lambda c: rounds.response(c, "r1", 0, ANNA)) == ("b",)


async def test_an_answer_taken_back_is_none(db: Database) -> None:
    await opened(db, ANNA, BRUNO)
    steps = [("1", ("a",)), ("2", ()), ("3", ()), ("4", ("b",)), ("5", ())]
    counted = [
        await db.write(lambda c, t=tap, k=keys: evening.answers(c, ANNA, *k, tap=t))
        for tap, keys in steps
    ]
    assert counted == [1, -1, 0, 1, -1]
    await db.write(lambda c: evening.answers(c, BRUNO, "a"))
    assert [a.player_id for a in await db.read(lambda c: rounds.answers(c, "r1", 0))] == [BRUNO]


async def test_each_item_has_answers_of_its_own(db: Database) -> None:
    await opened(db, ANNA)
    await db.write(lambda c: evening.answers(c, ANNA, "a"))
    await db.write(evening.asked)
    assert await db.read(lambda c: rounds.answers(c, "r1", 1)) == ()
    assert await db.write(lambda c: evening.answers(c, ANNA, "a", "b")) == 1
    await db.write(lambda c: rounds.void(c, "r1", 1))
    assert await db.read(lambda c: rounds.answers(c, "r1", 1)) == ()
    assert len(await db.read(lambda c: rounds.answers(c, "r1", 0))) == 1


async def test_whoever_answered_in_a_group_has_seen_the_set(db: Database) -> None:
    await opened(db, ANNA, BRUNO)
    await db.write(lambda c: evening.answers(c, ANNA, "a"))
    assert await db.read(lambda c: rounds.answered_set(c, ANNA, "tides"))
    assert not await db.read(lambda c: rounds.answered_set(c, ANNA, "winds"))
    assert not await db.read(lambda c: rounds.answered_set(c, BRUNO, "tides"))


# --- votes that came before their poll was known


async def test_early_votes_are_taken_once_in_the_order_they_came(db: Database) -> None:
    def vote(c: Connection, person: int, poll: str, options: tuple[int, ...], after: int) -> None:
        game.meet(c, person)
        rounds.keep_early(c, poll, person, options, NOW + timedelta(seconds=after))

    await db.write(lambda c: vote(c, CARLA, "p", (0, 2), 1))
    await db.write(lambda c: vote(c, ANNA, "p", (1,), 2))
    await db.write(lambda c: vote(c, ANNA, "other", (0,), 3))
    await db.write(lambda c: vote(c, CARLA, "p", (0, 2), 5))  # delivered again
    taken = await db.write(lambda c: rounds.take_early(c, "p"))
    at = NOW + timedelta(seconds=1)
    assert taken == [(CARLA, (0, 2), at), (ANNA, (1,), NOW + timedelta(seconds=2))]
    assert await db.write(lambda c: rounds.take_early(c, "p")) == []
    assert len(await db.write(lambda c: rounds.take_early(c, "other"))) == 1


async def test_early_votes_are_not_kept_for_ever(db: Database) -> None:
    await db.write(lambda c: game.meet(c, ANNA))
    await db.write(lambda c: rounds.keep_early(c, "p", ANNA, (0,), NOW))
    await db.write(lambda c: rounds.sweep_early(c, NOW + timedelta(minutes=59)))
    await db.write(lambda c: rounds.keep_early(c, "q", ANNA, (0,), NOW + timedelta(minutes=59)))
    await db.write(lambda c: rounds.sweep_early(c, NOW + timedelta(minutes=61)))
    assert await db.write(lambda c: rounds.take_early(c, "p")) == []
    assert len(await db.write(lambda c: rounds.take_early(c, "q"))) == 1


async def test_the_round_of_a_poll_is_found(db: Database) -> None:
    await opened(db, ANNA)
    await db.write(lambda c: rounds.save(c, replace(evening.load(c), poll_id="p")))
    found = await db.read(lambda c: rounds.of_poll(c, Snapshots(), "p"))
    assert found is not None
    assert found.id == "r1"


async def test_sets_of_the_same_items_in_two_rounds_do_not_mix(db: Database) -> None:
    quiz = a_set(single("one"), multiple("one-b"), id_="winds")
    await opened(db, ANNA)
    await db.write(lambda c: evening.opened(c, "r2", chat_id=-7, quiz=quiz))
    await db.write(lambda c: evening.joins(c, ANNA, id_="r2"))
    await db.write(lambda c: evening.asked(c, "r2"))
    await db.write(lambda c: evening.answers(c, ANNA, "c", id_="r2"))
    assert await db.read(lambda c: rounds.answers(c, "r1", 0)) == ()
    assert await db.read(lambda c: rounds.response(c, "r2", 0, ANNA)) == ("c",)
