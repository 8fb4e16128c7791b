"""Taps are read as our own values, and say the same as the library's would."""

from typing import Any

import pytest
from telegram import Bot, Update

from bot.play.desk import Person
from bot.telegram.people import person_of, thread_of, title_of
from bot.telegram.reading import Tap, read, without_what_is_shown

ANNA = {"id": 7, "is_bot": False, "first_name": "Anna", "language_code": "it"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Anna"}
FORUM = {"id": -1007, "type": "supergroup", "title": "Class 3B", "is_forum": True}
POLL = {
    "id": "81", "question": "Which one?", "options": [], "total_voter_count": 0, "is_closed": False,
    "is_anonymous": False, "type": "quiz", "allows_multiple_answers": False,
    "allows_revoting": False, "members_only": False,
}  # fmt: skip


@pytest.fixture
def bot() -> Bot:
    return Bot("7123456789:AAF-fake_fake_fake_fake_fake_fake_0")


def tap(chat: dict[str, Any], **more: Any) -> dict[str, Any]:
    message = {"message_id": 3, "date": 1_795_000_000, "chat": chat, "text": "Which one?", **more}
    query = {"id": "1", "from": ANNA, "message": message, "chat_instance": "9", "data": "n.a.1"}
    return {"update_id": 5, "callback_query": query}


@pytest.mark.parametrize(
    "raw",
    [
        tap(PRIVATE),
        tap(FORUM),
        tap(FORUM, message_thread_id=4, is_topic_message=True),
        tap(FORUM, message_thread_id=4),
        tap(FORUM, poll=POLL),
        tap(PRIVATE, date=0),
    ],
    ids=["alone", "in a group", "in a topic", "in a thread", "at a poll", "long ago"],
)
def test_who_tapped_what_and_where(bot: Bot, raw: dict[str, Any]) -> None:
    mine, theirs = read(without_what_is_shown(raw), bot), Update.de_json(raw, bot)
    assert isinstance(mine, Tap)
    query = theirs.callback_query
    assert query is not None
    assert query.message is not None
    assert (mine.update_id, mine.query_id, mine.data) == (5, query.id, query.data)
    assert mine.in_group == (query.message.chat.type != "private")
    assert mine.person == person_of(query.from_user, alone=not mine.in_group)
    assert (mine.chat_id, mine.title) == (query.message.chat.id, title_of(query.message.chat))
    assert mine.message_id == query.message.message_id
    assert mine.thread_id == thread_of(query.message)
    poll = getattr(query.message, "poll", None)
    assert mine.poll_id == (poll.id if poll else None)


def test_a_tap_at_a_message_that_telegram_does_not_tell(bot: Bot) -> None:
    raw = tap(PRIVATE)
    del raw["callback_query"]["message"], raw["callback_query"]["data"]
    assert read(raw, bot) == Tap(5, "1", "", Person(7, "Anna", "it", alone=True), chat_id=7)


def test_everything_else_is_read_by_the_library(bot: Bot) -> None:
    message = {"message_id": 3, "date": 1_795_000_000, "chat": PRIVATE, "from": ANNA}
    update = read({"update_id": 5, "message": {**message, "text": "/quiz"}}, bot)
    assert isinstance(update, Update)
    assert update.message is not None
    assert update.message.text == "/quiz"


def test_why_a_tap_cannot_be_read(bot: Bot) -> None:
    for part in ("id", "from"):
        raw = tap(PRIVATE)
        del raw["callback_query"][part]
        assert isinstance(read(without_what_is_shown(raw), bot), KeyError)
    for wrong in ("seven", 2**64, True, None, 7.0):
        assert isinstance(read(tap({**PRIVATE, "id": wrong}), bot), ValueError)
    for part, wrong in (("id", 1), ("data", ["n"]), ("message", "here"), ("from", 7)):
        raw = tap(PRIVATE)
        raw["callback_query"][part] = wrong
        assert isinstance(read(raw, bot), TypeError)
