"""Messages that the bot sends, edits and deletes, and what Telegram refuses."""

from __future__ import annotations

from typing import Any

import pytest

from bot.demo.server import StandIn
from tests.demo.conftest import Bot, Clock, Someone

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are"
    " exactly the same as a current content and reply markup of the message"
)
KEYBOARD = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}


async def test_what_the_bot_sends_is_what_people_see(bot: Bot, anna: Someone, clock: Clock) -> None:
    sent = await bot.call(
        "sendMessage",
        chat_id=anna.id,
        text="<b>Ciao</b> 🎉 <i>Anna</i>",
        parse_mode="HTML",
        reply_markup=KEYBOARD,
    )
    assert sent["text"] == "Ciao 🎉 Anna"
    assert sent["entities"] == [
        {"type": "bold", "offset": 0, "length": 4},
        {"type": "italic", "offset": 8, "length": 4},
    ]
    assert sent["from"]["username"] == "demo_quiz_bot"
    assert sent["chat"] == {
        "id": anna.id,
        "type": "private",
        "first_name": "Anna",
        "username": "anna_demo",
    }
    assert sent["date"] == int(clock.now)
    assert sent["reply_markup"] == KEYBOARD
    assert (await anna.sees())[-1] == sent


async def test_message_numbers_grow(bot: Bot, anna: Someone) -> None:
    first = await bot.call("sendMessage", chat_id=anna.id, text="1")
    second = await anna.sends("2")
    assert first["message_id"] < second["message_id"]


async def test_nobody_hears_from_a_bot_they_never_wrote_to(bot: Bot, ben: Someone) -> None:
    assert await bot.refusal("sendMessage", chat_id=ben.id, text="Hello") == (
        403,
        "Forbidden: bot can't initiate conversation with a user",
    )


async def test_who_blocks_the_bot_hears_no_more_of_it(bot: Bot, anna: Someone) -> None:
    sent = await bot.call("sendMessage", chat_id=anna.id, text="Hello")
    await anna.does("block", blocked=True)
    blocked = (403, "Forbidden: bot was blocked by the user")
    here = {"chat_id": anna.id}
    assert await bot.refusal("sendMessage", **here, text="Hello?") == blocked
    assert await bot.refusal("sendChatAction", **here, action="typing") == blocked
    edit = {"message_id": sent["message_id"], "text": "Hello?"}
    assert await bot.refusal("editMessageText", **here, **edit) == blocked
    await anna.does("block", blocked=False)
    await bot.call("sendMessage", chat_id=anna.id, text="Hello again")


@pytest.mark.parametrize("chat_id", [12345, -100123, "@nobody", "x", 2**70])
async def test_an_unknown_chat_is_not_found(bot: Bot, anna: Someone, chat_id: object) -> None:
    refusal = await bot.refusal("sendMessage", chat_id=chat_id, text="x")
    assert refusal == (400, "Bad Request: chat not found")


@pytest.mark.parametrize(
    "params,sentence",
    [
        ({}, "message text is empty"),
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "text must be non-empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "text must be non-empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "🎉" * 2049}, "message is too long"),
        ({"text": "x" * 40_000}, "text is too long"),
        ({"text": "x", "parse_mode": "rtf"}, "unsupported parse_mode"),
        (
            {"text": "1 <2", "parse_mode": "html"},
            "can't parse entities: Unclosed start tag at byte offset 2",
        ),
        ({"text": "x", "reply_parameters": {"message_id": 999}}, "message to be replied not found"),
        ({"text": "x", "reply_parameters": "{"}, "can't parse reply parameters JSON object"),
        ({"text": "x", "reply_parameters": {"x": 1}}, 'can\'t find field "message_id"'),
        ({"text": "\ud800"}, "strings must be encoded in UTF-8"),
        ({"text": "x", "reply_markup": '["\\ud800"]'}, "strings must be encoded in UTF-8"),
        ({"text": "x", "link_preview_options": []}, "object expected as link preview options"),
    ],
)
async def test_texts_that_cannot_be_sent(
    bot: Bot, anna: Someone, params: dict[str, Any], sentence: str
) -> None:
    refusal = await bot.refusal("sendMessage", chat_id=anna.id, **params)
    assert refusal == (400, f"Bad Request: {sentence}")


async def test_limits_count_what_is_left_after_parsing(bot: Bot, anna: Someone) -> None:
    text = "<b>" + "&lt;" * 4096 + "</b>"
    sent = await bot.call("sendMessage", chat_id=anna.id, text=text, parse_mode="HTML")
    assert sent["text"] == "<" * 4096


async def test_the_chat_must_be_named(bot: Bot) -> None:
    assert await bot.refusal("sendMessage", text="x") == (400, "Bad Request: chat_id is empty")


async def test_a_reply_shows_what_it_answers(bot: Bot, anna: Someone) -> None:
    question = await anna.sends("Really?")
    first = await bot.call(
        "sendMessage",
        chat_id=anna.id,
        text="Yes",
        reply_parameters={"message_id": question["message_id"]},
    )
    assert first["reply_to_message"] == question
    second = await anna.sends("Sure?", reply_to=first["message_id"])
    assert second["reply_to_message"]["text"] == "Yes"
    assert "reply_to_message" not in second["reply_to_message"]
    free = {"message_id": 999, "allow_sending_without_reply": True}
    third = await bot.call("sendMessage", chat_id=anna.id, text="Ok", reply_parameters=free)
    assert "reply_to_message" not in third


async def test_entities_can_be_listed_instead_of_marked(bot: Bot, anna: Someone) -> None:
    entities = [
        {"type": "bold", "offset": 3, "length": 1},
        {"type": "text_link", "offset": 0, "length": 2, "url": "example.com"},
        {"type": "mention", "offset": 0, "length": 4},
    ]
    sent = await bot.call("sendMessage", chat_id=anna.id, text="🎉 x", entities=entities)
    assert sent["entities"] == [
        {"type": "text_link", "offset": 0, "length": 2, "url": "http://example.com/"},
        {"type": "bold", "offset": 3, "length": 1},
    ]


@pytest.mark.parametrize(
    "entity,sentence",
    [
        ({"type": "bold", "offset": 0}, "can't parse MessageEntity: Can't find field \"length\""),
        (
            {"type": "loud", "offset": 0, "length": 1},
            "can't parse MessageEntity: Unsupported type specified",
        ),
        (
            {"type": "bold", "offset": "0", "length": 1},
            'can\'t parse MessageEntity: Field "offset" must be of type Number',
        ),
        (
            {"type": "bold", "offset": 9, "length": 1},
            "entity begins after the end of the text at UTF-16 offset 9",
        ),
        (
            {"type": "bold", "offset": 2, "length": 9},
            (
                "entity beginning at UTF-16 offset 2 ends after the end of the text"
                " at UTF-16 offset 11"
            ),
        ),
        (
            {"type": "bold", "offset": 1, "length": 1},
            "entity beginning at UTF-16 offset 1 begins or ends in a middle of a UTF-16 symbol",
        ),
        (
            {"type": "text_link", "offset": 0, "length": 2, "url": "no"},
            "entity URL 'no' is invalid: Wrong HTTP URL",
        ),
    ],
)
async def test_entities_that_do_not_fit(
    bot: Bot, anna: Someone, entity: dict[str, Any], sentence: str
) -> None:
    refusal = await bot.refusal("sendMessage", chat_id=anna.id, text="🎉 x", entities=[entity])
    assert refusal == (400, f"Bad Request: {sentence}")


UNREADABLE = "can't parse inline keyboard button: "


@pytest.mark.parametrize(
    "markup,sentence",
    [
        ("{", "can't parse reply keyboard markup JSON object"),
        ([], "object expected as reply markup"),
        ({"inline_keyboard": {}}, 'field "inline_keyboard" must be of type Array'),
        (
            {"inline_keyboard": [{"text": "A", "callback_data": "a"}]},
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
        ),
        ({"inline_keyboard": [["A"]]}, UNREADABLE + "InlineKeyboardButton must be an Object"),
        (
            {"inline_keyboard": [[{"callback_data": "a"}]]},
            UNREADABLE + 'Can\'t find field "text"',
        ),
        (
            {"inline_keyboard": [[{"text": 5, "callback_data": "a"}]]},
            UNREADABLE + 'Field "text" must be of type String',
        ),
        (
            {"inline_keyboard": [[{"text": "A", "callback_data": ""}]]},
            UNREADABLE + "Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"inline_keyboard": [[{"text": "A", "callback_data": "a", "style": "pink"}]]},
            UNREADABLE + "invalid button style specified",
        ),
        (
            {"inline_keyboard": [[{"text": " ", "callback_data": "a"}]]},
            "inline keyboard button text must be non-empty",
        ),
        ({"inline_keyboard": [[{"text": "A", "callback_data": "é" * 33}]]}, "BUTTON_DATA_INVALID"),
        (
            {"inline_keyboard": [[{"text": "A", "url": "nowhere"}]]},
            "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL",
        ),
        (
            {"inline_keyboard": [[{"text": "A", "url": "javascript://x.it"}]]},
            "inline keyboard button URL 'javascript://x.it' is invalid: Unsupported URL protocol",
        ),
        (
            {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]] * 101},
            "reply markup is too long",
        ),
    ],
)
async def test_keyboards_that_do_not_fit(
    bot: Bot, anna: Someone, markup: object, sentence: str
) -> None:
    refusal = await bot.refusal("sendMessage", chat_id=anna.id, text="x", reply_markup=markup)
    assert refusal == (400, f"Bad Request: {sentence}")


async def test_64_bytes_of_data_fit(bot: Bot, anna: Someone) -> None:
    markup = {"inline_keyboard": [[{"text": "A", "callback_data": "é" * 32}]]}
    sent = await bot.call("sendMessage", chat_id=anna.id, text="x", reply_markup=markup)
    assert sent["reply_markup"] == markup


async def test_other_keyboards_never_show_in_a_message(bot: Bot, anna: Someone) -> None:
    others: list[object] = [{"remove_keyboard": True}, {"force_reply": True}]
    for markup in [*others, {"inline_keyboard": []}]:
        sent = await bot.call("sendMessage", chat_id=anna.id, text="x", reply_markup=markup)
        assert "reply_markup" not in sent


async def test_an_edit_replaces_text_and_keyboard(bot: Bot, anna: Someone, clock: Clock) -> None:
    sent = await bot.call("sendMessage", chat_id=anna.id, text="<b>?</b>", parse_mode="HTML")
    clock.now += 60
    place = {"chat_id": anna.id, "message_id": sent["message_id"]}
    edited = await bot.call("editMessageText", **place, text="!", reply_markup=KEYBOARD)
    assert (edited["text"], edited["reply_markup"]) == ("!", KEYBOARD)
    assert "entities" not in edited
    assert (edited["date"], edited["edit_date"]) == (sent["date"], sent["date"] + 60)
    assert (await anna.sees())[-1] == edited
    bare = await bot.call("editMessageText", **place, text="!")
    assert "reply_markup" not in bare


async def test_an_edit_that_changes_nothing_is_refused(bot: Bot, anna: Someone) -> None:
    sent = await bot.call("sendMessage", chat_id=anna.id, text="x", reply_markup=KEYBOARD)
    place = {"chat_id": anna.id, "message_id": sent["message_id"]}
    same = {"text": " x ", "reply_markup": KEYBOARD}
    assert await bot.refusal("editMessageText", **place, **same) == (400, NOT_MODIFIED)
    assert await bot.refusal("editMessageReplyMarkup", **place, reply_markup=KEYBOARD) == (
        400,
        NOT_MODIFIED,
    )
    await bot.call("editMessageReplyMarkup", **place)
    assert await bot.refusal("editMessageReplyMarkup", **place) == (400, NOT_MODIFIED)


async def test_only_the_keyboard_changes(bot: Bot, anna: Someone) -> None:
    sent = await bot.call("sendMessage", chat_id=anna.id, text="x")
    place = {"chat_id": anna.id, "message_id": sent["message_id"]}
    edited = await bot.call("editMessageReplyMarkup", **place, reply_markup=KEYBOARD)
    assert edited == {**sent, "reply_markup": KEYBOARD}


async def test_edits_that_cannot_be(bot: Bot, anna: Someone) -> None:
    hers = await anna.sends("mine")
    there = {"chat_id": anna.id, "text": "x"}
    assert await bot.refusal("editMessageText", **there, message_id=hers["message_id"]) == (
        400,
        "Bad Request: message can't be edited",
    )
    assert await bot.refusal("editMessageText", **there, message_id=999) == (
        400,
        "Bad Request: message to edit not found",
    )
    assert await bot.refusal("editMessageText", text="x") == (
        400,
        "Bad Request: message identifier is not specified",
    )
    assert await bot.refusal("editMessageText", **there, message_id="abc") == (
        400,
        "Bad Request: invalid message_id specified",
    )
    sent = await bot.call("sendMessage", chat_id=anna.id, text="x")
    assert await bot.refusal(
        "editMessageText",
        **there,
        message_id=sent["message_id"],
        reply_markup={"force_reply": True},
    ) == (400, "Bad Request: inline keyboard expected")
    assert await bot.refusal(
        "editMessageCaption", chat_id=anna.id, message_id=sent["message_id"], caption="x"
    ) == (400, "Bad Request: there is no caption in the message to edit")


async def test_messages_are_deleted_for_everybody(bot: Bot, anna: Someone) -> None:
    sent = await bot.call("sendMessage", chat_id=anna.id, text="x")
    place = {"chat_id": anna.id, "message_id": sent["message_id"]}
    assert await bot.call("deleteMessage", **place) is True
    assert sent not in await anna.sees()
    assert await bot.refusal("deleteMessage", **place) == (
        400,
        "Bad Request: message to delete not found",
    )


async def test_many_are_deleted_at_once(bot: Bot, anna: Someone) -> None:
    numbers = [(await anna.sends(text))["message_id"] for text in "abc"]
    before = len(await anna.sees())
    given = [*numbers[:2], 999]
    assert await bot.call("deleteMessages", chat_id=anna.id, message_ids=given) is True
    assert len(await anna.sees()) == before - 2
    assert await bot.refusal("deleteMessages", chat_id=anna.id) == (
        400,
        "Bad Request: message identifiers are not specified",
    )


async def test_after_two_days_nothing_is_deleted(bot: Bot, anna: Someone, clock: Clock) -> None:
    sent = await bot.call("sendMessage", chat_id=anna.id, text="x")
    clock.now += 48 * 3600
    place = {"chat_id": anna.id, "message_id": sent["message_id"]}
    assert await bot.refusal("deleteMessage", **place) == (
        400,
        "Bad Request: message can't be deleted for everyone",
    )


async def test_typing_is_seen(bot: Bot, anna: Someone) -> None:
    after = (await anna.view())["at"]
    assert await bot.call("sendChatAction", chat_id=anna.id, action="typing") is True
    (event,) = await anna.hears(1, after)
    assert event == {"id": after + 1, "type": "typing", "chat_id": anna.id, "action": "typing"}
    assert await bot.refusal("sendChatAction", chat_id=anna.id, action="dancing") == (
        400,
        "Bad Request: wrong parameter action in request",
    )


async def test_chats_and_members_can_be_looked_up(bot: Bot, anna: Someone, far: StandIn) -> None:
    chat = await bot.call("getChat", chat_id=anna.id)
    assert (chat["type"], chat["first_name"]) == ("private", "Anna")
    member = await bot.call("getChatMember", chat_id=anna.id, user_id=anna.id)
    assert (member["status"], member["user"]["language_code"]) == ("member", "it")
    me = await bot.call("getMe")
    itself = await bot.call("getChatMember", chat_id=anna.id, user_id=me["id"])
    assert itself["user"]["is_bot"] is True
    assert await bot.refusal("getChatMember", chat_id=anna.id, user_id=5) == (
        400,
        "Bad Request: member not found",
    )
    assert await bot.refusal("getChatAdministrators", chat_id=anna.id) == (
        400,
        "Bad Request: there are no administrators in the private chat",
    )
