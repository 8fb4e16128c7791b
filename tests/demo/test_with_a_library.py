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
    PollAnswer,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter

from bot.demo.server import StandIn
from tests.demo.conftest import Bot as Caller
from tests.demo.conftest import Room, Someone, room_of
from tests.demo.pictures import png


@pytest.fixture
async def library(far: StandIn, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # durations as it will have them, without a warning
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


async def test_a_poll_is_sent_voted_in_and_stopped(library: Bot, anna: Someone, room: Room) -> None:
    sent = await library.send_poll(
        room.id, "Two and two?", ["3", "4"], type="quiz", correct_option_ids=[1], is_anonymous=False
    )
    assert sent.poll is not None
    await room.votes(anna, sent.to_dict(), 1)
    voted, counted = await library.get_updates()
    answer = voted.poll_answer
    assert isinstance(answer, PollAnswer)
    assert answer.user is not None
    assert (answer.poll_id, answer.user.id, answer.option_ids) == (sent.poll.id, anna.id, (1,))
    assert counted.poll is not None
    assert counted.poll.total_voter_count == 1
    assert (await library.stop_poll(room.id, sent.message_id)).is_closed


async def test_refusals_in_groups_become_its_errors(
    library: Bot, bot: Caller, far: StandIn, anna: Someone
) -> None:
    room = await room_of(anna, bot)
    for _ in range(5):
        await library.send_message(room.id, "x")
    with pytest.raises(RetryAfter):
        await library.send_message(room.id, "x")
    moved = await anna.does("migrate", chat=room.id)
    with pytest.raises(ChatMigrated) as caught:
        await library.send_message(room.id, "x")
    assert caught.value.new_chat_id == moved["id"]
    await anna.does("member", chat=moved["id"], person=far.world.bot["id"], status="kicked")
    with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
        await library.send_message(moved["id"], "x")
