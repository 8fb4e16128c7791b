"""One story, played once: what people do, and what is there at the end.

The bot runs in the test, its pauses take no time, its dice always fall the same way, and its clock
is looked at when the story says so: twice the same story is twice the same, unless something fails.
"""

import asyncio
import re
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random, SystemRandom
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp
from PIL import Image

from bot.demo import groups as groups_far
from bot.demo.server import StandIn
from bot.play.group_actions import Vote
from bot.store import groups, rounds
from bot.store.database import DatabaseFailed
from bot.store.inspection import DatabaseUnusable
from bot.telegram import ticker
from bot.telegram.buttons import decode, encode
from bot.telegram.source import Pace
from bot.telegram.waiting import Patience
from tests.e2e.driver import Clock, Here, Town
from tests.e2e.groups.driver import buttons, told
from tests.e2e.person import Message, Person, until

ANSWER = 1.0  # seconds that the bot waits for an answer
PACE = Pace(poll=5.0, answer=ANSWER, down=(0.05,), catch_up=2.0, grace=1.0, last=0.5)
AN_HOUR = 3600.0  # no pause of the bot's is as long: it means its clock
# What a bot asks for on behalf of people; the rest belongs to its start or to nobody.
CALLS = frozenset({
    "sendMessage", "sendPhoto", "sendDocument", "sendPoll", "stopPoll", "editMessageText",
    "editMessageReplyMarkup", "answerCallbackQuery", "getChatAdministrators",
})  # fmt: skip
# What differs from one playing to the next: made by chance, or by which message shows it.
CHANCE = frozenset({
    "id", "attempt_id", "round_id", "message_id", "poll_id", "taps", "focus", "last_text",
    "awaiting", "snapshot", "late", "admin_menu",
})  # fmt: skip
BY_CHANCE = re.compile(r"join-\w+")
# Of nobody, or worked off in the background.
TOLD_OF_NOBODY = ("snapshots", "item_versions", "inbox", "sqlite_sequence", "traces")

What = str | type  # what a button says, or does
Button = tuple[Message, str]


class Steady(Random):
    """Dice that always turn what they shuffle around, and never repeat a key."""

    def shuffle(self, x: Any) -> None:
        x.reverse()

    def choices(self, population: Any, *args: Any, **how: Any) -> Any:
        return SystemRandom().choices(population, *args, **how)

    def choice(self, seq: Any) -> Any:
        return seq[0]

    def randint(self, a: int, b: int) -> int:
        return a


class Hurried:
    """Time that passes as soon as somebody waits for it; the bot's clock waits to be struck."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waits = False
        self._struck = asyncio.Event()

    def ticks(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        if seconds < AN_HOUR:
            self.now += seconds
            await asyncio.sleep(0)
            return
        self.waits = True
        await self._struck.wait()
        self._struck.clear()

    def strikes(self) -> None:
        self.waits = False
        self._struck.set()


@dataclass(frozen=True)
class Outcome:
    """What is there at the end: who sees what, and what is kept about them."""

    chats: dict[int, list[str]]
    kept: dict[str, list[str]]

    def is_that_of(self, other: "Outcome", copies: int | None) -> None:
        """The same is kept, and each chat shows the same but for so many copies at most.

        What chats show does not matter if `copies` is None.
        Only at the end of a chat buttons matter: those before it have served.
        """
        for name, rows in other.kept.items():
            assert self.kept[name] == rows, f"{name}: {self.kept[name]} instead of {rows}"
        if copies is None:
            return
        more = 0
        for chat, messages in other.chats.items():
            mine = self.chats[chat]
            assert mine[-1:] == messages[-1:]
            rest = iter(_texts(mine))
            for text in _texts(messages):
                assert text in rest, f"{text!r} is not, or elsewhere, in {_texts(mine)}"
            more += len(mine) - len(messages)
        assert more <= copies, f"{more} messages more in {self.chats}"


class NoSuchButton(Exception):
    """What the story would tap is not there."""


class Stage:
    """A town for one story. Whatever people do is waited for until the bot has settled it."""

    def __init__(self, town: Town, before_each: Callable[["Stage"], None], answer: float) -> None:
        self.town = town
        self._pace = replace(PACE, answer=answer)
        self._before_each = before_each
        self.restarts = 0
        self.tapped: set[type] = set()
        self.sent: set[str] = set()
        self.anna = town.joins("Anna", "en")
        self.ben = town.joins("Ben", "en")
        self.carla = town.joins("Carla", "en")
        self.group = 0
        self.supergroup = True
        self._left: int | None = None  # the group that became this one
        self._hurried = Hurried()
        self._bot: Here | None = None
        self._last: Callable[[], Any] | None = None

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        sets: Sequence[str],
        before_each: Callable[["Stage"], None] = lambda _: None,
        answer: float = ANSWER,
    ) -> AsyncIterator["Stage"]:
        """A bot that serves these sets; `before_each` thing that happens this is told.

        It waits so many seconds for an `answer` of Telegram.
        """
        with TemporaryDirectory() as folder:
            clock = Clock()
            far = StandIn(people=(), clock=clock.seconds, limits=False)
            async with far, aiohttp.ClientSession() as http:
                town = Town(far, http, Path(folder))
                town.clock = clock
                town.serves(*sets)
                for each in {path.parent for path in town.questions.rglob("photo.yaml")}:
                    Image.new("RGB", (64, 48), "#2255cc").save(each / "plate.png")
                stage = cls(town, before_each, answer)
                await stage._starts()
                try:
                    yield stage
                finally:
                    await stage._stops()

    # What people do.

    async def says(self, who: Person, text: str, chat: int = 0) -> None:
        command = text.partition(" ")[0]
        self.sent.add(f"{'group' if chat else 'private'} {command}")
        await self._does(lambda: who._does("send", chat=self._now(chat) or who.id, text=text))

    async def taps(self, who: Person, *what: What | tuple[type, str], chat: int = 0) -> None:
        """Tap the newest button that says, or does, each of these."""
        for each in what:
            message, data = await self._found(chat or who.id, each)
            self.tapped.add(type(decode(data)))
            at = self._now(chat) or who.id
            await self._does(lambda m=message, d=data, at=at: self._tap(who, at, m, d))

    async def asked_by(self, who: Person, kind: type) -> Any:
        """What the newest button of this kind asks for."""
        return decode((await self._found(who.id, kind))[1])

    async def forges(self, who: Person, action: Any) -> None:
        """Tap a button at the newest message that it does not have."""
        self.tapped.add(type(action))
        message = self._messages(who.id)[-1]
        await self._does(lambda: self._tap(who, who.id, message, encode(action)))

    async def follows(self, who: Person, label: str, chat: int) -> None:
        """Follow the newest link of this label into the private chat."""
        shown = reversed(self._messages(self._now(chat)))
        found = (b["url"] for m in shown for b in buttons(m) if "url" in b)
        links = [url.partition("?start=")[2] for url in found if label in url]
        if not links:
            raise NoSuchButton(label)
        await self.says(who, f"/start {links[0]}")

    async def votes(self, who: Person, label: str) -> None:
        """Vote in the newest poll; by a button, where the poll was lost."""
        asked = next((m for m in self._messages(self.group)[::-1] if "poll" in m or buttons(m)), {})
        if "poll" not in asked:
            await self.taps(who, (Vote, label), chat=self.group)
            return
        poll = self.town.far.world.polls[asked["poll"]["id"]]
        texts = [option["text"] for option in poll.options]
        place = poll.order_for(who.id).index(texts.index(label))
        told = {"message_id": asked["message_id"], "options": [place]}
        await self._does(lambda at=self.group: self._vote(who, at, told))

    async def does(self, who: Person, what: str, **how: Any) -> None:
        await self._does(lambda: who._does(what, **how))

    async def opens_a_group(self, **more: Any) -> None:
        members = [self.ben.id, self.carla.id]
        about = {"title": "Class 3B", "supergroup": self.supergroup, "with_bot": True, **more}
        made = await self.anna._does("groups", members=members, **about)
        self.group = int(made["id"])
        await self.settles()

    def is_upgraded(self) -> None:
        """The group becomes a supergroup, this very moment."""
        world, self._left = self.town.far.world, self.group
        self.group = groups_far.migrate(world, world.chats[self._left]).id

    def _now(self, chat: int) -> int:
        return self.group if chat == self._left else chat

    async def passes(self, **time: float) -> None:
        self._before_each(self)
        self.town.clock.passes(**time)
        await self.settles()

    async def _does(self, act: Callable[[], Any]) -> None:
        self._before_each(self)
        self.town.clock.passes(seconds=2)
        self._last = act
        await act()
        await self.settles()

    async def _tap(self, who: Person, chat: int, message: Message, data: str) -> None:
        self._reaches(chat)
        asked = {"message_id": message["message_id"], "data": data, "forged": True}
        tapped = await who._does("tap", chat=chat, **asked)
        self.town.queries.append(tapped["query_id"])

    async def _vote(self, who: Person, chat: int, told: dict[str, Any]) -> None:
        self._reaches(chat)
        await who._does("vote", chat=chat, **told)

    def _reaches(self, chat: int) -> None:
        if chat == self._left:
            raise NoSuchButton("it stayed behind in the group that was upgraded")

    async def _found(self, chat: int, what: What | tuple[type, str]) -> Button:
        """The button. Where it is missing, whoever looks for it does once more what they did."""
        if not self._button(self._now(chat), what) and self._last:
            self.town.clock.passes(seconds=20)  # they have waited for it
            await self._last()
            await self.settles()
        if found := self._button(self._now(chat), what):
            return found
        raise NoSuchButton(f"{what} is not in:\n{self.whole(self._now(chat))}")

    def _button(self, chat: int, what: What | tuple[type, str]) -> Button | None:
        kind, label = what if isinstance(what, tuple) else (what, "")
        for message in reversed(self._messages(chat)):
            for button in buttons(message):
                data = button.get("callback_data", "")
                if isinstance(kind, str):
                    fits = kind in button["text"] and data
                else:
                    fits = isinstance(decode(data), kind) and label in button["text"]
                if fits:
                    return message, data
        return None

    # How it settles.

    async def settles(self) -> None:
        """Until the bot has handled all that came, done what is due, and said it all."""
        while True:
            await self._until_quiet()
            self._hurried.strikes()
            await self._until_quiet()
            if not self._due():
                return

    async def _until_quiet(self) -> None:
        await until(lambda: self._ended() or self._quiet(), "the bot settles")
        while self._ended():
            await self._starts_again()
            await until(lambda: self._ended() or self._quiet(), "the bot settles")

    def _ended(self) -> bool:
        return self._bot is not None and self._bot.serving.done()

    def _quiet(self) -> bool:
        assert self._bot is not None
        app = self._bot.app
        busy = app.parts.intake._under_way or app.parts.intake._workers or app.parts.show._tasks
        caught_up = app.parts.source.caught_up.is_set() and self._hurried.waits
        fit = caught_up and not app.parts.intake.broken.done()
        return bool(fit and self.town.took_all_in() and not busy)

    def _due(self) -> bool:
        now = self.town.clock.now
        with closing(sqlite3.connect(self.town.database)) as c:
            return bool([*rounds.due(c, now), *groups.weekly_due(c, now)])

    async def _starts(self) -> None:
        self._bot = await Here.start(
            self.town,
            dice=Steady(),
            pace=self._pace,
            admins={self.ben.id},
            patience=Patience(self._hurried.sleep, self._hurried.ticks),
        )
        assert ticker.EVERY >= AN_HOUR
        await until(lambda: self._ended() or self._quiet(), "the bot is ready")
        if self._pace.answer < ANSWER:
            return  # the rest of its start may be given up
        registered = "setMyShortDescription"
        await until(lambda: any(r.method == registered for r in self.town.far.requests))

    async def _starts_again(self) -> None:
        """The bot ended, which only a database is a reason for; whoever runs it starts it anew."""
        assert self._bot is not None
        ended = self._bot.serving.exception()
        if not isinstance(ended, DatabaseFailed):
            raise AssertionError("the bot ended by itself") from ended
        await self._stops()
        while True:
            self.restarts += 1
            self._hurried.waits = False
            with suppress(DatabaseUnusable, DatabaseFailed):
                await self._starts()
                return

    async def _stops(self) -> None:
        bot, self._bot = self._bot, None
        if bot:
            await bot.stop()

    # What there is to see.

    def outcome(self) -> Outcome:
        chats = {n: [_drawn(m) for m in self._messages(n)] for n in self.town.far.world.chats}
        return Outcome(chats, self._kept())

    def ailing(self) -> int:
        """How often an administrator was told that the database fails, and the bot ran on."""
        told = (str(r.params.get("text", "")) for r in self.town.far.requests)
        return sum("something is wrong (database)" in text for text in told)

    def groups_kept(self) -> set[int]:
        """The groups that the bot knows of, or has played in."""
        with closing(sqlite3.connect(self.town.database)) as c:
            asked = "SELECT chat_id FROM groups UNION SELECT chat_id FROM rounds"
            return {chat for (chat,) in c.execute(asked)}

    def whole(self, chat: int) -> str:
        return "\n————\n".join(_drawn(m) for m in self._messages(chat))

    def _messages(self, chat: int) -> list[Message]:
        return [m for m in self.town.far.world.chats[chat].messages.values() if m["from"]["is_bot"]]

    def _kept(self) -> dict[str, list[str]]:
        with closing(sqlite3.connect(self.town.database)) as c:
            c.row_factory = sqlite3.Row
            names = [n for (n,) in c.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            ids = {row["id"]: "round" for row in c.execute("SELECT id FROM rounds")}
            return {
                name: sorted(_row(row, ids) for row in c.execute(f"SELECT * FROM {name}"))
                for name in names
                if name not in TOLD_OF_NOBODY
            }


def _texts(messages: list[str]) -> list[str]:
    return [message.partition("\n[")[0] for message in messages]


def _row(row: sqlite3.Row, ids: dict[str, str]) -> str:
    return str({k: ids.get(row[k], row[k]) for k in row.keys() if k not in CHANCE})  # noqa: SIM118


def _drawn(message: Message) -> str:
    files = [f"<{kind}>" for kind in ("photo", "document") if kind in message]
    labels = [f"[{button['text']}]" for button in buttons(message)]
    return BY_CHANCE.sub("join-…", "\n".join([*files, told(message), *labels]))
