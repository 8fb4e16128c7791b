"""The stand-in as a whole: one local server with Telegram's Bot API and the people's chat page."""

from __future__ import annotations

import random
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from aiohttp import web

from bot.demo.api import BotApi, Recorded
from bot.demo.client import Client
from bot.demo.world import World

HOST = "127.0.0.1"
TOKEN = "1234567:DEMO-not-a-secret-only-for-this-machine"  # noqa: S105
BOT = {"first_name": "Quiz", "username": "demo_quiz_bot"}
PEOPLE: tuple[Mapping[str, Any], ...] = (
    {"first_name": "Anna", "username": "anna_demo", "language_code": "it"},
    {"first_name": "Ben", "username": "ben_demo", "language_code": "en"},
    {"first_name": "Chiara", "language_code": "it"},
)


class StandIn:
    """A local Telegram with one bot. Use it as an asynchronous context manager; it listens on
    loopback only, and `url` is both the bot's API address and the chat page's."""

    def __init__(
        self,
        *,
        people: Iterable[Mapping[str, Any]] = PEOPLE,
        token: str = TOKEN,
        port: int = 0,
        clock: Callable[[], float] = time.time,
        chance: random.Random | None = None,
        bot: Mapping[str, Any] = BOT,
        title: str = "Demo",
    ) -> None:
        self.token = token
        self.port = port
        account = {"id": int(token.partition(":")[0]), "is_bot": True, **bot}
        self.world = World(account, people, clock, chance or random.Random())
        self._api = BotApi(self.world, token)
        self._client = Client(self.world, title)
        self._runner = web.AppRunner(self._app(), shutdown_timeout=1.0, access_log=None)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def requests(self) -> deque[Recorded]:
        """Every request of the bot, oldest first."""
        return self._api.requests

    def show_problems(self, problems: Sequence[Mapping[str, Any]]) -> None:
        """Tell everybody at the page what is wrong with the editor's files; nothing: all is well."""
        self.world.problems = [dict(problem) for problem in problems]
        self.world.events.tell(None, "problems", problems=self.world.problems)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        site = web.TCPSite(self._runner, HOST, self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self.world.events.close()
        self.world.updates.close()
        await self._runner.cleanup()

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.add_routes([*self._api.routes(), *self._client.routes()])
        return app
