"""What Telegram says of the bot: the menu of commands and, where there are none, descriptions."""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Literal

from telegram import (
    Bot,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeDefault,
)
from telegram.error import BadRequest, TelegramError

from bot.quiz.frozen import frozen

log = logging.getLogger(__name__)

Place = Literal["default", "private", "group"]
Commands = tuple[tuple[str, str], ...]

_SCOPES: dict[Place, BotCommandScope] = {
    "default": BotCommandScopeDefault(),
    "private": BotCommandScopeAllPrivateChats(),
    "group": BotCommandScopeAllGroupChats(),
}


@frozen
class Profile:
    """What is said in one language; "" is for everybody whose language has nothing of its own.

    `commands` are names (without the slash) with what they do, in the order of the menu.
    """

    language: str
    commands: Mapping[Place, Commands]
    description: str
    short_description: str


async def register(bot: Bot, profiles: Sequence[Profile]) -> None:
    """Bring what Telegram says of the bot up to date; what fails is logged and left as it is.

    Telegram allows few of these calls, so each is made only where something differs. Descriptions
    that the operator wrote stay, and so does the bot's name.
    """
    try:
        # All are read before any is written: a language without a description of its own may be
        # answered with the general one, which must then not be ours.
        missing = [step for profile in profiles for step in await _missing(bot, profile)]
        for profile in profiles:
            for place, commands in profile.commands.items():
                await set_commands(bot, profile.language, _SCOPES[place], commands)
        for step in missing:
            await step()
    except TelegramError as error:
        log.warning("The bot's menu could not be brought up to date: %r", error)


async def _missing(bot: Bot, profile: Profile) -> list[Callable[[], Awaitable[bool]]]:
    """The steps that write the descriptions which are not there yet."""
    steps: list[Callable[[], Awaitable[bool]]] = []
    code = profile.language or None
    if not (await bot.get_my_description(code)).description:
        steps.append(lambda: bot.set_my_description(profile.description, code))
    if not (await bot.get_my_short_description(code)).short_description:
        steps.append(lambda: bot.set_my_short_description(profile.short_description, code))
    return steps


async def set_commands(bot: Bot, language: str, scope: BotCommandScope, commands: Commands) -> None:
    """Have these be the commands in this language and scope."""
    code = language or None
    there = await bot.get_my_commands(scope, code)
    if tuple((each.command, each.description) for each in there) == commands:
        return
    try:
        await bot.set_my_commands(commands, scope, code)
    except BadRequest as error:  # the others may still be right
        log.warning("Telegram refused the commands for %r: %r", language, error)
