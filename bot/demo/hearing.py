"""Which messages of people reach the bot.

In a private chat all do. In a group a bot in privacy mode, which is the default, hears service
messages, commands and answers to messages that are its own or were meant for it; one that is an
administrator, or has privacy mode off, hears everything. A command with no name behind it reaches
the bot that wrote last in the group: there is only one bot here, so it always does.
"""

from __future__ import annotations

from bot.demo.world import Chat, Json, World


def tell(world: World, chat: Chat, kind: str, message: Json) -> None:
    """Queue an update about a message, if the bot hears of it."""
    if chat.kind == "private" or _is_heard(world, chat, message):
        world.updates.put(kind, message)


def _is_heard(world: World, chat: Chat, message: Json) -> bool:
    if world.bot["id"] not in chat.members:
        return False
    hears_all = not world.privacy or chat.is_led_by(world.bot["id"])
    is_service = "text" not in message
    return hears_all or is_service or _is_meant(world, message, of_bot=False)


def _is_meant(world: World, message: Json, *, of_bot: bool) -> bool:
    """Whether a message is a command for the bot or answers one, or, `of_bot`, one of its own."""
    if of_bot and message["from"]["id"] == world.bot["id"]:
        return True
    answered = message.get("reply_to_message")
    if answered and _is_meant(world, answered, of_bot=True):
        return True
    return _is_command(world, message)


def _is_command(world: World, message: Json) -> bool:
    for entity in message.get("entities", ()):
        if entity["type"] == "bot_command" and entity["offset"] == 0:
            _, _, name = message["text"][: entity["length"]].partition("@")
            return not name or name.lower() == world.bot["username"].lower()
    return False
