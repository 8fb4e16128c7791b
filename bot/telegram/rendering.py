"""Screens in Telegram's terms: keyboards, and texts within its limits."""

from html import unescape
from html.parser import HTMLParser
from typing import Any

from bot.screens.screen import Button, Rows
from bot.telegram.buttons import encode

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
NOTICE_LIMIT = 200
_MORE = "…"


def keyboard(rows: Rows) -> dict[str, Any] | None:
    """The keyboard under a message; None is none."""
    return {"inline_keyboard": [[_button(each) for each in row] for row in rows]} if rows else None


def _button(button: Button) -> dict[str, Any]:
    if button.action is None:
        return {"text": button.label, "url": button.url}
    return {"text": button.label, "callback_data": encode(button.action)}


def shortened(text: str, limit: int) -> str:
    """A plain text of at most so many UTF-16 units, with a mark where it was cut."""
    return text if _units(text) <= limit else _cut(text, limit - 1) + _MORE


def fitted(html: str, limit: int) -> str:
    """`html` with at most so many UTF-16 units outside its tags; what is cut keeps its tags.

    Screens keep within the limits by themselves: this is the belt, for what they did not foresee.
    """
    if _units(html) <= limit:
        return html
    whole = _Scissors()
    whole.feed(str(html))  # Markup would escape what the parser adds to it
    whole.close()
    return html if whole.units <= limit else whole.cut(limit - 1)


class _Scissors(HTMLParser):
    """Collects tags and texts, and can put together a shorter beginning of them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.units = 0
        self._parts: list[tuple[str, str, str]] = []  # kind, as written, as read or the tag's name

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._parts.append(("open", self.get_starttag_text() or "", tag))

    def handle_endtag(self, tag: str) -> None:
        self._parts.append(("close", f"</{tag}>", tag))

    def handle_data(self, data: str) -> None:
        for char in data:
            self._text(char, char)

    def handle_entityref(self, name: str) -> None:
        self._text(f"&{name};", unescape(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        self._text(f"&#{name};", unescape(f"&#{name};"))

    def _text(self, written: str, read: str) -> None:
        self.units += _units(read)
        self._parts.append(("text", written, read))

    def cut(self, limit: int) -> str:
        kept: list[str] = []
        still_open: list[str] = []
        for kind, written, read in self._parts:
            if kind == "text":
                limit -= _units(read)
                if limit < 0:
                    break
            elif kind == "open":
                still_open.append(read)
            elif still_open:
                still_open.pop()
            kept.append(written)
        return "".join([*kept, _MORE, *(f"</{tag}>" for tag in reversed(still_open))])


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _cut(text: str, units: int) -> str:
    return text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "ignore")
