"""Buttons: tapped, forged, answered once and in time."""

from __future__ import annotations

from typing import Any

import pytest

from tests.demo.conftest import Bot, Clock, Someone

TOO_OLD = (
    400,
    "Bad Request: query is too old and response timeout expired or query ID is invalid",
)


@pytest.fixture
async def asked(bot: Bot, anna: Someone) -> dict[str, Any]:
    buttons = [[{"text": "A", "callback_data": "a"}], [{"text": "B", "callback_data": "b"}]]
    markup = {"inline_keyboard": buttons}
    sent: dict[str, Any] = await bot.call(
        "sendMessage", chat_id=anna.id, text="A or B?", reply_markup=markup
    )
    return sent


async def test_a_tap_reaches_the_bot_with_its_message(
    bot: Bot, anna: Someone, asked: dict[str, Any]
) -> None:
    query_id = await anna.taps(asked, "b")
    (update,) = await bot.updates()
    query = update["callback_query"]
    assert (query["id"], query["data"]) == (query_id, "b")
    assert query["from"]["id"] == anna.id
    assert query["message"] == asked
    assert query["chat_instance"]


async def test_the_answer_shows_to_the_person(
    bot: Bot, anna: Someone, asked: dict[str, Any]
) -> None:
    query_id = await anna.taps(asked, "a")
    after = (await anna.view())["at"]
    answer = {"callback_query_id": query_id, "text": "Right!", "show_alert": True}
    assert await bot.call("answerCallbackQuery", **answer) is True
    (notice,) = await anna.hears(1, after)
    assert notice == {
        "id": after + 1,
        "type": "notice",
        "query_id": query_id,
        "chat_id": anna.id,
        "message_id": asked["message_id"],
        "text": "Right!",
        "alert": True,
        "url": "",
    }


async def test_a_query_is_answered_once(bot: Bot, anna: Someone, asked: dict[str, Any]) -> None:
    query_id = await anna.taps(asked, "a")
    assert await bot.call("answerCallbackQuery", callback_query_id=query_id) is True
    assert await bot.refusal("answerCallbackQuery", callback_query_id=query_id) == TOO_OLD
    assert await bot.refusal("answerCallbackQuery", callback_query_id="12") == TOO_OLD


async def test_a_late_answer_is_refused(
    bot: Bot, anna: Someone, asked: dict[str, Any], clock: Clock
) -> None:
    query_id = await anna.taps(asked, "a")
    clock.now += 61
    assert await bot.refusal("answerCallbackQuery", callback_query_id=query_id) == TOO_OLD


async def test_a_long_answer_is_refused(bot: Bot, anna: Someone, asked: dict[str, Any]) -> None:
    query_id = await anna.taps(asked, "a")
    answer = {"callback_query_id": query_id}
    assert await bot.refusal("answerCallbackQuery", **answer, text="x" * 201) == (
        400,
        "Bad Request: MESSAGE_TOO_LONG",
    )
    assert await bot.call("answerCallbackQuery", **answer, text="x" * 200) is True


async def test_an_answer_may_open_only_the_bot_itself(
    bot: Bot, anna: Someone, asked: dict[str, Any]
) -> None:
    query_id = await anna.taps(asked, "a")
    answer = {"callback_query_id": query_id}
    assert await bot.refusal("answerCallbackQuery", **answer, url="https://example.com") == (
        400,
        "Bad Request: URL_INVALID",
    )
    own = "t.me/demo_quiz_bot?start=set-x"
    assert await bot.call("answerCallbackQuery", **answer, url=own) is True


async def test_only_buttons_that_are_there_can_be_tapped(
    bot: Bot, anna: Someone, asked: dict[str, Any]
) -> None:
    status, body = await anna.tries("tap", message_id=asked["message_id"], data="c")
    assert (status, body["error"]) == (400, "There is no such button on this message.")
    status, body = await anna.tries("tap", message_id=999, data="a")
    assert (status, body["error"]) == (400, "There is no such message in this chat.")
    assert await bot.updates() == []


async def test_a_hacked_app_sends_what_it_likes(
    bot: Bot, anna: Someone, asked: dict[str, Any]
) -> None:
    await anna.taps(asked, "anything", forged=True)
    (update,) = await bot.updates()
    assert update["callback_query"]["data"] == "anything"


async def test_nobody_taps_in_somebody_elses_chat(
    anna: Someone, ben: Someone, asked: dict[str, Any]
) -> None:
    status, body = await ben.tries("tap", chat=anna.id, message_id=asked["message_id"], data="a")
    assert (status, body["error"]) == (400, "There is no such chat for this person.")
