"""Chats and who is in them."""

from __future__ import annotations

from typing import Any

from bot.demo import groups
from bot.demo.errors import bad_request
from bot.demo.group import Group
from bot.demo.members import PERMISSIONS, membership
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
_PERMISSIONS = dict.fromkeys(PERMISSIONS, True)


async def get_chat(world: World, params: Params) -> Any:
    chat = chat_of(world, params)
    username = chat.shown.get("username")
    return {
        **chat.shown,
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, False),
        **({"active_usernames": [username]} if username else {}),
        **({"permissions": _PERMISSIONS} if isinstance(chat, Group) else {}),
    }


async def get_chat_member(world: World, params: Params) -> Any:
    """Of other people in a group only for administrators: Telegram often answers others too but
    does not promise it, and a bot must not come to rely on it."""
    chat = chat_of(world, params)
    number = params.integer("user_id")
    if number <= 0:
        raise bad_request("invalid user_id specified")
    if isinstance(chat, Group):
        return _member_of(world, chat, number)
    if number == world.bot["id"]:
        return {"status": "member", "user": world.bot}
    if number not in chat.members:
        raise bad_request("member not found")
    return {"status": "member", "user": world.people[number].user()}


def _member_of(world: World, group: Group, number: int) -> Any:
    bot = world.bot["id"]
    if number != bot and not group.is_led_by(bot):
        raise bad_request("member list is inaccessible")
    if number != bot and number not in world.people:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return group.role(number).shown(groups.user_of(world, number))


async def get_chat_administrators(world: World, params: Params) -> Any:
    """Also for a bot without any rights."""
    chat = chat_of(world, params)
    if not isinstance(chat, Group):
        raise bad_request("there are no administrators in the private chat")
    return [
        role.shown(groups.user_of(world, number))
        for number, role in chat.roles.items()
        if role.is_administrator
    ]


async def get_chat_member_count(world: World, params: Params) -> Any:
    chat = chat_of(world, params)
    return len(chat.members | {world.bot["id"]})


async def leave_chat(world: World, params: Params) -> Any:
    chat = chat_of(world, params)
    if not isinstance(chat, Group):
        raise bad_request("can't leave private chats")
    groups.set_role(world, chat, world.bot, world.bot["id"], membership("left"))
    return True


METHODS: dict[str, Method] = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
}
