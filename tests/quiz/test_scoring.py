"""Points, periods and streaks."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.quiz.attempt import act, begin, finish
from bot.quiz.calendar import ALL_TIME, month, periods, streak, week
from bot.quiz.moves import Confirm, Pick, Switch
from bot.quiz.scoring import Score, earned, score, score_of, total
from tests.builders import multiple, single

CREDITS = st.fractions(0, 1, max_denominator=5000)


@pytest.mark.parametrize(
    "points, credit, thousandths",
    [
        (1, "1", 1000),
        (1, "0", 0),
        (1, "1/3", 333),
        (1, "2/3", 667),
        (3, "1/3", 1000),
        (7, "1/3", 2333),
        (1, "1/2000", 1),  # half a thousandth, and halves go up
        (1, "3/2000", 2),
        (1, "2/2001", 1),
        (1, "1/2001", 0),
        (100, "1/3", 33333),
    ],
)
def test_points_are_rounded_once_with_halves_up(points: int, credit: str, thousandths: int) -> None:
    assert earned(points, Fraction(credit)) == thousandths


@given(st.integers(1, 100), CREDITS)
def test_rounding_is_the_schoolbook_one(points: int, credit: Fraction) -> None:
    exact = Decimal(points * 1000) * credit.numerator / Decimal(credit.denominator)
    assert earned(points, credit) == int(exact.quantize(Decimal(1), ROUND_HALF_UP))
    assert 0 <= earned(points, credit) <= points * 1000


@given(st.integers(1, 100), CREDITS, CREDITS)
def test_more_credit_is_never_fewer_points(points: int, one: Fraction, other: Fraction) -> None:
    less, more = sorted((one, other))
    assert earned(points, less) <= earned(points, more)


def test_an_attempt_is_the_sum_of_its_rounded_items() -> None:
    items = (multiple("m", keys="abc", answer="abc", points=2), single("s", points=3))
    state = begin(items, Random(1))
    assert score(state) == Score(0, 5000)
    state, _ = act(state, 0, Switch("a", True))
    state, _ = act(state, 0, Confirm())
    assert score_of(state, 0) == Score(667, 2000)
    assert score_of(state, 1) == Score(0, 3000)
    state, _ = act(state, 1, Pick("a"))
    assert score(state) == Score(3667, 5000)
    assert score(finish(state)) == score(state)


def test_a_share_of_nothing_is_nothing() -> None:
    assert total([]).share == 0
    assert Score(333, 1000).share == Fraction(333, 1000)


# --- periods


@pytest.mark.parametrize(
    "day, name",
    [
        (date(2026, 11, 22), "2026-W47"),  # a Sunday
        (date(2026, 11, 23), "2026-W48"),  # the Monday after
        (date(2024, 12, 30), "2025-W01"),  # the new year's first week starts in the old year
        (date(2027, 1, 3), "2026-W53"),  # the old year's last week ends in the new one
        (date(2027, 1, 4), "2027-W01"),
    ],
)
def test_weeks_start_on_monday_and_belong_to_the_year_of_their_thursday(
    day: date, name: str
) -> None:
    assert week(day) == name


@given(st.dates(min_value=date(1, 1, 8), max_value=date(9999, 12, 20)))
def test_seven_days_from_monday_are_one_week(day: date) -> None:
    monday = day - timedelta(days=day.weekday())
    assert {week(monday + timedelta(days=n)) for n in range(7)} == {week(day)}
    assert week(monday - timedelta(days=1)) != week(day) != week(monday + timedelta(days=7))


def test_a_day_counts_for_all_time_its_month_and_its_week() -> None:
    assert periods(date(2024, 12, 30)) == (ALL_TIME, "2024-12", "2025-W01")
    assert month(date(2026, 2, 28)) == "2026-02"


# --- streaks

TODAY = date(2026, 3, 1)


def ago(*days: int) -> list[date]:
    return [TODAY - timedelta(days=n) for n in days]


@pytest.mark.parametrize(
    "days, length",
    [
        ((), 0),
        ((0,), 1),
        ((1,), 1),  # today is not over yet
        ((2,), 0),
        ((0, 1, 2), 3),
        ((2, 1), 2),
        ((0, 2, 3), 1),
        ((0, 0, 1, 1), 2),
        ((-1, 0), 1),  # a clock that was ahead
    ],
)
def test_a_streak_runs_up_to_today_or_yesterday(days: tuple[int, ...], length: int) -> None:
    assert streak(ago(*days), TODAY) == length


@given(st.sets(st.integers(0, 12)))
def test_a_streak_is_as_long_as_the_days_are_unbroken(days: set[int]) -> None:
    start = 0 if 0 in days else 1
    length = streak(ago(*days), TODAY)
    assert days >= set(range(start, start + length))
    assert start + length not in days
