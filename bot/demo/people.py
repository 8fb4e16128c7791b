"""What people do in their chats, and what the bot hears of it."""

from __future__ import annotations

from bot.demo import given
from bot.demo.entities import tidy, utf16_length
from bot.demo.world import Chat, Json, Person, World, quoted

NAMED = ("first_name", "last_name", "username", "language_code")


class AppError(Exception):
    """Something that a person's app would not let them do, in a sentence."""


def person(world: World, number: int) -> Person:
    if number not in world.people:
        raise AppError("There is no such person.")
    return world.people[number]


def chat_of(world: World, someone: Person, chat_id: int) -> Chat:
    chat = world.chats.get(chat_id)
    if chat is None or someone.id not in chat.members:
        raise AppError("There is no such chat for this person.")
    return chat


def send(world: World, someone: Person, chat: Chat, text: str, reply_to: int | None = None) -> Json:
    if someone.blocks_bot:
        raise AppError("This person has blocked the bot: unblock it first.")
    content = _written(text)
    if reply_to is not None:
        content["reply_to_message"] = quoted(_message(chat, reply_to))
    chat.started = True
    chat.unread[someone.id] = 0
    message = world.add_message(chat, someone.user(), content)
    world.updates.put("message", message)
    return message


def tap(world: World, someone: Person, chat: Chat, message_id: int, data: str, forged: bool) -> str:
    """Tap a button; returns the number of the query that the bot is to answer.

    An honest app sends only what is on the message's keyboard, a forged tap any data.
    """
    message = _message(chat, message_id)
    if not forged and data not in _offered(message):
        raise AppError("There is no such button on this message.")
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
    world.updates.put("edited_message", edited)
    return edited


def delete(world: World, chat: Chat, message_id: int) -> None:
    """Delete a message for everybody; the bot is not told."""
    world.remove_message(chat, _message(chat, message_id)["message_id"])


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
    return {
        "at": world.events.last_id,
        "bot": world.bot_shown_to(someone.language_code),
        "chats": [
            {
                "chat": chat.shown,
                "unread": chat.unread[someone.id],
                "last": next(reversed(chat.messages.values()), None),
            }
            for chat in chats
        ],
        "messages": {str(chat.id): list(chat.messages.values()) for chat in chats},
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
