"""Whoever sends more than hands can is held up, and nobody else."""

import asyncio
import logging
from typing import Any

import pytest

from bot.telegram.flood import BURST, FORGET_EVERY, PER_SECOND, TELL_EVERY, Flood, Raw

ANNA, BEN = 7, 8


class Door:
    """A flood's sieve, with a clock of the test's and what people are told."""

    def __init__(self) -> None:
        self.now = 1_000_000.0
        self.told: list[Raw] = []
        self.flood = Flood(self._tell, lambda: self.now)
        self._number = 0

    async def _tell(self, raw: Raw) -> None:
        self.told.append(raw)

    def update(self, kind: str, sender: int = ANNA, **more: Any) -> Raw:
        self._number += 1
        made = {"from": {"id": sender}, **more}
        return {"update_id": self._number, kind: made}

    async def passes(self, *raws: Raw) -> int:
        """How many of these come through."""
        through = self.flood.sift(raws)
        assert through == [raw for raw in raws if raw in through]
        await asyncio.sleep(0)
        return len(through)

    async def taps(self, sender: int, times: int) -> int:
        return await self.passes(*(self.update("callback_query", sender) for _ in range(times)))


@pytest.fixture
def door() -> Door:
    return Door()


async def test_sixty_at_once_and_then_five_a_second(door: Door) -> None:
    assert await door.taps(ANNA, 100) == BURST == 60
    for _ in range(4):
        door.now += 1.0
        assert await door.taps(ANNA, 20) == PER_SECOND == 5
    door.now += 60.0
    assert await door.taps(ANNA, 100) == BURST
    assert door.flood.dropped == 40 + 60 + 40


async def test_ten_people_who_tap_thirty_times_each_are_no_flood(door: Door) -> None:
    taps = [door.update("callback_query", person) for person in range(10) for _ in range(30)]
    assert await door.passes(*taps) == 300
    assert not door.told


async def test_one_persons_flood_is_nobody_elses(door: Door) -> None:
    assert await door.taps(ANNA, 3000) == BURST
    assert await door.taps(BEN, BURST) == BURST


async def test_messages_and_taps_count_together(door: Door) -> None:
    assert await door.passes(*(door.update("message", text="?") for _ in range(50))) == 50
    assert await door.taps(ANNA, 50) == 10


async def test_a_flood_is_told_once_in_ten_seconds(door: Door) -> None:
    for _ in range(25):
        await door.taps(ANNA, 200)
        door.now += 1.0
    assert len(door.told) == 3
    assert await door.taps(BEN, BURST + 1) == BURST
    assert len(door.told) == 4
    assert door.told[-1]["callback_query"]["from"]["id"] == BEN


@pytest.mark.parametrize("kind", ["poll_answer", "my_chat_member"])
async def test_what_comes_only_once_always_passes(door: Door, kind: str) -> None:
    await door.taps(ANNA, 200)
    assert await door.passes(*(door.update(kind, user={"id": ANNA}) for _ in range(200))) == 200


async def test_a_group_that_moves_is_heard_in_a_flood(door: Door) -> None:
    await door.taps(ANNA, 200)
    assert await door.passes(door.update("message", migrate_to_chat_id=-1001)) == 1
    assert await door.passes(door.update("message", migrate_from_chat_id=-1)) == 1


async def test_administrators_without_a_name_count_by_their_group(door: Door) -> None:
    def commands(group: int) -> list[Raw]:
        everybody = 1087968824
        return [door.update("message", everybody, sender_chat={"id": group}) for _ in range(BURST)]

    assert await door.passes(*commands(-1)) == BURST
    assert await door.passes(*commands(-2)) == BURST
    assert await door.passes(*commands(-2)) == 0


@pytest.mark.parametrize(
    "raw",
    [
        {"update_id": 1},
        {"update_id": 1, "message": None},
        {"update_id": 1, "message": "?"},
        {"update_id": 1, "message": {"from": "?"}},
        {"update_id": 1, "message": {"from": {"id": []}}},
        {"update_id": 1, "callback_query": {"from": None}},
    ],
)
async def test_what_cannot_be_read_is_left_to_those_who_put_it_aside(door: Door, raw: Raw) -> None:
    assert await door.passes(*[raw] * 200) == 200


async def test_that_somebody_cannot_be_told_is_only_noted(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def fail(raw: Raw) -> None:
        raise RuntimeError("no way")

    door = Door()
    door.flood = Flood(fail, lambda: door.now)
    with caplog.at_level(logging.ERROR):
        assert await door.taps(ANNA, 100) == BURST
        await asyncio.sleep(0)
    assert "could not be told" in caplog.text


async def test_people_who_fell_silent_are_forgotten(door: Door) -> None:
    for person in range(5000):
        await door.taps(person, 1)
    await door.taps(ANNA, 200)
    door.now += FORGET_EVERY
    await door.taps(BEN, 1)
    assert door.flood.remembered == 1
    await door.taps(ANNA, 200)
    door.now += BURST / PER_SECOND / 2
    assert TELL_EVERY > BURST / PER_SECOND / 2
    assert await door.taps(ANNA, 200) == BURST / 2
