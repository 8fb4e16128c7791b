"""What people see, and what happens when Telegram will not show it."""

import asyncio
import logging
import struct
import zlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from markupsafe import Markup
from telegram import Bot

from bot.demo.server import HOST, StandIn
from bot.play.actions import Next, Start, Submit
from bot.screens.screen import Button, Document, Picture, Posted, Reply, Said, Screen
from bot.store.database import DatabaseFailed
from bot.telegram.buttons import encode
from bot.telegram.owing import Owing
from bot.telegram.quota import SLOWED
from bot.telegram.sender import UNCLEAR_TRIES
from bot.telegram.show import Show
from tests.demo.conftest import Someone
from tests.telegram.conftest import Rest, bot_at, until
from tests.telegram.test_polling import free_port

GO = ((Button("Go", Start("tides")),),)
STOP = ((Button("Stop", Submit("abc", 3)), Button("Read", url="https://example.org/")),)
HELLO = Screen(Markup("Hello <b>you</b>"), GO)
DONE = Screen(Markup("<i>Done</i>"))
PIXEL = b"\x89PNG\r\n\x1a\n" + b"".join(
    struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    for kind, body in (
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0\0")),
        (b"IEND", b""),
    )
)


async def ignore(*_: object) -> None: ...


class Speaker:
    """Shows, and notes which message shows which question."""

    def __init__(self, bot: Bot, rest: Rest) -> None:
        self.posted: list[tuple[Posted | Said, int | None, str | None]] = []
        self.closed: list[tuple[int, int | None]] = []
        self.moved: list[tuple[int, int]] = []
        self.failures: list[BaseException] = []
        self.show = Show(
            bot,
            self._remember,
            closed=self._close,
            moved=self._move,
            failed=self.failures.append,
            quota=rest.quota(),
            sleep=rest,
        )

    async def _remember(
        self, posted: Posted | Said, message_id: int | None, poll_id: str | None
    ) -> None:
        self.posted.append((posted, message_id, poll_id))

    async def _close(self, chat_id: int, thread_id: int | None) -> None:
        self.closed.append((chat_id, thread_id))

    async def _move(self, old: int, new: int) -> None:
        self.moved.append((old, new))

    async def says(self, someone: Someone, reply: Reply, tapped: Any = None) -> None:
        self.show.show(someone.id, reply, tapped)
        await self.show.drain(5)


@pytest.fixture
async def speaker(bot: Bot, rest: Rest) -> AsyncIterator[Speaker]:
    speaker = Speaker(bot, rest)
    yield speaker
    await speaker.show.close()


@pytest.fixture
async def anna(anna: Someone) -> Someone:
    await anna.sends("/start")
    return anna


@pytest.fixture
async def ben(ben: Someone) -> Someone:
    await ben.sends("/start")
    return ben


async def seen(someone: Someone) -> list[str]:
    """The texts from the bot in the person's chat, oldest first."""
    return [
        message.get("text", message.get("caption", ""))
        for message in await someone.sees()
        if message["from"]["is_bot"]
    ]


async def last(someone: Someone) -> dict[str, Any]:
    return (await someone.sees())[-1]


def calls(far: StandIn, method: str) -> int:
    return sum(asked.method == method for asked in far.requests)


async def test_a_new_message_with_its_keyboard(anna: Someone, speaker: Speaker) -> None:
    await speaker.says(anna, Reply(send=(Screen(Markup("Hello <b>you</b>"), STOP),)))
    message = await last(anna)
    assert message["text"] == "Hello you"
    assert message["entities"] == [{"type": "bold", "offset": 6, "length": 3}]
    assert message["link_preview_options"] == {"is_disabled": True}
    assert message["reply_markup"]["inline_keyboard"] == [
        [
            {"text": "Stop", "callback_data": encode(Submit("abc", 3))},
            {"text": "Read", "url": "https://example.org/"},
        ]
    ]


async def test_a_tap_turns_the_message_and_is_answered(
    far: StandIn, anna: Someone, speaker: Speaker
) -> None:
    await speaker.says(anna, Reply(send=(HELLO,)))
    message = await last(anna)
    query = await anna.taps(message, encode(Start("tides")))
    after = far.world.events.last_id
    reply = Reply(notice="Well done", alert=True, edit=DONE, send=(HELLO,))
    await speaker.says(anna, reply, (query, message["message_id"]))
    assert await seen(anna) == ["Done", "Hello you"]
    notice = next(each for each in await anna.hears(3, after) if each["type"] == "notice")
    assert (notice["text"], notice["alert"]) == ("Well done", True)
    assert not (await anna.sees())[-2].get("reply_markup")


async def test_every_tap_is_answered_even_with_nothing_to_say(
    far: StandIn, anna: Someone, speaker: Speaker
) -> None:
    await speaker.says(anna, Reply(send=(HELLO,)))
    message = await last(anna)
    query = await anna.taps(message, encode(Start("tides")))
    await speaker.says(anna, Reply(), (query, message["message_id"]))
    assert calls(far, "answerCallbackQuery") == 1
    assert far.world.queries == {}


async def test_a_target_is_turned_where_nothing_was_tapped(anna: Someone, speaker: Speaker) -> None:
    await speaker.says(anna, Reply(send=(HELLO,)))
    number = (await last(anna))["message_id"]
    await anna.sends("my answer")
    await speaker.says(anna, Reply(edit=DONE, target=number))
    assert await seen(anna) == ["Done"]


async def test_with_nothing_to_turn_it_is_sent(anna: Someone, speaker: Speaker) -> None:
    await speaker.says(anna, Reply(edit=DONE))
    assert await seen(anna) == ["Done"]


async def test_only_the_keyboard_changes_and_then_goes(anna: Someone, speaker: Speaker) -> None:
    await speaker.says(anna, Reply(send=(HELLO,)))
    number = (await last(anna))["message_id"]
    await speaker.says(anna, Reply(rows=((Button("On", Next("abc", 2)),),), target=number))
    message = await last(anna)
    assert message["text"] == "Hello you"
    assert message["reply_markup"]["inline_keyboard"][0][0]["text"] == "On"
    await speaker.says(anna, Reply(rows=(), target=number))
    assert "reply_markup" not in await last(anna)
    await speaker.says(anna, Reply(rows=(), target=number, send=(DONE,)))
    assert await seen(anna) == ["Hello you", "Done"]


async def test_a_picture_and_a_document(
    anna: Someone, speaker: Speaker, tmp_path: Path, far: StandIn
) -> None:
    file = tmp_path / "tide.png"
    file.write_bytes(PIXEL)
    letter = Document(b'{"mine": true}', "città.json")
    screens = (
        Screen(Markup("A <b>tide</b>"), GO, Picture(file, "tide.png")),
        Screen(Markup("Another"), attachment=Picture(PIXEL)),
        Screen(Markup("Yours"), attachment=letter),
    )
    await speaker.says(anna, Reply(send=screens))
    assert await seen(anna) == ["A tide", "Another", "Yours"]
    messages = (await anna.sees())[-3:]
    assert messages[0]["photo"][0]["file_size"] == len(PIXEL)
    assert messages[0]["reply_markup"]
    assert messages[2]["document"]["file_name"] == "città.json"
    stored = far.world.files.get(messages[2]["document"]["file_id"])
    assert stored is not None
    assert stored.content == letter.content


async def test_a_picture_that_cannot_be_shown_is_said_without_it(
    anna: Someone, speaker: Speaker, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    lost = Screen(Markup("A tide"), GO, Picture(tmp_path / "gone.png"), Posted("abc", 1))
    torn = Screen(Markup("A wave"), attachment=Picture(b"not a picture"))
    await speaker.says(anna, Reply(send=(lost, torn)))
    assert await seen(anna) == ["A tide", "A wave"]
    assert len(speaker.posted) == 1
    assert "gone.png" in caplog.text


async def test_a_picture_is_not_turned_into_text_but_replaced(
    anna: Someone, speaker: Speaker
) -> None:
    await speaker.says(anna, Reply(send=(Screen(Markup("A tide"), GO, Picture(PIXEL)),)))
    number = (await last(anna))["message_id"]
    await speaker.says(anna, Reply(edit=DONE, target=number))
    assert await seen(anna) == ["A tide", "Done"]
    assert "reply_markup" not in (await anna.sees())[-2]


async def test_nor_is_a_text_turned_into_a_picture(anna: Someone, speaker: Speaker) -> None:
    await speaker.says(anna, Reply(send=(HELLO,)))
    number = (await last(anna))["message_id"]
    picture = Screen(Markup("A tide"), attachment=Picture(PIXEL))
    await speaker.says(anna, Reply(edit=picture, target=number))
    assert await seen(anna) == ["Hello you", "A tide"]
    assert "reply_markup" not in (await anna.sees())[-2]


async def test_where_a_question_stands_is_told_once_it_was_sent(
    anna: Someone, speaker: Speaker
) -> None:
    first, second = Posted("abc", 1), Posted("abc", 2)
    await speaker.says(anna, Reply(send=(Screen(Markup("One"), GO, posted=first),)))
    number = (await last(anna))["message_id"]
    await speaker.says(anna, Reply(edit=Screen(Markup("One!"), posted=first), target=number))
    await speaker.says(anna, Reply(edit=Screen(Markup("Two"), posted=second), target=999))
    assert speaker.posted == [
        (first, number, None),
        (second, (await last(anna))["message_id"], None),
    ]


async def test_that_a_question_could_not_be_sent_is_told(anna: Someone, speaker: Speaker) -> None:
    torn, whole = Posted("abc", 1), Posted("abc", 2)
    await speaker.says(anna, Reply(send=(Screen(Markup("<b>torn"), posted=torn), HELLO)))
    assert speaker.posted == [(torn, None, None)]

    await anna.does("block", blocked=True)
    for _ in range(2):
        speaker.show.show(anna.id, Reply(send=(HELLO, Screen(Markup("One"), posted=whole))))
    await speaker.show.drain(5)
    assert speaker.posted[1:] == [(whole, None, None)] * 2


async def test_what_cannot_be_remembered_does_not_silence_the_rest(
    bot: Bot, anna: Someone, rest: Rest, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(posted: Posted | Said, message_id: int | None, poll_id: str | None) -> None:
        raise RuntimeError("no room")

    show = Show(
        bot, fail, closed=ignore, moved=ignore, failed=print, quota=rest.quota(), sleep=rest
    )
    show.show(anna.id, Reply(send=(Screen(Markup("One"), posted=Posted("abc", 1)), DONE)))
    await show.drain(5)
    assert await seen(anna) == ["One", "Done"]
    assert "no room" in caplog.text


async def test_the_same_again_is_no_error(
    anna: Someone, speaker: Speaker, caplog: pytest.LogCaptureFixture
) -> None:
    await speaker.says(anna, Reply(send=(HELLO,)))
    number = (await last(anna))["message_id"]
    await speaker.says(anna, Reply(edit=HELLO, target=number))
    assert await seen(anna) == ["Hello you"]
    assert not caplog.records


@pytest.mark.parametrize(
    "sentence",
    [
        "message to edit not found",
        "message can't be edited",
        "MESSAGE_ID_INVALID",
        "message identifier is not specified",
    ],
)
async def test_what_cannot_be_turned_is_sent_anew(
    far: StandIn, anna: Someone, speaker: Speaker, sentence: str
) -> None:
    far.fail_next("editMessageText", (400, f"Bad Request: {sentence}", None))
    await speaker.says(anna, Reply(edit=DONE, target=7))
    assert await seen(anna) == ["Done"]


async def test_a_stale_tap_is_shrugged_off(
    far: StandIn, anna: Someone, speaker: Speaker, caplog: pytest.LogCaptureFixture
) -> None:
    await speaker.says(anna, Reply(notice="Too late", send=(DONE,)), ("12345", 7))
    assert await seen(anna) == ["Done"]
    assert calls(far, "answerCallbackQuery") == 1
    assert all(record.levelno < logging.WARNING for record in caplog.records)


async def test_whoever_blocked_the_bot_is_left_alone(
    far: StandIn, anna: Someone, speaker: Speaker, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot")
    await anna.does("block", blocked=True)
    for _ in range(3):
        speaker.show.show(anna.id, Reply(send=(HELLO, DONE)))
    await speaker.show.drain(5)
    assert calls(far, "sendMessage") == 1
    (record,) = [record for record in caplog.records if record.name.startswith("bot.telegram")]
    assert (record.levelno, str(anna.id) in record.message) == (logging.INFO, True)

    await anna.does("block", blocked=False)
    await speaker.says(anna, Reply(send=(DONE,)))
    assert await seen(anna) == ["Done"]


async def test_a_chat_that_is_not_there_is_left_alone(far: StandIn, speaker: Speaker) -> None:
    speaker.show.show(404, Reply(send=(HELLO, DONE)))
    await speaker.show.drain(5)
    assert calls(far, "sendMessage") == 1


async def test_a_refused_message_does_not_silence_the_next(
    anna: Someone, speaker: Speaker, caplog: pytest.LogCaptureFixture
) -> None:
    await speaker.says(anna, Reply(send=(Screen(Markup("<b>torn")), DONE)))
    assert await seen(anna) == ["Done"]
    assert "was not shown" in caplog.text


async def test_too_many_requests_slow_one_chat_only(
    far: StandIn, bot: Bot, anna: Someone, ben: Someone
) -> None:
    over = asyncio.Event()

    class LongRest(Rest):
        async def __call__(self, seconds: float) -> None:
            await super().__call__(seconds)
            await over.wait()

    rest = LongRest()
    show = Show(bot, ignore, closed=ignore, moved=ignore, failed=print, quota=rest.quota())
    far.fail_next("sendMessage", (429, "Too Many Requests: retry after 9", {"retry_after": 9}))
    show.show(anna.id, Reply(send=(HELLO, DONE)))
    await until(lambda: rest.slept == [9.0])
    show.show(ben.id, Reply(send=(HELLO,)))
    show.show(anna.id, Reply(notice="still here"), ("a tap", 1))
    await until(lambda: calls(far, "answerCallbackQuery") == 1 and calls(far, "sendMessage") == 2)
    assert await seen(ben) == ["Hello you"]
    assert await seen(anna) == []
    over.set()
    await show.drain(5)
    assert await seen(anna) == ["Hello you", "Done"]
    assert rest.slept == [9.0, SLOWED]


async def test_an_edit_is_repeated_until_it_is_known_to_be_there(
    far: StandIn, anna: Someone, speaker: Speaker, rest: Rest
) -> None:
    await speaker.says(anna, Reply(send=(HELLO,)))
    number = (await last(anna))["message_id"]
    far.fail_next("editMessageText", "drop")
    far.fail_next("editMessageText", "drop", after_effect=True)
    await speaker.says(anna, Reply(edit=DONE, target=number))
    assert await seen(anna) == ["Done"]
    assert calls(far, "editMessageText") == 3
    assert rest.slept == [1, 3]


@pytest.mark.parametrize("after_effect", [False, True])
async def test_a_new_message_that_may_have_arrived_is_sent_once_more(
    far: StandIn, anna: Someone, speaker: Speaker, rest: Rest, after_effect: bool
) -> None:
    far.fail_next("sendMessage", "drop", after_effect=after_effect)
    await speaker.says(anna, Reply(send=(HELLO, DONE)))
    assert await seen(anna) == [*(["Hello you"] if after_effect else []), "Hello you", "Done"]
    assert rest.slept == [1]


async def test_what_has_a_stand_in_is_not_sent_twice(
    far: StandIn, anna: Someone, speaker: Speaker
) -> None:
    far.fail_next("sendMessage", "drop", after_effect=True)
    await speaker.says(anna, Reply(send=(Screen(Markup("By poll"), instead=HELLO),)))
    assert await seen(anna) == ["By poll", "Hello you"]


async def test_a_message_that_telegram_always_stumbles_over_ends_some_time(
    far: StandIn, anna: Someone, speaker: Speaker, caplog: pytest.LogCaptureFixture
) -> None:
    far.fail_next("sendMessage", (502, "Bad Gateway", None), times=UNCLEAR_TRIES)
    await speaker.says(anna, Reply(send=(HELLO, DONE)))
    assert await seen(anna) == ["Done"]
    assert "was not shown" in caplog.text


async def test_a_database_that_fails_under_it_is_told(bot: Bot, anna: Someone) -> None:
    async def fail(*_: object) -> None:
        raise DatabaseFailed("disk full")

    told: list[BaseException] = []
    show = Show(bot, fail, closed=ignore, moved=ignore, failed=told.append, quota=Rest().quota())
    show.show(anna.id, Reply(send=(Screen(Markup("One"), posted=Posted("abc", 1)),)))
    await show.drain(5)
    assert [type(error) for error in told] == [DatabaseFailed]


class Debt:
    """An update that is being handled, and whether all that was owed for it was said."""

    def __init__(self) -> None:
        self.settled = 0
        self.owing = Owing(1, self._settle)

    def _settle(self) -> None:
        self.settled += 1


async def test_an_update_is_settled_once_its_last_message_is_there(
    far: StandIn, anna: Someone, speaker: Speaker
) -> None:
    debt = Debt()
    with debt.owing:
        speaker.show.show(anna.id, Reply(send=(HELLO,)))
        speaker.show.show(anna.id, Reply(send=(DONE,)))
        assert not debt.settled
    assert not debt.settled
    await speaker.show.drain(5)
    assert debt.settled == 1


async def test_an_update_whose_edit_another_outdoes_is_settled_with_it(
    far: StandIn, anna: Someone, speaker: Speaker
) -> None:
    await speaker.says(anna, Reply(send=(HELLO,)))
    number, debts = (await last(anna))["message_id"], [Debt() for _ in range(4)]
    for count, debt in enumerate(debts):
        with debt.owing:
            speaker.show.show(anna.id, Reply(edit=Screen(Markup(str(count))), target=number))
    await speaker.show.drain(5)
    assert calls(far, "editMessageText") == 2
    assert [debt.settled for debt in debts] == [1, 1, 1, 1]


async def test_an_update_to_which_nothing_is_said_is_settled_at_once(speaker: Speaker) -> None:
    debt = Debt()
    with debt.owing:
        pass
    assert debt.settled == 1


async def test_nothing_is_owed_to_somebody_who_does_not_want_it(
    far: StandIn, anna: Someone, speaker: Speaker
) -> None:
    far.fail_next("sendMessage", (403, "Forbidden: bot was blocked by the user", None))
    debt = Debt()
    with debt.owing:
        for _ in range(3):
            speaker.show.show(anna.id, Reply(send=(HELLO,)))
    await speaker.show.drain(5)
    assert debt.settled == 1
    assert calls(far, "sendMessage") == 1


async def test_a_new_message_that_cannot_have_arrived_is_sent_again() -> None:
    port = free_port()
    far = StandIn(port=port)

    class Opening(Rest):
        async def __call__(self, seconds: float) -> None:
            await super().__call__(seconds)
            if len(self.slept) == 2:
                await far.__aenter__()
                person = next(iter(far.world.people))
                far.world.chats[person].started = True

    rest = Opening()
    async with bot_at(f"http://{HOST}:{port}", far.token) as bot, aiohttp.ClientSession() as http:
        anna = Someone(far, http, next(iter(far.world.people)))
        speaker = Speaker(bot, rest)
        try:
            await speaker.says(anna, Reply(send=(HELLO,)))
            assert rest.slept == [1, 3]
            assert await seen(anna) == ["Hello you"]
        finally:
            await far.__aexit__()


async def test_even_what_is_far_too_long_is_shown(anna: Someone, speaker: Speaker) -> None:
    long = Markup(f"<b>{'😀&amp;' * 4000}</b>")
    picture = Screen(long, attachment=Picture(PIXEL))
    await speaker.says(anna, Reply(send=(Screen(long), picture)))
    text, caption = await seen(anna)
    for shown, limit in ((text, 4096), (caption, 1024)):
        assert shown.endswith(("&…", "😀…"))
        assert limit - 3 <= len(shown.encode("utf-16-le")) // 2 <= limit


async def test_replies_come_in_the_order_in_which_they_were_given(
    anna: Someone, speaker: Speaker
) -> None:
    for number in range(10):
        speaker.show.show(anna.id, Reply(send=(Screen(Markup(str(number))),)))
    await speaker.show.drain(5)
    assert await seen(anna) == [str(number) for number in range(10)]


async def test_draining_ends_after_its_grace_and_closing_drops_the_rest(
    far: StandIn, bot: Bot, anna: Someone
) -> None:
    async def remember(posted: Posted | Said, message_id: int | None, poll_id: str | None) -> None:
        await asyncio.Event().wait()

    show = Show(bot, remember, closed=ignore, moved=ignore, failed=print, quota=Rest().quota())
    show.show(anna.id, Reply(send=(Screen(Markup("One"), posted=Posted("abc", 1)), DONE)))
    await show.drain(0.1)
    await show.close()
    assert await seen(anna) == ["One"]
