"""Updates of roughly the right shape: nothing in one ends the bot, and none of them gets lost."""

import asyncio
import copy
import json
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.e2e.person import until
from tests.faults.conftest import EVERY_FAULT
from tests.faults.stage import Stage

KINDS = ("message", "callback_query", "poll_answer", "my_chat_member")
NUMBERS = st.sampled_from((0, -1, 2**31, 2**63, -(2**63) - 1, 10**40)) | st.integers()
TEXTS = st.text(st.characters(codec=None), max_size=40) | st.sampled_from(
    ("/start", "/start set-moon", "/start answer-", "/stop\0", "\ud800", "\u202e\u3164", "9" * 400)
)
ANYTHING = NUMBERS | TEXTS


@st.composite
def hostile(draw: st.DrawFn) -> tuple[str, list[tuple[int, Any]]]:
    """A kind of update, and what is put where in it."""
    kind = draw(st.sampled_from(KINDS))
    changes = draw(st.lists(st.tuples(st.integers(0, 60), ANYTHING), max_size=3))
    return kind, changes


@settings(
    max_examples=200 if EVERY_FAULT else 12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(hostile(), min_size=1, max_size=8), st.lists(TEXTS, max_size=4))
def test_whatever_comes_is_done_or_set_aside(
    updates: list[tuple[str, list[tuple[int, Any]]]], texts: list[str]
) -> None:
    logging.disable(logging.CRITICAL)
    try:
        asyncio.run(story(updates, texts))
    finally:
        logging.disable(logging.NOTSET)


async def story(updates: list[Any], texts: list[str]) -> None:
    async with Stage.open(("sky/moon",)) as s:
        await s.opens_a_group()
        await s.says(s.ben, "/start set-moon")
        for kind, changes in updates:
            s.town.far.world.updates.put(kind, changed(template(s, kind), changes))
        for text in texts:
            for field in ("text", "data"):
                kind = "message" if field == "text" else "callback_query"
                s.town.far.world.updates.put(kind, {**template(s, kind), field: text})
        s.town.queries.clear()
        await s.settles()
        assert not s.restarts
        with closing(sqlite3.connect(s.town.database)) as c:
            left = c.execute("SELECT * FROM inbox WHERE done_at IS NULL AND error IS NULL")
            assert not left.fetchall()
        before = len(s.town.far.world.chats[s.carla.id].messages)
        await s.says(s.carla, "/help")
        await until(lambda: len(s.town.far.world.chats[s.carla.id].messages) > before + 1)


def template(s: Stage, kind: str) -> dict[str, Any]:
    """An update as Telegram sends them."""
    world = s.town.far.world
    user, chat = world.people[s.ben.id].user(), world.chats[s.ben.id].shown
    group = world.chats[s.group].shown
    message = {"message_id": 77, "date": 1_779_000_000, "chat": chat, "from": user, "text": "hm"}
    bot = {"user": world.bot, "status": "member"}
    return copy.deepcopy(
        {
            "message": {**message, "reply_to_message": message, "entities": []},
            "callback_query": {
                "id": "5",
                "from": user,
                "chat_instance": "1",
                "message": message,
                "data": "1b::0",
            },
            "poll_answer": {
                "poll_id": "5",
                "user": user,
                "option_ids": [0],
                "option_persistent_ids": ["0"],
            },
            "my_chat_member": {
                "chat": group,
                "from": user,
                "date": 1_779_000_000,
                "old_chat_member": {**bot, "status": "left"},
                "new_chat_member": bot,
            },
        }[kind]
    )


def changed(body: dict[str, Any], changes: list[tuple[int, Any]]) -> dict[str, Any]:
    """The body with other values, of whatever kind, at places counted through."""
    for number, value in changes:
        places = list(places_in(body))
        where, key = places[number % len(places)]
        where[key] = value
    json.dumps(body)  # it could come over the line
    return body


def places_in(body: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    for key, value in body.items():
        yield body, key
        if isinstance(value, dict):
            yield from places_in(value)
