"""A town where messages cost no time and polls end by the story's clock."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.demo.server import StandIn
from tests.e2e.driver import Clock, Town
from tests.e2e.groups.driver import Group
from tests.e2e.person import Person


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def town(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Town]:
    # Deadlines are rows: how often the bot looks at the clock changes nothing but the waiting.
    monkeypatch.setattr("bot.telegram.ticker.EVERY", 0.01)
    standing = StandIn(people=(), clock=clock.seconds, limits=False)
    async with standing as far, aiohttp.ClientSession() as http:
        town = Town(far, http, tmp_path)
        town.clock = clock
        yield town
        assert not town.wrong_requests()
        assert not town.unanswered()


@pytest.fixture
def carla(town: Town) -> Person:
    """A member who administers nothing."""
    return town.joins("Carla", "en")


@pytest.fixture
async def playing(a_bot, anna, ben, carla):
    """Starts a round in a new group and joins its members; Anna owns an Italian group."""

    async def start(kind: str, *sets: str, owner: Person = anna, **more: object) -> Group:
        await a_bot(*sets)
        others = [who for who in (anna, ben, carla) if who is not owner]
        group = await Group.opened(owner, "Serata", *others)
        await group.says(owner, "/quiz")
        await group.taps(owner, kind)
        return group

    return start
