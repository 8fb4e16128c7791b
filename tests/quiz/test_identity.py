"""What makes an item another item, and what does not."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from bot.quiz.identity import fingerprint
from bot.quiz.kinds import Body
from bot.quiz.kinds.matching import Matching, Pair
from bot.quiz.kinds.multiple import Multiple
from bot.quiz.kinds.numeric import Near, Numeric
from bot.quiz.kinds.ordering import Ordering
from bot.quiz.kinds.short import Short
from bot.quiz.kinds.single import Single
from bot.quiz.kinds.true_false import TrueFalse
from bot.quiz.question import Media, Question
from bot.quiz.text import Option, Text
from tests import strategies
from tests.builders import item, matching, multiple, numeric, one_of_each, options, text

T = text("uno", "one")
OPTIONS = options("abc")


def backwards(mapping: Mapping[str, Any]) -> dict[str, Any]:
    return dict(reversed(mapping.items()))


def told(mapping: Mapping[str, Option]) -> dict[str, Option]:
    return {key: replace(option, feedback=T) for key, option in mapping.items()}


@settings(max_examples=50)
@given(strategies.questions())
def test_hints_explanations_and_the_like_may_change_freely(question: Question) -> None:
    changed = replace(
        question,
        hint=text("un aiuto"),
        explanation=text("perché sì"),
        tags=("nuovo",),
        difficulty="hard",
        points=question.points + 1,
        time_limit=99,
        shuffle=not question.shuffle,
        source_ref=(1, 2),
        media=Media("x.png"),
        retired=True,
        cosmetic=True,
        allow=("no-explanation",),
    )
    assert fingerprint(changed) == fingerprint(question)


@settings(max_examples=50)
@given(strategies.questions())
def test_another_stem_is_another_text_and_the_same_structure(question: Question) -> None:
    changed = replace(question, text=Text({**question.text.texts, "de": "Was ist neu?"}))
    assert fingerprint(changed).structure == fingerprint(question).structure
    assert fingerprint(changed).texts != fingerprint(question).texts


# What may change without any trace: the order in which things that are no order are written,
# feedback, and the answers of other items.
SAME: list[tuple[Body, Body]] = [
    (Single(OPTIONS, "a"), Single(backwards(OPTIONS), "a")),
    (Single(OPTIONS, "a"), Single(told(OPTIONS), "a")),
    (Multiple(OPTIONS, ("a", "b")), Multiple(told(backwards(OPTIONS)), ("b", "a"))),
    (TrueFalse(True), TrueFalse(True, if_true=T, if_false=T)),
    (Short({"it": ("a", "b"), "en": ("c",)}), Short({"en": ("c",), "it": ("b", "a")})),
    (Short({"it": ("a",)}), Short({"it": ("a",)}, known=("z",))),
    (Numeric(5, 7), Numeric(5.0, 7.0)),
    (Numeric(0.0, 0.0), Numeric(-0.0, -0.0)),
    (
        Matching({"a": Pair(T, T), "b": Pair(T, T)}, {}),
        Matching({"b": Pair(T, T), "a": Pair(T, T)}, {}),
    ),
]


@pytest.mark.parametrize("before, after", SAME)
def test_the_same_item_written_differently_is_the_same(before: Body, after: Body) -> None:
    assert fingerprint(item(before)) == fingerprint(item(after))


# What makes another item, whatever the editor says of it.
RESTRUCTURED: list[tuple[Body, Body]] = [
    (Single(OPTIONS, "a"), Single(OPTIONS, "b")),
    (Single(OPTIONS, "a"), Single(options("abcd"), "a")),
    (Single(OPTIONS, "a"), Single(options("abd"), "a")),
    (Single(OPTIONS, "a"), Multiple(OPTIONS, ("a",))),
    (Multiple(OPTIONS, ("a",)), Multiple(OPTIONS, ("a", "b"))),
    (Multiple(OPTIONS, ("a",)), Multiple(OPTIONS, ("a",), "all_or_nothing")),
    (TrueFalse(True), TrueFalse(False)),
    (Short({"it": ("a",)}), Short({"it": ("a", "b")})),
    (Short({"it": ("a",)}), Short({"en": ("a",)})),
    (Short({"it": ("a",)}), Short({"it": ("a",)}, {"it": ("b",)})),
    (Short({"it": ("a",)}), Short({"it": ("a",)}, fuzzy="off")),
    (Numeric(5, 5), Numeric(6, 6)),
    (Numeric(5, 5), Numeric(5, 6)),
    (Numeric(5, 5), Numeric(5, 5, 0.1)),
    (Numeric(5, 5, 0.1), Numeric(5, 5, 0.0, 0.1)),
    (Numeric(5, 5), Numeric(5, 5, partial=(Near(1, 0.5),))),
    (Ordering({"a": T, "b": T}), Ordering({"b": T, "a": T})),
    (Ordering({"a": T, "b": T}), Ordering({"a": T, "b": T}, "all_or_nothing")),
    (Matching({"a": Pair(T, T)}, {}), Matching({"a": Pair(T, T)}, {"x": T})),
    (Matching({"a": Pair(T, T)}, {"b": T}), Matching({"b": Pair(T, T)}, {"a": T})),
]


@pytest.mark.parametrize("before, after", RESTRUCTURED)
def test_another_key_or_scoring_is_another_structure(before: Body, after: Body) -> None:
    assert fingerprint(item(before)).structure != fingerprint(item(after)).structure


def test_another_wording_of_a_choice_is_another_text() -> None:
    reworded = {**OPTIONS, "c": Option(text("altro"))}
    pairs = matching().body.pairs
    changes: list[tuple[Body, Body]] = [
        (Single(OPTIONS, "a"), Single(reworded, "a")),
        (Multiple(OPTIONS, ("a",)), Multiple(reworded, ("a",))),
        (Numeric(5, 5), Numeric(5, 5, unit=text("km"))),
        (Ordering({"a": T, "b": T}), Ordering({"a": T, "b": text("due")})),
        (Matching(pairs, {}), Matching({**pairs, "a": Pair(text("altra"), pairs["a"].right)}, {})),
        (Matching(pairs, {}), Matching({**pairs, "a": Pair(pairs["a"].left, text("altra"))}, {})),
        (Matching(pairs, {"x": T}), Matching(pairs, {"x": text("altra")})),
    ]
    for before, after in changes:
        assert fingerprint(item(before)).structure == fingerprint(item(after)).structure
        assert fingerprint(item(before)).texts != fingerprint(item(after)).texts


def test_no_two_kinds_are_alike() -> None:
    marks = {fingerprint(item(question.body)).structure for question in one_of_each()}
    assert len(marks) == 7
    assert fingerprint(multiple()) != fingerprint(numeric())
