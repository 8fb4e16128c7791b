"""People and a bot, for stories: the people tap and type, the bot answers over real HTTP.

The stand-in for Telegram runs in the test; the bot talks to it as it talks to Telegram. It is
built in the test (`Here`, with a clock that the story sets) or runs as its own process (`Apart`).
"""

import asyncio
import os
import shutil
import signal
import sqlite3
import sys
from contextlib import AsyncExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import aiohttp

from bot.app import App
from bot.demo.server import StandIn
from bot.settings import Settings
from bot.store.personal import ABOUT, LASTING
from bot.telegram.source import Pace
from bot.telegram.waiting import Patience
from tests import api_schema
from tests.e2e.person import PATIENCE, Person, until

SETS = Path(__file__).parent / "sets"
ROOT = Path(__file__).parents[2]
QUICK = Pace(poll=1.0, answer=2.0, down=(0.05,), conflict=0.2, catch_up=2.0, grace=2.0, last=1.0)


class Clock:
    """What the bot in the test takes for the time. Whatever people do takes them a while."""

    def __init__(self) -> None:
        self.now = datetime(2026, 5, 13, 10, 0, tzinfo=UTC)  # a Wednesday

    def __call__(self) -> datetime:
        return self.now

    def seconds(self) -> float:
        """The same for others, which is not counted as a look of the bot's."""
        return self.now.timestamp()

    def passes(self, **time: float) -> None:
        self.now += timedelta(**time)

    def strikes(self, moment: str) -> None:
        """It is this moment now, in UTC unless it says otherwise."""
        told = datetime.fromisoformat(moment)
        self.now = told if told.tzinfo else told.replace(tzinfo=UTC)


class Town:
    """One story's place: the stand-in, the question folder, the database, and who is there."""

    def __init__(self, far: StandIn, http: aiohttp.ClientSession, folder: Path) -> None:
        self.far = far
        self.http = http
        self.folder = folder
        self.questions = folder / "questions"
        self.database = folder / "quiz.sqlite3"
        self.clock = Clock()
        self.bot: Here | Apart | None = None
        self.queries: list[str] = []
        self.people: list[Person] = []
        self.questions.mkdir()

    def serves(self, *names: str) -> None:
        """Put question sets of these names into the folder, as they lie in `sets/`."""
        for name in names:
            target = self.questions / f"{name}.yaml"
            target.parent.mkdir(exist_ok=True)
            shutil.copy(SETS / f"{name}.yaml", target)

    def rewrites(self, name: str, *changes: tuple[str, str]) -> None:
        """Edit a set's file: each first text becomes the second."""
        path = self.questions / f"{name}.yaml"
        text = path.read_text("utf-8")
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new)
        path.write_text(text, "utf-8")

    def joins(self, first_name: str, language: str = "en", **more: Any) -> Person:
        """Somebody new, who has not talked to the bot yet."""
        about = {"first_name": first_name, "language_code": language, **more}
        self.people.append(Person(self, self.far.world.add_person(about).id))
        return self.people[-1]

    def settings(self, **more: Any) -> Settings:
        given = {
            "token": self.far.token,
            "api_url": self.far.url,
            "database": self.database,
            "questions": self.questions,
            "max_rate": 0,  # who reads a story does not want to wait
            **more,
        }
        return Settings(_env_file=None, **given)  # type: ignore[call-arg]

    def environment(self, **more: str) -> dict[str, str]:
        """What a process of the bot finds in its environment, and nothing of ours."""
        clean = {k: v for k, v in os.environ.items() if not k.upper().startswith("QUIZBOT_")}
        return {
            **clean,
            "QUIZBOT_TOKEN": self.far.token,
            "QUIZBOT_API_URL": self.far.url,
            "QUIZBOT_DATABASE": str(self.database),
            "QUIZBOT_QUESTIONS": str(self.questions),
            "QUIZBOT_MAX_RATE": "0",
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
            "NO_PROXY": "127.0.0.1",
            **more,
        }

    def kept(self) -> dict[str, list[tuple[Any, ...]]]:
        """Everything about people that the database holds for good, by table."""
        lasting = dict.fromkeys(ABOUT, "TRUE") | LASTING
        with closing(sqlite3.connect(self.database)) as file:
            return {
                name: file.execute(f"SELECT * FROM {name} WHERE {rows}").fetchall()
                for name, rows in lasting.items()
            }

    def took_all_in(self) -> bool:
        """Whether the bot has handled all that it was sent; it may still have things to say."""
        if self.far.world.updates.pending():
            return False
        return not (isinstance(self.bot, Here) and self.bot.app.parts.intake.backlog)

    def noted(self) -> bool:
        """Whether a bot that may be killed has noted that it has said all that it has said."""
        if not isinstance(self.bot, Apart):
            return True
        with closing(sqlite3.connect(self.database)) as file:
            asked = "SELECT count(*) FROM inbox WHERE done_at IS NULL AND error IS NULL"
            return file.execute(asked).fetchone() == (0,)

    def unanswered(self) -> set[str]:
        """Taps that the bot has left without an answer."""
        answers = (r for r in self.far.requests if r.method == "answerCallbackQuery")
        return set(self.queries) - {str(r.params["callback_query_id"]) for r in answers}

    def wrong_requests(self) -> list[str]:
        """What the official description says against the bot's requests, where it is at hand."""
        if not api_schema.DESCRIPTION.is_file():
            return []
        asked = list(self.far.requests)
        return [p for r in asked for p in api_schema.problems_of(r.method, r.params, r.files)]


class Here:
    """The bot, built in the test."""

    def __init__(self, app: App, stack: AsyncExitStack) -> None:
        self.app = app
        self.ticks = 0  # how often the clock of the rounds has been looked at
        self._stack = stack
        self._count_ticks()
        self.serving = asyncio.create_task(app.serve())

    @classmethod
    async def start(
        cls,
        town: Town,
        *,
        pace: Pace = QUICK,
        dice: Random | None = None,
        patience: Patience | None = None,
        **settings: Any,
    ) -> "Here":
        stack = AsyncExitStack()
        chance = {"clock": town.clock, "dice": dice or Random(7)}
        opened = App.open(town.settings(**settings), **chance, pace=pace, patience=patience)
        town.bot = cls(await stack.enter_async_context(opened), stack)
        return town.bot

    def _count_ticks(self) -> None:
        rounds = self.app.parts.group_play.rounds
        tick = rounds.tick

        async def counted() -> Any:
            self.ticks += 1
            return await tick()

        rounds.tick = counted  # type: ignore[method-assign]

    async def stop(self) -> None:
        """Have it end; how it ended by itself, if it did, is left to `serving`."""
        self.app.stop()
        await asyncio.wait([self.serving])
        await self._stack.aclose()

    async def reload(self) -> bool:
        return await self.app.reload()


class Apart:
    """The bot as its own process. All it says is kept."""

    def __init__(self, town: Town, process: asyncio.subprocess.Process) -> None:
        self._town = town
        self.process = process
        self.said = ""
        self._listening = asyncio.create_task(self._listen())

    @classmethod
    async def start(cls, town: Town, *command: str, **environment: str) -> "Apart":
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-W", "error::ResourceWarning", "-m", "bot"),
            *(command or ("run",)),
            env=town.environment(**environment),
            cwd=town.folder,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        return cls(town, process)

    async def _listen(self) -> None:
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            self.said += line.decode(errors="replace")

    async def says(self, text: str) -> None:
        await until(lambda: text in self.said, f"the bot says {text!r}, but:\n{self.said}")

    async def ends(self) -> int:
        """Its exit code, once it has ended."""
        async with asyncio.timeout(PATIENCE):
            # Whoever waits in vain for its end goes on listening, also to what it says later.
            await asyncio.shield(self._listening)
            return await self.process.wait()

    async def is_asked_to_end(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return await self.ends()

    async def is_killed(self) -> None:
        self.process.kill()
        await self.ends()
        if self._town.bot is self:
            self._town.bot = None

    async def stop(self) -> None:
        if self.process.returncode is None:
            self.process.terminate()
        await self.ends()
