"""What people do in their chats, and what the bot hears of it."""

from __future__ import annotations

from typing import Any

from bot.demo.entities import Formatted, tidy, utf16_length
from bot.demo.world import Chat, Json, Person, World

TEXT_LIMIT = 4096


class ClientError(Exception):
    """Something an app would not let a person do."""


def person(world: World, number: int) -> Person:
    if number not in world.people:
        raise ClientError("There is no such person.")
    return world.people[number]


def chat_of(world: World, someone: Person, chat_id: int) -> Chat:
    chat = world.chats.get(chat_id)
    if chat is None or someone.id not in chat.members:
        raise ClientError("There is no such chat for this person.")
    return chat


def send(world: World, someone: Person, chat: Chat, text: str, reply_to: int | None = None) -> Json:
    if someone.blocks_bot:
        raise ClientError("This person has blocked the bot.")
    content = _written(text)
    if reply_to is not None:
        content["reply_to_message"] = quoted(_message(chat, reply_to))
    chat.started = True
    message = world.add_message(chat, someone.user(), content)
    world.updates.put("message", message)
    return message


def tap(world: World, someone: Person, chat: Chat, message_id: int, data: str, forged: bool) -> str:
    """Tap a button; the number of the query that the bot is to answer. A forged tap may carry any data."""
    message = _message(chat, message_id)
    if not forged and data not in _offered(message):
        raise ClientError("There is no such button on this message.")
    query = world.open_query(someone, chat, message_id)
    world.updates.put(
        "callback_query",
        {
            "id": query.id,
            "from": someone.user(),
            "message": message,
            "chat_instance": chat.instance,
            "data": data,
        },
    )
    return query.id


def _offered(message: Json) -> set[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return {button["callback_data"] for row in rows for button in row if "callback_data" in button}


def _message(chat: Chat, message_id: int) -> Json:
    if message_id not in chat.messages:
        raise ClientError("There is no such message in this chat.")
    return chat.messages[message_id]


def _written(text: str) -> Json:
    formatted = tidy(text)
    if not formatted.text:
        raise ClientError("The message is empty.")
    if utf16_length(formatted.text) > TEXT_LIMIT:
        raise ClientError("The message is too long.")
    return text_content(formatted)


def text_content(formatted: Formatted) -> Json:
    entities: dict[str, Any] = {"entities": formatted.entities} if formatted.entities else {}
    return {"text": formatted.text, **entities}


def quoted(message: Json) -> Json:
    """A message inside another: replies do not nest."""
    return {key: value for key, value in message.items() if key != "reply_to_message"}


def view(world: World, someone: Person) -> Json:
    """What this person's app shows, as of the event `at`."""
    chats = [chat for chat in world.chats.values() if someone.id in chat.members]
    return {
        "at": world.events.last_id,
        "chats": [
            {
                "chat": chat.shown,
                "unread": chat.unread[someone.id],
                "last": next(reversed(chat.messages.values()), None),
            }
            for chat in chats
        ],
        "messages": {str(chat.id): list(chat.messages.values()) for chat in chats},
        "commands": {str(chat.id): menu(world, someone, chat) for chat in chats},
        "blocked": someone.blocks_bot,
    }


def menu(world: World, someone: Person, chat: Chat) -> list[Json]:
    private = chat.shown["type"] == "private"
    return world.profile.menu(chat.id, private, someone.language_code)
