"""What people do in their chats, and what the bot hears of it."""

from __future__ import annotations

from bot.demo import given, groups, hearing, voting
from bot.demo.entities import tidy, utf16_length
from bot.demo.errors import AppError
from bot.demo.group import ANONYMOUS, Group, NoSuchTopic
from bot.demo.world import Chat, Json, Person, World, quoted

NAMED = ("first_name", "last_name", "username", "language_code")


def person(world: World, number: int) -> Person:
    if number not in world.people:
        raise AppError("There is no such person.")
    return world.people[number]


def chat_of(world: World, someone: Person, chat_id: int) -> Chat:
    chat = world.chats.get(chat_id)
    if chat is None or someone.id not in chat.members:
        raise AppError("There is no such chat for this person.")
    return chat


def send(
    world: World,
    someone: Person,
    chat: Chat,
    text: str,
    reply_to: int | None = None,
    *,
    thread: int = 0,
    anonymous: bool = False,
) -> Json:
    """Write a message; in a group also into a topic, and administrators in the group's name."""
    if chat.kind == "private" and someone.blocks_bot:
        raise AppError("This person has blocked the bot: unblock it first.")
    content = _written(text)
    answered = None if reply_to is None else _message(chat, reply_to)
    placing = _placing(someone, chat, thread, answered)
    chat.started = True
    sender = _in_the_groups_name(someone, chat) if anonymous else {"from": someone.user()}
    message = world.add_message(chat, sender.pop("from"), {**sender, **placing, **content})
    chat.unread[someone.id] = 0
    hearing.tell(world, chat, "message", message)
    return message


def _placing(someone: Person, chat: Chat, thread: int, answered: Json | None) -> Json:
    if not isinstance(chat, Group):
        return {"reply_to_message": quoted(answered)} if answered else {}
    if not chat.role(someone.id).may("can_send_messages"):
        raise AppError("This person may not write here.")
    try:
        placing = chat.placing(thread, answered)
    except NoSuchTopic:
        raise AppError("There is no such topic.") from None
    if chat.is_shut(someone.id, placing):
        raise AppError("This topic is closed.")
    return placing


def _in_the_groups_name(someone: Person, chat: Chat) -> Json:
    if chat.kind != "supergroup" or not chat.is_led_by(someone.id):
        raise AppError("Only administrators of a supergroup write in its name.")
    return {"from": ANONYMOUS, "sender_chat": chat.shown}


def tap(world: World, someone: Person, chat: Chat, message_id: int, data: str, forged: bool) -> str:
    """Tap a button; returns the number of the query that the bot is to answer.

    An honest app sends only what is on the message's keyboard, a forged tap any data.
    """
    message = _message(chat, message_id)
    if not forged and data not in _offered(message):
        raise AppError("There is no such button on this message.")
    if isinstance(chat, Group) and world.bot["id"] not in chat.members:
        raise AppError("The bot is not in this group.")
    query = world.open_query(someone, chat, message_id)
    tapped = {
        "id": query.id,
        "from": someone.user(),
        "message": message,
        "chat_instance": chat.instance,
        "data": data,
    }
    world.updates.put("callback_query", tapped)
    return query.id


def edit(world: World, someone: Person, chat: Chat, message_id: int, text: str) -> Json:
    message = _message(chat, message_id)
    if message["from"]["id"] != someone.id:
        raise AppError("Only one's own messages can be edited.")
    kept = {key: value for key, value in message.items() if key not in {"text", "entities"}}
    edited = world.replace_message(chat, {**kept, "edit_date": world.now(), **_written(text)})
    hearing.tell(world, chat, "edited_message", edited)
    return edited


def delete(world: World, someone: Person, chat: Chat, message_id: int) -> None:
    """Delete a message for everybody; the bot is not told."""
    message = _message(chat, message_id)
    is_own = message["from"]["id"] == someone.id
    if isinstance(chat, Group) and not is_own and not chat.is_led_by(someone.id):
        raise AppError("Only administrators delete other people's messages.")
    world.remove_message(chat, message_id)


def vote(
    world: World,
    someone: Person,
    chat: Chat,
    message_id: int,
    positions: list[int],
    *,
    anonymous: bool = False,
) -> Json:
    """Vote for the options at these positions as this person sees them, or retract the vote with
    none; returns the poll as they see it then."""
    message = _message(chat, message_id)
    if "poll" not in message:
        raise AppError("This message is not a poll.")
    poll = world.polls[message["poll"]["id"]]
    if poll.is_closed:
        raise AppError("This poll is closed.")
    if len(set(positions)) > 1 and not poll.allows_multiple_answers:
        raise AppError("This poll takes one answer.")
    if not poll.allows_revoting and (someone.id in poll.votes or not positions):
        raise AppError("A vote in this poll is final.")
    order = poll.order_for(someone.id)
    if not all(0 <= position < len(order) for position in positions):
        raise AppError("There is no such option in this poll.")
    chosen = tuple(sorted({order[position] for position in positions}))
    if anonymous:
        _in_the_groups_name(someone, chat)
    voting.vote(world, poll, someone.id, chosen, hidden=anonymous)
    return poll.seen_by(someone.id)


def block(world: World, someone: Person, blocks: bool) -> None:
    if someone.blocks_bot == blocks:
        return
    someone.blocks_bot = blocks
    before, after = _membership(world, not blocks), _membership(world, blocks)
    change = {
        "chat": someone.private_chat(),
        "from": someone.user(),
        "date": world.now(),
        "old_chat_member": before,
        "new_chat_member": after,
    }
    world.updates.put("my_chat_member", change)


def _membership(world: World, blocked: bool) -> Json:
    if blocked:
        return {"status": "kicked", "user": world.bot, "until_date": 0}
    return {"status": "member", "user": world.bot}


def join(world: World, about: Json) -> Person:
    """Add a person to the world: what they are called (see NAMED)."""
    if not about.get("first_name", "").strip():
        raise AppError("A person needs a first name.")
    someone = world.add_person(about)
    world.events.tell("people", None, people=everybody(world))
    return someone


def everybody(world: World) -> list[Json]:
    return [someone.shown() for someone in world.people.values()]


def view(world: World, someone: Person) -> Json:
    """What this person's app shows, as of the event `at`."""
    chats = world.chats_of(someone)
    messages = {
        chat.id: [world.as_seen(someone.id, message) for message in chat.messages.values()]
        for chat in chats
    }
    return {
        "at": world.events.last_id,
        "bot": world.bot_shown_to(someone.language_code),
        "chats": [
            {
                "chat": chat.shown,
                "unread": chat.unread[someone.id],
                "last": messages[chat.id][-1] if messages[chat.id] else None,
                **({"group": groups.about(chat)} if isinstance(chat, Group) else {}),
            }
            for chat in chats
        ],
        "messages": {str(number): listed for number, listed in messages.items()},
        "commands": {str(chat.id): world.menu(someone, chat) for chat in chats},
        "blocked": someone.blocks_bot,
    }


def _message(chat: Chat, message_id: int) -> Json:
    if message_id not in chat.messages:
        raise AppError("There is no such message in this chat.")
    return chat.messages[message_id]


def _offered(message: Json) -> set[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return {button["callback_data"] for row in rows for button in row if "callback_data" in button}


def _written(text: str) -> Json:
    formatted = tidy(text)
    if not formatted.text:
        raise AppError("The message is empty.")
    if utf16_length(formatted.text) > given.TEXT_LIMIT:
        raise AppError("The message is too long.")
    return given.content("text", formatted)
