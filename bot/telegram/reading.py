"""Updates: as much of them as is kept, and how they are read."""

import json
import logging
from typing import Any

from telegram import Bot, CallbackQuery, InaccessibleMessage, Update, User

log = logging.getLogger(__name__)

Raw = dict[str, Any]

LONGEST = 2**18  # characters of an update as JSON; what Telegram's limits allow is shorter
# A tapped poll also shows its number, which may have got lost when it was sent.
WHICH_MESSAGE = ("message_id", "date", "chat", "message_thread_id", "is_topic_message", "poll")
HIGHEST_ID = 2**63 - 1  # that the inbox can hold


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
        body = json.dumps(raw)
    except RecursionError:
        body = ""
    if body and len(body) <= LONGEST and 0 <= raw["update_id"] <= HIGHEST_ID:
        return body
    log.error("Telegram sends no such update (%d characters); it is dropped", len(body))
    return ""


def read(raw: Raw, bot: Bot) -> Update | Exception:
    """The update as the library's object, or why it cannot be read."""
    try:
        return _sound(_tap(raw, bot) or Update.de_json(raw, bot))
    except Exception as error:  # whatever the library stumbles over in it
        return error


def _tap(raw: Raw, bot: Bot) -> Update | None:
    """A tap on a button, if it is nothing else, in a third of the library's time.

    Most of that goes into asking for ninety things that may stand in a message. One that cannot be
    seen any more has none of them, and of this one too only which it is was kept.
    """
    query = raw.get("callback_query") or {}
    if not isinstance(message := query.get("message"), dict):
        return None
    if message.keys() != {"message_id", "date", "chat"}:
        return None
    tap = CallbackQuery(
        query["id"],
        User.de_json(query["from"], bot),
        query["chat_instance"],
        InaccessibleMessage.de_json(message, bot),
        query.get("data"),
    )
    return Update(raw["update_id"], callback_query=tap)


def _sound(update: Update) -> Update:
    """The same; ValueError if it is about somebody who cannot be. The library checks no types."""
    for each in (update.effective_chat, update.effective_user):
        if each and not (type(each.id) is int and abs(each.id) <= HIGHEST_ID):
            raise ValueError(f"{type(each).__name__} with an id that is none")
    return update
