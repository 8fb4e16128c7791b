"""The administrators' command in the menus of their private chats, and in nobody else's."""

import logging
from collections.abc import Mapping

from telegram import Bot, BotCommandScopeChat
from telegram.error import TelegramError

from bot.play.administration import Administration
from bot.telegram.commands import Commands, set_commands

log = logging.getLogger(__name__)


class AdminMenus:
    """`menus` are an administrator's commands by language; "" is for any other language."""

    def __init__(
        self, bot: Bot, administration: Administration, menus: Mapping[str, Commands]
    ) -> None:
        self._bot = bot
        self._administration = administration
        self._menus = menus
        self._granted: set[int] = set()

    async def update(self) -> None:
        """Give the menu to administrators who have met the bot; take it from former ones."""
        now, before = await self._administration.menus()
        for person_id in now:
            await self.grant(person_id)
        for person_id in before - now:
            await self._revoke(person_id)

    async def grant(self, person_id: int) -> None:
        """Show the command in this person's menu."""
        if person_id in self._granted:
            return
        self._granted.add(person_id)
        # Noted first: a menu that was given and forgotten could never be taken back.
        await self._administration.note_menu(person_id, there=True)
        try:
            for language, commands in self._menus.items():
                scope = BotCommandScopeChat(person_id)
                await set_commands(self._bot, language, scope, commands)
        except TelegramError as error:
            self._granted.discard(person_id)
            log.warning("The menu of administrator %d was not set: %r", person_id, error)

    async def _revoke(self, person_id: int) -> None:
        try:
            for language in self._menus:
                scope = BotCommandScopeChat(person_id)
                await self._bot.delete_my_commands(scope, language or None)
        except TelegramError as error:  # who has left the bot has no menu to lose
            log.info("The menu of former administrator %d was not taken: %r", person_id, error)
        await self._administration.note_menu(person_id, there=False)
