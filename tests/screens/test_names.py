"""Names that people gave themselves, beside those of others."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.screens.names import FIRST_STRONG_ISOLATE, LONGEST, POP_ISOLATE, clean, shown
from bot.screens.words import Words

ITALIAN, ENGLISH = Words("it"), Words("en")
FAMILY = "\N{MAN}\N{ZERO WIDTH JOINER}\N{WOMAN}\N{ZERO WIDTH JOINER}\N{GIRL}"
PILE = "Zoe" + "\N{COMBINING ACUTE ACCENT}\N{COMBINING DIAERESIS}\N{COMBINING TILDE}" * 30
ROUNDS = "o" + "\N{COMBINING ENCLOSING CIRCLE}\N{VARIATION SELECTOR-16}" * 15


@pytest.mark.parametrize(
    "given_name, seen",
    [
        ("Anna", "Anna"),
        ("Anna Rossi-D’Amico", "Anna Rossi-D’Amico"),
        ("  Anna \t Rossi ", "Anna Rossi"),
        ("Anna\nRossi\r\nBianchi\N{LINE SEPARATOR}!", "Anna Rossi Bianchi !"),
        ("An\x00na\x1b[31m", "An na [31m"),
        ("\N{RIGHT-TO-LEFT OVERRIDE}anna", "anna"),
        ("\N{RIGHT-TO-LEFT ISOLATE}a\N{POP DIRECTIONAL ISOLATE}b", "ab"),
        ("An\N{ZERO WIDTH SPACE}na", "Anna"),
        ("Jose\N{COMBINING ACUTE ACCENT}", "José"),
        ("e\N{ZERO WIDTH JOINER}\N{COMBINING ACUTE ACCENT}", "é"),
        (FAMILY, "\N{MAN}\N{WOMAN}\N{GIRL}"),
        ("\N{HEAVY BLACK HEART}\N{VARIATION SELECTOR-16}", "❤\N{VARIATION SELECTOR-16}"),
        ("نور", "نور"),
        ("ကျော်မြင့်", "ကျော်မြင့်"),
        ("<b>&\"'", "<b>&\"'"),
        ("x" * 200, "x" * 31 + "…"),
        ("\N{GRINNING FACE}" * 40, "\N{GRINNING FACE}" * 31 + "…"),
    ],
)
def test_a_name_is_shown_on_one_clean_line(given_name, seen):
    assert clean(given_name) == seen


@pytest.mark.parametrize(
    "nothing",
    [
        "",
        " \n\t ",
        "\N{HANGUL FILLER}",
        "\N{BRAILLE PATTERN BLANK}\N{HALFWIDTH HANGUL FILLER}",
        "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}\N{WORD JOINER}",
        "\N{VARIATION SELECTOR-16}\N{COMBINING GRAPHEME JOINER}",
        "\N{COMBINING ACUTE ACCENT}",
        "\N{MUSICAL SYMBOL NULL NOTEHEAD}",
        "\N{NO-BREAK SPACE}\N{IDEOGRAPHIC SPACE}",
        "\ud800",
        "\ue000",
    ],
)
def test_a_name_of_which_nothing_is_seen_gets_one(nothing):
    assert clean(nothing) == ""
    assert shown(nothing, 5_000_000_042, ITALIAN) == "\u2068Utente 0042\u2069"
    assert shown(nothing, 7, ENGLISH) == "\u2068Player 0007\u2069"


@pytest.mark.parametrize("pile", [PILE, ROUNDS])
def test_marks_do_not_pile_up_into_the_lines_above(pile):
    marks = [c for c in clean(pile) if unicodedata.combining(c) or unicodedata.category(c) == "Me"]
    assert len(marks) <= 2


@given(st.text(max_size=250), st.integers(1, 2**52), st.sampled_from([ITALIAN, ENGLISH]))
@example("\r", 1, ITALIAN)
@example("A\u0300\u0301\u0302\u0303\N{VARIATION SELECTOR-16}\u0304\u0305", 1, ENGLISH)
@example("a" * 30 + " b" * 9, 1, ENGLISH)
def test_whatever_the_name_something_short_is_seen_and_nothing_around_it_moves(name, id_, words):
    whole = shown(name, id_, words)
    assert whole[0] == FIRST_STRONG_ISOLATE
    assert whole[-1] == POP_ISOLATE
    inner = whole[1:-1]
    assert 1 <= len(inner) <= LONGEST
    assert len(inner.splitlines()) == 1
    assert inner == inner.strip()
    unseen = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}
    assert not {unicodedata.category(c) for c in inner} & unseen


@given(st.text(max_size=250))
def test_a_clean_name_stays_as_it_is(name):
    assert clean(clean(name)) == clean(name)
