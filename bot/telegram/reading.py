"""Updates: as much of them as is kept, and how they are read."""

import logging
from typing import Any

from telegram import Bot, Update
from telegram.constants import ChatType

from bot.play.desk import Person
from bot.quickjson import compose
from bot.quiz.frozen import frozen
from bot.telegram.people import person_named, title_named

log = logging.getLogger(__name__)

Raw = dict[str, Any]

LONGEST = 2**18  # characters of an update as JSON; what Telegram's limits allow is shorter
# A tapped poll also shows its number, which may have got lost when it was sent.
WHICH_MESSAGE = ("message_id", "date", "chat", "message_thread_id", "is_topic_message", "poll")
HIGHEST_ID = 2**63 - 1  # that the inbox can hold


@frozen
class Tap:
    """Somebody tapped a button that carries `data`.

    `chat_id`, `title` (of a group), `thread_id` and `message_id` say where it stands: in their
    private chat, with a message 0, where Telegram does not tell. `poll_id` is that of the poll in
    the message, if there is one.
    """

    update_id: int
    query_id: str
    data: str
    person: Person
    chat_id: int
    title: str = ""
    thread_id: int = 0
    message_id: int = 0
    poll_id: str | None = None

    @property
    def in_group(self) -> bool:
        return not self.person.alone


Heard = Tap | Update


def without_what_is_shown(raw: Raw) -> Raw:
    """Of the message whose button was tapped only which it is matters, not what stands in it."""
    query = raw.get("callback_query")
    if not isinstance(query, dict) or not isinstance(message := query.get("message"), dict):
        return raw
    named = {name: message[name] for name in WHICH_MESSAGE if name in message}
    return {**raw, "callback_query": {**query, "message": named}}


def written(raw: Raw) -> str:
    """An update as it is kept; "" for what Telegram cannot have sent."""
    try:
        body = compose(raw)
    except RecursionError:
        body = ""
    if body and len(body) <= LONGEST and 0 <= raw["update_id"] <= HIGHEST_ID:
        return body
    log.error("Telegram sends no such update (%d characters); it is dropped", len(body))
    return ""


def read(raw: Raw, bot: Bot) -> Heard | Exception:
    """The update, taps as our own values and the rest as the library's; or why it cannot be read.

    Taps are most of what comes, and the library takes some twenty times as long to read one.
    """
    try:
        query = raw.get("callback_query")
        return _sound(Update.de_json(raw, bot)) if query is None else _tap(raw["update_id"], query)
    except Exception as error:  # whatever it stumbles over in it
        return error


def _tap(update_id: int, query: Raw) -> Tap:
    message = query.get("message")
    chat = message["chat"] if message else {}
    sender = query["from"]
    return Tap(
        update_id,
        _text(query["id"]),
        _text(query.get("data") or ""),
        person_named(
            _id(sender["id"]),
            _text(sender["first_name"]),
            _text(sender.get("last_name") or ""),
            _text(sender.get("language_code") or ""),
            alone=not message or chat["type"] == ChatType.PRIVATE,
        ),
        **(_where(message, chat) if message else {"chat_id": sender["id"]}),
    )


def _where(message: Raw, chat: Raw) -> dict[str, Any]:
    return {
        "chat_id": _id(chat["id"]),
        "title": title_named(_text(chat.get("title") or "")),
        "thread_id": _id(message["message_thread_id"]) if message.get("is_topic_message") else 0,
        "message_id": _id(message["message_id"]),
        "poll_id": _text(message["poll"]["id"]) if "poll" in message else None,
    }


def _sound(update: Update) -> Update:
    """The same; ValueError if it is about somebody who cannot be. The library checks no types."""
    for each in (update.effective_chat, update.effective_user):
        if each:
            _id(each.id)
    return update


def _id(value: object) -> int:
    if type(value) is not int or abs(value) > HIGHEST_ID:
        raise ValueError("an id that is none")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a text that is none")
    return value
