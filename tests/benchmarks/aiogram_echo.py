"""The same on aiogram as it comes, with uvloop. It runs in an environment of its own.

.venv/bench/bin/python tests/benchmarks/aiogram_echo.py ADDRESS TOKEN
"""

import sys

import uvloop
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message

dispatcher = Dispatcher()


@dispatcher.message()
async def echo(message: Message) -> None:
    await message.answer(message.text or "")


async def main(address: str, token: str) -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(address))
    await dispatcher.start_polling(Bot(token, session=session))


if __name__ == "__main__":
    uvloop.run(main(*sys.argv[1:]))
