"""Topics of a forum, and threads of answers where there are none."""

from __future__ import annotations

from typing import Any

import pytest

from bot.demo.server import StandIn
from tests.demo.conftest import Bot, Room, Someone, room_of


@pytest.fixture
async def forum(anna: Someone, ben: Someone, bot: Bot) -> Room:
    return await room_of(anna, bot, ben, forum=True)


async def opened(owner: Someone, forum: Room, title: str) -> int:
    return int((await owner.does("topic", chat=forum.id, title=title))["message_thread_id"])


async def test_messages_stay_in_their_topic(
    bot: Bot, anna: Someone, ben: Someone, forum: Room
) -> None:
    assert forum.chat["is_forum"] is True
    thread = await opened(anna, forum, "Maths")
    said = await ben.sends("/quiz", chat=forum.id, thread=thread)
    sent = await bot.call("sendMessage", chat_id=forum.id, text="x", message_thread_id=thread)
    poll = await forum.polls(message_thread_id=thread)
    born, asked = await bot.updates()
    assert born["message"]["forum_topic_created"]["name"] == "Maths"
    assert asked["message"] == said
    for message in (said, sent, poll):
        assert (message["message_thread_id"], message["is_topic_message"]) == (thread, True)
        assert message["reply_to_message"]["message_id"] == thread
    general = await bot.call("sendMessage", chat_id=forum.id, text="x")
    assert "message_thread_id" not in general


async def test_an_answer_goes_where_its_message_stands(
    bot: Bot, anna: Someone, ben: Someone, forum: Room
) -> None:
    thread = await opened(anna, forum, "Maths")
    said = await ben.sends("/quiz", chat=forum.id, thread=thread)
    answer = await bot.call(
        "sendMessage",
        chat_id=forum.id,
        text="x",
        reply_parameters={"message_id": said["message_id"]},
    )
    assert answer["message_thread_id"] == thread
    assert answer["reply_to_message"]["message_id"] == said["message_id"]


async def test_a_closed_topic_is_closed_to_members(
    bot: Bot, far: StandIn, anna: Someone, ben: Someone, forum: Room
) -> None:
    thread = await opened(anna, forum, "Maths")
    await anna.does("topic", chat=forum.id, thread=thread, closed=True)
    *_, closed = await bot.updates()
    assert closed["message"]["forum_topic_closed"] == {}
    assert (await ben.view())["chats"][-1]["group"]["topics"] == [
        {"message_thread_id": thread, "title": "Maths", "closed": True}
    ]
    asked = {"chat_id": forum.id, "text": "x", "message_thread_id": thread}
    assert await bot.refusal("sendMessage", **asked) == (400, "Bad Request: TOPIC_CLOSED")
    status, body = await ben.tries("send", chat=forum.id, text="x", thread=thread)
    assert (status, body["error"]) == (400, "This topic is closed.")
    await anna.sends("administrators may", chat=forum.id, thread=thread)
    await anna.does("topic", chat=forum.id, thread=thread, closed=False)
    assert (await bot.updates())[-1]["message"]["forum_topic_reopened"] == {}
    await bot.call("sendMessage", **asked)


@pytest.mark.parametrize("thread", [1, 999])
async def test_a_topic_that_is_not_there(bot: Bot, anna: Someone, forum: Room, thread: int) -> None:
    missing = (400, "Bad Request: message thread not found")
    for chat in (forum.id, anna.id):
        asked: dict[str, Any] = {"chat_id": chat, "text": "x", "message_thread_id": thread}
        assert await bot.refusal("sendMessage", **asked) == missing
    status, body = await anna.tries("send", chat=forum.id, text="x", thread=thread)
    assert (status, body["error"]) == (400, "There is no such topic.")


async def test_without_topics_only_answers_have_a_thread(
    bot: Bot, anna: Someone, ben: Someone, room: Room
) -> None:
    sent = await bot.call("sendMessage", chat_id=room.id, text="x")
    first = await anna.sends("one", chat=room.id, reply_to=sent["message_id"])
    second = await ben.sends("two", chat=room.id, reply_to=first["message_id"])
    for answer in (first, second):
        assert answer["message_thread_id"] == sent["message_id"]
        assert "is_topic_message" not in answer
    assert await bot.refusal(
        "sendMessage", chat_id=room.id, text="x", message_thread_id=sent["message_id"]
    ) == (400, "Bad Request: message thread not found")
