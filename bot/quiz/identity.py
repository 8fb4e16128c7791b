"""What makes an item that item: two fingerprints, one of its structure and one of its texts.

Hints, feedback, explanations, tags and pictures are in neither: they may change freely.
"""

import hashlib
import json
from typing import Any

from bot.quiz.frozen import frozen
from bot.quiz.kinds.matching import Matching
from bot.quiz.kinds.multiple import Multiple
from bot.quiz.kinds.numeric import Numeric
from bot.quiz.kinds.ordering import Ordering
from bot.quiz.kinds.short import Short
from bot.quiz.kinds.single import Single
from bot.quiz.kinds.true_false import TrueFalse
from bot.quiz.question import Question
from bot.quiz.text import Text

DIGITS = 16


@frozen
class Fingerprint:
    """Hex digests of an item's structure and of its texts."""

    structure: str
    texts: str


def fingerprint(item: Question) -> Fingerprint:
    """Equal for items that ask the same thing in the same words."""
    structure, texts = _parts(item.body)
    return Fingerprint(_digest([item.body.type, structure]), _digest([_words(item.text), texts]))


def _parts(body: Any) -> tuple[Any, Any]:
    match body:
        case Single(options, answer):
            return [sorted(options), answer], _option_words(options)
        case Multiple(options, answer, scoring):
            return [sorted(options), sorted(answer), scoring], _option_words(options)
        case TrueFalse(answer):
            return [answer], []
        case Short(accept, reject, fuzzy):
            return [_sorted(accept), _sorted(reject), fuzzy], []
        case Numeric(low, high, absolute, relative, partial, unit):
            near = [_numbers(n.abs, n.credit) for n in partial]
            return [*_numbers(low, high, absolute, relative), near], [_words(unit)]
        case Ordering(items, scoring):
            return [list(items), scoring], {key: _words(text) for key, text in items.items()}
        case Matching(pairs, distractors):
            sides = {key: [_words(p.left), _words(p.right)] for key, p in pairs.items()}
            loose = {key: _words(text) for key, text in distractors.items()}
            return [sorted(pairs), sorted(distractors)], [sides, loose]
    raise TypeError(type(body).__name__)


def _option_words(options: Any) -> dict[str, Any]:
    return {key: _words(option.text) for key, option in options.items()}


def _words(text: Text | None) -> dict[str, str]:
    return dict(text.texts) if text else {}


def _numbers(*values: float) -> list[float]:
    """However they are written: 5 is 5.0, and -0.0 is 0.0."""
    return [float(value) + 0.0 for value in values]


def _sorted(spellings: Any) -> dict[str, list[str]]:
    return {language: sorted(words) for language, words in spellings.items()}


def _digest(value: Any) -> str:
    plain = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()[:DIGITS]
