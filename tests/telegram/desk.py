"""A bot that only notes what it handles, and can be told to stumble."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from telegram import Bot, Update

from bot.telegram.intake import Intake
from bot.telegram.polling import Pace, Polling
from tests.telegram.conftest import Rest

ALLOWED = ("message", "callback_query", "my_chat_member")
QUICK = Pace(poll=5.0, answer=5.0, batch=0.02, grace=2.0, last=2.0)


class Desk:
    """What happens to updates. `on[text]` is what handling such a message does besides."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.handled: list[str] = []
        self.numbers: list[int] = []
        self.aside: list[tuple[int, dict[str, Any], str]] = []
        self.sorry: list[str] = []
        self.on: dict[str, Callable[[], Awaitable[object]]] = {}

    async def handle(self, update: Update) -> None:
        text = self._text(update)
        self.begun.append(text)
        if text in self.on:
            await self.on[text]()
        self.handled.append(text)
        self.numbers.append(update.update_id)

    async def set_aside(self, number: int, body: str, error: str) -> None:
        self.aside.append((number, json.loads(body), error))

    async def apologise(self, update: Update) -> None:
        self.sorry.append(self._text(update))

    def tries(self, text: str) -> int:
        return Counter(self.begun)[text]

    def _text(self, update: Update) -> str:
        assert update.message is not None
        return str(update.message.text)


def polling_for(
    bot: Bot, desk: Desk, rest: Rest | None = None, pace: Pace = QUICK, **how: Any
) -> Polling:
    sleep = rest or Rest()
    intake = Intake(
        bot,
        desk.handle,
        desk.set_aside,
        desk.apologise,
        try_seconds=how.pop("try_seconds", 5.0),
        sleep=sleep,
    )
    return Polling(bot, intake, allowed=ALLOWED, pace=pace, sleep=sleep, **how)


@asynccontextmanager
async def open_desk(polling: Polling) -> AsyncIterator[asyncio.Task[None]]:
    """Connected and polling; stopped in the end, unless it ended by itself."""
    await polling.connect()
    running = asyncio.create_task(polling.run())
    try:
        yield running
    finally:
        polling.stop()
        await asyncio.wait({running})
    running.result()


def raising(error: BaseException) -> Callable[[], Awaitable[object]]:
    async def stumble() -> None:
        raise error

    return stumble


def stumbling(times: int, error: Exception) -> Callable[[], Awaitable[object]]:
    """Raise so many times, and then no more."""
    left = [error] * times

    async def stumble() -> None:
        if left:
            raise left.pop()

    return stumble
