"""The queue of updates for the bot: kept until confirmed, handed out by long polling."""

from __future__ import annotations

from collections.abc import Collection
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
AT_ONCE = 100


class Updates:
    def __init__(self, first_id: int) -> None:
        self._next_id = first_id
        self._waiting: list[dict[str, Any]] = []
        self._allowed: tuple[str, ...] = ()  # empty: the default
        self._poll = 0
        self._bell = Bell()

    def put(self, kind: str, body: dict[str, Any]) -> None:
        """Queue an update, unless the bot does not want this kind."""
        if not self._wanted(kind):
            return
        self._waiting.append({"update_id": self._next_id, kind: body})
        self._next_id += 1
        self._bell.ring()

    def _wanted(self, kind: str) -> bool:
        return kind in self._allowed if self._allowed else kind not in BY_REQUEST_ONLY

    @property
    def pending(self) -> int:
        return len(self._waiting)

    @property
    def allowed(self) -> tuple[str, ...]:
        return self._allowed

    def allow(self, kinds: Collection[str]) -> None:
        """Queue only these kinds from now on; unknown names are passed over, none means the default."""
        self._allowed = tuple(kind for kind in KINDS if kind in kinds)

    def forget_all(self) -> None:
        self._waiting.clear()

    def confirm(self, offset: int) -> None:
        """Forget what an offset confirms: everything below it; below zero, all but the last ones."""
        if offset < 0:
            self._waiting = self._waiting[offset:]
        elif offset > 0:
            self._waiting = [u for u in self._waiting if u["update_id"] >= offset]

    def first(self, limit: int) -> list[dict[str, Any]]:
        return self._waiting[:limit]

    def interrupt(self) -> None:
        """End the poll under way, as a second one does."""
        self._poll += 1
        self._bell.ring()

    def close(self) -> None:
        self._bell.close()

    async def poll(self, offset: int, limit: int, seconds: float) -> list[dict[str, Any]]:
        """What is queued from `offset` on; if nothing is, wait so long for something.

        The poll that was under way ends with a conflict: only one may wait at a time.
        """
        self.interrupt()
        mine = self._poll
        self.confirm(offset)
        if not self._waiting and seconds > 0:
            await self._bell.wait(seconds)
            if mine != self._poll:
                raise conflict(
                    "terminated by other getUpdates request;"
                    " make sure that only one bot instance is running"
                )
        return self.first(limit)
