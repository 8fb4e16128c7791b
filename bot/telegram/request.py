"""Requests to the Bot API, several times faster than the library's own over httpx."""

import urllib.request
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from telegram import Bot
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot.quickjson import compose, parse
from bot.telegram.express import SCHEMES, Express, Limits, NotConnected
from bot.telegram.wire import Answer

if TYPE_CHECKING:
    from bot.telegram.detour import Detour

_WELL = b'{"ok":true,"result":'  # as Telegram begins; whatever begins otherwise is read

Answered = Callable[[str, str], None]


def _unwatched(method: str, result: str) -> None:
    """Nobody counts."""


class NotSent(NetworkError):
    """No connection could be made: nothing was sent, so it may safely be tried again."""


class NotSentInTime(NotSent, TimedOut):
    """The same, because connecting, or waiting for a free connection, took too long."""


class ProxyUnsupported(ValueError):
    """The environment names a proxy that cannot be used; the message says which and why."""


class AiohttpRequest(BaseRequest):
    """One pool of connections to the Bot API; what the short way does not take goes by aiohttp.

    Times are in seconds; None waits for ever. How long a write takes nobody tells, so the time to
    write bounds a request only together with the others: none takes longer than their sum.

    Raises TimedOut, NetworkError and, where nothing can have reached Telegram, NotSent; none of
    them carries the token. `proxies` is scheme → address, with the exceptions under `no`, as
    `urllib.request.getproxies_environment` returns it; by default that is asked once, here.
    `answered` is told of every request the method and how it ended: `ok`, a status, or an error's
    name.
    """

    def __init__(  # noqa: PLR0913 - passed by name, each with a sensible default
        self,
        *,
        connections: int = 256,
        read_timeout: float | None = 15.0,
        write_timeout: float | None = 10.0,
        media_write_timeout: float | None = 60.0,
        connect_timeout: float | None = 10.0,
        pool_timeout: float | None = 10.0,
        proxies: Mapping[str, str] | None = None,
        answered: Answered = _unwatched,
    ) -> None:
        self._connections = connections
        self._read = read_timeout
        self._write = write_timeout
        self._media_write = media_write_timeout
        self._connect = connect_timeout
        self._pool = pool_timeout
        self._proxies = dict(
            urllib.request.getproxies_environment() if proxies is None else proxies
        )
        self._answered = answered
        self._usual = _limits(
            read=read_timeout,
            write=write_timeout,
            connect=connect_timeout,
            pool=pool_timeout,
            bounded=True,
        )
        self._ways: dict[tuple[str, str | None], URL | None] = {}
        self._headers = {"User-Agent": self.USER_AGENT}
        self._express: Express | None = None
        self._detour: Detour | None = None
        self.date = ""  # the other side's time, as the last answer's header told it
        _check(self._proxies)

    @property
    def read_timeout(self) -> float | None:
        return self._read

    async def initialize(self) -> None:
        if self._express is None:
            self._express = Express(self._connections, self._headers)

    async def shutdown(self) -> None:
        express, detour = self._express, self._detour
        self._express = self._detour = None
        if express is not None:
            await express.close()
        if detour is not None:
            await detour.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        uploads = request_data is not None and request_data.contains_files
        limits = _limits(
            read=_given(read_timeout, self._read),
            write=_given(write_timeout, self._media_write if uploads else self._write),
            connect=_given(connect_timeout, self._connect),
            pool=_given(pool_timeout, self._pool),
            bounded=request_data is not None,
        )
        return await self._exchange(method, url, _body(request_data), limits)

    async def call(self, url: str, values: Mapping[str, Any]) -> Any:
        """What `post` does, for values that are JSON as they are, in less time."""
        return self.parse_json_payload(await self.do(url, values))["result"]

    async def do(self, url: str, values: Mapping[str, Any]) -> bytes:
        """The same where nobody looks at the result, so that it need not be read: as it came."""
        body = compose(values).encode()
        status, content = await self._exchange("POST", url, body, self._usual)
        if status != 200:
            # Raises what the library makes of it.
            await _Answered(status, content).post(url)
        elif not content.startswith(_WELL):
            self.parse_json_payload(content)
        return content

    async def _exchange(
        self, method: str, url: str, body: bytes | RequestData, limits: Limits
    ) -> tuple[int, bytes]:
        """Status and content of the answer."""
        try:
            answer = await self._answer(method, URL(url), body, limits)
        except (OSError, ValueError) as error:  # the first are TimeoutErrors, too
            failure = _failure(error)
        else:
            self.date = answer.date
            self._tell(url, "ok" if answer.status == 200 else str(answer.status))
            return answer.status, answer.content
        self._tell(url, type(failure).__name__)
        # Raised here, apart from its cause, whose text can carry the address and so the token.
        raise failure

    def _answer(
        self, method: str, url: URL, body: bytes | RequestData, limits: Limits
    ) -> Awaitable[Answer]:
        if self._express is None:
            raise RuntimeError("This request is not initialized.")
        proxy = self._way_to(url)
        if method == "POST" and isinstance(body, bytes) and not proxy and url.scheme in SCHEMES:
            return self._express.post(url, body, limits)
        return self._long_way().ask(method, url, body, limits, proxy)

    def _long_way(self) -> "Detour":
        if self._detour is None:
            from bot.telegram.detour import Detour

            self._detour = Detour(self._connections, self._headers)
        return self._detour

    def _tell(self, url: str, result: str) -> None:
        # The path of a file is no method.
        method = "file" if "/file/bot" in url else url.partition("?")[0].rpartition("/")[2]
        self._answered(method, result)

    def _way_to(self, url: URL) -> URL | None:
        """The proxy for this address, if any."""
        key = (url.scheme, url.host)
        if key not in self._ways:
            self._ways[key] = _proxy(self._proxies, url)
        return self._ways[key]

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """What Telegram answered; NetworkError if that is none of its answers."""
        # The library's own logs the whole payload, which can be what people wrote.
        try:
            answer = parse(payload)
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict) or not ("result" in answer or "error_code" in answer):
            raise NetworkError(f"Invalid server response of {len(payload)} bytes")
        return answer


class _Answered(BaseRequest):
    """An answer that has come, for the library to say what it means."""

    read_timeout = None

    def __init__(self, status: int, content: bytes) -> None:
        self._answer = status, content

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(self, *_: Any, **__: Any) -> tuple[int, bytes]:
        return self._answer

    parse_json_payload = staticmethod(AiohttpRequest.parse_json_payload)


def _given(seconds: Any, default: float | None) -> float | None:
    return default if seconds is BaseRequest.DEFAULT_NONE else seconds


@cache
def _limits(
    *,
    read: float | None,
    write: float | None,
    connect: float | None,
    pool: float | None,
    bounded: bool,
) -> Limits:
    return Limits(
        whole=_sum(pool, connect, write, read) if bounded else None,
        turn=_sum(pool, connect),
        connect=connect,
        silence=read,
    )


def _sum(*seconds: float | None) -> float | None:
    known = [each for each in seconds if each is not None]
    return sum(known) if len(known) == len(seconds) else None


def _body(data: RequestData | None) -> bytes | RequestData:
    if data is None:
        return b""
    return data if data.contains_files else compose(data.parameters).encode()


def _failure(error: Exception) -> NetworkError:
    late = isinstance(error, TimeoutError)
    reason = type(error).__name__
    # These say what they say themselves; the text of others can carry the address.
    if isinstance(error, ConnectionError):
        reason = f"{reason}: {error}"
    if isinstance(error, NotConnected):
        return NotSentInTime(reason) if late else NotSent(reason)
    return TimedOut(reason) if late else NetworkError(reason)


def _check(proxies: Mapping[str, str]) -> None:
    for scheme in ("http", "https", "all"):
        if scheme in proxies and URL(proxies[scheme]).scheme not in {"http", "https"}:
            raise ProxyUnsupported(
                f"The proxy in {scheme.upper()}_PROXY cannot be used: only http:// and https://"
                " proxies can. Name one of these, or clear the variable."
            )


def _proxy(proxies: Mapping[str, str], url: URL) -> URL | None:
    address = proxies.get(url.scheme) or proxies.get("all")
    # Undocumented, but what `urlopen` itself asks about no_proxy.
    bypass = urllib.request.proxy_bypass_environment  # type: ignore[attr-defined]
    return None if not address or bypass(url.host or "", dict(proxies)) else URL(address)


def bot_at(api_url: str, token: str, request: AiohttpRequest) -> Bot:
    """The library's bot, making these requests to the Bot API server at this root."""
    root = api_url.rstrip("/")
    return Bot(
        token,
        base_url=f"{root}/bot",
        base_file_url=f"{root}/file/bot",
        request=request,
        get_updates_request=request,
    )
