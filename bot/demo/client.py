"""Face 2: the people at the page, over HTTP.

Requests and answers are JSON. A message is the Bot API's Message; a poll in one is shown as the
asking person may see it: options in their order, no counts and no solution before they may know,
and besides the Bot API's fields `chosen` (positions they voted for) and `results_shown`.

GET   hello                               who is there
      view?person                         what the person's app shows; of a group also `group`:
                                          {members: [{id, status}], topics: [{message_thread_id,
                                          title, closed}]}
      events?person&after                 what happens, as server-sent events: message, edit,
                                          delete, notice, typing, commands, problems, bot, people,
                                          poll {chat_id, message_id, poll} (votes, the close),
                                          group {chat_id, group} (members or topics changed),
                                          gone {chat_id} (the person is no longer in it)
      file/<file_id>                      a photo or document
POST  send       {person, chat, text, reply_to?, thread?, anonymous?}   → {message}
      tap        {person, chat, message_id, data, forged?}              → {query_id}
      vote       {person, chat, message_id, options, anonymous?}        → {poll}
                 options: positions as this person sees them, [] retracts the vote; anonymous:
                 an administrator votes in the group's name
      edit       {person, chat, message_id, text}                       → {message}
      delete     {person, chat, message_id}                             → {}
      read       {person, chat}                                         → {}
      block      {person, blocked}                                      → {}
      people     {first_name, last_name?, username?, language_code?}    → person
      groups     {person, title, members?, supergroup?, forum?, with_bot?, payload?}  → Chat
                 person creates the group; payload: as a ?startgroup= link brings it
      member     {chat, person, status, rights?, payload?}              → {}
                 person may be the bot; the owner does it, or people leave by themselves; rights:
                 those that differ from all (restricted) or the usual ones (administrator);
                 restricted without rights: none at all; payload: with the bot as new member
      topic      {chat, title}                                          → {message_thread_id}
                 {chat, thread, closed}                                 → {}
      migrate    {chat}                                                 → Chat, the new supergroup
      delete_group {chat}                                               → {}
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.demo import groups, people, voting
from bot.demo.errors import AppError
from bot.demo.group import Group
from bot.demo.world import Chat, Json, Person, World

HEARTBEAT = 15.0  # seconds
_SEALED = {"Content-Security-Policy": "default-src 'none'; sandbox"}


class Asked:
    """What a request of the page asks for, held against what it should be."""

    def __init__(self, world: World, values: Json) -> None:
        self._world = world
        self.values = values

    def number(self, name: str) -> int:
        value = self.values.get(name)
        try:
            return int(value) if isinstance(value, int | str) else int("")
        except ValueError:
            raise AppError(f"A number is expected as {name!r}.") from None

    def text(self, name: str) -> str:
        value = self.values.get(name)
        if not isinstance(value, str) or any("\ud800" <= char <= "\udfff" for char in value):
            raise AppError(f"A text is expected as {name!r}.")
        return value

    def flag(self, name: str) -> bool:
        return self.values.get(name, False) is True

    def numbers(self, name: str) -> list[int]:
        """Numbers listed under a name; none where nothing is."""
        listed = self.values.get(name, [])
        if not isinstance(listed, list) or not all(type(each) is int for each in listed):
            raise AppError(f"A list of numbers is expected as {name!r}.")
        return listed

    def group(self) -> Group:
        chat = self._world.chats.get(self.number("chat"))
        if not isinstance(chat, Group) or not chat.members:
            raise AppError("There is no such group.")
        return chat

    def person(self) -> Person:
        return people.person(self._world, self.number("person"))

    def place(self) -> tuple[Person, Chat]:
        someone = self.person()
        return someone, people.chat_of(self._world, someone, self.number("chat"))


class Client:
    def __init__(self, world: World, title: str) -> None:
        self._world = world
        self._title = title

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/client/hello", self._answering(self.hello)),
            web.get("/client/view", self._answering(self.view)),
            web.get("/client/events", self.events),
            web.get("/client/file/{file_id}", self.file),
            web.post("/client/send", self._answering(self.send)),
            web.post("/client/tap", self._answering(self.tap)),
            web.post("/client/edit", self._answering(self.edit)),
            web.post("/client/delete", self._answering(self.delete)),
            web.post("/client/read", self._answering(self.read)),
            web.post("/client/block", self._answering(self.block)),
            web.post("/client/people", self._answering(self.add_person)),
            web.post("/client/vote", self._answering(self.vote)),
            web.post("/client/groups", self._answering(self.add_group)),
            web.post("/client/member", self._answering(self.member)),
            web.post("/client/topic", self._answering(self.topic)),
            web.post("/client/migrate", self._answering(self.migrate)),
            web.post("/client/delete_group", self._answering(self.delete_group)),
        ]

    def _answering(
        self, action: Callable[[Asked], Json]
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            try:
                asked = Asked(self._world, await _values(request))
                voting.close_due(self._world)
                return web.json_response(action(asked))
            except AppError as error:
                return _refusal(error)

        return handle

    def hello(self, asked: Asked) -> Json:
        return {
            "bot": self._world.bot_shown_to(""),
            "people": people.everybody(self._world),
            "title": self._title,
            "problems": self._world.problems,
        }

    def view(self, asked: Asked) -> Json:
        return people.view(self._world, asked.person())

    def send(self, asked: Asked) -> Json:
        someone, chat = asked.place()
        reply_to = asked.number("reply_to") if asked.values.get("reply_to") is not None else None
        message = people.send(
            self._world,
            someone,
            chat,
            asked.text("text"),
            reply_to,
            thread=asked.number("thread") if "thread" in asked.values else 0,
            anonymous=asked.flag("anonymous"),
        )
        return {"message": self._world.as_seen(someone.id, message)}

    def tap(self, asked: Asked) -> Json:
        someone, chat = asked.place()
        message_id, data = asked.number("message_id"), asked.text("data")
        forged = asked.flag("forged")
        return {"query_id": people.tap(self._world, someone, chat, message_id, data, forged)}

    def edit(self, asked: Asked) -> Json:
        someone, chat = asked.place()
        message_id, text = asked.number("message_id"), asked.text("text")
        return {"message": people.edit(self._world, someone, chat, message_id, text)}

    def delete(self, asked: Asked) -> Json:
        someone, chat = asked.place()
        people.delete(self._world, someone, chat, asked.number("message_id"))
        return {}

    def read(self, asked: Asked) -> Json:
        someone, chat = asked.place()
        chat.unread[someone.id] = 0
        return {}

    def block(self, asked: Asked) -> Json:
        people.block(self._world, asked.person(), asked.flag("blocked"))
        return {}

    def add_person(self, asked: Asked) -> Json:
        named = {name: asked.text(name) for name in asked.values if name in people.NAMED}
        return people.join(self._world, named).shown()

    def vote(self, asked: Asked) -> Json:
        someone, chat = asked.place()
        message_id, positions = asked.number("message_id"), asked.numbers("options")
        hidden = asked.flag("anonymous")
        poll = people.vote(self._world, someone, chat, message_id, positions, anonymous=hidden)
        return {"poll": poll}

    def add_group(self, asked: Asked) -> Json:
        group = groups.create(
            self._world,
            asked.person(),
            asked.text("title"),
            asked.numbers("members"),
            supergroup=asked.flag("supergroup"),
            forum=asked.flag("forum"),
        )
        if asked.flag("with_bot"):
            self._change(asked, group, self._world.bot["id"], "member")
        return group.shown

    def member(self, asked: Asked) -> Json:
        self._change(asked, asked.group(), asked.number("person"), asked.text("status"))
        return {}

    def _change(self, asked: Asked, group: Group, number: int, status: str) -> None:
        rights = asked.values.get("rights") or {}
        if not isinstance(rights, dict):
            raise AppError("Rights are names with true or false.")
        groups.change(self._world, group, number, status, rights)
        if asked.values.get("payload"):
            groups.start(self._world, group, asked.text("payload"))

    def topic(self, asked: Asked) -> Json:
        group = asked.group()
        if "thread" not in asked.values:
            title = asked.text("title")
            return {"message_thread_id": groups.open_topic(self._world, group, title).id}
        thread, closed = asked.number("thread"), asked.flag("closed")
        groups.close_topic(self._world, group, thread, closed=closed)
        return {}

    def migrate(self, asked: Asked) -> Json:
        return groups.migrate(self._world, asked.group()).shown

    def delete_group(self, asked: Asked) -> Json:
        groups.delete(self._world, asked.group())
        return {}

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events; a browser that lost the connection says itself where it was."""
        last = request.headers.get("Last-Event-ID") or request.query.get("after", "0")
        try:
            asked = Asked(self._world, {**request.query, "after": last})
            someone, after = asked.person(), asked.number("after")
        except AppError as error:
            return _refusal(error)
        stream = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await stream.prepare(request)
        try:
            await stream.write(b": here\n\n")
            async for event in self._world.events.follow(someone.id, after, HEARTBEAT):
                text = (
                    f"id: {event.id}\ndata: {json.dumps(event.body)}" if event else ": still here"
                )
                await stream.write(f"{text}\n\n".encode())
        except ConnectionResetError:
            pass  # the page was closed
        return stream

    async def file(self, request: web.Request) -> web.StreamResponse:
        """A photo or document; sealed, so that none is ever run as a page of this address."""
        file = self._world.files.get(request.match_info["file_id"])
        if file is None:
            return _refusal(AppError("There is no such file."), status=404)
        kind = "inline" if file.kind == "photo" else "attachment"
        headers = {**_SEALED, "Content-Disposition": kind}
        return web.Response(body=file.content, content_type=file.content_type, headers=headers)


async def _values(request: web.Request) -> dict[str, Any]:
    if request.method == "GET":
        return dict(request.query)
    try:
        values = json.loads(await request.read())
    except ValueError:
        values = None
    if not isinstance(values, dict):
        raise AppError("A JSON object is expected.")
    return values


def _refusal(error: AppError, status: int = 400) -> web.Response:
    return web.json_response({"error": str(error)}, status=status)
