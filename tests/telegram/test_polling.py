"""Polling: when Telegram is away, refuses, answers nonsense, or numbers anew."""

import asyncio
import logging
import random
import socket
import traceback

import aiohttp
import pytest
from aiohttp import web
from telegram import Bot
from telegram.error import Conflict

from bot.demo.server import HOST, StandIn
from bot.store.database import Database
from bot.telegram.source import TokenRejected
from tests.demo.conftest import Clock, Someone
from tests.telegram.conftest import Rest, bot_at, until
from tests.telegram.desk import ALLOWED, Desk, open_desk, polling_for, run

CONFLICT = (409, "Conflict: terminated by other getUpdates request", None)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


async def test_only_the_kinds_that_are_handled_are_asked_for(
    far: StandIn, bot: Bot, anna: Someone, db: Database
) -> None:
    desk = Desk(db)
    async with open_desk(polling_for(bot, desk)):
        await anna.sends("hello")
        await until(lambda: desk.handled)
    assert far.world.updates.allowed == ALLOWED


async def test_an_offset_is_only_sent_to_confirm(
    far: StandIn, bot: Bot, anna: Someone, db: Database
) -> None:
    desk = Desk(db)
    await anna.sends("hello")
    async with open_desk(polling_for(bot, desk)) as running:
        await until(lambda: sum("offset" in asked.params for asked in far.requests) == 1)
        await anna.sends("again")
        await until(lambda: len(desk.handled) == 2)
        assert not running.done()
    polls = [asked.params for asked in far.requests if asked.method == "getUpdates"]
    assert "offset" not in polls[0]


async def test_numbers_may_start_anew_after_an_idle_week(
    http: aiohttp.ClientSession, db: Database
) -> None:
    clock, desk = Clock(), Desk(db)
    async with StandIn(clock=clock, chance=random.Random(3)) as far:
        anna = Someone(far, http, next(iter(far.world.people)))
        async with bot_at(far.url, far.token) as bot, open_desk(polling_for(bot, desk)):
            for week in range(8):
                clock.now += 8 * 24 * 3600
                # The second comes while no poll waits for it.
                desk.on[f"week {week}"] = lambda week=week: anna.sends(f"more {week}")
                await anna.sends(f"week {week}")
                await until(lambda week=week: desk.handled[-1:] == [f"more {week}"])
                await until(lambda: not far.world.updates.pending())  # a week is long enough
    assert desk.numbers != sorted(desk.numbers), "this seed never goes down; take another"
    assert len(desk.handled) == 16


async def test_a_webhook_is_removed_and_what_waits_is_kept(
    far: StandIn, bot: Bot, anna: Someone, db: Database
) -> None:
    far.world.webhook = {"url": "https://127.0.0.1:9/hook"}
    await anna.sends("while the hook was there")
    desk = Desk(db)
    async with open_desk(polling_for(bot, desk)):
        await until(lambda: desk.handled)
    assert far.world.webhook == {}
    assert desk.handled == ["while the hook was there"]


async def test_the_network_may_be_down_at_the_start(
    http: aiohttp.ClientSession, caplog: pytest.LogCaptureFixture, db: Database
) -> None:
    caplog.set_level(logging.INFO, "bot")
    port, desk = free_port(), Desk(db)
    far = StandIn(port=port)
    many = asyncio.Event()

    class Waking(Rest):
        async def __call__(self, seconds: float) -> None:
            await super().__call__(seconds)
            if len(self.slept) == 7:
                many.set()
            await asyncio.sleep(0.01)

    rest = Waking()
    async with bot_at(f"http://{HOST}:{port}", far.token) as bot:
        polling = polling_for(bot, desk, rest)
        connecting = asyncio.create_task(polling.connect())
        await many.wait()
        assert not connecting.done()
        async with far:
            await connecting
            anna = Someone(far, http, next(iter(far.world.people)))
            async with open_desk(polling):
                await anna.sends("at last")
                await until(lambda: desk.handled == ["at last"])
    assert rest.slept[:7] == [1, 2, 5, 10, 30, 30, 30]
    said = [record.message for record in caplog.records if "reached" in record.message]
    assert len(said) == 2, said
    assert "trying until it can" in said[0]
    assert "again" in said[1]


async def test_it_can_be_stopped_while_the_network_is_down(db: Database) -> None:
    async with bot_at(f"http://{HOST}:{free_port()}", "1:x") as bot:
        polling = polling_for(bot, Desk(db))
        connecting = asyncio.create_task(polling.connect())
        await asyncio.sleep(0.02)
        polling.stop()
        await asyncio.wait_for(connecting, 2)
        await asyncio.wait_for(run(polling), 2)


async def test_a_dropped_connection_is_bridged(
    far: StandIn, bot: Bot, anna: Someone, rest: Rest, db: Database
) -> None:
    desk = Desk(db)
    far.fail_next("getUpdates", "drop", times=3)
    far.fail_next("getUpdates", (502, "Bad Gateway", None))
    await anna.sends("hello")
    async with open_desk(polling_for(bot, desk, rest)):
        await until(lambda: desk.handled == ["hello"])
    assert rest.slept == [1, 2, 5, 10]


@pytest.mark.parametrize("token", ["1234567:somebody-elses-token-somebody-elses", "7:a"])
async def test_a_rejected_token_ends_it_without_being_told(
    far: StandIn, token: str, db: Database
) -> None:
    async with bot_at(far.url, token) as bot:
        with pytest.raises(TokenRejected) as caught:
            await polling_for(bot, Desk(db)).connect()
    assert token not in "".join(traceback.format_exception(caught.value))


async def test_a_token_revoked_later_ends_it(far: StandIn, bot: Bot, db: Database) -> None:
    polling = polling_for(bot, Desk(db))
    await polling.connect()
    far.fail_next("getUpdates", (401, "Unauthorized", None))
    with pytest.raises(TokenRejected):
        await run(polling)


async def test_one_conflict_is_waited_out(
    far: StandIn, bot: Bot, anna: Someone, rest: Rest, db: Database
) -> None:
    desk = Desk(db)
    far.fail_next("getUpdates", CONFLICT)
    await anna.sends("hello")
    async with open_desk(polling_for(bot, desk, rest)):
        await until(lambda: desk.handled == ["hello"])
    assert rest.slept == [60]


async def test_a_second_conflict_ends_it_also_when_there_was_peace_between(
    far: StandIn, bot: Bot, anna: Someone, rest: Rest, db: Database
) -> None:
    clock = Clock()
    desk = Desk(db)
    polling = polling_for(bot, desk, rest, clock=clock)
    await polling.connect()
    far.fail_next("getUpdates", CONFLICT)
    running = asyncio.create_task(run(polling))
    await anna.sends("hello")
    await until(lambda: desk.handled == ["hello"])
    clock.now += 120
    far.fail_next("getUpdates", CONFLICT, times=1)
    await anna.sends("wakes the poll")
    with pytest.raises(Conflict):
        await asyncio.wait_for(running, 5)


async def test_a_conflict_of_long_ago_is_forgotten(
    far: StandIn, bot: Bot, anna: Someone, rest: Rest, db: Database
) -> None:
    clock, desk = Clock(), Desk(db)
    async with open_desk(polling_for(bot, desk, rest, clock=clock)):
        for text in ("one", "two"):
            far.fail_next("getUpdates", CONFLICT)
            await anna.sends(text)
            await until(lambda text=text: desk.handled[-1:] == [text])
            await anna.sends(f"wakes after {text}")
            await until(lambda text=text: desk.handled[-1] == f"wakes after {text}")
            clock.now += 3600
    assert rest.slept == [60, 60]


async def test_too_many_requests_are_answered_with_the_asked_for_patience(
    far: StandIn, bot: Bot, anna: Someone, rest: Rest, db: Database
) -> None:
    desk = Desk(db)
    far.fail_next("getUpdates", (429, "Too Many Requests: retry after 7", {"retry_after": 7}))
    await anna.sends("hello")
    async with open_desk(polling_for(bot, desk, rest)):
        await until(lambda: desk.handled == ["hello"])
    assert rest.slept == [7]


@pytest.mark.parametrize(
    "body",
    [
        b"<html>Bad gateway</html>",
        b"\xff\xfe",
        b"[1, 2]",
        b"null",
        b'{"ok": true}',
        b'{"ok": true, "result": {"no": "list"}}',
        b'{"ok": true, "result": [5]}',
        b'{"ok": true, "result": [{"message": {}}]}',
        b'{"ok": false, "error_code": 500, "description": "?"}',
    ],
)
async def test_nonsense_is_asked_for_again(body: bytes, rest: Rest, db: Database) -> None:
    answers = [body, b'{"ok": true, "result": [{"update_id": 5, "message": ["?"]}]}']
    asked = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.query.get("offset"))
        empty = b'{"ok": true, "result": []}'
        return web.Response(body=answers.pop(0) if answers else empty)

    app = web.Application()
    app.router.add_post("/bot1:x/getUpdates", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, HOST, 0).start()
    desk = Desk(db)
    try:
        async with bot_at(f"http://{HOST}:{runner.addresses[0][1]}", "1:x") as bot:
            polling = polling_for(bot, desk, rest)
            running = asyncio.create_task(run(polling))
            await until(lambda: "6" in asked)
            polling.stop()
            await running
    finally:
        await runner.cleanup()
    assert rest.slept == [1]
    assert [number for number, _, _ in desk.aside] == [5]


async def test_it_is_known_when_telegram_last_answered(
    far: StandIn, bot: Bot, anna: Someone, db: Database
) -> None:
    clock, desk = Clock(), Desk(db)
    polling = polling_for(bot, desk, clock=clock)
    async with open_desk(polling):
        clock.now += 30
        await anna.sends("hello")
        await until(lambda: desk.handled)
        assert polling._polled_at == clock.now
