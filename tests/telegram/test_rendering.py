"""Texts within Telegram's limits, whatever is in them."""

from html import escape

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from bot.demo import markup
from bot.telegram.rendering import fitted, keyboard, shortened

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=30)
PIECES = st.recursive(
    TEXT.map(escape),
    lambda inner: st.tuples(st.sampled_from(["b", "i", "u", "tg-spoiler"]), inner, inner).map(
        lambda of: f"<{of[0]}>{of[1]}</{of[0]}>{of[2]}"
    ),
    max_leaves=8,
)


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(PIECES, st.integers(1, 60))
def test_what_is_cut_is_whole_in_tags_and_short_enough(html: str, limit: int) -> None:
    plain = markup.parse(html).text
    cut = markup.parse(fitted(html, limit)).text  # refuses tags that are not closed
    assert units(cut) <= limit
    if units(plain) <= limit:
        assert cut == plain
    else:
        assert plain.startswith(cut.removesuffix("…"))
        assert units(cut) >= limit - 1


@given(TEXT, st.integers(1, 40))
def test_notices_are_cut_between_characters(text: str, limit: int) -> None:
    short = shortened(text, limit)
    assert units(short) <= limit
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


def test_links_and_escapes_survive_a_cut() -> None:
    html = Markup('<a href="https://example.org/?a=1&amp;b=2">x &lt; y &#8364; and more</a>')
    assert fitted(html, 8) == ('<a href="https://example.org/?a=1&amp;b=2">x &lt; y &#8364;…</a>')


def test_no_rows_are_no_keyboard() -> None:
    assert keyboard(()) is None
