"""The bot's side of Telegram, over real HTTP against the stand-in."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from telegram import Bot

from bot.demo.server import StandIn
from bot.store.database import Database
from bot.telegram.quota import Quota
from bot.telegram.request import AiohttpRequest
from tests.demo.conftest import Someone


async def until(seen: Callable[[], object], seconds: float = 20.0) -> None:
    """Wait until something has happened."""
    end = time.monotonic() + seconds
    while not seen():
        assert time.monotonic() < end, "it never happened"
        await asyncio.sleep(0.005)


class Rest:
    """Sleep for those who cannot wait: it only notes for how long it should have been."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0)

    def clock(self) -> float:
        return sum(self.slept)

    def quota(self, rate: int = 0) -> Quota:
        """Telegram's limits, in this time; without any of our own."""
        return Quota(rate, self, self.clock)


@asynccontextmanager
async def bot_at(url: str, token: str) -> AsyncIterator[Bot]:
    """A bot that has not yet asked who it is."""
    async with AiohttpRequest(proxies={}) as request:
        yield Bot(token, base_url=f"{url}/bot", request=request, get_updates_request=request)


@pytest.fixture
def rest() -> Rest:
    return Rest()


@pytest.fixture
async def far() -> AsyncIterator[StandIn]:
    async with StandIn() as standing:
        yield standing


@pytest.fixture
async def bot(far: StandIn) -> AsyncIterator[Bot]:
    async with bot_at(far.url, far.token) as bot:
        yield bot


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20)) as session:
        yield session


@pytest.fixture
async def anna(far: StandIn, http: aiohttp.ClientSession) -> Someone:
    return Someone(far, http, next(iter(far.world.people)))


@pytest.fixture
async def ben(far: StandIn, http: aiohttp.ClientSession) -> Someone:
    return Someone(far, http, list(far.world.people)[1])


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    """What the inbox lies in, also that of a bot which comes after another."""
    opened = await Database.open(tmp_path / "inbox.sqlite3")
    yield opened
    await opened.close()
