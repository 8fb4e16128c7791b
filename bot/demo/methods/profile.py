"""What the bot says of itself: commands, name, descriptions."""

from __future__ import annotations

import re
from typing import Any

from bot.demo.errors import ApiError, bad_request
from bot.demo.methods.common import Method, chat_of
from bot.demo.params import Params
from bot.demo.profile import Command, Localized, Scope
from bot.demo.world import World

MOST_COMMANDS = 100
_COMMAND = re.compile(r"[a-z0-9_]+")
_LANGUAGE = re.compile(r"(?:[a-z]{2})?")
_WIDE_SCOPES = frozenset(
    {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}
)
_CHAT_SCOPES = frozenset({"chat", "chat_administrators", "chat_member"})


async def set_my_commands(world: World, params: Params) -> Any:
    given = params.structure("commands", "commands")
    if not isinstance(given, list):
        raise bad_request("expected an Array of BotCommand")
    if len(given) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    commands = [_command(command) for command in given]
    return _put_commands(world, params, commands)


async def delete_my_commands(world: World, params: Params) -> Any:
    return _put_commands(world, params, [])


def _put_commands(world: World, params: Params, commands: list[Command]) -> bool:
    place = (_scope(world, params), _language(params))
    before = _menus(world)
    world.profile.commands[place] = commands
    for (person, chat_id), menu in _menus(world).items():
        if menu != before[person, chat_id]:
            world.events.tell("commands", {person}, chat_id=chat_id, commands=menu)
    return True


def _menus(world: World) -> dict[tuple[int, int], list[Command]]:
    """What everybody sees in each of their chats."""
    return {
        (person.id, chat.id): world.menu(person, chat)
        for person in world.people.values()
        for chat in world.chats_of(person)
    }


async def get_my_commands(world: World, params: Params) -> Any:
    return world.profile.commands.get((_scope(world, params), _language(params)), [])


def _command(given: Any) -> Command:
    if not isinstance(given, dict):
        raise _unreadable("expected an Object")
    for name in ("command", "description"):
        if name not in given:
            raise _unreadable(f'Can\'t find field "{name}"')
        if not isinstance(given[name], str):
            raise _unreadable(f'Field "{name}" must be of type String')
    command = given["command"].strip().removeprefix("/")
    description = given["description"].strip()
    for called, text, most in (
        ("command", command, 32),
        ("command description", description, 256),
    ):
        if not text:
            raise bad_request(f"{called} must be non-empty")
        if len(text) > most:
            raise bad_request(f"{called} length must not exceed {most}")
    if not _COMMAND.fullmatch(command):
        raise bad_request("BOT_COMMAND_INVALID")
    return {"command": command, "description": description}


def _unreadable(reason: str) -> ApiError:
    return bad_request(f"can't parse BotCommand: {reason}")


def _scope(world: World, params: Params) -> Scope:
    given = params.structure("scope", "BotCommandScope") or {"type": "default"}
    if not isinstance(given, dict):
        raise bad_request("object expected as BotCommandScope")
    kind = given.get("type")
    if kind in _WIDE_SCOPES:
        return (str(kind),)
    if kind not in _CHAT_SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    inner = Params(given)
    chat = chat_of(world, inner)
    if kind == "chat_member":
        return (kind, chat.id, inner.integer("user_id"))
    return (str(kind), chat.id)


def _language(params: Params) -> str:
    code = params.text("language_code")
    if not _LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code


def _setter(field: str, limit: int) -> Method:
    async def set_text(world: World, params: Params) -> Any:
        text, language = params.text(field), _language(params)
        if len(text) > limit:
            raise bad_request(f"{field.replace('_', ' ')} is too long")
        _texts(world, field).set(language, text)
        for person in world.people.values():
            bot = world.bot_shown_to(person.language_code)
            world.events.tell("bot", {person.id}, bot=bot)
        return True

    return set_text


def _getter(field: str) -> Method:
    async def get_text(world: World, params: Params) -> Any:
        return {field: _texts(world, field).get(_language(params))}

    return get_text


def _texts(world: World, field: str) -> Localized:
    profile = world.profile
    return {
        "name": profile.name,
        "description": profile.description,
        "short_description": profile.short_description,
    }[field]


METHODS: dict[str, Method] = {
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": _setter("name", 64),
    "getMyName": _getter("name"),
    "setMyDescription": _setter("description", 512),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description", 120),
    "getMyShortDescription": _getter("short_description"),
}
