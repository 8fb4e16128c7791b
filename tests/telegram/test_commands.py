"""What Telegram says of the bot."""

from typing import Any

import pytest
from telegram import Bot

from bot.demo.server import StandIn
from bot.telegram.commands import Profile, register
from tests.demo.conftest import Someone

PROFILES = (
    Profile(
        "",
        {
            "default": (("quiz", "Take a quiz"), ("help", "How it works")),
            "private": (("quiz", "Take a quiz"), ("forget", "Delete my data")),
            "group": (("help", "How it works"),),
        },
        "Quizzes on what you read.",
        "Quizzes",
    ),
    Profile(
        "it",
        {"private": (("quiz", "Fai un quiz"),)},
        "Quiz su quello che leggi.",
        "Quiz",
    ),
)


def changes(far: StandIn) -> list[str]:
    return [asked.method for asked in far.requests if asked.method.startswith("set")]


async def menu(someone: Someone) -> list[dict[str, Any]]:
    commands: list[dict[str, Any]] = (await someone.view())["commands"][str(someone.id)]
    return commands


async def test_each_sees_the_menu_in_their_language(
    far: StandIn, bot: Bot, anna: Someone, ben: Someone
) -> None:
    await register(bot, PROFILES)
    assert await menu(anna) == [{"command": "quiz", "description": "Fai un quiz"}]
    assert [each["command"] for each in await menu(ben)] == ["quiz", "forget"]
    assert far.world.profile.description.get("it") == "Quiz su quello che leggi."
    assert far.world.profile.description.get("en") == "Quizzes on what you read."
    assert far.world.profile.short_description.get("it") == "Quiz"
    assert "setMyName" not in changes(far)


async def test_what_is_there_is_not_set_again(far: StandIn, bot: Bot) -> None:
    await register(bot, PROFILES)
    far.requests.clear()
    await register(bot, PROFILES)
    assert changes(far) == []


async def test_only_what_differs_is_set(far: StandIn, bot: Bot) -> None:
    await register(bot, PROFILES)
    far.requests.clear()
    await bot.set_my_commands([("old", "Old")], None, "it")
    italian = Profile("it", {"private": (("quiz", "Un quiz"),)}, "Neu", "Neu")
    await register(bot, [PROFILES[0], italian])
    assert changes(far) == ["setMyCommands", "setMyCommands"]
    assert far.world.profile.description.get("it") == "Quiz su quello che leggi."


async def test_what_the_operator_wrote_stays(far: StandIn, bot: Bot) -> None:
    await bot.set_my_description("The school's own quiz")
    await register(bot, PROFILES)
    assert far.world.profile.description.get("") == "The school's own quiz"
    assert far.world.profile.short_description.get("") == "Quizzes"


@pytest.mark.parametrize("method", ["getMyCommands", "setMyCommands", "getMyDescription"])
@pytest.mark.parametrize(
    "failure",
    [
        (429, "Too Many Requests: retry after 3600", {"retry_after": 3600}),
        (500, "Internal Server Error", None),
        (400, "Bad Request: BOT_COMMAND_INVALID", None),
        "drop",
    ],
)
async def test_a_failure_is_only_logged(
    far: StandIn, bot: Bot, method: str, failure: Any, caplog: pytest.LogCaptureFixture
) -> None:
    far.fail_next(method, failure)
    await register(bot, PROFILES)
    assert len(caplog.records) == 1
    await register(bot, PROFILES)
    assert far.world.profile.short_description.get("it") == "Quiz"
