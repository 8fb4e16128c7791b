"""The least of a bot, and the people who talk with it."""

import asyncio
import json
from contextlib import suppress
from typing import Any, Self

import aiohttp

ANNA, BEN, CHIARA = 5_000_000_001, 5_000_000_002, 5_000_000_003
PEOPLE = (
    {"id": ANNA, "first_name": "Anna", "last_name": "Rossi", "language_code": "it"},
    {"id": BEN, "first_name": "Ben", "language_code": "en"},
    {"id": CHIARA, "first_name": "Chiara", "language_code": "it"},
)
OPTIONS = ("Vladivostok", "Khabarovsk", "Pyongyang")


def keyboard(*rows: list[tuple[str, str]]) -> dict[str, Any]:
    """Rows of (text, data); data that is an address makes a link."""
    kind = lambda data: "url" if data.startswith("https:") else "callback_data"  # noqa: E731
    return {"inline_keyboard": [[{"text": t, kind(d): d} for t, d in row] for row in rows]}


def question(chosen: str = "") -> dict[str, Any]:
    """A question whose options are toggled by taps that name the state they want."""
    options = [
        [(f"{'✓ ' if name == chosen else ''}{name}", "none" if name == chosen else name)]
        for name in OPTIONS
    ]
    others = [("Hint", "hint"), ("Rules", "rules"), ("Silence", "silence")]
    return {
        "text": f"Where? Chosen: {chosen or 'nothing'}",
        "reply_markup": keyboard(*options, others, [("Done", "done")]),
    }


class TinyBot:
    """Greets on /start, asks on /quiz, echoes all else; other messages are sent by `call`."""

    def __init__(self, url: str, token: str) -> None:
        self._base = f"{url}/bot{token}/"

    async def __aenter__(self) -> Self:
        self._http = aiohttp.ClientSession()
        self._polling = asyncio.create_task(self._poll())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._polling.cancel()
        with suppress(asyncio.CancelledError):
            await self._polling
        await self._http.close()

    async def call(self, method: str, **params: Any) -> Any:
        async with self._http.post(self._base + method, json=params) as response:
            return _result(await response.json())

    async def upload(
        self, method: str, field: str, name: str, content: bytes, **params: Any
    ) -> Any:
        form = aiohttp.FormData()
        form.add_field(field, content, filename=name)
        for key, value in params.items():
            form.add_field(key, value if isinstance(value, str) else json.dumps(value))
        async with self._http.post(self._base + method, data=form) as response:
            return _result(await response.json())

    async def _poll(self) -> None:
        offset = 0
        while True:
            for update in await self.call("getUpdates", offset=offset, timeout=30):
                offset = update["update_id"] + 1
                message = update.get("message", {})
                if "text" in message:
                    await self._hears(message["chat"]["id"], message["text"], message["from"])
                if query := update.get("callback_query"):
                    await self._is_tapped(query)

    async def _hears(self, chat: int, text: str, sender: dict[str, Any]) -> None:
        if text.startswith("/start"):
            text = f"Hello, {sender['first_name']}! {text}"
        content = question() if text == "/quiz" else {"text": text}
        await self.call("sendMessage", chat_id=chat, **content)

    async def _is_tapped(self, query: dict[str, Any]) -> None:
        data = query["data"]
        if data == "silence":
            return
        notice: dict[str, Any] = {}
        if data == "hint":
            notice = {"text": "It is by the sea."}
        elif data == "rules":
            notice = {"text": "Nothing is ever negative.", "show_alert": True}
        else:
            await self._turn(query["message"], data)
        await self.call("answerCallbackQuery", callback_query_id=query["id"], **notice)

    async def _turn(self, message: dict[str, Any], data: str) -> None:
        place = {"chat_id": message["chat"]["id"], "message_id": message["message_id"]}
        if data == "done":
            await self.call("editMessageText", **place, text="Where? Well done.")
            await self.call("sendMessage", chat_id=place["chat_id"], **question())
        else:
            chosen = "" if data == "none" else data
            await self.call("editMessageText", **place, **question(chosen))


def _result(answer: dict[str, Any]) -> Any:
    assert answer["ok"], answer
    return answer["result"]
