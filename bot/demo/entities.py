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
_BLANK = " \n"

_COMMAND = re.compile(r"(?<![\w/<>@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>@])")
_URL = re.compile(
    r"(?<![\w@./])(?:https?://|(?=(?:[\w-]+\.)+(?:com|org|net|io|it|me|eu|dev|example)(?![\w@-])))"
    r"[^\s<>\"«»]*[^\s<>\"«».,;:!?'()\[\]]",
    re.IGNORECASE,
)
_MENTION = re.compile(r"(?<![\w@/.])@[A-Za-z]\w{3,31}(?![\w@])", re.ASCII)
_FOUND_BY = {"bot_command": _COMMAND, "url": _URL, "mention": _MENTION}

_STYLES = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
_VERBATIM = frozenset({"code", "pre"})
_QUOTES = frozenset({"blockquote", "expandable_blockquote"})
_STRENGTH = {
    "blockquote": 0,
    "expandable_blockquote": 0,
    "pre": 1,
    "code": 2,
    "text_link": 3,
    "bold": 5,
    "italic": 6,
    "underline": 7,
    "strikethrough": 8,
    "spoiler": 9,
    "custom_emoji": 10,
}


@dataclass(frozen=True)
class Formatted:
    text: str = ""
    entities: list[Entity] = field(default_factory=list)


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def tidy(text: str, entities: Iterable[Entity] = ()) -> Formatted:
    """Clean, trim and complete a text: the way it will be shown. It may come out empty."""
    return _detect(_settle(_trim(_clean(Formatted(text, in_order(entities))))))


def in_order(entities: Iterable[Entity]) -> list[Entity]:
    """By beginning; of two that begin together the longer first, of two alike the stronger."""
    return sorted(
        entities,
        key=lambda entity: (entity["offset"], -entity["length"], _STRENGTH.get(entity["type"], 4)),
    )


def end(entity: Entity) -> int:
    return int(entity["offset"] + entity["length"])


def _clean(given: Formatted) -> Formatted:
    """Control characters become spaces; carriage returns and overrides of direction go."""
    if not (_DROPPED.search(given.text) or _BLANKED.search(given.text)):
        return given
    new_offset = [0]
    kept: list[str] = []
    for char in given.text:
        stays = "" if _DROPPED.match(char) else _BLANKED.sub(" ", char)
        kept.append(stays)
        after = new_offset[-1] + utf16_length(stays)
        new_offset.extend([after] * utf16_length(char))
    return Formatted("".join(kept), _moved(given.entities, lambda offset: new_offset[offset]))


def _trim(given: Formatted) -> Formatted:
    """Blanks go from both ends of the text and from the beginning of each entity."""
    units = given.text.encode("utf-16-le")

    def blank(offset: int) -> bool:
        return units[2 * offset : 2 * offset + 2].decode("utf-16-le", "replace") in _BLANK

    entities = []
    for entity in given.entities:
        start, stop = entity["offset"], end(entity)
        while start < stop and blank(start):
            start += 1
        entities.append({**entity, "offset": start, "length": stop - start})
    text = given.text.rstrip(_BLANK)
    first = len(text) - len(text.lstrip(_BLANK))
    last = utf16_length(text)
    return Formatted(text[first:], _moved(entities, lambda o: max(min(o, last) - first, 0)))


def _moved(entities: Iterable[Entity], new: Callable[[int], int]) -> list[Entity]:
    """The entities at their new offsets, without those that have become empty."""
    moved = []
    for entity in entities:
        start, stop = new(entity["offset"]), new(end(entity))
        if stop > start:
            moved.append({**entity, "offset": start, "length": stop - start})
    return moved


def _settle(given: Formatted) -> Formatted:
    """As the documentation has it: styles that touch become one, code holds and wears no other
    entity, quotes hold no quotes, and the rest hold only styles."""
    settled: list[Entity] = []
    for entity in in_order(given.entities):
        around = [other for other in settled if end(other) > entity["offset"]]
        if any(_excludes(other, entity) for other in around):
            continue
        touching = _touching(settled, entity)
        if touching is None:
            settled.append(dict(entity))
        else:
            touching["length"] = max(end(touching), end(entity)) - touching["offset"]
    code = [entity for entity in settled if entity["type"] in _VERBATIM]
    return Formatted(
        given.text, in_order(part for entity in settled for part in _outside(entity, code))
    )


def _excludes(outer: Entity, inner: Entity) -> bool:
    if outer["type"] in _VERBATIM:
        return True
    if outer["type"] in _QUOTES:
        return inner["type"] in _QUOTES
    return outer["type"] not in _STYLES and inner["type"] not in _STYLES


def _outside(entity: Entity, code: list[Entity]) -> list[Entity]:
    """What is left of a style where there is code; other entities stay whole."""
    if entity["type"] not in _STYLES:
        return [entity]
    edges = [entity["offset"]]
    for hole in code:
        if _overlap(hole, entity):
            edges += [max(hole["offset"], entity["offset"]), min(end(hole), end(entity))]
    edges.append(end(entity))
    pieces = zip(edges[::2], edges[1::2], strict=True)
    return [
        {**entity, "offset": start, "length": stop - start}
        for start, stop in pieces
        if stop > start
    ]


def _touching(settled: list[Entity], entity: Entity) -> Entity | None:
    if entity["type"] not in _STYLES:
        return None
    same = (other for other in settled if other["type"] == entity["type"])
    return next((other for other in same if end(other) >= entity["offset"]), None)


def _detect(given: Formatted) -> Formatted:
    """Add the commands, links and mentions that nobody marked."""
    solid = [entity for entity in given.entities if entity["type"] not in _STYLES | _QUOTES]
    for kind, pattern in _FOUND_BY.items():
        for match in pattern.finditer(given.text):
            offset = utf16_length(given.text[: match.start()])
            entity = {"type": kind, "offset": offset, "length": utf16_length(match.group())}
            if not any(_overlap(entity, other) for other in solid):
                solid.append(entity)
    loose = [entity for entity in given.entities if entity["type"] in _STYLES | _QUOTES]
    return Formatted(given.text, in_order([*loose, *solid]))


def _overlap(one: Entity, other: Entity) -> bool:
    return bool(one["offset"] < end(other) and other["offset"] < end(one))
