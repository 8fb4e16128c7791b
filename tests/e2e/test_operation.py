"""The bot as its own process: how it starts, ends, and what it says to whoever runs it."""

import asyncio
import json
import os
import signal
import socket
import sqlite3
from contextlib import asynccontextmanager

import pytest
from telegram.error import Conflict

from bot.demo.server import StandIn
from tests.e2e.driver import ROOT
from tests.e2e.person import text_of, until

CONFIG = os.EX_CONFIG
WRONG_TOKEN = "7654321:this-one-is-not-known-to-anybody"


@pytest.fixture
def running(a_process, town):
    """Starts the bot as its own process and waits until it serves."""

    async def start(**environment):
        town.bot = await a_process(**environment)
        await town.bot.says("Serving")
        return town.bot

    return start


async def refusal(a_process, **environment):
    """The one sentence that a start ends with."""
    bot = await a_process(**environment)
    assert await bot.ends() == CONFIG
    assert "Traceback" not in bot.said
    (sentence,) = [line for line in bot.said.splitlines() if line.startswith("quizbot: ")]
    return sentence


async def test_without_a_token_it_says_where_to_get_one(a_process, town):
    town.serves("kitchen/tea")
    told = await refusal(a_process, QUIZBOT_TOKEN="")
    assert "@BotFather" in told
    assert "QUIZBOT_TOKEN" in told
    assert not town.database.exists()


async def test_a_rejected_token(a_process, town):
    town.serves("kitchen/tea")
    told = await refusal(a_process, QUIZBOT_TOKEN=WRONG_TOKEN)
    assert "does not know this token" in told
    assert "this-one-is-not" not in told


async def test_what_is_no_token_at_all_is_not_shown_either(a_process, town):
    town.serves("kitchen/tea")
    told = await refusal(a_process, QUIZBOT_TOKEN="hunter2-without-a-colon")
    assert "hunter2" not in told


WRONGLY_SET = [
    ({"QUIZBOT_QUESTIONS": "nowhere/to/be/found"}, "nowhere/to/be/found"),
    ({"QUIZBOT_TOKEN": "", "QUIZBOT_TOKEN_FILE": "no-such-file"}, "cannot be read"),
    ({"QUIZBOT_TIMEZONE": "Atlantis/Centre"}, "Europe/Rome"),
    ({"QUIZBOT_ADMINS": "anna"}, "QUIZBOT_ADMINS"),
    ({"QUIZBOT_API_URL": "telegram"}, "QUIZBOT_API_URL"),
    ({"QUIZBOT_DATABASE": "no/such/folder/quiz.sqlite3"}, "no/such/folder"),
]


async def test_what_is_set_wrongly_is_named(a_process, town):
    town.serves("kitchen/tea")
    wrong = (
        refusal(a_process, **{"QUIZBOT_DATABASE": f"{place}.sqlite3", **each})
        for place, (each, _) in enumerate(WRONGLY_SET)
    )
    told = await asyncio.gather(*wrong)
    for sentence, (_, hint) in zip(told, WRONGLY_SET, strict=True):
        assert hint in sentence


async def test_without_a_valid_set_it_says_how_to_find_out(a_process, town):
    town.serves("kitchen/tea")
    town.rewrites("kitchen/tea", ("questions:", "questions: ["))
    assert "quizbot check" in await refusal(a_process)


async def test_a_bad_database_is_never_started_over(a_process, town):
    town.serves("kitchen/tea")
    bad = {"empty": b"", "text": b"no database", "torn": b"SQLite format 3\0" + b"x" * 4096}
    for name, content in bad.items():
        (town.folder / name).write_bytes(content)
    told = await asyncio.gather(*(refusal(a_process, QUIZBOT_DATABASE=name) for name in bad))
    for sentence, (name, content) in zip(told, bad.items(), strict=True):
        assert name in sentence
        assert (town.folder / name).read_bytes() == content


async def test_one_instance_a_database(running, a_process, town, ben):
    town.serves("kitchen/tea")
    await running()
    assert "Another process is using" in await refusal(a_process)
    await ben.sends("/start")
    ben.sees("Hello")


async def test_the_token_may_lie_in_a_file(a_process, town, ben):
    town.serves("kitchen/tea")
    (town.folder / ".env").write_text(f"QUIZBOT_TOKEN={town.far.token}\n")
    (town.folder / "secret").write_text(f"{town.far.token}\n")
    for more in ({}, {"QUIZBOT_TOKEN_FILE": "secret"}):
        bot = await a_process(QUIZBOT_TOKEN="", **more)
        await bot.says("Serving")
        assert await bot.is_asked_to_end() == 0


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
async def test_it_ends_within_seconds_and_leaves_all_in_one_file(running, town, ben, sign):
    town.serves("kitchen/tea")
    bot = await running()
    await ben.sends("/start set-tea")
    await ben.taps("Start", "Camellia")
    started = asyncio.get_running_loop().time()
    bot.process.send_signal(sign)
    assert await bot.ends() == 0
    assert asyncio.get_running_loop().time() - started < 5
    assert not town.database.with_name("quiz.sqlite3-wal").exists()
    assert len(town.kept()["answers"]) == 1
    assert "Traceback" not in bot.said
    assert not town.far.world.updates.pending()


HANGS = """
import threading, time
from bot.watch.grace import Grace
Grace.__init__.__defaults__ = (1.0,)
def hangs(): time.sleep(600)
threading.Thread(target=hangs, name="somebody-elses").start()
"""


async def test_it_ends_also_where_something_in_it_never_does(running, town):
    """A thread that is no daemon keeps a process from ending; the grace is shortened here."""
    town.serves("kitchen/tea")
    (town.folder / "sitecustomize.py").write_text(HANGS)
    bot = await running(PYTHONPATH=f"{town.folder}:{ROOT}")
    assert await bot.is_asked_to_end() == os.EX_SOFTWARE
    assert "somebody-elses in hangs" in bot.said


async def test_its_log_can_be_for_machines(running, town):
    town.serves("kitchen/tea")
    bot = await running(QUIZBOT_LOG="json")
    assert await bot.is_asked_to_end() == 0
    told = [json.loads(line) for line in bot.said.splitlines()]
    assert "Serving 1 sets as @demo_quiz_bot" in [each["message"] for each in told]


async def test_a_network_that_is_down_at_the_start_is_waited_for(a_process, town):
    town.serves("kitchen/tea")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    bot = await a_process(QUIZBOT_API_URL=f"http://127.0.0.1:{port}")
    await bot.says("cannot be reached")
    async with StandIn(people=({"first_name": "Ben"},), port=port) as far:
        await bot.says("can be reached again")
        await until(lambda: [r for r in far.requests if r.method == "getUpdates"])
        assert await bot.is_asked_to_end() == 0
    assert bot.said.count("cannot be reached") == 1


async def test_it_ends_also_while_the_network_is_down(a_process, town):
    town.serves("kitchen/tea")
    bot = await a_process(QUIZBOT_API_URL="http://127.0.0.1:9")
    await bot.says("cannot be reached")
    assert await bot.is_asked_to_end() == 0


async def test_a_killed_bot_goes_on_at_exactly_the_same_place(running, town, anna):
    town.serves("kinds/multiple")
    bot = await running()
    await anna.sends("/start set-multiple")
    await anna.taps("Inizia", "Violoncello", "Arpa")
    before = text_of(anna.last), anna.keyboard
    await bot.is_killed()

    await running()
    await anna.sends("/stop")
    await anna.taps("Lascia per dopo")
    await anna.sends("/quiz")
    await anna.taps("Continua")
    assert (text_of(anna.last), anna.keyboard) == before
    await anna.taps("Viola", "Conferma")
    anna.sees("✅ Giusto!")
    assert len(town.kept()["attempts"]) == 1


async def test_what_was_handled_but_not_confirmed_counts_once(running, town, anna, ben):
    town.serves("kinds/short", "kitchen/tea")
    bot = await running()
    await ben.sends("/start set-tea")
    await ben.taps("Start")
    await anna.sends("/start set-short")
    await anna.taps("Inizia")

    # Both answers arrive at once, in a poll that waits for them, but the bot dies before it can
    # confirm them with its next.
    await until(lambda: not town.far.world.updates.pending(), "the bot waits for more")
    (message, camellia), town.bot = ben.button("Camellia"), None
    town.far.fail_next("getUpdates", "drop", times=2)
    await ben.forges(camellia["callback_data"], message)
    await anna.sends_something(text="verde")
    await until(lambda: len(town.kept()["answers"]) == 2, "both are committed")
    await bot.is_killed()
    assert len(town.far.world.updates.pending()) == 2
    before = town.kept()

    await running()
    await until(lambda: not town.far.world.updates.pending(), "both are confirmed")
    after = town.kept()
    for table in ("answers", "scores", "inbox", "attempts"):
        assert after[table] == before[table], table
    await anna.waits()
    anna.sees("✅ Giusto!", "La tua risposta: verde")
    await anna.taps("Avanti")
    await anna.sends("arancione")
    anna.sees("✅ Giusto!")
    await ben.waits()
    await ben.taps("Next", "Air", "Next", "Hot", "See your result")
    ben.sees("3 of 3 points")


async def test_answers_given_while_it_was_down_all_count(running, town, ben):
    town.serves("kinds/multiple")
    bot = await running()
    await ben.sends("/start set-multiple")
    await ben.taps("Start")
    await bot.is_killed()
    await ben.taps_quickly("Cello", "Harp", "Viola", "Confirm")
    await running()
    await ben.waits()
    ben.sees("✅ Right!")


async def test_a_hangup_takes_the_sets_in_anew(running, town, ben):
    town.serves("kitchen/tea")
    bot = await running()
    town.serves("sky/moon")
    bot.process.send_signal(signal.SIGHUP)
    await bot.says("taken in anew")
    await ben.sends("/start set-moon")
    ben.sees("Watching the Moon")

    for name in ("kitchen/tea", "sky/moon"):
        town.rewrites(name, ("format: quizset/1", "format: quizset/0"))
    bot.process.send_signal(signal.SIGHUP)
    await bot.says("stay as they were")
    assert "moon.yaml:1:" in bot.said
    await ben.sends("/start set-moon")
    ben.sees("Watching the Moon")


async def test_failures_of_the_network_are_told_without_the_token(running, town, ben):
    """The stand-in drops connections and answers nonsense: addresses are in such errors."""
    town.serves("kitchen/tea")
    bot = await running()
    town.far.fail_next("getUpdates", (500, "Internal Server Error", None))
    town.far.fail_next("sendMessage", "drop")
    town.bot = None
    await ben.sends("/start")
    await bot.says("did not take something")
    await bot.says("can be reached again")
    assert await bot.is_asked_to_end() == 0


async def test_an_active_webhook_gives_way_and_nothing_is_dropped(a_bot, town, ben):
    town.far.world.webhook = {"url": "https://127.0.0.1:9/hook", "max_connections": 40}
    await ben.sends("/start")
    await a_bot("kitchen/tea")
    await ben.waits()
    ben.sees("Hello")
    (removal,) = [r for r in town.far.requests if r.method == "deleteWebhook"]
    assert not removal.params.get("drop_pending_updates")


@asynccontextmanager
async def a_rival(town):
    """Somebody else, who keeps polling with the same token."""
    url = f"{town.far.url}/bot{town.far.token}/getUpdates?timeout=5"

    async def keeps_polling():
        while True:
            async with town.http.get(url) as answer:
                await answer.read()

    rival = asyncio.create_task(keeps_polling())
    try:
        yield
    finally:
        rival.cancel()
        await asyncio.gather(rival, return_exceptions=True)


async def test_whoever_keeps_polling_besides_ends_the_bot(town, a_bot):
    bot = await a_bot("kitchen/tea")
    await until(lambda: [r for r in town.far.requests if r.method == "getUpdates"])
    async with a_rival(town):
        with pytest.raises(Conflict):
            await asyncio.wait_for(asyncio.shield(bot.serving), 10)


YIELDS_BRIEFLY = """
from functools import partial
from bot import app
app.Pace = partial(app.Pace, conflict=0.2)
"""


async def test_it_says_so_and_can_be_started_again_later(running, town):
    """The minute for which it gives way is shortened here."""
    town.serves("kitchen/tea")
    (town.folder / "sitecustomize.py").write_text(YIELDS_BRIEFLY)
    bot = await running(PYTHONPATH=f"{town.folder}:{ROOT}")
    async with a_rival(town):
        assert await bot.ends() == os.EX_TEMPFAIL
    assert "trying again in 0.2 s" in bot.said
    assert "quizbot: Another program keeps fetching this bot's updates. Stop it" in bot.said
    assert "Traceback" not in bot.said
    await running()
    assert await town.bot.is_asked_to_end() == 0


async def test_somebody_who_blocked_the_bot_stops_nobody_else(a_bot, town, anna, ben):
    await a_bot("kitchen/tea")
    await anna.sends("/start")
    town.bot, bot = None, town.bot
    await anna.sends("/quiz")
    await anna.blocks()
    town.bot = bot
    await ben.sends("/start")
    ben.sees("Hello")
    await anna.blocks(False)
    await anna.sends("/start set-tea")
    anna.sees("Una teiera di tè")


async def test_a_database_that_breaks_under_way_ends_the_bot(running, town, ben):
    """Whatever it did not count is delivered again to the next one."""
    town.serves("kitchen/tea")
    bot = await running()
    await ben.sends("/start set-tea")
    await ben.taps("Start")
    with sqlite3.connect(town.database) as file:
        file.execute("ALTER TABLE answers RENAME TO elsewhere")
    camellia, town.bot = ben.button("Camellia"), None
    await ben.taps_again(camellia[0], camellia[1]["callback_data"])
    assert await bot.ends() == os.EX_IOERR
    with sqlite3.connect(town.database) as file:
        file.execute("ALTER TABLE elsewhere RENAME TO answers")
    assert town.kept()["answers"] == []
    await running()
    await ben.waits()
    ben.sees("✅ Right!")
    assert len(town.kept()["answers"]) == 1
