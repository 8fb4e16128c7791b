"""The shortest way to a server, for small calls that are made all the time.

A session of aiohttp's allows for whatever one may ask of the web, and takes several times as long.
This one posts JSON, directly; uploads, downloads and proxies take the detour.
"""

import asyncio
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from aiohappyeyeballs import start_connection
from yarl import URL

from bot.quiz.frozen import frozen
from bot.telegram.wire import Answer, Wire

SCHEMES = ("http", "https")
# Something on the way may forget a connection that nobody uses, and tell nobody.
IDLE_SECONDS = 15.0
# As RFC 8305 proposes: so long one address is tried before the next is tried beside it.
NEXT_ADDRESS_SECONDS = 0.25
GOODBYE_SECONDS = 1.0
_JSON = "Content-Type: application/json\r\n"


class NotConnected(ConnectionError):
    """No connection could be made, so nothing was sent."""


class NotConnectedInTime(NotConnected, TimeoutError):
    """The same, because it took too long, or none was free for too long."""


@frozen
class Limits:
    """How many seconds a request may take; None is for ever.

    `turn` until there is a connection, of which `connect` for making it, `silence` until the next
    of the answer, and `whole` in all.
    """

    whole: float | None
    turn: float | None
    connect: float | None
    silence: float | None


@dataclass(slots=True)
class _Way:
    """Where to, what every request there begins with, and the connections that are free."""

    host: str
    port: int
    secure: bool
    headers: str
    idle: list[Wire] = field(default_factory=list)


class Express:
    """Posts over at most so many connections at a time, and follows no redirect."""

    def __init__(self, connections: int, headers: Mapping[str, str]) -> None:
        self._free = asyncio.Semaphore(connections)
        self._headers = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self._ways: dict[tuple[str, str], _Way] = {}
        self._wires: set[Wire] = set()

    async def post(self, url: URL, body: bytes, limits: Limits) -> Answer:
        """Post JSON, or nothing where that is empty; what is answered.

        Raises NotConnected, HungUp, Unreadable, or TimeoutError.
        """
        way = self._way(url)
        about = f"{_JSON if body else ''}Content-Length: {len(body)}\r\n"
        head = f"POST {url.raw_path_qs} HTTP/1.1\r\n{way.headers}{about}\r\n"
        if self._free.locked():
            await self._turn(limits)
        else:
            await self._free.acquire()
        try:
            wire = self._idle(way) or await self._connected(way, limits)
            answer = await wire.ask(head.encode() + body, limits.silence, limits.whole)
            if wire.usable:
                way.idle.append(wire)
            return answer
        finally:
            self._free.release()

    async def close(self) -> None:
        """Hang up everywhere."""
        wires = list(self._wires)
        for wire in wires:
            wire.close()
        if wires:
            await asyncio.wait([wire.lost for wire in wires], timeout=GOODBYE_SECONDS)

    def _way(self, url: URL) -> _Way:
        key = (url.scheme, url.raw_authority)
        if key not in self._ways:
            if not url.raw_host or not url.port:
                raise ValueError("This is no address of a server")
            headers = f"Host: {url.raw_authority}\r\nAccept: */*\r\n{self._headers}"
            self._ways[key] = _Way(url.raw_host, url.port, url.scheme == "https", headers)
        return self._ways[key]

    async def _turn(self, limits: Limits) -> None:
        try:
            async with asyncio.timeout(limits.turn):
                await self._free.acquire()
        except TimeoutError:
            raise NotConnectedInTime("No connection was free in time") from None

    def _idle(self, way: _Way) -> Wire | None:
        """The connection used last, if it can be trusted to be one still."""
        fresh = asyncio.get_running_loop().time() - IDLE_SECONDS
        while way.idle:
            wire = way.idle.pop()
            if wire.usable and wire.idle_since > fresh:
                return wire
            wire.close()
        return None

    async def _connected(self, way: _Way, limits: Limits) -> Wire:
        try:
            async with asyncio.timeout(limits.connect):
                return await self._connect(way)
        except TimeoutError:
            raise NotConnectedInTime(f"{way.host}:{way.port} did not answer in time") from None
        except (OSError, UnicodeError) as error:
            raise NotConnected(f"{way.host}:{way.port}: {error}") from error

    async def _connect(self, way: _Way) -> Wire:
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(way.host, way.port, type=socket.SOCK_STREAM)
        made = await start_connection(
            found, happy_eyeballs_delay=NEXT_ADDRESS_SECONDS, interleave=1, loop=loop
        )
        tls, name = (self._tls, way.host) if way.secure else (None, None)
        try:
            _, wire = await loop.create_connection(
                lambda: Wire(loop), sock=made, ssl=tls, server_hostname=name
            )
        except BaseException:
            made.close()
            raise
        self._wires.add(wire)
        wire.lost.add_done_callback(lambda _: self._wires.discard(wire))
        return wire

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        context.set_alpn_protocols(["http/1.1"])
        return context
