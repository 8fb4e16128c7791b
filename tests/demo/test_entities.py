"""What becomes of a text before anybody sees it."""

from __future__ import annotations

import html
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.entities import end, tidy, utf16_length
from bot.demo.markup import parse


def shown(markup: str) -> tuple[str, list[tuple[Any, ...]]]:
    parsed = parse(markup)
    formatted = tidy(parsed.text, parsed.entities)
    return formatted.text, [(e["type"], e["offset"], e["length"]) for e in formatted.entities]


@pytest.mark.parametrize(
    "markup,text,spans",
    [
        ("  \n<b>x</b> \n", "x", [("bold", 0, 1)]),
        ("<b>  x  </b>", "x", [("bold", 0, 1)]),
        ("x <b> y </b>z", "x  y z", [("bold", 3, 2)]),
        ("x<b> \n</b>y", "x \ny", []),
        ("<b></b>x", "x", []),
        ("a\r\nb\tc\x00d", "a\nb c d", []),
        ("\u202ea<b>b</b>", "ab", [("bold", 1, 1)]),
        ("\u2068a\u2069", "\u2068a\u2069", []),
        ("<b>a<b>b</b></b>", "ab", [("bold", 0, 2)]),
        ("<b>a</b><b>b</b>", "ab", [("bold", 0, 2)]),
        ("<b>a</b><i>b</i>", "ab", [("bold", 0, 1), ("italic", 1, 1)]),
        ("<code>a<b>b</b></code>", "ab", [("code", 0, 2)]),
        ("<b>a<code>b</code>c</b>", "abc", [("bold", 0, 1), ("code", 1, 1), ("bold", 2, 1)]),
        ("<b><pre>a</pre></b>", "a", [("pre", 0, 1)]),
        (
            "<blockquote>a<blockquote>b</blockquote></blockquote>",
            "ab",
            [("blockquote", 0, 2)],
        ),
        (
            '<blockquote><a href="t.me">a</a></blockquote>',
            "a",
            [("blockquote", 0, 1), ("text_link", 0, 1)],
        ),
    ],
)
def test_text_is_cleaned_trimmed_and_settled(
    markup: str, text: str, spans: list[tuple[Any, ...]]
) -> None:
    assert shown(markup) == (text, spans)


@pytest.mark.parametrize(
    "text,kind,found",
    [
        ("/start set-1", "bot_command", "/start"),
        ("try /quiz@demo_quiz_bot now", "bot_command", "/quiz@demo_quiz_bot"),
        ("🎉 /quiz", "bot_command", "/quiz"),
        ("see https://example.com/a?b=c.", "url", "https://example.com/a?b=c"),
        ("see t.me/demo_quiz_bot?start=set-x!", "url", "t.me/demo_quiz_bot?start=set-x"),
        ("ask @anna_demo", "mention", "@anna_demo"),
    ],
)
def test_commands_links_and_mentions_are_found(text: str, kind: str, found: str) -> None:
    (entity,) = tidy(text).entities
    assert entity["type"] == kind
    units = text.encode("utf-16-le")
    assert units[2 * entity["offset"] : 2 * end(entity)].decode("utf-16-le") == found


@pytest.mark.parametrize("text", ["1/2", "a/b/c", "anna@example.com", "8 of 10.", "//x"])
def test_what_only_looks_like_one_is_not(text: str) -> None:
    assert tidy(text).entities == []


def test_nothing_is_found_in_code_or_links() -> None:
    assert shown("<code>/start</code>") == ("/start", [("code", 0, 6)])
    assert shown('<a href="t.me">@anna_demo</a>') == ("@anna_demo", [("text_link", 0, 10)])


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_tidy_text_stays_as_it_is(text: str) -> None:
    once = tidy(text)
    assert tidy(once.text) == once
    assert once.text == once.text.strip(" \n")


@given(st.text(st.sampled_from("ab \n\r🎉\u202e")), st.text(st.sampled_from("ab \n\r🎉\u202e")))
def test_an_entity_keeps_its_words_through_cleaning(before: str, inside: str) -> None:
    parsed = parse(f"{html.escape(before)}<b>{html.escape(inside)}</b>")
    formatted = tidy(parsed.text, parsed.entities)
    units = formatted.text.encode("utf-16-le")
    bold = [units[2 * e["offset"] : 2 * end(e)].decode("utf-16-le") for e in formatted.entities]
    words = tidy(inside).text
    assert bold == ([words] if words else [])
    assert all(end(e) <= utf16_length(formatted.text) for e in formatted.entities)
