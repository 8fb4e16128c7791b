"""Calls to the Bot API as plain values, for what is said all the time.

The library's own methods take every value apart, and read each message that comes back as objects:
that is half of what a call costs, for answers of which nothing but the message's id is looked at.
"""

from typing import Any

from telegram import Bot
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter


async def call(bot: Bot, method: str, **values: Any) -> Any:
    """Call a method of the Bot API; its result as Telegram wrote it.

    What is None is left out. Raises TelegramError as the library's methods do.
    """
    given = [RequestParameter(name, value, None) for name, value in values.items()]
    return await bot.request.post(f"{bot.base_url}/{method}", RequestData(given))
