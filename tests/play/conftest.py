"""A desk with a real database and a clock that goes only when it is told to."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.play import group_actions as actions
from bot.play.desk import Desk, Person
from bot.play.group_outcomes import Aired, LobbyOpen, Place
from bot.play.groups import Groups
from bot.play.lobbies import Lobbies
from bot.play.profile import Profile
from bot.play.rounds import Rounds
from bot.play.shelf import Shelf
from bot.play.table import Table
from bot.play.votes import Votes
from bot.quiz.question import QuestionSet
from bot.store import rounds
from bot.store.database import Database
from bot.store.rounds import SavedRound
from bot.store.snapshots import Snapshots
from tests.builders import a_set, multiple, single

HERE = Place(-100)
ANNA, BRUNO, CARLA, DARIO = (Person(id_, name, "it") for id_, name in enumerate("ABCD", 1))
# The choices stand in the order they are written, so that a place names a choice.
TIDES = a_set(
    multiple("q1", shuffle=False), *(single(f"q{n}", shuffle=False) for n in range(2, 7)),
    id_="tides",
)  # fmt: skip


@dataclass
class Evening:
    """What people can do in one group, and the clock."""

    desk: Desk
    now: datetime
    lobbies: Lobbies
    rounds: Rounds
    votes: Votes
    groups: Groups
    profile: Profile
    taps: int = 0

    async def lobby(self, kind: str = "class", who: Person = ANNA) -> SavedRound:
        """A new lobby in a group that plays so."""
        choice = actions.ChooseKind(kind)
        return told(
            await self.lobbies.choose_kind(who, HERE, "G", choice, admin=True), LobbyOpen
        ).saved

    async def tune(self, what: str, value: str) -> SavedRound:
        action = actions.Tune((await self.here()).id, what, value)
        return told(await self.lobbies.tune(ANNA, action, admin=True), LobbyOpen).saved

    async def join(self, *people: Person, team: int = 0) -> list[Aired]:
        action = actions.Join((await self.here()).id, team)
        return [await self.lobbies.join(person, action) for person in people]

    async def begin(self) -> Aired:
        return await self.rounds.begin(ANNA, (await self.here()).id, admin=True)

    async def woken(self) -> list[Aired]:
        """The bot has ended and begun anew."""
        await self.rounds.restarted()
        return await self.rounds.woken()

    async def vote(self, who: Person, choice: int, tap: str = "") -> Aired:
        self.taps += 1
        saved = await self.here()
        action = actions.Vote(saved.id, saved.state.position, choice)
        return await self.votes.vote(who, action, tap or f"tap-{self.taps}")

    async def steer(self, do: Callable[..., Any], kind: Any) -> Aired:
        """Close, skip, pause or go on, as the starter."""
        saved = await self.here()
        aired: Aired = await do(ANNA, kind(saved.id, saved.state.position), admin=False)
        return aired

    async def wait(self, seconds: float) -> list[Any]:
        """Time passes, and the clock does what is due."""
        self.now += timedelta(seconds=seconds)
        return [aired.outcome for aired in await self.rounds.tick()]

    async def here(self) -> SavedRound:
        saved = await self.desk.db.read(
            lambda c: rounds.here(c, Snapshots(), HERE.chat_id, HERE.thread_id)
        )
        assert saved is not None
        return saved


def told(aired: Aired, kind: type[Any]) -> Any:
    """The outcome, which must be of this kind."""
    assert isinstance(aired.outcome, kind), aired.outcome
    return aired.outcome


@pytest.fixture
def quiz() -> QuestionSet:
    return TIDES


@pytest.fixture
async def evening(tmp_path: Path, quiz: QuestionSet) -> AsyncIterator[Evening]:
    db, shelf = await Database.open(tmp_path / "quiz.sqlite3"), Shelf()
    shelf.fill({quiz.id: quiz}, {})
    start = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)  # a Friday, five o'clock in Rome
    rome = ZoneInfo("Europe/Rome")
    desk = Desk(db, shelf, Snapshots(), lambda: there.now, Random(5), rome, str, start)
    table = Table(desk)
    lobbies = Lobbies(table)
    there = Evening(
        desk, start, lobbies, Rounds(table, lobbies), Votes(table), Groups(table), Profile(desk)
    )
    yield there
    await db.close()
