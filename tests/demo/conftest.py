"""The two sides of the stand-in as its tests use them: a bot, and people at the page."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from bot.demo.server import StandIn


class Refusal(Exception):
    """The Bot API's refusal: code and sentence."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        super().__init__(body["description"])
        assert body["ok"] is False
        assert status == body["error_code"]
        self.code = status
        self.parameters = body.get("parameters")


@dataclass
class Bot:
    far: StandIn
    http: aiohttp.ClientSession

    async def call(self, method: str, **params: Any) -> Any:
        """The result of a method, or Refusal."""
        return await self.post(method, json=params)

    async def post(self, method: str, **how: Any) -> Any:
        async with self.http.post(f"{self.far.url}/bot{self.far.token}/{method}", **how) as answer:
            body = await answer.json()
        if not body["ok"]:
            raise Refusal(answer.status, body)
        return body["result"]

    async def refusal(self, method: str, **params: Any) -> tuple[int, str]:
        """Code and sentence with which a method is refused."""
        with pytest.raises(Refusal) as caught:
            await self.call(method, **params)
        return caught.value.code, str(caught.value)

    async def updates(self, **params: Any) -> list[dict[str, Any]]:
        """What is new, confirmed at once."""
        updates: list[dict[str, Any]] = await self.call("getUpdates", **params)
        if updates:
            await self.call("getUpdates", offset=updates[-1]["update_id"] + 1)
        return updates


class Someone:
    """A person at the page, in the private chat with the bot."""

    def __init__(self, far: StandIn, http: aiohttp.ClientSession, number: int) -> None:
        self.id = number
        self._far = far
        self._http = http

    async def does(self, what: str, **how: Any) -> dict[str, Any]:
        status, body = await self.tries(what, **how)
        assert status == 200, body
        return body

    async def tries(self, what: str, **how: Any) -> tuple[int, dict[str, Any]]:
        asked = {"person": self.id, "chat": self.id, **how}
        async with self._http.post(f"{self._far.url}/client/{what}", json=asked) as answer:
            return answer.status, await answer.json()

    async def sends(self, text: str, **how: Any) -> dict[str, Any]:
        sent: dict[str, Any] = (await self.does("send", text=text, **how))["message"]
        return sent

    async def taps(self, message: dict[str, Any], data: str, **how: Any) -> str:
        tapped = await self.does("tap", message_id=message["message_id"], data=data, **how)
        return str(tapped["query_id"])

    async def view(self) -> dict[str, Any]:
        async with self._http.get(f"{self._far.url}/client/view?person={self.id}") as answer:
            seen: dict[str, Any] = await answer.json()
            return seen

    async def sees(self) -> list[dict[str, Any]]:
        """The messages in the chat with the bot."""
        messages: list[dict[str, Any]] = (await self.view())["messages"][str(self.id)]
        return messages

    async def hears(self, count: int, after: int = 0) -> list[dict[str, Any]]:
        """The next so many events after that number."""
        url = f"{self._far.url}/client/events?person={self.id}&after={after}"
        events: list[dict[str, Any]] = []
        async with self._http.get(url) as stream:
            while len(events) < count:
                line = await stream.content.readline()
                assert line, "the stream has ended"
                if line.startswith(b"data: "):
                    events.append(json.loads(line.removeprefix(b"data: ")))
        return events


class Clock:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def far(clock: Clock) -> AsyncIterator[StandIn]:
    async with StandIn(clock=clock) as standing:
        yield standing


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20)) as session:
        yield session


@pytest.fixture
def bot(far: StandIn, http: aiohttp.ClientSession) -> Bot:
    return Bot(far, http)


@pytest.fixture
async def anna(far: StandIn, http: aiohttp.ClientSession, bot: Bot) -> Someone:
    """Speaks Italian; she has started the bot, and the bot has heard of it."""
    anna = Someone(far, http, next(iter(far.world.people)))
    await anna.sends("/start")
    await bot.updates()
    return anna


@pytest.fixture
async def ben(far: StandIn, http: aiohttp.ClientSession) -> Someone:
    """Speaks English; he has never written to the bot."""
    return Someone(far, http, list(far.world.people)[1])
