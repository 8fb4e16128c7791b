"""What Telegram is asked to send, and what it is not."""

from typing import Any

from telegram import Update

from bot.telegram.handlers import UPDATES


class Watched(Update):
    """An update of no kind at all, which notes what kinds it is asked for."""

    asked_for: set[str]

    def __getattribute__(self, name: str) -> Any:
        if name in Update.ALL_TYPES:
            Watched.asked_for.add(name)
        return super().__getattribute__(name)


async def test_the_bot_asks_for_exactly_what_it_handles(a_bot, town, anna):
    bot = await a_bot("kitchen/tea")
    await anna.sends("/start")
    nothing = Watched(1)
    Watched.asked_for = set()
    await bot.app.parts.handlers.handle(nothing)
    # Taps are told from these before: they are values of our own.
    asked_for = Watched.asked_for | {"callback_query"}
    assert asked_for == set(UPDATES) == set(town.far.world.updates.allowed)
