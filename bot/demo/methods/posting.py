"""A new message of the bot, whatever is in it: where it may stand, and whether it may be sent."""

from __future__ import annotations

from typing import NamedTuple

from bot.demo import keyboards
from bot.demo.errors import bad_request
from bot.demo.group import Group, NoSuchTopic
from bot.demo.methods.common import chat_of, writable
from bot.demo.params import Params
from bot.demo.world import Chat, Json, World, quoted


class Needed(NamedTuple):
    """The right that a kind of message takes in a group, and what such messages are called."""

    right: str
    called: str


def post(world: World, params: Params, content: Json, needed: Needed) -> Json:
    """Send what has been read; the complaints come in the order in which Telegram makes them."""
    answered = _reply_parameters(params)
    if keyboard := keyboards.any_kind(params):
        content["reply_markup"] = keyboard
    if params.flag("protect_content"):
        content["has_protected_content"] = True
    chat = chat_of(world, params)
    target = chat.messages.get(answered.get("message_id", 0))
    if target is None and answered and not answered.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    placing = _placing(world, chat, params, target)
    writable(world, chat)
    if isinstance(chat, Group) and not chat.role(world.bot["id"]).may(needed.right):
        raise bad_request(f"not enough rights to send {needed.called} to the chat")
    if world.pace:
        world.pace.count(chat.id)
    return world.add_message(chat, world.bot, {**placing, **content})


def _placing(world: World, chat: Chat, params: Params, target: Json | None) -> Json:
    thread = params.integer("message_thread_id")
    if not isinstance(chat, Group):
        if thread:
            raise bad_request("message thread not found")
        return {"reply_to_message": quoted(target)} if target else {}
    try:
        placing = chat.placing(thread, target)
    except NoSuchTopic:
        raise bad_request("message thread not found") from None
    if chat.is_shut(world.bot["id"], placing):
        raise bad_request("TOPIC_CLOSED")
    return placing


def _reply_parameters(params: Params) -> Json:
    answered = params.structure("reply_parameters", "reply parameters")
    if not answered:
        return {}
    if not isinstance(answered, dict):
        raise bad_request("object expected as reply parameters")
    if "message_id" not in answered:
        raise bad_request('can\'t find field "message_id"')
    if not isinstance(answered["message_id"], int):
        raise bad_request('field "message_id" must be of type Number')
    return answered
