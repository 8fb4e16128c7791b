"""Which messages in a group reach the bot, and whose names they bear."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from bot.demo.server import StandIn
from tests.demo.conftest import Bot, Room, Someone


async def heard(bot: Bot) -> list[str]:
    """The texts that reached the bot."""
    return [update["message"]["text"] for update in await bot.updates()]


async def test_in_privacy_mode_the_bot_hears_what_is_meant_for_it(
    bot: Bot, anna: Someone, ben: Someone, room: Room
) -> None:
    sent = await bot.call("sendMessage", chat_id=room.id, text="Lobby")
    said = await anna.sends("just talking", chat=room.id)
    command = await anna.sends("/quiz now", chat=room.id)
    await anna.sends("/quiz@Demo_Quiz_Bot", chat=room.id)
    await anna.sends("/quiz@other_bot", chat=room.id)
    await anna.sends("try /quiz", chat=room.id)
    await anna.sends("@demo_quiz_bot hello", chat=room.id)
    await ben.sends("an answer", chat=room.id, reply_to=sent["message_id"])
    await ben.sends("to a command", chat=room.id, reply_to=command["message_id"])
    await ben.sends("to somebody", chat=room.id, reply_to=said["message_id"])
    assert await heard(bot) == ["/quiz now", "/quiz@Demo_Quiz_Bot", "an answer", "to a command"]


async def test_edits_are_heard_as_messages_are(bot: Bot, anna: Someone, room: Room) -> None:
    for first, then, kinds in (
        ("hello", "hello!", []),
        ("hello", "/quiz", ["edited_message"]),
        ("/quit", "/quiz", ["message", "edited_message"]),
    ):
        said = await anna.sends(first, chat=room.id)
        await anna.does("edit", chat=room.id, message_id=said["message_id"], text=then)
        assert [key for update in await bot.updates() for key in list(update)[1:]] == kinds


async def test_an_administrator_hears_everything(
    bot: Bot, far: StandIn, anna: Someone, room: Room
) -> None:
    await room.makes(far.world.bot["id"], "administrator")
    await bot.updates()
    await anna.sends("just talking", chat=room.id)
    assert await heard(bot) == ["just talking"]


async def test_privacy_mode_can_be_off(http: aiohttp.ClientSession) -> None:
    async with StandIn(group="Open", privacy=False) as far:
        bot = Bot(far, http)
        assert (await bot.call("getMe"))["can_read_all_group_messages"] is True
        await bot.updates()
        anna = Someone(far, http, next(iter(far.world.people)))
        await anna.sends("just talking", chat=far.group_id)
        assert await heard(bot) == ["just talking"]


async def test_limits_can_be_off(http: aiohttp.ClientSession) -> None:
    async with StandIn(group="Fast", limits=False) as far:
        for _ in range(30):
            await Bot(far, http).call("sendMessage", chat_id=far.group_id, text="x")


async def test_an_administrator_writes_in_the_groups_name_but_taps_in_their_own(
    bot: Bot, anna: Someone, ben: Someone, room: Room
) -> None:
    said = await anna.sends("/quiz", chat=room.id, anonymous=True)
    assert said["from"] == {
        "id": 1087968824,
        "is_bot": True,
        "first_name": "Group",
        "username": "GroupAnonymousBot",
    }
    assert said["sender_chat"] == said["chat"] == room.chat
    markup = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
    sent = await bot.call("sendMessage", chat_id=room.id, text="?", reply_markup=markup)
    await anna.taps(sent, "a", chat=room.id)
    wrote, tapped = await bot.updates()
    assert wrote["message"] == said
    assert tapped["callback_query"]["from"]["id"] == anna.id
    status, body = await ben.tries("send", chat=room.id, text="x", anonymous=True)
    assert (status, body["error"]) == (
        400,
        "Only administrators of a supergroup write in its name.",
    )


async def test_members_delete_their_own_messages_and_administrators_all(
    bot: Bot, anna: Someone, ben: Someone, room: Room
) -> None:
    sent = await bot.call("sendMessage", chat_id=room.id, text="x")
    place = {"chat": room.id, "message_id": sent["message_id"]}
    status, body = await ben.tries("delete", **place)
    assert (status, body["error"]) == (
        400,
        "Only administrators delete other people's messages.",
    )
    await anna.does("delete", **place)
    said = await ben.sends("mine", chat=room.id)
    await ben.does("delete", chat=room.id, message_id=said["message_id"])


async def test_the_bot_deletes_other_peoples_messages_only_as_an_administrator(
    bot: Bot, far: StandIn, ben: Someone, room: Room
) -> None:
    said = await ben.sends("x", chat=room.id)
    sent = await bot.call("sendMessage", chat_id=room.id, text="x")
    for message in (said, sent):
        asked = {"chat_id": room.id, "message_id": message["message_id"]}
        if message is said:
            refused = (400, "Bad Request: message can't be deleted")
            assert await bot.refusal("deleteMessage", **asked) == refused
            await room.makes(far.world.bot["id"], "administrator")
        assert await bot.call("deleteMessage", **asked) is True


async def test_each_member_sees_the_commands_meant_for_them(
    bot: Bot, anna: Someone, ben: Someone, room: Room
) -> None:
    async def menus() -> list[str]:
        listed = [(await who.view())["commands"][str(room.id)] for who in (anna, ben)]
        return [" ".join(command["command"] for command in menu) for menu in listed]

    async def put(name: str, **scope: Any) -> None:
        commands = [{"command": name, "description": "x"}]
        await bot.call("setMyCommands", commands=commands, scope=scope)

    seen = []
    for name, scope in (
        ("default", {"type": "default"}),
        ("private", {"type": "all_private_chats"}),
        ("groups", {"type": "all_group_chats"}),
        ("admins", {"type": "all_chat_administrators"}),
        ("chat", {"type": "chat", "chat_id": room.id}),
        ("leaders", {"type": "chat_administrators", "chat_id": room.id}),
        ("bens", {"type": "chat_member", "chat_id": room.id, "user_id": ben.id}),
    ):
        await put(name, **scope)
        seen.append(await menus())
    assert seen == [
        ["default", "default"],
        ["default", "default"],
        ["groups", "groups"],
        ["admins", "groups"],
        ["chat", "chat"],
        ["leaders", "chat"],
        ["leaders", "bens"],
    ]


async def test_a_new_administrator_is_shown_other_commands(
    bot: Bot, ben: Someone, room: Room
) -> None:
    commands = [{"command": "settings", "description": "x"}]
    scope = {"type": "all_chat_administrators"}
    await bot.call("setMyCommands", commands=commands, scope=scope)
    after = (await ben.view())["at"]
    await room.makes(ben.id, "administrator")
    members, menu = await ben.hears(2, after)
    assert {"id": ben.id, "status": "administrator"} in members["group"]["members"]
    assert (menu["type"], menu["chat_id"], menu["commands"]) == ("commands", room.id, commands)


@pytest.mark.parametrize(
    "what,asked,sentence",
    [
        ("groups", {"title": " "}, "A group needs a title."),
        ("groups", {"title": "x", "members": [1]}, "There is no such person."),
        ("groups", {"title": "x", "members": "all"}, "A list of numbers is expected as 'members'."),
        ("member", {"status": "chief"}, "There is no status 'chief'."),
        ("member", {"status": "creator"}, "A group has one owner, who stays so."),
        (
            "member",
            {"status": "restricted", "rights": {"can_fly": True}},
            "With this status, 'can_fly' is no right that is true or false.",
        ),
        ("member", {"status": "member", "chat": 1}, "There is no such group."),
        ("migrate", {}, "Only a group becomes a supergroup."),
        ("topic", {"title": "x"}, "This group has no topics."),
        ("topic", {"thread": 5, "closed": True}, "There is no such topic."),
    ],
)
async def test_mistakes_about_groups_are_said(
    anna: Someone, ben: Someone, room: Room, what: str, asked: dict[str, Any], sentence: str
) -> None:
    person = anna.id if what == "groups" else ben.id
    status, body = await anna.tries(what, **{"chat": room.id, "person": person, **asked})
    assert (status, body["error"]) == (400, sentence)
