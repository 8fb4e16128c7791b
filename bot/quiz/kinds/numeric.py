"""A number, typed."""

import re
import unicodedata
from fractions import Fraction
from typing import Literal

from bot.quiz.frozen import frozen
from bot.quiz.kinds.grade import Grade, whole
from bot.quiz.moves import UNFIT, Draft, Effect, Final, Move, Refused, Response
from bot.quiz.moves import Type as Typed
from bot.quiz.text import Text

EPSILON = 1e-14
LONGEST = 200
_NUMBER = re.compile(
    r"""(?<![\w.,]) [+-]?
    (?: \d{1,3} (?:[\ '’]\d{3})+ (?!\d) | \d+ | (?=[.,]\d) )
    (?: [.,]\d+ )*
    (?: e[+-]?\d+ )? (?![.,]*\d)""",
    re.IGNORECASE | re.VERBOSE,
)
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}([.,])\d{3}(?:\1\d{3})*")
_MINUS = str.maketrans(dict.fromkeys("‐‒–—−", "-"))


@frozen
class Near:
    """`credit` (0 to 1) for a value at most `abs` away."""

    abs: float
    credit: float


@frozen
class Numeric:
    """The right values are `low` to `high`, one value where the two are equal.

    `tolerance_abs` is in the answer's unit, `tolerance_rel` a share of it; the wider one counts.
    """

    low: float
    high: float
    tolerance_abs: float = 0.0
    tolerance_rel: float = 0.0
    partial: tuple[Near, ...] = ()
    unit: Text | None = None
    type: Literal["numeric"] = "numeric"


def choices(body: Numeric) -> tuple[str, ...]:
    return ()


def label(body: Numeric, key: str) -> None:
    return None


def play(body: Numeric, draft: Draft, move: Move) -> Effect:
    match move:
        case Typed(text):
            reply = text.strip()
            readable = len(reply) <= LONGEST and readings(reply)
            return Final((reply,)) if readable else Refused("no_number")
    return UNFIT


def readings(reply: str) -> tuple[float, ...]:
    """The values that the one number in `reply` can mean; none where there is not just one.

    Comma and point are both read as decimal marks. One of them before exactly three digits may
    as well part the thousands: then both meanings are given.
    """
    text = re.sub(r"\s", " ", unicodedata.normalize("NFKC", reply)).translate(_MINUS)
    found = _NUMBER.findall(text)
    if len(found) != 1:
        return ()
    digits = re.sub(r"[ '’]", "", found[0])
    return tuple(float(spelling) for spelling in _spellings(digits))


def _spellings(digits: str) -> tuple[str, ...]:
    if len(re.findall(r"[.,]", digits)) < 2:
        decimal = digits.replace(",", ".")
        return (decimal, _joined(digits)) if _THOUSANDS.fullmatch(digits) else (decimal,)
    head, mark, fraction = re.split(r"([.,])(?=[^.,]*$)", digits)
    if mark not in head and _THOUSANDS.fullmatch(head):
        return (f"{_joined(head)}.{fraction}",)
    return (_joined(digits),) if _THOUSANDS.fullmatch(digits) else ()


def _joined(digits: str) -> str:
    return re.sub(r"[.,]", "", digits)


def within(value: float, answer: float, tolerance: float) -> bool:
    """abs(v - a) <= t + e * max(t, abs(a), e), with e = 1e-14, so that rounding never decides."""
    slack = EPSILON * max(tolerance, abs(answer), EPSILON)
    return abs(value - answer) <= tolerance + slack


def grade(body: Numeric, response: Response) -> Grade:
    grades = (_grade(body, value) for value in readings(response[0]))
    return max(grades, key=lambda grade: grade.credit, default=whole(False))


def _grade(body: Numeric, value: float) -> Grade:
    nearest = min(max(value, body.low), body.high)
    tolerance = max(body.tolerance_abs, body.tolerance_rel * abs(nearest))
    if within(value, nearest, tolerance):
        return whole(True)
    earned = (n.credit for n in body.partial if within(value, nearest, n.abs))
    return Grade(Fraction(str(max(earned, default=0.0))))


def right(body: Numeric) -> Response:
    ends = dict.fromkeys((body.low, body.high))
    return tuple(f"{end:.15g}" for end in ends)


def feedback(body: Numeric, response: Response) -> tuple[Text, ...]:
    return ()
