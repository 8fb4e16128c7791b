"""Leaderboards: who stands where, who is seen, and that the sums are those of the answers."""

from collections.abc import Iterable
from contextlib import closing
from datetime import date, timedelta
from sqlite3 import Connection, connect

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.quiz.calendar import ALL_TIME, month, periods, week
from bot.quiz.scoring import Score
from bot.store import boards, personal, players
from bot.store.boards import OVERALL, Own
from bot.store.database import Database
from bot.store.migrate import migrate
from tests.store import game

DAY = date(2026, 11, 22)  # a Sunday: tomorrow is another week
NAMES = {1: "Anna", 2: "Bruno", 3: "Carla", 4: "Dario", 5: "Elena"}


def joined(c: Connection, person: int, points: int, shown: bool = True, day: date = DAY) -> None:
    """A person with one answer worth these points."""
    game.meet(c, person, NAMES.get(person, f"P{person}"))
    if shown:
        players.choose_appearance(c, person, "name", None)
    boards.count(c, person, "tides", periods(day), Score(points, 10_000))


async def standings(db: Database, points: Iterable[int]) -> None:
    """People 1, 2, 3… with these points."""

    def job(c: Connection) -> None:
        for person, earned in enumerate(points, 1):
            joined(c, person, earned)

    await db.write(job)


def shape(rows: Iterable[boards.Row]) -> list[tuple[int, int]]:
    return [(row.rank, row.player_id) for row in rows]


async def test_equal_points_share_a_rank_and_the_next_one_is_left_out(db: Database) -> None:
    await standings(db, [500, 900, 700, 700])
    page = await db.read(lambda c: boards.page(c, "tides", ALL_TIME, 1, 0, 10))
    assert shape(page.rows) == [(1, 2), (2, 4), (2, 3), (4, 1)]
    assert (page.around, page.people) == ((), 4)


async def test_a_row_says_who_and_how_much(db: Database) -> None:
    def job(c: Connection) -> None:
        joined(c, 1, 500)
        players.choose_appearance(c, 1, "alias", "Volpe")
        boards.count(c, 1, "tides", periods(DAY), Score(250, 1000))

    await db.write(job)
    page = await db.read(lambda c: boards.page(c, OVERALL, ALL_TIME, 1, 0, 10))
    assert page.rows == (boards.Row(1, 1, "Anna", "alias", "Volpe", Score(750, 11_000), 2),)


async def test_a_long_board_comes_in_pages_with_ranks_running_on(db: Database) -> None:
    await standings(db, [100] * 3 + [50] * 4)
    pages = [
        await db.read(lambda c, f=first: boards.page(c, "tides", ALL_TIME, 1, f, 3))
        for first in (0, 3, 6, 9)
    ]
    assert [shape(page.rows) for page in pages] == [
        [(1, 3), (1, 2), (1, 1)],
        [(4, 7), (4, 6), (4, 5)],
        [(4, 4)],
        [],
    ]
    assert {page.people for page in pages} == {7}


@pytest.mark.parametrize(
    "person, around",
    [
        (1, []),  # on the page
        (3, []),
        (4, [(3, 3), (4, 4), (5, 6)]),
        (6, [(4, 4), (5, 6), (5, 5)]),
        (5, [(5, 6), (5, 5), (7, 7)]),
        (7, [(5, 5), (7, 7)]),
        (99, []),  # who never played
    ],
)
async def test_ones_own_row_stands_with_its_neighbours(
    db: Database, person: int, around: list[tuple[int, int]]
) -> None:
    await standings(db, [900, 800, 700, 600, 500, 500, 400])
    page = await db.read(lambda c: boards.page(c, "tides", ALL_TIME, person, 0, 3))
    assert shape(page.around) == around


async def test_ones_own_row_stands_with_its_neighbours_on_a_later_page_too(db: Database) -> None:
    await standings(db, [900, 800, 700, 600])
    page = await db.read(lambda c: boards.page(c, "tides", ALL_TIME, 1, 2, 2))
    assert shape(page.around) == [(1, 1), (2, 2)]


async def test_nobody_is_seen_before_they_choose(db: Database) -> None:
    def job(c: Connection) -> None:
        joined(c, 1, 900, shown=False)
        joined(c, 2, 500)

    await db.write(job)
    page = await db.read(lambda c: boards.page(c, "tides", ALL_TIME, 1, 0, 10))
    assert (shape(page.rows), page.around, page.people) == ([(1, 2)], (), 1)
    own = await db.read(lambda c: boards.own(c, "tides", ALL_TIME, 1))
    assert own == Own(Score(900, 10_000), 1, shown=False)


@pytest.mark.parametrize("shown_as", ["name", "alias", "hidden"])
async def test_choosing_late_brings_all_that_was_earned(db: Database, shown_as: str) -> None:
    def job(c: Connection) -> None:
        joined(c, 1, 900, shown=False)
        joined(c, 1, 50, shown=False, day=DAY + timedelta(days=1))
        joined(c, 2, 500)
        players.choose_appearance(c, 1, shown_as, "Volpe")  # type: ignore[arg-type]

    await db.write(job)
    for board in (OVERALL, "tides"):
        page = await db.read(lambda c, b=board: boards.page(c, b, ALL_TIME, 1, 0, 10))
        assert [(row.rank, row.player_id, row.shown_as) for row in page.rows] == [
            (1, 1, shown_as),
            (2, 2, "name"),
        ]
    for period, points in ((month(DAY), 950), ("2026-W47", 900), ("2026-W48", 50)):
        own = await db.read(lambda c, p=period: boards.own(c, "tides", p, 1))
        assert own is not None
        assert (own.score.points, own.shown) == (points, True)


async def test_an_answer_counts_in_its_own_week_and_month(db: Database) -> None:
    def job(c: Connection) -> None:
        joined(c, 1, 100)
        joined(c, 1, 30, day=DAY + timedelta(days=1))
        joined(c, 1, 7, day=DAY + timedelta(days=9))

    await db.write(job)
    for period, points in (
        (ALL_TIME, 137),
        ("2026-11", 130),
        ("2026-12", 7),
        (week(DAY), 100),
        ("2026-W48", 30),
        ("2026-W49", 7),
    ):
        own = await db.read(lambda c, p=period: boards.own(c, OVERALL, p, 1))
        assert own is not None
        assert own.score.points == points
    assert await db.read(lambda c: boards.own(c, OVERALL, "2026-10", 1)) is None


async def test_each_set_has_its_own_board(db: Database) -> None:
    def job(c: Connection) -> None:
        joined(c, 1, 100)
        boards.count(c, 1, "rivers", periods(DAY), Score(70, 1000))

    await db.write(job)
    found = [
        await db.read(lambda c, b=board: boards.own(c, b, ALL_TIME, 1))
        for board in ("tides", "rivers", OVERALL, "lakes")
    ]
    assert [own and own.score for own in found] == [
        Score(100, 10_000),
        Score(70, 1000),
        Score(170, 11_000),
        None,
    ]


async def test_the_rank_of_points_nobody_has(db: Database) -> None:
    await standings(db, [900, 700, 700])
    ranks = [
        await db.read(lambda c, p=points: boards.rank(c, "tides", ALL_TIME, p))
        for points in (1000, 900, 800, 700, 0)
    ]
    assert ranks == [1, 1, 2, 2, 4]


# --- whoever plays whatever, whenever they choose

PEOPLE = st.integers(1, 6)
EVENTS = st.lists(
    st.one_of(
        st.tuples(
            st.just("answer"),
            PEOPLE,
            st.sampled_from(["tides", "rivers"]),
            st.sampled_from([0, 333, 500, 1000]),
            st.integers(0, 40),
        ),
        st.tuples(st.just("choose"), PEOPLE, st.sampled_from(["name", "alias", "hidden"])),
        st.tuples(st.just("forget"), PEOPLE),
    ),
    max_size=25,
)


@given(EVENTS, st.sampled_from([OVERALL, "tides"]), st.integers(1, 4), PEOPLE)
def test_boards_agree_with_a_count_by_hand(
    events: list[tuple[object, ...]], board: str, size: int, me: int
) -> None:
    with closing(connect(":memory:", isolation_level=None)) as c:
        c.execute("PRAGMA foreign_keys = ON")
        migrate(c)
        ledger, chosen = happen(c, events)
        for period in (ALL_TIME, month(DAY), week(DAY)):
            sums = by_hand(ledger, board, period)
            visible = sorted((-points, -p) for p, points in sums.items() if p in chosen)
            wanted = [(1 + sum(q < points for q, _ in visible), -p) for points, p in visible]
            pages = range(0, len(wanted) + size, size)
            found = [boards.page(c, board, period, me, first, size) for first in pages]
            assert [row for page in found for row in shape(page.rows)] == wanted
            assert {page.people for page in found} == {len(wanted)}
            place = next((i for i, (_, p) in enumerate(wanted) if p == me), None)
            near = [] if place is None else wanted[max(0, place - 1) : place + 2]
            for page in found:
                here = any(row.player_id == me for row in page.rows)
                assert shape(page.around) == ([] if here else near)
            own = boards.own(c, board, period, me)
            assert (own and (own.score.points, own.shown)) == (
                (sums[me], me in chosen) if me in sums else None
            )


def happen(
    c: Connection, events: list[tuple[object, ...]]
) -> tuple[list[tuple[int, str, int, date]], set[int]]:
    """Let the events happen in the store; a ledger of them, and who chose to be seen."""
    ledger: list[tuple[int, str, int, date]] = []
    chosen: set[int] = set()
    for event in events:
        match event:
            case ("answer", int(person), str(quiz), int(points), int(days)):
                day = DAY + timedelta(days=days - 20)
                game.meet(c, person)
                boards.count(c, person, quiz, periods(day), Score(points, 1000))
                ledger.append((person, quiz, points, day))
            case ("choose", int(person), shown_as):
                game.meet(c, person)
                players.choose_appearance(c, person, shown_as, None)  # type: ignore[arg-type]
                chosen.add(person)
            case ("forget", int(person)):
                personal.forget(c, person)
                ledger = [entry for entry in ledger if entry[0] != person]
                chosen.discard(person)
    return ledger, chosen


def by_hand(ledger: list[tuple[int, str, int, date]], board: str, period: str) -> dict[int, int]:
    """Each person's points in the period, on the set's board or on all together."""
    sums: dict[int, int] = {}
    for person, quiz, points, day in ledger:
        year, number, _ = day.isocalendar()
        inside = period in ("all", f"{day:%Y-%m}", f"{year}-W{number:02}")
        if inside and board in ("", quiz):
            sums[person] = sums.get(person, 0) + points
    return sums
