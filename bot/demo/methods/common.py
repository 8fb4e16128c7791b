"""What several methods do alike."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from bot.demo.errors import ApiError, bad_request, forbidden
from bot.demo.group import Group
from bot.demo.params import Params
from bot.demo.world import Chat, World

Method = Callable[[World, Params], Awaitable[Any]]


def chat_of(world: World, params: Params) -> Chat:
    """The chat that the bot names: one that has begun or that it may know otherwise, and of groups
    one that it is in."""
    if not params.has("chat_id"):
        raise bad_request("chat_id is empty")
    try:
        chat = world.chats[params.integer("chat_id")]
    except (ApiError, KeyError):
        raise bad_request("chat not found") from None
    if isinstance(chat, Group):
        _check_membership(world, chat)
    return chat


def _check_membership(world: World, group: Group) -> None:
    number, kind = world.bot["id"], group.kind
    if number not in group.roles:
        raise bad_request("chat not found")
    if group.moved_to:
        sentence = "Bad Request: group chat was upgraded to a supergroup chat"
        raise ApiError(400, sentence, {"migrate_to_chat_id": group.moved_to})
    if group.is_deleted and kind == "group":
        raise forbidden("the group chat was deleted")
    # To a bot a deleted supergroup looks like one that it was banned from.
    if group.is_deleted or group.role(number).status == "kicked":
        raise forbidden(f"bot was kicked from the {kind} chat")
    if number not in group.members:
        raise forbidden(f"bot is not a member of the {kind} chat")


def writable(world: World, chat: Chat) -> Chat:
    """The chat, if the bot may write there."""
    if chat.kind != "private":
        return chat  # what it may write there depends on what it is
    if not chat.started:
        raise forbidden("bot can't initiate conversation with a user")
    if world.people[chat.id].blocks_bot:
        raise forbidden("bot was blocked by the user")
    return chat
