"""Runs the bot, from its database's opening to its end."""

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from random import Random
from typing import Self

from bot import outside
from bot.content.catalog import FolderUnreadable
from bot.parts import Parts
from bot.play.desk import Desk
from bot.play.shelf import Shelf
from bot.play.stocking import Stock
from bot.play.upkeep import Upkeep
from bot.screens.words import words_for
from bot.settings import ASK_BOTFATHER, Misconfigured, Settings
from bot.store.database import Database
from bot.store.lock import DatabaseInUse, lock
from bot.store.snapshots import Snapshots
from bot.telegram import commands
from bot.telegram.group_handlers import GroupHandlers
from bot.telegram.handlers import UPDATES
from bot.telegram.source import Pace
from bot.telegram.ticker import tick
from bot.telegram.waiting import Patience
from bot.watch.metrics import Metrics

log = logging.getLogger(__name__)


def spoken(language: str) -> str:
    """The language in which the bot answers."""
    return words_for(language).language


def utc_now() -> datetime:
    return datetime.now(UTC)


class App:
    """The bot: `serve` until `stop`; `reload` takes the question sets in anew."""

    def __init__(
        self, settings: Settings, desk: Desk, metrics: Metrics, pace: Pace, patience: Patience
    ) -> None:
        self._settings = settings
        self._metrics = metrics
        self._pace = pace
        self._patience = patience
        self.parts = Parts(settings, desk, metrics, pace, patience, utc_now)
        self.health = self.parts.health
        self._stopped = False

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        settings: Settings,
        *,
        clock: Callable[[], datetime] = utc_now,
        dice: Random | None = None,
        pace: Pace | None = None,
        patience: Patience | None = None,
    ) -> AsyncIterator[Self]:
        """The bot with its database open and its sets loaded, before it reaches for Telegram.

        Raises Misconfigured, DatabaseUnusable, or BackupFailed.
        """
        if not settings.token.get_secret_value():
            raise Misconfigured(ASK_BOTFATHER)
        try:
            with lock(settings.database):
                db = await Database.open(settings.database, settings.backups)
                try:
                    chance = dice or random.SystemRandom()
                    metrics = Metrics(UPDATES)
                    desk = Desk(
                        db,
                        Shelf(),
                        Snapshots(),
                        clock,
                        chance,
                        settings.zone,
                        spoken,
                        clock(),
                        metrics.happened,
                    )
                    app = cls(settings, desk, metrics, pace or Pace(), patience or Patience())
                    if not await app.reload():
                        raise Misconfigured(_nothing_to_serve(settings))
                    yield app
                finally:
                    # Its threads are no daemons: left open, they keep the process from ending.
                    await db.close()
        except DatabaseInUse:
            raise Misconfigured(
                f"Another process is using {settings.database}. Stop it first, or name another "
                "file in QUIZBOT_DATABASE."
            ) from None

    async def serve(self) -> None:
        """Reach Telegram and serve until stopped.

        Raises TokenRejected, Conflict, WebhookRefused, CannotListen, or DatabaseFailed.
        """
        async with outside.status_page(self._settings, self.health, self._metrics):
            await self._serve()

    async def _serve(self) -> None:
        parts = self.parts
        beside: list[asyncio.Task[None]] = []
        try:
            await parts.source.connect()
            if self._stopped:
                return
            group = parts.answer_as(parts.bot.username)
            log.info("%s", self.summary)
            await parts.group_play.rounds.restarted()
            work = (self._tick(group), parts.office.run(), self._keep_up())
            vital = [asyncio.create_task(each) for each in work]
            for task in vital:
                task.add_done_callback(lambda _: parts.source.stop())
            menus = commands.register(parts.bot, outside.profiles())
            beside = [*vital, asyncio.create_task(menus)]
            await parts.intake.resume()
            await parts.source.run()
            for task in vital:
                if task.done():
                    task.result()
            await parts.office.stop(self._pace.last)
            await parts.intake.finish(self._pace.grace)
            await parts.show.drain(self._pace.last)
            await parts.intake.finish(self._pace.last)
        finally:
            await parts.intake.close()
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
            await parts.close()

    def stop(self) -> None:
        """Finish what is under way, and end."""
        self._stopped = True
        self.parts.source.stop()

    async def reload(self) -> bool:
        """Serve what the question folder holds now; False, and nothing changes, if it is nothing.

        Raises Misconfigured where the folder cannot be read.
        """
        try:
            stock = await self.parts.storeroom.take_in()
        except FolderUnreadable as error:
            raise Misconfigured(
                f"The questions cannot be read: {error}. Name their folder in QUIZBOT_QUESTIONS."
            ) from None
        _log_problems(stock)
        return bool(stock.sets)

    @property
    def serving(self) -> asyncio.Event:
        """Set once the bot serves, and has handled what came before."""
        return self.parts.source.caught_up

    @property
    def summary(self) -> str:
        """What the bot does, in a sentence, once it has reached Telegram."""
        return f"Serving {len(self.parts.desk.shelf.sets)} sets as @{self.parts.bot.username}"

    async def _tick(self, group: GroupHandlers) -> None:
        """What came while the bot was down is taken in before anything closes."""
        await self.serving.wait()
        rounds = self.parts.group_play.rounds
        for aired in await rounds.woken():
            group.show(aired, None)
        await tick(rounds.tick, lambda aired: group.show(aired, None), self._patience.sleep)

    async def _keep_up(self) -> None:
        await self.serving.wait()
        await Upkeep(self.parts.desk.db, utc_now, self._settings.zone).run()


def _nothing_to_serve(settings: Settings) -> str:
    return (
        f"There is no valid question set in {settings.questions}. "
        f"See what is wrong with: quizbot check {settings.questions}"
    )


def _log_problems(stock: Stock) -> None:
    for problem in stock.catalog.problems:
        if problem.severity == "error":
            log.error(
                "%s:%d:%d: %s (%s)",
                problem.file,
                problem.line,
                problem.column,
                problem.message,
                problem.hint,
            )
    for each in stock.lacking:
        log.error(
            "%s: answered questions are missing from its file (%s); it is served as it was "
            "last played. Put them back with `retired: true`.",
            each.set_id,
            ", ".join(each.questions),
        )
