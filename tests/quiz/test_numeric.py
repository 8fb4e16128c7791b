"""Typed numbers, as people of several countries write them."""

import math
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.quiz.kinds.numeric import LONGEST, Numeric, grade, play, readings, right, within
from bot.quiz.moves import Final, Pick, Refused, Type
from tests import builders, strategies

TINY = 1e-14


def credit(reply: str, *bounds: float, **more: Any) -> Fraction:
    return grade(builders.numeric("q", *bounds, **more).body, (reply,)).credit


@pytest.mark.parametrize(
    "reply, values",
    [
        ("42", {42}),
        (" 42 ", {42}),
        ("42.", {42}),
        ("+42", {42}),
        ("-42", {-42}),
        ("−42", {-42}),
        ("–42", {-42}),
        ("circa 42 km", {42}),
        ("42km", {42}),
        ("$42", {42}),
        ("42 %", {42}),
        ("42€", {42}),
        ("5 m²", {5}),
        ("３", {3}),
        ("٣", {3}),
        ("007", {7}),
        ("3,5", {3.5}),
        ("3.5", {3.5}),
        (".5", {0.5}),
        ("-,25", {-0.25}),
        ("0,125", {0.125}),
        ("1e3", {1000}),
        ("2,5e-2", {0.025}),
        ("1E+2", {100}),
        ("1000", {1000}),
        ("1 000", {1000}),
        ("1\u202f000", {1000}),
        ("1'000", {1000}),
        ("1’000’000", {1_000_000}),
        ("1 234,5", {1234.5}),
        ("1.234.567", {1_234_567}),
        ("1,234,567", {1_234_567}),
        ("1.234,5", {1234.5}),
        ("1,234.5", {1234.5}),
        ("1.234.567,8", {1_234_567.8}),
        ("1.234", {1.234, 1234}),  # decimal in one country, thousand in another
        ("1,234", {1.234, 1234}),
        ("-1,234", {-1.234, -1234}),
        ("12,345", {12.345, 12345}),
        ("1234,567", {1234.567}),
        ("0,234", {0.234}),
        ("covid-19", {19}),
    ],
)
def test_a_number_is_read_as_it_was_meant(reply: str, values: set[float]) -> None:
    assert set(readings(reply)) == values


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "  ",
        "boh",
        "quarantadue",
        "42 o 43",
        "10-20",
        "3/4",
        "½",
        "12:30",
        "12.10.2023",
        "12.10.23",
        "1,2,3",
        "3.14.15",
        "1,2.3,4",
        "1.23,4.5",
        "12,34.5",
        "H2O",
        "e5",
        "-",
        ",",
        "nan",
        "inf",
        "🦀",
        "\0",
    ],
)
def test_what_is_not_one_number_is_not_read(reply: str) -> None:
    assert readings(reply) == ()
    assert play(builders.numeric().body, (), Type(reply)) == Refused("no_number")


@pytest.mark.parametrize("reply", ["1e999", "1e1000", "-1e99999", "1e" + "9" * 50])
def test_a_boundless_number_is_wrong_and_no_error(reply: str) -> None:
    assert all(math.isinf(value) for value in readings(reply))
    assert credit(reply, 1.0, partial={1e6: 0.5}) == 0


@pytest.mark.parametrize("digits", [LONGEST + 1, 4000])
def test_an_endless_number_is_not_cut_into_another_one(digits: int) -> None:
    assert play(builders.numeric().body, (), Type("4" * digits)) == Refused("no_number")
    assert play(builders.numeric().body, (), Type("a" * digits + " 42")) == Refused("no_number")


def test_the_reply_is_kept_as_typed() -> None:
    assert play(builders.numeric().body, (), Type(" circa 42 km ")) == Final(("circa 42 km",))
    assert play(builders.numeric().body, (), Pick("a")) == Refused("unfit")


def test_either_reading_of_an_ambiguous_number_may_be_right() -> None:
    assert credit("1.234", 1234) == credit("1,234", 1234) == 1
    assert credit("1.234", 1.234) == credit("1,234", 1.234) == 1
    assert credit("1.234", 12.34) == 0


def test_without_tolerance_only_rounding_is_forgiven() -> None:
    assert credit("0.3", 0.1 + 0.2) == 1
    assert credit("0.30000000000001", 0.3) == 0
    assert credit("0", 0.0) == 1
    assert credit("1e-27", 0.0) == 0


@pytest.mark.parametrize(
    "reply, earned", [("9", 0), ("9.5", 1), ("10", 1), ("10,5", 1), ("10.51", 0)]
)
def test_an_absolute_tolerance_includes_its_border(reply: str, earned: int) -> None:
    assert credit(reply, 10.0, tolerance_abs=0.5) == earned


@pytest.mark.parametrize(
    "reply, earned", [("179", 0), ("180", 1), ("220", 1), ("221", 0), ("-200", 0)]
)
def test_a_relative_tolerance_is_a_share_of_the_answer(reply: str, earned: int) -> None:
    assert credit(reply, 200.0, tolerance_rel=0.1) == earned


def test_a_relative_tolerance_is_as_wide_below_zero() -> None:
    assert credit("-180", -200.0, tolerance_rel=0.1) == 1
    assert credit("-221", -200.0, tolerance_rel=0.1) == 0


def test_the_wider_tolerance_counts() -> None:
    assert credit("110", 100.0, tolerance_abs=1.0, tolerance_rel=0.1) == 1
    assert credit("110", 100.0, tolerance_abs=10.0, tolerance_rel=0.01) == 1


@pytest.mark.parametrize(
    "reply, earned", [("2.9", 0), ("3", 1), ("4,2", 1), ("5", 1), ("5.1", 0), ("-4", 0)]
)
def test_a_range_includes_its_ends(reply: str, earned: int) -> None:
    assert credit(reply, 3.0, 5.0) == earned


def test_a_range_may_have_a_tolerance_around_it() -> None:
    assert credit("2.5", 3.0, 5.0, tolerance_abs=0.5) == credit("5.5", 3.0, 5.0, tolerance_abs=0.5)
    assert credit("5.5", 3.0, 5.0, tolerance_abs=0.5) == 1
    assert credit("5.6", 3.0, 5.0, tolerance_abs=0.5) == 0


@pytest.mark.parametrize(
    "reply, earned",
    [("100", "1"), ("105", "3/4"), ("110", "1/4"), ("90", "1/4"), ("111", "0"), ("95", "3/4")],
)
def test_near_values_earn_the_best_credit_that_reaches_them(reply: str, earned: str) -> None:
    assert credit(reply, 100.0, partial={10: 0.25, 5: 0.75}) == Fraction(earned)


def test_partial_credit_is_as_exact_as_the_editor_wrote_it() -> None:
    assert credit("101", 100.0, partial={1: 0.1}) == Fraction(1, 10)


def test_partial_credit_reaches_out_from_the_ends_of_a_range() -> None:
    assert credit("6", 3.0, 5.0, partial={1: 0.5}) == Fraction(1, 2)
    assert credit("2", 3.0, 5.0, partial={1: 0.5}) == Fraction(1, 2)


@given(strategies.VALUES, strategies.VALUES, strategies.SIZES)
def test_within_is_the_published_formula(value: float, answer: float, tolerance: float) -> None:
    slack = Fraction(TINY) * max(Fraction(tolerance), abs(Fraction(answer)), Fraction(TINY))
    over = abs(Fraction(value) - Fraction(answer)) - Fraction(tolerance) - slack
    # Floats may fall on either side of the border itself.
    assume(abs(over) > slack / 2)
    assert within(value, answer, tolerance) == (over <= 0)


@given(st.decimals(-(10**6), 10**6, places=3), st.decimals(0, 1000, places=3))
def test_rounding_never_decides_at_the_border(answer: Any, tolerance: Any) -> None:
    body = Numeric(float(answer), float(answer), float(tolerance))
    assert within(float(answer + tolerance), body.low, body.tolerance_abs)
    assert within(float(answer - tolerance), body.low, body.tolerance_abs)


@given(strategies.numerics(), st.text(st.characters()) | strategies.replies())
def test_no_reply_is_too_strange(body: Numeric, reply: str) -> None:
    assert 0 <= grade(body, (reply,)).credit <= 1
    effect = play(body, (), Type(reply))
    assert effect == Refused("no_number") or readings(effect.response[0])


@given(strategies.numerics())
def test_the_ends_of_a_range_are_shown_in_a_way_that_is_right(body: Numeric) -> None:
    for end in right(body):
        assert len(end) <= LONGEST
        assert isinstance(play(body, (), Type(end)), Final)
        assert grade(body, (end,)).credit == 1


@given(strategies.numerics(), st.data())
def test_any_value_in_a_range_is_right(body: Numeric, data: st.DataObject) -> None:
    value = data.draw(st.floats(body.low, body.high))
    assert grade(body, (repr(value),)).credit == 1


@given(st.integers(0, 10**12), st.integers(0, 99))
def test_every_way_of_parting_thousands_is_read(whole: int, cents: int) -> None:
    english = f"{whole:,}.{cents:02}"
    italian = english.translate(str.maketrans(",.", ".,"))
    spaced = f"{whole:,}".replace(",", " ") + f",{cents:02}"
    for written in (english, italian, spaced):
        assert float(f"{whole}.{cents:02}") in readings(written)
