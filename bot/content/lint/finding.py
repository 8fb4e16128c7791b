"""What a rule says, and what all rules need to look at an item."""

from collections.abc import Callable, Iterator, Mapping

from bot.quiz.frozen import frozen
from bot.quiz.kinds.multiple import Multiple
from bot.quiz.kinds.numeric import readings
from bot.quiz.kinds.single import Single
from bot.quiz.question import Question
from bot.quiz.text import EVERY_LANGUAGE, Option, Text


@frozen
class Finding:
    """A rule that an item breaks; `path` leads from the item to the place in the file."""

    code: str
    path: tuple[str, ...]
    message: str
    hint: str


# An item as it stands in one language.
Rule = Callable[[Question, str], Iterator[Finding]]


def own(text: Text | None, language: str) -> str:
    """The text in this very language, "" where another one would stand in."""
    if text is None:
        return ""
    return text.texts.get(language) or text.texts.get(EVERY_LANGUAGE, "")


def options(question: Question) -> Mapping[str, Option]:
    """The options of an item that has right and wrong ones; else none."""
    body = question.body
    return body.options if isinstance(body, Single | Multiple) else {}


def keys(question: Question) -> tuple[str, ...]:
    """The right options' keys."""
    match question.body:
        case Single(answer=answer):
            return (answer,)
        case Multiple(answer=answers):
            return answers
    return ()


def sides(question: Question, language: str) -> tuple[list[str], list[str]]:
    """The texts of the right options, and of the wrong ones."""
    right: list[str] = []
    wrong: list[str] = []
    chosen = keys(question)
    for key, option in options(question).items():
        (right if key in chosen else wrong).append(option.text.in_(language))
    return right, wrong


def value(text: str) -> float | None:
    """The number in a text that holds just one; where it can mean two, the one in thousands."""
    if len(text) > 64 or not any(map(str.isdigit, text)):
        return None
    found = readings(text)
    return found[-1] if found else None
