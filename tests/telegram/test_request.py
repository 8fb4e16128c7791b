"""The bot's requests, held against a small server that can be slow, rude or gone."""

import asyncio
import io
import json
import logging
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
from aiohttp import web
from telegram import Bot, InputFile, InputMediaDocument
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.demo.server import HOST
from bot.telegram.request import AiohttpRequest, NotSent, NotSentInTime, ProxyUnsupported
from tests.telegram.test_polling import free_port

TOKEN = "7123456789:AAF-fake_fake_fake_fake_fake_fake_0"
OK = {"ok": True, "result": True}
Ask = Callable[[AiohttpRequest, str], Awaitable[object]]


class Server:
    """Answers as told, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.answer: Callable[[web.Request], Awaitable[web.StreamResponse]] = self._fine
        self.url = ""

    async def _fine(self, request: web.Request) -> web.StreamResponse:
        return web.json_response(OK)

    def says(self, status: int, **body: Any) -> None:
        async def answer(request: web.Request) -> web.StreamResponse:
            return web.json_response({"ok": False, "error_code": status, **body}, status=status)

        self.answer = answer

    async def handle(self, request: web.Request) -> web.StreamResponse:
        form = request.content_type != "application/json"
        values = dict(await request.post()) if form else await request.json()
        for name, value in values.items():
            if isinstance(value, web.FileField):
                values[name] = (value.filename, value.content_type, value.file.read())
        self.asked.append(
            {
                "method": request.method,
                "path": request.raw_path,
                "type": request.content_type,
                "agent": request.headers["User-Agent"],
                "values": values,
                "connection": id(request.transport),
                "proxy": request.headers.get("Proxy-Authorization"),
            }
        )
        return await self.answer(request)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    server = Server()
    app = web.Application(client_max_size=2**26)
    app.router.add_route("*", "/{path:.*}", server.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, HOST, 0).start()
    server.url = f"http://{HOST}:{runner.addresses[0][1]}"
    yield server
    await runner.cleanup()


@pytest.fixture
async def request_() -> AsyncIterator[AiohttpRequest]:
    async with AiohttpRequest(proxies={}) as request:
        yield request


def bot_for(server: Server, request: AiohttpRequest) -> Bot:
    return Bot(TOKEN, f"{server.url}/bot", f"{server.url}/file/bot", request, request)


async def test_parameters_go_as_json(server: Server, request_: AiohttpRequest) -> None:
    await bot_for(server, request_).set_my_commands([("quiz", "Città ✓")], language_code="it")
    (asked,) = server.asked
    assert asked["method"] == "POST"
    assert asked["path"] == f"/bot{TOKEN}/setMyCommands"
    assert asked["type"] == "application/json"
    assert asked["agent"] == request_.USER_AGENT
    assert asked["values"]["commands"] == [{"command": "quiz", "description": "Città ✓"}]
    assert asked["values"]["language_code"] == "it"


async def test_files_go_as_a_form(server: Server, request_: AiohttpRequest) -> None:
    server.says(400, description="seen enough")
    bot = bot_for(server, request_)
    with pytest.raises(BadRequest, match="seen enough"):
        await bot.send_document(5, b"\x00\xff", 'Sí "quoted"', filename='città "1".json')
    (asked,) = server.asked
    assert asked["type"] == "multipart/form-data"
    assert asked["values"]["chat_id"] == "5"
    assert asked["values"]["caption"] == 'Sí "quoted"'
    assert asked["values"]["document"] == ('città "1".json', "application/json", b"\x00\xff")


async def test_several_files_are_attached_by_name(server: Server, request_: AiohttpRequest) -> None:
    server.says(400, description="seen enough")
    handle = InputFile(io.BytesIO(b"two"), "two.txt", attach=True, read_file_handle=False)
    with pytest.raises(BadRequest):
        await bot_for(server, request_).send_media_group(
            5, [InputMediaDocument(b"one", filename="one.txt"), InputMediaDocument(handle)]
        )
    values = server.asked[0]["values"]
    media = json.loads(values["media"])
    sent = [values[each["media"].removeprefix("attach://")] for each in media]
    assert [content for _, _, content in sent] == [b"one", b"two"]


async def test_files_are_fetched(server: Server, request_: AiohttpRequest) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(body=b"\x00" * 100_000)

    server.answer = answer
    assert await request_.retrieve(f"{server.url}/file/x") == b"\x00" * 100_000
    assert server.asked[0]["method"] == "GET"


# What the library's own methods ask, and what is said all the time, past them.
BOTH_WAYS = pytest.mark.parametrize(
    "ask",
    [
        lambda request, url: request.post(url),
        lambda request, url: request.call(url, {}),
        lambda request, url: request.do(url, {}),
    ],
    ids=["post", "call", "do"],
)


async def test_plain_values_go_as_they_are(server: Server, request_: AiohttpRequest) -> None:
    values = {"chat_id": 5, "text": "Città ✓", "reply_markup": {"inline_keyboard": []}}
    url = f"{server.url}/bot{TOKEN}/sendMessage"
    assert await request_.call(url, values) is True
    await request_.do(url, values)
    assert [asked["values"] for asked in server.asked] == [values, values]
    assert {asked["type"] for asked in server.asked} == {"application/json"}
    assert {asked["agent"] for asked in server.asked} == {request_.USER_AGENT}


@BOTH_WAYS
@pytest.mark.parametrize(
    "status, body, error",
    [
        (400, {"description": "Bad Request: chat not found"}, BadRequest),
        (401, {"description": "Unauthorized"}, InvalidToken),
        (403, {"description": "Forbidden: bot was blocked by the user"}, Forbidden),
        (404, {"description": "Not Found"}, InvalidToken),
        (409, {"description": "Conflict: terminated"}, Conflict),
        (429, {"description": "Slow", "parameters": {"retry_after": 3}}, RetryAfter),
        (400, {"description": "Up", "parameters": {"migrate_to_chat_id": -1001}}, ChatMigrated),
        (500, {"description": "Internal Server Error"}, NetworkError),
        (502, {"description": "Bad Gateway"}, NetworkError),
    ],
)
async def test_refusals_become_the_librarys_errors(
    server: Server,
    request_: AiohttpRequest,
    status: int,
    body: dict[str, Any],
    error: type[TelegramError],
    ask: Ask,
) -> None:
    server.says(status, **body)
    with pytest.raises(TelegramError) as caught:
        await ask(request_, f"{server.url}/bot{TOKEN}/sendMessage")
    assert type(caught.value) is error
    assert TOKEN not in str(caught.value)


@BOTH_WAYS
@pytest.mark.parametrize("status", [200, 502])
@pytest.mark.parametrize("body", [b"", b"<html>", b"\xff\xfe", b"[]", b"{}", b"7"])
async def test_nonsense_is_a_network_error(
    server: Server,
    request_: AiohttpRequest,
    status: int,
    body: bytes,
    caplog: pytest.LogCaptureFixture,
    ask: Ask,
) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(body=body, status=status)

    server.answer = answer
    with pytest.raises(NetworkError) as caught:
        await ask(request_, f"{server.url}/bot{TOKEN}/getMe")
    assert type(caught.value) is NetworkError
    assert not caplog.records


async def test_a_redirect_is_not_followed(server: Server, request_: AiohttpRequest) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        raise web.HTTPTemporaryRedirect(f"{server.url}/elsewhere")

    server.answer = answer
    with pytest.raises(NetworkError):
        await request_.post(f"{server.url}/bot{TOKEN}/getMe")
    assert len(server.asked) == 1


async def test_connections_are_kept(server: Server, request_: AiohttpRequest) -> None:
    for _ in range(5):
        await request_.post(f"{server.url}/getMe")
    assert len({asked["connection"] for asked in server.asked}) == 1


async def _slowly(request: web.Request) -> web.StreamResponse:
    await asyncio.sleep(0.3)
    return web.json_response(OK)


async def test_an_answer_that_does_not_come_times_out(
    server: Server, request_: AiohttpRequest
) -> None:
    server.answer = _slowly
    with pytest.raises(TimedOut) as caught:
        await request_.post(f"{server.url}/getMe", read_timeout=0.05)
    assert not isinstance(caught.value, NotSent)
    assert len(server.asked) == 1


async def test_so_does_one_that_stops_in_the_middle(
    server: Server, request_: AiohttpRequest
) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "1000"})
        await response.prepare(request)
        await response.write(b'{"ok": true')
        await asyncio.sleep(1)
        return response

    server.answer = answer
    with pytest.raises(TimedOut) as caught:
        await request_.post(f"{server.url}/getMe", read_timeout=0.05)
    assert not isinstance(caught.value, NotSent)


async def test_the_time_to_read_may_be_set_for_all_or_for_one(server: Server) -> None:
    server.answer = _slowly
    async with AiohttpRequest(read_timeout=0.05, proxies={}) as request:
        assert request.read_timeout == 0.05
        with pytest.raises(TimedOut):
            await request.post(f"{server.url}/getMe")
        assert await request.post(f"{server.url}/getMe", read_timeout=5)
        assert await request.post(f"{server.url}/getMe", read_timeout=None)


async def test_nobody_there_means_nothing_was_sent(request_: AiohttpRequest) -> None:
    with pytest.raises(NotSent) as caught:
        await request_.post(f"http://{HOST}:{free_port()}/bot{TOKEN}/sendMessage")
    assert isinstance(caught.value, NetworkError)
    assert not isinstance(caught.value, TimedOut)


async def test_nor_where_the_name_is_unknown(request_: AiohttpRequest) -> None:
    with pytest.raises(NotSent):
        await request_.post(f"http://nobody.invalid/bot{TOKEN}/sendMessage")


async def test_nor_while_connecting_takes_too_long(request_: AiohttpRequest) -> None:
    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            await reader.read(-1)
        writer.close()
        gone.set()

    gone = asyncio.Event()
    silent = await asyncio.start_server(say_nothing, HOST, 0)
    port = silent.sockets[0].getsockname()[1]
    # A TLS handshake that nobody answers is part of connecting.
    with pytest.raises(NotSentInTime) as caught:
        await request_.post(f"https://{HOST}:{port}/bot{TOKEN}/sendMessage", connect_timeout=0.1)
    assert isinstance(caught.value, TimedOut)
    await gone.wait()
    silent.close()


async def test_nor_while_no_connection_is_free(server: Server) -> None:
    server.answer = _slowly
    async with AiohttpRequest(connections=1, proxies={}) as request:
        first = asyncio.create_task(request.post(f"{server.url}/getMe"))
        await asyncio.sleep(0.05)
        with pytest.raises(NotSentInTime):
            await request.post(f"{server.url}/getMe", pool_timeout=0.02, connect_timeout=0.02)
        first.cancel()
    assert len(server.asked) == 1


async def test_what_hangs_up_may_have_read_it(server: Server, request_: AiohttpRequest) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    server.answer = answer
    with pytest.raises(NetworkError) as caught:
        await request_.post(f"{server.url}/sendMessage")
    assert not isinstance(caught.value, NotSent)
    assert len(server.asked) == 1, "a message must not be sent twice"


@asynccontextmanager
async def saying(*pieces: bytes) -> AsyncIterator[str]:
    """The address of a server that says exactly this to whoever asks something."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        for piece in pieces:
            writer.write(piece)
            await asyncio.sleep(0.01)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()
        ended.release()

    ended = asyncio.Semaphore(0)
    listening = await asyncio.start_server(answer, HOST, 0)
    async with listening:
        yield f"http://{HOST}:{listening.sockets[0].getsockname()[1]}"
        await ended.acquire()


HEAD = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    "pieces",
    [
        (HEAD + b"Content-Length: 26\r\n\r\n", b'{"ok": true,', b' "result": 20}'),
        (
            HEAD + b"Transfer-Encoding: chunked\r\n\r\n",
            b'1a\r\n{"ok": true, "result": 20}',
            b"\r\n0\r\n\r\n",
        ),
        (HEAD + b"\r\n", b'{"ok": true, "result": 20}'),
        (b"HTTP/1.1 102 Processing\r\n\r\n", HEAD + b"\r\n", b'{"ok": true, "result": 20}'),
    ],
)
async def test_an_answer_may_come_in_any_shape(
    request_: AiohttpRequest, pieces: tuple[bytes, ...]
) -> None:
    async with saying(*pieces) as url:
        assert await request_.post(f"{url}/getMe") == 20


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"what?\r\n\r\n",
        HEAD + b"Content-Length: 26\r\n\r\n{",
        HEAD + b"Content-Length: x\r\n\r\n",
    ],
)
async def test_what_is_no_whole_answer_may_have_been_understood(
    request_: AiohttpRequest, said: bytes
) -> None:
    async with saying(said) as url:
        with pytest.raises(NetworkError) as caught:
            await request_.post(f"{url}/bot{TOKEN}/sendMessage")
        assert not isinstance(caught.value, NotSent)
        assert TOKEN not in "".join(traceback.format_exception(caught.value))


async def test_no_failure_tells_the_token(
    server: Server, request_: AiohttpRequest, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = "9:short-one"
    server.answer = _slowly
    for url in (
        f"http://{HOST}:{free_port()}",
        "http://nobody.invalid",
        server.url,
        "http://[broken",
        "ftp://odd",
        "http://",
    ):
        with pytest.raises(NetworkError) as caught:
            await request_.post(f"{url}/bot{secret}/getMe", read_timeout=0.02, connect_timeout=0.1)
        assert secret not in "".join(traceback.format_exception(caught.value))
        assert caught.value.__cause__ is None
        assert caught.value.__context__ is None
    assert secret not in caplog.text


async def test_it_starts_and_ends_as_often_as_one_likes(server: Server) -> None:
    request = AiohttpRequest(proxies={})
    await request.shutdown()
    await request.initialize()
    await request.initialize()
    assert await request.post(f"{server.url}/getMe")
    await request.shutdown()
    await request.shutdown()
    with pytest.raises(NetworkError, match="not initialized"):
        await request.post(f"{server.url}/getMe")
    await request.initialize()
    assert await request.post(f"{server.url}/getMe")
    await request.shutdown()


async def test_a_proxy_is_used_for_what_it_is_for(server: Server) -> None:
    address = server.url.replace("http://", "http://anna:pass@")
    async with AiohttpRequest(proxies={"http": address, "no": ".example.net"}) as request:
        assert await request.post("http://api.example.org/bot/getMe")
        with pytest.raises(NotSent):
            await request.post("http://api.example.net/bot/getMe", connect_timeout=1)
    (asked,) = server.asked
    assert asked["path"] == "http://api.example.org/bot/getMe"
    assert asked["proxy"] == "Basic YW5uYTpwYXNz"


async def test_a_proxy_that_refuses_has_sent_nothing(server: Server) -> None:
    server.says(407, description="who are you?")
    async with AiohttpRequest(proxies={"all": server.url}) as request:
        with pytest.raises(NotSent) as caught:
            await request.post(f"https://api.example.org/bot{TOKEN}/getMe")
    assert TOKEN not in str(caught.value)


async def test_the_environments_proxy_is_read_once(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", server.url)
    monkeypatch.setenv("NO_PROXY", "")
    async with AiohttpRequest() as request:
        monkeypatch.delenv("HTTP_PROXY")
        assert await request.post("http://api.example.org/bot/getMe")


@pytest.mark.parametrize("scheme", ["http", "https", "all"])
def test_a_proxy_that_cannot_be_used_is_said_at_once(scheme: str) -> None:
    with pytest.raises(ProxyUnsupported, match=f"{scheme.upper()}_PROXY"):
        AiohttpRequest(proxies={scheme: "socks5://user:pass@127.0.0.1:1080"})
