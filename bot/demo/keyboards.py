"""Keyboards under messages: held against Telegram's rules."""

from __future__ import annotations

from typing import Any

from bot.demo.errors import bad_request
from bot.demo.links import checked
from bot.demo.params import Params


def read(params: Params) -> dict[str, Any] | None:
    """The inline keyboard asked for; None when there is none or it has no buttons."""
    markup = params.structure("reply_markup", "reply keyboard markup")
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    rows = markup.get("inline_keyboard", [])
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request("can't parse inline keyboard: rows must be an array of arrays")
    keyboard = [[_button(button) for button in row] for row in rows if row]
    return {"inline_keyboard": keyboard} if keyboard else None


def _button(button: Any) -> dict[str, Any]:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: expected an Object")
    if not isinstance(button.get("text"), str) or not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if "callback_data" in button:
        if not 1 <= len(str(button["callback_data"]).encode()) <= 64:
            raise bad_request("BUTTON_DATA_INVALID")
        return button
    if "url" in button:
        return {**button, "url": _url(str(button["url"]))}
    return button


def _url(url: str) -> str:
    try:
        return checked(url)
    except ValueError as reason:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: {reason}") from None
