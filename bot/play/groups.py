"""What belongs to a group: settings, its leaderboard, coming and going."""

from sqlite3 import Connection
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.play import group_actions as actions
from bot.play.desk import Person
from bot.play.group_outcomes import (
    Aired,
    GroupBoardView,
    GroupHello,
    GroupHelp,
    GroupSettingsView,
    NoRound,
    NoSuchZone,
    NotAllowed,
    Place,
    ShowYourself,
)
from bot.play.lobbies import TUNED, plan_weekly
from bot.play.table import Table
from bot.quiz.calendar import period_key
from bot.store import groups, rounds, standings
from bot.store.groups import Group
from bot.store.players import Player

PAGE = 10
NO_DAY = "7"
SHOWN = "shown"  # no setting: they are only to be shown
SETTLED: dict[str, tuple[int, ...]] = {
    **TUNED,
    "admins_start": (0, 1),
    "weekly_day": tuple(range(7)),
    "weekly_hour": tuple(range(24)),
}


class Groups:
    """What people can do about their group."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._desk = table.desk

    async def hello(self, person: Person, place: Place, title: str) -> Aired:
        """The bot was added by this person."""
        return await self._table.in_group(person, place, title, lambda c, who, group: GroupHello())

    async def help(self, person: Person, place: Place, title: str) -> Aired:
        """What can be done in a group."""
        return await self._table.in_group(person, place, title, lambda c, who, group: GroupHelp())

    async def asked_in_its_name(self, place: Place, command: str) -> Aired | None:
        """An administrator who shows no name asked for this; None where it needs no name."""

        def deed(c: Connection) -> Aired | None:
            group = groups.get(c, place.chat_id)
            then = self._meant(c, place, command)
            return Aired(place, group.language if group else "", then) if then else None

        return await self._desk.db.read(deed)

    def _meant(self, c: Connection, place: Place, command: str) -> ShowYourself | NoRound | None:
        match command:
            case "quiz" | "start":
                return ShowYourself(actions.NewLobby())
            case "settings":
                return ShowYourself(actions.SetGroup(SHOWN, ""))
            case "stop":
                here = rounds.here(c, self._desk.snapshots, place.chat_id, place.thread_id)
                return ShowYourself(actions.EndRound(here.id)) if here else NoRound()
        return None

    async def settings(
        self, person: Person, place: Place, title: str, zone: str, *, admin: bool
    ) -> Aired:
        """The settings, for administrators; with a time zone, that is settled first."""

        def deed(c: Connection, who: Player, group: Group) -> Any:
            if not admin:
                return NotAllowed(starter=False)
            if zone and not _is_zone(zone):
                return NoSuchZone()
            if zone:
                groups.change(c, group.chat_id, timezone=zone)
            return self._settings(c, group)

        return await self._table.in_group(person, place, title, deed)

    async def settle(
        self, person: Person, place: Place, title: str, action: actions.SetGroup, *, admin: bool
    ) -> Aired:
        """Have one setting at this value."""

        def deed(c: Connection, who: Player, group: Group) -> Any:
            if not admin:
                return NotAllowed(starter=False)
            self._change(c, group, action)
            return self._settings(c, group)

        aired = await self._table.in_group(person, place, title, deed)
        view = aired.outcome
        language = view.group.language if isinstance(view, GroupSettingsView) else aired.language
        return Aired(aired.place, language, view)

    async def board(
        self, person: Person, place: Place, title: str, action: actions.GroupBoard
    ) -> Aired:
        """A page of the group's leaderboard."""

        def deed(c: Connection, who: Player, group: Group) -> Any:
            key, since = period_key(action.period, self._desk.today())
            if action.period == "last":
                last = rounds.last(c, self._desk.snapshots, group.chat_id)
                if last is None:
                    return NoRound()
                key = last.id
            first = action.page * PAGE
            page = standings.of_group(c, group.chat_id, key, first, PAGE)
            return GroupBoardView(action.period, since, action.page, PAGE, page)

        return await self._table.in_group(person, place, title, deed)

    async def closed(self, chat_id: int, thread_id: int | None = None) -> None:
        """The bot cannot speak there any more, or not in this topic of it."""
        now = self._desk.clock()
        if thread_id is None:
            await self._desk.db.write(lambda c: groups.close(c, chat_id, now))
        else:
            await self._desk.db.write(lambda c: groups.close_topic(c, chat_id, thread_id, now))

    def _settings(self, c: Connection, group: Group) -> GroupSettingsView:
        group = groups.get(c, group.chat_id) or group
        plan_weekly(c, group, self._desk.clock(), self._desk.zone)
        return GroupSettingsView(group, group.timezone or str(self._desk.zone))

    def _change(self, c: Connection, group: Group, action: actions.SetGroup) -> None:
        if action.what == "language":
            groups.change(c, group.chat_id, language=self._desk.speaks(action.value))
            return
        if action.what == "kind" and (kind := groups.kind_of(action.value)):
            groups.choose_kind(c, group.chat_id, kind)
            return
        if (action.what, action.value) == ("weekly_day", NO_DAY):
            groups.change(c, group.chat_id, weekly_day=None)
            return
        allowed = SETTLED.get(action.what, ())
        if action.value.isdecimal() and int(action.value) in allowed:
            value: int | None = int(action.value)
            if action.what == "seconds":
                value = value or None
            groups.change(c, group.chat_id, **{action.what: value})


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
