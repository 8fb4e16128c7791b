"""What a supervisor hears, at a real datagram socket."""

import asyncio
import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.watch.notify import Notify


class Supervisor:
    """The other end of NOTIFY_SOCKET."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(address.replace("@", "\0", 1) if address.startswith("@") else address)
        self.socket.setblocking(False)

    def heard(self) -> list[str]:
        found = []
        while True:
            try:
                found.append(self.socket.recv(4096).decode())
            except BlockingIOError:
                return found


@pytest.fixture(params=["path", "abstract"])
def supervisor(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Supervisor]:
    paths = {"path": str(tmp_path / "notify"), "abstract": f"@quizbot-test-{os.getpid()}"}
    supervisor = Supervisor(paths[request.param])
    yield supervisor
    supervisor.socket.close()


def told_to(supervisor: Supervisor, **more: str) -> Notify:
    return Notify.from_environment({"NOTIFY_SOCKET": supervisor.address, **more}, pid=7)


def test_it_hears_how_far_the_bot_is(supervisor: Supervisor) -> None:
    notify = told_to(supervisor)
    notify.ready("Serving 5 sets\nas @quiz_bot")
    before = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
    notify.reloading()
    notify.stopping()
    ready, reloading, stopping = supervisor.heard()
    assert ready == "READY=1\nSTATUS=Serving 5 sets as @quiz_bot"
    assert stopping == "STOPPING=1"
    word, moment = reloading.split("\n")
    assert word == "RELOADING=1"
    assert 0 <= int(moment.removeprefix("MONOTONIC_USEC=")) - before < 1_000_000


async def test_signs_of_life_come_twice_as_often_as_wished_and_only_in_health(
    supervisor: Supervisor,
) -> None:
    health = [True]

    async def well() -> bool:
        return health[0]

    notify = told_to(supervisor, WATCHDOG_USEC="200000", WATCHDOG_PID="7")
    living = asyncio.create_task(notify.keep_alive(well))
    await asyncio.sleep(0.55)
    assert len(supervisor.heard()) in (5, 6)
    health[0] = False
    await asyncio.sleep(0.15)
    supervisor.heard()
    await asyncio.sleep(0.3)
    assert supervisor.heard() == []
    health[0] = True
    await asyncio.sleep(0.15)
    assert set(supervisor.heard()) == {"WATCHDOG=1"}
    living.cancel()
    await asyncio.gather(living, return_exceptions=True)


async def test_a_watchdog_that_is_anothers_or_none_gets_no_signs(supervisor: Supervisor) -> None:
    async def well() -> bool:
        raise AssertionError("nobody asked")

    for more in ({"WATCHDOG_USEC": "200000", "WATCHDOG_PID": "8"}, {}, {"WATCHDOG_USEC": "x"}):
        await told_to(supervisor, **more).keep_alive(well)
    assert supervisor.heard() == []


async def test_without_a_supervisor_nothing_happens() -> None:
    async def well() -> bool:
        raise AssertionError("nobody asked")

    notify = Notify.from_environment({"WATCHDOG_USEC": "1000000"}, pid=7)
    notify.ready("Serving")
    notify.stopping()
    await notify.keep_alive(well)


def test_a_supervisor_that_is_gone_is_no_reason_to_fail(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    Notify(str(tmp_path / "nobody")).ready("Serving")
    assert "could not be told 'READY=1'" in caplog.text
