"""More than anybody taps and writes by hand does not get as far as the database."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.telegram.rates import NOW, Bucket

log = logging.getLogger(__name__)

Raw = dict[str, Any]
Tell = Callable[[Raw], Awaitable[None]]

BURST = 60
PER_SECOND = 5.0
TELL_EVERY = 10.0  # seconds, at most so often somebody is told
FORGET_EVERY = 60.0
# What Telegram writes into a chat by itself, and the bot must not miss.
NOT_BY_HAND = ("migrate_to_chat_id", "migrate_from_chat_id")


class Flood:
    """Sifts what people send before it is kept.

    Each person has sixty messages and taps at once and then five a second, whoever else does what.
    What is more is dropped, and counted in `dropped`. `tell` is given the first of what was
    dropped, and no other for ten seconds: the taps among those get no answer, which would cost
    Telegram and us a call each. Votes in polls are final and changes of membership are not made by
    hand: they always pass.
    """

    def __init__(self, tell: Tell, clock: Callable[[], float] = time.monotonic) -> None:
        self._tell = tell
        self._clock = clock
        self._senders: dict[int, _Sender] = {}
        self._forget_at = 0.0
        self._telling: set[asyncio.Task[None]] = set()
        self.dropped = 0

    @property
    def remembered(self) -> int:
        """How many people are kept in mind."""
        return len(self._senders)

    def sift(self, raws: Sequence[Raw]) -> list[Raw]:
        """Those that are to be taken in."""
        now = self._clock()
        self._forget(now)
        return [raw for raw in raws if self._passes(raw, now)]

    def _passes(self, raw: Raw, now: float) -> bool:
        number = _sender(raw)
        if number is None:
            return True
        sender = self._senders.setdefault(number, _Sender())
        if sender.bucket.left(now) <= NOW:
            sender.bucket.take(now)
            return True
        self.dropped += 1
        if now >= sender.told_at + TELL_EVERY:
            sender.told_at = now
            log.info("%d sends faster than anybody can by hand; some of it is dropped", number)
            self._begin_to_tell(raw)
        return False

    def _begin_to_tell(self, raw: Raw) -> None:
        task = asyncio.create_task(self._try_to_tell(raw))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _try_to_tell(self, raw: Raw) -> None:
        try:
            await self._tell(raw)
        except Exception:
            log.exception("Somebody could not be told to slow down")

    def _forget(self, now: float) -> None:
        """Keep in mind only who has sent much of late; looked through once a minute."""
        if now >= self._forget_at:
            kept = ((number, s) for number, s in self._senders.items() if not s.idle(now))
            self._senders = dict(kept)
            self._forget_at = now + FORGET_EVERY


@dataclass(slots=True)
class _Sender:
    bucket: Bucket = field(default_factory=lambda: Bucket(BURST, PER_SECOND))
    told_at: float = float("-inf")

    def idle(self, now: float) -> bool:
        return self.bucket.full(now) and now >= self.told_at + TELL_EVERY


def _sender(raw: Raw) -> int | None:
    """Who made this by hand; None where nobody did, or nobody can tell."""
    made = raw.get("callback_query") or raw.get("message")
    if not isinstance(made, dict) or any(name in made for name in NOT_BY_HAND):
        return None
    # Administrators who do not show their name all write under one id, in the name of their group.
    sender = made.get("sender_chat") or made.get("from")
    number = sender.get("id") if isinstance(sender, dict) else None
    return number if isinstance(number, int) else None
