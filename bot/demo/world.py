"""The world that the stand-in keeps: people, chats and their messages. Nothing here knows HTTP."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from bot.demo.events import Events
from bot.demo.files import Files
from bot.demo.pace import Pace
from bot.demo.polls import Poll
from bot.demo.profile import Audience, Localized, Profile
from bot.demo.updates import Updates

Json = dict[str, Any]

FIRST_PERSON = 5_000_000_001  # past 32 bits, so that code that counts in those shows it
MESSAGES_KEPT = 5_000  # in a chat
QUERIES_KEPT = 10_000


@dataclass
class Person:
    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = "en"
    blocks_bot: bool = False

    def user(self) -> Json:
        """The Bot API's User."""
        return {
            "id": self.id,
            "is_bot": False,
            **self._names(),
            "language_code": self.language_code,
        }

    def private_chat(self) -> Json:
        """The Bot API's Chat: a private one bears the person's name."""
        return {"id": self.id, "type": "private", **self._names()}

    def shown(self) -> Json:
        """How the page knows the person."""
        return {"id": self.id, **self._names(), "language_code": self.language_code}

    def _names(self) -> Json:
        names = {
            "first_name": self.first_name,
            "last_name": self.last_name,
            "username": self.username,
        }
        return {key: name for key, name in names.items() if name}


@dataclass
class Chat:
    shown: Json  # the Bot API's Chat
    members: set[int]
    instance: str
    numbers: Iterator[int]  # of its next messages
    started: bool = False  # whether the bot may write
    messages: dict[int, Json] = field(default_factory=dict)
    unread: Counter[int] = field(default_factory=Counter)

    @property
    def id(self) -> int:
        return int(self.shown["id"])

    @property
    def kind(self) -> str:
        return str(self.shown["type"])

    def is_led_by(self, number: int) -> bool:
        """Whether this is an administrator here."""
        return False


@dataclass(frozen=True)
class Query:
    """A tap that waits for its answer."""

    id: str
    person: int
    chat_id: int
    message_id: int
    at: float


class World:
    def __init__(
        self,
        bot: Mapping[str, Any],
        people: Iterable[Mapping[str, Any]],
        clock: Callable[[], float],
        chance: random.Random,
        *,
        limits: bool = True,
        privacy: bool = True,
    ) -> None:
        self.bot = dict(bot)  # the Bot API's User
        self.clock = clock
        self.events = Events(self._event_as_seen)
        self.updates = Updates(clock, chance)
        self.profile = Profile(Localized(self.bot["first_name"]))
        self.files = Files(self.token)
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, Query] = {}
        self.polls: dict[str, Poll] = {}
        self.closing: list[Poll] = []  # open ones that end by themselves
        self.pace = Pace(clock) if limits else None
        self.privacy = privacy
        self.webhook: Json = {}  # of the Bot API's WebhookInfo, what was set and what failed
        self.webhook_secret = ""
        self.problems: list[Json] = []
        self._chance = chance
        self.numbers = count(1)  # private chats and groups of one account share a sequence
        for person in people:
            self.add_person(person)

    def now(self) -> int:
        return int(self.clock())

    def token(self) -> str:
        """An opaque number, as Telegram's are."""
        return str(self._chance.randrange(10**17, 10**18))

    def add_person(self, about: Mapping[str, Any]) -> Person:
        number = max(self.people, default=FIRST_PERSON - 1) + 1
        person = Person(**{"id": number, **about})
        self.people[person.id] = person
        chat = Chat(person.private_chat(), {person.id}, self.token(), self.numbers)
        self.chats[person.id] = chat
        return person

    def add_message(self, chat: Chat, sender: Json, content: Json) -> Json:
        message = {
            "message_id": next(chat.numbers),
            "from": sender,
            "chat": chat.shown,
            "date": self.now(),
            **content,
        }
        chat.messages[message["message_id"]] = message
        if len(chat.messages) > MESSAGES_KEPT:
            del chat.messages[next(iter(chat.messages))]
        chat.unread.update(chat.members - {sender["id"]})
        self.events.tell("message", chat.members, chat_id=chat.id, message=message)
        return message

    def replace_message(self, chat: Chat, message: Json) -> Json:
        chat.messages[message["message_id"]] = message
        self.events.tell("edit", chat.members, chat_id=chat.id, message=message)
        return message

    def remove_message(self, chat: Chat, message_id: int) -> None:
        del chat.messages[message_id]
        self.events.tell("delete", chat.members, chat_id=chat.id, message_id=message_id)

    def as_seen(self, person: int, message: Json) -> Json:
        """A message in this person's app, which shows of a poll only what they may know."""
        seen = message
        if "poll" in message:
            seen = {**seen, "poll": self.polls[message["poll"]["id"]].seen_by(person)}
        if "poll" in message.get("reply_to_message", {}):
            answered = self.as_seen(person, message["reply_to_message"])
            seen = {**seen, "reply_to_message": answered}
        return seen

    def _event_as_seen(self, person: int, event: Json) -> Json:
        if "message" in event:
            return {**event, "message": self.as_seen(person, event["message"])}
        if "poll" in event:
            return {**event, "poll": self.polls[event["poll"]["id"]].seen_by(person)}
        return event

    def open_query(self, person: Person, chat: Chat, message_id: int) -> Query:
        query = Query(self.token(), person.id, chat.id, message_id, self.clock())
        self.queries[query.id] = query
        if len(self.queries) > QUERIES_KEPT:
            del self.queries[next(iter(self.queries))]
        return query

    def menu(self, person: Person, chat: Chat) -> list[Json]:
        """The commands that this person sees in this chat."""
        audience = Audience(person.id, chat.id, chat.kind, chat.is_led_by(person.id))
        return self.profile.menu(audience, person.language_code)

    def bot_shown_to(self, language: str) -> Json:
        """How the page knows the bot, in a language; "" for none in particular."""
        return {
            "id": self.bot["id"],
            "first_name": self.profile.name.get(language),
            "username": self.bot["username"],
            "description": self.profile.description.get(language),
            "short_description": self.profile.short_description.get(language),
        }

    def chats_of(self, person: Person) -> Collection[Chat]:
        return [chat for chat in self.chats.values() if person.id in chat.members]


def quoted(message: Json) -> Json:
    """A message as it stands inside another: replies do not nest."""
    return {key: value for key, value in message.items() if key != "reply_to_message"}
