"""Left sides, shown one at a time, each with its right side to choose."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from bot.quiz.frozen import frozen
from bot.quiz.kinds.grade import Grade
from bot.quiz.moves import (
    UNFIT,
    Back,
    Confirm,
    Draft,
    Drafted,
    Effect,
    Final,
    Move,
    Place,
    Refused,
    Response,
)
from bot.quiz.text import Text


@frozen
class Pair:
    left: Text
    right: Text


@frozen
class Matching:
    """A right side has the key of its pair; `distractors` are right sides that fit no left."""

    pairs: Mapping[str, Pair]
    distractors: Mapping[str, Text]
    type: Literal["matching"] = "matching"


def choices(body: Matching) -> tuple[str, ...]:
    return (*body.pairs, *body.distractors)


def label(body: Matching, key: str) -> Text:
    return body.pairs[key].right if key in body.pairs else body.distractors[key]


def play(body: Matching, draft: Draft, move: Move) -> Effect:
    match move:
        case Place(position, key) if key in choices(body) and position >= 0:
            return _place(body, draft, position, key)
        case Back(placed) if placed >= 0:
            return Drafted(draft[:placed])
        case Confirm():
            return Final(draft) if len(draft) == len(body.pairs) else Refused("incomplete")
    return UNFIT


def _place(body: Matching, draft: Draft, position: int, key: str) -> Effect:
    """Each left was shown by itself, so a tap speaks of that left only, never of the next."""
    if position == len(draft) < len(body.pairs) and key not in draft:
        return Drafted((*draft, key))
    if position < len(draft) and draft[position] != key:
        return Refused("taken")
    return Drafted(draft)


def grade(body: Matching, response: Response) -> Grade:
    """The share of pairs that are right."""
    hits = sum(given == wanted for given, wanted in zip(response, body.pairs, strict=True))
    parts = len(body.pairs)
    return Grade(Fraction(hits, parts), hits, parts - hits, parts)


def right(body: Matching) -> Response:
    return tuple(body.pairs)


def feedback(body: Matching, response: Response) -> tuple[Text, ...]:
    return ()
