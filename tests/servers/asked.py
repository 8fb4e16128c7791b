"""Stands where the bot listens, and answers each request with what has arrived of it."""

import asyncio
import os

from aiohttp import web

from bot.listening import listening


async def answer(request: web.BaseRequest) -> web.StreamResponse:
    body = await request.read()
    secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
    return web.json_response({"path": request.path, "secret": secret, "length": len(body)})


async def main() -> None:
    async with listening(os.environ["QUIZBOT_WEBHOOK_LISTEN"], answer):
        await asyncio.Event().wait()


asyncio.run(main())
