"""What several methods do alike."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from bot.demo.errors import bad_request, forbidden
from bot.demo.params import Params
from bot.demo.world import Chat, World

Method = Callable[[World, Params], Awaitable[Any]]


def chat_of(world: World, params: Params) -> Chat:
    """The chat that the bot speaks of."""
    if not params.has("chat_id"):
        raise bad_request("chat_id is empty")
    try:
        number = params.integer("chat_id")
    except Exception:
        raise bad_request("chat not found") from None
    if number not in world.chats:
        raise bad_request("chat not found")
    return world.chats[number]


def writable_chat(world: World, params: Params) -> Chat:
    """The same, where the bot may write."""
    chat = chat_of(world, params)
    if not chat.started:
        raise forbidden("bot can't initiate conversation with a user")
    if chat.id in world.people and world.people[chat.id].blocks_bot:
        raise forbidden("bot was blocked by the user")
    return chat
