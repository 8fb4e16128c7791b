"""Messages: sent, edited, deleted; taps: answered."""

from __future__ import annotations

from typing import Any

from bot.demo import keyboards, markup
from bot.demo.entities import Formatted, tidy, utf16_length
from bot.demo.errors import bad_request
from bot.demo.methods.common import Method, chat_of, writable_chat
from bot.demo.params import Params
from bot.demo.people import TEXT_LIMIT, quoted, text_content
from bot.demo.world import Chat, Json, World

NOTICE_LIMIT = 200
QUERY_LIFETIME = 60.0  # seconds


def formatted(params: Params, name: str) -> Formatted:
    raw = params.text(name)
    mode = params.text("parse_mode").lower()
    if mode == "html":
        given = markup.parse(raw)
        return tidy(given.text, given.entities)
    if mode and mode != "none":
        raise bad_request("unsupported parse_mode")
    return tidy(raw)


def text_of(params: Params) -> Json:
    text = formatted(params, "text")
    if not text.text:
        raise bad_request("message text is empty")
    if utf16_length(text.text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return text_content(text)


async def send_message(world: World, params: Params) -> Any:
    chat = writable_chat(world, params)
    return post(world, chat, params, text_of(params))


def post(world: World, chat: Chat, params: Params, content: Json) -> Json:
    if keyboard := keyboards.read(params):
        content["reply_markup"] = keyboard
    return world.add_message(chat, world.bot, content | reply(chat, params))


def reply(chat: Chat, params: Params) -> Json:
    asked = params.structure("reply_parameters", "reply parameters")
    if not asked:
        return {}
    target = chat.messages.get(asked.get("message_id", 0))
    if target is None:
        if asked.get("allow_sending_without_reply"):
            return {}
        raise bad_request("message to be replied not found")
    return {"reply_to_message": quoted(target)}


async def edit_message_text(world: World, params: Params) -> Any:
    chat = writable_chat(world, params)
    message = chat.messages.get(params.integer("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if message["from"]["id"] != world.bot["id"]:
        raise bad_request("message can't be edited")
    content = text_of(params)
    if keyboard := keyboards.read(params):
        content["reply_markup"] = keyboard
    same = {"text", "entities", "reply_markup"}
    if {key: message[key] for key in same if key in message} == content:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are"
            " exactly the same as a current content and reply markup of the message"
        )
    kept = {key: value for key, value in message.items() if key not in same}
    return world.replace_message(chat, {**kept, "edit_date": world.now(), **content})


async def answer_callback_query(world: World, params: Params) -> Any:
    text = params.text("text")
    if utf16_length(text) > NOTICE_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    query = world.queries.pop(params.text("callback_query_id"), None)
    if query is None or world.clock() - query.at > QUERY_LIFETIME:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    world.events.tell(
        {query.person},
        "notice",
        query_id=query.id,
        chat_id=query.chat_id,
        message_id=query.message_id,
        text=text,
        alert=params.flag("show_alert"),
        url=params.text("url"),
    )
    return True


METHODS: dict[str, Method] = {
    "sendMessage": send_message,
    "editMessageText": edit_message_text,
    "answerCallbackQuery": answer_callback_query,
}
