"""Who administers a group, asked briefly ago."""

import logging

from telegram import Bot
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from bot.telegram.waiting import Patience, seconds_of

log = logging.getLogger(__name__)

KEPT = 60.0  # seconds
PAUSES = (1.0, 3.0, 6.0)  # seconds between tries while Telegram does not answer
LONGEST_REFUSAL = 10.0  # seconds: whoever asks is not kept waiting for longer


class Admins:
    """Remembers the administrators of groups for a minute.

    It asks getChatAdministrators: getChatMember is only promised to bots with rights of their own.
    """

    def __init__(self, bot: Bot, patience: Patience) -> None:
        self._bot = bot
        self._patience = patience
        self._known: dict[int, tuple[float, frozenset[int]]] = {}

    async def has(self, chat_id: int, person_id: int) -> bool:
        """Whether this person administers the group; False where Telegram does not tell.

        Raises TelegramError where it cannot be reached: nobody is turned away for that.
        """
        self._forget()
        if chat_id not in self._known:
            ids = await self._ask(chat_id)
            self._known[chat_id] = self._patience.ticks(), ids
        return person_id in self._known[chat_id][1]

    def _forget(self) -> None:
        now = self._patience.ticks()
        fresh = ((chat, known) for chat, known in self._known.items() if now - known[0] <= KEPT)
        self._known = dict(fresh)

    async def _ask(self, chat_id: int) -> frozenset[int]:
        for pause in PAUSES:
            try:
                return await self._told(chat_id)
            except RetryAfter as error:
                if seconds_of(error) > LONGEST_REFUSAL:
                    raise
                await self._patience.sleep(seconds_of(error))
            except NetworkError:
                await self._patience.sleep(pause)
        return await self._told(chat_id)

    async def _told(self, chat_id: int) -> frozenset[int]:
        try:
            members = await self._bot.get_chat_administrators(chat_id)
        except (NetworkError, RetryAfter) as error:
            if not isinstance(error, BadRequest):
                raise
            refusal: TelegramError = error
        except TelegramError as error:
            refusal = error
        else:
            return frozenset(member.user.id for member in members)
        log.warning("The administrators of chat %d are not told: %r", chat_id, refusal)
        return frozenset()
