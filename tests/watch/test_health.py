"""Health, asked as a supervisor asks, over HTTP."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, get_args

import aiohttp
import pytest

from bot.listening import listening
from bot.play.desk import Happening
from bot.watch import health
from bot.watch.health import Health, Heart
from bot.watch.metrics import HAPPENINGS, Metrics
from bot.watch.status import Status


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Disk:
    """Something to write to: it works, fails, or hangs."""

    def __init__(self) -> None:
        self.writes = 0
        self.fails: Exception | None = None
        self.goes_on = asyncio.Event()
        self.goes_on.set()

    async def beat(self) -> None:
        self.writes += 1
        await self.goes_on.wait()
        if self.fails:
            raise self.fails


async def quiet() -> str:
    return ""


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def heart(disk: Disk, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Heart:
    monkeypatch.setattr(health, "PATIENCE", 0.05)
    return Heart(disk.beat, clock)


async def test_it_beats_at_most_every_few_seconds(heart: Heart, disk: Disk, clock: Clock) -> None:
    for _ in range(10):
        assert await heart.trouble() == ""
    assert disk.writes == 1
    clock.now += health.EVERY
    assert await heart.trouble() == ""
    assert disk.writes == 2


async def test_a_write_that_fails_is_told_until_one_succeeds(
    heart: Heart, disk: Disk, clock: Clock
) -> None:
    disk.fails = OSError("No space left on device")
    assert await heart.trouble() == "a write failed: No space left on device"
    disk.fails = None
    assert await heart.trouble() != ""
    clock.now += health.EVERY
    assert await heart.trouble() == ""


async def test_a_write_that_hangs_is_told_and_not_repeated(
    heart: Heart, disk: Disk, clock: Clock
) -> None:
    disk.goes_on.clear()
    assert await heart.trouble() == "a write has not come back for 0 s"
    clock.now += 60
    assert await heart.trouble() == "a write has not come back for 60 s"
    assert disk.writes == 1
    disk.goes_on.set()
    await asyncio.sleep(0)
    clock.now += 1
    assert await heart.trouble() == ""


async def test_all_who_ask_at_once_share_a_beat(heart: Heart, disk: Disk) -> None:
    assert set(await asyncio.gather(*(heart.trouble() for _ in range(20)))) == {""}
    assert disk.writes == 1


# --- over HTTP

Ask = Callable[..., Awaitable[tuple[int, str, Any]]]


@pytest.fixture
def metrics() -> Metrics:
    return Metrics(("message", "callback_query"))


@pytest.fixture
async def ask(heart: Heart, metrics: Metrics) -> AsyncIterator[Ask]:
    status = Status(Health({"telegram": quiet, "database": heart.trouble}), metrics)
    async with listening("127.0.0.1:0", status.answer) as at, aiohttp.ClientSession() as http:

        async def ask(path: str, method: str = "GET") -> tuple[int, str, Any]:
            async with http.request(method, f"http://{at}{path}") as answer:
                return answer.status, await answer.text(), answer.headers

        yield ask


async def test_all_is_well(ask: Ask) -> None:
    status, body, headers = await ask("/healthz")
    assert (status, body) == (200, '{"alive": true, "telegram": "ok", "database": "ok"}\n')
    assert headers["Content-Type"].startswith("application/json")


async def test_the_part_that_is_ill_is_named(ask: Ask, disk: Disk) -> None:
    disk.fails = OSError("read-only file system")
    status, body, _ = await ask("/healthz")
    assert status == 503
    assert '"telegram": "ok", "database": "a write failed: read-only file system"' in body
    assert (await ask("/healthz", "HEAD"))[:2] == (503, "")


async def test_there_is_nothing_else_and_nothing_to_change(ask: Ask) -> None:
    assert (await ask("/"))[0] == 404
    assert (await ask("/metrics/../healthz/x"))[0] == 404
    for path in ("/healthz", "/metrics"):
        assert (await ask(path, "POST"))[0] == 405


async def test_numbers_as_prometheus_reads_them(ask: Ask, metrics: Metrics) -> None:
    waiting = [3]
    metrics.queue("intake_backlog", "Updates that wait to be handled", lambda: waiting[0])
    metrics.taken("message")
    metrics.taken("whatever somebody sends")
    metrics.taken("and something else")
    metrics.handled(0.004)
    metrics.replied(0.2)
    metrics.called("sendMessage", "429")
    metrics.happened("answers_counted")
    status, body, headers = await ask("/metrics")
    assert (status, headers["Content-Type"].split(";")[0]) == (200, "text/plain")
    lines = body.splitlines()
    assert 'quizbot_updates_taken_total{kind="message"} 1.0' in lines
    assert 'quizbot_updates_taken_total{kind="other"} 2.0' in lines
    assert 'quizbot_commit_seconds_bucket{le="0.005"} 1.0' in lines
    assert 'quizbot_reply_seconds_bucket{le="0.1"} 0.0' in lines
    assert 'quizbot_api_calls_total{method="sendMessage",result="429"} 1.0' in lines
    assert "quizbot_answers_counted_total 1.0" in lines
    assert "quizbot_intake_backlog 3.0" in lines
    assert any(line.startswith("process_resident_memory_bytes ") for line in lines)
    waiting[0] = 0
    assert "quizbot_intake_backlog 0.0" in (await ask("/metrics"))[1]
    assert all(
        re.match(r"# |[a-z_]+(\{[^}]*\})? [-+0-9.einfa]+$", line, re.IGNORECASE) for line in lines
    )


async def test_what_the_database_holds_is_asked_when_somebody_asks(metrics: Metrics) -> None:
    held = [4]

    async def count() -> float:
        return held[0]

    metrics.kept("set_aside", "Updates that wait for somebody to look at them", count)
    assert b"quizbot_set_aside 4.0" in await metrics.rendered()
    held[0] = 0
    assert b"quizbot_set_aside 0.0" in await metrics.rendered()


async def test_two_bots_in_one_process_count_apart() -> None:
    one, other = Metrics(()), Metrics(())
    one.set_aside()
    assert b"quizbot_updates_set_aside_total 1.0" in await one.rendered()
    assert b"quizbot_updates_set_aside_total 0.0" in await other.rendered()


def test_what_happens_in_the_game_has_the_same_names_there_and_here() -> None:
    assert set(get_args(Happening)) == set(HAPPENINGS)
