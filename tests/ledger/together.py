"""A group that plays rounds: one of its members opens and closes, all answer."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.demo import groups
from tests.ledger.answering import DOUBLE, NO_ANSWER, SECOND_THOUGHT, Answering, Question
from tests.ledger.chat import Message, buttons, data_like, datas, mark_in
from tests.ledger.ledger import Act, Opened
from tests.ledger.sets import TAPPED, TYPED, Item, Quiz
from tests.ledger.stage import Somebody, Spoken, Stage, Stuck

LATE = 0.05  # how often somebody answers when it is over
EARLY = 0.2  # how often the item is closed before all have answered
LINK = re.compile(r"https://t\.me/\w+\?start=(answer-[a-z0-9]+)")
ROUND = "([a-z0-9]{10})"


@dataclass(frozen=True)
class Rules:
    """How a group plays, as its lobby says: `polls`, `all_kinds`, `seconds`, `bonus`."""

    polls: int = 0
    all_kinds: int = 0
    seconds: int = 0
    bonus: int = 0

    @property
    def tunes(self) -> dict[str, int]:
        told = {"polls": self.polls, "all_kinds": self.all_kinds, "seconds": self.seconds}
        return {**told, "by_hand": int(not self.seconds), "bonus": self.bonus}


@dataclass
class Round:
    """`joined` have tapped that they take part."""

    id: str
    number: int  # of the message that first said so
    joined: set[int] = field(default_factory=set)


class Group:
    """A group of people with the bot in it. The first of them opens its rounds."""

    def __init__(
        self, stage: Stage, title: str, members: Sequence[int], rules: Rules, sets: Sequence[Quiz]
    ) -> None:
        made = groups.create(
            stage.world, stage.world.people[members[0]], title, members, supergroup=True
        )
        groups.change(stage.world, made, stage.world.bot["id"], "member", {})
        self.stage = stage
        self.id = made.id
        self.rules = rules
        self.sets = sets
        self.members = frozenset(members)
        self.round: Round | None = None
        self._polled: dict[tuple[str, int], str] = {}
        stage.heard.append(self._hear)

    async def plays(self) -> None:
        """Play rounds until it is over; the last one is played to its end."""
        host, *others = (Member(self.stage, number, self) for number in sorted(self.members))
        playing = [asyncio.create_task(each.takes_part()) for each in (host, *others)]
        await Host(self.stage, host.id, self).opens_rounds()
        for task in playing:
            task.cancel()
        for done in await asyncio.gather(*playing, return_exceptions=True):
            if isinstance(done, Exception):
                raise done

    def opened(self, round_: str, position: int) -> Opened | None:
        return self.stage.ledger.rounds.get((round_, position))

    def _hear(self, spoken: Spoken) -> None:
        """Note when an item is asked and revealed, and which polls got lost."""
        if spoken.chat_id != self.id:
            return
        if asked := data_like(spoken.message, f"1O:{ROUND}:([0-9]+)"):
            self._note_asked((asked[1], int(asked[2])), spoken.message)
        elif shown := data_like(spoken.message, f"1[WP]:{ROUND}:([0-9]+)"):
            opened = self.opened(shown[1], int(shown[2]))
            if opened and opened.revealed_at is None:
                opened.revealed_at = self.stage.now()

    def _note_asked(self, key: tuple[str, int], message: Message) -> None:
        mark = mark_in(message)
        assert mark is not None, message
        opened = self.stage.ledger.rounds.setdefault(
            key,
            Opened(
                self.stage.items[mark],
                self.members,
                self.rules.seconds or None,
                self.stage.now(),
                self.stage.apart,
            ),
        )
        if before := self._polled.get(key):
            opened.lost_polls.add(before)
        if poll := message.get("poll"):
            self._polled[key] = poll["id"]


class Member(Somebody):
    """Joins, and answers whatever is asked, in whatever way."""

    def __init__(self, stage: Stage, number: int, group: Group) -> None:
        super().__init__(stage, number)
        self._group = group
        self._done: set[tuple[Any, ...]] = set()

    async def takes_part(self) -> None:
        looked = -1
        while True:
            if (at := self.stage.world.events.last_id) != looked:
                looked = at
                try:
                    await self._looks()
                except Stuck as why:
                    self.stage.ledger.stuck.append(str(why))
            await asyncio.sleep(0.02)

    async def _looks(self) -> None:
        round_ = self._group.round
        if round_ and self.id not in round_.joined:
            lobby = self.button(f"1J:{round_.id}:0", self._group.id)
            if lobby:
                await self.pauses(0.2)
                self.taps(lobby[0], lobby[1][0])
                round_.joined.add(self.id)
        if asked := self.button(f"1O:{ROUND}:([0-9]+)", self._group.id):
            await self._answers(asked[0], asked[1][1], int(asked[1][2]))

    async def _answers(self, message: Message, round_: str, position: int) -> None:
        mark, opened = mark_in(message), self._group.opened(round_, position)
        way = "poll" if "poll" in message else "buttons"
        if opened is None or mark is None or (round_, position, way) in self._done:
            return
        self._done.add((round_, position, way))
        item = self.stage.items[mark]
        await self.pauses(0.4)
        if self.perhaps(LATE):
            await asyncio.sleep(2.0)
        if way == "poll":
            self._votes(message, round_, position, item)
        elif item.kind in TAPPED:
            self._taps_choices(message, round_, position, item)
        else:
            await self._answers_alone(message, round_, position, item)

    def _votes(self, message: Message, round_: str, position: int, item: Item) -> None:
        poll = self.stage.world.polls[message["poll"]["id"]]
        labels = [option["text"] for option in poll.options]
        most = len(labels) - 1 if item.kind == "multiple" else 1
        wanted = sorted(self.dice.sample(range(len(labels)), self.dice.randint(1, most)))
        order = poll.order_for(self.id)
        keys = tuple(item.key(labels[place]) for place in wanted)
        if self.votes(message, [order.index(place) for place in wanted]):
            self._did(round_, position, Act(self.id, item, "answer", response=keys), poll.id)

    def _taps_choices(self, message: Message, round_: str, position: int, item: Item) -> None:
        start = f"1V:{round_}:{position}:"
        offered = [(label, data) for label, data in buttons(message) if data.startswith(start)]
        several = self.dice.randint(1, len(offered) - 1) if item.kind == "multiple" else 1
        more = self.perhaps(SECOND_THOUGHT)
        for label, data in self.dice.sample(offered, min(len(offered), several + more)):
            for _ in range(1 + self.perhaps(DOUBLE)):
                move = "switch" if item.kind == "multiple" else "answer"
                self._did(round_, position, Act(self.id, item, move, item.key(label)))
                self.taps(message, data)

    async def _answers_alone(
        self, message: Message, round_: str, position: int, item: Item
    ) -> None:
        """Follow the link into the private chat, and answer there if it is still open."""
        link = next(found[1] for data in datas(message) if (found := LINK.fullmatch(data)))
        after = self.writes(f"/start {link}")
        shown = await self.sees("the item alone", lambda: self.newest(lambda m: m, after=after))
        if mark_in(shown) is None:
            return  # it is closed
        if item.kind in TYPED:
            await self._types(round_, position, item)
            return

        def note(act: Act) -> None:
            self._did(round_, position, act)

        answering = Answering(self, Question(item, f"{round_}-{position}", 0), note)
        placing = asyncio.create_task(answering.answers(shown))
        # Once it is closed, taps change nothing any more.
        while not placing.done() and not self._is_over(round_, position):
            await asyncio.wait([placing], timeout=0.05)
        if not placing.done():
            placing.cancel()
            await asyncio.wait([placing])
            return
        placing.result()
        await self.sees(
            "that the answer is kept",
            lambda: (
                self._is_over(round_, position)
                or not self.button(f"1m:{round_}-{position}:0", after=after)
            ),
        )

    async def _types(self, round_: str, position: int, item: Item) -> None:
        texts = ["no idea"] if item.kind == "numeric" and self.perhaps(NO_ANSWER) else []
        texts += [self.dice.choice((item.right[0], "77"))]
        texts += ["88"] if self.perhaps(SECOND_THOUGHT) else []
        for text in texts:
            self._did(round_, position, Act(self.id, item, "answer", text))
            after = self.writes(text)
        await self.sees("an answer to the word", lambda: self.newest(lambda m: m, after=after))

    def _did(self, round_: str, position: int, act: Act, poll: str = "") -> None:
        self.stage.ledger.together(round_, position, act, self.stage.now(), poll)

    def _is_over(self, round_: str, position: int) -> bool:
        opened = self._group.opened(round_, position)
        return opened is None or opened.revealed_at is not None


class Host(Somebody):
    """Opens rounds, begins them, closes items and goes on."""

    def __init__(self, stage: Stage, number: int, group: Group) -> None:
        super().__init__(stage, number)
        self._group = group
        self._tuned = False
        self._left = list(group.sets)

    async def opens_rounds(self) -> None:
        await self.goes_on(self._plays_one)

    async def _plays_one(self) -> None:
        quiz = self._left.pop() if self._left else self.dice.choice(self._group.sets)
        round_ = await self._opens(quiz)
        if not self._tuned:
            await self._tunes(round_)
            self._tuned = True
        self._group.round = round_
        await self.sees("everybody", lambda: round_.joined == self._group.members)
        self._taps(f"1B:{round_.id}")
        position = 0
        while await self._asked(round_.id, position):
            await self._closes(round_.id, position)
            position += 1
        self.stage.ledger.results[self.id] += 1

    async def _opens(self, quiz: Quiz) -> Round:
        mine = self.writes(f"/quiz set-{quiz.id}", self._group.id)
        pattern = f"1B:{ROUND}|1K:class:.*"
        message, found = await self._sees_button("a lobby", pattern, after=mine)
        if not found[1]:
            self.taps(message, found[0])
            message, found = await self._sees_button("a lobby", f"1B:{ROUND}", after=mine)
        return Round(found[1], message["message_id"])

    async def _tunes(self, round_: Round) -> None:
        self._taps(f"1C:{round_.id}:0")
        await self._sees_button("what can be changed", f"1C:{round_.id}:1")
        for what, value in self._group.rules.tunes.items():
            while not self._is_tuned(round_, what, value):
                here = self._tune(round_, what)
                self.taps(here[0], here[1][0])
                was = here[1][1]
                await self.sees(f"{what}", lambda w=what, v=was: self._tune(round_, w)[1][1] != v)
        self._taps(f"1C:{round_.id}:1")
        await self._sees_button("the lobby again", f"1J:{round_.id}:0")

    def _tune(self, round_: Round, what: str) -> Any:
        """The button that names the value after this one."""
        return self.button(f"1T:{round_.id}:{what}:([0-9]+)", self._group.id)

    def _is_tuned(self, round_: Round, what: str, value: int) -> bool:
        following = {"seconds": {0: 15, 15: 30}}.get(what, {0: 1, 1: 0})[value]
        return int(self._tune(round_, what)[1][1]) == following

    async def _asked(self, round_: str, position: int) -> bool:
        """Wait for this item: True; or for the podium."""

        def there() -> Any:
            if self.button(f"1O:{round_}:{position}", self._group.id):
                return "asked"
            return self.newest(
                lambda m: data_like(m, f"1M:{round_}") and data_like(m, "1N:.*") and "podium",
                self._group.id,
            )

        return bool(await self.sees(f"item {position} of {round_}", there) == "asked")

    async def _closes(self, round_: str, position: int) -> None:
        """Close the item, unless the clock does, and go on, unless that comes by itself."""
        opened = self._group.opened(round_, position)
        assert opened is not None
        if not self._group.rules.seconds:
            await self._waits_for_answers(opened)
            await self.pauses(0.4)
            if opened.revealed_at is None:
                self.stage.ledger.close(round_, position, self.stage.now())
                self._taps(f"1O:{round_}:{position}")
        await self.sees("the reveal", lambda: opened.revealed_at is not None)
        await self.pauses(0.2)
        if found := self.button(f"1W:{round_}:{position}", self._group.id):
            for _ in range(1 + self.perhaps(DOUBLE)):
                self.taps(found[0], found[1][0])

    async def _waits_for_answers(self, opened: Opened) -> None:
        if self.perhaps(EARLY):
            await self.pauses(1.0)
            return
        end = self.stage.now() + 4.0
        while self.stage.now() < end and opened.revealed_at is None:
            if {voted.act.person for voted in opened.acts} >= opened.players:
                return
            await asyncio.sleep(0.02)

    async def _sees_button(self, what: str, pattern: str, after: int = 0) -> Any:
        return await self.sees(what, lambda: self.button(pattern, self._group.id, after))

    def _taps(self, data: str) -> None:
        found = self.button(data, self._group.id)
        if found:
            self.taps(found[0], found[1][0])
