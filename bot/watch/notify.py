"""What is told to systemd, or whoever else supervises the bot and gave it a NOTIFY_SOCKET."""

import asyncio
import logging
import socket
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Self

log = logging.getLogger(__name__)


class Notify:
    """Tells the supervisor how far the bot is; where there is none, all of this does nothing.

    `address` is a path, or a name that begins with @; `watchdog` are the seconds within which the
    supervisor wants a sign of life, None for no such wish.
    """

    def __init__(self, address: str = "", watchdog: float | None = None) -> None:
        self._address = f"\0{address[1:]}" if address.startswith("@") else address
        self._watchdog = watchdog if address else None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str], pid: int) -> Self:
        """As sd_notify(3) and sd_watchdog_enabled(3) say: a watchdog may be meant for another."""
        told = environment.get("WATCHDOG_USEC", "")
        ours = environment.get("WATCHDOG_PID", str(pid)) == str(pid)
        seconds = int(told) / 1_000_000 if told.isdecimal() and ours else 0.0
        return cls(environment.get("NOTIFY_SOCKET", ""), seconds or None)

    def ready(self, status: str) -> None:
        """The bot serves; `status` says so to people."""
        self._tell("READY=1", f"STATUS={status}")

    def reloading(self) -> None:
        """Something is taken in anew, until `ready` is told again."""
        now = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
        self._tell("RELOADING=1", f"MONOTONIC_USEC={now}")

    def stopping(self) -> None:
        """The bot comes to its end."""
        self._tell("STOPPING=1")

    async def keep_alive(self, well: Callable[[], Awaitable[bool]]) -> None:
        """Give signs of life for as long as all is well, twice as often as is wished for."""
        while self._watchdog:
            if await well():
                self._tell("WATCHDOG=1")
            await asyncio.sleep(self._watchdog / 2)

    def _tell(self, *assignments: str) -> None:
        if not self._address:
            return
        message = "\n".join(each.replace("\n", " ") for each in assignments)
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as to:
                to.setblocking(False)
                to.sendto(message.encode(), self._address)
        except OSError as error:
            log.warning("The supervisor could not be told %r: %s", assignments[0], error)
