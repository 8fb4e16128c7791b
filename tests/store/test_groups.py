"""Groups: what they have settled, when they close, and what moves along with them."""

from dataclasses import replace
from datetime import timedelta
from sqlite3 import Connection

import pytest

from bot.quiz.calendar import ALL_TIME
from bot.quiz.scoring import Score
from bot.store import groups, rounds, standings
from bot.store.database import Database
from bot.store.groups import Group
from bot.store.snapshots import Snapshots
from tests.store import evening, game
from tests.store.evening import GROUP, NOW

ANNA, BRUNO = 1, 2
NEW = -1_001_000_500  # what the group is called once it is a supergroup
LATER = NOW + timedelta(seconds=5)


async def known(db: Database, chat_id: int = GROUP) -> Group:
    group = await db.read(lambda c: groups.get(c, chat_id))
    assert group is not None
    return group


async def board(db: Database, chat_id: int = GROUP) -> list[tuple[int, int, int]]:
    """Who has how many points from how many answers."""
    page = await db.read(lambda c: standings.of_group(c, chat_id, ALL_TIME, 0, 10))
    return [(row.player_id, row.score.points, row.answers) for row in page.rows]


def scores(c: Connection, chat_id: int, person: int, points: int) -> None:
    game.meet(c, person)
    evening.found(c, chat_id)
    standings.count(c, chat_id, person, (ALL_TIME, "2026-11"), Score(points, 1000))


# --- settings


async def test_a_group_begins_with_nothing_chosen(db: Database) -> None:
    assert await db.read(lambda c: groups.get(c, GROUP)) is None
    await db.write(evening.found)
    group = await known(db)
    assert (group.kind, group.title, group.language, group.closed) == (None, "3B", "it", False)
    assert (group.items, group.teams, group.weekly_day) == (10, 0, None)


async def test_a_class_and_friends_begin_differently(db: Database) -> None:
    await db.write(evening.found)
    await db.write(lambda c: groups.choose_kind(c, GROUP, "class"))
    group = await known(db)
    assert (group.polls, group.by_hand, group.bonus, group.admins_start) == (
        False, True, False, True,
    )  # fmt: skip
    assert group.seconds is None
    await db.write(lambda c: groups.choose_kind(c, GROUP, "friends"))
    group = await known(db)
    assert (group.polls, group.by_hand, group.bonus, group.admins_start) == (
        True, False, False, False,
    )  # fmt: skip
    assert group.seconds == 30


async def test_being_seen_again_changes_the_title_and_nothing_settled(db: Database) -> None:
    await db.write(evening.found)
    await db.write(lambda c: groups.change(c, GROUP, language="en", seconds=45, teams=3))
    before = await known(db)
    await db.write(lambda c: evening.found(c, title="4B", now=LATER))
    assert await known(db) == replace(before, title="4B")


@pytest.mark.parametrize("name", ["first_seen", "closed", "seconds = 1 --"])
async def test_only_what_is_settable_is_set(db: Database, name: str) -> None:
    def job(c: Connection) -> None:
        evening.found(c)
        with pytest.raises(KeyError):
            groups.change(c, GROUP, **{name: 7})

    await db.write(job)


async def test_weekly_rounds_are_due_from_their_hour_on(db: Database) -> None:
    await db.write(evening.found)
    at = NOW.replace(microsecond=0)
    await db.write(lambda c: groups.change(c, GROUP, weekly_next=at.isoformat()))
    tick = timedelta(microseconds=1)
    assert await db.read(lambda c: groups.weekly_due(c, at - tick)) == ()
    group = await known(db)
    assert await db.read(lambda c: groups.weekly_due(c, at)) == ((group, at),)
    assert await db.read(lambda c: groups.weekly_due(c, at + tick)) == ((group, at),)
    await db.write(lambda c: groups.change(c, GROUP, weekly_next=None))
    assert await db.read(lambda c: groups.weekly_due(c, at)) == ()


# --- closing


async def test_where_the_bot_cannot_speak_nothing_runs(db: Database) -> None:
    await db.write(lambda c: evening.opened(c, "a", saying="lobby"))
    await db.write(lambda c: evening.opened(c, "b", thread_id=4))
    await db.write(lambda c: evening.opened(c, "elsewhere", chat_id=GROUP - 1))
    await db.write(lambda c: groups.close(c, GROUP, LATER))
    assert (await known(db)).closed
    assert {(await db.read(lambda c, i=id_: evening.load(c, i))).state.phase for id_ in "ab"} == {
        "over"
    }
    assert await db.read(lambda c: rounds.due(c, NOW + timedelta(days=9))) == ("elsewhere",)
    assert not await db.read(rounds.interrupted)


async def test_a_closed_topic_ends_only_its_round(db: Database) -> None:
    await db.write(lambda c: evening.opened(c, "a"))
    await db.write(lambda c: evening.opened(c, "b", thread_id=4))
    await db.write(lambda c: groups.close_topic(c, GROUP, 4, LATER))
    assert not (await known(db)).closed
    assert (await db.read(lambda c: evening.load(c, "a"))).state.phase == "lobby"
    assert (await db.read(lambda c: evening.load(c, "b"))).state.phase == "over"


async def test_closing_twice_or_an_unknown_group_harms_nothing(db: Database) -> None:
    await db.write(evening.opened)
    for at in (LATER, LATER + timedelta(hours=1)):
        await db.write(lambda c, at=at: groups.close(c, GROUP, at))
    await db.write(lambda c: groups.close(c, -9, LATER))
    assert await db.read(lambda c: groups.get(c, -9)) is None


async def test_whoever_speaks_there_again_can_be_heard(db: Database) -> None:
    await db.write(evening.found)
    await db.write(lambda c: groups.close(c, GROUP, LATER))
    await db.write(evening.found)
    assert not (await known(db)).closed
    await db.write(lambda c: evening.opened(c, "again"))


# --- becoming a supergroup


async def test_settings_scores_and_the_running_round_move_along(db: Database) -> None:
    await db.write(evening.opened)
    await db.write(lambda c: evening.joins(c, ANNA))
    await db.write(evening.asked)
    await db.write(lambda c: evening.answers(c, ANNA, "a"))
    await db.write(lambda c: scores(c, GROUP, ANNA, 700))
    await db.write(lambda c: groups.change(c, GROUP, seconds=45, language="en"))
    before, running = await known(db), await db.read(evening.load)
    await db.write(lambda c: groups.migrate(c, GROUP, NEW))
    assert await db.read(lambda c: groups.get(c, GROUP)) is None
    assert await known(db, NEW) == replace(before, chat_id=NEW)
    assert await board(db, NEW) == [(ANNA, 700, 1)]
    here = await db.read(lambda c: rounds.here(c, Snapshots(), NEW, 0))
    assert here == replace(running, chat_id=NEW)
    assert len(await db.read(lambda c: rounds.answers(c, "r1", 0))) == 1


async def test_told_twice_it_moves_once(db: Database) -> None:
    await db.write(lambda c: scores(c, GROUP, ANNA, 700))
    for _ in range(2):
        await db.write(lambda c: groups.migrate(c, GROUP, NEW))
    assert await board(db, NEW) == [(ANNA, 700, 1)]


async def test_the_new_id_may_have_been_seen_before_the_news(db: Database) -> None:
    await db.write(lambda c: scores(c, GROUP, ANNA, 700))
    await db.write(lambda c: groups.choose_kind(c, GROUP, "friends"))
    await db.write(lambda c: evening.found(c, NEW, "3B super", LATER))
    await db.write(lambda c: scores(c, NEW, ANNA, 100))
    await db.write(lambda c: scores(c, NEW, BRUNO, 50))
    await db.write(lambda c: groups.migrate(c, GROUP, NEW))
    assert (await known(db, NEW)).kind == "friends", "what was settled stays settled"
    assert await board(db, NEW) == [(ANNA, 800, 2), (BRUNO, 50, 1)]


async def test_the_old_id_may_be_seen_once_more_after_the_move(db: Database) -> None:
    """An update that had waited is taken in, and then the news comes a second time."""
    await db.write(evening.opened)
    await db.write(lambda c: scores(c, GROUP, ANNA, 700))
    await db.write(lambda c: groups.choose_kind(c, GROUP, "class"))
    await db.write(lambda c: groups.migrate(c, GROUP, NEW))
    await db.write(lambda c: evening.found(c, GROUP, "3B", LATER))
    await db.write(lambda c: groups.migrate(c, GROUP, NEW))
    assert await db.read(lambda c: groups.get(c, GROUP)) is None
    assert (await known(db, NEW)).kind == "class"
    assert await board(db, NEW) == [(ANNA, 700, 1)]
    assert await db.read(lambda c: rounds.here(c, Snapshots(), NEW, 0)) is not None


async def test_two_rounds_in_one_place_leave_the_first(db: Database) -> None:
    await db.write(lambda c: evening.opened(c, "first"))
    await db.write(lambda c: evening.found(c, NEW, now=LATER))
    await db.write(lambda c: evening.opened(c, "second", chat_id=NEW))
    await db.write(lambda c: evening.opened(c, "topic", chat_id=NEW, thread_id=9))
    await db.write(lambda c: groups.migrate(c, GROUP, NEW))
    here = await db.read(lambda c: rounds.here(c, Snapshots(), NEW, 0))
    assert here is not None
    assert here.id == "first"
    assert await db.read(lambda c: rounds.here(c, Snapshots(), NEW, 9)) is not None


async def test_a_move_of_an_unknown_group_harms_nobody(db: Database) -> None:
    await db.write(lambda c: evening.found(c, NEW))
    await db.write(lambda c: groups.migrate(c, GROUP, NEW))
    assert (await known(db, NEW)).title == "3B"
