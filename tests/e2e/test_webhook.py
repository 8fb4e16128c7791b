"""The bot by webhook: the same stories, and what only happens there."""

import asyncio
import sqlite3
from contextlib import closing

import pytest

from bot.telegram.webhook import SECRET_HEADER
from tests.e2e.person import until
from tests.e2e.supervision import HOST, free_port, proxy_to

SECRET = "only-telegram-knows-this"


@pytest.fixture
def hook():
    """The settings of a webhook at a port."""
    listen = f"{HOST}:{free_port()}"
    return {
        "webhook_url": f"http://{listen}/hook",
        "webhook_listen": listen,
        "webhook_secret": SECRET,
    }


@pytest.fixture
def running(a_process, town, hook):
    """Starts the bot as its own process, by webhook, and waits until it serves."""

    async def start(**environment):
        settings = {f"QUIZBOT_{name.upper()}": value for name, value in hook.items()}
        town.bot = await a_process(**settings, **environment)
        await town.bot.says("Listening at")
        return town.bot

    return start


async def plays_tea(someone):
    await someone.sends("/start set-tea")
    await someone.taps("Start", "Camellia", "Next", "Air", "Next", "Hot", "See your result")
    someone.sees("3 of 3 points")


async def test_a_whole_quiz(a_bot, town, ben, hook):
    await a_bot("kitchen/tea", **hook)
    await plays_tea(ben)
    assert not [each for each in town.far.requests if each.method == "getUpdates"]


async def test_a_whole_quiz_through_a_socket_file(a_bot, town, ben, hook):
    path = town.folder / "web.sock"
    async with proxy_to(path) as address:
        behind = {"webhook_url": f"http://{address}/hook", "webhook_listen": f"unix:{path}"}
        bot = await a_bot("kitchen/tea", **hook | behind)
        await plays_tea(ben)
        await bot.stop()
    assert not path.exists()


async def test_what_strangers_send_is_not_heard(a_bot, town, ben, hook):
    await a_bot("kitchen/tea", **hook)
    await ben.sends("/start set-tea")
    await ben.taps("Start")
    message, camellia = ben.button("Camellia")
    query = {"id": "1", "from": {"id": ben.id, "is_bot": False, "first_name": "Ben"}}
    query |= {"chat_instance": "1", "data": camellia["callback_data"], "message": message}
    forged = {"update_id": 5, "callback_query": query}
    for secret in ("", "a-guess-that-is-wrong"):
        headers = {SECRET_HEADER: secret}
        async with town.http.post(hook["webhook_url"], json=forged, headers=headers) as answer:
            assert answer.status == 401
    assert town.kept()["answers"] == []
    await ben.taps("Camellia")
    ben.sees("✅ Right!")


async def test_between_polling_and_webhook_no_tap_is_lost(a_bot, town, ben, hook):
    bot = await a_bot("kitchen/tea")
    await ben.sends("/start set-tea")
    await ben.taps("Start")
    for settings, label in ((hook, "Camellia"), ({}, "Air"), (hook, "Hot")):
        town.bot = None
        await bot.stop()
        await ben.taps(label)
        bot = await a_bot(**settings)
        await ben.waits()
        await ben.taps("See your result" if label == "Hot" else "Next")
    ben.sees("3 of 3 points")
    assert len(town.kept()["answers"]) == 3


async def test_killed_it_goes_on_and_what_came_meanwhile_counts(running, town, ben):
    town.serves("kinds/multiple")
    bot = await running()
    await ben.sends("/start set-multiple")
    await ben.taps("Start")
    await bot.is_killed()
    await ben.taps_quickly("Cello", "Harp", "Viola", "Confirm")
    await until(lambda: "last_error_message" in town.far.world.webhook)
    assert town.far.world.updates.pending()
    await running()
    await ben.waits()
    ben.sees("✅ Right!")
    await until(lambda: not town.far.world.updates.pending())


async def test_killed_while_an_answer_is_on_its_way_it_counts_once(running, town, ben):
    """It is on disk, and Telegram, which was not told, delivers it again."""
    town.serves("kitchen/tea")
    bot = await running()
    await ben.sends("/start set-tea")
    await ben.taps("Start")
    (message, camellia), town.bot = ben.button("Camellia"), None
    town.far.fail_next("answerCallbackQuery", "drop", times=100)
    town.far.fail_next("editMessageText", "drop", times=100)
    await ben.forges(camellia["callback_data"], message)
    await until(lambda: town.kept()["answers"], "it is committed")
    await bot.is_killed()
    town.far.fail_no_more()
    await running()
    await ben.waits()
    ben.sees("✅ Right!")
    assert len(town.kept()["answers"]) == 1


async def test_it_ends_within_seconds_and_telegram_keeps_what_comes(running, town, ben, hook):
    town.serves("kitchen/tea")
    bot = await running()
    await ben.sends("/start set-tea")
    await ben.taps("Start", "Camellia")
    started = asyncio.get_running_loop().time()
    assert await bot.is_asked_to_end() == 0
    assert asyncio.get_running_loop().time() - started < 5
    assert town.far.world.webhook["url"] == hook["webhook_url"]
    assert len(town.kept()["answers"]) == 1
    assert "Traceback" not in bot.said


async def test_a_database_that_breaks_has_telegram_deliver_again(running, town, ben):
    town.serves("kitchen/tea")
    bot = await running()
    await ben.sends("/start set-tea")
    await ben.taps("Start")
    with closing(sqlite3.connect(town.database)) as file:
        file.execute("ALTER TABLE inbox RENAME TO elsewhere")
    (message, camellia), town.bot = ben.button("Camellia"), None
    await ben.taps_again(message, camellia["callback_data"])
    assert await bot.ends() == 74
    with closing(sqlite3.connect(town.database)) as file:
        file.execute("ALTER TABLE elsewhere RENAME TO inbox")
    await running()
    await ben.waits()
    ben.sees("✅ Right!")


async def test_a_port_that_is_taken_and_a_refused_address_are_told(a_process, town, hook):
    town.serves("kitchen/tea")
    settings = {f"QUIZBOT_{name.upper()}": value for name, value in hook.items()}
    town.far.fail_next("setWebhook", (400, "Bad Request: bad webhook: IP is reserved", None))
    bot = await a_process(**settings)
    assert await bot.ends() == 75
    assert "does not accept QUIZBOT_WEBHOOK_URL" in bot.said
    server = await asyncio.start_server(lambda *_: None, *hook["webhook_listen"].split(":"))
    async with server:
        bot = await a_process(**settings)
        assert await bot.ends() == 75
    assert "QUIZBOT_WEBHOOK_LISTEN" in bot.said
    assert "Traceback" not in bot.said
