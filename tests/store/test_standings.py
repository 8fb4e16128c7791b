"""Who stands where in a round and in a group, against counts made another way."""

from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from sqlite3 import Connection, connect

from hypothesis import given
from hypothesis import strategies as st

from bot.quiz.calendar import ALL_TIME
from bot.quiz.round import QUIET
from bot.quiz.scoring import Score
from bot.store import personal, players, rounds, standings
from bot.store.boards import Row
from bot.store.database import Database
from bot.store.migrate import migrate
from bot.store.rounds import Earned
from bot.store.standings import Tally, Team
from tests.store import evening, game
from tests.store.evening import GROUP, NOW

ANNA, BRUNO, CARLA, DARIO = 1, 2, 3, 4
RIGHT, WRONG = Earned(Fraction(1), 1000, 0, 1000), Earned(Fraction(0), 0, 0, 1000)
THIRD = Earned(Fraction(1, 3), 333, 0, 1000)
FAST = Earned(Fraction(1), 1000, 250, 1000)


def shape(rows: Iterable[Row]) -> list[tuple[int, int, int]]:
    return [(row.rank, row.player_id, row.score.points) for row in rows]


async def round_of(db: Database, *people: int, **more: object) -> None:
    await db.write(lambda c: evening.opened(c, **more))
    await db.write(lambda c: evening.joins(c, *people))


async def earned(db: Database, *got: tuple[int, int, Earned]) -> None:
    """Person, position, what the answer earned."""

    def job(c: Connection) -> None:
        for person, position, what in got:
            evening.earns(c, person, position, what)

    await db.write(job)


# --- a round


async def test_equal_points_share_a_rank_whoever_came_first_first(db: Database) -> None:
    await round_of(db, DARIO, BRUNO, ANNA, CARLA)
    await earned(db, (ANNA, 0, RIGHT), (DARIO, 0, FAST), (BRUNO, 0, RIGHT))
    rows = await db.read(lambda c: standings.of_round(c, "r1"))
    assert shape(rows) == [(1, DARIO, 1250), (2, ANNA, 1000), (2, BRUNO, 1000), (4, CARLA, 0)]
    assert [row.answers for row in rows] == [1, 1, 1, 0]


async def test_points_of_all_items_with_the_bonus_out_of_what_was_possible(db: Database) -> None:
    await round_of(db, ANNA)
    await earned(db, (ANNA, 0, FAST), (ANNA, 1, THIRD), (ANNA, 2, WRONG))
    (row,) = await db.read(lambda c: standings.of_round(c, "r1"))
    assert (row.score, row.answers) == (Score(1583, 3000), 3)


async def test_what_was_taken_back_or_is_still_open_earns_nothing(db: Database) -> None:
    await round_of(db, ANNA, BRUNO)
    await db.write(evening.asked)
    await db.write(lambda c: evening.answers(c, ANNA, "a"))
    await db.write(lambda c: evening.answers(c, BRUNO, "a", tap="1"))
    await db.write(lambda c: evening.answers(c, BRUNO, tap="2"))
    rows = await db.read(lambda c: standings.of_round(c, "r1"))
    assert [(row.score, row.answers) for row in rows] == [(Score(0, 0), 1), (Score(0, 0), 0)]
    assert await db.read(lambda c: standings.tallies(c, "r1")) == ()


async def test_items_are_tallied_by_their_answers(db: Database) -> None:
    await round_of(db, ANNA, BRUNO, CARLA)
    await earned(db, (ANNA, 0, RIGHT), (BRUNO, 0, THIRD), (CARLA, 0, WRONG), (ANNA, 2, RIGHT))
    assert await db.read(lambda c: standings.tallies(c, "r1")) == (
        Tally(0, 3, 1, Fraction(4, 9)),
        Tally(2, 1, 1, Fraction(1)),
    )


# --- teams


async def test_a_teams_score_is_its_members_mean(db: Database) -> None:
    await round_of(db, teams=3)
    await db.write(lambda c: evening.joins(c, ANNA, BRUNO, CARLA, team=1))
    await db.write(lambda c: evening.joins(c, DARIO, team=2))
    await earned(db, (ANNA, 0, RIGHT), (BRUNO, 0, RIGHT), (DARIO, 0, RIGHT), (DARIO, 1, THIRD))
    assert await db.read(lambda c: standings.of_teams(c, "r1", 3)) == (
        Team(2, 1, Fraction(1333)),
        Team(1, 3, Fraction(2000, 3)),
    )


async def test_without_teams_there_are_none(db: Database) -> None:
    await round_of(db)
    await db.write(lambda c: evening.joins(c, ANNA, team=1))
    assert await db.read(lambda c: standings.of_teams(c, "r1", 0)) == ()


# --- streaks


async def test_a_streak_is_what_was_right_in_a_row_up_to_now(db: Database) -> None:
    await round_of(db, ANNA, BRUNO, CARLA, DARIO)
    await earned(db, *((ANNA, position, RIGHT) for position in range(3)))
    await earned(db, (BRUNO, 0, RIGHT), (BRUNO, 1, WRONG), (BRUNO, 2, RIGHT))
    await earned(db, (CARLA, 0, RIGHT), (CARLA, 1, RIGHT), (CARLA, 2, THIRD))
    await earned(db, (DARIO, 0, RIGHT), (DARIO, 2, RIGHT))
    found = await db.read(lambda c: standings.streaks(c, "r1", 2))
    assert found == {ANNA: 3, BRUNO: 1, CARLA: 0, DARIO: 1}


async def test_an_item_that_nobody_answered_ends_every_streak(db: Database) -> None:
    await round_of(db, ANNA)
    await earned(db, (ANNA, 0, RIGHT), (ANNA, 1, RIGHT))
    assert await db.read(lambda c: standings.streaks(c, "r1", 1)) == {ANNA: 2}
    assert await db.read(lambda c: standings.streaks(c, "r1", 2)) == {}
    assert await db.read(lambda c: standings.streaks(c, "r1", -1)) == {}


# --- a group's board

PEOPLE = st.integers(1, 7)
EARNED = st.tuples(PEOPLE, st.integers(0, 4).map(lambda n: n * 500))


@given(st.lists(EARNED, max_size=40), st.integers(0, 7), st.integers(1, 4))
def test_ranks_on_any_page_are_those_of_an_independent_count(answers, first, size):
    with closing(connect(":memory:", isolation_level=None)) as c:
        migrate(c)
        evening.found(c)
        evening.found(c, GROUP - 1)
        sums: dict[int, int] = {}
        for person, points in answers:
            game.meet(c, person, f"P{person}")
            standings.count(c, GROUP, person, (ALL_TIME, "2026-11"), Score(points, 2000))
            standings.count(c, GROUP - 1, person, (), Score(9, 9))
            sums[person] = sums.get(person, 0) + points
        page = standings.of_group(c, GROUP, ALL_TIME, first, size)
    ranked = sorted(sums, key=lambda person: (-sums[person], person))
    expected = [
        (1 + sum(other > sums[person] for other in sums.values()), person, sums[person])
        for person in ranked
    ]
    assert shape(page.rows) == expected[first : first + size]
    assert (page.people, page.around) == (len(sums), ())


async def test_groups_and_periods_do_not_mix(db: Database) -> None:
    def job(c: Connection) -> None:
        game.meet(c, ANNA)
        for chat_id in (GROUP, GROUP - 1):
            evening.found(c, chat_id)
        standings.count(c, GROUP, ANNA, (ALL_TIME, "2026-11"), Score(5, 10))
        standings.count(c, GROUP - 1, ANNA, (ALL_TIME,), Score(7, 10))

    await db.write(job)
    for chat_id, period, points in (
        (GROUP, ALL_TIME, [5]),
        (GROUP, "2026-11", [5]),
        (GROUP, "2026-12", []),
        (GROUP - 1, ALL_TIME, [7]),
        (GROUP - 1, "2026-11", []),
    ):
        page = await db.read(lambda c, g=chat_id, p=period: standings.of_group(c, g, p, 0, 10))
        assert [row.score.points for row in page.rows] == points


async def test_how_somebody_wants_to_be_seen_holds_for_groups_at_once(db: Database) -> None:
    await round_of(db, ANNA)
    await earned(db, (ANNA, 0, RIGHT))
    await db.write(lambda c: standings.count(c, GROUP, ANNA, (ALL_TIME,), Score(5, 10)))
    await db.write(lambda c: players.choose_appearance(c, ANNA, "alias", "Altair 417"))
    (row,) = await db.read(lambda c: standings.of_round(c, "r1"))
    (placed,) = (await db.read(lambda c: standings.of_group(c, GROUP, ALL_TIME, 0, 10))).rows
    assert {(each.shown_as, each.alias) for each in (row, placed)} == {("alias", "Altair 417")}


# --- forgetting

PERIODS = (ALL_TIME, "2026-11", "r1")


async def test_whoever_is_forgotten_is_on_no_groups_board(db: Database) -> None:
    await round_of(db, ANNA, BRUNO)
    await earned(db, (ANNA, 0, RIGHT), (BRUNO, 0, THIRD))
    for person, points in ((ANNA, 1000), (BRUNO, 333)):
        score = Score(points, 1000)
        await db.write(lambda c, p=person, s=score: standings.count(c, GROUP, p, PERIODS, s))
    await db.write(lambda c: personal.forget(c, ANNA))
    for period in PERIODS:
        page = await db.read(lambda c, p=period: standings.of_group(c, GROUP, p, 0, 10))
        assert (shape(page.rows), page.people) == ([(1, BRUNO, 333)], 1)
    assert shape(await db.read(lambda c: standings.of_round(c, "r1"))) == [(1, BRUNO, 333)]
    assert await db.read(lambda c: standings.tallies(c, "r1")) == (Tally(0, 1, 0, Fraction(1, 3)),)


async def test_nothing_is_left_of_a_starter_who_is_forgotten(db: Database) -> None:
    await round_of(db, ANNA, starter=ANNA)
    await db.write(lambda c: rounds.keep_early(c, "p", ANNA, (1,), NOW))
    await db.write(lambda c: personal.forget(c, ANNA))
    assert (await db.read(evening.load)).starter == 0
    assert not any((await db.read(lambda c: personal.everything(c, ANNA))).values())


async def test_a_round_waits_for_nobody_who_is_forgotten(db: Database) -> None:
    """Of three, two have answered; the third wants to be forgotten: now everybody has answered."""
    await round_of(db, ANNA, BRUNO, CARLA)
    await db.write(evening.asked)
    for person in (ANNA, BRUNO):
        await db.write(lambda c, p=person: evening.answers(c, p, "a"))
    assert await db.read(lambda c: rounds.due(c, NOW + QUIET)) == ()
    await db.write(lambda c: personal.forget(c, CARLA))
    saved = await db.read(evening.load)
    assert (saved.turnout.joined, saved.turnout.answered) == (2, 2)
    assert await db.read(lambda c: rounds.due(c, NOW)) == ("r1",)


async def test_an_answer_goes_with_whoever_gave_it(db: Database) -> None:
    await round_of(db, ANNA, BRUNO, CARLA)
    await db.write(evening.asked)
    for person in (ANNA, BRUNO):
        await db.write(lambda c, p=person: evening.answers(c, p, "a"))
    await db.write(lambda c: personal.forget(c, ANNA))
    saved = await db.read(evening.load)
    assert (saved.turnout.joined, saved.turnout.answered) == (2, 1)
    await db.write(lambda c: evening.joins(c, ANNA))  # and comes back as somebody new
    await db.write(lambda c: evening.answers(c, ANNA, "b"))
    saved = await db.read(evening.load)
    assert (saved.turnout.joined, saved.turnout.answered) == (3, 2)


async def test_a_round_that_shows_no_count_is_not_drawn_anew(db: Database) -> None:
    await round_of(db, ANNA, BRUNO)
    saved = await db.write(evening.asked)
    shown = replace(saved, state=replace(saved.state, phase="revealed"), turnout=saved.turnout)
    await db.write(lambda c: rounds.save(c, shown))
    await db.write(lambda c: personal.forget(c, BRUNO))
    assert (await db.read(evening.load)).refresh_at is None
    assert await db.read(lambda c: rounds.due(c, NOW + timedelta(minutes=14))) == ()
