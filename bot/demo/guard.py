"""Who is served: this machine, and the stand-in's own page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_HERE = frozenset({"127.0.0.1", "localhost", "::1"})
_POLICY = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


@web.middleware
async def only_from_here(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn away names that other sites could point at this machine (DNS rebinding) and requests
    that other sites' pages make (CSRF)."""
    if _name(request.host) not in _HERE:
        raise web.HTTPForbidden(text="Only addresses of this machine are served.\n")
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{request.host}":
        raise web.HTTPForbidden(text="Only this server's own page may ask.\n")
    return await handler(request)


async def add_policy(request: web.Request, response: web.StreamResponse) -> None:
    for name, value in _POLICY.items():
        response.headers.setdefault(name, value)


def _name(host: str) -> str | None:
    try:
        return urlsplit(f"http://{host}").hostname
    except ValueError:
        return None
