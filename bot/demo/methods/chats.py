"""Chats and who is in them."""

from __future__ import annotations

from typing import Any

from bot.demo.errors import bad_request
from bot.demo.methods.common import Method, chat_of
from bot.demo.params import Params
from bot.demo.world import World

_GIFTS = (
    "unlimited_gifts",
    "limited_gifts",
    "unique_gifts",
    "premium_subscription",
    "gifts_from_channels",
)


async def get_chat(world: World, params: Params) -> Any:
    chat = chat_of(world, params)
    username = chat.shown.get("username")
    return {
        **chat.shown,
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, False),
        **({"active_usernames": [username]} if username else {}),
    }


async def get_chat_member(world: World, params: Params) -> Any:
    chat = chat_of(world, params)
    number = params.integer("user_id")
    if number <= 0:
        raise bad_request("invalid user_id specified")
    if number == world.bot["id"]:
        return {"status": "member", "user": world.bot}
    if number not in chat.members:
        raise bad_request("member not found")
    return {"status": "member", "user": world.people[number].user()}


async def get_chat_administrators(world: World, params: Params) -> Any:
    chat_of(world, params)
    raise bad_request("there are no administrators in the private chat")


METHODS: dict[str, Method] = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
}
