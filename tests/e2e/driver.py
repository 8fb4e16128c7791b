"""People and a bot, for stories: the people tap and type, the bot answers over real HTTP.

The stand-in for Telegram runs in the test; the bot talks to it as it talks to Telegram. It is
built in the test (`Here`, with a clock that the story sets) or runs as its own process (`Apart`).
"""

import asyncio
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import parse_qs, urlparse

import aiohttp

from bot.app import App
from bot.demo.server import StandIn
from bot.settings import Settings
from bot.telegram.polling import Pace
from tests import api_schema

SETS = Path(__file__).parent / "sets"
ROOT = Path(__file__).parents[2]
PATIENCE = 15.0  # seconds; only what goes wrong takes that long
QUICK = Pace(poll=1.0, answer=2.0, batch=0.05, down=(0.05,), conflict=0.2, grace=2.0, last=1.0)

# What only reads, and is answered by a text without buttons.
FENCE = "/privacy"

Message = dict[str, Any]


async def until(seen: Callable[[], Any], what: str = "", patience: float = PATIENCE) -> Any:
    """Wait for something to be the case; what it is then."""
    end = time.monotonic() + patience
    while not (found := seen()):
        assert time.monotonic() < end, f"it never happened: {what or seen}"
        await asyncio.sleep(0.003)
    return found


class Clock:
    """What the bot in the test takes for the time. Whatever people do takes them a while."""

    A_WHILE = timedelta(seconds=20)

    def __init__(self) -> None:
        self.now = datetime(2026, 5, 13, 10, 0, tzinfo=UTC)  # a Wednesday
        self.looks = 0

    def __call__(self) -> datetime:
        self.looks += 1
        return self.now

    def passes(self, **time: float) -> None:
        self.now += timedelta(**time)

    def strikes(self, moment: str) -> None:
        """It is this moment now, in UTC unless it says otherwise."""
        told = datetime.fromisoformat(moment)
        self.now = told if told.tzinfo else told.replace(tzinfo=UTC)


class Town:
    """One story's place: the stand-in, the question folder, the database, and who is there."""

    def __init__(self, far: StandIn, http: aiohttp.ClientSession, folder: Path) -> None:
        self.far = far
        self.http = http
        self.folder = folder
        self.questions = folder / "questions"
        self.database = folder / "quiz.sqlite3"
        self.clock = Clock()
        self.bot: Here | Apart | None = None
        self.queries: list[str] = []
        self.questions.mkdir()

    def serves(self, *names: str) -> None:
        """Put question sets of these names into the folder, as they lie in `sets/`."""
        for name in names:
            target = self.questions / f"{name}.yaml"
            target.parent.mkdir(exist_ok=True)
            shutil.copy(SETS / f"{name}.yaml", target)

    def rewrites(self, name: str, *changes: tuple[str, str]) -> None:
        """Edit a set's file: each first text becomes the second."""
        path = self.questions / f"{name}.yaml"
        text = path.read_text("utf-8")
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new)
        path.write_text(text, "utf-8")

    def joins(self, first_name: str, language: str = "en", **more: Any) -> "Person":
        """Somebody new, who has not talked to the bot yet."""
        about = {"first_name": first_name, "language_code": language, **more}
        return Person(self, self.far.world.add_person(about).id)

    def settings(self, **more: Any) -> Settings:
        given = {
            "token": self.far.token,
            "api_url": self.far.url,
            "database": self.database,
            "questions": self.questions,
            **more,
        }
        return Settings(_env_file=None, **given)  # type: ignore[call-arg]

    def environment(self, **more: str) -> dict[str, str]:
        """What a process of the bot finds in its environment, and nothing of ours."""
        clean = {k: v for k, v in os.environ.items() if not k.upper().startswith("QUIZBOT_")}
        return {
            **clean,
            "QUIZBOT_TOKEN": self.far.token,
            "QUIZBOT_API_URL": self.far.url,
            "QUIZBOT_DATABASE": str(self.database),
            "QUIZBOT_QUESTIONS": str(self.questions),
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
            "NO_PROXY": "127.0.0.1",
            **more,
        }

    def unanswered(self) -> set[str]:
        """Taps that the bot has left without an answer."""
        answers = (r for r in self.far.requests if r.method == "answerCallbackQuery")
        return set(self.queries) - {str(r.params["callback_query_id"]) for r in answers}

    def wrong_requests(self) -> list[str]:
        """What the official description says against the bot's requests, where it is at hand."""
        if not api_schema.DESCRIPTION.is_file():
            return []
        asked = list(self.far.requests)
        return [p for r in asked for p in api_schema.problems_of(r.method, r.params, r.files)]


class Here:
    """The bot, built in the test."""

    def __init__(self, app: App, stack: AsyncExitStack) -> None:
        self.app = app
        self._stack = stack
        self.serving = asyncio.create_task(app.serve())

    @classmethod
    async def start(cls, town: Town, **settings: Any) -> "Here":
        stack = AsyncExitStack()
        opened = App.open(town.settings(**settings), clock=town.clock, dice=Random(7), pace=QUICK)
        town.bot = cls(await stack.enter_async_context(opened), stack)
        return town.bot

    async def stop(self) -> None:
        """Have it end; how it ended by itself, if it did, is left to `serving`."""
        self.app.stop()
        await asyncio.wait([self.serving])
        await self._stack.aclose()

    async def reload(self) -> bool:
        return await self.app.reload()


class Apart:
    """The bot as its own process. All it says is kept."""

    def __init__(self, town: Town, process: asyncio.subprocess.Process) -> None:
        self._town = town
        self.process = process
        self.said = ""
        self._listening = asyncio.create_task(self._listen())

    @classmethod
    async def start(cls, town: Town, *command: str, **environment: str) -> "Apart":
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-W", "error::ResourceWarning", "-m", "bot"),
            *(command or ("run",)),
            env=town.environment(**environment),
            cwd=town.folder,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        return cls(town, process)

    async def _listen(self) -> None:
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            self.said += line.decode(errors="replace")

    async def says(self, text: str) -> None:
        await until(lambda: text in self.said, f"the bot says {text!r}, but:\n{self.said}")

    async def ends(self) -> int:
        """Its exit code, once it has ended."""
        async with asyncio.timeout(PATIENCE):
            await self._listening
            return await self.process.wait()

    async def is_asked_to_end(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return await self.ends()

    async def is_killed(self) -> None:
        self.process.kill()
        await self.ends()
        if self._town.bot is self:
            self._town.bot = None

    async def stop(self) -> None:
        if self.process.returncode is None:
            self.process.terminate()
        await self.ends()


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

    async def opens_a_group(self, title: str, *others: "Person") -> int:
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

    async def taps_quickly(self, *labels: str) -> None:
        """Tap buttons that are all there now, without waiting for what comes of it."""
        found = [self.button(label) for label in labels]
        self._turns_to_the_chat()
        for message, button in found:
            await self._tap(message, button["callback_data"])
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

    def _fenced(self) -> list[int]:
        """The new answers to the fence, known by the commands they name."""
        said = {n: m for n, m in self.chat.items() if n not in self._before}
        texts = {n: text_of(m) for n, m in said.items() if m["from"]["is_bot"]}
        return [n for n, text in texts.items() if "/forget" in text and "/quiz" not in text]

    def _turns_to_the_chat(self) -> None:
        self._before = dict(self.chat)
        self._event = self._world.events.last_id
        self.town.clock.now += Clock.A_WHILE

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
