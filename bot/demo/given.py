"""Text as a request gives it: plain, as HTML, or with its entities listed."""

from __future__ import annotations

from typing import Any

from bot.demo import markup
from bot.demo.entities import Entity, Formatted, end, tidy, utf16_length
from bot.demo.errors import ApiError, bad_request
from bot.demo.links import checked
from bot.demo.params import Params

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
_RAW_LIMIT = 2**15  # bytes, before parsing
_PLAIN_KINDS = frozenset(
    {
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "code",
        "pre",
        "blockquote",
        "expandable_blockquote",
        "custom_emoji",
        "text_mention",
    }
)
_FOUND_ANYWAY = frozenset(
    {
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bank_card_number",
    }
)


def text(params: Params) -> dict[str, Any]:
    """The text and entities that a message will have."""
    if not params.has("text"):
        raise bad_request("message text is empty")
    formatted = required(params, "text", "entities")
    if utf16_length(formatted.text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return content("text", formatted) | _preview(params)


def _preview(params: Params) -> dict[str, Any]:
    options = params.structure("link_preview_options", "link preview options")
    if options is not None and not isinstance(options, dict):
        raise bad_request("object expected as link preview options")
    return {"link_preview_options": options} if options else {}


def caption(params: Params) -> dict[str, Any]:
    """The caption and its entities; nothing without one."""
    formatted = optional(params, "caption", "caption_entities")
    if utf16_length(formatted.text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return content("caption", formatted)


def content(name: str, formatted: Formatted) -> dict[str, Any]:
    """The fields of a Message that hold a formatted text."""
    if not formatted.text:
        return {}
    listed = "entities" if name == "text" else f"{name}_entities"
    entities = {listed: formatted.entities} if formatted.entities else {}
    return {name: formatted.text, **entities}


def required(params: Params, name: str, entities: str, parse_mode: str = "parse_mode") -> Formatted:
    """A formatted text that may not be empty, by the names of its parameters."""
    formatted = optional(params, name, entities, parse_mode)
    if not formatted.text:
        raise bad_request("text must be non-empty")
    return formatted


def optional(params: Params, name: str, entities: str, parse_mode: str = "parse_mode") -> Formatted:
    """The same, empty where it is not given."""
    raw = params.text(name)
    if len(raw.encode()) > _RAW_LIMIT:
        raise bad_request("text is too long")
    mode = params.text(parse_mode).lower()
    if mode == "html":
        parsed = markup.parse(raw)
        return tidy(parsed.text, parsed.entities)
    if mode in {"markdown", "markdownv2"}:
        raise bad_request("this stand-in reads HTML only, not Markdown")
    if mode not in {"", "none"}:
        raise bad_request("unsupported parse_mode")
    return tidy(raw, _listed(params.structure(entities, "entities"), raw))


def _listed(given: Any, text: str) -> list[Entity]:
    """The entities listed in a request; what is found anyway is passed over, as Telegram does."""
    if not isinstance(given, list):
        return []
    read = [_entity(entity) for entity in given]
    kept = [entity for entity in read if entity["type"] not in _FOUND_ANYWAY and entity["length"]]
    for entity in kept:
        _check_place(entity, text)
    return kept


def _entity(given: Any) -> Entity:
    if not isinstance(given, dict):
        raise _unreadable("expected an Object")
    for name, kind, called in (
        ("offset", int, "Number"),
        ("length", int, "Number"),
        ("type", str, "String"),
    ):
        if name not in given:
            raise _unreadable(f'Can\'t find field "{name}"')
        if not isinstance(given[name], kind):
            raise _unreadable(f'Field "{name}" must be of type {called}')
    if given["type"] == "text_link":
        return {**given, "url": _url(given)}
    if given["type"] not in _PLAIN_KINDS | _FOUND_ANYWAY:
        raise _unreadable("Unsupported type specified")
    return dict(given)


def _url(given: Entity) -> str:
    url = given.get("url")
    if not isinstance(url, str):
        raise _unreadable('Can\'t find field "url"')
    try:
        return checked(url)
    except ValueError as reason:
        raise bad_request(f"entity URL '{url}' is invalid: {reason}") from None


def _check_place(entity: Entity, text: str) -> None:
    begins, ends, length = entity["offset"], end(entity), utf16_length(text)
    if begins < 0:
        raise bad_request(f"receive an entity with incorrect offset {begins}")
    if entity["length"] < 0:
        raise bad_request(f"receive an entity with incorrect length {entity['length']}")
    if begins >= length:
        raise bad_request(f"entity begins after the end of the text at UTF-16 offset {begins}")
    if ends > length:
        raise bad_request(
            f"entity beginning at UTF-16 offset {begins}"
            f" ends after the end of the text at UTF-16 offset {ends}"
        )
    units = text.encode("utf-16-le")
    if _splits(units, begins) or _splits(units, ends):
        raise bad_request(
            f"entity beginning at UTF-16 offset {begins}"
            " begins or ends in a middle of a UTF-16 symbol"
        )


def _splits(units: bytes, offset: int) -> bool:
    """Whether the place lies between the two halves of one character."""
    return 0xDC <= (units[2 * offset + 1] if 2 * offset < len(units) else 0) <= 0xDF


def _unreadable(reason: str) -> ApiError:
    return bad_request(f"can't parse MessageEntity: {reason}")
