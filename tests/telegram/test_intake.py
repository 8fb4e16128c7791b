"""Updates in: every chat in order, chats side by side, none lost, none twice."""

import asyncio
import logging
import sqlite3
import threading
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import Bot, Update

from bot.demo.server import StandIn
from bot.play.inbox import Inbox
from bot.store.database import Database, DatabaseFailed
from bot.store.inbox import set_aside
from bot.telegram import intake as intake_module
from bot.telegram.intake import Intake
from bot.telegram.owing import current
from bot.telegram.reading import LONGEST
from bot.telegram.request import AiohttpRequest
from bot.watch.metrics import Metrics
from tests.demo.conftest import Someone
from tests.telegram.conftest import Rest, bot_at, until
from tests.telegram.desk import Desk, intake_for, open_desk, polling_for, raising, run, stumbling


async def test_one_chat_is_handled_in_order(
    far: StandIn, bot: Bot, anna: Someone, db: Database
) -> None:
    desk = Desk(db)
    said = [f"word {number}" for number in range(20)]
    desk.on["word 0"] = lambda: asyncio.sleep(0.05)
    for text in said:
        await anna.sends(text)
    async with open_desk(polling_for(bot, desk)):
        await until(lambda: len(desk.handled) == 20)
    assert desk.handled == said == desk.begun
    assert far.world.updates.pending() == []


async def test_a_slow_chat_does_not_keep_others_waiting(
    far: StandIn, bot: Bot, anna: Someone, ben: Someone, db: Database
) -> None:
    desk, ready = Desk(db), asyncio.Event()
    desk.on["slow"] = ready.wait
    await anna.sends("slow")
    await anna.sends("after it")
    async with open_desk(polling_for(bot, desk)):
        await until(lambda: desk.begun == ["slow"])
        for number in range(5):
            await ben.sends(f"ben {number}")
            await until(lambda number=number: desk.handled[-1:] == [f"ben {number}"])
        await until(lambda: not far.world.updates.pending())  # nor does it hold back Telegram
        await until(lambda: desk.waiting == ["slow", "after it"])
        ready.set()
        await until(lambda: desk.handled[-1] == "after it")
        await until(lambda: not desk.waiting)
    assert all(desk.tries(text) == 1 for text in desk.begun)


async def test_what_closes_something_waits_for_what_came_before_it_elsewhere(
    far: StandIn, bot: Bot, anna: Someone, ben: Someone, db: Database
) -> None:
    desk = Desk(db)
    source = polling_for(bot, desk)
    desk.on["slow"] = lambda: asyncio.sleep(0.05)
    desk.on["close"] = source._intake.earlier
    desk.on["hopeless"] = lambda: asyncio.sleep(60)
    desk.on["close too"] = lambda: source._intake.earlier(0.05)
    for who, text in ((anna, "slow"), (ben, "close"), (anna, "hopeless"), (ben, "close too")):
        await who.sends(text)
    async with open_desk(source):
        await until(lambda: "close too" in desk.handled)
    assert desk.handled == ["slow", "close", "close too"]


async def test_whatever_comes_behind_a_hopeless_one_does_not_wait_for_it(
    far: StandIn, bot: Bot, anna: Someone, ben: Someone, db: Database
) -> None:
    desk, ready = Desk(db), asyncio.Event()

    async def hopeless() -> None:
        await ready.wait()
        raise ValueError

    desk.on["hopeless"] = hopeless
    said = [f"word {number}" for number in range(150)]
    await anna.sends("hopeless")
    for text in said:
        await ben.sends(text)
    async with open_desk(polling_for(bot, desk)):
        await until(lambda: len(desk.handled) == 150)
        assert not desk.aside
        ready.set()
    assert desk.handled == said
    assert len(desk.aside) == 1
    assert far.world.updates.pending() == []


async def test_what_fails_at_every_try_is_set_aside_and_the_rest_goes_on(
    far: StandIn,
    bot: Bot,
    anna: Someone,
    rest: Rest,
    caplog: pytest.LogCaptureFixture,
    db: Database,
) -> None:
    desk = Desk(db)
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


async def test_of_a_tapped_message_only_which_it_is_gets_kept(
    bot: Bot, rest: Rest, db: Database
) -> None:
    desk = Desk(db)  # which cannot handle a tap, so that it stays in the inbox
    chat = {"id": 7, "type": "supergroup", "title": "Class", "is_forum": True}
    named = {"message_id": 3, "date": 1, "chat": chat, "message_thread_id": 9}
    named["is_topic_message"] = True
    shown = {"text": "Which harbour?", "reply_markup": {"inline_keyboard": []}}
    person = {"id": 8, "is_bot": False, "first_name": "Anna"}
    query = {"id": "1", "from": person, "chat_instance": "1", "data": "1x"}
    await bot.initialize()
    intake = intake_for(bot, desk, rest)
    await intake.take([{"update_id": 5, "callback_query": {**query, "message": named | shown}}])
    await until(lambda: desk.aside)
    ((_, body, _),) = desk.aside
    assert body == {"update_id": 5, "callback_query": {**query, "message": named}}
    await intake.close()


async def test_what_fails_twice_and_then_works_is_simply_handled(
    bot: Bot, anna: Someone, rest: Rest, db: Database
) -> None:
    desk = Desk(db)
    desk.on["shaky"] = stumbling(2, OSError("not now"))
    await anna.sends("shaky")
    async with open_desk(polling_for(bot, desk, rest)):
        await until(lambda: desk.handled == ["shaky"])
    assert desk.tries("shaky") == 3
    assert not desk.aside
    assert not desk.sorry


async def test_what_never_ends_is_set_aside_too(
    far: StandIn, bot: Bot, anna: Someone, db: Database
) -> None:
    desk = Desk(db)
    desk.on["endless"] = asyncio.Event().wait
    await anna.sends("endless")
    await anna.sends("next")
    async with open_desk(polling_for(bot, desk, try_seconds=0.02)):
        await until(lambda: desk.handled == ["next"])
    assert desk.tries("endless") == 3
    assert desk.aside[0][2].startswith("TimeoutError")


async def test_a_handler_that_is_cancelled_from_within_has_failed(
    bot: Bot, anna: Someone, db: Database
) -> None:
    desk = Desk(db)
    desk.on["odd"] = raising(asyncio.CancelledError())
    await anna.sends("odd")
    await anna.sends("next")
    async with open_desk(polling_for(bot, desk)):
        await until(lambda: desk.handled == ["next"])
    assert len(desk.aside) == 1


async def test_what_cannot_be_read_is_set_aside_at_once(
    far: StandIn, bot: Bot, anna: Someone, rest: Rest, db: Database
) -> None:
    desk = Desk(db)
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
    bot: Bot, anna: Someone, caplog: pytest.LogCaptureFixture, db: Database
) -> None:
    desk = Desk(db)
    desk.on["boom"] = raising(ValueError())
    desk.apologise = raising(RuntimeError("speechless"))
    await anna.sends("boom")
    await anna.sends("next")
    async with open_desk(polling_for(bot, desk)):
        await until(lambda: desk.handled == ["next"])
    assert len(desk.aside) == 1
    assert "could be told" in caplog.text


async def test_a_failing_database_ends_it_all_and_loses_nothing(
    far: StandIn, bot: Bot, anna: Someone, ben: Someone, db: Database
) -> None:
    desk = Desk(db)
    desk.on["write"] = raising(DatabaseFailed("disk full"))
    await ben.sends("fine")
    await anna.sends("write")
    await ben.sends("more")
    polling = polling_for(bot, desk)
    await polling.connect()
    with pytest.raises(DatabaseFailed, match="disk full"):
        await run(polling)
    assert desk.tries("write") == 1
    assert not desk.aside
    assert "write" in desk.waiting

    healed = Desk(db)
    async with open_desk(polling_for(bot, healed)):
        await until(lambda: {"fine", "write", "more"} <= {*desk.handled, *healed.handled})
        await until(lambda: not healed.waiting)
    assert far.world.updates.pending() == []


async def test_what_cannot_be_kept_is_not_confirmed(
    far: StandIn, bot: Bot, anna: Someone, db: Database
) -> None:
    desk = Desk(db)
    await db.write(lambda c: c.execute("PRAGMA query_only = ON") and None)
    await anna.sends("hello")
    polling = polling_for(bot, desk)
    await polling.connect()
    with pytest.raises(DatabaseFailed, match="readonly"):
        await run(polling)
    assert not desk.begun
    assert len(far.world.updates.pending()) == 1


async def test_where_nothing_can_be_set_aside_it_ends(
    bot: Bot, anna: Someone, db: Database
) -> None:
    desk = Desk(db)

    async def boom() -> None:
        await db.write(lambda c: c.execute("PRAGMA query_only = ON") and None)
        raise ValueError

    desk.on["boom"] = boom
    await anna.sends("boom")
    polling = polling_for(bot, desk)
    await polling.connect()
    with pytest.raises(DatabaseFailed, match="readonly"):
        await run(polling)
    assert desk.waiting == ["boom"]


async def test_what_a_killed_bot_had_not_finished_comes_again(
    far: StandIn, bot: Bot, anna: Someone, ben: Someone, db: Database
) -> None:
    desk = Desk(db)
    desk.on["long work"] = asyncio.Event().wait
    await anna.sends("done")
    await anna.sends("long work")
    await ben.sends("meanwhile")
    polling = polling_for(bot, desk)
    await polling.connect()
    running = asyncio.create_task(run(polling))
    await until(lambda: "meanwhile" in desk.handled and "long work" in desk.begun)
    await until(lambda: desk.waiting == ["long work"])
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running

    reborn = Desk(db)
    async with bot_at(far.url, far.token) as second, open_desk(polling_for(second, reborn)):
        await until(lambda: reborn.handled == ["long work"])
        await until(lambda: not reborn.waiting)
    assert far.world.updates.pending() == []


async def test_stopping_finishes_what_is_under_way_and_confirms_it(
    far: StandIn, bot: Bot, anna: Someone, db: Database
) -> None:
    desk = Desk(db)
    desk.on["long work"] = lambda: asyncio.sleep(0.1)
    await anna.sends("long work")
    await anna.sends("after it")
    async with open_desk(polling_for(bot, desk)) as running:
        await until(lambda: desk.begun)
        assert not running.done()
    assert desk.handled == ["long work", "after it"]
    assert far.world.updates.pending() == []


async def test_stopping_has_patience_only_for_so_long(
    far: StandIn, bot: Bot, anna: Someone, ben: Someone, db: Database
) -> None:
    desk = Desk(db)
    desk.on["endless"] = asyncio.Event().wait
    await ben.sends("fine")
    await anna.sends("endless")
    async with open_desk(polling_for(bot, desk), grace=0.05):
        await until(lambda: "endless" in desk.begun and "fine" in desk.handled)
        await until(lambda: desk.waiting == ["endless"])
    assert desk.waiting == ["endless"]
    assert far.world.updates.pending() == []


async def test_what_is_on_disk_is_handled_even_if_whoever_brought_it_was_broken_off(
    bot: Bot, db: Database
) -> None:
    desk, busy, free = Desk(db), threading.Event(), threading.Event()
    intake = intake_for(bot, desk)

    def takes_long(_: sqlite3.Connection) -> None:
        busy.set()
        free.wait(5)

    long_write = asyncio.create_task(db.write(takes_long))
    await until(busy.is_set)
    taking = asyncio.create_task(intake.take([_message(1, chat=1, text="hello")]))
    await asyncio.sleep(0.05)
    taking.cancel()
    await asyncio.wait({taking})
    free.set()
    await long_write
    await intake.finish(2.0)
    assert taking.cancelled()
    assert desk.handled == ["hello"]
    assert not desk.waiting
    await intake.close()


async def test_an_update_that_is_known_is_not_taken_twice(bot: Bot, db: Database) -> None:
    desk, ready = Desk(db), asyncio.Event()
    desk.on["once"] = ready.wait
    intake = intake_for(bot, desk)
    raw = _message(7, chat=1, text="once")
    await intake.take([raw])
    await intake.take([raw])
    ready.set()
    await until(lambda: not desk.waiting)
    await intake.take([raw])  # on its way to us once more, although it is done
    await intake.finish(1)
    assert desk.handled == ["once"]
    assert await db.read(lambda c: c.execute("SELECT body FROM inbox").fetchall()) == [("",)]
    await intake.close()


async def test_it_is_done_only_when_what_it_asked_for_was_said(bot: Bot, db: Database) -> None:
    desk, owed = Desk(db), []

    async def talk() -> None:
        owing = current()
        assert owing is not None
        owing.owe()
        owed.append(owing)

    desk.on["talk to me"] = talk
    intake = intake_for(bot, desk)
    await intake.take([_message(7, chat=1, text="talk to me")])
    await intake.finish(1)
    assert desk.handled == ["talk to me"]
    assert desk.waiting == ["talk to me"]
    owed[0].pay()
    await intake.finish(1)
    assert desk.waiting == []
    await intake.close()


async def test_a_chat_to_which_nothing_can_be_said_is_not_listened_to_for_ever(
    bot: Bot, db: Database
) -> None:
    desk, owed = Desk(db), []

    async def talk() -> None:
        owing = current()
        assert owing is not None
        owing.owe()
        owed.append(owing)

    intake = intake_for(bot, desk)
    texts = [f"word {number}" for number in range(30)]
    desk.on = dict.fromkeys(texts, talk)
    await intake.take([_message(n, chat=1, text=text) for n, text in enumerate(texts)])
    await until(lambda: len(desk.handled) == intake_module.MOST_UNSAID)
    await asyncio.sleep(0.05)
    assert len(desk.handled) == intake_module.MOST_UNSAID
    while len(desk.handled) < 30:
        owed.pop(0).pay()
        await asyncio.sleep(0.01)
    assert desk.handled == texts
    await intake.close()


async def test_while_too_much_is_under_way_nothing_more_is_taken_in(
    bot: Bot, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake_module, "MOST_UNDER_WAY", 3)
    desk, ready = Desk(db), asyncio.Event()
    desk.on["slow"] = ready.wait
    intake = intake_for(bot, desk)
    await intake.take([_message(n, chat=n, text="slow") for n in range(1, 4)])
    more = asyncio.create_task(intake.take([_message(4, chat=4, text="more")]))
    await asyncio.sleep(0.05)
    assert not more.done()
    assert desk.waiting == ["slow"] * 3
    ready.set()
    await more
    await intake.finish(1)
    assert desk.handled == ["slow"] * 3 + ["more"]
    await intake.close()


@pytest.mark.parametrize("number", [-1, 2**63, 10**30])
async def test_a_number_that_no_update_has_is_not_taken(
    bot: Bot, db: Database, number: int
) -> None:
    desk = Desk(db)
    intake = intake_for(bot, desk)
    await intake.take([_message(number, chat=1, text="odd"), _message(5, chat=1, text="even")])
    await intake.finish(1)
    assert desk.handled == ["even"]
    await intake.close()


def _nested(depth: int) -> Any:
    deep: Any = "x"
    for _ in range(depth):
        deep = [deep]
    return deep


@pytest.mark.parametrize("more", ["x" * LONGEST, _nested(100_000)], ids=["long", "deep"])
async def test_what_telegram_cannot_have_sent_is_not_kept(
    bot: Bot, db: Database, more: Any, caplog: pytest.LogCaptureFixture
) -> None:
    desk = Desk(db)
    intake = intake_for(bot, desk)
    odd = {**_message(4, chat=1, text="odd"), "more": more}
    await intake.take([odd, _message(5, chat=1, text="even")])
    await intake.finish(1)
    assert desk.handled == ["even"]
    assert "it is dropped" in caplog.text
    assert len(caplog.text) < 1000
    await intake.close()


async def test_the_longest_message_there_can_be_is_kept(bot: Bot, db: Database) -> None:
    """Of letters that take most room, all of them marked up, in answer to one of the same."""
    desk, longest = Desk(db), "\N{GRINNING FACE}" * 4096
    raw = _message(5, chat=1, text=longest)
    marked = [{"type": "bold", "offset": 2 * n, "length": 2} for n in range(100)]
    raw["message"]["entities"] = marked
    raw["message"]["reply_to_message"] = dict(raw["message"])
    intake = intake_for(bot, desk)
    await intake.take([raw])
    await intake.finish(1)
    assert desk.handled == [longest]
    await intake.close()


async def test_why_something_was_set_aside_is_told_in_short(bot: Bot, db: Database) -> None:
    desk = Desk(db)
    desk.on["hard"] = raising(ValueError("x" * 100_000))
    intake = intake_for(bot, desk)
    await intake.take([_message(5, chat=1, text="hard")])
    await intake.finish(5)
    ((_, _, error),) = desk.aside
    assert error.startswith("ValueError: xxx")
    assert len(error) <= 500
    await intake.close()


async def test_what_is_not_wanted_is_not_kept(bot: Bot, db: Database) -> None:
    desk = Desk(db)
    sift = lambda raws: [raw for raw in raws if raw["update_id"] % 2]  # noqa: E731
    intake = Intake(bot, desk.inbox, desk.handle, desk.apologise, desk.metrics, sift=sift)
    await intake.take([_message(n, chat=1, text=str(n)) for n in range(6)])
    await intake.finish(1)
    assert desk.handled == ["1", "3", "5"]
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
    with TemporaryDirectory() as folder:
        handled, aside = asyncio.run(_story(Path(folder), chats, fails))
    for chat in set(chats):
        mine = [number for number, of in enumerate(chats) if of == chat]
        assert handled[chat] == [number for number in mine if fails[number] < 3]
    assert sorted(aside) == [number for number, count in enumerate(fails) if count >= 3]


async def _story(
    folder: Path, chats: list[int], fails: list[int]
) -> tuple[dict[int, list[int]], list[int]]:
    handled: dict[int, list[int]] = defaultdict(list)
    left = list(fails)

    async def handle(update: Update) -> None:
        await asyncio.sleep(0)
        if left[update.update_id]:
            left[update.update_id] -= 1
            raise ValueError
        assert update.effective_chat is not None
        handled[update.effective_chat.id].append(update.update_id)

    async def apologise(update: Update) -> None:
        pass

    logging.getLogger("bot.telegram.intake").disabled = True
    db = await Database.open(folder / "inbox.sqlite3")
    try:
        request = AiohttpRequest(proxies={})
        bot = Bot("1:x", request=request, get_updates_request=request)
        inbox = Inbox(db, lambda: datetime.now(UTC), lambda: None)
        intake = Intake(bot, inbox, handle, apologise, Metrics(()), sleep=Rest())
        await intake.take([_message(number, chat, "hi") for number, chat in enumerate(chats)])
        await intake.finish(10)
        await intake.close()
        assert await inbox.waiting() == ()
        return handled, [each.update_id for each in await db.read(set_aside)]
    finally:
        await db.close()
        logging.getLogger("bot.telegram.intake").disabled = False


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
