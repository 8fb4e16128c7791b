"""What happened, for the people at the page: numbered, replayable, each event for those it
concerns."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Callable, Collection
from dataclasses import dataclass, replace
from itertools import takewhile
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
    def __init__(self, as_seen: Callable[[int, dict[str, Any]], dict[str, Any]]) -> None:
        """`as_seen` makes of an event's body what this person's app shows of it."""
        self.last_id = 0
        self._as_seen = as_seen
        self._kept: deque[Event] = deque(maxlen=KEPT)
        self._bell = Bell()

    def tell(self, kind: str, audience: Collection[int] | None, **data: Any) -> None:
        """Number an event and show it to these people; None: to everybody."""
        self.last_id += 1
        seen_by = None if audience is None else frozenset(audience)
        self._kept.append(Event(self.last_id, seen_by, {"id": self.last_id, "type": kind, **data}))
        self._bell.ring()

    def close(self) -> None:
        self._bell.close()

    def since(self, person: int, after: int) -> list[Event]:
        """What this person may see of what came after that number."""
        newest_first = takewhile(lambda event: event.id > after, reversed(self._kept))
        return [
            replace(event, body=self._as_seen(person, event.body))
            for event in newest_first
            if event.concerns(person)
        ][::-1]

    async def follow(
        self, person: int, after: int, heartbeat: float
    ) -> AsyncIterator[Event | None]:
        """The same and then on, as it comes; None when nothing came for `heartbeat` seconds."""
        while True:
            news, after = self.since(person, after), self.last_id
            for event in news:
                yield event
            if self._bell.closed:
                return
            if self.last_id == after:
                await self._bell.wait(heartbeat)
                if self.last_id == after:
                    yield None
