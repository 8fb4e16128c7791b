"""A town for every story, and what is held against the bot at the end of each."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
import pytest

from bot.demo.server import StandIn
from tests.e2e.driver import Apart, Clock, Here, Town
from tests.e2e.person import Person


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with StandIn(people=(), pause=0.05) as far, aiohttp.ClientSession() as http:
        town = Town(far, http, tmp_path)
        yield town
        assert not town.wrong_requests()
        assert not town.unanswered()


@pytest.fixture
def clock(town: Town) -> Clock:
    return town.clock


@pytest.fixture
def anna(town: Town) -> Person:
    """Speaks Italian."""
    return town.joins("Anna", "it")


@pytest.fixture
def ben(town: Town) -> Person:
    """Speaks English."""
    return town.joins("Ben", "en")


@pytest.fixture
async def a_bot(town: Town) -> AsyncIterator[Callable[..., Awaitable[Here]]]:
    """Starts the bot in the test, serving these sets; what is still running ends with the story."""
    async with AsyncExitStack() as in_the_end:

        async def start(*sets: str, **settings: object) -> Here:
            town.serves(*sets)
            bot = await Here.start(town, **settings)
            in_the_end.push_async_callback(bot.stop)
            return bot

        yield start


@pytest.fixture
async def a_process(town: Town) -> AsyncIterator[Callable[..., Awaitable[Apart]]]:
    """Starts the bot as its own process. Whatever it says, its token is not in it."""
    async with AsyncExitStack() as in_the_end:

        async def start(*command: str, **environment: str) -> Apart:
            process = await Apart.start(town, *command, **environment)
            in_the_end.push_async_callback(stop, process)
            return process

        async def stop(process: Apart) -> None:
            await process.stop()
            assert town.far.token.partition(":")[2] not in process.said

        yield start
