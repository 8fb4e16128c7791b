"""What an operator, a supervisor and Prometheus see of the bot."""

import asyncio
import io
import json
import logging
import signal
import sqlite3
from contextlib import closing

import aiohttp
import pytest

from bot.telegram import owing
from bot.telegram.redact import guard
from bot.telegram.source import Pace
from bot.watch import logs
from tests.e2e.person import until
from tests.e2e.supervision import HOST, Supervisor, free_port


@pytest.fixture
def status():
    return f"{HOST}:{free_port()}"


@pytest.fixture
def healthz(town, status):
    async def look():
        try:
            async with town.http.get(f"http://{status}/healthz") as answer:
                return answer.status, await answer.json()
        except aiohttp.ClientConnectorError:
            return 0, {}

    return look


async def turns(healthz, wanted):
    """Ask until the status is this one; what is told then."""
    async with asyncio.timeout(15):
        while (found := await healthz())[0] != wanted:
            await asyncio.sleep(0.1)
    return found[1]


async def test_health_follows_telegram(a_bot, town, status, healthz):
    await a_bot("kitchen/tea", status_listen=status, pace=Pace(poll=1.0, answer=0.2, down=(0.05,)))
    assert await turns(healthz, 200) == {"alive": True, "telegram": "ok", "database": "ok"}
    town.far.fail_next("getUpdates", "drop", times=10_000)
    told = await turns(healthz, 503)
    assert told["telegram"].startswith("Telegram has not answered for ")
    assert told["database"] == "ok"
    town.far.fail_no_more()
    await turns(healthz, 200)


async def test_health_follows_the_disk(a_bot, town, status, healthz):
    await a_bot("kitchen/tea", status_listen=status)
    await turns(healthz, 200)
    with closing(sqlite3.connect(town.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        told = await turns(healthz, 503)
        other.execute("COMMIT")
    assert "a write has not come back" in told["database"]
    await turns(healthz, 200)


async def test_before_telegram_is_reached_health_is_told_too(a_bot, town, status, healthz):
    town.far.fail_next("getMe", "drop", times=10_000)
    await a_bot("kitchen/tea", status_listen=status, pace=Pace(poll=0.1, answer=0.1, down=(0.05,)))
    assert (await turns(healthz, 503))["database"] == "ok"
    town.far.fail_no_more()


async def test_numbers_of_a_quiz(a_bot, town, ben, status):
    await a_bot("kitchen/tea", status_listen=status)
    await ben.sends("/start set-tea")
    await ben.taps("Start", "Camellia", "Next", "Air", "Next", "Hot", "See your result")
    async with town.http.get(f"http://{status}/metrics") as answer:
        lines = (await answer.text()).splitlines()
    for line in (
        "quizbot_attempts_begun_total 1.0",
        "quizbot_attempts_finished_total 1.0",
        "quizbot_answers_counted_total 3.0",
        "quizbot_rounds_begun_total 0.0",
        "quizbot_intake_backlog 0.0",
        "quizbot_set_aside 0.0",
        'quizbot_updates_taken_total{kind="callback_query"} 7.0',
        'quizbot_api_calls_total{method="answerCallbackQuery",result="ok"} 7.0',
    ):
        assert line in lines, "\n".join(lines)
    assert not [line for line in lines if str(ben.id) in line or "Ben" in line]


async def test_a_supervisor_hears_how_far_it_is(a_process, town):
    town.serves("kitchen/tea")
    supervisor = Supervisor(town.folder / "notify")
    bot = await a_process(NOTIFY_SOCKET=supervisor.address, WATCHDOG_USEC="400000")
    await until(lambda: supervisor.heard)
    assert supervisor.heard[0] == "READY=1\nSTATUS=Serving 1 sets as @demo_quiz_bot"
    await until(lambda: supervisor.heard.count("WATCHDOG=1") > 3)
    town.serves("sky/moon")
    bot.process.send_signal(signal.SIGHUP)
    await bot.says("taken in anew")
    await until(lambda: "READY=1\nSTATUS=Serving 2 sets as @demo_quiz_bot" in supervisor.heard)
    assert any(each.startswith("RELOADING=1\nMONOTONIC_USEC=") for each in supervisor.heard)
    assert await bot.is_asked_to_end() == 0
    assert supervisor.heard[-1] == "STOPPING=1"
    supervisor.close()


async def test_a_supervisor_hears_nothing_while_writing_hangs(a_process, town):
    town.serves("kitchen/tea")
    supervisor = Supervisor(town.folder / "notify")
    bot = await a_process(NOTIFY_SOCKET=supervisor.address, WATCHDOG_USEC="400000")
    await until(lambda: "WATCHDOG=1" in supervisor.heard)
    with closing(sqlite3.connect(town.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await asyncio.sleep(5.5)  # the next beat has begun by now, and hangs
        before = len(supervisor.heard)
        await asyncio.sleep(1.5)
        assert len(supervisor.heard) == before
        other.execute("COMMIT")
    await until(lambda: len(supervisor.heard) > before)
    assert await bot.is_asked_to_end() == 0
    supervisor.close()


ODD = "Zoë Ünlikely-Name\u202e\n2026-11-22 CRITICAL"
TYPED = ("verde", "arancione-perhaps", "no colour at all\nINFO forged")


@pytest.fixture(params=["text", "json"])
def log_of_all(request, monkeypatch):
    """The log from DEBUG on, in each form."""
    root, ours = logging.getLogger(), logging.getLogger("bot")
    kept = root.handlers[:], root.level, ours.level
    monkeypatch.setattr("sys.excepthook", None)
    monkeypatch.setattr("threading.excepthook", None)
    root.handlers[:] = []
    handler = logs.set_up(request.param, lambda: owing.current() and 1, logging.DEBUG)
    stream = io.StringIO()
    handler.setStream(stream)
    guard(handler)
    yield stream.getvalue
    root.handlers[:], level, ours.level = kept
    root.setLevel(level)


async def test_nobody_is_named_in_the_log(log_of_all, a_bot, town):
    """Not even where things go wrong on the way."""
    zoe = town.joins(ODD, "it", last_name="Unheardof", username="zoe_unheardof")
    await a_bot("kinds/short")
    await zoe.sends("/start set-short")
    await zoe.taps("Inizia")
    town.far.fail_next("editMessageText", (400, "Bad Request: something", None))
    town.far.fail_next("sendMessage", (500, "Internal Server Error", None))
    for text in TYPED:
        await zoe.sends(text)
    await zoe.sends("/settings")
    await zoe.sends("/forget")
    said = log_of_all()
    assert "Serving" in said
    for secret in ("Zoë", "nlikely", "nheardof", "zoe_", *TYPED, "forged", town.far.token):
        assert secret not in said
        assert json.dumps(secret)[1:-1] not in said
    assert "was not shown something" in said
