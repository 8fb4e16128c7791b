"""One right option among several."""

from collections.abc import Mapping
from typing import Literal

from bot.quiz.frozen import frozen
from bot.quiz.kinds.grade import Grade, whole
from bot.quiz.moves import UNFIT, Draft, Effect, Final, Move, Pick, Response
from bot.quiz.text import Option, Text


@frozen
class Single:
    """`answer` is a key of `options`."""

    options: Mapping[str, Option]
    answer: str
    type: Literal["single"] = "single"


def choices(body: Single) -> tuple[str, ...]:
    return tuple(body.options)


def label(body: Single, key: str) -> Text:
    return body.options[key].text


def play(body: Single, draft: Draft, move: Move) -> Effect:
    match move:
        case Pick(key) if key in body.options:
            return Final((key,))
    return UNFIT


def grade(body: Single, response: Response) -> Grade:
    return whole(response == (body.answer,))


def right(body: Single) -> Response:
    return (body.answer,)


def feedback(body: Single, response: Response) -> tuple[Text, ...]:
    return tuple(told for key in response if (told := body.options[key].feedback))
