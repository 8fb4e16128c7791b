"""Everything that the stand-in hands to a bot has the fields and types of the official API."""

from __future__ import annotations

import aiohttp

from bot.demo.server import StandIn
from tests.api_schema import needs_description, problems_in, problems_in_answer
from tests.demo.conftest import Bot, Room, Someone, room_of
from tests.demo.pictures import png

pytestmark = needs_description


async def test_results_are_of_the_described_types(bot: Bot, anna: Someone) -> None:
    async def hold(method: str, **params: object) -> dict[str, object]:
        result = await bot.call(method, **params)
        assert problems_in_answer(method, result) == []
        return result if isinstance(result, dict) else {}

    here = {"chat_id": anna.id}
    keyboard = {"inline_keyboard": [[{"text": "A", "callback_data": "a", "style": "success"}]]}
    command = {"command": "quiz", "description": "Choose a quiz"}
    await hold("getMe")
    sent = await hold(
        "sendMessage",
        **here,
        text="<b>x</b> <a href='t.me'>y</a> /quiz <pre><code class='language-c'>z</code></pre>",
        parse_mode="HTML",
        reply_markup=keyboard,
        link_preview_options={"is_disabled": True},
        protect_content=True,
    )
    place = {**here, "message_id": sent["message_id"]}
    await hold("sendMessage", **here, text="x", reply_parameters={"message_id": 1})
    await hold("editMessageText", **place, text="x", reply_markup=keyboard)
    await hold("editMessageReplyMarkup", **place)
    await hold("sendChatAction", **here, action="typing")
    await hold("deleteMessage", **place)
    await hold("deleteMessages", **here, message_ids=[1])
    await hold("setMyCommands", commands=[command])
    await hold("getMyCommands")
    await hold("deleteMyCommands")
    for text in ("MyName", "MyDescription", "MyShortDescription"):
        await hold(f"set{text}")
        await hold(f"get{text}")
    await hold("getChat", **here)
    await hold("getChatMember", **here, user_id=anna.id)
    await hold("getWebhookInfo")
    await hold("setWebhook", url="https://quiz.example", allowed_updates=["message"])
    await hold("getWebhookInfo")
    await hold("deleteWebhook")


async def test_files_are_of_the_described_types(bot: Bot, anna: Someone) -> None:
    for kind in ("photo", "document"):
        data = aiohttp.FormData({"chat_id": str(anna.id), "caption": "/x"})
        data.add_field(kind, png(8, 8), filename="x.png", content_type="image/png")
        method = f"send{kind.title()}"
        sent = await bot.post(method, data=data)
        assert problems_in_answer(method, sent) == []
    file = await bot.call("getFile", file_id=sent["document"]["file_id"])
    assert problems_in_answer("getFile", file) == []


async def test_updates_are_of_the_described_types(bot: Bot, anna: Someone) -> None:
    markup = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
    asked = await bot.call("sendMessage", chat_id=anna.id, text="?", reply_markup=markup)
    sent = await anna.sends("/start x", reply_to=asked["message_id"])
    await anna.does("edit", message_id=sent["message_id"], text="t.me/x")
    await anna.taps(asked, "a")
    await anna.does("block", blocked=True)
    await anna.does("block", blocked=False)
    updates = await bot.updates()
    kinds = [key for update in updates for key in update if key != "update_id"]
    assert kinds == [
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
        "my_chat_member",
    ]
    assert [problem for update in updates for problem in problems_in(update, "Update")] == []


async def test_results_about_groups_and_polls_are_of_the_described_types(
    bot: Bot, far: StandIn, anna: Someone, ben: Someone, chiara: Someone
) -> None:
    async def hold(method: str, **params: object) -> None:
        result = await bot.call(method, chat_id=room.id, **params)
        assert problems_in_answer(method, result) == []

    room = await room_of(anna, bot, ben, chiara, forum=True)
    me = far.world.bot["id"]
    await room.makes(me, "administrator")
    await room.makes(ben.id, "restricted", rights={"can_send_polls": False})
    await room.makes(chiara.id, "kicked")
    await hold("getChat")
    await hold("getChatAdministrators")
    await hold("getChatMemberCount")
    for number in (me, anna.id, ben.id, chiara.id):
        await hold("getChatMember", user_id=number)
    sent = await room.polls(explanation="<b>x</b>", explanation_parse_mode="HTML", open_period=9)
    assert problems_in_answer("sendPoll", sent) == []
    regular = await room.polls(type="regular", description="x", question="/x t.me")
    assert problems_in_answer("sendPoll", regular) == []
    await hold("stopPoll", message_id=sent["message_id"])
    await hold("leaveChat")


async def test_updates_about_groups_and_polls_are_of_the_described_types(
    bot: Bot, far: StandIn, anna: Someone, ben: Someone
) -> None:
    kinds = ["message", "my_chat_member", "chat_member", "callback_query", "poll", "poll_answer"]
    await bot.call("getUpdates", allowed_updates=kinds)
    asked = {"title": "Class 2B", "members": [ben.id], "with_bot": True, "payload": "x"}
    old = Room(await anna.does("groups", **asked), anna, bot)
    room = Room(await anna.does("migrate", chat=old.id), anna, bot)
    for status in ("restricted", "administrator"):
        await room.makes(far.world.bot["id"], status)
    await room.makes(ben.id, "restricted")
    markup = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
    sent = await room.polls(reply_markup=markup, allows_revoting=True)
    await room.votes(anna, sent, 1)
    await room.votes(anna, sent)
    await room.votes(anna, sent, 0, anonymous=True)
    await anna.taps(sent, "a", chat=room.id)
    await anna.sends("/quiz", chat=room.id, anonymous=True, reply_to=sent["message_id"])
    forum = Room(await anna.does("groups", title="Topics", forum=True, with_bot=True), anna, bot)
    thread = (await anna.does("topic", chat=forum.id, title="Maths"))["message_thread_id"]
    await anna.sends("/quiz", chat=forum.id, thread=thread)
    for closed in (True, False):
        await anna.does("topic", chat=forum.id, thread=thread, closed=closed)
    await anna.does("delete_group", chat=forum.id)
    updates = await bot.updates()
    assert {key for update in updates for key in update} == {"update_id", *kinds}
    assert [problem for update in updates for problem in problems_in(update, "Update")] == []
