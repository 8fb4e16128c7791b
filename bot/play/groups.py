"""What belongs to a group: settings, its leaderboard, coming and going."""

from datetime import timedelta
from sqlite3 import Connection
from typing import Any

from bot.play import group_actions as actions
from bot.play.desk import Desk, Person
from bot.play.group_outcomes import (
    Aired,
    GroupBoardView,
    GroupHello,
    GroupSettingsView,
    NoRound,
    NotAllowed,
    Place,
)
from bot.play.rounds import TUNED
from bot.quiz.calendar import ALL_TIME, month, week
from bot.store import groups, rounds, standings
from bot.store.groups import Group
from bot.store.players import Player

PAGE = 10
SWITCHES = {"polls": (0, 1), "by_hand": (0, 1), "bonus": (0, 1), "admins_start": (0, 1)}


class Groups:
    """What people can do about their group."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def hello(self, person: Person, place: Place, title: str) -> Aired:
        """The bot was added by this person."""
        return await self._in_group(person, place, title, lambda c, who, group: GroupHello())

    async def settings(self, person: Person, place: Place, title: str, *, admin: bool) -> Aired:
        """The settings, for administrators."""

        def deed(c: Connection, who: Player, group: Group) -> Any:
            return GroupSettingsView(group) if admin else NotAllowed(starter=False)

        return await self._in_group(person, place, title, deed)

    async def settle(
        self, person: Person, place: Place, title: str, action: actions.SetGroup, *, admin: bool
    ) -> Aired:
        """Have one setting at this value."""

        def deed(c: Connection, who: Player, group: Group) -> Any:
            if not admin:
                return NotAllowed(starter=False)
            self._change(c, group, action)
            return GroupSettingsView(groups.get(c, group.chat_id) or group)

        aired = await self._in_group(person, place, title, deed)
        view = aired.outcome
        language = view.group.language if isinstance(view, GroupSettingsView) else aired.language
        return Aired(aired.place, language, view)

    async def board(
        self, person: Person, place: Place, title: str, action: actions.GroupBoard
    ) -> Aired:
        """A page of the group's leaderboard."""

        def deed(c: Connection, who: Player, group: Group) -> Any:
            today = self._desk.today()
            since = None
            key: str | None = ALL_TIME
            if action.period == "week":
                key, since = week(today), today - timedelta(days=today.weekday())
            elif action.period == "month":
                key, since = month(today), today.replace(day=1)
            elif action.period == "last":
                last = rounds.last(c, self._desk.snapshots, group.chat_id)
                key = last.id if last else None
            if key is None:
                return NoRound()
            first = action.page * PAGE
            page = standings.of_group(c, group.chat_id, key, first, PAGE)
            return GroupBoardView(action.period, since, action.page, PAGE, page)

        return await self._in_group(person, place, title, deed)

    async def closed(self, chat_id: int) -> None:
        """The bot cannot speak there any more."""
        await self._desk.db.write(lambda c: groups.close(c, chat_id, self._desk.clock()))

    async def moved(self, old: int, new: int) -> None:
        """The group became a supergroup."""
        await self._desk.db.write(lambda c: groups.migrate(c, old, new))

    def _change(self, c: Connection, group: Group, action: actions.SetGroup) -> None:
        if action.what == "language":
            groups.change(c, group.chat_id, language=self._desk.speaks(action.value))
            return
        allowed = {**TUNED, **SWITCHES}.get(action.what, ())
        if action.value.isdecimal() and int(action.value) in allowed:
            value: int | None = int(action.value)
            if action.what == "seconds":
                value = value or None
            groups.change(c, group.chat_id, **{action.what: value})

    async def _in_group(self, person: Person, place: Place, title: str, deed: Any) -> Aired:
        def checked(c: Connection, who: Player) -> Aired:
            group = groups.seen(c, place.chat_id, title, who.language, self._desk.clock())
            return Aired(place, group.language, deed(c, who, group))

        aired: Aired = (await self._desk.serve(person, checked)).outcome
        return aired
