"""The last traces of whoever is forgotten go when it disturbs least, and go for certain."""

import asyncio
import logging
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from zoneinfo import ZoneInfo

import pytest

from bot.play.desk import Desk, Person
from bot.play.outcomes import Forgotten
from bot.play.profile import Profile
from bot.play.shelf import Shelf
from bot.play.upkeep import Upkeep
from bot.store import inbox, traces
from bot.store.database import Database
from bot.store.snapshots import Snapshots
from bot.store.traces import Traces
from tests.store.bulk import grow

ROME = ZoneInfo("Europe/Rome")
ANNA, BRUNO = Person(1, "Annamarker", "it"), Person(2, "Brunomarker", "it")
NOTHING = Traces(None, None)


class House:
    """A database, a clock, who can be forgotten, and who tidies up after them."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.now = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)  # seven in the evening in Rome
        self.profile = Profile(
            Desk(db, Shelf(), Snapshots(), self.clock, Random(5), ROME, str, self.now)
        )
        self.upkeep = Upkeep(db, self.clock, ROME)
        self.rewritings = 0
        self._updates = 0

    def clock(self) -> datetime:
        return self.now

    def watch(self, statement: str) -> None:
        self.rewritings += statement == "VACUUM"

    async def holds(self, megabytes: int) -> None:
        await self.db.write(lambda c: grow(c, megabytes))

    async def forgets(self, person: Person) -> None:
        await self.profile.settings(person)
        assert isinstance((await self.profile.forget(person, sure=True)).outcome, Forgotten)

    async def hears(self, *, answers: bool = True) -> None:
        """Somebody does something."""
        self._updates += 1
        number = self._updates
        await self.db.write(lambda c: inbox.keep(c, [(number, "{}")], self.now))
        if answers:
            await self.db.write(lambda c: inbox.done(c, [number], self.now))

    async def passes(self, *, busy: bool = False, **some_time: float) -> Traces:
        """Time passes, and somebody looks after the database; what is noted then."""
        self.now += timedelta(**some_time)
        if busy:
            await self.hears()
        await self.upkeep.look()
        return await self.db.read(traces.noted)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    db = await Database.open(tmp_path / "quiz.sqlite3")
    there = House(db)
    await db.write(lambda c: c.set_trace_callback(there.watch))
    yield there
    await db.close()


async def test_with_nobody_forgotten_there_is_nothing_to_do(house: House) -> None:
    assert await house.passes(days=3) == NOTHING
    assert house.rewritings == 0


async def test_keeping_everything_leaves_nothing_to_do(house: House) -> None:
    await house.profile.forget(ANNA, sure=False)
    assert await house.passes() == NOTHING
    assert house.rewritings == 0


async def test_a_small_file_is_written_anew_at_once_however_busy_it_is(house: House) -> None:
    await house.forgets(ANNA)
    assert house.rewritings == 0, "nobody waits for it"
    house.now += timedelta(seconds=1)
    await house.hears(answers=False)
    assert await house.passes(busy=True) == NOTHING
    assert house.rewritings == 1


async def test_what_they_sent_before_is_waited_for_until_it_is_answered(house: House) -> None:
    """As after a crash that came before the person was told: their tap is still there."""
    await house.forgets(BRUNO)
    house.now += timedelta(seconds=1)
    await house.hears(answers=False)
    await house.forgets(ANNA)
    assert (await house.passes(days=2, busy=True)).file
    assert house.rewritings == 0
    await house.db.write(lambda c: inbox.done(c, [1], house.now))
    assert await house.passes() == NOTHING


async def test_a_large_file_waits_until_nobody_has_done_anything_for_a_minute(
    house: House,
) -> None:
    await house.holds(5)
    await house.hears()
    evening = house.now
    await house.forgets(ANNA)
    assert await house.db.read(traces.noted) == Traces(evening, None), "the log is empty at once"
    for _ in range(10):
        assert await house.passes(seconds=59, busy=True) == Traces(evening, None)
    assert (await house.passes(seconds=30)).file
    assert house.rewritings == 0
    assert await house.passes(seconds=31) == NOTHING
    assert house.rewritings == 1


async def test_what_is_still_to_be_answered_is_no_quiet(house: House) -> None:
    await house.holds(5)
    await house.hears(answers=False)
    await house.forgets(ANNA)
    assert (await house.passes(minutes=5)).file
    await house.db.write(lambda c: inbox.put_aside(c, 1, "KeyError"))
    assert await house.passes() == NOTHING, "nobody is at work on what was set aside"


async def test_at_four_at_night_it_is_done_whatever_goes_on(house: House) -> None:
    await house.holds(5)
    await house.forgets(ANNA)
    house.now = datetime(2026, 11, 21, 2, 59, tzinfo=UTC)
    assert (await house.passes(busy=True)).file
    assert await house.passes(minutes=1, busy=True) == NOTHING
    await house.forgets(BRUNO)
    assert (await house.passes(minutes=1, busy=True)).file, "once in a night is enough"
    assert house.rewritings == 1


async def test_it_never_takes_more_than_a_day_also_where_the_night_is_longer(
    house: House,
) -> None:
    await house.holds(5)
    house.now = datetime(2026, 10, 24, 2, 0, 1, tzinfo=UTC)  # just past four, before winter time
    await house.forgets(ANNA)
    assert (await house.passes(hours=23.9, busy=True)).file
    assert await house.passes(hours=0.1, busy=True) == NOTHING


async def test_a_clock_that_was_wrong_does_not_put_it_off(house: House) -> None:
    await house.holds(5)
    await house.forgets(ANNA)
    assert await house.passes(days=-400, busy=True) == NOTHING


async def test_for_several_who_leave_it_is_done_once(house: House) -> None:
    await house.holds(5)
    await house.hears()
    for person in (ANNA, BRUNO):
        await house.forgets(person)
        await house.passes(seconds=20, busy=True)
    assert house.rewritings == 0
    await house.passes(minutes=2)
    await house.passes(minutes=2)
    assert house.rewritings == 1


async def test_after_a_start_it_is_still_to_be_done(house: House) -> None:
    await house.holds(5)
    await house.hears()
    await house.forgets(ANNA)
    house.upkeep = Upkeep(house.db, house.clock, ROME)
    assert (await house.passes(seconds=1)).file
    assert await house.passes(days=1, busy=True) == NOTHING


async def test_a_log_that_is_being_read_is_emptied_once_it_is_not(house: House) -> None:
    await house.holds(5)
    await house.hears()
    with closing(sqlite3.connect(house.db.path, isolation_level=None)) as other:
        await house.profile.settings(ANNA)
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM players").fetchone()
        await house.forgets(ANNA)
        log = house.db.path.with_name("quiz.sqlite3-wal")
        assert b"Annamarker" in log.read_bytes()
        assert (await house.passes(seconds=2)).log
    assert not (await house.passes(seconds=2, busy=True)).log
    assert b"Annamarker" not in log.read_bytes()
    assert house.rewritings == 0, "the file has time"


async def test_what_fails_is_told_and_tried_again_in_an_hour(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    await house.db.write(lambda c: c.execute("PRAGMA busy_timeout = 0").fetchall())
    await house.forgets(ANNA)
    with closing(sqlite3.connect(house.db.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with caplog.at_level(logging.ERROR):
            assert (await house.passes()).file
        assert "could not be written anew" in caplog.text
        assert "Annamarker" not in caplog.text
    assert (await house.passes(minutes=59)).file
    assert await house.passes(minutes=1) == NOTHING


async def test_others_do_not_notice_that_somebody_is_forgotten(house: House) -> None:
    """Their longest wait, as a part of what writing the file anew takes."""
    await house.holds(40)
    await house.db.empty_log()
    worst = []
    for number in range(5):
        leaves = asyncio.create_task(house.forgets(Person(100 + number, "Zoe", "it")))
        waits = []
        while not leaves.done():
            began = time.perf_counter()
            await house.profile.hurry(ANNA, on=bool(len(waits) % 2))
            waits.append(time.perf_counter() - began)
        await leaves
        worst.append(max(waits))
    assert house.rewritings == 0
    began = time.perf_counter()
    await house.passes(days=1)
    rewriting = time.perf_counter() - began
    assert house.rewritings == 1
    assert median(worst) < rewriting / 4, (worst, rewriting)
