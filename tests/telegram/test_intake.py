"""Updates in: every chat in order, chats side by side, none lost, none twice."""

import asyncio
import logging
import time
from collections import defaultdict
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import Bot, Update

from bot.demo.server import StandIn
from bot.store.database import DatabaseFailed
from bot.telegram.intake import Intake
from bot.telegram.request import AiohttpRequest
from tests.demo.conftest import Someone
from tests.telegram.conftest import Rest, bot_at, until
from tests.telegram.desk import QUICK, Desk, open_desk, polling_for, raising, stumbling


async def test_one_chat_is_handled_in_order(far: StandIn, bot: Bot, anna: Someone) -> None:
    desk = Desk()
    said = [f"word {number}" for number in range(20)]
    desk.on["word 0"] = lambda: asyncio.sleep(0.05)
    for text in said:
        await anna.sends(text)
    async with open_desk(polling_for(bot, desk)):
        await until(lambda: len(desk.handled) == 20)
    assert desk.handled == said == desk.begun
    assert far.world.updates.pending() == []


async def test_a_slow_chat_does_not_keep_others_waiting(
    far: StandIn, bot: Bot, anna: Someone, ben: Someone
) -> None:
    desk, ready = Desk(), asyncio.Event()
    desk.on["slow"] = ready.wait
    await anna.sends("slow")
    await anna.sends("after it")
    async with open_desk(polling_for(bot, desk)):
        await until(lambda: desk.begun == ["slow"])
        for number in range(5):
            await ben.sends(f"ben {number}")
            await until(lambda number=number: desk.handled[-1:] == [f"ben {number}"])
        assert len(far.world.updates.pending()) == 7  # the oldest holds back the confirmation
        ready.set()
        await until(lambda: desk.handled[-1] == "after it")
        await until(lambda: not far.world.updates.pending())
    assert all(desk.tries(text) == 1 for text in desk.begun)


async def test_asking_again_while_one_is_slow_is_no_mill(
    far: StandIn, bot: Bot, anna: Someone
) -> None:
    desk, ready = Desk(), asyncio.Event()
    desk.on["slow"] = ready.wait
    await anna.sends("slow")
    began = time.monotonic()
    async with open_desk(polling_for(bot, desk, pace=replace(QUICK, batch=0.05))):
        await until(lambda: sum(asked.method == "getUpdates" for asked in far.requests) == 6)
        ready.set()
    assert time.monotonic() - began >= 5 * 0.05


async def test_a_hundred_behind_a_hopeless_one_wait_and_then_all_come(
    far: StandIn, bot: Bot, anna: Someone, ben: Someone
) -> None:
    desk, ready = Desk(), asyncio.Event()

    async def hopeless() -> None:
        await ready.wait()
        raise ValueError

    desk.on["hopeless"] = hopeless
    said = [f"word {number}" for number in range(150)]
    await anna.sends("hopeless")
    for text in said:
        await ben.sends(text)
    async with open_desk(polling_for(bot, desk)):
        await until(lambda: len(desk.handled) == 99)  # all that is handed out behind it
        ready.set()
        await until(lambda: len(desk.handled) == 150)
    assert desk.handled == said
    assert far.world.updates.pending() == []


async def test_what_fails_at_every_try_is_set_aside_and_the_rest_goes_on(
    far: StandIn, bot: Bot, anna: Someone, rest: Rest, caplog: pytest.LogCaptureFixture
) -> None:
    desk = Desk()
    desk.on["boom"] = raising(ValueError("no such thing \ud800"))
    for text in ("one", "boom", "two"):
        await anna.sends(text)
    async with open_desk(polling_for(bot, desk, rest)):
        await until(lambda: desk.handled == ["one", "two"])
    assert desk.begun == ["one", "boom", "boom", "boom", "two"]
    assert rest.slept == [0.5, 2.0]
    ((number, body, error),) = desk.aside
    assert body["update_id"] == number
    assert body["message"]["text"] == "boom"
    assert error == "ValueError: no such thing \\ud800"
    assert desk.sorry == ["boom"]
    assert far.world.updates.pending() == []
    assert "Traceback" in caplog.text


async def test_what_fails_twice_and_then_works_is_simply_handled(
    bot: Bot, anna: Someone, rest: Rest
) -> None:
    desk = Desk()
    desk.on["shaky"] = stumbling(2, OSError("not now"))
    await anna.sends("shaky")
    async with open_desk(polling_for(bot, desk, rest)):
        await until(lambda: desk.handled == ["shaky"])
    assert desk.tries("shaky") == 3
    assert not desk.aside
    assert not desk.sorry


async def test_what_never_ends_is_set_aside_too(far: StandIn, bot: Bot, anna: Someone) -> None:
    desk = Desk()
    desk.on["endless"] = asyncio.Event().wait
    await anna.sends("endless")
    await anna.sends("next")
    async with open_desk(polling_for(bot, desk, try_seconds=0.02)):
        await until(lambda: desk.handled == ["next"])
    assert desk.tries("endless") == 3
    assert desk.aside[0][2].startswith("TimeoutError")


async def test_a_handler_that_is_cancelled_from_within_has_failed(bot: Bot, anna: Someone) -> None:
    desk = Desk()
    desk.on["odd"] = raising(asyncio.CancelledError())
    await anna.sends("odd")
    await anna.sends("next")
    async with open_desk(polling_for(bot, desk)):
        await until(lambda: desk.handled == ["next"])
    assert len(desk.aside) == 1


async def test_what_cannot_be_read_is_set_aside_at_once(
    far: StandIn, bot: Bot, anna: Someone, rest: Rest
) -> None:
    desk = Desk()
    await anna.sends("before")
    far.world.updates.put("message", {"what": "is this?"})
    await anna.sends("after")
    async with open_desk(polling_for(bot, desk, rest)):
        await until(lambda: desk.handled == ["before", "after"])
    assert [body["message"] for _, body, _ in desk.aside] == [{"what": "is this?"}]
    assert rest.slept == []
    assert desk.sorry == []
    assert far.world.updates.pending() == []


async def test_an_apology_that_fails_harms_nobody(
    bot: Bot, anna: Someone, caplog: pytest.LogCaptureFixture
) -> None:
    desk = Desk()
    desk.on["boom"] = raising(ValueError())
    desk.apologise = raising(RuntimeError("speechless"))
    await anna.sends("boom")
    await anna.sends("next")
    async with open_desk(polling_for(bot, desk)):
        await until(lambda: desk.handled == ["next"])
    assert len(desk.aside) == 1
    assert "could be told" in caplog.text


async def test_a_failing_database_ends_it_all_and_loses_nothing(
    far: StandIn, bot: Bot, anna: Someone, ben: Someone
) -> None:
    desk = Desk()
    desk.on["write"] = raising(DatabaseFailed("disk full"))
    await ben.sends("fine")
    await anna.sends("write")
    await ben.sends("more")
    polling = polling_for(bot, desk)
    await polling.connect()
    with pytest.raises(DatabaseFailed, match="disk full"):
        await polling.run()
    assert desk.tries("write") == 1
    assert not desk.aside
    assert "write" in [update["message"]["text"] for update in far.world.updates.pending()]

    healed = Desk()
    async with open_desk(polling_for(bot, healed)):
        await until(lambda: {"write", "more"} <= set(healed.handled))
    assert far.world.updates.pending() == []


async def test_where_nothing_can_be_set_aside_nothing_is_confirmed(
    far: StandIn, bot: Bot, anna: Someone
) -> None:
    desk = Desk()
    desk.on["boom"] = raising(ValueError())

    async def set_aside(number: int, body: str, error: str) -> None:
        raise DatabaseFailed("read-only")

    desk.set_aside = set_aside
    await anna.sends("boom")
    polling = polling_for(bot, desk)
    await polling.connect()
    with pytest.raises(DatabaseFailed):
        await polling.run()
    assert len(far.world.updates.pending()) == 1


async def test_what_a_killed_bot_had_not_finished_comes_again(
    far: StandIn, bot: Bot, anna: Someone, ben: Someone
) -> None:
    desk = Desk()
    desk.on["long work"] = asyncio.Event().wait
    await anna.sends("done")
    await anna.sends("long work")
    await ben.sends("meanwhile")
    polling = polling_for(bot, desk)
    await polling.connect()
    running = asyncio.create_task(polling.run())
    await until(lambda: "meanwhile" in desk.handled and "long work" in desk.begun)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running

    reborn = Desk()
    async with bot_at(far.url, far.token) as second, open_desk(polling_for(second, reborn)):
        await until(lambda: {"long work", "meanwhile"} <= set(reborn.handled))
    assert far.world.updates.pending() == []


async def test_stopping_finishes_what_is_under_way_and_confirms_it(
    far: StandIn, bot: Bot, anna: Someone
) -> None:
    desk = Desk()
    desk.on["long work"] = lambda: asyncio.sleep(0.1)
    await anna.sends("long work")
    await anna.sends("after it")
    async with open_desk(polling_for(bot, desk)) as running:
        await until(lambda: desk.begun)
        assert not running.done()
    assert desk.handled == ["long work", "after it"]
    assert far.world.updates.pending() == []


async def test_stopping_has_patience_only_for_so_long(
    far: StandIn, bot: Bot, anna: Someone, ben: Someone
) -> None:
    desk = Desk()
    desk.on["endless"] = asyncio.Event().wait
    await ben.sends("fine")
    await anna.sends("endless")
    async with open_desk(polling_for(bot, desk, pace=replace(QUICK, grace=0.05))):
        await until(lambda: "endless" in desk.begun and "fine" in desk.handled)
    texts = [update["message"]["text"] for update in far.world.updates.pending()]
    assert texts == ["endless"]


async def test_an_update_under_way_is_not_taken_twice(bot: Bot) -> None:
    desk, ready = Desk(), asyncio.Event()
    desk.on["once"] = ready.wait
    intake = Intake(bot, desk.handle, desk.set_aside, desk.apologise)
    raw = _message(7, chat=1, text="once")
    first, second = intake.take(raw), intake.take(raw)
    assert first is second
    ready.set()
    await first
    assert desk.handled == ["once"]
    await intake.close()


@settings(max_examples=40)
@given(st.data())
def test_whatever_stumbles_each_chat_keeps_its_order_and_nothing_is_lost(
    data: st.DataObject,
) -> None:
    chats = data.draw(st.lists(st.integers(1, 4), max_size=30), label="chat of each update")
    fails = data.draw(
        st.lists(st.integers(0, 4), min_size=len(chats), max_size=len(chats)), label="failures"
    )
    handled, aside = asyncio.run(_story(chats, fails))
    for chat in set(chats):
        mine = [number for number, of in enumerate(chats) if of == chat]
        assert handled[chat] == [number for number in mine if fails[number] < 3]
    assert sorted(aside) == [number for number, count in enumerate(fails) if count >= 3]


async def _story(chats: list[int], fails: list[int]) -> tuple[dict[int, list[int]], list[int]]:
    handled: dict[int, list[int]] = defaultdict(list)
    aside: list[int] = []
    left = list(fails)

    async def handle(update: Update) -> None:
        await asyncio.sleep(0)
        if left[update.update_id]:
            left[update.update_id] -= 1
            raise ValueError
        assert update.effective_chat is not None
        handled[update.effective_chat.id].append(update.update_id)

    async def set_aside(number: int, body: str, error: str) -> None:
        aside.append(number)

    async def apologise(update: Update) -> None:
        pass

    logging.getLogger("bot.telegram.intake").disabled = True
    try:
        request = AiohttpRequest(proxies={})
        bot = Bot("1:x", request=request, get_updates_request=request)
        intake = Intake(bot, handle, set_aside, apologise, sleep=Rest())
        taken = [intake.take(_message(number, chat, "hi")) for number, chat in enumerate(chats)]
        if taken:
            await asyncio.wait(taken)
        await intake.close()
    finally:
        logging.getLogger("bot.telegram.intake").disabled = False
    return handled, aside


def _message(number: int, chat: int, text: str) -> dict[str, object]:
    return {
        "update_id": number,
        "message": {
            "message_id": 1,
            "date": 1_700_000_000,
            "chat": {"id": chat, "type": "private", "first_name": "A"},
            "text": text,
        },
    }
