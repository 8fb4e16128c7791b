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


class Room:
    """A group as its members and the bot use it."""

    def __init__(self, chat: dict[str, Any], owner: Someone, bot: Bot) -> None:
        self.chat = chat
        self.id = int(chat["id"])
        self._owner = owner
        self._bot = bot

    async def makes(self, number: int, status: str, **how: Any) -> None:
        """The owner makes somebody something."""
        await self._owner.does("member", chat=self.id, person=number, status=status, **how)

    async def sees(self, someone: Someone) -> list[dict[str, Any]]:
        messages: list[dict[str, Any]] = (await someone.view())["messages"][str(self.id)]
        return messages

    async def polls(self, **how: Any) -> dict[str, Any]:
        """The bot asks a quiz question with three options, the second of them right."""
        quiz = {"question": "Two and two?", "options": [{"text": each} for each in "345"]}
        asked = {"type": "quiz", "correct_option_ids": [1], "is_anonymous": False, **how}
        sent: dict[str, Any] = await self._bot.call("sendPoll", chat_id=self.id, **quiz | asked)
        return sent

    async def tries_to_vote(
        self, someone: Someone, sent: dict[str, Any], *options: int, **how: Any
    ) -> tuple[int, dict[str, Any]]:
        asked = {"chat": self.id, "message_id": sent["message_id"], "options": options, **how}
        return await someone.tries("vote", **asked)

    async def votes(
        self, someone: Someone, sent: dict[str, Any], *options: int, **how: Any
    ) -> dict[str, Any]:
        status, body = await self.tries_to_vote(someone, sent, *options, **how)
        assert status == 200, body
        poll: dict[str, Any] = body["poll"]
        return poll


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


@pytest.fixture
def chiara(far: StandIn, http: aiohttp.ClientSession) -> Someone:
    return Someone(far, http, list(far.world.people)[2])


async def room_of(owner: Someone, bot: Bot, *others: Someone, **how: Any) -> Room:
    """A new group of somebody's with the others and the bot, which has heard of it."""
    members = [other.id for other in others]
    asked = {"title": "Class 2B", "members": members, "with_bot": True, **how}
    room = Room(await owner.does("groups", **asked), owner, bot)
    await bot.updates()
    return room


@pytest.fixture
async def room(anna: Someone, ben: Someone, bot: Bot) -> Room:
    """A supergroup of Anna's with Ben and the bot."""
    return await room_of(anna, bot, ben, supergroup=True)
