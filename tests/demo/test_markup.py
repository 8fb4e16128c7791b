"""Telegram's HTML: what it means, and what it refuses and where."""

from __future__ import annotations

import html
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.entities import Formatted, end, tidy, utf16_length
from bot.demo.errors import ApiError
from bot.demo.markup import parse

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


def spans(formatted: Formatted) -> list[tuple[Any, ...]]:
    return [(e["type"], e["offset"], e["length"]) for e in formatted.entities]


def shown(markup: str) -> Formatted:
    parsed = parse(markup)
    return tidy(parsed.text, parsed.entities)


@pytest.mark.parametrize(
    "tag,kind",
    [
        ("b", "bold"),
        ("strong", "bold"),
        ("i", "italic"),
        ("em", "italic"),
        ("u", "underline"),
        ("ins", "underline"),
        ("s", "strikethrough"),
        ("strike", "strikethrough"),
        ("del", "strikethrough"),
        ("tg-spoiler", "spoiler"),
        ("code", "code"),
        ("pre", "pre"),
        ("blockquote", "blockquote"),
    ],
)
def test_a_simple_tag_is_an_entity(tag: str, kind: str) -> None:
    formatted = parse(f"1 <{tag}>two</{tag}> 3")
    assert formatted.text == "1 two 3"
    assert spans(formatted) == [(kind, 2, 3)]


def test_offsets_count_utf_16_units() -> None:
    formatted = parse("🎉🎉 <b>é🇮🇹</b> <i>x</i>")
    assert spans(formatted) == [("bold", 5, 5), ("italic", 11, 1)]


@pytest.mark.parametrize(
    "markup,entity",
    [
        ('<a href="https://t.me/x?a=1&amp;b=2">x</a>', {"url": "https://t.me/x?a=1&b=2"}),
        ("<a href='HTTPS://Example.com'>x</a>", {"url": "https://example.com/"}),
        ('<a href="example.com/path">x</a>', {"url": "http://example.com/path"}),
        ("<a>example.com</a>", {"url": "http://example.com/"}),
        ('<a href="tg://resolve?domain=x">x</a>', {"url": "tg://resolve?domain=x"}),
        ('<span class="tg-spoiler">x</span>', {"type": "spoiler"}),
        ("<span class=tg-spoiler>x</span>", {"type": "spoiler"}),
        ("<blockquote expandable>x</blockquote>", {"type": "expandable_blockquote"}),
        ('<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>', {"type": "custom_emoji"}),
        ('<pre><code class="language-python">x</code></pre>', {"language": "python"}),
        ("<B>x</b >", {"type": "bold"}),
        ("<b>x</>", {"type": "bold"}),
    ],
)
def test_attributes_and_odd_spellings(markup: str, entity: dict[str, str]) -> None:
    (found,) = parse(markup).entities
    assert entity.items() <= found.items()


def test_a_language_outside_a_block_is_dropped() -> None:
    (found,) = parse('<code class="language-python">x</code>').entities
    assert found == {"type": "code", "offset": 0, "length": 1}


def test_a_link_that_leads_nowhere_is_text() -> None:
    assert parse('<a href="nowhere">x</a>') == Formatted("x", [])


def test_references_are_resolved_once() -> None:
    assert parse("&lt;b&gt; &amp;lt; &quot; &#39; &#x41; &nbsp; &unknown; & &#0;").text == (
        "<b> &lt; \" ' A &nbsp; &unknown; & &#0;"
    )


@pytest.mark.parametrize(
    "markup,complaint",
    [
        ("a<x>b</x>", 'Unsupported start tag "x" at byte offset 1'),
        ("è <br/> x", 'Unsupported start tag "br/" at byte offset 3'),
        ("1 < 2 and 3 > 2", 'Unsupported start tag "" at byte offset 2'),
        ("🎉<b", "Unclosed start tag at byte offset 4"),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>x</i>", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        (
            "<b><i>x</b></i>",
            'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
        ),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ('<a href="https://x.it>x</a>', "Unclosed start tag at byte offset 0"),
        ('<a ="x">x</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        (
            "<a href>x</a>",
            'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0',
        ),
        ("<a href=x?y>x</a>", "Unexpected end of name token at byte offset 8"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<tg-emoji emoji-id="x">👍</tg-emoji>', "Invalid custom emoji identifier specified"),
    ],
)
def test_mistakes_are_refused_with_their_place(markup: str, complaint: str) -> None:
    with pytest.raises(ApiError) as caught:
        parse(markup)
    assert caught.value.code == 400
    assert caught.value.description == f"Bad Request: can't parse entities: {complaint}"


def test_a_half_character_is_refused() -> None:
    with pytest.raises(ApiError, match="unmatched surrogate code units"):
        parse("&#xd83c;")


@given(TEXTS)
def test_escaped_text_comes_out_as_it_was(text: str) -> None:
    assert parse(html.escape(text)) == Formatted(text, [])


@given(st.lists(st.tuples(TEXTS, st.sampled_from(["", "b", "i", "u", "code", "pre"]))))
def test_every_entity_covers_exactly_its_text(pieces: list[tuple[str, str]]) -> None:
    markup = "".join(
        f"<{tag}>{html.escape(text)}</{tag}>" if tag else html.escape(text) for text, tag in pieces
    )
    formatted = parse(markup)
    units = formatted.text.encode("utf-16-le")
    covered = [
        units[2 * entity["offset"] : 2 * end(entity)].decode("utf-16-le")
        for entity in formatted.entities
    ]
    assert formatted.text == "".join(text for text, _ in pieces)
    assert covered == [text for text, tag in pieces if tag and text]


def is_read_or_refused(markup: str) -> bool:
    try:
        formatted = shown(markup)
    except ApiError as error:
        return error.description.startswith("Bad Request: can't parse entities: ")
    length = utf16_length(formatted.text)
    return all(0 <= e["offset"] < end(e) <= length for e in formatted.entities)


@given(TEXTS)
def test_any_text_is_read_or_refused(markup: str) -> None:
    assert is_read_or_refused(markup)


ALPHABET = st.sampled_from([*'<>/="&; \nab', "<b>", "</b>", '<a href="t.me">', "&lt;", "🎉", "\r"])


@given(st.lists(ALPHABET).map("".join))
def test_any_mixture_of_tags_is_read_or_refused(markup: str) -> None:
    assert is_read_or_refused(markup)
