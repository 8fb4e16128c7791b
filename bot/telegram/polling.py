"""Updates fetched by long polling, and confirmed once they are on disk.

Telegram confirms cumulatively, everything below an offset, and hands out what is unconfirmed again.
"""

import json
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import Any
from urllib.parse import urlencode

from telegram import Bot
from telegram.error import NetworkError, TelegramError

from bot.telegram.intake import Intake
from bot.telegram.reading import Raw
from bot.telegram.source import Source, log

AT_ONCE = 100  # Telegram's limit


class Polling(Source):
    """Polls for one bot."""

    def __init__(self, bot: Bot, intake: Intake, *, allowed: Sequence[str], **how: Any) -> None:
        super().__init__(bot, intake, allowed=allowed, **how)
        self._offset = 0  # confirms what is below it; 0: nothing to confirm
        self._polled_at = self._clock()  # when Telegram last answered

    def trouble(self) -> str:
        silent = self._clock() - self._polled_at
        patience = 2 * (self._pace.poll + self._pace.answer)
        return f"Telegram has not answered for {silent:.0f} s" if silent > patience else ""

    @property
    def silence(self) -> float:
        """For how many seconds Telegram has not answered."""
        return self._clock() - self._polled_at

    async def run(self) -> None:
        await self._until_stopped(self._poll_on())
        if self._offset:
            # What this returns is not confirmed by it, so nothing gets lost.
            with suppress(TelegramError, KeyError):
                await self._fetch(0, 1, self._pace.last)

    async def _connect(self) -> None:
        await self._ask(self._bot.initialize)
        if (await self._ask(self._bot.get_webhook_info)).url:
            log.info("Removing the webhook: updates are fetched by polling")
            await self._ask(lambda: self._bot.delete_webhook(drop_pending_updates=False))

    async def _poll_on(self) -> None:
        while True:
            wait = self._pace.poll if self.caught_up.is_set() else 0
            raws = await self._ask(partial(self._fetch, wait, AT_ONCE, self._pace.answer))
            self._polled_at = self._clock()
            # An offset is only sent to confirm: numbers start anew after an idle week, and an old
            # offset would then stand above all that comes.
            self._offset = 0
            if raws:
                await self._intake.take(raws)
                self._offset = raws[-1]["update_id"] + 1
            elif not self.caught_up.is_set():
                await self._intake.quiet(self._pace.catch_up)
                self.caught_up.set()

    async def _fetch(self, seconds: float, limit: int, answer: float) -> list[Raw]:
        asked = {
            "timeout": int(seconds),
            "limit": limit,
            "allowed_updates": json.dumps(self._allowed),
        }
        if self._offset:
            asked["offset"] = self._offset
        found = await self._bot.request.post(
            f"{self._bot.base_url}/getUpdates?{urlencode(asked)}", read_timeout=seconds + answer
        )
        return _updates(found)


def _updates(found: object) -> list[Raw]:
    if isinstance(found, list) and all(
        isinstance(each, dict) and isinstance(each.get("update_id"), int) for each in found
    ):
        return found
    raise NetworkError("Telegram answered with something that is no list of updates")
