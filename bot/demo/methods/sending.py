"""New messages: texts, photos, documents; and that somebody is typing."""

from __future__ import annotations

from typing import Any

from bot.demo import given
from bot.demo.errors import bad_request
from bot.demo.files import StoredFile, picture
from bot.demo.methods.common import Method, chat_of, writable
from bot.demo.methods.posting import Needed, post
from bot.demo.params import Params
from bot.demo.world import Json, World

PHOTO_LIMIT = 10 * 1024 * 1024
DOCUMENT_LIMIT = 50 * 1024 * 1024
DOWNLOAD_LIMIT = 20 * 1024 * 1024
ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


async def send_message(world: World, params: Params) -> Any:
    return post(world, params, given.text(params), Needed("can_send_messages", "text messages"))


async def send_photo(world: World, params: Params) -> Any:
    caption = given.caption(params)
    file = _file(world, params, "photo", PHOTO_LIMIT)
    _, width, height = _picture(file.content)
    size = {**file.shown(), "width": width, "height": height}
    content = {"photo": [size], **caption, **_placing(params)}
    return post(world, params, content, Needed("can_send_photos", "photos"))


async def send_document(world: World, params: Params) -> Any:
    caption = given.caption(params)
    file = _file(world, params, "document", DOCUMENT_LIMIT)
    document = {**file.shown(), "file_name": file.name, "mime_type": file.content_type}
    content = {"document": document, **caption}
    return post(world, params, content, Needed("can_send_documents", "documents"))


def _placing(params: Params) -> Json:
    above, hidden = params.flag("show_caption_above_media"), params.flag("has_spoiler")
    return {
        **({"show_caption_above_media": True} if above else {}),
        **({"has_media_spoiler": True} if hidden else {}),
    }


def _file(world: World, params: Params, kind: str, limit: int) -> StoredFile:
    """The file sent along, or the one that was sent before."""
    if upload := params.upload(kind):
        if not upload.content:
            raise bad_request("file must be non-empty")
        if len(upload.content) > limit:
            raise bad_request("file is too big")
        is_photo = kind == "photo"
        content_type = _picture(upload.content)[0] if is_photo else upload.content_type
        return world.files.add(kind, upload.name, content_type, upload.content)
    named = params.text(kind)
    if not named or named.startswith("attach://"):
        raise bad_request(f"there is no {kind} in the request")
    if named.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")  # there is no internet here
    file = world.files.get(named)
    if file is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if file.kind != kind:
        raise bad_request(f"can't use file of type {file.kind.title()} as {kind.title()}")
    return file


def _picture(content: bytes) -> tuple[str, int, int]:
    try:
        kind, width, height = picture(content)
    except ValueError:
        raise bad_request("IMAGE_PROCESS_FAILED") from None
    if not (0 < width + height <= 10_000 and max(width, height) <= 20 * min(width, height)):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return kind, width, height


async def get_file(world: World, params: Params) -> Any:
    if not params.has("file_id"):
        raise bad_request("file_id not specified")
    file = world.files.get(params.text("file_id"))
    if file is None:
        raise bad_request("invalid file_id")
    if len(file.content) > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return {**file.shown(), "file_path": file.path}


async def send_chat_action(world: World, params: Params) -> Any:
    action = params.text("action").lower()
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = writable(world, chat_of(world, params))
    world.events.tell("typing", chat.members, chat_id=chat.id, action=action)
    return True


METHODS: dict[str, Method] = {
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendChatAction": send_chat_action,
    "getFile": get_file,
}
