"""Who administers a group, asked briefly ago."""

import logging
import time
from collections.abc import Callable

from telegram import Bot
from telegram.error import TelegramError

log = logging.getLogger(__name__)

KEPT = 60.0  # seconds


class Admins:
    """Remembers the administrators of groups for a minute.

    It asks getChatAdministrators: getChatMember is only promised to bots with rights of their own.
    """

    def __init__(self, bot: Bot, clock: Callable[[], float] = time.monotonic) -> None:
        self._bot = bot
        self._clock = clock
        self._known: dict[int, tuple[float, frozenset[int]]] = {}

    async def has(self, chat_id: int, person_id: int) -> bool:
        """Whether this person administers the group; False where nobody can tell."""
        at, ids = self._known.get(chat_id, (float("-inf"), frozenset()))
        if self._clock() - at > KEPT:
            ids = await self._ask(chat_id)
            self._known[chat_id] = self._clock(), ids
        return person_id in ids

    async def _ask(self, chat_id: int) -> frozenset[int]:
        try:
            members = await self._bot.get_chat_administrators(chat_id)
        except TelegramError as error:
            log.warning("The administrators of chat %d cannot be told: %r", chat_id, error)
            return frozenset()
        return frozenset(member.user.id for member in members)
