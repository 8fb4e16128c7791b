"""How well colours of the page stand out from one another."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

MEASURE = """(pairs) => {
    const probe = document.body.appendChild(document.createElement("i"));
    const canvas = document.createElement("canvas").getContext("2d");
    const light = (name, className) => {
        probe.className = className;
        probe.style.color = `var(--${name})`;
        canvas.fillStyle = getComputedStyle(document.body).backgroundColor;
        canvas.fillRect(0, 0, 1, 1);
        canvas.fillStyle = getComputedStyle(probe).color;
        canvas.fillRect(0, 0, 1, 1);
        const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((c) => {
            c /= 255;
            return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
    };
    return pairs.map(([front, behind, className]) => {
        const [x, y] = [light(front, className), light(behind, className)];
        return Math.max(x, y) / Math.min(x, y);
    });
}"""


async def too_weak(
    page: Any, pairs: Iterable[str], classes: Iterable[str] = ("",)
) -> dict[str, float]:
    """The pairs text/background, by their names in style.css as these classes have them, that have
    less than the contrast of 4.5 to 1 that WCAG 2.2 (1.4.3) asks for."""
    asked = [(*pair.split("/"), name) for name in classes for pair in pairs]
    ratios = await page.evaluate(MEASURE, asked)
    return {
        " ".join(pair): round(ratio, 2)
        for pair, ratio in zip(asked, ratios, strict=True)
        if ratio < 4.5
    }
