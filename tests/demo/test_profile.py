"""What the bot says of itself: command menus per scope and language, names, descriptions."""

from __future__ import annotations

from typing import Any

import pytest

from bot.demo.server import StandIn
from tests.demo.conftest import Bot, Someone


def commands(*names: str) -> list[dict[str, str]]:
    return [{"command": name, "description": f"what {name} does"} for name in names]


async def menu(someone: Someone) -> list[str]:
    listed = (await someone.view())["commands"][str(someone.id)]
    return [command["command"] for command in listed]


async def test_people_see_the_narrowest_list_in_their_language(
    bot: Bot, anna: Someone, ben: Someone
) -> None:
    async def both() -> tuple[list[str], list[str]]:
        return await menu(anna), await menu(ben)

    private = {"type": "all_private_chats"}
    assert await both() == ([], [])
    await bot.call("setMyCommands", commands=commands("general"))
    assert await both() == (["general"], ["general"])
    await bot.call("setMyCommands", commands=commands("generale"), language_code="it")
    assert await both() == (["generale"], ["general"])
    await bot.call("setMyCommands", commands=commands("private"), scope=private)
    assert await both() == (["private"], ["private"])
    await bot.call("setMyCommands", commands=commands("privato"), scope=private, language_code="it")
    assert await both() == (["privato"], ["private"])
    her_chat = {"type": "chat", "chat_id": anna.id}
    await bot.call("setMyCommands", commands=commands("hers"), scope=her_chat)
    assert await both() == (["hers"], ["private"])
    await bot.call("deleteMyCommands", scope=her_chat)
    await bot.call("deleteMyCommands", scope=private, language_code="it")
    assert await both() == (["private"], ["private"])
    await bot.call("setMyCommands", commands=commands("groups"), scope={"type": "all_group_chats"})
    assert await both() == (["private"], ["private"])


async def test_each_list_is_read_back_by_itself(bot: Bot) -> None:
    await bot.call("setMyCommands", commands=commands("a"), language_code="it")
    assert await bot.call("getMyCommands") == []
    assert await bot.call("getMyCommands", language_code="it") == commands("a")
    await bot.call("deleteMyCommands", language_code="it")
    assert await bot.call("getMyCommands", language_code="it") == []


async def test_a_new_menu_is_told_to_those_who_see_it(
    bot: Bot, anna: Someone, ben: Someone
) -> None:
    after = (await anna.view())["at"]
    await bot.call("setMyCommands", commands=commands("generale"), language_code="it")
    await bot.call("setMyCommands", commands=commands("general"))
    (event,) = await anna.hears(1, after)
    assert (event["type"], event["chat_id"]) == ("commands", anna.id)
    assert event["commands"] == commands("generale")
    (event,) = await ben.hears(1, after)
    assert event["commands"] == commands("general")


@pytest.mark.parametrize(
    "command,sentence",
    [
        ({"command": "Quiz", "description": "x"}, "BOT_COMMAND_INVALID"),
        ({"command": "quiz-1", "description": "x"}, "BOT_COMMAND_INVALID"),
        ({"command": "", "description": "x"}, "command must be non-empty"),
        ({"command": "q" * 33, "description": "x"}, "command length must not exceed 32"),
        ({"command": "quiz", "description": " "}, "command description must be non-empty"),
        (
            {"command": "quiz", "description": "x" * 257},
            "command description length must not exceed 256",
        ),
        ({"command": "quiz"}, "can't parse BotCommand: Can't find field \"description\""),
        ("quiz", "can't parse BotCommand: expected an Object"),
    ],
)
async def test_commands_that_do_not_fit(bot: Bot, command: object, sentence: str) -> None:
    refusal = await bot.refusal("setMyCommands", commands=[command])
    assert refusal == (400, f"Bad Request: {sentence}")


@pytest.mark.parametrize(
    "params,sentence",
    [
        ({"commands": commands("a") * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": "x"}, "can't parse commands JSON object"),
        ({}, "expected an Array of BotCommand"),
        ({"commands": [], "language_code": "ita"}, "invalid language code specified"),
        (
            {"commands": [], "scope": {"type": "everywhere"}},
            "can't parse BotCommandScope: Unsupported type specified",
        ),
        ({"commands": [], "scope": {"type": "chat"}}, "chat_id is empty"),
        ({"commands": [], "scope": {"type": "chat", "chat_id": 1}}, "chat not found"),
    ],
)
async def test_lists_that_do_not_fit(bot: Bot, params: dict[str, Any], sentence: str) -> None:
    assert await bot.refusal("setMyCommands", **params) == (400, f"Bad Request: {sentence}")


@pytest.mark.parametrize(
    "method,field,limit",
    [
        ("MyDescription", "description", 512),
        ("MyShortDescription", "short_description", 120),
        ("MyName", "name", 64),
    ],
)
async def test_texts_have_languages_and_a_fallback(
    bot: Bot, method: str, field: str, limit: int
) -> None:
    before = await bot.call(f"get{method}")
    assert before == {field: "Quiz" if field == "name" else ""}
    await bot.call(f"set{method}", **{field: "general"})
    await bot.call(f"set{method}", **{field: "generale"}, language_code="it")
    assert await bot.call(f"get{method}") == {field: "general"}
    assert await bot.call(f"get{method}", language_code="it") == {field: "generale"}
    assert await bot.call(f"get{method}", language_code="de") == {field: "general"}
    code, _ = await bot.refusal(f"set{method}", **{field: "x" * (limit + 1)})
    assert code == 400


async def test_people_read_the_description_in_their_language(
    bot: Bot, anna: Someone, ben: Someone, far: StandIn
) -> None:
    after = (await anna.view())["at"]
    await bot.call("setMyDescription", description="Questions")
    await bot.call("setMyDescription", description="Domande", language_code="it")
    assert (await anna.view())["bot"]["description"] == "Domande"
    assert (await ben.view())["bot"]["description"] == "Questions"
    last = (await anna.hears(2, after))[-1]
    assert (last["type"], last["bot"]["description"]) == ("bot", "Domande")
