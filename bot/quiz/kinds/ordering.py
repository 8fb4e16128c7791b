"""Things to put in order, tapped one after the other."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from bot.quiz.frozen import frozen
from bot.quiz.kinds.grade import Grade, whole
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
class Ordering:
    """`items` stand in the right order."""

    items: Mapping[str, Text]
    scoring: Literal["relative_next", "all_or_nothing"] = "relative_next"
    type: Literal["ordering"] = "ordering"


def choices(body: Ordering) -> tuple[str, ...]:
    return tuple(body.items)


def label(body: Ordering, key: str) -> Text:
    return body.items[key]


def play(body: Ordering, draft: Draft, move: Move) -> Effect:
    """A tap on an unplaced item puts it next, even when another tap came in between."""
    match move:
        case Place(position, key) if key in body.items:
            fits = key not in draft and 0 <= position <= len(draft)
            return Drafted((*draft, key) if fits else draft)
        case Back(placed) if placed >= 0:
            return Drafted(draft[:placed])
        case Confirm():
            return Final(draft) if len(draft) == len(body.items) else Refused("incomplete")
    return UNFIT


def grade(body: Ordering, response: Response) -> Grade:
    """Relative to the next: the share of neighbour pairs that stand as they should."""
    order = tuple(body.items)
    wanted = set(pairwise(order))
    kept = sum(pair in wanted for pair in pairwise(response))
    if body.scoring == "all_or_nothing":
        return whole(response == order)
    return Grade(Fraction(kept, len(wanted)), kept, len(wanted) - kept, len(wanted))


def right(body: Ordering) -> Response:
    return tuple(body.items)


def feedback(body: Ordering, response: Response) -> tuple[Text, ...]:
    return ()
