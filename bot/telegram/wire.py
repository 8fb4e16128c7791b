"""One connection to a server: a request goes out, its answer comes in, and then the next.

A connection, what is parsed on it, and how long is waited: HTTP/1.1 by httptools, no more of it
than answers to small requests need.
"""

import asyncio
from typing import NamedTuple, cast

import httptools

# Of an answer without either, the end of the connection is the end.
_BOUNDS = (b"content-length", b"transfer-encoding")


class Answer(NamedTuple):
    """`date` is the other side's time, as it tells it."""

    status: int
    date: str
    content: bytes


class HungUp(ConnectionError):
    """The connection ended before the answer had come whole; the request may have been read."""


class Unreadable(ConnectionError):
    """What came is no answer; the request may have been read."""


class Wire(asyncio.Protocol):
    """A connection, once something like `create_connection` has made it.

    `usable` until it is closed, by whomever; `idle_since` is when the last answer had come, in the
    loop's time.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._transport: asyncio.Transport | None = None
        self._parser = httptools.HttpResponseParser(self)
        self._waiting: asyncio.Future[Answer] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._silence: float | None = None
        self._end: float | None = None
        self._begin()
        self.idle_since = loop.time()
        self.lost = loop.create_future()

    @property
    def usable(self) -> bool:
        return self._transport is not None and not self._transport.is_closing()

    async def ask(self, request: bytes, silence: float | None, longest: float | None) -> Answer:
        """Send a request; its answer.

        Raises TimeoutError where nothing comes for so many seconds of `silence`, or it takes
        `longest` in all, and HungUp or Unreadable. After any failure, and if whoever asks is
        cancelled, the connection is closed.
        """
        if self._transport is None:
            raise HungUp("The connection is closed")
        self._silence = silence
        self._end = None if longest is None else self._loop.time() + longest
        self._waiting = self._loop.create_future()
        self._begin()
        self._transport.write(request)
        self._watch()
        try:
            return await self._waiting
        except BaseException:
            self.close()
            raise
        finally:
            self._waiting = None
            self._unwatch()

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.close()

    # What the loop tells.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is one in all but name

    def data_received(self, data: bytes) -> None:
        if self._waiting is None:
            self.close()  # nobody has asked: whatever this is, what follows cannot be trusted
            return
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            self._fail(Unreadable(type(error).__name__))
        else:
            if not self._whole:
                self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        if self._headed and not self._bounded and exc is None:
            self._tell()
        self._fail(HungUp(type(exc).__name__ if exc else "before the answer's end"))
        self.lost.set_result(None)

    # What the parser tells.

    def on_message_begin(self) -> None:
        if self._whole:
            self.close()  # a second answer to one request
        else:
            self._begin()  # also after an interim one, such as 100

    def on_header(self, name: bytes, value: bytes) -> None:
        name = name.lower()
        if name == b"date":
            self._date = value.decode("latin-1")
        elif name in _BOUNDS:
            self._bounded = True

    def on_headers_complete(self) -> None:
        self._headed = self._parser.get_status_code() >= 200

    def on_body(self, body: bytes) -> None:
        self._body.append(body)

    def on_message_complete(self) -> None:
        if self._headed:
            self._tell()

    def _begin(self) -> None:
        self._date = ""
        self._body: list[bytes] = []
        self._bounded = self._headed = self._whole = False

    def _tell(self) -> None:
        self._whole = True
        self.idle_since = self._loop.time()
        if self._waiting is not None and not self._waiting.done():
            content = b"".join(self._body)
            self._waiting.set_result(Answer(self._parser.get_status_code(), self._date, content))
        if not self._parser.should_keep_alive():
            self.close()

    def _fail(self, error: Exception) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(error)

    def _watch(self) -> None:
        """Wait from now on for the next of the answer."""
        self._unwatch()
        left = None if self._end is None else self._end - self._loop.time()
        waits = [each for each in (self._silence, left) if each is not None]
        if waits:
            self._timer = self._loop.call_later(max(0.0, min(waits)), self._late)

    def _unwatch(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _late(self) -> None:
        self._fail(TimeoutError("The answer did not come in time"))
