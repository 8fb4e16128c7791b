"""The bot's lives: each begins as a process of its own and ends by SIGKILL, at any moment."""

import asyncio
import signal
import sys
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from random import Random
from typing import Any, Literal

from bot.demo.api import Recorded
from tests.ledger.stage import Stage

Mode = Literal["polling", "webhook"]
Moment = Literal["starting", "serving", "speaking", "hearing"]
MOMENTS: tuple[Moment, ...] = ("starting", "serving", "serving", "speaking", "speaking", "hearing")
SERVES = 30.0  # seconds within which the bot has to serve
MOST_SAID = 8  # of the bot's messages and edits that a life waits for before it ends


class NeverServed(Exception):
    """The bot did not begin to serve; the message is what it said."""


@dataclass
class Lives:
    """Starts and kills the bot. `command` runs it, `modes` are the settings of each mode."""

    stage: Stage
    requests: deque[Recorded]
    command: Sequence[str]
    folder: Path
    modes: dict[Mode, dict[str, str]]
    dice: Random
    start_seconds: float = 2.0  # how long a start takes, as seen last
    kills: Counter[str] = field(default_factory=Counter)
    _process: asyncio.subprocess.Process | None = None

    async def goes_through(self, kills: int) -> None:
        """So many lives, each in a mode by chance and ended at a moment by chance."""
        for _ in range(kills):
            mode = self.dice.choice(list(self.modes))
            moment = self.dice.choice(MOMENTS)
            await self._begins(mode)
            await self._reaches(moment)
            self._process.send_signal(signal.SIGKILL)
            await self._process.wait()
            self.kills[f"{mode}, {moment}"] += 1

    async def begins_the_last(self, mode: Mode) -> None:
        await self._begins(mode)
        await self._serves()

    async def ends(self) -> int:
        """Ask it to end; its exit code."""
        self._process.terminate()
        return await asyncio.wait_for(self._process.wait(), SERVES)

    async def ends_by_itself(self, seconds: float) -> int:
        """Its exit code, once it has ended without being asked to."""
        return await asyncio.wait_for(self._process.wait(), seconds)

    @property
    def pid(self) -> int:
        return int(self._process.pid)

    @property
    def said(self) -> str:
        """Everything that it has written to its log in all its lives."""
        return self._log.read_text("utf-8", "replace")

    def kill(self) -> None:
        """Whatever is still there."""
        if self._process and self._process.returncode is None:
            self._process.kill()

    async def _begins(self, mode: Mode) -> None:
        self.stage.life += 1
        with self._log.open("ab") as log:
            log.write(f"--- life {self.stage.life}, {mode}\n".encode())
            log.flush()
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                *self.command,
                env=self.modes[mode],
                cwd=self.folder,
                stdout=log,
                stderr=asyncio.subprocess.STDOUT,
            )

    @property
    def _log(self) -> Path:
        return self.folder / "bot.log"

    async def _reaches(self, moment: Moment) -> None:
        if moment == "starting":
            await asyncio.sleep(self.dice.uniform(0.0, self.start_seconds))
            return
        await self._serves()
        match moment:
            case "serving":
                await asyncio.sleep(self.dice.expovariate(1 / 0.6))
            case "speaking":
                await self._events({"message", "edit", "notice"}, self.dice.randint(1, MOST_SAID))
            case "hearing":
                before = self.stage.ledger.delivered + self.dice.randint(1, 4)
                await self._until(lambda: self.stage.ledger.delivered >= before, 5.0)
                await asyncio.sleep(self.dice.uniform(0.0, 0.03))

    async def _serves(self) -> None:
        """Wait until it asks Telegram for updates, or to be sent them."""
        began, at = self.stage.now(), self.stage.world.clock()

        def asks() -> bool:
            fresh = takewhile(lambda each: each.at >= at, reversed(self.requests))
            return any(each.method in ("getUpdates", "setWebhook") for each in fresh)

        await self._until(asks, SERVES)
        if not asks():
            raise NeverServed(self.said[-4000:])
        self.start_seconds = self.stage.now() - began

    async def _events(self, kinds: set[str], count: int) -> None:
        """Wait for so many events, and kill in the very moment of the last: it is not told yet."""
        happened = asyncio.Event()
        left = count
        tell: Any = self.stage.world.events.tell

        def count_down(kind: str, *args: Any, **more: Any) -> Any:
            nonlocal left
            told = tell(kind, *args, **more)
            left -= kind in kinds
            if left == 0:
                self._process.send_signal(signal.SIGKILL)
                happened.set()
            return told

        self.stage.world.events.tell = count_down  # type: ignore[method-assign]
        try:
            async with asyncio.timeout(4.0):
                await happened.wait()
        except TimeoutError:
            pass
        finally:
            self.stage.world.events.tell = tell  # type: ignore[method-assign]

    async def _until(self, seen: Any, seconds: float) -> None:
        end = self.stage.now() + seconds
        while not seen() and self.stage.now() < end:
            await asyncio.sleep(0.005)
