"""Somebody who chats with the bot, at the stand-in's other face."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlparse

if TYPE_CHECKING:
    from tests.e2e.driver import Town

PATIENCE = 60.0  # seconds; only what goes wrong, or a very busy machine, takes that long
# What only reads, and is answered by a text without buttons.
FENCE = "/privacy"
A_WHILE = 20.0  # seconds that whatever people do takes them

Message = dict[str, Any]


async def until(seen: Callable[[], Any], what: str = "", patience: float = PATIENCE) -> Any:
    """Wait for something to be the case; what it is then."""
    end = time.monotonic() + patience
    while not (found := seen()):
        assert time.monotonic() < end, f"it never happened: {what or seen}"
        await asyncio.sleep(0.003)
    return found


class Person:
    """Somebody in the private chat with the bot.

    Whatever a person does is waited for until the bot has said all it has to say to it, unless
    there is no bot at the moment.
    """

    def __init__(self, town: Town, number: int) -> None:
        self.town = town
        self.id = number
        self._before: Mapping[int, Message] = {}
        self._event = 0

    @property
    def _world(self) -> Any:
        return self.town.far.world

    @property
    def chat(self) -> dict[int, Message]:
        """The messages in the chat, by number."""
        found: dict[int, Message] = self._world.chats[self.id].messages
        return found

    # What a person does.

    async def sends(self, text: str) -> Message:
        self._turns_to_the_chat()
        sent: Message = (await self._does("send", text=text))["message"]
        await self.waits(alike=int(text == FENCE))
        return sent

    async def sends_something(self, **content: Any) -> None:
        """What the page cannot send: a sticker, for one."""
        self._turns_to_the_chat()
        chat, user = self._world.chats[self.id], self._world.people[self.id].user()
        chat.started = True
        self._world.updates.put("message", self._world.add_message(chat, user, content))
        await self.waits()

    async def edits(self, message: Message, text: str) -> None:
        self._turns_to_the_chat()
        await self._does("edit", message_id=message["message_id"], text=text)
        await self.waits()

    async def deletes(self, message: Message) -> None:
        await self._does("delete", message_id=message["message_id"])

    async def plays_moon(self, right: int = 2, appear: str | None = "name") -> None:
        """Play a set of two questions in English, so many of them rightly; choose an appearance."""
        await self.sends("/start set-moon")
        await self.taps("Start", "False" if right > 0 else "True", "Next")
        await self.taps("True" if right > 1 else "False", "See your result")
        if appear:
            shown_as = {"name": "My name", "alias": "A made-up", "hidden": "No name"}
            await self.taps(shown_as[appear])

    async def opens_a_group(self, title: str, *others: Person) -> int:
        """A group with the bot in it."""
        members = [other.id for other in others]
        made = await self._does("groups", title=title, members=members, with_bot=True)
        return int(made["id"])

    async def says_in(self, group: int, *texts: str) -> list[Message]:
        """Say these in a group; what the bot has said there when it has answered the last."""
        sent = [(await self._does("send", chat=group, text=text))["message"] for text in texts]
        chat: dict[int, Message] = self._world.chats[group].messages
        ours = {message["message_id"] for message in sent}

        def news() -> list[Message]:
            return [m for n, m in chat.items() if n > min(ours) and n not in ours]

        return list(await until(news, "an answer in the group"))

    async def blocks(self, blocked: bool = True) -> None:
        await self._does("block", blocked=blocked)

    async def taps(self, *labels: str) -> None:
        """Tap buttons one after the other: of each label the newest that is there."""
        for label in labels:
            message, button = self.button(label)
            await self.taps_again(message, button["callback_data"])

    async def taps_quickly(self, *labels: str, apart: float = 0.0) -> None:
        """Tap buttons that are all there now, without waiting for what comes of it.

        That is for so many seconds at most, in which the bot may learn of the tap before.
        """
        found = [self.button(label) for label in labels]
        self._turns_to_the_chat()
        for message, button in found:
            await self._tap(message, button["callback_data"])
            if apart:
                await until(self.town.took_all_in, "the bot has handled the tap")
                self.town.clock.passes(seconds=apart)
        await self.waits()

    async def taps_again(self, message: Message, data: str) -> None:
        """Tap a button that may no longer be there, or never was."""
        self._turns_to_the_chat()
        await self._tap(message, data)
        await self.waits()

    async def forges(self, data: str, message: Message) -> None:
        """Tap as no app would: what no JSON holds, or what Telegram no longer shows."""
        self._turns_to_the_chat()
        query = self._world.open_query(self._world.people[self.id], self._world.chats[self.id], 1)
        self.town.queries.append(query.id)
        user = self._world.people[self.id].user()
        told = {"id": query.id, "from": user, "chat_instance": "1", "message": message}
        self._world.updates.put("callback_query", {**told, "data": data})
        await self.waits()

    async def _tap(self, message: Message, data: str) -> None:
        tapped = await self._does("tap", message_id=message["message_id"], data=data, forged=True)
        self.town.queries.append(tapped["query_id"])

    async def _does(self, what: str, **how: Any) -> dict[str, Any]:
        """At the stand-in's other face, as the chat page does it."""
        asked = {"person": self.id, "chat": self.id, **how}
        url = f"{self.town.far.url}/client/{what}"
        async with self.town.http.post(url, json=asked) as answer:
            told: dict[str, Any] = await answer.json()
            assert answer.status == 200, told
            return told

    async def waits(self, alike: int = 0) -> None:
        """Until the bot has said all it has to say; `alike` of it looks like the fence's answer."""
        if self.town.bot is None:
            return
        # Every chat is worked off in order: once this is answered, all before it is.
        chat = self._world.chats[self.id]
        fence = (await self._does("send", text=FENCE))["message"]["message_id"]
        await until(lambda: len(self._fenced()) > alike, "the bot answers")
        for number in (fence, self._fenced()[-1]):
            self._world.remove_message(chat, number)
        await until(lambda: not self.town.unanswered(), "every tap is answered")
        await until(self.town.noted, "the bot has noted what it said")

    def _fenced(self) -> list[int]:
        """The new answers to the fence, known by the commands they name."""
        said = {n: m for n, m in self.chat.items() if n not in self._before}
        texts = {n: text_of(m) for n, m in said.items() if m["from"]["is_bot"]}
        return [n for n, text in texts.items() if "/forget" in text and "/quiz" not in text]

    def _turns_to_the_chat(self) -> None:
        self._before = dict(self.chat)
        self._event = self._world.events.last_id
        self.town.clock.passes(seconds=A_WHILE)

    # What a person sees.

    @property
    def news(self) -> list[Message]:
        """The bot's messages that came or changed since this person last did something."""
        return [
            message
            for number, message in self.chat.items()
            if message["from"]["is_bot"] and message != self._before.get(number)
        ]

    @property
    def screen(self) -> str:
        """All that is new, as text with its buttons."""
        return "\n\n".join(_drawn(message) for message in self.news)

    @property
    def notices(self) -> list[str]:
        """What was said at the buttons tapped since."""
        events = self._world.events.since(self.id, self._event)
        return [e.body["text"] for e in events if e.body["type"] == "notice" and e.body["text"]]

    @property
    def keyboard(self) -> list[str]:
        """The labels on the newest message that has buttons."""
        return [button["text"] for button in _buttons(self._latest_with_buttons())]

    @property
    def board(self) -> list[str]:
        """The rows of the leaderboard in the newest message, without invisible marks."""
        text = text_of(self.last).replace("\u2068", "").replace("\u2069", "")
        return [line for line in text.splitlines() if line[:1].isdigit()]

    @property
    def last(self) -> Message:
        """The bot's newest message."""
        return [message for message in self.chat.values() if message["from"]["is_bot"]][-1]

    def _latest_with_buttons(self) -> Message:
        return [message for message in self.chat.values() if _buttons(message)][-1]

    def button(self, label: str) -> tuple[Message, dict[str, Any]]:
        """The newest button whose label holds this, with its message."""
        for message in reversed(self.chat.values()):
            for button in _buttons(message):
                if label in button["text"]:
                    return message, button
        raise AssertionError(f"there is no button {label!r} in:\n{self.whole_chat()}")

    def message(self, text: str) -> Message:
        """The newest message of the bot that holds this text."""
        for message in reversed(self.chat.values()):
            if message["from"]["is_bot"] and text in text_of(message):
                return message
        raise AssertionError(f"nothing says {text!r} in:\n{self.whole_chat()}")

    def whole_chat(self) -> str:
        return "\n\n".join(map(_drawn, self.chat.values()))

    def sees(self, *texts: str) -> None:
        """All of these are in what is new."""
        for text in texts:
            assert text in self.screen, f"{text!r} is not in:\n{self.screen}"

    def sees_not(self, *texts: str) -> None:
        for text in texts:
            assert text not in self.screen, f"{text!r} is in:\n{self.screen}"

    def sees_nothing_new(self) -> None:
        assert not self.news, self.screen

    def hears(self, text: str) -> None:
        """This was said at the tapped button."""
        assert any(text in notice for notice in self.notices), self.notices


def text_of(message: Message) -> str:
    return str(message.get("text") or message.get("caption") or "")


def shared(button: Mapping[str, Any]) -> tuple[str, str]:
    """The link and the text that a share button hands on."""
    asked = parse_qs(urlparse(button["url"]).query)
    return asked["url"][0], asked["text"][0]


def _buttons(message: Message) -> list[dict[str, Any]]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


def _drawn(message: Message) -> str:
    files = [f"<{kind}>" for kind in ("photo", "document", "sticker") if kind in message]
    buttons = [f"[{button['text']}]" for button in _buttons(message)]
    return "\n".join([*files, text_of(message), *buttons])
