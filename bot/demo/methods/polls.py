"""Polls: sent and stopped by the bot."""

from __future__ import annotations

from typing import Any

from bot.demo import keyboards, new_poll, voting
from bot.demo.errors import bad_request
from bot.demo.methods.common import Method, chat_of
from bot.demo.methods.posting import Needed, post
from bot.demo.params import Params
from bot.demo.world import World


async def send_poll(world: World, params: Params) -> Any:
    poll = new_poll.read(world, params)
    content = {"poll": poll.in_message()}
    message = post(world, params, content, Needed("can_send_polls", "polls"))
    poll.chat_id, poll.message_id = message["chat"]["id"], message["message_id"]
    world.polls[poll.id] = poll
    if poll.close_date and not poll.is_closed:
        world.closing.append(poll)
    return message


async def stop_poll(world: World, params: Params) -> Any:
    keyboard = keyboards.inline(params)
    chat = chat_of(world, params)
    message = chat.messages.get(params.integer("message_id"))
    if message is None:
        raise bad_request("message with poll to stop not found")
    if "poll" not in message:
        raise bad_request("message is not a poll")
    poll = world.polls[message["poll"]["id"]]
    if poll.is_closed:
        raise bad_request("poll has already been closed")
    kept = {key: value for key, value in message.items() if key != "reply_markup"}
    new = {**kept, "reply_markup": keyboard} if keyboard else kept
    voting.close(world, poll)
    if new != message:
        world.replace_message(chat, {**new, "poll": poll.in_message()})
    return poll.told()


METHODS: dict[str, Method] = {"sendPoll": send_poll, "stopPoll": stop_poll}
