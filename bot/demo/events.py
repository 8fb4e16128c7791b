"""What happened, for the people at the page: numbered, replayable, each event for those it concerns."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from typing import Any

from bot.demo.bell import Bell

KEPT = 20_000


@dataclass(frozen=True)
class Event:
    id: int
    audience: frozenset[int] | None  # None: everybody
    body: dict[str, Any]

    def concerns(self, person: int) -> bool:
        return self.audience is None or person in self.audience


class Events:
    def __init__(self) -> None:
        self.last_id = 0
        self._kept: deque[Event] = deque(maxlen=KEPT)
        self._bell = Bell()

    def tell(self, audience: Collection[int] | None, kind: str, **data: Any) -> None:
        self.last_id += 1
        body = {"id": self.last_id, "type": kind, **data}
        seen_by = None if audience is None else frozenset(audience)
        self._kept.append(Event(self.last_id, seen_by, body))
        self._bell.ring()

    def close(self) -> None:
        self._bell.close()

    async def follow(
        self, person: int, after: int, heartbeat: float
    ) -> AsyncIterator[Event | None]:
        """This person's events after number `after`, then the coming ones; None when there was
        nothing for `heartbeat` seconds."""
        while not self._bell.closed:
            news = [event for event in self._kept if event.id > after]
            after = self.last_id
            for event in news:
                if event.concerns(person):
                    yield event
            if self.last_id == after:
                await self._bell.wait(heartbeat)
                if self.last_id == after:
                    yield None
