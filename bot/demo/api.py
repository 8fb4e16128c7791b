"""Face 1: the Bot API over HTTP."""

from __future__ import annotations

import re
import secrets
from collections import deque
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.demo import voting
from bot.demo.errors import ApiError, bad_request
from bot.demo.faults import Broken, Faults
from bot.demo.methods import METHODS
from bot.demo.params import Params, Upload, from_json
from bot.demo.world import World

REQUESTS_KEPT = 20_000
REQUEST_LIMIT = 64 * 1024 * 1024  # bytes
_TOKEN = re.compile(r"\d{1,20}:[\w-]{3,100}", re.ASCII)
_METHODS = {name.lower(): (name, method) for name, method in METHODS.items()}


@dataclass(frozen=True)
class Recorded:
    """A request of the bot. What came as a string of a form is decoded as far as it was read."""

    method: str
    params: dict[str, Any]
    files: dict[str, Upload]
    at: float


class BotApi:
    def __init__(self, world: World, token: str) -> None:
        self.requests: deque[Recorded] = deque(maxlen=REQUESTS_KEPT)
        self.faults = Faults()
        self._world = world
        self._token = token

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route("*", r"/bot{token:[^/]*}/{method:[^/]*}", self.handle),
            web.get(r"/file/bot{token:[^/]*}/{path:.+}", self.download),
        ]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        try:
            result = await self._call(request)
        except ApiError as error:
            return web.json_response(error.body(), status=error.code)
        except Broken as failure:
            return await failure.answer(request)
        return web.json_response({"ok": True, "result": result})

    async def download(self, request: web.Request) -> web.StreamResponse:
        try:
            self._check(request.match_info["token"])
        except ApiError as error:
            return web.json_response(error.body(), status=error.code)
        file = self._world.files.at(request.match_info["path"])
        if file is None:
            return web.json_response(ApiError(404, "Not Found").body(), status=404)
        return web.Response(body=file.content, content_type="application/octet-stream")

    async def _call(self, request: web.Request) -> Any:
        self._check(request.match_info["token"])
        params = await _read(request)
        asked = request.match_info["method"]
        name, method = _METHODS.get(asked.lower(), (asked, None))
        self.requests.append(Recorded(name, params.decoded, params.files, self._world.clock()))
        if method is None:
            raise ApiError(404, "Not Found: method not found")
        voting.close_due(self._world)
        failure = self.faults.before(name)
        result = await method(self._world, params)
        if failure:
            failure.happen()
        return result

    def _check(self, token: str) -> None:
        if not _TOKEN.fullmatch(token):
            raise ApiError(404, "Not Found")
        if not secrets.compare_digest(token, self._token):
            raise ApiError(401, "Unauthorized")


async def _read(request: web.Request) -> Params:
    values: dict[str, Any] = dict(request.query)
    files: dict[str, Upload] = {}
    try:
        if request.content_type == "application/json":
            values |= _json(await request.read())
        else:
            await _form(request, values, files)
    except web.HTTPRequestEntityTooLarge:
        raise ApiError(413, "Request Entity Too Large") from None
    return Params({name: value for name, value in values.items() if value is not None}, files)


def _json(body: bytes) -> dict[str, Any]:
    try:
        values = from_json(body or b"{}")
    except ValueError:
        values = None
    if not isinstance(values, dict):
        raise bad_request("can't parse JSON object")
    return values


async def _form(request: web.Request, values: dict[str, Any], files: dict[str, Upload]) -> None:
    try:
        form = await request.post()
    except (ValueError, LookupError):
        raise bad_request("can't parse the request's body") from None
    for name, value in form.items():
        if isinstance(value, web.FileField):
            files[name] = Upload(value.filename, value.content_type, value.file.read())
        else:
            values[name] = value if isinstance(value, str) else bytes(value).decode()
