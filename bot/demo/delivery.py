"""Updates delivered to the bot's webhook: a chat's in order, chats side by side."""

from __future__ import annotations

import asyncio
import ssl
import time
from typing import Any

import aiohttp

from bot.demo.world import World

CONNECTIONS = 40  # Telegram's default of updates under way at once
LONGEST_PAUSE = 60.0  # seconds between two tries
PATIENCE = 60.0  # seconds for the bot to answer
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - its name only

Update = dict[str, Any]
Line = tuple[str, int]


class Delivery:
    """What is not answered with 2xx is delivered again: after `pause` seconds at first, then twice
    as many each time. It waits among the updates all the while, so that polling can fetch it.
    `trust` says whose certificates are good; the system decides if it is None."""

    def __init__(self, world: World, pause: float, trust: ssl.SSLContext | None = None) -> None:
        self._world = world
        self._pause = pause
        self._trust = trust
        self._busy: dict[Line, asyncio.Task[None]] = {}
        self._failed: dict[Line, tuple[float, float]] = {}  # when to try again, the pause so far
        self._hook: Update = {}

    async def run(self) -> None:
        """Deliver until cancelled."""
        timeout = aiohttp.ClientTimeout(total=PATIENCE)
        connector = aiohttp.TCPConnector(limit=0, ssl=self._trust or True)
        async with aiohttp.ClientSession(timeout=timeout, connector=connector) as http:
            try:
                while True:
                    self._start(http)
                    await self._world.updates.news(0.05 if self._failed else 60.0)
            finally:
                for task in self._busy.values():
                    task.cancel()
                await asyncio.gather(*self._busy.values(), return_exceptions=True)

    def _start(self, http: aiohttp.ClientSession) -> None:
        """Begin whatever can be under way now."""
        hook, held = self._world.webhook, set(self._busy)
        pending = self._world.updates.pending() if hook else []
        if hook is not self._hook or not pending:  # one that was set anew is tried at once
            self._hook = hook
            self._failed.clear()
        for update in pending:
            if len(self._busy) >= hook.get("max_connections", CONNECTIONS):
                return
            line = _line(update)
            if line not in held and self._failed.get(line, (0.0,))[0] <= time.monotonic():
                self._busy[line] = asyncio.create_task(self._deliver(http, hook, line, update))
            held.add(line)

    async def _deliver(
        self, http: aiohttp.ClientSession, hook: Update, line: Line, update: Update
    ) -> None:
        try:
            failure = await self._post(http, hook["url"], update)
        finally:
            del self._busy[line]
        if not failure:
            self._failed.pop(line, None)
            self._world.updates.taken(update["update_id"])
            return
        before = self._failed.get(line)
        pause = min(before[1] * 2, LONGEST_PAUSE) if before else self._pause
        self._failed[line] = (time.monotonic() + pause, pause)
        hook |= {"last_error_date": self._world.now(), "last_error_message": failure}
        self._world.updates.ring()

    async def _post(self, http: aiohttp.ClientSession, url: str, update: Update) -> str:
        """What went wrong; "" if the bot took it."""
        secret = self._world.webhook_secret
        headers = {SECRET_HEADER: secret} if secret else {}
        try:
            async with http.post(url, json=update, headers=headers, allow_redirects=False) as said:
                if 200 <= said.status < 300:
                    return ""
                return f"Wrong response from the webhook: {said.status} {said.reason}"
        except TimeoutError:
            return "Read timeout expired"
        except (aiohttp.ClientError, OSError) as error:
            return f"Connection failed: {type(error).__name__}"


def _line(update: Update) -> Line:
    """Whose updates wait for each other: those of a chat, or else of a person."""
    (body,) = (value for key, value in update.items() if key != "update_id")
    about = body.get("message", body)
    for name in ("chat", "from", "user"):
        if name in about:
            return name, int(about[name]["id"])
    return "update", int(update["update_id"])
