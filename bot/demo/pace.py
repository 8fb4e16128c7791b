"""How fast a bot may send: so many messages into one chat in so many seconds."""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Callable

from bot.demo.errors import ApiError

# Telegram documents 20 a minute in a group, and one a second in any chat with short bursts beyond;
# how long a burst, it does not say.
GROUP = ((5, 5.0), (20, 60.0))
PRIVATE = ((300, 60.0),)


class Pace:
    """Counts what was sent by chat. Edits, deletions and answers to taps do not count."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._sent: defaultdict[int, deque[float]] = defaultdict(lambda: deque(maxlen=300))

    def count(self, chat_id: int) -> None:
        """Count one message to this chat, or refuse it (429) and say when to try again."""
        now, sent = self._clock(), self._sent[chat_id]
        waits = (
            sent[-most] + seconds - now
            for most, seconds in (GROUP if chat_id < 0 else PRIVATE)
            if len(sent) >= most
        )
        wait = math.ceil(max(waits, default=0.0))
        if wait > 0:
            raise ApiError(429, f"Too Many Requests: retry after {wait}", {"retry_after": wait})
        sent.append(now)
