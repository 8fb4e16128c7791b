"""The long way to a server: uploads, downloads, and whatever goes by a proxy, over aiohttp.

A bot that plays hardly ever takes it, and aiohttp is a seventh of all that would be imported.
"""

from collections.abc import Mapping

import aiohttp
from telegram.request import RequestData
from yarl import URL

from bot.telegram.express import Limits, NotConnected, NotConnectedInTime
from bot.telegram.wire import Answer, HungUp

# What can only happen before the first byte of the request has been sent.
_BEFORE_SENDING = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientHttpProxyError,
    aiohttp.InvalidURL,
)
_JSON = {"Content-Type": "application/json"}


class Detour:
    """A pool of so many connections; what fails on it fails as on the short way."""

    def __init__(self, connections: int, headers: Mapping[str, str]) -> None:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=connections),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers=headers,
        )

    async def ask(
        self, method: str, url: URL, body: bytes | RequestData, limits: Limits, proxy: URL | None
    ) -> Answer:
        """Ask with JSON, nothing, or files; what is answered.

        aiohttp cannot tell how long a write takes, so of the limits only the whole bounds it.
        Raises NotConnected, HungUp, or TimeoutError.
        """
        try:
            async with self._session.request(
                method,
                url,
                data=body if isinstance(body, bytes) else _form(body),
                headers=_JSON if isinstance(body, bytes) and body else {},
                timeout=aiohttp.ClientTimeout(
                    total=limits.whole,
                    connect=limits.turn,
                    sock_connect=limits.connect,
                    sock_read=limits.silence,
                ),
                proxy=proxy,
                # The token is part of the address: it goes nowhere else.
                allow_redirects=False,
            ) as response:
                date = response.headers.get("Date", "")
                return Answer(response.status, date, await response.read())
        except _BEFORE_SENDING as error:
            raise _not_connected(error) from error
        except aiohttp.ClientError as error:
            if isinstance(error, TimeoutError):
                raise
            raise HungUp(type(error).__name__) from error

    async def close(self) -> None:
        """Hang up everywhere."""
        await self._session.close()


def _form(data: RequestData) -> aiohttp.FormData:
    form = aiohttp.FormData(quote_fields=False)
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form


def _not_connected(error: Exception) -> NotConnected:
    # This one says host and port; others may say the whole address, and so the token.
    told = str(error) if isinstance(error, aiohttp.ClientConnectorError) else type(error).__name__
    return NotConnectedInTime(told) if isinstance(error, TimeoutError) else NotConnected(told)
