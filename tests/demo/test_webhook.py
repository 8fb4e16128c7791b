"""How the bot hears of things by webhook: order, repetition, what waits, and polling instead."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from aiohttp import web

from bot.demo.server import HOST, StandIn
from tests.demo.conftest import Bot, Clock, Someone
from tests.telegram.conftest import until


class Hook:
    """A bot's server: it keeps what is posted to it, and answers what `says` tells."""

    def __init__(self) -> None:
        self.got: list[str] = []
        self.secrets: list[str | None] = []
        self.under_way = self.most_at_once = 0
        self.says: Callable[[str], int] = lambda text: 200
        self.open = asyncio.Event()
        self.open.set()
        self.url = ""

    async def take(self, request: web.BaseRequest) -> web.Response:
        self.under_way += 1
        self.most_at_once = max(self.most_at_once, self.under_way)
        text = (await request.json())["message"]["text"]
        self.got.append(text)
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        await self.open.wait()
        self.under_way -= 1
        return web.Response(status=self.says(text))


@pytest.fixture
async def far(clock: Clock) -> AsyncIterator[StandIn]:
    async with StandIn(clock=clock, pause=0.02) as standing:
        yield standing


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    runner = web.ServerRunner(web.Server(hook.take, access_log=None))
    await runner.setup()
    await web.TCPSite(runner, HOST, 0).start()
    hook.url = f"http://{HOST}:{runner.addresses[0][1]}/hook"
    yield hook
    hook.open.set()
    await runner.cleanup()


async def pending(bot: Bot) -> int:
    return int((await bot.call("getWebhookInfo"))["pending_update_count"])


async def test_what_waits_and_what_comes_is_posted_with_the_secret(
    bot: Bot, anna: Someone, hook: Hook, far: StandIn
) -> None:
    await anna.sends("waited")
    await bot.call("setWebhook", url=hook.url, secret_token="only-telegram-knows")
    await anna.sends("came")
    await until(lambda: not far.world.updates.pending())
    assert hook.got == ["waited", "came"]
    assert set(hook.secrets) == {"only-telegram-knows"}
    told = await bot.call("getWebhookInfo")
    assert (told["url"], told["max_connections"]) == (hook.url, 40)
    assert "only-telegram-knows" not in str(told)


async def test_what_is_not_taken_comes_again_and_holds_back_only_its_chat(
    bot: Bot, anna: Someone, ben: Someone, hook: Hook, far: StandIn
) -> None:
    hook.says = lambda text: 503 if text == "first" and hook.got.count("first") < 3 else 200
    await bot.call("setWebhook", url=hook.url)
    await anna.sends("first")
    await anna.sends("second")
    await ben.sends("ben's")
    await until(lambda: not far.world.updates.pending())
    assert [text for text in hook.got if text != "ben's"] == ["first"] * 3 + ["second"]
    assert hook.got.index("ben's") < hook.got.index("second")
    told = await bot.call("getWebhookInfo")
    assert told["last_error_message"] == (
        "Wrong response from the webhook: 503 Service Unavailable"
    )


async def test_no_more_are_under_way_than_the_bot_wants(
    bot: Bot, anna: Someone, ben: Someone, chiara: Someone, hook: Hook, far: StandIn
) -> None:
    hook.open.clear()
    await bot.call("setWebhook", url=hook.url, max_connections=2)
    for someone in (anna, ben, chiara):
        await someone.sends("hello")
        await someone.sends("and more")
    await until(lambda: hook.under_way == 2)
    await asyncio.sleep(0.05)
    assert (hook.under_way, hook.got) == (2, ["hello", "hello"])
    hook.open.set()
    await until(lambda: not far.world.updates.pending())
    assert (hook.most_at_once, len(hook.got)) == (2, 6)


async def test_nobody_there_is_told_and_polling_gets_what_waits(bot: Bot, anna: Someone) -> None:
    await bot.call("setWebhook", url=f"http://{HOST}:9/hook")
    await anna.sends("kept")

    async def error() -> Any:
        return (await bot.call("getWebhookInfo")).get("last_error_message")

    async with asyncio.timeout(5):
        while not (told := await error()):
            await asyncio.sleep(0.01)
    assert told == "Connection failed: ClientConnectorError"
    assert await pending(bot) == 1
    await bot.call("deleteWebhook")
    assert [update["message"]["text"] for update in await bot.updates()] == ["kept"]


async def test_a_new_webhook_begins_without_the_old_ones_errors(
    bot: Bot, anna: Someone, hook: Hook, far: StandIn
) -> None:
    hook.says = lambda text: 500
    await bot.call("setWebhook", url=hook.url)
    await anna.sends("hello")
    await until(lambda: "last_error_message" in far.world.webhook)
    hook.says = lambda text: 200
    await bot.call("setWebhook", url=hook.url)
    await until(lambda: not far.world.updates.pending())
    assert "last_error_message" not in await bot.call("getWebhookInfo")
