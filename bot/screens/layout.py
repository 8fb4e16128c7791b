"""Putting texts and buttons together."""

from collections.abc import Iterable, Sequence
from string import ascii_uppercase

from markupsafe import Markup, escape

from bot.play.actions import Action
from bot.play.admin_actions import AdminAction
from bot.play.group_actions import GroupAction
from bot.screens.screen import Button, Rows

# What fits on a phone's button without being cut off.
SHORT = 28
LETTERS = ascii_uppercase
LETTERS_A_ROW = 4
LONGEST_LABEL = 60
# Below Telegram's 4096, with room for what a page adds.
PAGE_LENGTH = 3600
CAPTION_LENGTH = 1024


def bold(text: str) -> Markup:
    return Markup("<b>{}</b>").format(text)


def italic(text: str) -> Markup:
    return Markup("<i>{}</i>").format(text)


def folded(text: str) -> Markup:
    """A quotation that opens when tapped."""
    return Markup("<blockquote expandable>{}</blockquote>").format(text)


def lines(*texts: str) -> Markup:
    """The texts that are not empty, a line each."""
    return Markup("\n").join(escape(text) for text in texts if text)


def blocks(*texts: str) -> Markup:
    """The texts that are not empty, an empty line between them."""
    return Markup("\n\n").join(escape(text) for text in texts if text)


def column(*buttons: Button | None) -> Rows:
    """A button a row."""
    return tuple((button,) for button in buttons if button)


def row(*buttons: Button | None) -> Rows:
    """One row of these buttons, none where there is no button."""
    kept = tuple(button for button in buttons if button)
    return (kept,) if kept else ()


def grid(buttons: Sequence[Button], width: int) -> Rows:
    return tuple(tuple(buttons[i : i + width]) for i in range(0, len(buttons), width))


def cut(text: str, longest: int = LONGEST_LABEL) -> str:
    """The text, or as many of its whole words as fit, with a mark where it was cut."""
    if len(text) <= longest:
        return text
    begun = text[:longest]
    words = begun.rpartition(" ")[0].rstrip(" ,;:.")
    return (words if len(words) * 2 > longest else begun[:-1].rstrip()) + "…"


def size(text: str) -> int:
    """The length of a text as Telegram counts it: in UTF-16 units (here with its tags)."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def action(label: str, does: Action | AdminAction | GroupAction) -> Button:
    return Button(cut(label), does)


def all_short(labels: Iterable[str]) -> bool:
    return all(len(label) <= SHORT for label in labels)


def pages(parts: Sequence[Markup], first: Markup) -> tuple[Markup, ...]:
    """As few pages as hold all parts, none cut in two; the first page begins with `first`."""
    full: list[Markup] = []
    page = first
    for part in parts:
        if size(page) + size(part) > PAGE_LENGTH and page:
            full.append(page)
            page = Markup("")
        page = blocks(page, part)
    return (*full, page)
