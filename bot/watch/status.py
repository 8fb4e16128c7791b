"""The small web face for those who watch the bot: /healthz and /metrics."""

import json
from collections.abc import Awaitable, Callable

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from bot.watch.health import Health
from bot.watch.metrics import Metrics


class Status:
    """Answers GET and HEAD."""

    def __init__(self, health: Health, metrics: Metrics) -> None:
        self._health = health
        self._metrics = metrics
        self._pages: dict[str, Callable[[], Awaitable[web.Response]]] = {
            "/healthz": self._healthz,
            "/metrics": self._numbers,
        }

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """The page asked for; 404 and 405 for whatever is none."""
        page = self._pages.get(request.path)
        if page is None:
            return web.Response(status=404, text="There are /healthz and /metrics.\n")
        if request.method not in ("GET", "HEAD"):
            return web.Response(status=405, headers={"Allow": "GET, HEAD"})
        return await page()

    async def _healthz(self) -> web.Response:
        """200 if all is well, else 503, and what is the matter with each part."""
        report = await self._health.look()
        told = {name: trouble or "ok" for name, trouble in report.parts.items()}
        body = json.dumps({"alive": report.alive, **told}) + "\n"
        return web.Response(
            status=200 if report.alive else 503,
            text=body,
            content_type="application/json",
            headers={"Cache-Control": "no-store"},
        )

    async def _numbers(self) -> web.Response:
        return web.Response(
            body=await self._metrics.rendered(), headers={"Content-Type": CONTENT_TYPE_LATEST}
        )
