"""Where it all happens: the stand-in, the people, the ledger, and what the bot has said so far."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any

from bot.demo import people
from bot.demo.errors import AppError
from bot.demo.world import World
from tests.ledger.chat import Message, data_like, newest, thing_said
from tests.ledger.ledger import Ledger
from tests.ledger.sets import Item

LOOK_EVERY = 0.02  # seconds


class Stuck(Exception):
    """Somebody waited in vain for what the bot was to say."""


@dataclass(frozen=True)
class Spoken:
    """A message of the bot's as it was first sent, and in which of its lives."""

    chat_id: int
    message: Message
    life: int


@dataclass
class Stage:
    """`over` is set when people shall finish what they are at, and begin nothing new.

    Whoever waits in vain is stuck. While the bot is killed again and again anybody may have to
    wait; from `calm` on, since when it lives, only so many seconds of `patience`.
    """

    world: World
    items: dict[tuple[str, str], Item]
    dice: Random
    patience: float
    ledger: Ledger = field(default_factory=Ledger)
    spoken: list[Spoken] = field(default_factory=list)
    life: int = 0  # how often the bot was started
    over: bool = False
    apart: float = 0.0  # by how many seconds chats may be apart
    calm: float = float("inf")
    heard: list[Callable[[Spoken], None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        add = self.world.add_message

        def add_and_note(chat: Any, sender: Any, content: Any) -> Message:
            message = add(chat, sender, content)
            if sender["id"] == self.world.bot["id"]:
                spoken = Spoken(chat.id, message, self.life)
                self.spoken.append(spoken)
                for hear in self.heard:
                    hear(spoken)
            return message

        self.world.add_message = add_and_note  # type: ignore[method-assign]

    def joins(self, name: str) -> int:
        """Somebody new, who speaks English; their number."""
        return int(self.world.add_person({"first_name": name, "language_code": "en"}).id)

    def now(self) -> float:
        return time.monotonic()

    def twins(self) -> dict[tuple[int, Any], list[int]]:
        """The lives in which each thing was said, by chat and thing."""
        found: dict[tuple[int, Any], list[int]] = {}
        for each in self.spoken:
            found.setdefault((each.chat_id, thing_said(each.message)), []).append(each.life)
        return found


class Somebody:
    """What everybody can do: look at a chat, tap, write, and wait for the bot."""

    def __init__(self, stage: Stage, number: int) -> None:
        self.stage = stage
        self.id = number
        self.dice = Random(stage.dice.random())

    @property
    def who(self) -> Any:
        return self.stage.world.people[self.id]

    def messages(self, chat_id: int) -> dict[int, Message]:
        return self.stage.world.chats[chat_id].messages

    def newest(
        self, fits: Callable[[Message], Any], chat_id: int | None = None, after: int = 0
    ) -> Any:
        messages = self.messages(chat_id or self.id)
        return newest(messages, self.stage.world.bot["id"], fits, after)

    def button(self, pattern: str, chat_id: int | None = None, after: int = 0) -> Any:
        """The newest message with a button whose data fits, and the match."""

        def fits(message: Message) -> Any:
            found = data_like(message, pattern)
            return found and (message, found)

        return self.newest(fits, chat_id, after)

    def writes(self, text: str, chat_id: int | None = None) -> int:
        """Write a message; its number."""
        world = self.stage.world
        chat = world.chats[chat_id or self.id]
        self.stage.ledger.typed[chat.id] += 1
        return int(people.send(world, self.who, chat, text)["message_id"])

    def taps(self, message: Message, data: str) -> None:
        """Tap a button, which may be there no longer."""
        world, chat = self.stage.world, self.stage.world.chats[message["chat"]["id"]]
        people.tap(world, self.who, chat, message["message_id"], data, forged=True)

    def votes(self, message: Message, places: list[int]) -> bool:
        """Vote in a poll; False where it was over."""
        world, chat = self.stage.world, self.stage.world.chats[message["chat"]["id"]]
        with suppress(AppError):
            people.vote(world, self.who, chat, message["message_id"], places)
            return True
        return False

    async def sees(self, what: str, find: Callable[[], Any]) -> Any:
        """Wait until `find` finds something; what it is."""
        began, looked = self.stage.now(), -1
        while self.stage.now() < max(began, self.stage.calm) + self.stage.patience:
            if (at := self.stage.world.events.last_id) != looked:
                looked = at
                if found := find():
                    return found
            await asyncio.sleep(LOOK_EVERY)
        raise Stuck(f"{self.who.first_name} (life {self.stage.life}) waits for {what}")

    async def pauses(self, longest: float) -> None:
        """Think, for at most so many seconds."""
        await asyncio.sleep(self.dice.uniform(0, longest))

    def perhaps(self, chance: float) -> bool:
        return self.dice.random() < chance

    async def goes_on(self, doing: Callable[[], Awaitable[None]]) -> None:
        """Do it again and again; whoever gets stuck says so, and begins anew."""
        while not self.stage.over:
            try:
                await doing()
            except Stuck as why:
                self.stage.ledger.stuck.append(str(why))
