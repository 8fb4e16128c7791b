"""Messages that are there: edited, deleted; and taps on them: answered."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from bot.demo import given, keyboards
from bot.demo.entities import utf16_length
from bot.demo.errors import ApiError, bad_request
from bot.demo.methods.common import Method, chat_of, writable
from bot.demo.params import Params
from bot.demo.world import Chat, Json, World

NOTICE_LIMIT = 200
QUERY_LIFETIME = 60.0  # seconds; Telegram does not say how long it waits for an answer
DELETABLE = 48 * 3600  # seconds
_TEXT = frozenset({"text", "entities", "link_preview_options"})
_CAPTION = frozenset({"caption", "caption_entities", "show_caption_above_media"})


async def edit_message_text(world: World, params: Params) -> Any:
    content = given.text(params)
    keyboard = _keyboard(params)
    chat, message = _editable(world, params)
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    return _edit(world, chat, message, _TEXT, content | keyboard)


async def edit_message_caption(world: World, params: Params) -> Any:
    content = given.caption(params)
    if content and params.flag("show_caption_above_media"):
        content["show_caption_above_media"] = True
    keyboard = _keyboard(params)
    chat, message = _editable(world, params)
    if "photo" not in message and "document" not in message:
        raise bad_request("there is no caption in the message to edit")
    return _edit(world, chat, message, _CAPTION, content | keyboard)


async def edit_message_reply_markup(world: World, params: Params) -> Any:
    keyboard = _keyboard(params)
    chat, message = _editable(world, params)
    return _edit(world, chat, message, frozenset(), keyboard)


def _keyboard(params: Params) -> Json:
    """Without a keyboard an edit takes the old one away."""
    keyboard = keyboards.inline(params)
    return {"reply_markup": keyboard} if keyboard else {}


def _editable(world: World, params: Params) -> tuple[Chat, Json]:
    if params.has("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")  # there are no inline messages here
    if not params.has("chat_id") and not params.has("message_id"):
        raise bad_request("message identifier is not specified")
    chat = chat_of(world, params)
    message = chat.messages.get(params.integer("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if message["from"]["id"] != world.bot["id"]:
        raise bad_request("message can't be edited")
    return writable(world, chat), message


def _edit(world: World, chat: Chat, message: Json, replaced: Collection[str], new: Json) -> Json:
    old = {key: message[key] for key in {*replaced, "reply_markup"} & message.keys()}
    if old == new:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are"
            " exactly the same as a current content and reply markup of the message"
        )
    kept = {key: value for key, value in message.items() if key not in old}
    # Clients do not call a message edited when only its keyboard changed.
    date = {"edit_date": world.now()} if replaced else {}
    return world.replace_message(chat, {**kept, **date, **new})


async def delete_message(world: World, params: Params) -> Any:
    chat = chat_of(world, params)
    message = chat.messages.get(params.integer("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    if not _deletable(world, chat, message):
        raise _undeletable(chat)
    world.remove_message(chat, message["message_id"])
    return True


async def delete_messages(world: World, params: Params) -> Any:
    numbers = params.structure("message_ids", "message_ids")
    if numbers is None:
        raise bad_request("message identifiers are not specified")
    if not isinstance(numbers, list):
        raise bad_request("expected an Array of message identifiers")
    if len(numbers) > 100:
        raise bad_request("too many message identifiers specified")
    if not all(isinstance(number, int) and number > 0 for number in numbers):
        raise bad_request("invalid message identifier specified")
    chat = chat_of(world, params)
    found = [number for number in dict.fromkeys(numbers) if number in chat.messages]
    if not all(_deletable(world, chat, chat.messages[number]) for number in found):
        raise _undeletable(chat)
    for number in found:
        world.remove_message(chat, number)
    return True


def _deletable(world: World, chat: Chat, message: Json) -> bool:
    """In groups a bot deletes its own messages for two days, as an administrator all of them."""
    bot = world.bot["id"]
    if chat.is_led_by(bot):
        return True
    is_fresh = bool(world.now() - message["date"] < DELETABLE)
    return is_fresh and (chat.kind == "private" or message["from"]["id"] == bot)


def _undeletable(chat: Chat) -> ApiError:
    for_whom = "" if chat.kind == "supergroup" else " for everyone"
    return bad_request(f"message can't be deleted{for_whom}")


async def answer_callback_query(world: World, params: Params) -> Any:
    text, url = params.text("text"), params.text("url")
    if utf16_length(text) > NOTICE_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    if url and not _opens_bot(world, url):
        raise bad_request("URL_INVALID")
    query = world.queries.pop(params.text("callback_query_id"), None)
    if query is None or world.clock() - query.at > QUERY_LIFETIME:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    world.events.tell(
        "notice",
        {query.person},
        query_id=query.id,
        chat_id=query.chat_id,
        message_id=query.message_id,
        text=text,
        alert=params.flag("show_alert"),
        url=url,
    )
    return True


def _opens_bot(world: World, url: str) -> bool:
    """The only address that a button without a game may open: the bot's own deep link."""
    name = re.escape(world.bot["username"])
    return bool(re.match(rf"(?:https?://)?(?:t|telegram)\.me/{name}\?start=", url, re.IGNORECASE))


METHODS: dict[str, Method] = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "answerCallbackQuery": answer_callback_query,
}
