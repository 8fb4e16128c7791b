"""How the bot hears of things: long polling, confirmation, conflicts."""

from __future__ import annotations

import asyncio
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.updates import Updates
from tests.demo.conftest import Bot, Clock, Refusal, Someone

OTHER_POLL = (
    "Conflict: terminated by other getUpdates request;"
    " make sure that only one bot instance is running"
)
WEBHOOK = (
    "Conflict: can't use getUpdates method while webhook is active;"
    " use deleteWebhook to delete the webhook first"
)


def texts(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_a_long_poll_waits_for_news(bot: Bot, anna: Someone) -> None:
    poll = asyncio.create_task(bot.call("getUpdates", timeout=20))
    await asyncio.sleep(0.05)
    assert not poll.done()
    await anna.sends("hello")
    assert texts(await poll) == ["hello"]


async def test_a_long_poll_ends_empty_after_its_time(bot: Bot, anna: Someone) -> None:
    assert await bot.call("getUpdates", timeout=1) == []


async def test_what_is_not_confirmed_comes_again(bot: Bot, anna: Someone) -> None:
    for text in ("one", "two", "three"):
        await anna.sends(text)
    first = await bot.call("getUpdates")
    assert texts(first) == ["one", "two", "three"]
    assert await bot.call("getUpdates") == first
    rest = await bot.call("getUpdates", offset=first[0]["update_id"] + 1)
    assert texts(rest) == ["two", "three"]
    assert texts(await bot.call("getUpdates")) == ["two", "three"]


async def test_a_limit_hands_out_the_oldest(bot: Bot, anna: Someone) -> None:
    for text in ("one", "two", "three"):
        await anna.sends(text)
    assert texts(await bot.call("getUpdates", limit=2)) == ["one", "two"]


async def test_a_negative_offset_keeps_only_the_last(bot: Bot, anna: Someone) -> None:
    for text in ("one", "two", "three"):
        await anna.sends(text)
    assert texts(await bot.call("getUpdates", offset=-1)) == ["three"]
    assert texts(await bot.call("getUpdates")) == ["three"]


async def test_of_two_polls_the_earlier_ends_with_a_conflict(bot: Bot, anna: Someone) -> None:
    first = asyncio.create_task(bot.call("getUpdates", timeout=20))
    await asyncio.sleep(0.05)
    second = asyncio.create_task(bot.call("getUpdates", timeout=20))
    with pytest.raises(Refusal) as caught:
        await first
    assert (caught.value.code, str(caught.value)) == (409, OTHER_POLL)
    await anna.sends("for the second")
    assert texts(await second) == ["for the second"]


async def test_while_a_webhook_is_set_nobody_polls(bot: Bot, anna: Someone) -> None:
    poll = asyncio.create_task(bot.call("getUpdates", timeout=20))
    await asyncio.sleep(0.05)
    assert await bot.call("setWebhook", url="https://127.0.0.1:9/hook") is True
    with pytest.raises(Refusal, match="Conflict: terminated by setWebhook request"):
        await poll
    assert await bot.refusal("getUpdates") == (409, WEBHOOK)
    await anna.sends("kept")
    info = await bot.call("getWebhookInfo")
    assert (info["url"], info["pending_update_count"]) == ("https://127.0.0.1:9/hook", 1)
    assert await bot.call("deleteWebhook") is True
    assert texts(await bot.call("getUpdates")) == ["kept"]


async def test_a_webhook_needs_https(bot: Bot) -> None:
    assert await bot.refusal("setWebhook", url="http://quiz.example/hook") == (
        400,
        "Bad Request: bad webhook: An HTTPS URL must be provided for webhook",
    )


async def test_pending_updates_are_dropped_only_when_asked(bot: Bot, anna: Someone) -> None:
    await anna.sends("gone")
    await bot.call("deleteWebhook", drop_pending_updates=True)
    assert await bot.call("getUpdates") == []


async def test_the_kinds_asked_for_are_remembered(bot: Bot, anna: Someone) -> None:
    await bot.call("getUpdates", allowed_updates=["callback_query", "no_such_kind"])
    await anna.sends("unheard")
    assert await bot.call("getUpdates") == []
    assert (await bot.call("getWebhookInfo"))["allowed_updates"] == ["callback_query"]
    await bot.call("getUpdates", allowed_updates=[])
    await anna.sends("heard")
    assert texts(await bot.call("getUpdates")) == ["heard"]


async def test_a_tap_waits_for_150_seconds_and_a_message_for_a_day(
    bot: Bot, anna: Someone, clock: Clock
) -> None:
    sent = await bot.call("sendMessage", chat_id=anna.id, text="?", reply_markup=ONE_BUTTON)
    await anna.sends("patient")
    await anna.taps(sent, "a")
    clock.now += 151
    assert texts(await bot.call("getUpdates")) == ["patient"]
    clock.now += 24 * 3600
    assert await bot.call("getUpdates") == []


ONE_BUTTON = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}


async def test_after_an_idle_week_the_numbers_start_elsewhere(
    bot: Bot, anna: Someone, clock: Clock
) -> None:
    await anna.sends("before")
    before = (await bot.updates())[0]["update_id"]
    await anna.sends("next")
    assert (await bot.updates())[0]["update_id"] == before + 1
    clock.now += 8 * 24 * 3600
    await anna.sends("after")
    assert abs((await bot.updates())[0]["update_id"] - before) > 2


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 7), st.booleans()), max_size=20))
async def test_whoever_confirms_what_came_gets_everything_once_and_in_order(
    rounds: list[tuple[int, int, bool]],
) -> None:
    updates = Updates(lambda: 0.0, random.Random(7))
    handled: list[int] = []
    told = offset = 0
    for new, limit, crashes in rounds:
        for _ in range(new):
            updates.put("message", {"number": told})
            told += 1
        batch = await updates.poll(offset, limit, 0)
        if not crashes:
            handled += [update["message"]["number"] for update in batch]
            offset = batch[-1]["update_id"] + 1
    while batch := await updates.poll(offset, 100, 0):
        handled += [update["message"]["number"] for update in batch]
        offset = batch[-1]["update_id"] + 1
    assert handled == list(range(told))
