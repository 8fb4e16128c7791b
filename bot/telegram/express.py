"""The shortest way through aiohttp, for small calls that are made all the time.

Connections and answers are aiohttp's: its pool, its TLS, its parser. What is left out is its
session, which allows for whatever one may ask of the web and takes three quarters of such a call.
"""

import asyncio
from collections.abc import Mapping

import aiohttp
from aiohttp import ClientRequest, ClientTimeout
from yarl import URL

SCHEMES = ("http", "https")
_OF_A_BODY = ("content-length", "content-type", "transfer-encoding")
_JSON = "Content-Type: application/json\r\n"


class Express:
    """Posts JSON, or nothing, through `connector`; without a proxy, and follows no redirect."""

    def __init__(self, connector: aiohttp.BaseConnector, headers: Mapping[str, str]) -> None:
        self._connector = connector
        self._headers = headers
        self._ways: dict[tuple[str, str], tuple[ClientRequest, str]] = {}

    async def post(
        self, url: URL, body: bytes, patience: ClientTimeout
    ) -> tuple[int, Mapping[str, str], bytes]:
        """Status, headers and content of the answer. Raises what a session does."""
        way, headers = self._way(url)
        about = f"{_JSON if body else ''}Content-Length: {len(body)}\r\n"
        head = f"POST {url.raw_path_qs} HTTP/1.1\r\n{headers}{about}\r\n"
        async with asyncio.timeout(patience.total):
            connection = await self._connected(way, patience)
            try:
                answer = await _answer(connection, head.encode() + body, patience.sock_read)
            except BaseException:
                connection.close()
                raise
            connection.release()
            return answer

    def _way(self, url: URL) -> tuple[ClientRequest, str]:
        """What finds a connection to where this is, and the headers that are sent there."""
        key = (url.scheme, url.raw_authority)
        if key not in self._ways:
            way = ClientRequest("POST", url.with_path("/"), headers=self._headers)
            sent = ((k, v) for k, v in way.headers.items() if k.lower() not in _OF_A_BODY)
            self._ways[key] = way, "".join(f"{name}: {value}\r\n" for name, value in sent)
        return self._ways[key]

    async def _connected(
        self, way: ClientRequest, patience: ClientTimeout
    ) -> "aiohttp.connector.Connection":
        try:
            return await self._connector.connect(way, [], patience)
        except TimeoutError:
            raise aiohttp.ConnectionTimeoutError from None


async def _answer(
    connection: "aiohttp.connector.Connection", asked: bytes, read_timeout: float | None
) -> tuple[int, Mapping[str, str], bytes]:
    protocol, transport = connection.protocol, connection.transport
    if protocol is None or transport is None:
        raise aiohttp.ServerDisconnectedError
    protocol.set_response_params(read_until_eof=True, read_timeout=read_timeout)
    transport.write(asked)
    protocol.start_timeout()
    message, payload = await protocol.read()
    while message.code < 200:
        message, payload = await protocol.read()
    return message.code, message.headers, await payload.read()
