"""Photos and documents: sent, sent again, fetched."""

from __future__ import annotations

import io
import json

import aiohttp
import pytest
from PIL import Image

from bot.demo.files import Files, picture
from bot.demo.server import StandIn
from tests.demo.conftest import Bot, Refusal, Someone
from tests.demo.pictures import png


def form(**fields: str | bytes) -> aiohttp.FormData:
    """A multipart form; bytes become a file."""
    data = aiohttp.FormData()
    for name, value in fields.items():
        if isinstance(value, bytes):
            data.add_field(name, value, filename=f"{name}.png", content_type="image/png")
        else:
            data.add_field(name, value)
    return data


async def test_a_photo_comes_along_and_is_seen(
    far: StandIn, http: aiohttp.ClientSession, bot: Bot, anna: Someone
) -> None:
    content = png(60, 40)
    data = form(chat_id=str(anna.id), photo=content, caption="<b>Map</b>", parse_mode="HTML")
    sent = await bot.post("sendPhoto", data=data)
    assert (sent["caption"], sent["caption_entities"][0]["type"]) == ("Map", "bold")
    (size,) = sent["photo"]
    assert (size["width"], size["height"], size["file_size"]) == (60, 40, len(content))
    async with http.get(f"{far.url}/client/file/{size['file_id']}") as answer:
        assert (answer.content_type, await answer.read()) == ("image/png", content)
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert list(far.requests[-1].files) == ["photo"]
    assert far.requests[-1].params["chat_id"] == anna.id


async def test_a_file_may_be_attached_under_another_name(bot: Bot, anna: Someone) -> None:
    data = form(chat_id=str(anna.id), photo="attach://picture", picture=png(8, 8))
    assert (await bot.post("sendPhoto", data=data))["photo"][0]["width"] == 8


async def test_what_was_sent_can_be_sent_again_by_its_id(bot: Bot, anna: Someone) -> None:
    first = await bot.post("sendPhoto", data=form(chat_id=str(anna.id), photo=png(8, 8)))
    file_id = first["photo"][0]["file_id"]
    again = await bot.call("sendPhoto", chat_id=anna.id, photo=file_id, has_spoiler=True)
    assert again["photo"] == first["photo"]
    assert again["has_media_spoiler"] is True
    assert await bot.refusal("sendDocument", chat_id=anna.id, document=file_id) == (
        400,
        "Bad Request: can't use file of type Photo as Document",
    )


async def test_a_document_keeps_its_name(
    far: StandIn, http: aiohttp.ClientSession, bot: Bot, anna: Someone
) -> None:
    data = aiohttp.FormData({"chat_id": str(anna.id)}, quote_fields=False)
    content = json.dumps({"answers": []}).encode()
    data.add_field("document", content, filename="my data.json", content_type="application/json")
    document = (await bot.post("sendDocument", data=data))["document"]
    assert (document["file_name"], document["mime_type"]) == ("my data.json", "application/json")
    file = await bot.call("getFile", file_id=document["file_id"])
    async with http.get(f"{far.url}/file/bot{far.token}/{file['file_path']}") as answer:
        assert await answer.read() == content
    async with http.get(f"{far.url}/client/file/{document['file_id']}") as answer:
        assert answer.headers["Content-Disposition"] == "attachment"
    async with http.get(f"{far.url}/file/bot{far.token}/documents/none.json") as answer:
        assert answer.status == 404


async def test_captions_are_edited_and_limited(bot: Bot, anna: Someone) -> None:
    sent = await bot.post("sendPhoto", data=form(chat_id=str(anna.id), photo=png(8, 8)))
    place = {"chat_id": anna.id, "message_id": sent["message_id"]}
    edited = await bot.call("editMessageCaption", **place, caption="<i>x</i>", parse_mode="HTML")
    assert (edited["caption"], edited["caption_entities"][0]["type"]) == ("x", "italic")
    assert "caption" not in await bot.call("editMessageCaption", **place)
    assert await bot.refusal("editMessageCaption", **place, caption="x" * 1025) == (
        400,
        "Bad Request: message caption is too long",
    )
    assert await bot.refusal("editMessageText", **place, text="x") == (
        400,
        "Bad Request: there is no text in the message to edit",
    )


@pytest.mark.parametrize(
    "content,sentence",
    [
        (b"no picture", "IMAGE_PROCESS_FAILED"),
        (b"", "file must be non-empty"),
        (png(9000, 1001), "PHOTO_INVALID_DIMENSIONS"),
        (png(210, 10), "PHOTO_INVALID_DIMENSIONS"),
    ],
)
async def test_photos_that_cannot_be_sent(
    bot: Bot, anna: Someone, content: bytes, sentence: str
) -> None:
    with pytest.raises(Refusal) as caught:
        await bot.post("sendPhoto", data=form(chat_id=str(anna.id), photo=content))
    assert str(caught.value) == f"Bad Request: {sentence}"


@pytest.mark.parametrize(
    "photo,sentence",
    [
        ("", "there is no photo in the request"),
        ("attach://nothing", "there is no photo in the request"),
        ("https://example.com/a.png", "failed to get HTTP URL content"),
        ("made-up", "wrong file identifier/HTTP URL specified"),
    ],
)
async def test_photos_that_are_not_there(
    bot: Bot, anna: Someone, photo: str, sentence: str
) -> None:
    refusal = await bot.refusal("sendPhoto", chat_id=anna.id, photo=photo)
    assert refusal == (400, f"Bad Request: {sentence}")


async def test_unknown_files_are_not_found(bot: Bot, anna: Someone) -> None:
    assert await bot.refusal("getFile", file_id="x") == (400, "Bad Request: invalid file_id")
    assert await bot.refusal("getFile") == (400, "Bad Request: file_id not specified")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF"])
def test_pictures_are_measured(kind: str) -> None:
    content = io.BytesIO()
    Image.new("RGB", (70, 30)).save(content, kind)
    assert picture(content.getvalue()) == (f"image/{kind.lower()}", 70, 30)


def test_old_files_are_forgotten_before_memory_fills(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.demo.files.BYTES_KEPT", 10)
    numbers = iter("123456")
    files = Files(lambda: next(numbers))
    first, second = (files.add("document", "a.txt", "text/plain", b"x" * 6) for _ in range(2))
    assert files.get(first.id) is None
    assert files.at(second.path) == second
