"""Failures on purpose, for tests: requests of a kind, or the one of a number, go wrong as told."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from aiohttp import web

from bot.demo.errors import ApiError

# drop: no answer, and the connection ends. cut: it ends amid the answer. garbage: what answers is
# not Telegram. late: there is no answer, and the connection stays open.
Break = Literal["drop", "cut", "garbage", "late"]
Failure = tuple[int, str, Mapping[str, Any] | None] | Break

GARBAGE = "<html><title>Welcome to this hotel's network</title></html>"


class Broken(Exception):
    """No answer of Telegram's comes."""

    def __init__(self, how: Break) -> None:
        super().__init__(how)
        self.how = how

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """What comes instead."""
        if self.how == "garbage":
            return web.Response(text=GARBAGE, content_type="text/html")
        if self.how == "late":
            await _until_gone(request)
        answer = web.StreamResponse(headers={"Content-Length": "100"})
        if self.how == "cut" and request.transport:
            await answer.prepare(request)
            await answer.write(b'{"ok": true, "result": {"messa')
        if request.transport:
            request.transport.abort()
        return answer if self.how == "cut" else web.Response()


async def _until_gone(request: web.Request) -> None:
    while request.transport and not request.transport.is_closing():  # noqa: ASYNC110 - no event
        await asyncio.sleep(0.01)


@dataclass(frozen=True)
class _Planned:
    failure: Failure | Callable[[], None]
    after_effect: bool

    def happen(self) -> None:
        if callable(self.failure):
            self.failure()
        elif isinstance(self.failure, str):
            raise Broken(self.failure)
        else:
            raise ApiError(*self.failure)


class Faults:
    def __init__(self) -> None:
        self._planned: defaultdict[str, deque[_Planned]] = defaultdict(deque)
        self._at: dict[int, _Planned] = {}
        self._counted: Collection[str] = ()
        self._count = 0
        self.failed = 0  # how many of those that are counted

    def plan(self, method: str, failure: Failure, *, after_effect: bool, times: int) -> None:
        self._planned[method].extend([_Planned(failure, after_effect)] * times)

    def clear(self) -> None:
        self._planned.clear()

    def plan_nth(
        self, number: int, failure: Failure | Callable[[], None], *, after_effect: bool = False
    ) -> None:
        """Let the call of this number fail, and no other; or have something else happen then."""
        self._at = {number: _Planned(failure, after_effect)}

    def count_from_now(self, methods: Collection[str]) -> None:
        """The next call of one of these methods has the number 1."""
        self._counted, self._count = methods, 0

    def before(self, method: str) -> _Planned | None:
        """Fail now, or return the failure that is to come once the method has had its effect."""
        planned = self._next(method)
        if planned and not planned.after_effect:
            planned.happen()
            return None
        return planned

    def _next(self, method: str) -> _Planned | None:
        if method in self._counted:
            self._count += 1
            if self._count in self._at:
                self.failed += 1
                return self._at.pop(self._count)
        return self._planned[method].popleft() if self._planned[method] else None
