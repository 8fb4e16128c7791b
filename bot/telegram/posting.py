"""A screen as a new message."""

import asyncio
from typing import Any

from telegram import Bot, InlineKeyboardMarkup, InputPollOption, Message
from telegram.constants import ParseMode, PollType

from bot.screens.screen import Document, Picture, Poll, Screen
from bot.telegram.calls import call
from bot.telegram.rendering import CAPTION_LIMIT, TEXT_LIMIT, fitted, keyboard

NO_PREVIEW = {"is_disabled": True}


async def post(bot: Bot, chat_id: int, thread_id: int, screen: Screen) -> tuple[int, str | None]:
    """Send it, in a topic unless that is 0; the ids of the message and of the poll in it."""
    markup = keyboard(screen.rows)
    common: dict[str, Any] = {
        "message_thread_id": thread_id or None,
        "disable_notification": screen.silent or None,
    }
    if screen.poll is not None:
        sent = await _post_poll(bot, chat_id, screen.poll, common | _objects(markup, bot))
    elif screen.attachment is not None:
        sent = await _post_file(
            bot, chat_id, screen, screen.attachment, common | _objects(markup, bot)
        )
    else:
        return await _post_text(bot, chat_id, screen.text, common | {"reply_markup": markup})
    return sent.message_id, sent.poll.id if sent.poll else None


def _objects(markup: dict[str, Any] | None, bot: Bot) -> dict[str, Any]:
    """The keyboard as the library's own methods want it."""
    return {"reply_markup": InlineKeyboardMarkup.de_json(markup, bot) if markup else None}


async def _post_text(
    bot: Bot, chat_id: int, text: str, common: dict[str, Any]
) -> tuple[int, str | None]:
    sent = await call(
        bot,
        "sendMessage",
        chat_id=chat_id,
        text=fitted(text, TEXT_LIMIT),
        parse_mode=ParseMode.HTML,
        link_preview_options=NO_PREVIEW,
        **common,
    )
    return sent["message_id"], None


async def _post_file(
    bot: Bot, chat_id: int, screen: Screen, file: Picture | Document, common: dict[str, Any]
) -> Message:
    caption = fitted(screen.text, CAPTION_LIMIT)
    content = file.content
    data = content if isinstance(content, bytes) else await asyncio.to_thread(content.read_bytes)
    send = bot.send_photo if isinstance(file, Picture) else bot.send_document
    return await send(
        chat_id, data, caption=caption, parse_mode=ParseMode.HTML, filename=file.name, **common
    )


async def _post_poll(bot: Bot, chat_id: int, poll: Poll, common: dict[str, Any]) -> Message:
    return await bot.send_poll(
        chat_id,
        poll.question,
        [InputPollOption(text) for text in poll.options],
        type=PollType.QUIZ,
        is_anonymous=False,  # anonymous polls tell nobody who voted
        correct_option_ids=list(poll.right),  # type: ignore[arg-type]
        allows_multiple_answers=poll.several or None,
        hide_results_until_closes=True,
        explanation=poll.explanation or None,
        open_period=poll.seconds,
        **common,
    )
