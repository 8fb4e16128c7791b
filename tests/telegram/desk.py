"""A bot that only notes what it handles, and can be told to stumble."""

import asyncio
import json
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime
from typing import Any

from telegram import Bot, Update

from bot.play.inbox import Inbox
from bot.store.database import Database
from bot.telegram.intake import Intake
from bot.telegram.polling import Polling
from bot.telegram.source import Pace, Source
from bot.watch.metrics import Metrics
from tests.telegram.conftest import Rest

ALLOWED = ("message", "callback_query", "my_chat_member")
QUICK = Pace(poll=5.0, answer=5.0, catch_up=0.1, grace=2.0, last=2.0)


class Desk:
    """What happens to updates. `on[text]` is what handling such a message does besides."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.metrics = Metrics(ALLOWED)
        self.inbox = Inbox(db, lambda: datetime.now(UTC), lambda: None)
        self.begun: list[str] = []
        self.handled: list[str] = []
        self.numbers: list[int] = []
        self.sorry: list[str] = []
        self.on: dict[str, Callable[[], Awaitable[object]]] = {}

    async def handle(self, update: Update) -> None:
        text = self._text(update)
        self.begun.append(text)
        if text in self.on:
            await self.on[text]()
        self.handled.append(text)
        self.numbers.append(update.update_id)

    @property
    def aside(self) -> list[tuple[int, dict[str, Any], str]]:
        """What was set aside, as the file has it."""
        asked = "SELECT update_id, body, error FROM inbox WHERE error IS NOT NULL ORDER BY 1"
        return [(number, json.loads(body), error) for number, body, error in self._rows(asked)]

    @property
    def waiting(self) -> list[str]:
        """The texts of what is in the inbox and not done."""
        asked = "SELECT body FROM inbox WHERE done_at IS NULL AND error IS NULL ORDER BY update_id"
        return [json.loads(body)["message"]["text"] for (body,) in self._rows(asked)]

    def _rows(self, asked: str) -> list[Any]:
        with closing(sqlite3.connect(self.db.path)) as file:
            return file.execute(asked).fetchall()

    async def apologise(self, update: Update) -> None:
        self.sorry.append(self._text(update))

    def tries(self, text: str) -> int:
        return Counter(self.begun)[text]

    def _text(self, update: Update) -> str:
        assert update.message is not None
        return str(update.message.text)


def intake_for(bot: Bot, desk: Desk, rest: Rest | None = None, try_seconds: float = 5.0) -> Intake:
    sleep = rest or Rest()
    return Intake(
        bot,
        desk.inbox,
        desk.handle,
        desk.apologise,
        desk.metrics,
        try_seconds=try_seconds,
        sleep=sleep,
    )


def polling_for(
    bot: Bot, desk: Desk, rest: Rest | None = None, pace: Pace = QUICK, **how: Any
) -> Polling:
    intake = intake_for(bot, desk, rest, how.pop("try_seconds", 5.0))
    return Polling(bot, intake, allowed=ALLOWED, pace=pace, sleep=rest or Rest(), **how)


async def run(source: Source, grace: float = 2.0) -> None:
    """Take up what waits, take in what comes until stopped, and let it come to its end."""
    intake = source._intake
    try:
        await intake.resume()
        await source.run()
        await intake.finish(grace)
    finally:
        await intake.close()


@asynccontextmanager
async def open_desk(source: Source, grace: float = 2.0) -> AsyncIterator[asyncio.Task[None]]:
    """Connected and running; stopped in the end, unless it ended by itself."""
    await source.connect()
    running = asyncio.create_task(run(source, grace))
    try:
        yield running
    finally:
        source.stop()
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
