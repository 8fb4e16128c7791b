"""A stand-in for Telegram that is fast enough not to be the limit, and the people behind it.

    python -m tests.benchmarks.far

A process of its own, told by lines of JSON what to do. It speaks as much of HTTP and of the Bot API
as the bots that are measured need. A network is imitated by holding every request and every answer
back for half of the round trip.
"""

import asyncio
import json
import os
import sys
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import uvloop

from tests.benchmarks.crowd import BOT, DATE, Asked, Crowd, Load, Person
from tests.benchmarks.machine import counting

PEOPLE = 2500  # who play, and as many who write
AT_ONCE = 100  # updates, as Telegram hands them out
PATIENCE = 60.0  # seconds
TICK = 0.005  # seconds between looks at the clock in the open loop
OK = b'{"ok":true,"result":true}'
ANSWERS = {
    "getMe": b'{"ok":true,"result":%s}' % BOT.replace(b"}", b',"can_join_groups":true}'),
    "getWebhookInfo": b'{"ok":true,"result":{"url":"","has_custom_certificate":false,'
    b'"pending_update_count":0}}',
}
MESSAGE = (
    b'{"ok":true,"result":{"message_id":%d,"from":%s,"chat":{"id":%d,"first_name":"Person",'
    b'"type":"private"},"date":%d,"text":%s}}'
)


class Far:
    """The other side: what waits for the bot, and what it calls."""

    def __init__(self, size: int) -> None:
        self.crowd = Crowd(2 * size)
        self.players, self.writers = self.crowd.people[:size], self.crowd.people[size:]
        self.delay = 0.0  # of the network, one way
        self.polled = asyncio.Event()
        self.calls = 0
        self._updates: deque[tuple[int, bytes, Person]] = deque()
        self._last = 0
        self._poll: tuple[Callable[[bytes], None], int] | None = None

    def post(self, update: bytes, person: Person) -> None:
        """Queue an update."""
        self._last += 1
        self._updates.append((self._last, b'{"update_id":%d,%s}' % (self._last, update), person))
        if self._poll:
            asyncio.get_running_loop().call_soon(self._hand_out)

    def forget(self) -> None:
        self._updates.clear()
        self._poll = None
        self.polled.clear()

    def call(
        self, method: str, query: str, kind: bytes, body: bytes, write: Callable[[bytes], None]
    ) -> None:
        """Do what the bot asks for, and `write` the answer, now or later."""
        self.calls += 1
        params = _params(query, kind, body)
        if method == "getUpdates":
            self._be_polled(params, write)
        else:
            write(self._answer(method, params))

    def _be_polled(self, params: dict[str, Any], write: Callable[[bytes], None]) -> None:
        offset = int(params.get("offset") or 0)
        while self._updates and self._updates[0][0] < offset:
            self._updates.popleft()
        self._poll = write, min(int(params.get("limit") or AT_ONCE), AT_ONCE)
        self.polled.set()
        if self._updates:
            self._hand_out()
        else:
            seconds = float(params.get("timeout") or 0)
            asyncio.get_running_loop().call_later(seconds, self._hand_out, write)

    def _hand_out(self, late: Callable[[bytes], None] | None = None) -> None:
        if self._poll is None or (late and late is not self._poll[0]):
            return
        write, limit = self._poll
        self._poll = None
        now = time.perf_counter()
        batch = [self._updates[n] for n in range(min(limit, len(self._updates)))]
        for _, _, person in batch:
            person.sent_at = now
        write(b'{"ok":true,"result":[%s]}' % b",".join(update for _, update, _ in batch))

    def _answer(self, method: str, params: dict[str, Any]) -> bytes:
        if method == "answerCallbackQuery":
            person = self.crowd.person(int(params["callback_query_id"]) // 1000)
            self.crowd.called(method, person)
            return OK
        if method not in ("sendMessage", "editMessageText", "editMessageReplyMarkup"):
            return ANSWERS.get(method, OK)
        person = self.crowd.person(int(params["chat_id"]))
        if text := params.get("text"):
            person.sees(text, _json(params.get("reply_markup")), new=method == "sendMessage")
        answer = MESSAGE % (
            person.message_id,
            BOT,
            person.id,
            DATE,
            json.dumps(text or "").encode(),
        )
        self.crowd.called(method, person)
        return answer


class Connection(asyncio.Protocol):
    """One connection of the bot's: requests in, answers out, in order."""

    def __init__(self, far: Far) -> None:
        self._far = far
        self._buffer = b""
        self._transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            line, headers = _head(self._buffer[:end])
            rest = self._buffer[end + 4 :]
            length = int(headers.get(b"content-length", 0))
            if len(rest) < length:
                return
            self._buffer = rest[length:]
            self._serve(line, headers.get(b"content-type", b""), rest[:length])

    def _serve(self, line: bytes, kind: bytes, body: bytes) -> None:
        path, _, query = line.split(b" ")[1].decode().partition("?")
        method = path.rpartition("/")[2]
        if self._far.delay:
            asyncio.get_running_loop().call_later(
                self._far.delay, self._far.call, method, query, kind, body, self._later
            )
        else:
            self._far.call(method, query, kind, body, self._write)

    def _later(self, answer: bytes) -> None:
        asyncio.get_running_loop().call_later(self._far.delay, self._write, answer)

    def _write(self, answer: bytes) -> None:
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        if not self._transport.is_closing():  # a bot that is stopped does not wait
            self._transport.write(head % len(answer) + answer)


def _head(head: bytes) -> tuple[bytes, dict[bytes, bytes]]:
    line, *headers = head.split(b"\r\n")
    parted = (header.partition(b":") for header in headers)
    return line, {name.lower(): value.strip() for name, _, value in parted}


def _params(query: str, kind: bytes, body: bytes) -> dict[str, Any]:
    given = {name: values[0] for name, values in parse_qs(query).items()} if query else {}
    if body and kind.startswith(b"application/json"):
        return {**given, **json.loads(body)}
    return {**given, **{name: values[0] for name, values in parse_qs(body.decode()).items()}}


def _json(value: object) -> object:
    return json.loads(value) if isinstance(value, str) else value


class Measurement:
    """What is done on command: `expect`, `lead`, `measure` and `count`."""

    def __init__(self, far: Far) -> None:
        self._far = far

    async def do(self, told: dict[str, Any]) -> dict[str, Any]:
        what = told.pop("do")
        found: dict[str, Any] = await getattr(self, what)(**told)
        return found

    async def expect(self) -> dict[str, Any]:
        """Wait for the bot; whatever another one has left is forgotten."""
        self._far.delay = 0.0
        self._far.crowd.plays(None)
        self._far.forget()
        async with asyncio.timeout(PATIENCE):
            await self._far.polled.wait()
        return {}

    async def count(self) -> dict[str, Any]:
        """Count, while whoever asks for it counts as well."""
        return {"seconds": counting()}

    async def lead(self, text: str, slots: int = 100) -> dict[str, Any]:
        """Lead everybody to a question: from a card, which `text` asks for, or from a feedback."""
        strangers = [person for person in self._far.players if not person.steps]
        await self._all(strangers, lambda person: person.writes(text), slots)
        others = [person for person in self._far.players if not person.question]
        return await self._all(others, Person.taps, slots)

    async def _all(
        self, people: list[Person], act: Callable[[Person], Asked], slots: int
    ) -> dict[str, Any]:
        began = time.perf_counter()
        load = self._load(people, act, again=False)
        load.closed = True
        for _ in range(slots):
            load.one()
        while len(load.took) < len(people):
            assert time.perf_counter() < began + PATIENCE, f"{load.waiting} were never answered"
            await asyncio.sleep(0.02)
        return {"count": len(people), "seconds": time.perf_counter() - began}

    async def measure(
        self,
        pid: int,
        kind: str,
        slots: int,
        rate: float,
        delay: float,
        warm: float,
        seconds: float,
    ) -> dict[str, Any]:
        """The bot under load: `rate` a second whatever happens, or if that is 0 `slots` at once.

        `kind` is `answers`, or `texts` to be echoed.
        """
        if kind == "answers":
            ready = [person for person in self._far.players if person.question]
            load = self._load(ready, Person.taps, again=False)
        else:
            load = self._load(self._far.writers, lambda p: p.writes("What is echoed?"), again=True)
        self._far.delay = delay / 2
        driver = asyncio.create_task(self._drive(load, slots, rate))
        await asyncio.sleep(warm)
        before = self._state(load, pid)
        await asyncio.sleep(seconds)
        after = self._state(load, pid)
        driver.cancel()
        load.closed = False
        waiting = load.waiting
        await self._settle(load)
        self._far.delay = 0.0
        return _told(before, after, load, waiting)

    async def _drive(self, load: Load, slots: int, rate: float) -> None:
        load.closed = not rate
        for _ in range(0 if rate else slots):
            load.one()
        began, sent = time.perf_counter(), 0
        while rate:
            due = int((time.perf_counter() - began) * rate)
            for _ in range(due - sent):
                load.one()
            sent = due
            await asyncio.sleep(TICK)

    async def _settle(self, load: Load) -> None:
        end = time.perf_counter() + 0.5
        while load.waiting and time.perf_counter() < end:
            await asyncio.sleep(0.02)

    def _load(self, people: list[Person], act: Callable[[Person], Asked], *, again: bool) -> Load:
        load = Load(people, act, self._far.post, again=again)
        self._far.crowd.plays(load)
        return load

    def _state(self, load: Load, pid: int) -> dict[str, float]:
        return {
            "at": time.perf_counter(),
            "answered": len(load.took),
            "bot": _processor_time(pid),
            "far": time.process_time(),
        }


def _told(
    before: dict[str, float], after: dict[str, float], load: Load, waiting: int
) -> dict[str, Any]:
    spent = {name: after[name] - before[name] for name in before}
    took = load.took[int(before["answered"]) : int(after["answered"])]
    sent, tapped = (sorted(each) for each in zip(*took, strict=True)) if took else ([0.0], [0.0])
    count = max(1, len(took))
    return {
        "rate": len(took) / spent["at"],
        "p50": _at(sent, 0.5),
        "p99": _at(sent, 0.99),
        "tap_p50": _at(tapped, 0.5),
        "tap_p99": _at(tapped, 0.99),
        "each": spent["bot"] / count,
        "core": spent["bot"] / spent["at"],
        "far": spent["far"] / spent["at"],
        "waiting": waiting,
    }


def _at(ordered: list[float], share: float) -> float:
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def _processor_time(pid: int) -> float:
    ticks = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return sum(map(int, ticks[11:13])) / os.sysconf("SC_CLK_TCK")


async def main(people: int = PEOPLE) -> None:
    loop = asyncio.get_running_loop()
    far = Far(people)
    server = await loop.create_server(lambda: Connection(far), "127.0.0.1", 0)
    print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)
    measurement = Measurement(far)
    lines = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while line := await lines.readline():
        print(json.dumps(await measurement.do(json.loads(line))), flush=True)


if __name__ == "__main__":
    uvloop.run(main(*map(int, sys.argv[1:])))
