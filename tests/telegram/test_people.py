"""What is taken over from an update: nothing that no file takes, and nothing longer than it is."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Chat, Message, User

from bot.telegram.people import (
    LONGEST_LANGUAGE,
    LONGEST_NAME,
    LONGEST_TEXT,
    LONGEST_TITLE,
    person_of,
    text_of,
    thread_of,
    title_of,
)

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=300)
GROUP = {"id": -1, "type": "supergroup", "title": "Class"}


def message(**more: Any) -> Message:
    told = {"message_id": 1, "date": 0, "chat": GROUP, **more}
    read = Message.de_json(told, None)
    assert read is not None
    return read


@given(ANYTHING, ANYTHING, ANYTHING)
def test_names_can_always_be_kept(first: str, last: str, language: str) -> None:
    person = person_of(User(7, first * 40, False, last_name=last * 40, language_code=language * 9))
    assert len(person.name) <= LONGEST_NAME
    assert len(person.language or "") <= LONGEST_LANGUAGE
    assert "\0" not in person.name.encode().decode()


@given(ANYTHING, ANYTHING)
def test_titles_and_texts_can_always_be_kept(title: str, text: str) -> None:
    assert len(title_of(Chat(-1, "group", title=title * 60)).encode().decode()) <= LONGEST_TITLE
    assert len(text_of(message(text=text * 60)).encode().decode()) <= LONGEST_TEXT


def test_what_is_as_long_as_telegram_allows_stays_whole() -> None:
    user = User(7, "a" * 64, False, last_name="b" * 64, language_code="zh-hant")
    assert person_of(user).name == user.full_name
    assert person_of(user).language == "zh-hant"
    assert person_of(User(7, "Anna", False)).language is None
    assert text_of(message(text="x" * 4096)) == "x" * 4096
    assert text_of(message()) == ""


@pytest.mark.parametrize(
    "more, thread",
    [
        ({}, 0),
        ({"message_thread_id": 5, "is_topic_message": True}, 5),
        ({"message_thread_id": 5}, 0),  # a reply in a chat without topics
    ],
)
def test_a_topic_is_told_from_a_thread_of_replies(more: dict[str, Any], thread: int) -> None:
    assert thread_of(message(**more)) == thread
    assert thread_of(None) == 0
