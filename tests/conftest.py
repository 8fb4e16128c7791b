"""What holds for every test."""

import asyncio
from collections.abc import Callable, Mapping

import pytest
import uvloop
from hypothesis import settings

# A busy machine is no defect of the code under test. (Hypothesis itself is repeatable under CI.)
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

# What talks to the network is tried on both loops: the bot runs on uvloop's, which differs.
ON_BOTH = ("test_request.py", "test_express.py")


def pytest_asyncio_loop_factories(
    item: pytest.Item,
) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    both = {"asyncio": asyncio.new_event_loop, "uvloop": uvloop.new_event_loop}
    return both if item.path.name in ON_BOTH else {"asyncio": asyncio.new_event_loop}
