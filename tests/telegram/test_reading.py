"""Taps are read by a shorter way than the library's, and come to the same."""

from typing import Any

import pytest
from telegram import Bot, Update

from bot.telegram.people import thread_of
from bot.telegram.reading import read, without_what_is_shown

ANNA = {"id": 7, "is_bot": False, "first_name": "Anna", "language_code": "it"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Anna"}
FORUM = {"id": -1007, "type": "supergroup", "title": "Class 3B", "is_forum": True}


@pytest.fixture
def bot() -> Bot:
    return Bot("7123456789:AAF-fake_fake_fake_fake_fake_fake_0")


def tap(chat: dict[str, Any], **more: Any) -> dict[str, Any]:
    message = {"message_id": 3, "date": 1_795_000_000, "chat": chat, "text": "Which one?", **more}
    query = {"id": "1", "from": ANNA, "message": message, "chat_instance": "9", "data": "n.a.1"}
    return {"update_id": 5, "callback_query": query}


@pytest.mark.parametrize("chat", [PRIVATE, FORUM], ids=["alone", "in a group"])
def test_who_tapped_what_and_where(bot: Bot, chat: dict[str, Any]) -> None:
    mine, theirs = read(without_what_is_shown(tap(chat)), bot), Update.de_json(tap(chat), bot)
    assert isinstance(mine, Update)
    for each in (mine, theirs):
        assert each.update_id == 5
        assert each.effective_user == theirs.effective_user
        assert each.effective_chat == theirs.effective_chat
        assert each.callback_query is not None
        assert each.callback_query.id == "1"
        assert each.callback_query.data == "n.a.1"
        assert each.callback_query.message is not None
        assert each.callback_query.message.message_id == 3
        assert each.callback_query.message.chat.type == chat["type"]


def test_in_a_topic_also_which_one(bot: Bot) -> None:
    raw = tap(FORUM, message_thread_id=4, is_topic_message=True)
    update = read(without_what_is_shown(raw), bot)
    assert isinstance(update, Update)
    assert thread_of(update.effective_message) == 4


def test_why_a_tap_cannot_be_read(bot: Bot) -> None:
    for part in ("id", "from", "chat_instance"):
        raw = tap(PRIVATE)
        del raw["callback_query"][part]
        assert isinstance(read(without_what_is_shown(raw), bot), KeyError)
    assert isinstance(read(tap({**PRIVATE, "id": "seven"}), bot), ValueError)
