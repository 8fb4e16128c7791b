"""Calls to the Bot API as plain values, for what is said all the time.

The library's own methods take every value apart, and read each message that comes back as objects:
that is most of what a call costs, for answers of which nothing but the message's id is looked at.
"""

from collections.abc import Awaitable, Mapping
from typing import Any, cast

from telegram import Bot

from bot.telegram.request import AiohttpRequest


def call(bot: Bot, method: str, **values: Any) -> Awaitable[Any]:
    """Call a method of the Bot API; its result as Telegram wrote it.

    What is None is left out. Raises TelegramError as the library's methods do. The bot's requests
    are to be AiohttpRequest's.
    """
    return _request(bot).call(f"{bot.base_url}/{method}", _given(values))


def do(bot: Bot, method: str, **values: Any) -> Awaitable[object]:
    """The same where nobody looks at the result, so that it need not be read."""
    return _request(bot).do(f"{bot.base_url}/{method}", _given(values))


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _request(bot: Bot) -> AiohttpRequest:
    return cast("AiohttpRequest", bot.request)
