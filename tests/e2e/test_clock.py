"""The clock is set: forwards, back, while a quiz is under way and while the bot is down."""

import sqlite3
from contextlib import closing

import pytest

from tests.e2e.driver import Here


@pytest.mark.parametrize("days", [400, -400, 0.03, -0.03])
@pytest.mark.parametrize("restarts", [True, False])
async def test_a_clock_that_jumps_costs_nobody_an_answer(a_bot, town, clock, ben, days, restarts):
    bot = await a_bot("kitchen/tea")
    clock.strikes("2026-10-25 00:50")  # shortly before the hour that comes twice in Rome
    await ben.sends("/start set-tea")
    await ben.taps("Start", "Camellia", "Next")
    if restarts:
        await bot.stop()
        town.bot = None
        await ben.taps_quickly("Air")
    clock.passes(days=days)
    if restarts:
        await Here.start(town)
        await ben.waits()
    else:
        await ben.taps("Air")
    ben.sees("✅ Right!")
    await ben.taps("Next", "Hot", "See your result")
    ben.sees("3 of 3 points")
    with closing(sqlite3.connect(town.database)) as c:
        assert c.execute("SELECT count(*), min(seconds) >= 0 FROM answers").fetchone() == (3, 1)
        (points,) = c.execute(
            "SELECT points FROM scores WHERE board = 'tea' AND period = 'all'"
        ).fetchone()
    assert points == 3000
    await town.bot.stop()
