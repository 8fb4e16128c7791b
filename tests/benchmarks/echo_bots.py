"""Bots that repeat what they are told, with one call an update, on python-telegram-bot.

python -m tests.benchmarks.echo_bots NAME ADDRESS TOKEN
"""

import asyncio
import sys
from collections.abc import Callable

import uvloop
from telegram import Update
from telegram.ext import Application, ApplicationBuilder, MessageHandler, filters

from bot.telegram.request import AiohttpRequest


async def _echo(update: Update, context: object) -> None:
    await update.message.reply_text(update.message.text)


def default(address: str, token: str) -> None:
    """python-telegram-bot as it comes."""
    _run(ApplicationBuilder().token(token).base_url(f"{address}/bot").build())


def faster(address: str, token: str) -> None:
    """python-telegram-bot with this bot's request class, 256 updates at a time, and uvloop."""
    asyncio.set_event_loop(uvloop.new_event_loop())
    builder = ApplicationBuilder().token(token).base_url(f"{address}/bot").concurrent_updates(256)
    _run(builder.request(AiohttpRequest()).get_updates_request(AiohttpRequest()).build())


def _run(application: Application) -> None:
    application.add_handler(MessageHandler(filters.TEXT, _echo))
    application.run_polling()


BOTS: dict[str, Callable[[str, str], None]] = {
    "default": default,
    "faster": faster,
}

if __name__ == "__main__":
    BOTS[sys.argv[1]](*sys.argv[2:])
