"""Several options may be right."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from bot.quiz.frozen import frozen
from bot.quiz.kinds.grade import RIGHT, WRONG, Grade
from bot.quiz.moves import (
    UNFIT,
    Confirm,
    Draft,
    Drafted,
    Effect,
    Final,
    Move,
    Refused,
    Response,
    Switch,
)
from bot.quiz.text import Option, Text


@frozen
class Multiple:
    """`answer` holds the keys of the right options, at least one."""

    options: Mapping[str, Option]
    answer: tuple[str, ...]
    scoring: Literal["balanced", "all_or_nothing"] = "balanced"
    type: Literal["multiple"] = "multiple"


def choices(body: Multiple) -> tuple[str, ...]:
    return tuple(body.options)


def label(body: Multiple, key: str) -> Text:
    return body.options[key].text


def play(body: Multiple, draft: Draft, move: Move) -> Effect:
    match move:
        case Switch(key, on) if key in body.options:
            chosen = {*draft, key} if on else {*draft} - {key}
            return Drafted(tuple(k for k in body.options if k in chosen))
        case Confirm():
            return Final(draft) if draft else Refused("nothing_chosen")
    return UNFIT


def grade(body: Multiple, response: Response) -> Grade:
    """Balanced: max(0, h/C - f/W), C right and W wrong options, h hits, f false picks."""
    hits = sum(key in body.answer for key in response)
    false_picks = len(response) - hits
    parts = len(body.answer)
    if body.scoring == "all_or_nothing":
        credit = RIGHT if hits == parts and not false_picks else WRONG
    else:
        wrong_options = len(body.options) - parts
        penalty = Fraction(false_picks, wrong_options) if false_picks else WRONG
        credit = max(WRONG, Fraction(hits, parts) - penalty)
    return Grade(credit, hits, false_picks, parts)


def right(body: Multiple) -> Response:
    return tuple(key for key in body.options if key in body.answer)


def feedback(body: Multiple, response: Response) -> tuple[Text, ...]:
    return tuple(told for key in response if (told := body.options[key].feedback))
