"""Telegram's limits: what does not fit, and what the bot does instead.

Lengths are in UTF-16 code units, the larger of the ways in which Telegram's clients count.
"""

from collections.abc import Iterator
from typing import Literal

from bot.content.lint.finding import Finding, options, own
from bot.quiz.kinds import kind_of
from bot.quiz.kinds.matching import Matching
from bot.quiz.question import Question, QuestionSet
from bot.quiz.text import Text

MESSAGE = 4096
CAPTION = 1024
POLL_STEM = 300
POLL_OPTION = 100
POLL_EXPLANATION = 200
POLL_LINE_FEEDS = 2
# What the bot writes around the editor's texts: the header, the verdict, the source.
FRAME = 600

POLL_TYPES = frozenset(("single", "multiple", "true_false"))
TYPED_TYPES = frozenset(("short", "numeric"))

Delivery = Literal["poll", "buttons", "typed"]


def description(found: QuestionSet, language: str) -> str | None:
    """Whether the card of a set fits a message."""
    size = _size(found.title, language) + _size(found.description, language)
    if size + FRAME <= MESSAGE:
        return None
    return f"Title and description have {size} characters; about {MESSAGE - FRAME} fit a message."


def length(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def delivery(question: Question) -> Delivery:
    """How the question is asked: as a quiz poll only where it fits one in every language."""
    if question.body.type in TYPED_TYPES:
        return "typed"
    if question.body.type not in POLL_TYPES:
        return "buttons"
    texts = (question.text, *(option.text for option in options(question).values()))
    languages = {language for text in texts for language in text.texts}
    fits = not any(tuple(_unfit(question, language)) for language in languages)
    return "poll" if fits else "buttons"


def poll(question: Question, language: str) -> Iterator[Finding]:
    """What keeps the item from being a quiz poll, or the poll from carrying the explanation."""
    if question.body.type not in POLL_TYPES:
        return
    yield from _unfit(question, language)
    told = own(question.explanation, language)
    if length(told) > POLL_EXPLANATION or told.count("\n") > POLL_LINE_FEEDS:
        yield Finding(
            "poll-explanation",
            ("explanation", language),
            f"A poll's explanation has at most {POLL_EXPLANATION} characters"
            f" and {POLL_LINE_FEEDS} line breaks; this one has {length(told)}"
            f" and {told.count(chr(10))}.",
            "The poll carries no explanation then, and the reveal shows it whole.",
        )


def _unfit(question: Question, language: str) -> Iterator[Finding]:
    stem = length(own(question.text, language))
    if stem > POLL_STEM:
        yield Finding(
            "poll-stem",
            ("text", language),
            f"A poll's question has at most {POLL_STEM} characters; this one has {stem}.",
            "It is asked with buttons instead.",
        )
    for key, option in options(question).items():
        size = length(own(option.text, language))
        if size > POLL_OPTION:
            yield Finding(
                "poll-option",
                ("options", key, "text", language),
                f"A poll's option has at most {POLL_OPTION} characters; this one has {size}.",
                "The question is asked with buttons instead.",
            )


def message(question: Question, language: str) -> Iterator[Finding]:
    """Whether the question, and the feedback to its answer, each fit one message."""
    stem = _size(question.text, language)
    choices = sum(size + 4 for size in _choice_sizes(question, language))
    asked = stem + choices + _size(question.hint, language)
    if asked + FRAME > MESSAGE:
        yield _too_long("long-question", "text", language, asked)
    told = max((_size(one.feedback, language) for one in options(question).values()), default=0)
    answered = stem + choices + told + _size(question.explanation, language)
    if answered + FRAME > MESSAGE:
        yield _too_long("long-feedback", "explanation", language, answered)


def _too_long(code: str, field: str, language: str, size: int) -> Finding:
    what = "question" if code == "long-question" else "feedback"
    return Finding(
        code,
        (field, language),
        f"The {what} has {size} characters ({language}); about {MESSAGE - FRAME} fit a message.",
        "The bot cuts what does not fit; shorten the texts.",
    )


def _choice_sizes(question: Question, language: str) -> Iterator[int]:
    kind = kind_of(question.body)
    for key in kind.choices(question.body):
        yield _size(kind.label(question.body, key), language)
    if isinstance(question.body, Matching):
        for pair in question.body.pairs.values():
            yield _size(pair.left, language)


def _size(text: Text | None, language: str) -> int:
    return length(text.in_(language)) if text else 0


def caption(question: Question, language: str) -> Iterator[Finding]:
    media = question.media
    if media is None:
        return
    parts = (own(media.alt, language), media.credit or "", media.license or "")
    size = sum(map(length, parts))
    if size + 10 > CAPTION:
        yield Finding(
            "long-caption",
            ("media", "alt", language),
            f"Description, credit and licence have {size} characters; a caption has {CAPTION}.",
            "The bot cuts what does not fit; shorten them.",
        )
