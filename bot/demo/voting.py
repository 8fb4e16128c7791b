"""Votes in polls and the end of polls: what the bot hears of them, and what people see."""

from __future__ import annotations

from bot.demo.group import CHANNEL
from bot.demo.polls import Poll
from bot.demo.world import Json, World


def vote(world: World, poll: Poll, person: int, chosen: tuple[int, ...], *, hidden: bool) -> None:
    """Count a vote, none for (): retracted. A hidden voter votes in the group's name."""
    if chosen == poll.votes.get(person, ()):
        return
    if chosen:
        poll.votes[person] = chosen
    else:
        del poll.votes[person]
    if not poll.is_anonymous:
        world.updates.put("poll_answer", _answer(world, poll, person, hidden=hidden))
    _tell(world, poll)


def _answer(world: World, poll: Poll, person: int, *, hidden: bool) -> Json:
    chosen = poll.votes.get(person, ())
    group = {"voter_chat": world.chats[poll.chat_id].shown}
    voter = {**group, "user": CHANNEL} if hidden else {"user": world.people[person].user()}
    return {
        "poll_id": poll.id,
        **voter,
        "option_ids": list(chosen),
        "option_persistent_ids": [poll.options[number]["persistent_id"] for number in chosen],
    }


def close(world: World, poll: Poll) -> None:
    poll.is_closed = True
    _tell(world, poll)


def close_due(world: World) -> None:
    """Close the polls whose time has come."""
    for poll in world.closing:
        if not poll.is_closed and poll.close_date <= world.clock():
            close(world, poll)
    world.closing = [poll for poll in world.closing if not poll.is_closed]


def _tell(world: World, poll: Poll) -> None:
    world.updates.put("poll", poll.told())
    chat = world.chats[poll.chat_id]
    message = chat.messages.get(poll.message_id)
    if message is not None:
        chat.messages[poll.message_id] = {**message, "poll": poll.in_message()}
        place = {"chat_id": chat.id, "message_id": poll.message_id}
        world.events.tell("poll", chat.members, **place, poll=poll.in_message())
