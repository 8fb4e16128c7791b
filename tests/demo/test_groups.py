"""Groups: made, joined, left, upgraded, deleted; and what the bot hears of it and may do there."""

from __future__ import annotations

from typing import Any

import pytest

from bot.demo.server import GROUP, StandIn
from tests.demo.conftest import Bot, Clock, Refusal, Room, Someone, room_of


def kinds(updates: list[dict[str, Any]]) -> list[str]:
    return [key for update in updates for key in update if key != "update_id"]


async def test_the_bot_hears_that_it_was_added(bot: Bot, anna: Someone, ben: Someone) -> None:
    chat = await anna.does("groups", title="Class 2B", members=[ben.id], with_bot=True)
    assert (chat["type"], chat["title"]) == ("group", "Class 2B")
    assert -(10**12) < chat["id"] < -(2**32)
    added, said = await bot.updates()
    change = added["my_chat_member"]
    assert (change["chat"], change["from"]["id"]) == (chat, anna.id)
    assert change["old_chat_member"]["status"] == "left"
    assert change["new_chat_member"]["status"] == "member"
    assert said["message"]["new_chat_members"] == [change["new_chat_member"]["user"]]


async def test_a_supergroup_has_its_own_numbers(bot: Bot, anna: Someone, ben: Someone) -> None:
    room = await room_of(anna, bot, ben, supergroup=True)
    other = await room_of(anna, bot, ben, supergroup=True)
    assert room.chat["type"] == "supergroup"
    assert other.id < room.id < -(10**12)
    first = await bot.call("sendMessage", chat_id=room.id, text="x")
    second = await bot.call("sendMessage", chat_id=other.id, text="x")
    assert first["message_id"] == second["message_id"]


async def test_a_link_brings_the_bot_into_a_group_with_a_command(bot: Bot, anna: Someone) -> None:
    await anna.does("groups", title="Class 2B", with_bot=True, payload="set-korea")
    *_, told = await bot.updates()
    assert told["message"]["text"] == "/start@demo_quiz_bot set-korea"
    assert told["message"]["entities"][0] == {
        "type": "bot_command",
        "offset": 0,
        "length": len("/start@demo_quiz_bot"),
    }


async def test_members_talk_and_the_bot_writes(
    bot: Bot, anna: Someone, ben: Someone, chiara: Someone, room: Room
) -> None:
    after = (await ben.view())["at"]
    said = await anna.sends("hello", chat=room.id)
    sent = await bot.call("sendMessage", chat_id=room.id, text="hi")
    assert (await room.sees(ben))[-2:] == [said, sent]
    first, second = await ben.hears(2, after)
    assert (first["message"], second["message"]) == (said, sent)
    assert str(room.id) not in (await chiara.view())["messages"]
    status, body = await chiara.tries("send", chat=room.id, text="let me in")
    assert (status, body["error"]) == (400, "There is no such chat for this person.")


async def test_taps_come_from_whoever_taps(
    bot: Bot, anna: Someone, ben: Someone, room: Room
) -> None:
    markup = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
    sent = await bot.call("sendMessage", chat_id=room.id, text="?", reply_markup=markup)
    for someone in (anna, ben):
        await someone.taps(sent, "a", chat=room.id)
    queries = [update["callback_query"] for update in await bot.updates()]
    assert [query["from"]["id"] for query in queries] == [anna.id, ben.id]
    assert [query["message"] for query in queries] == [sent, sent]
    assert await bot.call("answerCallbackQuery", callback_query_id=queries[1]["id"], text="B")
    notice = (await ben.hears(1, (await ben.view())["at"] - 1))[0]
    assert (notice["type"], notice["text"]) == ("notice", "B")


async def test_administrators_are_known_to_a_bot_without_rights(
    bot: Bot, anna: Someone, ben: Someone, chiara: Someone
) -> None:
    room = await room_of(anna, bot, ben, chiara, supergroup=True)

    async def administrators() -> dict[int, str]:
        listed = await bot.call("getChatAdministrators", chat_id=room.id)
        return {member["user"]["id"]: member["status"] for member in listed}

    assert await administrators() == {anna.id: "creator"}
    await room.makes(ben.id, "administrator")
    assert await administrators() == {anna.id: "creator", ben.id: "administrator"}
    await room.makes(ben.id, "member")
    assert await administrators() == {anna.id: "creator"}
    assert await bot.call("getChatMemberCount", chat_id=room.id) == 4
    assert await bot.updates() == []


async def test_members_are_known_for_certain_only_to_administrators(
    bot: Bot, far: StandIn, anna: Someone, ben: Someone, room: Room
) -> None:
    me = far.world.bot["id"]

    async def status(number: int) -> str:
        member = await bot.call("getChatMember", chat_id=room.id, user_id=number)
        return str(member["status"])

    assert await status(me) == "member"
    with pytest.raises(Refusal, match="Bad Request: member list is inaccessible"):
        await status(ben.id)
    await room.makes(me, "administrator")
    assert [await status(number) for number in (anna.id, ben.id)] == ["creator", "member"]
    await bot.updates(allowed_updates=["chat_member", "my_chat_member"])
    await room.makes(ben.id, "kicked")
    (update,) = await bot.updates()
    assert update["chat_member"]["new_chat_member"]["status"] == "kicked"
    assert await status(ben.id) == "kicked"


@pytest.mark.parametrize("kind", ["group", "supergroup"])
@pytest.mark.parametrize(
    "status,sentence",
    [
        ("kicked", "Forbidden: bot was kicked from the {} chat"),
        ("left", "Forbidden: bot is not a member of the {} chat"),
    ],
)
async def test_a_bot_that_was_removed_is_shut_out(
    bot: Bot, far: StandIn, anna: Someone, kind: str, status: str, sentence: str
) -> None:
    room = await room_of(anna, bot, supergroup=kind == "supergroup")
    sent = await bot.call("sendMessage", chat_id=room.id, text="x")
    await room.makes(far.world.bot["id"], status)
    told, said = await bot.updates()
    assert told["my_chat_member"]["new_chat_member"]["status"] == status
    assert said["message"]["left_chat_member"]["id"] == far.world.bot["id"]
    refused = (403, sentence.format(kind))
    place = {"chat_id": room.id, "message_id": sent["message_id"]}
    assert await bot.refusal("sendMessage", chat_id=room.id, text="x") == refused
    assert await bot.refusal("editMessageText", **place, text="y") == refused
    assert await bot.refusal("getChat", chat_id=room.id) == refused
    await anna.sends("/quiz", chat=room.id)
    assert await bot.updates() == []
    await room.makes(far.world.bot["id"], "member")
    assert kinds(await bot.updates()) == ["my_chat_member", "message"]
    await bot.call("sendMessage", chat_id=room.id, text="back")


async def test_the_bot_leaves(bot: Bot, far: StandIn, room: Room) -> None:
    assert await bot.call("leaveChat", chat_id=room.id) is True
    change = (await bot.updates())[0]["my_chat_member"]
    assert (change["from"]["id"], change["new_chat_member"]["status"]) == (
        far.world.bot["id"],
        "left",
    )
    assert await bot.refusal("leaveChat", chat_id=room.id) == (
        403,
        "Forbidden: bot is not a member of the supergroup chat",
    )


async def test_a_bot_that_was_never_there_finds_no_chat(bot: Bot, anna: Someone) -> None:
    chat = await anna.does("groups", title="Without a bot")
    assert await bot.updates() == []
    assert await bot.refusal("sendMessage", chat_id=chat["id"], text="x") == (
        400,
        "Bad Request: chat not found",
    )


async def test_a_restricted_bot_may_be_forbidden_polls_only(
    bot: Bot, far: StandIn, room: Room
) -> None:
    await room.makes(far.world.bot["id"], "restricted", rights={"can_send_polls": False})
    change = (await bot.updates())[0]["my_chat_member"]["new_chat_member"]
    assert (change["can_send_messages"], change["can_send_polls"]) == (True, False)
    await bot.call("sendMessage", chat_id=room.id, text="x")
    with pytest.raises(Refusal, match="not enough rights to send polls to the chat"):
        await room.polls()
    await room.makes(far.world.bot["id"], "restricted")
    assert await bot.refusal("sendMessage", chat_id=room.id, text="x") == (
        400,
        "Bad Request: not enough rights to send text messages to the chat",
    )


@pytest.mark.parametrize(
    "supergroup,sentence",
    [
        (False, "Forbidden: the group chat was deleted"),
        (True, "Forbidden: bot was kicked from the supergroup chat"),
    ],
)
async def test_a_deleted_group_says_so(
    bot: Bot, anna: Someone, supergroup: bool, sentence: str
) -> None:
    room = await room_of(anna, bot, supergroup=supergroup)
    after = (await anna.view())["at"]
    await anna.does("delete_group", chat=room.id)
    assert kinds(await bot.updates()) == ["my_chat_member"]
    assert await bot.refusal("sendMessage", chat_id=room.id, text="x") == (403, sentence)
    (event,) = await anna.hears(1, after)
    assert (event["type"], event["chat_id"]) == ("gone", room.id)
    assert str(room.id) not in (await anna.view())["messages"]


async def test_an_upgraded_group_has_a_new_number(bot: Bot, anna: Someone, ben: Someone) -> None:
    room = await room_of(anna, bot, ben)
    sent = await bot.call("sendMessage", chat_id=room.id, text="x")
    chat = await anna.does("migrate", chat=room.id)
    assert (chat["type"], chat["title"]) == ("supergroup", "Class 2B")
    joined, left, came = await bot.updates()
    assert joined["my_chat_member"]["chat"] == chat
    assert (left["message"]["chat"]["id"], left["message"]["migrate_to_chat_id"]) == (
        room.id,
        chat["id"],
    )
    assert (came["message"]["chat"]["id"], came["message"]["migrate_from_chat_id"]) == (
        chat["id"],
        room.id,
    )
    for method, asked in (
        ("sendMessage", {"text": "y"}),
        ("editMessageText", {"text": "y", "message_id": sent["message_id"]}),
    ):
        with pytest.raises(Refusal, match="group chat was upgraded to a supergroup") as caught:
            await bot.call(method, chat_id=room.id, **asked)
        assert (caught.value.code, caught.value.parameters) == (
            400,
            {"migrate_to_chat_id": chat["id"]},
        )
    await bot.call("sendMessage", chat_id=chat["id"], text="here")
    assert (await ben.view())["messages"].keys() == {str(ben.id), str(chat["id"])}
    administrators = await bot.call("getChatAdministrators", chat_id=chat["id"])
    assert [member["user"]["id"] for member in administrators] == [anna.id]


async def test_people_come_and_go(bot: Bot, anna: Someone, chiara: Someone, room: Room) -> None:
    await room.makes(chiara.id, "member")
    (update,) = await bot.updates()
    assert update["message"]["from"]["id"] == anna.id
    assert [user["id"] for user in update["message"]["new_chat_members"]] == [chiara.id]
    assert (await room.sees(chiara))[-1] == update["message"]
    await room.makes(chiara.id, "left")
    (update,) = await bot.updates()
    assert update["message"]["from"]["id"] == chiara.id
    assert update["message"]["left_chat_member"]["id"] == chiara.id
    assert str(room.id) not in (await chiara.view())["messages"]


async def test_the_pace_in_a_group_is_limited(
    bot: Bot, anna: Someone, room: Room, clock: Clock
) -> None:
    async def refusal() -> int:
        with pytest.raises(Refusal, match="Too Many Requests: retry after") as caught:
            await bot.call("sendMessage", chat_id=room.id, text="x")
        assert caught.value.code == 429
        assert caught.value.parameters
        seconds = caught.value.parameters["retry_after"]
        assert str(caught.value) == f"Too Many Requests: retry after {seconds}"
        return int(seconds)

    for _ in range(4):
        for _ in range(5):
            await bot.call("sendMessage", chat_id=room.id, text="x")
        assert await refusal() in {5, 45}
        clock.now += 5
    assert await refusal() == 40
    await bot.call("sendMessage", chat_id=anna.id, text="elsewhere")
    clock.now += 40
    await bot.call("sendMessage", chat_id=room.id, text="x")


async def test_the_demo_has_a_group() -> None:
    async with StandIn(group=GROUP) as far:
        group = far.world.chats[far.group_id]
        assert group.members == {*far.world.people, far.world.bot["id"]}
        assert group.is_led_by(next(iter(far.world.people)))
