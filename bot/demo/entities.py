"""Formatted text: what Telegram does to a text and its entities before anybody sees them.

Offsets and lengths count UTF-16 code units, as everywhere in the Bot API.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

Entity = dict[str, Any]

_DROPPED = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")
_BLANKED = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f]")
_COMMAND = re.compile(r"(?<![\w/<>@])/([A-Za-z0-9_]{1,64})(?:@([A-Za-z0-9_]{3,32}))?(?![\w/<>@])")
_URL = re.compile(
    r"(?<![\w@.])(?:https?://[^\s<>\"«»]+|(?:[\w-]+\.)+(?:com|org|net|io|it|me|eu|dev)(?:/[^\s<>\"«»]*)?(?![\w@]))",
    re.IGNORECASE,
)
_MENTION = re.compile(r"(?<![\w@/.])@[A-Za-z]\w{3,31}(?![\w@])", re.ASCII)
_DETECTED: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("bot_command", _COMMAND),
    ("url", _URL),
    ("mention", _MENTION),
)


@dataclass(frozen=True)
class Formatted:
    text: str = ""
    entities: list[Entity] = field(default_factory=list)


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def tidy(text: str, entities: Iterable[Entity] = ()) -> Formatted:
    """Clean, trim and complete a text: the way it will be shown. It may come out empty."""
    return _detect(_trim(_clean(Formatted(text, list(entities)))))


def _clean(given: Formatted) -> Formatted:
    """Control characters become spaces; carriage returns and marks that override direction go."""
    new_offset = [0]
    kept: list[str] = []
    for char in given.text:
        width = utf16_length(char)
        stays = "" if _DROPPED.match(char) else _BLANKED.sub(" ", char)
        kept.append(stays)
        end = new_offset[-1] + utf16_length(stays)
        new_offset.extend([new_offset[-1]] * (width - 1) + [end])
    return Formatted("".join(kept), _moved(given.entities, lambda offset: new_offset[offset]))


def _trim(given: Formatted) -> Formatted:
    """Whitespace goes from both ends, and entities shrink with it."""
    text = given.text.rstrip(" \n")
    end = utf16_length(text)
    blank = len(text) - len(text.lstrip(" \n"))
    return Formatted(
        text[blank:], _moved(given.entities, lambda offset: max(min(offset, end) - blank, 0))
    )


def _moved(entities: Iterable[Entity], new: Callable[[int], int]) -> list[Entity]:
    """The entities at their new offsets, without those that have become empty."""
    moved = []
    for entity in entities:
        start, end = new(entity["offset"]), new(entity["offset"] + entity["length"])
        if end > start:
            moved.append({**entity, "offset": start, "length": end - start})
    return moved


def _detect(given: Formatted) -> Formatted:
    """Add the commands, links and mentions that nobody marked."""
    solid = [e for e in given.entities if e["type"] in {"code", "pre", "text_link", "text_mention"}]
    found: list[Entity] = []
    for kind, pattern in _DETECTED:
        for match in pattern.finditer(given.text):
            entity = {
                "type": kind,
                "offset": utf16_length(given.text[: match.start()]),
                "length": utf16_length(match.group()),
            }
            if not any(_overlap(entity, other) for other in (*solid, *found)):
                found.append(entity)
    return Formatted(given.text, in_order([*given.entities, *found]))


def _overlap(one: Entity, other: Entity) -> bool:
    return bool(
        one["offset"] < other["offset"] + other["length"]
        and other["offset"] < one["offset"] + one["length"]
    )


def in_order(entities: Iterable[Entity]) -> list[Entity]:
    """By beginning; of two that begin together, the longer one first."""
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))
