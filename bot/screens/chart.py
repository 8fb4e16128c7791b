"""A small bar chart, readable on dark and light backgrounds alike."""

import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from bot.quiz.frozen import frozen

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont, ImageFont

    Font = FreeTypeFont | ImageFont

# The first that the system has. Pillow's own knows no accents: letters go without them then.
FONTS = ("DejaVuSans.ttf", "NotoSans-Regular.ttf", "LiberationSans-Regular.ttf", "Arial.ttf")

# On a telephone a picture is shown at less than half of this width: letters must be large.
WIDTH, PADDING, TITLE, NAME, BAR, ROW, GROUP_GAP = 720, 40, 72, 46, 22, 92, 28
TITLE_SIZE, NAME_SIZE = 44, 34
# A card of its own colour stands on any theme; letters have a contrast of 4.5 and more on it.
CARD, INK, QUIET, FULL, TRACK = "#22303c", "#f4f7f9", "#c3ced8", "#5fb3f0", "#3f5160"


@frozen
class Bar:
    """`share` is 0 to 1, `figure` what is written beside it."""

    name: str
    share: float
    figure: str


def chart(title: str, groups: Sequence[Sequence[Bar]]) -> bytes:
    """A PNG with one bar a line, and a gap between groups."""
    # Most people never ask for a picture: what draws one is loaded when somebody does.
    from PIL import Image, ImageDraw

    rows = sum(len(group) for group in groups)
    height = 2 * PADDING + TITLE + rows * ROW + (len(groups) - 1) * GROUP_GAP
    image = Image.new("RGB", (WIDTH, height), CARD)
    draw = ImageDraw.Draw(image)
    heading = _fitting(draw, title, WIDTH - 2 * PADDING, _font(TITLE_SIZE))
    draw.text((PADDING, PADDING), heading, INK, _font(TITLE_SIZE))
    top = PADDING + TITLE
    for group in groups:
        for bar in group:
            _draw_bar(draw, top, bar, _font(NAME_SIZE))
            top += ROW
        top += GROUP_GAP
    file = BytesIO()
    image.save(file, "PNG", compress_level=3)  # quickly: everybody waits for it
    return file.getvalue()


def _draw_bar(draw: "ImageDraw", top: int, bar: Bar, font: "Font") -> None:
    right = WIDTH - PADDING
    draw.text((right, top), bar.figure, QUIET, font, anchor="ra")
    room = right - PADDING - draw.textlength(bar.figure, font) - NAME_SIZE
    draw.text((PADDING, top), _fitting(draw, bar.name, room, font), INK, font)
    line = top + NAME
    draw.rounded_rectangle((PADDING, line, right, line + BAR), BAR // 2, TRACK)
    filled = PADDING + round((right - PADDING) * bar.share)
    if filled - PADDING >= BAR:
        draw.rounded_rectangle((PADDING, line, filled, line + BAR), BAR // 2, FULL)


def _fitting(draw: "ImageDraw", name: str, room: float, font: "Font") -> str:
    """The name on one line, or as much of it as there is room for."""
    name = " ".join(_letters(name, font).split())
    if draw.textlength(name, font) <= room:
        return name
    lengths = range(len(name) - 1, 0, -1)
    shorter = (name[:length].rstrip() + "…" for length in lengths)
    return next((text for text in shorter if draw.textlength(text, font) <= room), "")


@cache
def _font(size: int) -> "Font":
    from PIL import ImageFont

    for name in FONTS:
        with suppress(OSError):
            return ImageFont.truetype(name, size)
    return ImageFont.load_default(size)


def _letters(text: str, font: "Font") -> str:
    """The text in letters that the font has, as far as is known."""
    if Path(str(getattr(font, "path", ""))).name in FONTS:
        return text
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
