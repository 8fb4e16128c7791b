"""Ranks without counting everybody: the pieces of a board are right, whatever happens to it."""

import re
from collections.abc import Iterator
from contextlib import closing
from random import Random
from sqlite3 import Connection, connect
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.quiz.calendar import ALL_TIME, periods
from bot.quiz.scoring import Score
from bot.store import boards, personal, players
from bot.store.migrate import Step, migrate, steps
from tests.builders import a_set, single
from tests.store import game
from tests.store.game import NOW

PERIODS = periods(NOW.date())
PIECES = 6  # the number of the migration that cuts them


def small_steps() -> list[Step]:
    """The schema with pieces of at most four people, so that few make many of them."""
    small = {"4000": "4", "3000": "3", "2000": "2", "500": "2"}
    return [
        (number, re.sub(r"\b[2-5]0+\b", lambda m: small[m[0]], sql) if number == PIECES else sql)
        for number, sql in steps()
    ]


def opened(todo: list[Step] | None = None) -> closing[Connection]:
    c = connect(":memory:", isolation_level=None)
    c.execute("PRAGMA foreign_keys = ON")
    migrate(c, todo)
    return closing(c)


@pytest.fixture
def c() -> Iterator[Connection]:
    with opened() as connection:
        yield connection


@pytest.fixture
def small() -> Iterator[Connection]:
    with opened(small_steps()) as connection:
        yield connection


def pieces(c: Connection, board: str, period: str) -> list[tuple[tuple[int, int], int]]:
    """Where each begins, and how many stand in it."""
    rows = c.execute(
        """SELECT points, player_id, people FROM board_pieces WHERE board = ? AND period = ?
        ORDER BY points, player_id""",
        (board, period),
    )
    return [((points, id_), people) for points, id_, people in rows]


def visible(c: Connection, board: str, period: str) -> list[tuple[int, int]]:
    rows = c.execute("SELECT points, player_id, shown FROM scores WHERE (board, period) = (?, ?)",
        (board, period))  # fmt: skip
    return sorted((points, id_) for points, id_, shown in rows if shown)


def crowd(c: Connection, people: int, points: Any) -> None:
    """So many people on the overall board, each with what `points` gives for their number."""
    ids = range(1, people + 1)
    c.execute("BEGIN")
    c.executemany("INSERT INTO players (id, name, first_seen) VALUES (?, '', '')", zip(ids))
    c.executemany(
        "INSERT INTO scores VALUES ('', 'all', ?, ?, 1000, 1, 1)",
        ((id_, points(id_ - 1)) for id_ in ids),
    )
    c.execute("COMMIT")


def check(c: Connection, longest: int) -> None:
    """Every piece counts who stands in it, none is too long or empty, and none tells of ghosts."""
    assert not [each for each in boards.wrong(c) if each.what == "pieces"]
    alive = {id_ for (id_,) in c.execute("SELECT id FROM players")}
    for board, period in c.execute("SELECT DISTINCT board, period FROM scores").fetchall():
        cut, standing = pieces(c, board, period), visible(c, board, period)
        assert (cut[0][0] if cut else (0, 0)) == (0, 0)
        ends = [*(start for start, _ in cut[1:]), (10**18, 0)][: len(cut)]
        for (start, people), end in zip(cut, ends, strict=True):
            assert people == sum(start <= place < end for place in standing)
            assert people <= longest
            assert people or start == (0, 0)
            assert start[1] in alive | {0}
        for points in {points for points, _ in standing} | {0, 1, 10**9}:
            above = sum(other > points for other, _ in standing)
            assert boards.rank(c, board, period, points) == above + 1
        assert boards.people(c, board, period) == len(standing)


# --- whatever happens

ID = st.integers(1, 12)
POINTS = st.one_of(st.integers(0, 3), st.sampled_from([333, 1000, 100_000]))
EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("answer"), ID, POINTS),
        st.tuples(st.just("choose"), ID),
        st.tuples(st.just("forget"), ID),
        st.tuples(st.just("leave"), ID),
        st.tuples(st.just("hide"), ID),
        st.tuples(st.just("regrade"), ID, POINTS),
        st.tuples(st.just("halve")),
        st.tuples(st.just("turn"), POINTS),
        st.tuples(st.just("everybody"), POINTS),
    ),
    max_size=40,
)


SQL = {
    "leave": "DELETE FROM players WHERE id = ?",  # and their scores by the foreign key alone
    "hide": "UPDATE scores SET shown = 0 WHERE player_id = ?",
    "regrade": "UPDATE scores SET points = ?2 WHERE player_id = ?1",
    "halve": "UPDATE scores SET points = points / 2",
    "turn": "UPDATE scores SET shown = 1 - shown, points = points + ?",
}


def happen(c: Connection, event: tuple[Any, ...]) -> None:
    match event:
        case ("answer", person, points):
            game.meet(c, person)
            boards.count(c, person, "tides", PERIODS, Score(points, 100_000))
        case ("choose", person):
            game.meet(c, person)
            players.choose_appearance(c, person, "name", None)
        case ("forget", person):
            personal.forget(c, person)
        case ("everybody", points):
            for person in range(1, 13):
                happen(c, ("choose", person))
                happen(c, ("answer", person, points))
        case (name, *values):
            c.execute(SQL[name], values)


@given(EVENTS)
def test_pieces_are_right_whatever_happens(events: list[tuple[Any, ...]]) -> None:
    with opened(small_steps()) as c:
        for event in events:
            happen(c, event)
        check(c, longest=4)
        c.execute("DELETE FROM board_pieces")
        c.execute("INSERT INTO board_pieces SELECT * FROM board_pieces_anew")
        check(c, longest=4)


@given(EVENTS, st.integers(1, 3), ID)
def test_pages_agree_with_a_count_by_hand(
    events: list[tuple[Any, ...]], size: int, me: int
) -> None:
    with opened(small_steps()) as c:
        for event in events:
            happen(c, event)
        wanted = visible(c, "tides", ALL_TIME)[::-1]
        for first in range(len(wanted) + 2):
            page = boards.page(c, "tides", ALL_TIME, me, first, size)
            assert [(r.score.points, r.player_id) for r in page.rows] == wanted[
                first : first + size
            ]
            for row in page.rows + page.around:
                assert row.rank == 1 + sum(points > row.score.points for points, _ in wanted)


# --- a file from before


def test_a_file_from_before_gets_its_pieces() -> None:  # fmt: skip
    with opened(small_steps()[: PIECES - 1]) as c:
        crowd(c, 25, lambda number: number % 7 * 500)
        migrate(c, small_steps())
        check(c, longest=4)
        assert len(pieces(c, "", "all")) == 13
        happen(c, ("forget", 3))
        check(c, longest=4)


# --- nothing is left of who is forgotten


def test_no_piece_begins_with_somebody_forgotten(small: Connection) -> None:
    """Not even where they once stood, on another number of points."""
    crowd(small, 40, lambda number: number % 4)
    for start, _ in pieces(small, "", "all"):
        small.execute("UPDATE scores SET points = points + 50 WHERE player_id = ?", (start[1],))
    for id_ in range(1, 40):
        personal.forget(small, id_)
        check(small, longest=4)
        assert id_ not in {start[1] for start, _ in pieces(small, "", "all")}


def test_people_who_climb_leave_no_trail_of_tiny_pieces(small: Connection) -> None:
    crowd(small, 60, lambda number: 0)
    dice = Random(1)
    for _ in range(3000):
        small.execute(
            "UPDATE scores SET points = points + 1 WHERE player_id = ?", (dice.randint(1, 60),)
        )
    check(small, longest=4)
    assert len(pieces(small, "", "all")) <= 60 / 1.5


# --- how long it takes does not depend on how many there are


def work(c: Connection, ask: Any) -> int:
    """How many hundreds of steps SQLite's machine makes: a measure that no busy computer blurs."""
    hundreds = 0

    def tick() -> int:
        nonlocal hundreds
        hundreds += 1
        return 0

    c.set_progress_handler(tick, 100)
    try:
        ask()
    finally:
        c.set_progress_handler(None, 0)
    return hundreds


@pytest.mark.parametrize(
    "points",
    [
        pytest.param(lambda number: number * 1000, id="all different"),
        pytest.param(lambda number: 5000, id="all the same"),
        pytest.param(lambda number: number % 3 * 1000, id="three groups"),
        pytest.param(lambda number: 10**12 + number % 1000 * 10**9, id="huge"),
    ],
)
def test_eight_times_the_people_are_not_twice_the_work(points: Any) -> None:
    worst = []
    for people in (5_000, 40_000):
        with opened(steps()[: PIECES - 1]) as c:
            crowd(c, people, points)
            migrate(c)
            places = visible(c, "", "all")[:: people // 10]
            deeds = [
                work(c, lambda p=place: boards.own(c, "", "all", p[1]))  # type: ignore[misc]
                for place in places
            ] + [
                work(c, lambda f=first: boards.page(c, "", "all", 0, f, 10))  # type: ignore[misc]
                for first in range(0, people, people // 10)
            ]
            deeds.append(work(c, lambda: boards.people(c, "", "all")))
            worst.append(max(deeds))
    assert worst[1] <= 2 * worst[0]
    assert worst[1] <= 500  # about a millisecond


# --- counting all anew


def play(c: Connection) -> None:
    quiz = a_set(*(single(f"q{n}") for n in range(4)))
    for person in range(1, 6):
        game.meet(c, person)
        game.start(c, person, quiz, f"a{person}")
        if person % 2:
            players.choose_appearance(c, person, "name", None)
        for turn in range(person - 1):
            game.advance(c, f"a{person}", person, lambda s, t=turn: game.tapped(s, t))


def test_what_play_leaves_is_right(c: Connection) -> None:
    play(c)
    assert boards.wrong(c) == ()


@pytest.mark.parametrize(
    "harm, found",
    [
        ("UPDATE scores SET points = points + 1 WHERE player_id = 3 AND period = 'all'",
         {("", "all", "sums", 1), ("tides", "all", "sums", 1)}),
        ("UPDATE scores SET shown = 1 - shown WHERE player_id = 3 AND board = '' AND answers = 2",
         {("", period, "sums", 1) for period in PERIODS}),
        ("DELETE FROM scores WHERE player_id = 3 AND (board, period) = ('', 'all')",
         {("", "all", "sums", 1)}),
        ("INSERT INTO scores VALUES ('rivers', 'all', 3, 1, 1, 1, 1)",
         {("rivers", "all", "sums", 1)}),
        ("DELETE FROM answers WHERE player_id = 3 AND position = 0",
         {(board, period, "sums", 1) for board in ("", "tides") for period in PERIODS}),
        ("UPDATE board_pieces SET people = people + 1 WHERE (board, period) = ('tides', 'all')",
         {("tides", "all", "pieces", 1)}),
        ("DELETE FROM board_pieces WHERE (board, period) = ('tides', 'all')",
         {("tides", "all", "pieces", 1)}),
        ("UPDATE board_sizes SET people = people + 1 WHERE (board, period) = ('tides', 'all')",
         {("tides", "all", "pieces", 1)}),
        ("DELETE FROM board_sizes WHERE (board, period) = ('tides', 'all')",
         {("tides", "all", "pieces", 1)}),
        ("INSERT INTO board_sizes VALUES ('rivers', 'all', 1)",
         {("rivers", "all", "pieces", 1)}),
    ],
)  # fmt: skip
def test_whatever_is_wrong_is_found_and_put_right(
    c: Connection, harm: str, found: set[tuple[Any, ...]]
) -> None:
    play(c)
    before = c.execute("SELECT * FROM scores").fetchall()
    c.execute(harm)
    assert {(w.board, w.period, w.what, w.rows) for w in boards.wrong(c)} == found
    boards.rebuild(c)
    assert boards.wrong(c) == ()
    if "answers WHERE" not in harm:
        assert c.execute("SELECT * FROM scores").fetchall() == before


def test_an_empty_database_is_right(c: Connection) -> None:
    assert boards.wrong(c) == ()
    boards.rebuild(c)
    assert boards.wrong(c) == ()
