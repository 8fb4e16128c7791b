"""Rules about what an item should have, and about parts that cannot work."""

import unicodedata
from collections.abc import Iterator

from bot.content.lint.finding import Finding, options
from bot.quiz.kinds.matching import Matching
from bot.quiz.kinds.numeric import Numeric
from bot.quiz.kinds.ordering import Ordering
from bot.quiz.question import Question
from bot.quiz.text import Text


def explanation(question: Question, language: str) -> Iterator[Finding]:
    if question.explanation is None:
        yield Finding(
            "no-explanation",
            (),
            "The question has no explanation.",
            "Say in a sentence why the answer is right: that is what people learn from.",
        )


def source_ref(question: Question, language: str) -> Iterator[Finding]:
    if not question.source_ref:
        yield Finding(
            "no-source-ref",
            (),
            "The question does not say where its answer stands in the source.",
            "Add `source_ref` with the paragraph, such as p3.",
        )


def alt(question: Question, language: str) -> Iterator[Finding]:
    if question.media and question.media.alt is None:
        yield Finding(
            "no-alt",
            ("media",),
            "The picture has no description for people who cannot see it.",
            "Add `alt` with what can be seen, without giving the answer away.",
        )


def partial(question: Question, language: str) -> Iterator[Finding]:
    """Credit for a value that the tolerance takes as right already."""
    body = question.body
    if not isinstance(body, Numeric):
        return
    if any(near.abs <= body.tolerance_abs for near in body.partial):
        yield Finding(
            "useless-partial",
            ("partial",),
            "Partial credit is given inside the tolerance, where an answer is right anyway.",
            "Make its `abs` larger than that of the tolerance.",
        )


def same_options(question: Question, language: str) -> Iterator[Finding]:
    """Two choices that read alike cannot be told apart."""
    for group in _choices(question):
        seen: dict[str, str] = {}
        for path, text in group:
            twin = seen.setdefault(fold(text.in_(language)), path[1])
            if twin != path[1]:
                yield Finding(
                    "same-options",
                    (*path, language),
                    f"`{path[1]}` reads like `{twin}` ({language}).",
                    "Make the two differ in more than capitals, spaces and a final mark.",
                )


_Choice = tuple[tuple[str, ...], Text]


def _choices(question: Question) -> list[list[_Choice]]:
    """What is chosen among: where it stands in the file, and its text."""
    match question.body:
        case Ordering(items=items):
            return [[(("items", key), text) for key, text in items.items()]]
        case Matching(pairs=pairs, distractors=distractors):
            lefts: list[_Choice] = [
                (("pairs", key, "left"), pair.left) for key, pair in pairs.items()
            ]
            rights: list[_Choice] = [
                (("pairs", key, "right"), pair.right) for key, pair in pairs.items()
            ]
            rights += [(("distractors", key), text) for key, text in distractors.items()]
            return [lefts, rights]
    return [[(("options", key, "text"), one.text) for key, one in options(question).items()]]


def fold(text: str) -> str:
    """What is left where capitals, spaces, outer quotation marks and final points are not seen."""
    folded = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return folded.strip("\"'«»“”‘’ ").rstrip(".,;") or folded
