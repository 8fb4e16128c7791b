"""A person in a group, at the page and away from it, in a story's words."""

from __future__ import annotations

from typing import Any

import aiohttp

from bot.demo.server import StandIn
from tests.browser.person import Person, expect


class Member(Person):
    async def sits_down(self, name: str) -> None:
        """Somebody else takes the keyboard."""
        await self.page.locator(".person", has_text=name).click()
        await expect(self.page.locator(".person[aria-pressed=true]")).to_contain_text(name)

    def poll(self, question: str) -> Any:
        return self.log.locator(".poll").filter(has_text=question)


async def comes_in(page_at: Any, far: StandIn, **options: Any) -> Member:
    """Anna, with the group open."""
    anna = Member(await page_at(far.url, **options))
    await anna.page.locator(f"[data-chat='{far.group_id}']").click()
    await expect(anna.page.locator("#composer")).to_be_visible()
    return anna


async def away(far: StandIn, what: str, person: int, **how: Any) -> dict[str, Any]:
    """Somebody does something in the group, at another screen."""
    body = {"person": person, "chat": far.group_id, **how}
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{far.url}/client/{what}", json=body) as response,
    ):
        answer: dict[str, Any] = await response.json()
        assert response.status == 200, answer
        return answer
