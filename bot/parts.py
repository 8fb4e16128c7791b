"""The bot's parts, put together, and what they tell each other."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot import __version__, outside
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
from bot.play.solo import Solo
from bot.play.stocking import Stocktaking, Storeroom
from bot.play.table import Table
from bot.play.votes import Votes
from bot.play.words import Words
from bot.screens.screen import Posted, Said
from bot.settings import Settings
from bot.store import backup, heartbeat, inbox
from bot.telegram.admin_handlers import AdminPlay
from bot.telegram.admins import Admins
from bot.telegram.flood import Flood
from bot.telegram.group_handlers import GroupHandlers, GroupPlay
from bot.telegram.handlers import Handlers, Play
from bot.telegram.intake import Intake
from bot.telegram.office import Office
from bot.telegram.quota import Quota
from bot.telegram.reading import Heard, Raw, read
from bot.telegram.show import Show
from bot.telegram.source import Pace
from bot.telegram.waiting import Patience
from bot.watch.health import Health, Heart
from bot.watch.metrics import Metrics


class Parts:
    """All that the bot is made of. Make it where an event loop runs.

    What people send is handled once `answer_as` was told under which name.
    """

    def __init__(
        self,
        settings: Settings,
        desk: Desk,
        metrics: Metrics,
        pace: Pace,
        patience: Patience,
        clock: Callable[[], datetime],
    ) -> None:
        self._settings = settings
        self._patience = patience
        self.desk = desk
        self.bot = outside.bot_for(settings, metrics, pace)
        solo = Solo(desk)
        table = Table(desk)
        lobbies, votes = Lobbies(table), Votes(table)
        private = PrivateItems(table, votes)
        staff = Staff(desk, settings.admins)
        announcements = Announcements(staff)
        # Beside the database, where the bot may write for certain.
        kept = settings.database.with_name(f"{settings.database.name}-readings")
        self.storeroom = Storeroom(desk, settings.questions, Readings(kept))
        administration = Administration(staff, Engine(self._running, self._resume))
        stocktaking = Stocktaking(staff, self.storeroom)
        admin_play = AdminPlay(administration, stocktaking, announcements)
        words = Words(desk, solo, private, announcements)
        self.play = Play(Browse(desk), solo, Profile(desk), words)
        self.group_play = GroupPlay(lobbies, Rounds(table, lobbies), votes, Groups(table), private)
        self.show = Show(
            self.bot,
            self._posted,
            closed=self._closed,
            moved=self._moved,
            failed=self._failed,
            quota=Quota(settings.max_rate, patience.sleep, patience.ticks),
            sleep=patience.sleep,
        )
        self.office = Office(
            self.bot, admin_play, self.show, outside.admin_menus(), settings.max_rate
        )
        self.handlers: Handlers | None = None
        self.flood = Flood(self._too_fast)
        self.intake = Intake(
            self.bot,
            Inbox(desk.db, clock, self.office.alarm.ring),
            self._handle,
            self._apologise,
            metrics,
            sift=self.flood.sift if settings.max_rate else list,
            sleep=patience.sleep,
        )
        self.source = outside.source_for(
            settings, self.bot, self.intake, metrics, pace=pace, sleep=patience.sleep
        )
        heart = Heart(lambda: desk.db.write(heartbeat.beat))
        self.health = Health({"telegram": self._flow, "database": heart.trouble})
        self._measure(metrics)

    def answer_as(self, username: str) -> GroupHandlers:
        """Handle from now on what people send to the bot of this name; who handles groups."""
        group = GroupHandlers(
            self.group_play,
            self.show,
            Admins(self.bot, self._patience),
            username,
            self.intake.earlier,
        )
        self.handlers = Handlers(self.play, self.show, username, group, self.office.handlers)
        return group

    async def close(self) -> None:
        """Drop what is under way and unsaid, and hang up."""
        await self.show.close()
        await self.bot.shutdown()
        # Stopped before it reached Telegram, the library's bot leaves it open.
        await self.bot.request.shutdown()

    def _measure(self, numbers: Metrics) -> None:
        """Have told, whenever somebody asks, what is not counted as it happens."""
        db = self.desk.db
        numbers.queue(
            "intake_backlog", "Updates that wait to be handled", lambda: self.intake.backlog
        )
        numbers.queue("chats_waiting", "Chats that wait to be spoken to", lambda: self.show.waiting)
        numbers.kept(
            "set_aside",
            "Updates that wait for somebody to look at them",
            lambda: db.read(inbox.set_aside_count),
        )

    async def _running(self) -> Running:
        silence, found = self.source.silence, await self.health.look()
        return Running(
            version=__version__,
            since=self.desk.since,
            webhook=bool(self._settings.webhook_url),
            heard=None if silence is None else timedelta(seconds=silence),
            backed_up_at=await asyncio.to_thread(_last_backup, self._settings),
            ailing=tuple(part for part, trouble in found.parts.items() if trouble),
        )

    async def _resume(self) -> None:
        await self.intake.resume()

    async def _flow(self) -> str:
        return self.source.trouble()

    async def _handle(self, update: Heard) -> None:
        if self.handlers:
            await self.handlers.handle(update)

    async def _apologise(self, update: Heard) -> None:
        if self.handlers:
            await self.handlers.apologise(update)

    async def _too_fast(self, raw: Raw) -> None:
        heard = read(raw, self.bot)
        if self.handlers and not isinstance(heard, Exception):
            await self.handlers.too_fast(heard)

    async def _closed(self, chat_id: int, thread_id: int | None) -> None:
        if chat_id > 0:
            await self.play.profile.closed(chat_id)
        else:
            await self.group_play.groups.closed(chat_id, thread_id)

    async def _moved(self, old: int, new: int) -> None:
        if self.handlers:
            await self.handlers.group.goes_on(old, new)

    def _failed(self, error: BaseException) -> None:
        self.intake.fail(error)

    async def _posted(
        self, posted: Posted | Said, message_id: int | None, poll_id: str | None
    ) -> None:
        if isinstance(posted, Posted):
            await self.play.solo.posted(posted.attempt, posted.turn, message_id)
        else:
            await self.group_play.votes.posted(posted.round, posted.what, message_id, poll_id)


def _last_backup(settings: Settings) -> datetime | None:
    folder = backup.folder_for(settings.database, settings.backups)
    newest = backup.dated(folder)[:1] if folder.is_dir() else []
    return datetime.fromtimestamp(newest[0].stat().st_mtime, UTC) if newest else None
