"""Dates, numbers, shares and lists as each language writes them."""

from datetime import date
from fractions import Fraction

import pytest
from fluent.runtime.errors import FluentReferenceError
from markupsafe import Markup

from bot.quiz.question import Source
from bot.screens.words import Words, languages, number_of, words_for

ITALIAN, ENGLISH = Words("it"), Words("en")


@pytest.mark.parametrize(
    "written, italian, english",
    [
        ("2023", "articolo del 2023", "article of 2023"),
        ("2023-09", "articolo di settembre 2023", "article of September 2023"),
        ("2023-09-05", "articolo del 5 settembre 2023", "article of September 5, 2023"),
        ("2023-09-08", "articolo dell’8 settembre 2023", "article of September 8, 2023"),
        ("2023-09-11", "articolo dell’11 settembre 2023", "article of September 11, 2023"),
        ("2024-02-29", "articolo del 29 febbraio 2024", "article of February 29, 2024"),
    ],
)
def test_a_source_is_dated_as_precisely_as_it_is_known(written, italian, english):
    assert ITALIAN.source(Source(written, 1)) == italian
    assert ENGLISH.source(Source(written, 1)) == english


def test_a_period_begins_on_its_first_day():
    for day, italian, english in (
        (5, "dal 5 gennaio 2026", "since January 5, 2026"),
        (8, "dall’8 gennaio 2026", "since January 8, 2026"),
        (11, "dall’11 gennaio 2026", "since January 11, 2026"),
    ):
        for words, expected in ((ITALIAN, italian), (ENGLISH, english)):
            dated = words.day(date(2026, 1, day))
            assert words.plain("board-since", date=dated, day=day) == expected


@pytest.mark.parametrize(
    "number, italian, english",
    [
        (0.33, "0,33", "0.33"),
        (-2.5, "-2,5", "-2.5"),
        (16.0, "16", "16"),
        (1953, "1953", "1953"),
        (9999.5, "9999,5", "9999.5"),
        (12_345, "12.345", "12,345"),
        (1_234_567.25, "1.234.567,25", "1,234,567.25"),
        (0.0000001, "0,0000001", "0.0000001"),
        (123_456_789_012_345.5, "123.456.789.012.345,5", "123,456,789,012,345.5"),
        (6.02214e23, "6,02214E23", "6.02214E23"),
        (-1e300, "-1E300", "-1E300"),
    ],
)
def test_numbers(number, italian, english):
    assert ITALIAN.number(number) == italian
    assert ENGLISH.number(number) == english


def test_credit_is_told_to_two_decimals():
    values = {"right": 2, "wrong": 1, "credit": 1 / 3}
    assert ITALIAN.plain("worked-out", **values).endswith(": 0,33")
    assert ENGLISH.plain("worked-out", **values).endswith(": 0.33")
    assert ITALIAN.plain("points", points=number_of(1330)) == "1,33 punti"
    assert ENGLISH.plain("points", points=number_of(500)) == "0.5 points"
    assert ENGLISH.plain("points", points=number_of(1000)) == "1 point"


def test_shares_and_lists():
    assert ITALIAN.share(Fraction(2, 3)) == ENGLISH.share(Fraction(2, 3)) == "67%"
    assert ENGLISH.share(Fraction(0)) == "0%"
    assert ITALIAN.listing(["1", "2", "3"]) == "1, 2 e 3"
    assert ENGLISH.listing(["1", "2"]) == "1 and 2"
    assert ENGLISH.listing(["1"]) == "1"


def test_what_goes_into_a_text_is_escaped_once():
    assert ENGLISH.say("player", number="<b>&\"'") == "Player &lt;b&gt;&amp;&#34;&#39;"
    assert ENGLISH.say("player", number=Markup("<b>7</b>")) == "Player <b>7</b>"
    assert ENGLISH.plain("player", number="<b>&\"'") == "Player <b>&\"'"


def test_whoever_speaks_another_language_is_answered_in_english():
    assert words_for("it-IT").language == "it"
    assert words_for("IT").language == "it"
    assert words_for("en-GB").language == "en"
    for code in ("de", "pt-br", "", None, "x-klingon"):
        assert words_for(code).language == "en"
    assert languages() == ("en", "it")


def test_what_is_not_written_cannot_be_said():
    with pytest.raises(LookupError):
        ENGLISH.say("no-such-text")
    with pytest.raises(FluentReferenceError):
        ENGLISH.say("player")
