"""The short way of small calls, to servers that hang up, drip, or repeat themselves."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from yarl import URL

from bot.demo.server import HOST
from bot.telegram import express
from bot.telegram.express import Express, Limits, NotConnected
from bot.telegram.wire import HungUp, Unreadable

CERTIFICATE = Path(__file__).with_name("loopback.pem")
PATIENCE = Limits(whole=5, turn=5, connect=5, silence=5)
TEN = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nDate: now\r\n\r\n10"


class Server:
    """Says `said` to each request; counts requests and connections, those that are open too."""

    def __init__(self) -> None:
        self.asked = self.met = self.open = 0
        self.head = b""
        self.say: Callable[[asyncio.StreamWriter], Awaitable[None]] = self.says(TEN)
        self.url = URL()

    def says(self, *pieces: bytes, every: float = 0) -> Callable[..., Awaitable[None]]:
        async def say(writer: asyncio.StreamWriter) -> None:
            for piece in pieces:
                if not writer.is_closing():
                    writer.write(piece)
                await asyncio.sleep(every)

        self.say = say
        return say

    async def meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.met += 1
        self.open += 1
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            while not writer.is_closing():
                self.head = await reader.readuntil(b"\r\n\r\n")
                self.asked += 1
                await self.say(writer)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()
        self.open -= 1


@asynccontextmanager
async def serving(tls: ssl.SSLContext | None = None) -> AsyncIterator[Server]:
    server = Server()
    listening = await asyncio.start_server(server.meet, HOST, 0, ssl=tls)
    port = listening.sockets[0].getsockname()[1]
    server.url = URL(f"{'https' if tls else 'http'}://{HOST}:{port}/call")
    try:
        yield server
    finally:
        listening.close()
        await seen(lambda: not server.open)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with serving() as server:
        yield server


@pytest.fixture
async def way(server: Server) -> AsyncIterator[Express]:
    way = Express(4, {"User-Agent": "a test"})
    yield way
    await way.close()


async def post(way: Express, server: Server, patience: Limits = PATIENCE) -> bytes:
    return (await way.post(server.url, b"", patience)).content


async def seen(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.005)


async def test_what_is_asked_and_answered(server: Server, way: Express) -> None:
    assert await way.post(server.url, b"", PATIENCE) == (200, "now", b"10")
    line, *headers = server.head.decode().split("\r\n")
    assert line == "POST /call HTTP/1.1"
    assert f"Host: {HOST}:{server.url.port}" in headers
    assert "User-Agent: a test" in headers
    assert "Content-Length: 0" in headers


async def test_connections_are_used_again_and_no_more_than_needed(
    server: Server, way: Express
) -> None:
    await asyncio.gather(*(post(way, server) for _ in range(50)))
    for _ in range(5):
        await post(way, server)
    assert (server.asked, server.met) == (55, 4)


async def test_one_that_the_server_ended_is_not(server: Server, way: Express) -> None:
    server.says(TEN.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
    assert [await post(way, server) for _ in range(3)] == [b"10"] * 3
    assert server.met == 3


async def test_nor_one_that_it_hung_up_on_meanwhile(server: Server, way: Express) -> None:
    async def say(writer: asyncio.StreamWriter) -> None:
        writer.write(TEN)
        writer.close()

    server.say = say
    for _ in range(3):
        assert await post(way, server) == b"10"
        await asyncio.sleep(0.05)
    assert server.met == 3


async def test_nor_one_that_nobody_used_for_long(
    server: Server, way: Express, monkeypatch: pytest.MonkeyPatch
) -> None:
    await post(way, server)
    monkeypatch.setattr(express, "IDLE_SECONDS", 0.01)
    await asyncio.sleep(0.05)
    await post(way, server)
    assert server.met == 2
    await seen(lambda: server.open == 1)


async def test_nor_one_that_says_more_than_it_was_asked(server: Server, way: Express) -> None:
    server.says(TEN + TEN)
    assert [await post(way, server) for _ in range(3)] == [b"10"] * 3
    assert server.met == 3
    server.says(TEN, TEN, every=0.02)
    assert await post(way, server) == b"10"
    await asyncio.sleep(0.1)
    assert await post(way, server) == b"10"
    assert server.met == 5


async def test_interim_answers_are_none(server: Server, way: Express) -> None:
    server.says(b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 103 Early Hints\r\n\r\n", TEN)
    assert [await post(way, server) for _ in range(2)] == [b"10"] * 2
    assert server.met == 1


@pytest.mark.parametrize(
    "said",
    [
        b"What?\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: other\r\nConnection: upgrade\r\n\r\nxx",
    ],
)
async def test_what_is_no_answer(server: Server, way: Express, said: bytes) -> None:
    server.says(said)
    with pytest.raises(Unreadable):
        await post(way, server)
    server.says(TEN)
    assert await post(way, server) == b"10"
    assert server.met == 2


async def test_an_answer_that_breaks_off(server: Server, way: Express) -> None:
    async def say(writer: asyncio.StreamWriter) -> None:
        writer.write(TEN[:-1])
        writer.close()

    server.say = say
    with pytest.raises(HungUp):
        await post(way, server)


async def test_whoever_drips_is_not_waited_for_longer_than_in_all(
    server: Server, way: Express
) -> None:
    server.says(*(bytes([each]) for each in TEN), every=0.02)
    slow = Limits(whole=0.2, turn=5, connect=5, silence=5)
    began = asyncio.get_running_loop().time()
    with pytest.raises(TimeoutError):
        await post(way, server, slow)
    assert asyncio.get_running_loop().time() - began < 1.0
    # But a slow one that comes is.
    patient = Limits(whole=5, turn=5, connect=5, silence=0.5)
    assert await post(way, server, patient) == b"10"


async def test_each_call_waits_as_long_as_it_says_whatever_the_one_before_did(
    server: Server, way: Express
) -> None:
    """One after the other on one connection, which keeps its timer."""
    hurried = Limits(whole=0.2, turn=5, connect=5, silence=0.2)
    assert await post(way, server, hurried) == b"10"
    server.says(b"", TEN, every=0.4)
    assert await post(way, server) == b"10"  # twice as late as the one before would have waited
    server.says()
    began = asyncio.get_running_loop().time()
    with pytest.raises(TimeoutError):
        await post(way, server, hurried)
    assert 0.15 < asyncio.get_running_loop().time() - began < 1.0
    assert server.met == 1


async def test_a_call_that_is_given_up_hangs_up(server: Server, way: Express) -> None:
    """Else its answer would be taken for the next one's."""
    server.says()
    calls = [asyncio.create_task(post(way, server)) for _ in range(4)]
    await seen(lambda: server.asked == 4)
    for call in calls:
        call.cancel()
    await asyncio.gather(*calls, return_exceptions=True)
    await seen(lambda: server.open == 0)
    server.says(TEN)
    assert await asyncio.gather(*(post(way, server) for _ in range(8))) == [b"10"] * 8


async def test_calls_that_are_under_way_end_when_all_is_closed(
    server: Server, way: Express
) -> None:
    server.says()
    call = asyncio.create_task(post(way, server))
    await seen(lambda: server.asked == 1)
    await way.close()
    with pytest.raises(HungUp):
        await call


async def test_over_tls_to_whoever_proves_who_they_are(
    way: Express, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE)
    async with serving(context) as server:
        with pytest.raises(NotConnected, match=f"{HOST}:{server.url.port}.*(?i:certificate)"):
            await post(way, server)
        assert server.asked == 0
        monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
        trusting = Express(2, {})
        assert await asyncio.gather(*(post(trusting, server) for _ in range(6))) == [b"10"] * 6
        await trusting.close()
