"""A person at the chat page: what one does and sees there, in a story's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

playwright = pytest.importorskip(
    "playwright.async_api", reason="the page's tests need the development packages (Playwright)"
)
expect = playwright.expect


class Person:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.log = page.get_by_role("log")
        self.box = page.locator("#box")

    async def starts(self) -> None:
        await self.page.locator("#start").click()
        await expect(self.message("/start").last).to_be_visible()

    async def sends(self, text: str) -> None:
        await self.box.fill(text)
        await self.box.press("Enter")

    async def taps(self, label: str) -> None:
        """Tap the newest button with this label."""
        await self.button(label).click()

    async def sees(self, text: str) -> None:
        """Wait until a message says so (the newest that does, in view)."""
        await expect(self.message(text).last).to_be_in_viewport()

    def message(self, text: str) -> Locator:
        return self.log.get_by_role("article").filter(has_text=text)

    def button(self, label: str) -> Locator:
        return self.log.get_by_role("button", name=label).last

    @property
    def answers(self) -> Locator:
        """What the bot said."""
        return self.log.locator(".message.other")


async def arrives(page_at: Any, far: Any, **options: Any) -> Person:
    """Anna, after her first /start was answered."""
    anna = Person(await page_at(far.url, **options))
    if options.get("width", 1280) < 720:
        await anna.page.locator(".chat").click()
    await anna.starts()
    await expect(anna.answers).to_have_count(1)
    return anna
