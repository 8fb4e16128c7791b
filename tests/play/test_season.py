"""A season of quiz nights: the boards say what the raw answers add up to.

Everything goes through what people can do; only Telegram is left out. The answers are noted here
as they are given, then graded, paid and ranked in another way than the game does it.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.play import group_actions as actions
from bot.play.desk import Desk, Person
from bot.play.group_outcomes import Aired, GroupBoardView, ItemOpen, LobbyOpen, Place, Podium
from bot.play.groups import Groups
from bot.play.lobbies import Lobbies
from bot.play.profile import Profile
from bot.play.rounds import Rounds
from bot.play.shelf import Shelf
from bot.play.table import Table
from bot.play.votes import Votes
from bot.quiz.question import Question
from bot.store.boards import Row
from bot.store.database import Database
from bot.store.rounds import SavedRound
from bot.store.snapshots import Snapshots
from tests.builders import a_set, multiple, single, true_false

GROUPS, PEOPLE, ROUNDS = 50, 2_000, 500
A_ROUND = 6  # people who play in it; a good half of a group plays more than once
ROME = ZoneInfo("Europe/Rome")
# Rounds go on past midnight, weeks, months and a year end on the way.
FIRST_NIGHT = datetime(2026, 12, 14, 22, 20, tzinfo=UTC)  # an hour later in Rome
NIGHTS = 20
LIMIT = 30
CALM = range(0, PEOPLE, 90)  # whoever must not be hurried
MOVING, MOVED = 7, -1_001_000_000_007  # a group that becomes a supergroup on the way

SETS = {
    "tides": a_set(
        single("t1", points=1), multiple("t2", points=3), true_false("t3", points=2), id_="tides"
    ),
    "winds": a_set(
        multiple("w1", answer="abc", points=2),
        single("w2", points=5),
        true_false("w3"),
        id_="winds",
    ),
}


@dataclass
class Clock:
    """Time passes only when it is told to."""

    now: datetime = FIRST_NIGHT

    def __call__(self) -> datetime:
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    @property
    def day(self) -> date:
        return self.now.astimezone(ROME).date()


@dataclass
class Given:
    """One raw answer. It counts on the day its item closes; `pays` for speed, or does not."""

    group: int
    round: str
    player: int
    item: Question
    keys: frozenset[str]
    seconds: float
    pays: bool
    day: date


@dataclass
class Season:
    """Everybody's evenings, and what was answered in them."""

    clock: Clock
    dice: Random
    lobbies: Lobbies
    rounds: Rounds
    votes: Votes
    groups: Groups
    profile: Profile
    places: dict[int, Place] = field(default_factory=dict)
    given: list[Given] = field(default_factory=list)
    played: dict[int, str] = field(default_factory=dict)
    taps: int = 0
    closed_on: date = date.min
    shown_at: datetime = FIRST_NIGHT

    async def settle(self, group: int) -> None:
        """Classes and friends, with and without a limit and a reward for speed."""
        self.places[group], who = Place(-group - 1), person(members(group)[0])
        kind = actions.ChooseKind("class" if group % 2 else "friends")
        there = (who, self.places[group], f"G{group}")
        lobby = outcome(await self.lobbies.choose_kind(*there, kind, admin=True), LobbyOpen)
        await self.lobbies.cancel(who, lobby.saved.id, admin=True)
        for what, value in (("bonus", group % 3 == 0), ("seconds", LIMIT if group % 4 else 0)):
            await self.groups.settle(*there, actions.SetGroup(what, str(int(value))), admin=True)

    async def play(self, group: int, people: list[int]) -> None:
        """One round, from its lobby to its podium."""
        starter, set_id = person(people[0]), self.dice.choice(list(SETS))
        there = (starter, self.places[group], f"G{group}", set_id)
        id_ = outcome(await self.lobbies.lobby(*there, admin=group % 2 == 1), LobbyOpen).saved.id
        joined = set(people[:2])
        for member in joined:
            await self.lobbies.join(person(member), actions.Join(id_))
        aired = await self.rounds.begin(starter, id_, admin=False)
        while isinstance(aired.outcome, ItemOpen):
            asked = aired.outcome.saved
            poll = f"poll-{id_}-{asked.state.position}" if asked.polls else None
            pays = group % 3 == 0 and group % 4 != 0 and not joined.intersection(CALM)
            answering = [member for member in people if self.dice.random() < 0.9]
            early = self.dice.randint(0, 2)  # answers that come before the message is known
            self.shown_at = self.clock.now
            given = await self.answers(asked, answering[:early], poll)
            await self.move(group)
            await self.votes.posted(id_, str(asked.saying), self.taps, poll)
            # The time of a question runs from when it is shown. Taps on buttons show that it was;
            # votes kept for a poll that is not known yet came, so to speak, at once.
            given = [(who, keys, 0 if poll else seconds) for who, keys, seconds in given]
            self.shown_at = self.clock.now
            given += await self.answers(asked, answering[early:], poll)
            joined.update(answering)
            aired = await self.onward(starter, asked)
            for member, keys, seconds in given:
                item = asked.state.items[asked.state.position]
                self.given.append(
                    Given(group, id_, member, item, keys, seconds, pays, self.closed_on)
                )
        podium = outcome(aired, Podium)
        placed = {row.player_id: (row.rank, row.score.points) for row in podium.rows}
        assert placed == self.standing(id_, joined)
        self.played[group] = id_

    async def answers(
        self, asked: SavedRound, people: Iterable[int], poll: str | None
    ) -> list[tuple[int, frozenset[str], float]]:
        """Who chose what, after how many seconds. Some think again where that is possible."""
        position = asked.state.position
        item, order = asked.state.items[position], asked.state.orders[position]
        given = []
        for member in people:
            self.clock.wait(self.dice.choice((0.25, 1.5, 7.75)))
            keys = self.choose(item)
            places = sorted(order.index(key) for key in keys)
            if poll:
                await self.tap(self.votes.poll_vote, person(member), poll, tuple(places))
            else:
                second_thoughts = self.dice.random() < 0.1
                unwise = self.dice.randrange(len(order))
                # Tapped twice, an option of several is as it was; of one, the last tap holds.
                for place in [*([unwise] * 2 if second_thoughts else ()), *places]:
                    vote = actions.Vote(asked.id, position, place)
                    await self.tap(self.votes.vote, person(member), vote)
            seconds = (self.clock.now - self.shown_at).total_seconds()
            given.append((member, keys, seconds))
        return given

    def choose(self, item: Question) -> frozenset[str]:
        if item.body.type == "true_false":
            return frozenset([self.dice.choice(("true", "false"))])
        most = len(item.body.options) if item.body.type == "multiple" else 1
        return frozenset(self.dice.sample(list(item.body.options), self.dice.randint(1, most)))

    async def tap(self, deed: Any, *what: Any) -> None:
        """Telegram may deliver an update again."""
        self.taps += 1
        for _ in range(2 if self.dice.random() < 0.05 else 1):
            await deed(*what, f"tap-{self.taps}")

    async def onward(self, starter: Person, asked: SavedRound) -> Aired:
        """The item closes, by the clock or by hand, and the next one comes."""
        position = asked.state.position
        if self.dice.random() < 0.3:
            self.clock.wait(1200)  # the clock is late, and strikes all the same
            await self.rounds.tick()
        else:
            for _ in "twice":
                await self.rounds.close_now(
                    starter, actions.CloseNow(asked.id, position), admin=False
                )
        self.closed_on = self.clock.day
        return await self.rounds.onward(starter, actions.Onward(asked.id, position), admin=False)

    async def move(self, group: int) -> None:
        """In the midst of its second round, one group becomes a supergroup."""
        if group == MOVING and group in self.played and self.places[group] != Place(MOVED):
            await self.rounds.moved(self.places[group].chat_id, MOVED)
            self.places[group] = Place(MOVED)

    def standing(self, round_id: str, joined: set[int]) -> dict[int, tuple[int, int]]:
        """Rank and points in a round, of everybody who joined it."""
        sums = {person(member).id: 0 for member in joined}
        for each in self.given:
            if each.round == round_id:
                sums[person(each.player).id] += thousandths(each)
        return {
            id_: (1 + sum(other > points for other in sums.values()), points)
            for id_, points in sums.items()
        }

    async def board(self, group: int, period: str) -> list[Row]:
        """All pages of a group's leaderboard."""
        rows: list[Row] = []
        there = (person(0), self.places[group], f"G{group}")
        while True:
            asked = actions.GroupBoard(period, len(rows) // 10)
            view = outcome(await self.groups.board(*there, asked), GroupBoardView)
            rows += view.board.rows
            if len(view.board.rows) < 10:
                assert len(rows) == view.board.people
                return rows

    async def forget(self, member: int) -> None:
        await self.profile.forget(person(member), sure=True)
        self.given = [each for each in self.given if each.player != member]


# --- an independent count


def thousandths(given: Given) -> int:
    """What an answer is worth, with the reward for speed."""
    item, body = given.item, given.item.body
    if body.type == "multiple":
        right, wrong = set(body.answer), set(body.options) - set(body.answer)
        credit = Fraction(len(given.keys & right), len(right))
        credit = max(Fraction(0), credit - Fraction(len(given.keys & wrong), len(wrong) or 1))
    else:
        answer = str(body.answer).lower()
        credit = Fraction(given.keys == {answer})
    exact = Decimal(item.points * 1000 * credit.numerator) / Decimal(credit.denominator)
    points = int(exact.quantize(Decimal(1), ROUND_HALF_UP))
    quarters_left = max(0, LIMIT * 4 - int(given.seconds * 4))
    return points + (points * quarters_left // (LIMIT * 8) if given.pays else 0)


def ranked(given: Iterable[Given]) -> list[tuple[int, int, int]]:
    """Rank, player, points: whoever has more people above them stands lower."""
    sums: dict[int, int] = defaultdict(int)
    for each in given:
        sums[person(each.player).id] += thousandths(each)
    return [
        (1 + sum(other > sums[id_] for other in sums.values()), id_, sums[id_])
        for id_ in sorted(sums, key=lambda id_: (-sums[id_], id_))
    ]


def counted(season: Season, group: int, period: str) -> list[tuple[int, int, int]]:
    today = season.clock.day
    inside = {
        "all": lambda each: True,
        "month": lambda each: (each.day.year, each.day.month) == (today.year, today.month),
        "week": lambda each: each.day.isocalendar()[:2] == today.isocalendar()[:2],
        "last": lambda each: each.round == season.played[group],
    }[period]
    return ranked(each for each in season.given if each.group == group and inside(each))


def shape(rows: Iterable[Row]) -> list[tuple[int, int, int]]:
    return [(row.rank, row.player_id, row.score.points) for row in rows]


# --- who there is


def person(number: int) -> Person:
    return Person(10_000 + number, f"P{number}", "it")


def members(group: int) -> list[int]:
    """Forty of a group, two of whom are in the next group too."""
    first = group * PEOPLE // GROUPS
    return [number % PEOPLE for number in range(first, first + PEOPLE // GROUPS + 2)]


def outcome(aired: Aired, kind: type[Any]) -> Any:
    assert isinstance(aired.outcome, kind), aired.outcome
    return aired.outcome


@pytest.fixture
async def season(tmp_path: Path) -> AsyncIterator[Season]:
    clock, dice, shelf = Clock(), Random(20261122), Shelf()
    shelf.fill(SETS, {})
    db = await Database.open(tmp_path / "quiz.sqlite3")
    desk = Desk(
        db, shelf, Snapshots(), clock, dice, ROME, lambda language: language or "it", clock()
    )
    table = Table(desk)
    lobbies = Lobbies(table)
    yield Season(
        clock, dice, lobbies, Rounds(table, lobbies), Votes(table), Groups(table), Profile(desk)
    )
    await db.close()


async def test_after_a_season_the_boards_say_what_the_answers_add_up_to(season: Season) -> None:
    for group in range(GROUPS):
        await season.settle(group)
    for member in CALM:
        await season.profile.hurry(person(member), on=False)
    seats = {group: members(group) * 2 for group in range(GROUPS)}
    seen: set[int] = set()
    for number in range(ROUNDS):
        group = number % GROUPS
        people = [seats[group].pop(0) for _ in range(A_ROUND)]
        seen.update(people)
        await season.play(group, people)
        if number % 25 == 24 and people[0] not in CALM:
            await season.forget(people[0])
        if number % (ROUNDS // NIGHTS) == 0:
            season.clock.wait(86_400)
    assert seen == set(range(PEOPLE))
    assert len(season.given) > 2 * ROUNDS * A_ROUND
    assert len({each.day.isocalendar()[:2] for each in season.given}) > 3
    for group in range(GROUPS):
        for period in ("all", "month", "week", "last"):
            rows = await season.board(group, period)
            assert shape(rows) == counted(season, group, period), (group, period)
