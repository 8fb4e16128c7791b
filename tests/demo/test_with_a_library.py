"""The library that the bot is written with talks to the stand-in as it does to Telegram."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    Message,
)
from telegram.error import BadRequest, Forbidden, InvalidToken

from bot.demo.server import StandIn
from tests.demo.conftest import Someone
from tests.demo.pictures import png


@pytest.fixture
async def library(far: StandIn) -> AsyncIterator[Bot]:
    files = f"{far.url}/file/bot"
    async with Bot(far.token, base_url=f"{far.url}/bot", base_file_url=files) as bot:
        yield bot


async def test_a_question_is_asked_tapped_and_answered(library: Bot, anna: Someone) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("A", callback_data="a")]])
    sent = await library.send_message(
        anna.id, "<b>A?</b>", parse_mode="HTML", reply_markup=keyboard
    )
    assert sent.text_html == "<b>A?</b>"
    await anna.taps(sent.to_dict(), "a")
    (update,) = await library.get_updates()
    assert update.callback_query is not None
    assert update.callback_query.message == sent
    assert await update.callback_query.answer("Right")
    edited = await sent.edit_text("A!")
    assert isinstance(edited, Message)
    assert (edited.text, edited.reply_markup) == ("A!", None)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_text("A!")
    with pytest.raises(BadRequest, match="Query is too old"):
        await update.callback_query.answer()


async def test_files_go_there_and_back(library: Bot, anna: Someone) -> None:
    picture = png(30, 20)
    sent = await library.send_photo(anna.id, InputFile(picture, "chart.png"), caption="8 of 10")
    assert (sent.caption, sent.photo[0].width) == ("8 of 10", 30)
    file = await sent.photo[0].get_file()
    assert bytes(await file.download_as_bytearray()) == picture
    document = (await library.send_document(anna.id, b"{}", filename="data.json")).document
    assert document is not None
    assert document.file_name == "data.json"


async def test_the_profile_is_set_and_read(library: Bot) -> None:
    scope = BotCommandScopeAllPrivateChats()
    commands = (BotCommand("quiz", "Choose a quiz"),)
    await library.set_my_commands(commands, scope=scope, language_code="it")
    assert await library.get_my_commands(scope=scope, language_code="it") == commands
    await library.set_my_description("Domande", language_code="it")
    assert (await library.get_my_description("it")).description == "Domande"


async def test_refusals_become_its_errors(library: Bot, far: StandIn, ben: Someone) -> None:
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await library.send_message(ben.id, "Hello")
    with pytest.raises(BadRequest, match="Chat not found"):
        await library.send_message(1, "Hello")
    with pytest.raises(InvalidToken):
        async with Bot("1234567:some-other-token", base_url=f"{far.url}/bot"):
            pass
