"""A browser, pages in it that must stay free of errors, and a stand-in with a tiny bot."""

import os
import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.demo.server import StandIn
from tests.browser.tiny_bot import PEOPLE, TinyBot

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")

# What Chromium logs when a stand-in ends before the pages that are open on it.
GONE = r"net::ERR_(CONNECTION_|INCOMPLETE_CHUNKED_ENCODING|EMPTY_RESPONSE)"


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Any]:
    """The system's Chromium, or the one that the variable CHROMIUM names."""
    playwright = pytest.importorskip(
        "playwright.async_api", reason="the page's tests need the development packages (Playwright)"
    )
    if not (shutil.which(CHROMIUM) or Path(CHROMIUM).is_file()):
        pytest.skip(f"the page's tests need Chromium, and {CHROMIUM} is not there")
    async with playwright.async_playwright() as drivers:
        started = await drivers.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        await started.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page_at(browser: Any) -> AsyncIterator[Callable[..., Awaitable[Any]]]:
    """Open an address as `await page_at(url, width, height, scheme)`: a phone when it is narrow.

    At the end no page may have logged an error, save those that `expected` (a regular expression)
    matches. More keywords go to Playwright's `new_context`.
    """
    contexts: list[Any] = []
    errors: list[str] = []

    async def open_page(
        url: str,
        width: int = 1280,
        height: int = 800,
        scheme: str = "light",
        *,
        expected: str = "(?!)",
        **options: Any,
    ) -> Any:
        phone = {"is_mobile": True, "has_touch": True} if width < 600 else {}
        context = await browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            **{"reduced_motion": "reduce"} | phone | options,
        )
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = await context.new_page()

        def note(text: str) -> None:
            if not re.search(f"{GONE}|{expected}", text):
                errors.append(text)

        page.on("pageerror", lambda error: note(str(error)))
        page.on("console", lambda line: note(line.text) if line.type == "error" else None)
        await page.goto(url)
        await page.locator("#people button").first.wait_for()
        return page

    yield open_page
    for context in contexts:
        await context.close()
    assert errors == []


@pytest_asyncio.fixture(loop_scope="session")
async def far(request: pytest.FixtureRequest) -> AsyncIterator[StandIn]:
    """A stand-in; where the test's module has a GROUP, with all in a group of that title."""
    async with StandIn(people=PEOPLE, group=getattr(request.module, "GROUP", "")) as far:
        yield far


@pytest_asyncio.fixture(loop_scope="session")
async def bot(far: StandIn) -> AsyncIterator[TinyBot]:
    async with TinyBot(far.url, far.token) as bot:
        yield bot
