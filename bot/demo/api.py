"""Face 1: the Bot API over HTTP."""

from __future__ import annotations

import json
import re
import secrets
from collections import deque
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.demo.errors import ApiError, bad_request
from bot.demo.methods import METHODS
from bot.demo.params import Params, Upload
from bot.demo.world import World

REQUESTS_KEPT = 20_000
_TOKEN = re.compile(r"\d{1,20}:[\w-]{3,100}", re.ASCII)
_METHODS = {name.lower(): (name, method) for name, method in METHODS.items()}


@dataclass(frozen=True)
class Recorded:
    """A request that the bot made, its parameters decoded as far as they were read."""

    method: str
    params: dict[str, Any]
    files: dict[str, Upload]
    at: float


class BotApi:
    def __init__(self, world: World, token: str) -> None:
        self.requests: deque[Recorded] = deque(maxlen=REQUESTS_KEPT)
        self._world = world
        self._token = token

    def routes(self) -> list[web.RouteDef]:
        return [web.route("*", r"/bot{token:[^/]+}/{method:[^/]+}", self.handle)]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        try:
            result = await self._call(request)
        except ApiError as refused:
            return web.json_response(refused.body(), status=refused.code)
        return web.json_response({"ok": True, "result": result})

    async def _call(self, request: web.Request) -> Any:
        self._check(request.match_info["token"])
        asked = request.match_info["method"]
        if asked.lower() not in _METHODS:
            raise ApiError(404, "Not Found")
        name, method = _METHODS[asked.lower()]
        params = await _read(request)
        self.requests.append(Recorded(name, params.decoded, params.files, self._world.clock()))
        return await method(self._world, params)

    def _check(self, token: str) -> None:
        if not _TOKEN.fullmatch(token):
            raise ApiError(404, "Not Found")
        if not secrets.compare_digest(token, self._token):
            raise ApiError(401, "Unauthorized")


async def _read(request: web.Request) -> Params:
    values: dict[str, Any] = dict(request.query)
    files: dict[str, Upload] = {}
    if request.content_type == "application/json":
        values |= await _json(request)
    else:
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                files[name] = Upload(value.filename, value.content_type, value.file.read())
            else:
                values[name] = value if isinstance(value, str) else bytes(value).decode()
    return Params({name: value for name, value in values.items() if value is not None}, files)


async def _json(request: web.Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.read() or b"{}")
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(body, dict):
        raise bad_request("can't parse JSON object")
    return body
