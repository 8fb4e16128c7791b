"""One value at a time: a node in, a Python value out.

A reader that cannot make the value reports that and returns a blank one; a set with an error is
never served, so no blank is ever seen.
"""

import datetime
import math
import re
from collections.abc import Callable, Collection
from typing import TypeVar

from bot.content.desk import Desk, as_id, did_you_mean, is_id, scalar, sequence
from bot.content.nodes import Node, Scalar
from bot.content.problems import Spot

W = TypeVar("W", bound=str)

# What the YAML 1.2 core schema reads as null, a boolean or a number.
_NOT_TEXT = re.compile(
    r"~|null|Null|NULL|true|True|TRUE|false|False|FALSE|0o[0-7]+|0x[0-9a-fA-F]+"
    r"|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
)
_NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?")
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,9})")
_PARAGRAPH = re.compile(r"p([1-9][0-9]{0,3})")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_URL = re.compile(r"https?://[^\s<>\"]+")


def words(node: Node, desk: Desk) -> str:
    """A text that is not empty."""
    found = scalar(node, desk, "a text")
    if found is None:
        return ""
    value = found.value.strip()
    if not value:
        desk.log.add("empty-text", found, "This text is empty.", "Write it, or delete its field.")
    elif found.plain and _NOT_TEXT.fullmatch(value):
        desk.log.add(
            "unquoted",
            found,
            f"Without quotes, YAML 1.2 editors read `{value}` as a number, a boolean or nothing.",
            f'The bot reads it as a text. Write "{value}" so that all agree.',
        )
    return value


def identifier(node: Node, desk: Desk) -> str:
    value = words(node, desk)
    if value:
        check_id(value, node, desk)
    return value


def check_id(value: str, spot: Spot, desk: Desk) -> None:
    if not is_id(value):
        desk.log.add(
            "bad-id",
            spot,
            f"`{value[:60]}` cannot be an id or a key.",
            f"Use 1 to 40 of a-z, 0-9 and the hyphen, for instance `{as_id(value)}`.",
        )


def one_of(choices: tuple[W, ...]) -> Callable[[Node, Desk], W]:
    """A reader of one word out of `choices`; the first is the blank."""

    def read(node: Node, desk: Desk) -> W:
        value = words(node, desk)
        for choice in choices:
            if value == choice:
                return choice
        report_unknown(value, choices, node, desk)
        return choices[0]

    return read


def report_unknown(value: str, choices: Collection[str], spot: Spot, desk: Desk) -> None:
    """Report a word that is none of `choices`; an empty one has been reported already."""
    if value:
        desk.log.add(
            "unknown-value",
            spot,
            f"`{value[:60]}` is not known here.",
            did_you_mean(value, choices),
        )


def boolean(node: Node, desk: Desk) -> bool:
    found = scalar(node, desk, "`true` or `false`")
    if found is not None and not (found.plain and found.value in ("true", "false")):
        desk.log.add(
            "not-a-boolean",
            found,
            f"`{found.value[:60]}` is neither `true` nor `false`.",
            "Write true or false, in small letters and without quotes.",
        )
    return found is not None and found.value == "true"


def whole(least: int, most: int) -> Callable[[Node, Desk], int]:
    """A reader of a whole number from `least` to `most`; its blank is 0."""

    def read(node: Node, desk: Desk) -> int:
        found = scalar(node, desk, "a whole number")
        if found is None:
            return 0
        if found.plain and _WHOLE.fullmatch(found.value) and least <= int(found.value) <= most:
            return int(found.value)
        desk.log.add(
            "not-a-number" if not _number(found) else "out-of-range",
            found,
            f"`{found.value[:60]}` is not a whole number from {least} to {most}.",
            "Write it in digits, without quotes, zeros in front or a unit.",
        )
        return 0

    return read


def number(node: Node, desk: Desk) -> float:
    """A finite number."""
    return _finite(node, desk) or 0.0


def number_within(over: float, up_to: float) -> Callable[[Node, Desk], float]:
    """A reader of a number that is more than `over` and at most `up_to`."""

    def read(node: Node, desk: Desk) -> float:
        value = _finite(node, desk)
        if value is not None and not over < value <= up_to:
            most = f" and at most {up_to:g}" if math.isfinite(up_to) else ""
            desk.log.add(
                "out-of-range",
                node,
                f"{value:g} does not fit here.",
                f"Write a number over {over:g}{most}.",
            )
        return value or 0.0

    return read


def _finite(node: Node, desk: Desk) -> float | None:
    found = scalar(node, desk, "a number")
    if found is None:
        return None
    if not _number(found):
        desk.log.add(
            "not-a-number",
            found,
            f"`{found.value[:60]}` is not a number.",
            "Write digits with a point before the decimals: no quotes, no unit, no zeros in front.",
        )
        return None
    if not math.isfinite(value := float(found.value)):
        desk.log.add("out-of-range", found, "This number is too large.", "Write a smaller one.")
        return None
    return value


def _number(found: Scalar) -> bool:
    return found.plain and _NUMBER.fullmatch(found.value) is not None


def language(node: Node, desk: Desk) -> str:
    value = words(node, desk)
    if value and not is_language(value):
        desk.log.add(
            "bad-language",
            node,
            f"`{value[:60]}` is not the code of a language.",
            "Write two or three small letters, such as `it` or `en`.",
        )
        return ""
    return value


def is_language(value: str) -> bool:
    return value != "all" and _LANGUAGE.fullmatch(value) is not None


def date(node: Node, desk: Desk) -> str:
    """YYYY, YYYY-MM or YYYY-MM-DD of a day that exists."""
    value = words(node, desk)
    if value and not _is_date(value):
        desk.log.add(
            "bad-date",
            node,
            f"`{value[:60]}` is not a date.",
            'Write "2026", "2026-03" or "2026-03-15", as precisely as is known.',
        )
    return value


def _is_date(value: str) -> bool:
    match = _DATE.fullmatch(value)
    if match is None:
        return False
    year, month, day = (int(part) if part else 1 for part in match.groups())
    try:
        datetime.date(year, month, day)
    except ValueError:
        return False
    return True


def url(node: Node, desk: Desk) -> str:
    value = words(node, desk)
    if value and not (_URL.fullmatch(value) and len(value) <= 2000):
        desk.log.add(
            "bad-url",
            node,
            "This is not a web address.",
            "Copy the whole address from the browser, from https:// on.",
        )
    return value


def paragraphs(node: Node, desk: Desk) -> tuple[int, ...]:
    """`p3`, or a list of such."""
    if isinstance(node, Scalar):
        return (_paragraph(node, desk),)
    found = sequence(node, desk, "a paragraph such as `p3`, or a list of such,")
    refs = tuple(_paragraph(one, desk) for one in found.nodes) if found else ()
    if found and len(set(refs)) < max(1, len(refs)):
        desk.log.add(
            "bad-list",
            found,
            "This list is empty or names a paragraph twice.",
            "Name each paragraph once, such as [p2, p3].",
        )
    return refs


def _paragraph(node: Node, desk: Desk) -> int:
    value = words(node, desk)
    match = _PARAGRAPH.fullmatch(value)
    if match is None:
        if value:
            desk.log.add(
                "bad-source-ref",
                node,
                f"`{value[:60]}` is not a paragraph.",
                "Write `p` and the number of the paragraph, such as `p3`.",
            )
        return 0
    ref = int(match[1])
    if desk.paragraphs is not None and ref > desk.paragraphs:
        desk.log.add(
            "source-ref-past-end",
            node,
            f"`{value}` is past the end: the source has {desk.paragraphs} paragraphs.",
            "Correct the number, or `paragraphs` in `source`.",
        )
    return ref


def word_list(read: Callable[[Node, Desk], str]) -> Callable[[Node, Desk], tuple[str, ...]]:
    """A reader of a list of different words, each read by `read`."""

    def reader(node: Node, desk: Desk) -> tuple[str, ...]:
        found = sequence(node, desk, "a list, such as [one, two],")
        if found is None:
            return ()
        values: dict[str, None] = {}
        for one in found.nodes:
            value = read(one, desk)
            if value and value in values:
                desk.log.add(
                    "bad-list", one, f"`{value[:60]}` is in this list twice.", "Delete one."
                )
            values[value] = None
        return tuple(values)

    return reader
