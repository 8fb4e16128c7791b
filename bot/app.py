"""Builds everything and runs it: the only file that knows every room."""

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Self

from bot import __version__, outside
from bot.content.catalog import FolderUnreadable
from bot.content.readings import Readings
from bot.play.admin_outcomes import Running
from bot.play.administration import Administration, Engine, Staff
from bot.play.announcements import Announcements
from bot.play.browse import Browse
from bot.play.desk import Desk
from bot.play.groups import Groups
from bot.play.inbox import Inbox
from bot.play.lobbies import Lobbies
from bot.play.private_items import PrivateItems
from bot.play.profile import Profile
from bot.play.rounds import Rounds
from bot.play.shelf import Shelf
from bot.play.solo import Solo
from bot.play.stocking import Stock, Stocktaking, Storeroom
from bot.play.table import Table
from bot.play.upkeep import Upkeep
from bot.play.votes import Votes
from bot.play.words import Words
from bot.screens.screen import Posted, Said
from bot.screens.words import words_for
from bot.settings import ASK_BOTFATHER, Misconfigured, Settings
from bot.store import backup, heartbeat, inbox
from bot.store.database import Database
from bot.store.lock import DatabaseInUse, lock
from bot.store.snapshots import Snapshots
from bot.telegram import commands
from bot.telegram.admin_handlers import AdminPlay
from bot.telegram.admins import Admins
from bot.telegram.flood import Flood
from bot.telegram.group_handlers import GroupHandlers, GroupPlay
from bot.telegram.handlers import UPDATES, Handlers, Play
from bot.telegram.intake import Intake
from bot.telegram.office import Office
from bot.telegram.quota import Quota
from bot.telegram.reading import Heard, Raw, read
from bot.telegram.show import Show
from bot.telegram.source import Pace
from bot.telegram.ticker import tick
from bot.telegram.waiting import Patience
from bot.watch.health import Health, Heart
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
        self._desk = desk
        self._metrics = metrics
        self._pace = pace
        self._patience = patience
        self._bot = outside.bot_for(settings, metrics, pace)
        solo = Solo(desk)
        table = Table(desk)
        lobbies, votes = Lobbies(table), Votes(table)
        private = PrivateItems(table, votes)
        staff = Staff(desk, settings.admins)
        announcements = Announcements(staff)
        # Beside the database, where the bot may write for certain.
        kept = settings.database.with_name(f"{settings.database.name}-readings")
        self._storeroom = Storeroom(desk, settings.questions, Readings(kept))
        administration = Administration(staff, Engine(self._running, self._resume))
        stocktaking = Stocktaking(staff, self._storeroom)
        admin_play = AdminPlay(administration, stocktaking, announcements)
        words = Words(desk, solo, private, announcements)
        self._play = Play(Browse(desk), solo, Profile(desk), words)
        self._group_play = GroupPlay(lobbies, Rounds(table, lobbies), votes, Groups(table), private)
        self._show = Show(
            self._bot,
            self._posted,
            closed=self._closed,
            moved=self._moved,
            failed=self._failed,
            quota=Quota(settings.max_rate, patience.sleep, patience.ticks),
            sleep=patience.sleep,
        )
        self._office = Office(
            self._bot, admin_play, self._show, outside.admin_menus(), settings.max_rate
        )
        self._handlers: Handlers | None = None
        self._flood = Flood(self._too_fast)
        self._intake = Intake(
            self._bot,
            Inbox(desk.db, utc_now, self._office.alarm.ring),
            self._handle,
            self._apologise,
            metrics,
            sift=self._flood.sift if settings.max_rate else list,
            sleep=patience.sleep,
        )
        self._source = outside.source_for(
            settings, self._bot, self._intake, metrics, pace=pace, sleep=patience.sleep
        )
        self._stopped = False
        heart = Heart(lambda: desk.db.write(heartbeat.beat))
        self.health = Health({"telegram": self._flow, "database": heart.trouble})
        self._measure()

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
        beside: list[asyncio.Task[None]] = []
        try:
            await self._source.connect()
            if self._stopped:
                return
            username = self._bot.username
            group = GroupHandlers(
                self._group_play,
                self._show,
                Admins(self._bot, self._patience),
                username,
                self._intake.earlier,
            )
            self._handlers = Handlers(
                self._play, self._show, username, group, self._office.handlers
            )
            log.info("%s", self.summary)
            await self._group_play.rounds.restarted()
            work = (self._tick(group), self._office.run(), self._keep_up())
            vital = [asyncio.create_task(each) for each in work]
            for task in vital:
                task.add_done_callback(lambda _: self._source.stop())
            beside = [*vital, asyncio.create_task(commands.register(self._bot, outside.profiles()))]
            await self._intake.resume()
            await self._source.run()
            for task in vital:
                if task.done():
                    task.result()
            await self._office.stop(self._pace.last)
            await self._intake.finish(self._pace.grace)
            await self._show.drain(self._pace.last)
            await self._intake.finish(self._pace.last)
        finally:
            await self._intake.close()
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
            await self._show.close()
            await self._bot.shutdown()
            # Stopped before it reached Telegram, the library's bot leaves it open.
            await self._bot.request.shutdown()

    def stop(self) -> None:
        """Finish what is under way, and end."""
        self._stopped = True
        self._source.stop()

    async def reload(self) -> bool:
        """Serve what the question folder holds now; False, and nothing changes, if it is nothing.

        Raises Misconfigured where the folder cannot be read.
        """
        try:
            stock = await self._storeroom.take_in()
        except FolderUnreadable as error:
            raise Misconfigured(
                f"The questions cannot be read: {error}. Name their folder in QUIZBOT_QUESTIONS."
            ) from None
        _log_problems(stock)
        return bool(stock.sets)

    async def _running(self) -> Running:
        silence, found = self._source.silence, await self.health.look()
        return Running(
            version=__version__,
            since=self._desk.since,
            webhook=bool(self._settings.webhook_url),
            heard=None if silence is None else timedelta(seconds=silence),
            backed_up_at=await asyncio.to_thread(_last_backup, self._settings),
            ailing=tuple(part for part, trouble in found.parts.items() if trouble),
        )

    async def _resume(self) -> None:
        await self._intake.resume()

    @property
    def serving(self) -> asyncio.Event:
        """Set once the bot serves, and has handled what came before."""
        return self._source.caught_up

    @property
    def summary(self) -> str:
        """What the bot does, in a sentence, once it has reached Telegram."""
        return f"Serving {len(self._desk.shelf.sets)} sets as @{self._bot.username}"

    def _measure(self) -> None:
        """Have told, whenever somebody asks, what is not counted as it happens."""
        numbers, db = self._metrics, self._desk.db
        numbers.queue(
            "intake_backlog", "Updates that wait to be handled", lambda: self._intake.backlog
        )
        numbers.queue(
            "chats_waiting", "Chats that wait to be spoken to", lambda: self._show.waiting
        )
        numbers.kept(
            "set_aside",
            "Updates that wait for somebody to look at them",
            lambda: db.read(inbox.set_aside_count),
        )

    async def _flow(self) -> str:
        return self._source.trouble()

    async def _handle(self, update: Heard) -> None:
        if self._handlers:
            await self._handlers.handle(update)

    async def _apologise(self, update: Heard) -> None:
        if self._handlers:
            await self._handlers.apologise(update)

    async def _closed(self, chat_id: int, thread_id: int | None) -> None:
        if chat_id > 0:
            await self._play.profile.closed(chat_id)
        else:
            await self._group_play.groups.closed(chat_id, thread_id)

    async def _too_fast(self, raw: Raw) -> None:
        heard = read(raw, self._bot)
        if self._handlers and not isinstance(heard, Exception):
            await self._handlers.too_fast(heard)

    async def _moved(self, old: int, new: int) -> None:
        if self._handlers:
            await self._handlers.group.goes_on(old, new)

    async def _tick(self, group: GroupHandlers) -> None:
        """What came while the bot was down is taken in before anything closes."""
        await self._source.caught_up.wait()
        for aired in await self._group_play.rounds.woken():
            group.show(aired, None)
        due = self._group_play.rounds.tick
        await tick(due, lambda aired: group.show(aired, None), self._patience.sleep)

    async def _keep_up(self) -> None:
        await self._source.caught_up.wait()
        await Upkeep(self._desk.db, utc_now, self._settings.zone).run()

    def _failed(self, error: BaseException) -> None:
        self._intake.fail(error)

    async def _posted(
        self, posted: Posted | Said, message_id: int | None, poll_id: str | None
    ) -> None:
        if isinstance(posted, Posted):
            await self._play.solo.posted(posted.attempt, posted.turn, message_id)
        else:
            await self._group_play.votes.posted(posted.round, posted.what, message_id, poll_id)


def _last_backup(settings: Settings) -> datetime | None:
    folder = backup.folder_for(settings.database, settings.backups)
    newest = backup.dated(folder)[:1] if folder.is_dir() else []
    return datetime.fromtimestamp(newest[0].stat().st_mtime, UTC) if newest else None


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
