"""The people's side: what the page asks for and hears."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest
from yarl import URL

from bot.demo.server import StandIn
from tests.demo.conftest import Bot, Someone


async def test_hello_says_who_is_there(far: StandIn, http: aiohttp.ClientSession) -> None:
    async with http.get(f"{far.url}/client/hello") as answer:
        hello = await answer.json()
    assert hello["bot"]["username"] == "demo_quiz_bot"
    languages = {person["first_name"]: person["language_code"] for person in hello["people"]}
    assert languages == {"Anna": "it", "Ben": "en", "Chiara": "it"}
    assert all(person["id"] >= 5_000_000_000 for person in hello["people"])
    assert (hello["title"], hello["problems"]) == ("Demo", [])


async def test_a_chat_never_begun_is_listed_empty(ben: Someone) -> None:
    view = await ben.view()
    assert view["chats"] == [
        {
            "chat": {
                "id": ben.id,
                "type": "private",
                "first_name": "Ben",
                "username": "ben_demo",
            },
            "unread": 0,
            "last": None,
        }
    ]
    assert view["messages"] == {str(ben.id): []}


async def test_commands_are_marked_in_what_people_write(ben: Someone, bot: Bot) -> None:
    sent = await ben.sends("/start set-korea")
    assert sent["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    (update,) = await bot.updates()
    assert update["message"] == sent
    assert update["message"]["from"]["language_code"] == "en"


async def test_unread_messages_are_counted_until_read(bot: Bot, anna: Someone) -> None:
    async def unread() -> int:
        return int((await anna.view())["chats"][0]["unread"])

    await bot.call("sendMessage", chat_id=anna.id, text="1")
    await bot.call("sendMessage", chat_id=anna.id, text="2")
    assert await unread() == 2
    await anna.does("read")
    assert await unread() == 0
    await bot.call("sendMessage", chat_id=anna.id, text="3")
    await anna.sends("answering is reading")
    assert await unread() == 0


async def test_events_are_replayed_and_go_on_live(bot: Bot, anna: Someone) -> None:
    after = (await anna.view())["at"]
    sent = await bot.call("sendMessage", chat_id=anna.id, text="1")
    listening = asyncio.create_task(anna.hears(3, after))
    await asyncio.sleep(0.05)
    place = {"chat_id": anna.id, "message_id": sent["message_id"]}
    edited = await bot.call("editMessageText", **place, text="2")
    await bot.call("deleteMessage", **place)
    shown, changed, gone = await listening
    assert shown == {"id": after + 1, "type": "message", "chat_id": anna.id, "message": sent}
    assert changed == {"id": after + 2, "type": "edit", "chat_id": anna.id, "message": edited}
    assert gone == {"id": after + 3, "type": "delete", **place}


async def test_nobody_hears_of_other_peoples_chats(bot: Bot, anna: Someone, ben: Someone) -> None:
    after = (await ben.view())["at"]
    await anna.sends("secret")
    mine = await ben.sends("mine")
    (event,) = await ben.hears(1, after)
    assert event["message"] == mine


async def test_a_browser_goes_on_where_it_was(
    far: StandIn, http: aiohttp.ClientSession, anna: Someone
) -> None:
    last = (await anna.view())["at"]
    await anna.sends("new")
    url = f"{far.url}/client/events?person={anna.id}&after=0"
    async with http.get(url, headers={"Last-Event-ID": str(last)}) as stream:
        assert stream.content_type == "text/event-stream"
        lines = [await stream.content.readline() for _ in range(3)]
    assert lines[2] == f"id: {last + 1}\n".encode()


async def test_a_quiet_stream_keeps_beating(
    far: StandIn, http: aiohttp.ClientSession, anna: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.demo.client.HEARTBEAT", 0.05)
    after = (await anna.view())["at"]
    url = f"{far.url}/client/events?person={anna.id}&after={after}"
    async with http.get(url) as stream:
        lines = [await stream.content.readline() for _ in range(5)]
    assert lines == [b": here\n", b"\n", b": still here\n", b"\n", b": still here\n"]


async def test_people_edit_and_delete_their_own_messages(bot: Bot, anna: Someone) -> None:
    sent = await anna.sends("/quit")
    await bot.updates()
    edited = (await anna.does("edit", message_id=sent["message_id"], text="/quiz"))["message"]
    assert (edited["text"], edited["edit_date"]) == ("/quiz", edited["date"])
    (update,) = await bot.updates()
    assert update["edited_message"] == edited
    bots = await bot.call("sendMessage", chat_id=anna.id, text="x")
    status, body = await anna.tries("edit", message_id=bots["message_id"], text="y")
    assert (status, body["error"]) == (400, "Only one's own messages can be edited.")
    await anna.does("delete", message_id=bots["message_id"])
    assert bots not in await anna.sees()
    assert await bot.updates() == []
    assert await bot.refusal(
        "editMessageText", chat_id=anna.id, message_id=bots["message_id"], text="y"
    ) == (400, "Bad Request: message to edit not found")


async def test_blocking_and_unblocking_reach_the_bot(bot: Bot, anna: Someone) -> None:
    await anna.does("block", blocked=True)
    await anna.does("block", blocked=True)
    assert (await anna.view())["blocked"] is True
    status, _ = await anna.tries("send", text="x")
    assert status == 400
    await anna.does("block", blocked=False)
    changes = [update["my_chat_member"] for update in await bot.updates()]
    statuses = [
        (change["old_chat_member"]["status"], change["new_chat_member"]["status"])
        for change in changes
    ]
    assert statuses == [("member", "kicked"), ("kicked", "member")]
    assert changes[0]["from"]["id"] == anna.id


async def test_people_can_be_added(anna: Someone, http: aiohttp.ClientSession) -> None:
    after = (await anna.view())["at"]
    dora = await anna.does("people", first_name="Dora <b>", language_code="de")
    assert dora["id"] > anna.id
    (event,) = await anna.hears(1, after)
    assert (event["type"], event["people"][-1]) == ("people", dora)
    status, body = await anna.tries("people", first_name=" ")
    assert (status, body["error"]) == (400, "A person needs a first name.")


async def test_an_editors_problems_are_shown(far: StandIn, anna: Someone) -> None:
    after = (await anna.view())["at"]
    problem = {"file": "a.yaml", "line": 3, "column": 1, "severity": "error", "code": "x"}
    far.show_problems([problem])
    far.show_problems([])
    first, second = await anna.hears(2, after)
    assert (first["problems"], second["problems"]) == ([problem], [])


@pytest.mark.parametrize(
    "what,asked",
    [
        ("send", {"text": 5}),
        ("send", {"text": " \n"}),
        ("send", {"text": "x" * 4097}),
        ("send", {"text": "\ud800"}),
        ("send", {"text": "x", "chat": 1}),
        ("send", {"text": "x", "person": 1}),
        ("send", {"text": "x", "person": "me"}),
        ("send", {"text": "x", "reply_to": 999}),
        ("tap", {"data": "a"}),
        ("delete", {"message_id": 999}),
    ],
)
async def test_mistakes_of_the_page_are_said(
    anna: Someone, what: str, asked: dict[str, object]
) -> None:
    status, body = await anna.tries(what, **asked)
    assert status == 400
    assert body["error"]


async def test_only_this_machines_own_page_is_served(
    far: StandIn, http: aiohttp.ClientSession, anna: Someone
) -> None:
    asked = {"person": anna.id, "chat": anna.id, "text": "x"}

    async def status(headers: dict[str, str]) -> int:
        async with http.post(f"{far.url}/client/send", json=asked, headers=headers) as answer:
            return answer.status

    local = f"localhost:{far.port}"
    assert await status({}) == 200
    assert await status({"Origin": far.url}) == 200
    assert await status({"Host": local, "Origin": f"http://{local}"}) == 200
    assert await status({"Origin": "http://evil.example"}) == 403
    assert await status({"Origin": "null"}) == 403
    assert await status({"Host": "evil.example"}) == 403
    assert await status({"Host": f"evil.example:{far.port}", "Origin": far.url}) == 403


async def test_every_answer_is_sealed_against_foreign_content(
    far: StandIn, http: aiohttp.ClientSession
) -> None:
    async with http.get(f"{far.url}/client/hello") as answer:
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'self';")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["none.js", "..%2fserver.py", "%2e%2e", "."])
async def test_only_files_of_the_page_are_served(
    far: StandIn, http: aiohttp.ClientSession, name: str
) -> None:
    async with http.get(URL(f"{far.url}/page/{name}", encoded=True)) as answer:
        assert answer.status in {403, 404}


async def test_the_stand_in_ends_at_once_with_streams_and_polls_open() -> None:
    async with aiohttp.ClientSession() as http:
        async with StandIn() as far:
            person = next(iter(far.world.people))
            poll = asyncio.create_task(http.get(f"{far.url}/bot{far.token}/getUpdates?timeout=50"))
            stream = await http.get(f"{far.url}/client/events?person={person}")
            await asyncio.sleep(0.05)
            began = asyncio.get_running_loop().time()
        assert asyncio.get_running_loop().time() - began < 2
        assert (await (await poll).json())["result"] == []
        assert b"here" in await stream.read()
