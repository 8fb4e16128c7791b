"""A group for stories: its members tap, vote and write, the bot answers over real HTTP."""

import time
from collections.abc import Collection
from typing import Any

from bot.store import groups, rounds
from tests.e2e.driver import Here, Town
from tests.e2e.person import PATIENCE, Message, Person, text_of, until

Rows = list[list[str]]


class Group:
    """A group with the bot in it, or one topic of it.

    Whatever happens in it is waited for until the bot has done and said all that it asks for.
    """

    def __init__(self, town: Town, id_: int, thread: int = 0) -> None:
        self.town = town
        self.id = id_
        self.thread = thread
        self.owner: Person | None = None
        self._event = town.far.world.events.last_id

    @classmethod
    async def opened(cls, by: Person, title: str, *others: Person, **more: Any) -> "Group":
        about = {"supergroup": True, "with_bot": True, **more}
        members = [other.id for other in others]
        made = await by._does("groups", title=title, members=members, **about)
        group = cls(by.town, int(made["id"]))
        group.owner = by
        await group.settles()
        return group

    async def topic(self, by: Person, title: str) -> "Group":
        opened = await by._does("topic", chat=self.id, title=title)
        return Group(self.town, self.id, opened["message_thread_id"])

    # What happens there.

    async def says(self, who: Person, text: str, **how: Any) -> None:
        self._event = self._events.last_id
        thread = {"thread": self.thread} if self.thread else {}
        await who._does("send", chat=self.id, text=text, **thread, **how)
        await self.settles()

    async def taps(self, who: Person, *labels: str) -> None:
        """Tap buttons one after the other: of each label the newest that is there."""
        for label in labels:
            message, data = self.button(label)
            await self.taps_at(who, message, data)

    async def taps_at(self, who: Person, message: Message, data: str, times: int = 1) -> None:
        """Tap a button that may no longer be there."""
        self._event = self._events.last_id
        for _ in range(times):
            await self.leaves_a_tap(who, message, data)
        await self.settles()

    async def leaves_a_tap(self, who: Person, message: Message, data: str) -> None:
        """Tap, and wait for nothing."""
        asked = {"message_id": message["message_id"], "data": data, "forged": True}
        tapped = await who._does("tap", chat=self.id, **asked)
        self.town.queries.append(tapped["query_id"])

    async def votes(self, who: Person, *labels: str) -> None:
        """Vote in the newest poll."""
        await self.leaves_a_vote(who, self.poll, *labels)
        await self.settles()

    async def leaves_a_vote(self, who: Person, message: Message, *labels: str) -> None:
        poll = self._world.polls[message["poll"]["id"]]
        texts = [option["text"] for option in poll.options]
        order = poll.order_for(who.id)
        places = [order.index(texts.index(label)) for label in labels]
        await who._does("vote", chat=self.id, message_id=message["message_id"], options=places)

    async def answer(self, label: str, *people: Person) -> None:
        """All of these give this answer to the open item, in whatever way it is asked."""
        for who in people:
            if self.last_with_buttons.get("poll"):
                await self.votes(who, label)
            else:
                await self.taps(who, label)

    async def passes(self, **time: float) -> None:
        """Let time pass, and the bot do what is due by then."""
        self.town.clock.passes(**time)
        await self.settles()

    async def changes(self, who: Person, number: int, status: str, **more: Any) -> None:
        await who._does("member", chat=self.id, person=number, status=status, **more)
        await self.settles()

    async def town_rests(self) -> None:
        """Until the bot has taken in all that came; it may still have things to say."""
        await until(self.town.took_all_in, "all updates are handled")

    async def settles(self) -> None:
        """Until the bot has taken in all that came, done what is due, and said all of it."""
        bot = self.town.bot
        await until(self.town.took_all_in, "all updates are handled")
        if isinstance(bot, Here):
            await self._nothing_is_due(bot)
            await bot.app.parts.show.drain(5)
        await until(lambda: not self.town.unanswered(), "every tap is answered")

    async def _nothing_is_due(self, bot: Here) -> None:
        now = self.town.clock.now
        end = time.monotonic() + PATIENCE
        await until(bot.app.serving.is_set, "the bot has caught up")
        ticks = bot.ticks
        while await bot.app.parts.desk.db.read(
            lambda c: (*rounds.due(c, now), *groups.weekly_due(c, now))
        ):
            assert time.monotonic() < end, "the bot does not do what is due"
            ticks = bot.ticks
        # What was done is said before the clock is looked at again.
        await until(lambda: bot.ticks > ticks + 1, "the bot looks at its clock")

    # What is there to see.

    @property
    def messages(self) -> list[Message]:
        """The bot's messages here."""
        chat: dict[int, Message] = self._world.chats[self.id].messages
        return [m for m in chat.values() if m["from"]["is_bot"] and self._is_here(m)]

    @property
    def last(self) -> Message:
        return self.messages[-1]

    @property
    def text(self) -> str:
        """What the newest message says; nothing where there is none yet."""
        return told(self.last) if self.messages else ""

    @property
    def poll(self) -> Message:
        """The newest poll."""
        return [message for message in self.messages if "poll" in message][-1]

    @property
    def last_with_buttons(self) -> Message:
        return [message for message in self.messages if buttons(message)][-1]

    @property
    def keyboard(self) -> list[str]:
        return [button["text"] for button in buttons(self.last)]

    def button(self, label: str) -> tuple[Message, str]:
        for message in reversed(self.messages):
            for button in buttons(message):
                if label in button["text"] and "callback_data" in button:
                    return message, button["callback_data"]
        raise AssertionError(f"there is no button {label!r} in:\n{self.whole()}")

    def link(self, label: str) -> str:
        """What the newest link button of this label makes the private chat say."""
        for message in reversed(self.messages):
            for button in buttons(message):
                if label in button["text"] and "url" in button:
                    return "/start " + str(button["url"]).partition("?start=")[2]
        raise AssertionError(f"there is no link {label!r} in:\n{self.whole()}")

    def sees(self, *texts: str) -> None:
        """All of these are in the newest message."""
        for text in texts:
            assert text in self.text, f"{text!r} is not in:\n{self.whole()}"

    def sees_not(self, *texts: str) -> None:
        for text in texts:
            assert text not in self.text, f"{text!r} is in:\n{self.text}"

    def saw(self, text: str) -> int:
        """In how many of the bot's messages this stands."""
        return sum(text in told(message) for message in self.messages)

    def hears(self, who: Person, text: str) -> None:
        """This was the last notice at a button this person tapped."""
        assert text in self.notice(who), self.notices(who)

    def notices(self, who: Person) -> list[str]:
        events = self._events.since(who.id, self._event)
        return [str(e.body["text"]) for e in events if e.body["type"] == "notice"]

    def notice(self, who: Person) -> str:
        return (self.notices(who) or [""])[-1]

    def whole(self) -> str:
        return "\n————\n".join(
            f"{told(m)}\n{[b['text'] for b in buttons(m)]}" for m in self.messages
        )

    @property
    def _world(self) -> Any:
        return self.town.far.world

    @property
    def _events(self) -> Any:
        return self._world.events

    def _is_here(self, message: Message) -> bool:
        return not self.thread or message.get("message_thread_id") == self.thread


async def restarted(town: Town, chance: int = 99) -> Here:
    """The bot once more, with other dice: it makes up no name that it has made up before."""
    bot = await Here.start(town)
    bot.app.parts.desk.dice.seed(chance)
    return bot


def told(message: Message) -> str:
    """A message's text; of a poll its question, options and, once closed, the votes."""
    poll = message.get("poll")
    if not poll:
        return text_of(message)
    options = [option["text"] for option in poll["options"]]
    return "\n".join([poll["question"], *options, "closed" if poll["is_closed"] else "open"])


def buttons(message: Message) -> list[dict[str, Any]]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


def datas(message: Message) -> list[str]:
    """What a message's buttons stand for."""
    return [str(b["callback_data"]) for b in buttons(message) if "callback_data" in b]


def people(town: Town, count: int, languages: Collection[str] = ("it", "en")) -> list[Person]:
    """So many people, speaking these languages in turn."""
    tongues = list(languages)
    return [town.joins(f"Nr{n:02}", tongues[n % len(tongues)]) for n in range(count)]
