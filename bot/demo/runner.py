"""The demo: the stand-in, and the unmodified bot as a process of its own against it."""

import asyncio
import json
import os
import signal
import sys
import tempfile
import webbrowser
from contextlib import suppress
from pathlib import Path
from typing import Any

from bot.demo.server import GROUP, StandIn

LOOK_EVERY = 0.5  # seconds between looks at the editor's folder
GRACE = 8.0  # seconds for the bot to end by itself
ENDS = (signal.SIGINT, signal.SIGTERM)
BOT = (sys.executable, "-m", "bot")


class Demo:
    """Serves the sets in `folder`, anew whenever a file in it is saved, on a local chat page."""

    def __init__(
        self, folder: Path, *, port: int = 0, database: Path | None = None, browser: bool = True
    ) -> None:
        self._folder = folder
        self._port = port
        self._database = database
        self._browser = browser
        self._bot: asyncio.subprocess.Process | None = None

    async def run(self) -> int:
        """Until interrupted, or until the bot ends by itself; the bot's exit code then."""
        stop = asyncio.Event()
        for each in ENDS:
            asyncio.get_running_loop().add_signal_handler(each, stop.set)
        with tempfile.TemporaryDirectory(prefix="quizbot-demo-") as scratch:
            database = self._database or Path(scratch) / "demo.sqlite3"
            async with StandIn(port=self._port, group=GROUP) as far:
                watching = asyncio.create_task(self._watch(far, database))
                self._invite(far)
                try:
                    stopped = asyncio.create_task(stop.wait())
                    await asyncio.wait((stopped, watching), return_when=asyncio.FIRST_COMPLETED)
                    stopped.cancel()
                    return watching.result() if watching.done() else 0
                finally:
                    watching.cancel()
                    await asyncio.gather(watching, return_exceptions=True)
                    await self._end_bot()

    def _invite(self, far: StandIn) -> None:
        address = f"{far.url}/"
        print(f"Chat with the bot at {address}  (Ctrl-C ends it)", flush=True)  # noqa: T201
        if self._browser:
            webbrowser.open(address)

    async def _watch(self, far: StandIn, database: Path) -> int:
        """Keep the bot running on the sets as they are; its exit code if it ends by itself."""
        seen: Any = None
        while True:
            now = await asyncio.to_thread(_state, self._folder)
            if now != seen:
                seen = now
                servable = await self._check(far)
                await self._tell_bot(far, database, servable=servable)
            if self._bot and self._bot.returncode is not None:
                return self._bot.returncode
            await asyncio.sleep(LOOK_EVERY)

    async def _check(self, far: StandIn) -> bool:
        """Show what is wrong with the sets on the page; whether any can be served."""
        checking = await asyncio.create_subprocess_exec(
            *BOT, "check", "--format", "json", str(self._folder), stdout=asyncio.subprocess.PIPE
        )
        try:
            output, _ = await checking.communicate()
        finally:
            if checking.returncode is None:  # the demo ends: nothing of it stays behind
                checking.kill()
                await checking.wait()
        with suppress(ValueError):
            report = json.loads(output)
            far.show_problems(report["problems"])
            return bool(report["summary"]["sets"])
        return False

    async def _tell_bot(self, far: StandIn, database: Path, *, servable: bool) -> None:
        if self._bot is None and servable:
            self._bot = await asyncio.create_subprocess_exec(
                *BOT, "run", env=self._environment(far, database)
            )
        elif self._bot:
            self._bot.send_signal(signal.SIGHUP)

    def _environment(self, far: StandIn, database: Path) -> dict[str, str]:
        """Nothing of a real bot's settings reaches the demo's."""
        clean = {k: v for k, v in os.environ.items() if not k.upper().startswith("QUIZBOT_")}
        return clean | {
            "QUIZBOT_TOKEN": far.token,
            "QUIZBOT_API_URL": far.url,
            "QUIZBOT_DATABASE": str(database),
            "QUIZBOT_QUESTIONS": str(self._folder),
            "QUIZBOT_TIMEZONE": "UTC",
            "QUIZBOT_ADMINS": str(min(far.world.people)),  # the first one of the page
            "NO_PROXY": "127.0.0.1",
        }

    async def _end_bot(self) -> None:
        if self._bot is None or self._bot.returncode is not None:
            return
        self._bot.terminate()
        try:
            async with asyncio.timeout(GRACE):
                await self._bot.wait()
        except TimeoutError:
            self._bot.kill()
            await self._bot.wait()


def _state(folder: Path) -> list[tuple[str, int, int]]:
    """Every file below, with its size and the time it was saved."""
    found = []
    for path in sorted(folder.rglob("*")):
        with suppress(OSError):
            about = path.stat()
            found.append((str(path), about.st_size, about.st_mtime_ns))
    return found
