"""Rules about what can be guessed from length, order and place of the options."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import sqrt

from bot.content.lint.finding import Finding, keys, options, sides, value
from bot.quiz.kinds.single import Single
from bot.quiz.question import Question

# Names and numbers are as long as they are; from here on length is the editor's choice.
SHORTEST_PHRASE = 15
FEWEST_FOR_LENGTH = 4
FEWEST_FOR_PLACE = 10
_NO_NUMBER = re.compile(r"[^\d.,'’ +−-]+")


def long_key(question: Question, language: str) -> Iterator[Finding]:
    """A right option at least 1.5 times as long as the wrong ones are on average."""
    if not isinstance(question.body, Single):
        return
    (key,), wrong = sides(question, language)
    average = sum(map(len, wrong)) / len(wrong)
    if len(key) >= max(1.5 * average, SHORTEST_PHRASE):
        yield Finding(
            "long-key",
            ("options", *keys(question), "text", language),
            f"The right option has {len(key)} characters, the others {average:.0f} on average"
            f" ({language}).",
            "Shorten it, or write the wrong ones as fully.",
        )


def numeric_order(question: Question, language: str) -> Iterator[Finding]:
    """Numbers are looked through from the smallest to the largest, or the other way round."""
    texts = [option.text.in_(language) for option in options(question).values()]
    numbers = [number for number in map(value, texts) if number is not None]
    if not texts or len(numbers) < len(texts):
        return
    if len({tuple(_NO_NUMBER.findall(text.casefold())) for text in texts}) > 1:
        return
    ordered = _monotone(numbers)
    if not ordered or question.shuffle:
        yield Finding(
            "numeric-order",
            ("options",),
            "All options are numbers, and they "
            + ("would be shuffled." if ordered else "stand in no order."),
            "Write them from the smallest to the largest, with `shuffle: false`.",
        )


def _monotone(numbers: list[float]) -> bool:
    pairs = list(pairwise(numbers))
    return all(a < b for a, b in pairs) or all(a > b for a, b in pairs)


def longest_key(questions: Sequence[Question], language: str) -> str | None:
    """The right option is the longest in more than half of the items with three or more."""
    items = [sides(one, language) for one in questions if _is_choice(one)]
    longest = sum(len(right[0]) > max(map(len, wrong)) for right, wrong in items)
    if len(items) < FEWEST_FOR_LENGTH or longest * 2 <= len(items):
        return None
    return f"The right option is the longest in {longest} of {len(items)} questions ({language})."


def _is_choice(question: Question) -> bool:
    return isinstance(question.body, Single) and len(question.body.options) > 2


def key_position(questions: Sequence[Question], language: str) -> str | None:
    """A place holds the key more often than chance: share > 1/k + 2√((1/k)(1-1/k)/n), n ≥ 10.

    Where items differ in k, the expected count and its variance are summed over the items.
    """
    fixed = [one.body for one in questions if isinstance(one.body, Single) and not one.shuffle]
    if len(fixed) < FEWEST_FOR_PLACE:
        return None
    found = Counter(list(body.options).index(body.answer) for body in fixed)
    for place, count in sorted(found.items()):
        chances = [1 / len(body.options) for body in fixed if len(body.options) > place]
        if count > sum(chances) + 2 * sqrt(sum(p * (1 - p) for p in chances)):
            return (
                f"The right option stands in place {place + 1}"
                f" in {count} of {len(fixed)} questions that are not shuffled."
            )
    return None
