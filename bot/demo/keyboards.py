"""Keyboards under messages: held against Telegram's rules."""

from __future__ import annotations

from typing import Any

from bot.demo.errors import ApiError, bad_request
from bot.demo.links import checked
from bot.demo.params import Params

MOST_BUTTONS = 100
MOST_DATA = 64  # bytes
_KINDS = (
    "callback_game",
    "pay",
    "switch_inline_query",
    "switch_inline_query_chosen_chat",
    "switch_inline_query_current_chat",
    "login_url",
    "web_app",
    "copy_text",
)
_STYLES = frozenset({"danger", "success", "primary"})


def inline(params: Params) -> dict[str, Any] | None:
    """The inline keyboard asked for; None without one, or when it has no buttons."""
    markup = _markup(params)
    if markup and any(markup.get(key) for key in ("keyboard", "remove_keyboard", "force_reply")):
        raise bad_request("inline keyboard expected")
    return _inline(markup)


def any_kind(params: Params) -> dict[str, Any] | None:
    """The same, where other kinds of keyboard are allowed too: those never show in a message."""
    return _inline(_markup(params))


def _markup(params: Params) -> dict[str, Any]:
    markup = params.structure("reply_markup", "reply keyboard markup")
    if markup is None:
        return {}
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    return markup


def _inline(markup: dict[str, Any]) -> dict[str, Any] | None:
    rows = markup.get("inline_keyboard", [])
    if not isinstance(rows, list):
        raise bad_request('field "inline_keyboard" must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request(
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'
        )
    keyboard = [[_button(button) for button in row] for row in rows if row]
    if sum(map(len, keyboard)) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": keyboard} if keyboard else None


def _button(button: Any) -> dict[str, Any]:
    if not isinstance(button, dict):
        raise _unreadable("InlineKeyboardButton must be an Object")
    read = {"text": _string(button, "text"), **_action(button)}
    if "style" in button:
        read["style"] = _style(button)
    if not read["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    return read


def _action(button: dict[str, Any]) -> dict[str, Any]:
    """What the button does: an address goes before data, and both before all else."""
    if button.get("url"):
        return {"url": _url(_string(button, "url"))}
    if button.get("callback_data"):
        data = _string(button, "callback_data")
        if len(data.encode()) > MOST_DATA:
            raise bad_request("BUTTON_DATA_INVALID")
        return {"callback_data": data}
    for kind in _KINDS:
        if kind in button:
            return {kind: button[kind]}
    raise _unreadable("Text buttons are unallowed in the inline keyboard")


def _string(button: dict[str, Any], name: str) -> str:
    if name not in button:
        raise _unreadable(f'Can\'t find field "{name}"')
    if not isinstance(button[name], str):
        raise _unreadable(f'Field "{name}" must be of type String')
    return str(button[name])


def _style(button: dict[str, Any]) -> str:
    style = _string(button, "style").lower()
    if style not in _STYLES:
        raise _unreadable("invalid button style specified")
    return style


def _url(url: str) -> str:
    try:
        return checked(url)
    except ValueError as reason:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: {reason}") from None


def _unreadable(reason: str) -> ApiError:
    return bad_request(f"can't parse inline keyboard button: {reason}")
