"""A statement that holds or does not."""

from typing import Literal

from bot.quiz.frozen import frozen
from bot.quiz.kinds.grade import Grade, whole
from bot.quiz.moves import UNFIT, Draft, Effect, Final, Move, Pick, Response
from bot.quiz.text import Text

KEYS = ("true", "false")


@frozen
class TrueFalse:
    """`if_true` and `if_false` are told to whoever answered so."""

    answer: bool
    if_true: Text | None = None
    if_false: Text | None = None
    type: Literal["true_false"] = "true_false"


def choices(body: TrueFalse) -> tuple[str, ...]:
    return KEYS


def label(body: TrueFalse, key: str) -> None:
    """The words for true and false belong to the screens, not to the item."""
    return


def play(body: TrueFalse, draft: Draft, move: Move) -> Effect:
    match move:
        case Pick(key) if key in KEYS:
            return Final((key,))
    return UNFIT


def grade(body: TrueFalse, response: Response) -> Grade:
    return whole(response == right(body))


def right(body: TrueFalse) -> Response:
    return ("true" if body.answer else "false",)


def feedback(body: TrueFalse, response: Response) -> tuple[Text, ...]:
    told = body.if_true if response == ("true",) else body.if_false
    return (told,) if told else ()
