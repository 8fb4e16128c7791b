"""One connection to a server: a request goes out, its answer comes in, and then the next.

A connection, what is parsed on it, and how long is waited: HTTP/1.1 by httptools, no more of it
than answers to small requests need.
"""

import asyncio
from math import inf
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

    `usable` until it is closed, by whomever.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._transport: asyncio.Transport | None = None
        self._parser = httptools.HttpResponseParser(self)
        self._waiting: asyncio.Future[Answer] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._silence: float | None = None
        self._end: float | None = None
        self._headed = self._whole = False
        self._begin()
        self._heard_at = loop.time()
        self.lost = loop.create_future()

    @property
    def usable(self) -> bool:
        return self._transport is not None and not self._transport.is_closing()

    @property
    def idle_since(self) -> float:
        """When the last answer had come, in the loop's time."""
        return self._heard_at

    async def ask(self, request: bytes, silence: float | None, longest: float | None) -> Answer:
        """Send a request; its answer.

        Raises TimeoutError where nothing comes for so many seconds of `silence`, or it takes
        `longest` in all, and HungUp or Unreadable. After any failure, and if whoever asks is
        cancelled, the connection is closed.
        """
        if self._transport is None:
            raise HungUp("The connection is closed")
        self._heard_at = self._loop.time()
        self._silence = silence
        self._end = None if longest is None else self._heard_at + longest
        self._waiting = self._loop.create_future()
        self._headed = self._whole = False
        self._transport.write(request)
        self._watch()
        try:
            return await self._waiting
        except BaseException:
            self.close()
            raise
        finally:
            self._waiting = None

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
        self._heard_at = self._loop.time()
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            self._fail(Unreadable(type(error).__name__))

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        if self._timer is not None:
            self._timer.cancel()
        if self._headed and not self._bounded and exc is None:
            self._tell()
        self._fail(HungUp(type(exc).__name__ if exc else "before the answer's end"))
        self.lost.set_result(None)

    # What the parser tells.

    def on_message_begin(self) -> None:
        if self._whole:
            self.close()  # a second answer to one request
        else:
            self._begin()  # perhaps after an interim one, such as 100

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
        self._bounded = False

    def _tell(self) -> None:
        self._whole = True
        if self._waiting is not None and not self._waiting.done():
            content = b"".join(self._body)
            self._waiting.set_result(Answer(self._parser.get_status_code(), self._date, content))
        if not self._parser.should_keep_alive():
            self.close()

    def _fail(self, error: Exception) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(error)

    def _watch(self) -> None:
        """Have the timer ring when the answer is late, or before.

        Making a timer costs more than all the rest of a wait, and hardly any ever matters. So one
        that still runs, for an answer that has come, is left to ring, and is then set anew.
        """
        due = self._due()
        if self._timer is None or due < self._timer.when():
            if self._timer is not None:
                self._timer.cancel()
            self._timer = None if due == inf else self._loop.call_at(due, self._ring)

    def _due(self) -> float:
        """When the answer is late; `inf` is never."""
        silent = inf if self._silence is None else self._heard_at + self._silence
        return silent if self._end is None else min(silent, self._end)

    def _ring(self) -> None:
        self._timer = None
        if self._waiting is None:
            return
        if self._due() > self._loop.time():
            self._watch()
        else:
            self._fail(TimeoutError("The answer did not come in time"))
