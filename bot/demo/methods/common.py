"""What several methods do alike."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from bot.demo.errors import ApiError, bad_request, forbidden
from bot.demo.params import Params
from bot.demo.world import Chat, World

Method = Callable[[World, Params], Awaitable[Any]]


def chat_of(world: World, params: Params) -> Chat:
    """The chat that the bot names: one that has begun or that it may know otherwise."""
    if not params.has("chat_id"):
        raise bad_request("chat_id is empty")
    try:
        return world.chats[params.integer("chat_id")]
    except (ApiError, KeyError):
        raise bad_request("chat not found") from None


def writable(world: World, chat: Chat) -> Chat:
    """The chat, if the bot may write there."""
    if not chat.started:
        raise forbidden("bot can't initiate conversation with a user")
    if chat.kind == "private" and world.people[chat.id].blocks_bot:
        raise forbidden("bot was blocked by the user")
    return chat
