"""Telegram's limit of new messages in one group, kept rather than met."""

import time
from collections import deque
from collections.abc import Callable

from bot.telegram.waiting import Sleep

MESSAGES = 20
SECONDS = 60.0


class Quota:
    """Lets no more than 20 new messages a minute into one group; private chats go free."""

    def __init__(self, sleep: Sleep, clock: Callable[[], float] = time.monotonic) -> None:
        self._sleep = sleep
        self._clock = clock
        self._sent: dict[int, deque[float]] = {}

    async def wait(self, chat_id: int) -> None:
        """Wait until the chat has room for one more, and take it."""
        if chat_id > 0:
            return
        sent = self._sent.setdefault(chat_id, deque(maxlen=MESSAGES))
        if len(sent) == MESSAGES and (left := sent[0] + SECONDS - self._clock()) > 0:
            await self._sleep(left)
        sent.append(self._clock())
