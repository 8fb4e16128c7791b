"""Failures on purpose, for tests: the next requests of a kind go wrong as told."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bot.demo.errors import ApiError

Failure = tuple[int, str, Mapping[str, Any] | None] | Literal["drop"]


class ConnectionDropped(Exception):
    """The connection ends without an answer."""


@dataclass(frozen=True)
class _Planned:
    failure: Failure
    after_effect: bool

    def happen(self) -> None:
        if self.failure == "drop":
            raise ConnectionDropped
        raise ApiError(*self.failure)


class Faults:
    def __init__(self) -> None:
        self._planned: defaultdict[str, deque[_Planned]] = defaultdict(deque)

    def plan(self, method: str, failure: Failure, *, after_effect: bool, times: int) -> None:
        self._planned[method].extend([_Planned(failure, after_effect)] * times)

    def clear(self) -> None:
        self._planned.clear()

    def before(self, method: str) -> _Planned | None:
        """Fail now, or return the failure that is to come once the method has had its effect."""
        if not self._planned[method]:
            return None
        planned = self._planned[method].popleft()
        if not planned.after_effect:
            planned.happen()
        return planned
