"""Updates by webhook: nobody but Telegram is heard, and 200 means that it is on disk."""

import asyncio
import io
import json
import logging
import os
import socket
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from telegram import Bot

from bot.demo.server import HOST, StandIn
from bot.listening import CannotListen
from bot.store.database import Database, DatabaseFailed
from bot.telegram import webhook as module
from bot.telegram.source import Pace, TokenRejected
from bot.telegram.webhook import SECRET_HEADER, Webhook, WebhookRefused
from tests.demo.conftest import Someone
from tests.telegram.conftest import Rest, bot_at, until
from tests.telegram.desk import ALLOWED, Desk, intake_for, open_desk, polling_for, run

SECRET = "only-telegram-knows"
LOOK = 0.1
PACE = Pace(catch_up=1, look=LOOK, grace=2.0, last=2.0, down=(0.02,))
UPDATE = {"update_id": 7, "message": {"message_id": 1, "date": 0, "text": "hello"}}
UPDATE["message"] |= {"chat": {"id": 5, "type": "private"}}  # type: ignore[operator]

Post = Callable[..., Awaitable[int]]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
async def far() -> AsyncIterator[StandIn]:
    async with StandIn(pause=0.05) as standing:
        yield standing


class Place:
    """Where the webhook is, and what was refused there."""

    def __init__(self) -> None:
        self.listen = f"{HOST}:{free_port()}"
        self.url = f"http://{self.listen}/hook/17"
        self.refused: list[int] = []

    def webhook(self, bot: Bot, desk: Desk, **how: Any) -> Webhook:
        given = {"url": self.url, "secret": SECRET, "listen": self.listen, "pace": PACE, **how}
        intake = intake_for(bot, desk, given.get("sleep"))
        return Webhook(bot, intake, allowed=ALLOWED, refused=self.refused.append, **given)


@pytest.fixture
def desk(db: Database) -> Desk:
    return Desk(db)


@pytest.fixture
def place() -> Place:
    return Place()


@pytest.fixture
async def post(place: Place, http: aiohttp.ClientSession) -> Post:
    async def post(
        body: bytes | io.BytesIO | None = None, secret: str | None = SECRET, **how: Any
    ) -> int:
        headers = {} if secret is None else {SECRET_HEADER: secret}
        body = json.dumps(UPDATE).encode() if body is None else body
        url = how.get("url", place.url)
        async with http.request(how.get("method", "POST"), url, data=body, headers=headers) as said:
            return said.status

    return post


async def test_what_is_posted_is_taken_and_handled(
    far: StandIn, bot: Bot, desk: Desk, place: Place, anna: Someone
) -> None:
    await anna.sends("while nobody was there")
    async with open_desk(place.webhook(bot, desk)):
        await until(lambda: desk.handled == ["while nobody was there"])
        await anna.sends("hello")
        await until(lambda: len(desk.handled) == 2)
    assert not far.world.updates.pending()
    (asked,) = [each.params for each in far.requests if each.method == "setWebhook"]
    assert asked["url"] == place.url
    assert asked["secret_token"] == SECRET
    assert far.world.updates.allowed == ALLOWED
    assert not asked.get("drop_pending_updates")


async def test_the_webhook_stays_and_telegram_keeps_what_comes(
    far: StandIn, bot: Bot, desk: Desk, place: Place, anna: Someone
) -> None:
    async with open_desk(place.webhook(bot, desk)):
        await until(lambda: far.world.webhook)
    await anna.sends("while it was away")
    await until(lambda: "last_error_message" in far.world.webhook)
    assert len(far.world.updates.pending()) == 1
    async with open_desk(place.webhook(bot, desk)):
        await until(lambda: desk.handled == ["while it was away"])


async def test_between_polling_and_webhook_nothing_is_lost(
    far: StandIn, bot: Bot, desk: Desk, place: Place, anna: Someone
) -> None:
    said: list[str] = []

    async def talks() -> None:
        for number in range(60):
            said.append(f"no {number}")
            await anna.sends(said[-1])
            await asyncio.sleep(0.02)

    talking = asyncio.create_task(talks())
    for source in (polling_for(bot, desk), place.webhook(bot, desk)) * 2:
        async with open_desk(source):
            await asyncio.sleep(0.25)
    await talking
    async with open_desk(polling_for(bot, desk)):
        await until(lambda: len(desk.handled) >= len(said))
    assert desk.handled == said
    assert far.world.webhook == {}


@pytest.mark.parametrize(
    "secret", [None, "", "wrong", SECRET + "x", SECRET.upper(), "\u00e9\u00e9", SECRET[:-1]]
)
async def test_without_the_secret_nothing_is_taken(
    bot: Bot, desk: Desk, place: Place, post: Post, secret: str | None
) -> None:
    async with open_desk(place.webhook(bot, desk)):
        await until(lambda: place_is_open(place))
        assert await post(secret=secret) == 401
        assert place.refused == [401]
        assert await post() == 200
        await until(lambda: desk.handled == ["hello"])


def place_is_open(place: Place) -> bool:
    host, port = place.listen.split(":")
    with socket.socket() as probe:
        return probe.connect_ex((host, int(port))) == 0


async def test_there_is_one_path_and_one_method(
    bot: Bot, desk: Desk, place: Place, post: Post
) -> None:
    async with open_desk(place.webhook(bot, desk)):
        await until(lambda: place_is_open(place))
        assert await post(url=f"http://{place.listen}/") == 404
        assert await post(url=f"{place.url}/more") == 404
        assert await post(url=f"{place.url}?asked=1") == 200
        assert await post(method="GET") == 405
        assert await post(method="PUT") == 405
    assert place.refused == [404, 404, 405, 405]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        b"no json",
        b"[]",
        b"{}",
        b'{"update_id": "7"}',
        b'{"update_id": true}',
        b'{"update_id": 7.5}',
        b'{"update_id": 99999999999999999999999}',
        b'{"update_id": -1}',
        b"[" * 500_000,
        b'{"update_id": ' + b"7" * 5_000 + b"}",
    ],
)
async def test_what_is_no_update_is_not_asked_for_again(
    bot: Bot, desk: Desk, place: Place, post: Post, body: bytes
) -> None:
    """It comes from Telegram, and will never be one; 4xx would have it repeated for a day."""
    async with open_desk(place.webhook(bot, desk)):
        await until(lambda: place_is_open(place))
        assert await post(body) == 200
        assert await post() == 200
        await until(lambda: desk.handled == ["hello"])
    assert desk.waiting == []


async def test_an_update_of_an_unknown_shape_is_set_aside(
    bot: Bot, desk: Desk, place: Place, post: Post
) -> None:
    async with open_desk(place.webhook(bot, desk)):
        await until(lambda: place_is_open(place))
        assert await post(b'{"update_id": 8, "message": {"nonsense": "\\ud800"}}') == 200
        await until(lambda: desk.aside)
    assert [number for number, _, _ in desk.aside] == [8]


@pytest.mark.parametrize("told", [True, False])
async def test_too_much_is_refused_whether_told_beforehand_or_not(
    bot: Bot, desk: Desk, place: Place, http: aiohttp.ClientSession, told: bool
) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(33):
            yield b" " * 32_768

    body: Any = io.BytesIO(b" " * (2**20 + 1)) if told else chunks()
    async with open_desk(place.webhook(bot, desk)):
        await until(lambda: place_is_open(place))
        async with http.post(place.url, data=body, headers={SECRET_HEADER: SECRET}) as said:
            assert said.status == 413


async def test_as_much_as_is_allowed_is_taken(
    bot: Bot, desk: Desk, place: Place, post: Post
) -> None:
    body = json.dumps(UPDATE).encode()
    async with open_desk(place.webhook(bot, desk)):
        await until(lambda: place_is_open(place))
        assert await post(io.BytesIO(body + b" " * (2**20 - len(body)))) == 200
        await until(lambda: desk.handled == ["hello"])


async def test_a_body_that_never_ends_is_given_up(
    bot: Bot, desk: Desk, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BODY_SECONDS", 0.1)
    head = f"POST /hook/17 HTTP/1.1\r\nHost: x\r\n{SECRET_HEADER}: {SECRET}\r\n"
    async with open_desk(place.webhook(bot, desk)):
        await until(lambda: place_is_open(place))
        host, port = place.listen.split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(f"{head}Content-Length: 500\r\n\r\n{{".encode())
        async with asyncio.timeout(5):
            assert (await reader.read()).startswith(b"HTTP/1.1 408 ")
        writer.close()


WHOLE = json.dumps(UPDATE)
HALF = f"Content-Length: {len(WHOLE)}\r\n\r\n{WHOLE[:20]}"
BROKEN = f"Transfer-Encoding: chunked\r\n\r\n14\r\n{WHOLE[:20]}\r\nno number\r\n"


@pytest.mark.parametrize("rest_of_it", [HALF, BROKEN])
async def test_half_a_body_is_no_update_and_is_asked_for_again(
    bot: Bot, desk: Desk, place: Place, caplog: pytest.LogCaptureFixture, rest_of_it: str
) -> None:
    """Whoever hung up was told nothing, so Telegram delivers again."""
    head = f"POST /hook/17 HTTP/1.1\r\nHost: x\r\n{SECRET_HEADER}: {SECRET}\r\n"
    async with open_desk(place.webhook(bot, desk)):
        await until(lambda: place_is_open(place))
        host, port = place.listen.split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(f"{head}{rest_of_it}".encode())
        writer.write_eof()
        async with asyncio.timeout(5):
            assert b" 200 " not in await reader.read()
        writer.close()
    assert desk.begun == []
    assert [each for each in caplog.records if each.levelno >= logging.ERROR] == []


async def test_the_answer_waits_for_the_disk(
    bot: Bot, desk: Desk, place: Place, post: Post
) -> None:
    async with open_desk(place.webhook(bot, desk)):
        await until(lambda: place_is_open(place))
        with sqlite3.connect(desk.db.path, isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            posting = asyncio.create_task(post())
            await asyncio.sleep(0.2)
            assert not posting.done()
            other.execute("COMMIT")
        other.close()
        assert await posting == 200


async def test_a_database_that_fails_has_telegram_deliver_again(
    bot: Bot, desk: Desk, place: Place, post: Post
) -> None:
    webhook = place.webhook(bot, desk)
    await webhook.connect()
    running = asyncio.create_task(run(webhook))
    await until(lambda: place_is_open(place))
    with sqlite3.connect(desk.db.path) as file:
        file.execute("DROP TABLE inbox")
    file.close()
    assert await post() == 503
    with pytest.raises(DatabaseFailed):
        await asyncio.wait_for(running, 5)


async def test_it_ends_while_connections_are_open(bot: Bot, desk: Desk, place: Place) -> None:
    async with open_desk(place.webhook(bot, desk)):
        await until(lambda: place_is_open(place))
        host, port = place.listen.split(":")
        idle = [await asyncio.open_connection(host, int(port)) for _ in range(20)]
        idle[0][1].write(b"POST /hook/17 HTTP/1.1\r\n")
        began = asyncio.get_running_loop().time()
    assert asyncio.get_running_loop().time() - began < 2
    for _, writer in idle:
        writer.close()


async def test_an_address_that_telegram_refuses_is_told(
    far: StandIn, bot: Bot, desk: Desk, place: Place
) -> None:
    far.fail_next("setWebhook", (400, "Bad Request: bad webhook: IP address is reserved", None))
    with pytest.raises(WebhookRefused, match="ip address is reserved"):
        async with open_desk(place.webhook(bot, desk)) as running:
            await asyncio.wait({running})


async def test_a_place_that_is_taken_is_told(bot: Bot, desk: Desk, place: Place) -> None:
    host, port = place.listen.split(":")
    with socket.create_server((host, int(port))), pytest.raises(CannotListen, match="in use"):
        async with open_desk(place.webhook(bot, desk)) as running:
            await asyncio.wait({running})


async def test_a_rejected_token_ends_it(far: StandIn, desk: Desk, place: Place) -> None:
    async with bot_at(far.url, "1234567:somebody-elses-token-somebody-elses") as bot:
        with pytest.raises(TokenRejected):
            await place.webhook(bot, desk).connect()


async def test_telegram_may_be_away_at_the_start(
    far: StandIn, bot: Bot, desk: Desk, place: Place, anna: Someone, rest: Rest
) -> None:
    for method in ("getMe", "getWebhookInfo", "setWebhook"):
        far.fail_next(method, "drop", times=2)
    await anna.sends("hello")
    async with open_desk(place.webhook(bot, desk, sleep=rest)):
        await until(lambda: desk.handled == ["hello"])
    assert len(rest.slept) == 6


# --- what is said about how it goes


async def test_all_is_well_and_what_waited_was_caught_up_with(
    far: StandIn, bot: Bot, desk: Desk, place: Place, anna: Someone
) -> None:
    await anna.sends("one")
    webhook = place.webhook(bot, desk)
    async with open_desk(webhook):
        await asyncio.wait_for(webhook.caught_up.wait(), 5)
        assert desk.handled == ["one"]
        await asyncio.sleep(2 * LOOK)
        assert webhook.trouble() == ""


async def test_telegram_gone_silent_is_told(
    far: StandIn, bot: Bot, desk: Desk, place: Place
) -> None:
    webhook = place.webhook(bot, desk)
    async with open_desk(webhook):
        await asyncio.wait_for(webhook.caught_up.wait(), 5)
        assert webhook.trouble() == ""
        far.fail_next("getWebhookInfo", "drop", times=10_000)
        await until(lambda: "has not answered" in webhook.trouble())


async def test_a_webhook_that_somebody_moved_is_told(
    far: StandIn, bot: Bot, desk: Desk, place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    webhook = place.webhook(bot, desk)
    async with open_desk(webhook):
        await asyncio.wait_for(webhook.caught_up.wait(), 5)
        far.world.webhook = {}
        await until(lambda: "elsewhere" in webhook.trouble())
        await asyncio.sleep(3 * LOOK)
    assert caplog.text.count("elsewhere") == 1


async def test_deliveries_that_fail_are_told(
    far: StandIn, bot: Bot, desk: Desk, place: Place, anna: Someone
) -> None:
    """The proxy in between is down, for one."""
    webhook = place.webhook(bot, desk)
    async with open_desk(webhook):
        await asyncio.wait_for(webhook.caught_up.wait(), 5)
        far.world.webhook_secret = "what-the-bot-does-not-know"
        await anna.sends("never heard")
        await until(lambda: "cannot deliver (Wrong response" in webhook.trouble())
        assert place.refused[0] == 401
        far.world.webhook_secret = SECRET
        await until(lambda: webhook.trouble() == "")
        assert desk.handled == ["never heard"]


async def test_a_growing_pile_is_told(
    far: StandIn, bot: Bot, desk: Desk, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MANY", 3)
    held, webhook = asyncio.Event(), place.webhook(bot, desk)
    async with open_desk(webhook):
        await asyncio.wait_for(webhook.caught_up.wait(), 5)
        real, far.world.webhook["max_connections"] = desk.inbox.keep, 1

        async def slowly(letters: Any) -> Any:
            await held.wait()
            return await real(letters)

        monkeypatch.setattr(desk.inbox, "keep", slowly)
        for number in range(60):
            far.world.updates.put("message", UPDATE["message"] | {"number": number})  # type: ignore[operator]
            await asyncio.sleep(0.01)
        assert "more and more" in webhook.trouble()
        held.set()
        await until(lambda: webhook.trouble() == "")


# --- what a stranger can do to it


def resident() -> int:
    """Bytes of memory that this process holds."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.parametrize("secret", [SECRET, "wrong"])
@pytest.mark.parametrize("chunked", [True, False])
async def test_95_mib_leave_the_memory_as_it_was(
    bot: Bot, desk: Desk, place: Place, secret: str, chunked: bool
) -> None:
    async with open_desk(place.webhook(bot, desk)):
        await until(lambda: place_is_open(place))
        before, status = resident(), await asyncio.to_thread(flood, place, secret, chunked)
        assert resident() - before < 8 * 2**20
    assert status in (b"413" if secret == SECRET else b"401", b"")


def flood(place: Place, secret: str, chunked: bool) -> bytes:
    """Send 95 MiB, or as much as is taken; the status that came, if any did."""
    size, piece = 95 * 2**20, b"x" * 65_536
    length = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {size}"
    host, port = place.listen.split(":")
    head = f"POST /hook/17 HTTP/1.1\r\nHost: x\r\n{SECRET_HEADER}: {secret}\r\n{length}\r\n\r\n"
    with socket.create_connection((host, int(port)), timeout=10) as to:
        to.sendall(head.encode())
        try:
            for _ in range(size // len(piece)):
                to.sendall(b"10000\r\n" + piece + b"\r\n" if chunked else piece)
        except OSError:
            pass
        else:
            raise AssertionError("all of it was read")
        try:
            return to.recv(64).split(b" ")[1]
        except (OSError, IndexError):
            return b""
