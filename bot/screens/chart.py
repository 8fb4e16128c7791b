"""A small bar chart, readable on dark and light backgrounds alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

WIDTH, PADDING, BAR, GAP, GROUP_GAP, TITLE = 900, 40, 30, 66, 30, 80
# A card of its own colour stands on any theme; contrasts are 4.5 and more.
CARD, INK, QUIET, FULL, TRACK = "#ffffff", "#1c2733", "#53616f", "#1f6fb2", "#dbe4ec"


@dataclass(frozen=True, slots=True)
class Bar:
    """`share` is 0 to 1, `figure` what is written beside it."""

    name: str
    share: float
    figure: str


def chart(title: str, groups: Sequence[Sequence[Bar]]) -> bytes:
    """A PNG with one bar a line, and a gap between groups."""
    from PIL import Image, ImageDraw, ImageFont

    big, small = ImageFont.load_default(34), ImageFont.load_default(26)
    lines = sum(len(group) for group in groups)
    height = 2 * PADDING + TITLE + lines * (GAP + BAR // 2) + (len(groups) - 1) * GROUP_GAP
    image = Image.new("RGB", (WIDTH, height), CARD)
    draw = ImageDraw.Draw(image)
    draw.text((PADDING, PADDING), title, INK, big)
    top = PADDING + TITLE
    for group in groups:
        for bar in group:
            right = WIDTH - PADDING
            draw.text((PADDING, top), bar.name, INK, small)
            draw.text((right, top), bar.figure, QUIET, small, anchor="ra")
            line = top + 38
            draw.rounded_rectangle((PADDING, line, right, line + BAR), BAR // 2, TRACK)
            filled = PADDING + round((right - PADDING) * bar.share)
            if filled - PADDING >= BAR:
                draw.rounded_rectangle((PADDING, line, filled, line + BAR), BAR // 2, FULL)
            top += GAP + BAR // 2
        top += GROUP_GAP
    file = BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()
