"""The queue of updates for the bot: kept until one of the two ways of delivery confirms them."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from bot.demo.bell import Bell
from bot.demo.errors import conflict

KINDS = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "guest_message",
    "message_reaction",
    "message_reaction_count",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "shipping_query",
    "pre_checkout_query",
    "purchased_paid_media",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "chat_boost",
    "removed_chat_boost",
    "managed_bot",
)
BY_REQUEST_ONLY = frozenset({"chat_member", "message_reaction", "message_reaction_count"})

LIFETIME = 24 * 3600.0  # seconds that an unconfirmed update is kept, as documented
TAP_LIFETIME = 150.0  # of a callback query, as in the source of Telegram's own Bot API server
IDLE_WEEK = 7 * 24 * 3600.0  # after which the numbering starts anew somewhere


@dataclass(frozen=True)
class _Waiting:
    until: float
    update: dict[str, Any]

    @property
    def id(self) -> int:
        return int(self.update["update_id"])


class Updates:
    def __init__(self, clock: Callable[[], float], chance: random.Random) -> None:
        self._clock = clock
        self._chance = chance
        self._last_at = float("-inf")
        self._next_id = 0
        self._waiting: list[_Waiting] = []
        self._allowed: tuple[str, ...] = ()  # empty: the default
        self._poll = 0
        self._ended_by = ""
        self._bell = Bell()

    def put(self, kind: str, body: dict[str, Any]) -> None:
        """Queue an update, unless the bot does not want this kind."""
        if not self._wanted(kind):
            return
        now = self._clock()
        if now - self._last_at > IDLE_WEEK:
            self._next_id = self._chance.randrange(100_000_000, 900_000_000)
        self._last_at = now
        until = now + (TAP_LIFETIME if kind == "callback_query" else LIFETIME)
        self._waiting.append(_Waiting(until, {"update_id": self._next_id, kind: body}))
        self._next_id += 1
        self.ring()

    def _wanted(self, kind: str) -> bool:
        return kind in self._allowed if self._allowed else kind not in BY_REQUEST_ONLY

    @property
    def allowed(self) -> tuple[str, ...]:
        """The kinds asked for; empty: the default."""
        return self._allowed

    def allow(self, kinds: Collection[str]) -> None:
        """Queue only these kinds from now on; unknown names are passed over; none: the default."""
        self._allowed = tuple(kind for kind in KINDS if kind in kinds)

    def pending(self) -> list[dict[str, Any]]:
        """What waits to be fetched or confirmed; what nobody fetched in time is gone."""
        now = self._clock()
        self._waiting = [waiting for waiting in self._waiting if waiting.until > now]
        return [waiting.update for waiting in self._waiting]

    def taken(self, number: int) -> None:
        """Forget the one that the webhook has taken."""
        self._waiting = [waiting for waiting in self._waiting if waiting.id != number]
        self.ring()

    def ring(self) -> None:
        """Wake whoever waits for news."""
        self._bell.ring()

    async def news(self, seconds: float) -> None:
        """Wait for something to happen, for at most so many seconds."""
        await self._bell.wait(seconds)

    def forget_all(self) -> None:
        self._waiting.clear()

    def confirm(self, offset: int) -> None:
        """Forget what an offset confirms: all below it; below zero, all but the last ones."""
        if offset < 0:
            self._waiting = self._waiting[offset:]
        elif offset > 0:
            self._waiting = [waiting for waiting in self._waiting if waiting.id >= offset]

    def interrupt(self, by: str) -> None:
        """End the poll under way, if any, with a conflict."""
        self._poll += 1
        self._ended_by = by
        self.ring()

    def close(self) -> None:
        self._bell.close()

    async def poll(self, offset: int, limit: int, seconds: float) -> list[dict[str, Any]]:
        """What waits from `offset` on; if nothing does, wait so long for something.

        The poll that was under way ends with a conflict: only one may wait at a time.
        """
        self.interrupt("other getUpdates request; make sure that only one bot instance is running")
        mine = self._poll
        self.confirm(offset)
        if not self.pending() and seconds > 0:
            await self._bell.wait(seconds)
            if mine != self._poll:
                raise conflict(f"terminated by {self._ended_by}")
        return self.pending()[:limit]
