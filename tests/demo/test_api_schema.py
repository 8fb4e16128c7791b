"""The checker of requests and answers: what it lets pass and what it does not."""

import pytest

from tests.api_schema import needs_description, problems_in, problems_in_answer, problems_of

pytestmark = needs_description

BUTTONS = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}, {"text": "B", "url": "x"}]]}


def test_a_right_request_has_no_problems() -> None:
    params = {"chat_id": 5, "text": "Hello", "parse_mode": "HTML", "reply_markup": BUTTONS}
    assert problems_of("sendMessage", params) == []


def test_a_request_as_a_form_carries_it_has_no_problems_either() -> None:
    keyboard = '{"inline_keyboard":[[{"text":"A","callback_data":"a"}]]}'
    params = {"chat_id": "5", "text": "5", "reply_markup": keyboard, "protect_content": "True"}
    assert problems_of("sendMessage", params) == []


def test_a_chat_may_be_named_by_number_or_name() -> None:
    assert problems_of("getChat", {"chat_id": 5}) == []
    assert problems_of("getChat", {"chat_id": "@news"}) == []
    assert problems_of("getChat", {"chat_id": [5]}) == ["getChat.chat_id: [5] is no Integer"]


@pytest.mark.parametrize(
    "method,params,problem",
    [
        ("sendMesage", {}, "sendMesage: there is no such method"),
        ("sendMessage", {"chat_id": 5}, "sendMessage.text: is required and missing"),
        ("getMe", {"loud": True}, "getMe.loud: there is no such parameter"),
        ("getFile", {"file_id": 7}, "getFile.file_id: 7 is no String"),
        ("getUpdates", {"offset": "soon"}, "getUpdates.offset: 'soon' is no Integer"),
        ("getUpdates", {"offset": True}, "getUpdates.offset: True is no Integer"),
        (
            "getUpdates",
            {"allowed_updates": ["message", 5]},
            "getUpdates.allowed_updates[1]: 5 is no String",
        ),
        (
            "sendMessage",
            {"chat_id": 5, "text": "x", "reply_markup": {"inline_keyboard": [[{"txt": "A"}]]}},
            "sendMessage.reply_markup.inline_keyboard[0][0].text: InlineKeyboardButton needs it",
        ),
        (
            "sendMessage",
            {"chat_id": 5, "text": "x", "reply_markup": "no JSON"},
            "sendMessage.reply_markup: 'no JSON' is no InlineKeyboardMarkup",
        ),
        (
            "setMyCommands",
            {"commands": [], "scope": {"type": "chat"}},
            "setMyCommands.scope.chat_id: BotCommandScopeChat needs it",
        ),
        (
            "setMyCommands",
            {"commands": [], "scope": {"type": "everywhere"}},
            "setMyCommands.scope.type: 'everywhere' is not 'default'",
        ),
    ],
)
def test_each_mistake_is_named(method: str, params: dict[str, object], problem: str) -> None:
    assert problem in problems_of(method, params)


def test_a_file_may_come_along_or_be_named() -> None:
    assert problems_of("sendPhoto", {"chat_id": 5}, files=["photo"]) == []
    assert problems_of("sendPhoto", {"chat_id": 5, "photo": "attach://picture"}) == []
    assert problems_of("sendPhoto", {"chat_id": 5}) == ["sendPhoto.photo: is required and missing"]


def test_answers_are_held_against_their_types() -> None:
    member = {"status": "member", "user": {"id": 5, "is_bot": False, "first_name": "Anna"}}
    assert problems_in(member, "ChatMember") == []
    assert problems_in({**member, "status": "kicked"}, "ChatMember") == [
        "ChatMember.until_date: ChatMemberBanned needs it"
    ]
    assert problems_in_answer("getMe", {"id": 5, "is_bot": True}) == [
        "getMe.first_name: User needs it"
    ]
    assert problems_in_answer("deleteMessage", True) == []
    assert problems_in_answer("deleteMessage", "ok") == ["deleteMessage: 'ok' is no Boolean"]
