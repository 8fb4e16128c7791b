"""Face 2: the people at the page, over HTTP."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.demo import people
from bot.demo.people import ClientError
from bot.demo.profile import localized
from bot.demo.world import Json, World

HEARTBEAT = 15.0  # seconds


class Client:
    def __init__(self, world: World, title: str) -> None:
        self._world = world
        self._title = title

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/client/hello", self._answer(self.hello)),
            web.get("/client/view", self._answer(self.view)),
            web.get("/client/events", self.events),
            web.post("/client/send", self._answer(self.send)),
            web.post("/client/tap", self._answer(self.tap)),
            web.post("/client/people", self._answer(self.add_person)),
        ]

    def _answer(
        self, action: Callable[[Json], Json]
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            try:
                return web.json_response(action(await _asked(request)))
            except ClientError as reason:
                return web.json_response({"error": str(reason)}, status=400)

        return handle

    def bot(self, language: str = "") -> Json:
        profile = self._world.profile
        return {
            **{key: self._world.bot[key] for key in ("id", "first_name", "username")},
            "description": localized(profile.descriptions, language),
            "short_description": localized(profile.short_descriptions, language),
        }

    def hello(self, asked: Json) -> Json:
        return {
            "bot": self.bot(),
            "people": [person.shown() for person in self._world.people.values()],
            "title": self._title,
            "problems": self._world.problems,
        }

    def view(self, asked: Json) -> Json:
        return people.view(self._world, people.person(self._world, int(asked["person"])))

    def send(self, asked: Json) -> Json:
        someone = people.person(self._world, asked["person"])
        chat = people.chat_of(self._world, someone, asked["chat"])
        message = people.send(self._world, someone, chat, asked["text"], asked.get("reply_to"))
        return {"message": message}

    def tap(self, asked: Json) -> Json:
        someone = people.person(self._world, asked["person"])
        chat = people.chat_of(self._world, someone, asked["chat"])
        forged = asked.get("forged", False)
        query_id = people.tap(
            self._world, someone, chat, asked["message_id"], asked["data"], forged
        )
        return {"query_id": query_id}

    def add_person(self, asked: Json) -> Json:
        person = self._world.add_person(**asked)
        shown = [someone.shown() for someone in self._world.people.values()]
        self._world.events.tell(None, "people", people=shown)
        return person.shown()

    async def events(self, request: web.Request) -> web.StreamResponse:
        someone = people.person(self._world, int(request.query["person"]))
        after = int(request.headers.get("Last-Event-ID") or request.query.get("after", 0))
        stream = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await stream.prepare(request)
        async for event in self._world.events.follow(someone.id, after, HEARTBEAT):
            line = (
                f"id: {event.id}\ndata: {json.dumps(event.body)}\n\n"
                if event
                else ": still here\n\n"
            )
            await stream.write(line.encode())
        return stream


async def _asked(request: web.Request) -> dict[str, Any]:
    if request.method == "GET":
        return dict(request.query)
    asked = await request.json()
    if not isinstance(asked, dict):
        raise ClientError("A JSON object is expected.")
    return asked
