"""A short text, typed, with mercy for slips of the finger but not for another name."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Literal

from rapidfuzz.distance import OSA

from bot.quiz.frozen import frozen
from bot.quiz.kinds.grade import Grade, whole
from bot.quiz.moves import UNFIT, Draft, Effect, Final, Move, Refused, Response
from bot.quiz.moves import Type as Typed
from bot.quiz.text import Text

LONGEST = 200
Spellings = Mapping[str, tuple[str, ...]]
_STROKES = {"ł": "l", "đ": "d", "ø": "o", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe"}
# Telephones write these of their own accord.
_CURLS = {**dict.fromkeys("‘’ʼ", "'"), **dict.fromkeys("‐‒–—−", "-")}
_OUTER = re.compile(r"^[\W_]+|[\W_]+$")
_PLAINER = str.maketrans({**_STROKES, **_CURLS})


@frozen
class Short:
    """`accept` and `reject` map a language, or `all`, to spellings; all languages count.

    `known` are answers of the set's other items: a reply as near to one of them is no slip.
    """

    accept: Spellings
    reject: Spellings = field(default_factory=dict)
    fuzzy: Literal["auto", "off"] = "auto"
    known: tuple[str, ...] = ()
    type: Literal["short"] = "short"


def choices(body: Short) -> tuple[str, ...]:
    return ()


def label(body: Short, key: str) -> None:
    return None


def play(body: Short, draft: Draft, move: Move) -> Effect:
    match move:
        case Typed(text):
            reply = " ".join(text.split())[:LONGEST]
            return Final((reply,)) if plain(reply) else Refused("empty")
    return UNFIT


def plain(text: str) -> str:
    """NFKC, case folded, spaces squeezed, outer punctuation stripped."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _OUTER.sub("", " ".join(folded.split()))


def bare(text: str) -> str:
    """`plain`, without accents and strokes, apostrophes and dashes as a typewriter has them."""
    folded = plain(text)
    if folded.isascii():
        return folded
    parts = unicodedata.normalize("NFD", folded)
    kept = "".join(c for c in parts if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", kept).translate(_PLAINER)


def grade(body: Short, response: Response) -> Grade:
    return whole(accepts(body, response[0]))


def accepts(body: Short, reply: str) -> bool:
    """Exactly; then without accents; then within the edit distance its length allows."""
    accepted, rejected = _all(body.accept), _all(body.reject)
    for fold in (plain, bare):
        if fold(reply) in map(fold, rejected) and fold(reply) not in map(fold, accepted):
            return False
        if fold(reply) in map(fold, accepted):
            return True
    return body.fuzzy == "auto" and _slip(bare(reply), accepted, (*rejected, *body.known))


def _slip(reply: str, accepted: Iterable[str], others: Iterable[str]) -> bool:
    answers = {bare(answer) for answer in accepted}
    strangers = {bare(other) for other in others} - answers
    nearest = min((OSA.distance(reply, other) for other in strangers), default=len(reply) + 99)
    return any(
        _forgiving(reply, answer) and OSA.distance(reply, answer) < nearest for answer in answers
    )


def _forgiving(reply: str, answer: str) -> bool:
    if re.search(r"\d", answer):
        return False
    last = _last_word(answer)
    if len(last) <= 3 and _last_word(reply) != last:
        return False
    return bool(OSA.distance(reply, answer) <= allowed_edits(len(answer)))


def _last_word(text: str) -> str:
    return next(iter(re.findall(r"\w+", text)[-1:]), "")


def allowed_edits(length: int) -> int:
    """How many slips an answer of `length` characters forgives."""
    if length <= 4:
        return 0
    return 1 if length <= 9 else 2


def _all(spellings: Spellings) -> tuple[str, ...]:
    return tuple(spelling for one in spellings.values() for spelling in one)


def right(body: Short) -> Response:
    return (next(iter(body.accept.values()))[0],)


def right_in(body: Short, language: str) -> str:
    """The first accepted spelling in `language`, else as first written."""
    return next(iter(body.accept.get(language, ())), right(body)[0])


def feedback(body: Short, response: Response) -> tuple[Text, ...]:
    return ()
