"""Before a round: opening, joining, changing its rules; and the weekly one."""

from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from itertools import chain
from sqlite3 import Connection
from typing import Any
from zoneinfo import ZoneInfo

from bot.play import group_actions as actions
from bot.play.desk import Person
from bot.play.group_outcomes import (
    Aired,
    Joined,
    JoinedFromLink,
    LobbyClosed,
    LobbyOpen,
    NoRound,
    NotAllowed,
    NothingForGroups,
    OnTheWay,
    Place,
    Qr,
    TooLate,
    UnderWay,
    WhichKind,
)
from bot.play.solo import KEY_LENGTH, KEY_LETTERS
from bot.play.table import Table, playable, rules_of
from bot.quiz import round as game
from bot.quiz.attempt import shown_order
from bot.quiz.calendar import next_weekly
from bot.quiz.question import QuestionSet
from bot.quiz.round import Round, Turnout
from bot.store import groups, rounds
from bot.store.groups import Group
from bot.store.players import Player
from bot.store.rounds import SavedRound

GATHERING = timedelta(minutes=5)  # from a weekly round's lobby to its first item
NOT_HOURS_LATE = timedelta(hours=1)  # a weekly round that was missed by more is skipped
TUNED: dict[str, tuple[int, ...]] = {
    "items": (5, 10, 15, 0),
    "seconds": (0, 15, 30, 45, 60, 90),
    "polls": (0, 1),
    "by_hand": (0, 1),
    "bonus": (0, 1),
    "all_kinds": (0, 1),
    "teams": (0, 2, 3, 4),
}


class Lobbies:
    """What people can do before a round. `admin`: they administer the group."""

    def __init__(self, table: Table) -> None:
        self._table = table

    async def lobby(
        self, person: Person, place: Place, title: str, set_id: str, *, admin: bool
    ) -> Aired:
        """Open the lobby of a set ("": the next unplayed one), or show the one that is open."""

        def deed(c: Connection, who: Player, group: Group) -> Any:
            running = self._table.here(c, place)
            if running:
                return self._found(c, running)
            if group.kind is None:
                return WhichKind(set_id)
            if group.admins_start and not admin:
                return NotAllowed(starter=False)
            return self._open(c, group, place, who.id, set_id)

        return await self._table.in_group(person, place, title, deed)

    async def choose_kind(
        self, person: Person, place: Place, title: str, action: actions.ChooseKind, *, admin: bool
    ) -> Aired:
        """Settle how this group plays, once, and open the lobby."""

        def deed(c: Connection, who: Player, group: Group) -> Any:
            kind = groups.kind_of(action.kind)
            if kind is None:
                return NoRound()
            if group.kind is None:
                groups.choose_kind(c, group.chat_id, kind)
                group = groups.get(c, group.chat_id) or group
            running = self._table.here(c, place)
            if running:
                return self._found(c, running)
            if group.admins_start and not admin:
                return NotAllowed(starter=False)
            return self._open(c, group, place, who.id, action.set_id)

        return await self._table.in_group(person, place, title, deed)

    async def join(self, person: Person, action: actions.Join) -> Aired:
        """Take part, in a team if there are teams."""

        def deed(c: Connection, who: Player, saved: SavedRound) -> Any:
            if saved.state.phase == "over":
                return TooLate()
            saved, new, team = self._table.joined(c, who, saved, action.team)
            lobby = self._table.lobby(c, saved) if saved.state.phase == "lobby" else None
            return Joined(team, new, lobby)

        return await self._table.in_round(person, action.round, deed)

    async def join_from_link(self, person: Person, round_id: str) -> Aired:
        """The same, from the link that leads into the private chat."""

        def deed(c: Connection, who: Player, saved: SavedRound) -> Any:
            if saved.state.phase == "over":
                return TooLate()
            saved, _, _ = self._table.joined(c, who, saved, 0)
            if saved.state.phase == "lobby":
                saved = self._table.soon(c, saved)
            return JoinedFromLink(saved)

        aired = await self._table.in_round(person, round_id, deed)
        return replace(aired, place=Place(person.id))

    async def change(self, person: Person, action: actions.Change, *, admin: bool) -> Aired:
        """Show what can be changed, or the lobby again."""

        def deed(c: Connection, who: Player, saved: SavedRound) -> Any:
            return self._table.lobby(c, saved, changing=not action.done)

        return await self._table.steered(person, action.round, admin, ("lobby",), deed)

    async def tune(self, person: Person, action: actions.Tune, *, admin: bool) -> Aired:
        """Have one rule of the round at this value, and remember it for the next one."""

        def deed(c: Connection, who: Player, saved: SavedRound) -> Any:
            return self._table.lobby(c, self._tuned(c, saved, action), changing=True)

        return await self._table.steered(person, action.round, admin, ("lobby",), deed)

    async def cancel(self, person: Person, round_id: str, *, admin: bool) -> Aired:
        """Close the lobby, or say again that it was closed."""

        def deed(c: Connection, who: Player, saved: SavedRound) -> Any:
            if saved.state.position >= 0:
                return OnTheWay()
            if saved.state.phase == "lobby":
                self._table.save(c, saved, game.end(saved.state, self._table.desk.clock()))
            return LobbyClosed(saved.message_id)

        return await self._table.steered(person, round_id, admin, ("lobby", "over"), deed)

    async def qr(self, person: Person, round_id: str) -> Aired:
        """The link for joining as a picture."""
        return await self._table.in_round(person, round_id, lambda c, who, saved: Qr(saved.id))

    def weekly(self, c: Connection) -> list[Aired]:
        """Open the lobbies of the weekly rounds that are due, and settle when the next are."""
        now, opened = self._table.desk.clock(), []
        for group, at in groups.weekly_due(c, now):
            plan_weekly(c, group, now, self._table.desk.zone)
            place = Place(group.chat_id)
            late = now - at > NOT_HOURS_LATE
            if group.closed or late or self._table.here(c, place):
                continue
            lobby = self._open(c, group, place, 0, "")
            if isinstance(lobby, LobbyOpen):
                state = game.begins_at(lobby.saved.state, now + GATHERING)
                lobby = replace(lobby, saved=self._table.save(c, lobby.saved, state))
            opened.append(Aired(place, group.language, lobby))
        return opened

    def _found(self, c: Connection, saved: SavedRound) -> Any:
        if saved.state.phase != "lobby":
            return UnderWay(saved)
        again = replace(saved, saying="lobby")
        rounds.save(c, again)
        self._table.unsure.pop(saved.id, None)  # it is said here
        return self._table.lobby(c, again, again=True)

    def _open(self, c: Connection, group: Group, place: Place, starter: int, set_id: str) -> Any:
        quiz = self._set(c, group, set_id)
        if quiz is None:
            return NothingForGroups()
        now = self._table.desk.clock()
        saved = SavedRound(
            id="".join(self._table.desk.dice.choices(KEY_LETTERS, k=KEY_LENGTH)),
            chat_id=place.chat_id,
            thread_id=place.thread_id,
            starter=starter,
            language=group.language,
            quiz=quiz,
            snapshot=self._table.desk.snapshots.keep(c, quiz, now),
            state=self._fresh(quiz, group, now),
            polls=group.polls,
            teams=group.teams,
            turnout=Turnout(0, 0),
            saying="lobby",
        )
        rounds.add(c, saved)
        self._table.desk.happened("rounds_begun")
        return self._table.lobby(c, saved, again=True)

    def _set(self, c: Connection, group: Group, set_id: str) -> QuestionSet | None:
        """The set meant, or the first that the group has not played, or the first."""
        sets = self._table.desk.shelf.sets
        played = rounds.played_sets(c, group.chat_id)
        fresh = (quiz for id_, quiz in sets.items() if id_ not in played)
        meant = [sets[set_id]] if set_id in sets else []
        candidates = chain(meant, fresh, sets.values())
        fit = (quiz for quiz in candidates if playable(quiz, all_kinds=group.all_kinds))
        return next(fit, None)

    def _fresh(self, quiz: QuestionSet, group: Group, now: datetime) -> Round:
        """A round as the group has settled it."""
        items = tuple(playable(quiz, all_kinds=group.all_kinds))
        items = items[: group.items or len(items)]
        orders = tuple(shown_order(item, self._table.desk.dice) for item in items)
        return Round(items, orders, rules_of(group), now)

    def _tuned(self, c: Connection, saved: SavedRound, action: actions.Tune) -> SavedRound:
        value, quiz = action.value, saved.quiz
        if action.what == "set":
            quiz = self._table.desk.shelf.sets.get(value, quiz)
        elif value.isdecimal() and int(value) in TUNED.get(action.what, ()):
            groups.change(c, saved.chat_id, **_setting(action.what, int(value)))
        group = groups.get(c, saved.chat_id)
        return self._ruled(c, saved, quiz, group) if group else saved

    def _ruled(
        self, c: Connection, saved: SavedRound, quiz: QuestionSet, group: Group
    ) -> SavedRound:
        """The lobby of this set, as the group's settings now say."""
        now = self._table.desk.clock()
        # A weekly lobby begins when it was to begin, whatever is changed in it.
        state = replace(self._fresh(quiz, group, now), next_at=saved.state.next_at)
        if not state.items:
            return saved
        snapshot = self._table.desk.snapshots.keep(c, quiz, now)
        ruled = replace(
            saved, quiz=quiz, snapshot=snapshot, state=state, polls=group.polls, teams=group.teams
        )
        ruled = self._table.considerate(c, ruled)
        rounds.save(c, ruled)
        self._table.dealt(c, ruled)
        return ruled


def plan_weekly(c: Connection, group: Group, now: datetime, zone: tzinfo) -> None:
    """Inside a transaction: settle when the group's next weekly round is due, if it has one."""
    due = None
    if group.weekly_day is not None:
        there = ZoneInfo(group.timezone) if group.timezone else zone
        due = next_weekly(now, group.weekly_day, group.weekly_hour, there).isoformat()
    groups.change(c, group.chat_id, weekly_next=due)


def _setting(what: str, value: int) -> dict[str, Any]:
    return {what: value or None if what == "seconds" else value}
