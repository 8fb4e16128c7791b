"""Telegram's HTML: strict, few tags, errors that point at a byte."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.demo.entities import Entity, Formatted, in_order, utf16_length
from bot.demo.errors import ApiError, bad_request
from bot.demo.links import checked

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x(?P<hex>[0-9a-fA-F]+)|#(?P<dec>[0-9]+)|(?P<name>[A-Za-z]+));?")
_TAG_NAME = re.compile(r"[^ \t\r\n\v>]*")
_ATTRIBUTE_NAME = re.compile(r"[^ \t\r\n\v=>]*")
_TOKEN = re.compile(r"[A-Za-z0-9.-]*")
_SPACE = re.compile(r"[ \t\r\n\v]*")
_PLAIN = re.compile(r"[^<&]+")


@dataclass
class _Open:
    """A start tag that waits for its end tag."""

    tag: str
    attributes: dict[str, str]
    offset: int
    piece: int  # how many pieces of text came before it


@dataclass
class _Parser:
    html: str
    at: int = 0
    pieces: list[str] = field(default_factory=list)
    offset: int = 0
    open: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def run(self) -> Formatted:
        while self.at < len(self.html):
            if self.html[self.at] != "<":
                self._text()
            elif self.html.startswith("</", self.at):
                self._end_tag()
            else:
                self._start_tag()
        if self.open:
            raise _error(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return Formatted("".join(self.pieces), in_order(self.entities))

    def _text(self) -> None:
        if plain := self._take(_PLAIN):
            self._write(plain)
            return
        char, self.at = _character(self.html, self.at)
        self._write(char)

    def _write(self, text: str) -> None:
        self.pieces.append(text)
        self.offset += utf16_length(text)

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.html, self.at)
        taken = match.group() if match else ""
        self.at += len(taken)
        return taken

    def _next(self) -> str:
        return self.html[self.at : self.at + 1]

    def _byte(self, at: int) -> int:
        return len(self.html[:at].encode())

    def _start_tag(self) -> None:
        begin = self.at
        self.at += 1
        tag = self._take(_TAG_NAME).lower()
        if not self._next():
            raise _error(f"Unclosed start tag at byte offset {self._byte(begin)}")
        if tag not in _KINDS:
            raise _error(f'Unsupported start tag "{tag}" at byte offset {self._byte(begin)}')
        attributes = self._attributes(tag, begin)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _error(
                f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(begin)}'
            )
        self.open.append(_Open(tag, attributes, self.offset, len(self.pieces)))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        attributes: dict[str, str] = {}
        while True:
            self._take(_SPACE)
            if self._next() == ">":
                self.at += 1
                return attributes
            name, value = self._attribute(tag, begin)
            attributes[name] = value

    def _attribute(self, tag: str, begin: int) -> tuple[str, str]:
        where = f'the tag "{tag}" at byte offset {self._byte(begin)}'
        name = self._take(_ATTRIBUTE_NAME)
        if not name:
            raise _error(f"Empty attribute name in {where}")
        self._take(_SPACE)
        if self._next() != "=":
            if tag == "blockquote" and name == "expandable" and self._next():
                return name, ""
            raise _error(f"Expected equal sign in declaration of an attribute of {where}")
        self.at += 1
        self._take(_SPACE)
        value = self._quoted() if self._next() in {'"', "'"} else self._token()
        if not self._next():
            raise _error(f"Unclosed start tag at byte offset {self._byte(begin)}")
        return name, value

    def _quoted(self) -> str:
        quote, self.at = self._next(), self.at + 1
        value = []
        while self._next() not in {quote, ""}:
            char, self.at = _character(self.html, self.at)
            value.append(char)
        self.at += 1
        return "".join(value)

    def _token(self) -> str:
        begin = self.at
        token = self._take(_TOKEN).lower()
        if self._next() not in {">", " ", "\t", "\r", "\n", "\v"}:
            raise _error(f"Unexpected end of name token at byte offset {self._byte(begin)}")
        return token

    def _end_tag(self) -> None:
        begin = self._byte(self.at)
        if not self.open:
            raise _error(f"Unexpected end tag at byte offset {begin}")
        self.at += 2
        found = self._take(_TAG_NAME).lower()
        self._take(_SPACE)
        if self._next() != ">":
            raise _error(f"Unclosed end tag at byte offset {begin}")
        self.at += 1
        closed = self.open.pop()
        if found not in {"", closed.tag}:
            raise _error(
                f"Unmatched end tag at byte offset {begin},"
                f' expected "</{closed.tag}>", found "</{found}>"'
            )
        if self.offset > closed.offset:
            self._add(closed)

    def _add(self, closed: _Open) -> None:
        entity: Entity = {
            "type": _KINDS[closed.tag],
            "offset": closed.offset,
            "length": self.offset - closed.offset,
        }
        if closed.tag in {"code", "pre"}:
            self._add_code(entity, closed.attributes.get("class", ""))
        elif closed.tag == "a":
            shown = "".join(self.pieces[closed.piece :])
            self.entities.extend(_link(entity, closed.attributes.get("href") or shown))
        else:
            self.entities.append(_with_details(entity, closed))

    def _add_code(self, entity: Entity, css_class: str) -> None:
        """A code tag that names its language and fills a pre tag is that block's language."""
        language = css_class.removeprefix("language-") if "language-" in css_class else ""
        inner = self.entities[-1] if self.entities else {"type": ""}
        same_place = (inner.get("offset"), inner.get("length")) == (
            entity["offset"],
            entity["length"],
        )
        if same_place and {inner["type"], entity["type"]} == {"code", "pre"}:
            language = language or inner.get("language", "")
            if language:
                self.entities[-1] = {**entity, "type": "pre", "language": language}
                return
        self.entities.append({**entity, "language": language} if language else entity)


def parse(html: str) -> Formatted:
    """The text and its entities; raises the Bot API's own complaint about markup it cannot read."""
    formatted = _Parser(html).run()
    for entity in formatted.entities:
        if entity["type"] == "code":
            entity.pop("language", None)
    if any("\ud800" <= char <= "\udfff" for char in formatted.text):
        raise _error(
            "Text contains invalid Unicode characters after decoding HTML entities,"
            " check for unmatched surrogate code units"
        )
    return formatted


def _error(sentence: str) -> ApiError:
    return bad_request(f"can't parse entities: {sentence}")


def _character(html: str, at: int) -> tuple[str, int]:
    """The character at this place, a reference such as `&lt;` resolved, and the place after it."""
    match = _REFERENCE.match(html, at)
    char = _resolved(match) if match else ""
    return (char, match.end()) if match and char else (html[at], at + 1)


def _resolved(reference: re.Match[str]) -> str:
    """The character meant, or nothing: unknown references stay as they were typed."""
    if reference["name"]:
        return _NAMED.get(reference["name"], "")
    if len(reference.group().rstrip(";")) >= 10:
        return ""
    code = int(reference["hex"], 16) if reference["hex"] else int(reference["dec"])
    return chr(code) if 0 < code < 0x10FFFF else ""


def _link(entity: Entity, url: str) -> list[Entity]:
    """What an `a` tag marks: nothing, when it leads nowhere."""
    try:
        return [{**entity, "url": checked(url)}]
    except ValueError:
        return []


def _with_details(entity: Entity, closed: _Open) -> Entity:
    if closed.tag == "blockquote" and "expandable" in closed.attributes:
        return {**entity, "type": "expandable_blockquote"}
    if closed.tag == "tg-emoji":
        number = closed.attributes.get("emoji-id", "")
        if not number.isdecimal() or int(number) == 0:
            raise _error("Invalid custom emoji identifier specified")
        return {**entity, "custom_emoji_id": number}
    return entity
