"""The stand-in as a whole: one local server with Telegram's Bot API and the people's chat page."""

from __future__ import annotations

import asyncio
import random
import ssl
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from aiohttp import web

from bot.demo import groups, voting
from bot.demo.api import REQUEST_LIMIT, BotApi, Recorded
from bot.demo.client import Client
from bot.demo.delivery import Delivery
from bot.demo.faults import Failure, Faults
from bot.demo.guard import add_policy, only_from_here
from bot.demo.world import World

HOST = "127.0.0.1"
PAGE = Path(__file__).parent / "page"
TOKEN = "1234567:DEMO-only-for-this-machine-no-secret"  # noqa: S105
BOT = {"first_name": "Quiz", "username": "demo_quiz_bot"}
PEOPLE: tuple[Mapping[str, Any], ...] = (
    {"first_name": "Anna", "username": "anna_demo", "language_code": "it"},
    {"first_name": "Ben", "username": "ben_demo", "language_code": "en"},
    {"first_name": "Chiara", "language_code": "it"},
)
GROUP = "Quiz demo"  # the title of the demo's group, the same in all languages
LOOK_AT_CLOCK_EVERY = 0.05  # seconds


class StandIn:
    """A local Telegram with one bot and a few people: an asynchronous context manager.

    It listens on loopback only. `url` is the bot's API address and the chat page's at once. People
    are mappings with first_name and, if wanted, id, last_name, username, language_code. With a
    `group`, its title, all of them and the bot are in a supergroup that belongs to the first;
    `group_id` is its number.

    Without `limits` the bot may send as fast as it likes; without `privacy` it hears everything in
    groups. Polls end by `clock`, which is looked at often, so that it may jump. What the bot's
    webhook does not take is delivered again after `pause` seconds; `trust` knows the authorities
    that certified its address, if the system does not.
    """

    def __init__(  # noqa: PLR0913 - each has a sensible default and is passed by name
        self,
        *,
        people: Iterable[Mapping[str, Any]] = PEOPLE,
        token: str = TOKEN,
        port: int = 0,
        clock: Callable[[], float] = time.time,
        chance: random.Random | None = None,
        bot: Mapping[str, Any] = BOT,
        title: str = "Demo",
        group: str = "",
        limits: bool = True,
        privacy: bool = True,
        pause: float = 1.0,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self.token = token
        self.port = port
        account = {"id": int(token.partition(":")[0]), "is_bot": True, **bot}
        self.world = World(
            account, people, clock, chance or random.Random(), limits=limits, privacy=privacy
        )
        self.group_id = self._gather(group) if group else 0
        self._api = BotApi(self.world, token)
        self._client = Client(self.world, title)
        self._delivery = Delivery(self.world, pause, trust)
        self._runner = web.AppRunner(self._app(), shutdown_timeout=1.0, access_log=None)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def requests(self) -> deque[Recorded]:
        """The bot's requests, oldest first; the last 20,000 of them."""
        return self._api.requests

    def show_problems(self, problems: Sequence[Mapping[str, Any]]) -> None:
        """Tell everybody at the page what is wrong with the editor's files; [] when all is well."""
        self.world.problems = [dict(problem) for problem in problems]
        self.world.events.tell("problems", None, problems=self.world.problems)

    def fail_next(
        self, method: str, error: Failure, *, after_effect: bool = False, times: int = 1
    ) -> None:
        """Let the bot's next calls of a method fail, before or after they took effect.

        The error is (code, description, parameters), or a way in which no answer comes: "drop",
        "cut", "garbage" or "late".
        """
        self.faults.plan(method, error, after_effect=after_effect, times=times)

    @property
    def faults(self) -> Faults:
        """What goes wrong on purpose."""
        return self._api.faults

    def fail_no_more(self) -> None:
        """Whatever was still to fail goes well."""
        self._api.faults.clear()

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, self.port).start()
        self.port = self._runner.addresses[0][1]
        work = (self._watch_clock(), self._delivery.run())
        self._working = [asyncio.create_task(each) for each in work]
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._working:
            task.cancel()
        await asyncio.gather(*self._working, return_exceptions=True)
        self.world.events.close()
        self.world.updates.close()
        await self._runner.cleanup()

    def _gather(self, title: str) -> int:
        everybody = list(self.world.people.values())
        numbers = [person.id for person in everybody]
        made = groups.create(self.world, everybody[0], title, numbers, supergroup=True)
        groups.change(self.world, made, self.world.bot["id"], "member", {})
        return made.id

    async def _watch_clock(self) -> None:
        """Close polls in time also while nobody asks for anything."""
        while True:
            voting.close_due(self.world)
            await asyncio.sleep(LOOK_AT_CLOCK_EVERY)

    def _app(self) -> web.Application:
        app = web.Application(middlewares=[only_from_here], client_max_size=REQUEST_LIMIT)
        app.on_response_prepare.append(add_policy)
        app.add_routes([*self._api.routes(), *self._client.routes(), web.get("/", _index)])
        app.router.add_get("/page/{name}", _page_file)
        return app


async def _index(request: web.Request) -> web.StreamResponse:
    return web.FileResponse(PAGE / "index.html")


async def _page_file(request: web.Request) -> web.StreamResponse:
    file = PAGE / request.match_info["name"]
    if file.parent != PAGE or not file.is_file():
        raise web.HTTPNotFound
    return web.FileResponse(file, headers={"Cache-Control": "no-cache"})
