"""Requests as such: tokens, forms, unknown methods, what is recorded, failures on purpose."""

from __future__ import annotations

import random
from typing import Any

import aiohttp
import pytest

from bot.demo.server import StandIn
from tests.demo.conftest import Bot, Refusal, Someone


@pytest.mark.parametrize(
    "token,code,sentence",
    [
        ("1234567:wrong-but-well-formed", 401, "Unauthorized"),
        ("nonsense", 404, "Not Found"),
        ("", 404, "Not Found"),
    ],
)
async def test_a_wrong_token(
    far: StandIn, http: aiohttp.ClientSession, token: str, code: int, sentence: str
) -> None:
    async with http.get(f"{far.url}/bot{token}/getMe") as answer:
        assert answer.status == code
        assert await answer.json() == {"ok": False, "error_code": code, "description": sentence}


async def test_an_unknown_method_is_not_found(bot: Bot) -> None:
    assert await bot.refusal("sendThoughts") == (404, "Not Found: method not found")


async def test_method_names_know_no_case(bot: Bot, far: StandIn) -> None:
    assert (await bot.call("GETME"))["is_bot"] is True
    assert far.requests[-1].method == "getMe"


async def test_parameters_may_come_in_every_way(
    bot: Bot, anna: Someone, far: StandIn, http: aiohttp.ClientSession
) -> None:
    keyboard = '{"inline_keyboard":[[{"text":"A","callback_data":"a"}]]}'
    params = {"chat_id": str(anna.id), "text": "5", "reply_markup": keyboard}
    multipart = aiohttp.FormData(params)
    multipart.add_field("unused", b"x", filename="x.txt")
    sent = [
        await bot.call("sendMessage", **params),
        await bot.post("sendMessage", data=params),
        await bot.post("sendMessage", params=params),
        await bot.post("sendMessage", data=multipart),
    ]
    async with http.get(f"{far.url}/bot{far.token}/sendMessage", params=params) as answer:
        sent.append((await answer.json())["result"])
    assert all(message["text"] == "5" for message in sent)
    assert all("reply_markup" in message for message in sent)
    recorded = [request.params for request in far.requests if request.method == "sendMessage"]
    assert all(params["chat_id"] == anna.id and params["text"] == "5" for params in recorded)
    assert all(params["reply_markup"]["inline_keyboard"] for params in recorded)


@pytest.mark.parametrize("body", ["{", "[]", "5", "\xff"])
async def test_a_body_that_is_no_object(bot: Bot, body: str) -> None:
    headers = {"Content-Type": "application/json"}
    with pytest.raises(Refusal, match="Bad Request: can't parse JSON object"):
        await bot.post("getMe", data=body.encode("latin-1"), headers=headers)


async def test_requests_are_recorded_also_when_refused(
    bot: Bot, anna: Someone, far: StandIn
) -> None:
    await bot.refusal("sendMessage", chat_id=anna.id)
    await bot.refusal("noSuchThing", x=1)
    refused, unknown = list(far.requests)[-2:]
    assert (refused.method, refused.params) == ("sendMessage", {"chat_id": anna.id})
    assert (unknown.method, unknown.params) == ("noSuchThing", {"x": 1})


async def test_nulls_are_as_good_as_absent(bot: Bot, anna: Someone) -> None:
    sent = await bot.call("sendMessage", chat_id=anna.id, text="x", reply_markup=None)
    assert sent["text"] == "x"


async def test_a_failure_on_purpose_comes_as_often_as_planned(
    bot: Bot, anna: Someone, far: StandIn
) -> None:
    far.fail_next(
        "sendMessage", (429, "Too Many Requests: retry after 3", {"retry_after": 3}), times=2
    )
    for _ in range(2):
        with pytest.raises(Refusal) as caught:
            await bot.call("sendMessage", chat_id=anna.id, text="x")
        assert (caught.value.code, caught.value.parameters) == (429, {"retry_after": 3})
    assert [message["text"] for message in await anna.sees()] == ["/start"]
    await bot.call("sendMessage", chat_id=anna.id, text="x")


@pytest.mark.parametrize("after_effect,texts", [(False, ["/start"]), (True, ["/start", "x"])])
async def test_an_answer_can_get_lost_before_or_after_the_effect(
    bot: Bot, anna: Someone, far: StandIn, after_effect: bool, texts: list[str]
) -> None:
    far.fail_next("sendMessage", "drop", after_effect=after_effect)
    with pytest.raises(aiohttp.ClientError):
        await bot.call("sendMessage", chat_id=anna.id, text="x")
    assert [message["text"] for message in await anna.sees()] == texts


async def test_the_same_chance_makes_the_same_world() -> None:
    async def first_update(seed: int) -> Any:
        chance = random.Random(seed)
        async with (
            StandIn(chance=chance, clock=lambda: 0.0) as far,
            aiohttp.ClientSession() as http,
        ):
            person = next(iter(far.world.people))
            asked = {"person": person, "chat": person, "text": "x"}
            await http.post(f"{far.url}/client/send", json=asked)
            answer = await http.get(f"{far.url}/bot{far.token}/getUpdates")
            return await answer.json()

    assert await first_update(1) == await first_update(1) != await first_update(2)
