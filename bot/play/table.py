"""What everything around a round needs: who asks, where, and whether they may."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from sqlite3 import Connection
from typing import Any

from bot.play.desk import Desk, Person
from bot.play.group_outcomes import (
    Aired,
    JoinedFromLink,
    LobbyOpen,
    Mistakes,
    NoRound,
    NotAllowed,
    OnTheWay,
    OwnPlace,
    Place,
    PrivateItem,
    TooLate,
    Voted,
)
from bot.quiz.question import Question, QuestionSet
from bot.quiz.round import Round, Rules
from bot.store import groups, rounds, standings
from bot.store.groups import Group
from bot.store.players import Player
from bot.store.rounds import SavedRound

TAPPED = ("single", "true_false", "multiple")
REFRESH = timedelta(seconds=2)  # between redrawings of how many have answered
SETS_TO_CHOOSE = 6
# What is for one person's eyes, and so in their language.
OWN = (
    JoinedFromLink, Mistakes, NotAllowed, OnTheWay, OwnPlace, PrivateItem, TooLate, Voted,
)  # fmt: skip


class Table:
    """Finds rounds and groups, checks who may do what, and keeps what is done.

    `unsure` names the rounds, with what they had to say, of which nobody knows whether it was said
    before the bot started.
    """

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.unsure: dict[str, str] = {}

    async def in_group(
        self,
        person: Person,
        place: Place,
        title: str,
        deed: Callable[[Connection, Player, Group], Any],
    ) -> Aired:
        def checked(c: Connection, who: Player) -> Aired:
            group = groups.seen(c, place.chat_id, title, who.language, self.desk.clock())
            return Aired(place, group.language, deed(c, who, group))

        aired: Aired = (await self.desk.serve(person, checked)).outcome
        return aired

    async def in_round(
        self, person: Person, round_id: str, deed: Callable[[Connection, Player, SavedRound], Any]
    ) -> Aired:
        def checked(c: Connection, who: Player) -> Aired:
            saved = rounds.find(c, self.desk.snapshots, round_id)
            if saved is None:
                return Aired(Place(person.id), who.language, NoRound())
            # Notices and private messages speak the person's language, the group's its own.
            outcome = deed(c, who, saved)
            alone = isinstance(
                outcome,
                Voted
                | TooLate
                | OwnPlace
                | JoinedFromLink
                | Mistakes
                | NotAllowed
                | OnTheWay
                | PrivateItem,
            )
            aired = aired_in(saved, outcome)
            return replace(aired, language=who.language) if alone else aired

        aired: Aired = (await self.desk.serve(person, checked)).outcome
        return aired

    async def steered(
        self,
        person: Person,
        round_id: str,
        admin: bool,
        phases: Sequence[str],
        deed: Callable[[Connection, Player, SavedRound], Any],
    ) -> Aired:
        """What only the starter and administrators may do, in these phases."""

        def checked(c: Connection, who: Player, saved: SavedRound) -> Any:
            if not (admin or who.id == saved.starter or _anybodys(c, saved)):
                return NotAllowed(starter=True)
            return deed(c, who, saved) if saved.state.phase in phases else OnTheWay()

        return await self.in_round(person, round_id, checked)

    def here(self, c: Connection, place: Place) -> SavedRound | None:
        return rounds.here(c, self.desk.snapshots, place.chat_id, place.thread_id)

    def save(self, c: Connection, saved: SavedRound, state: Round) -> SavedRound:
        saved = replace(saved, state=state)
        rounds.save(c, saved)
        return saved

    def lobby(
        self, c: Connection, saved: SavedRound, *, changing: bool = False, again: bool = False
    ) -> LobbyOpen:
        group = groups.get(c, saved.chat_id)
        sets = islice(self.desk.shelf.sets.values(), SETS_TO_CHOOSE if changing else 0)
        return LobbyOpen(
            saved,
            standings.of_round(c, saved.id),
            standings.of_teams(c, saved.id, saved.teams),
            changing,
            tuple(sets),
            again,
            group is not None and group.all_kinds,
        )

    def joined(
        self, c: Connection, who: Player, saved: SavedRound, team: int
    ) -> tuple[SavedRound, bool, int]:
        """Have somebody in the round; whether they are new, and their team."""
        sizes = rounds.team_sizes(c, saved.id, saved.teams)
        chosen = team if team in sizes else _smallest(sizes)
        new = rounds.join(c, saved.id, who.id, chosen, self.desk.clock())
        if new:
            turnout = replace(saved.turnout, joined=saved.turnout.joined + 1)
            saved = replace(saved, turnout=turnout)
            if saved.state.phase == "lobby":
                saved = self.considerate(c, saved)
            rounds.save(c, saved)
        elif team in sizes and saved.state.phase == "lobby":
            rounds.choose_team(c, saved.id, who.id, team)
        return saved, new, rounds.team_of(c, saved.id, who.id) if sizes else 0

    def considerate(self, c: Connection, saved: SavedRound) -> SavedRound:
        """The round without hurry, if somebody plays who asked for that."""
        unhurried = rounds.anyone_unhurried(c, saved.id)
        rules = replace(saved.state.rules, unhurried=unhurried)
        return replace(saved, state=replace(saved.state, rules=rules))

    def dealt(self, c: Connection, saved: SavedRound) -> None:
        """Draw a team for whoever joined before there were these teams."""
        for player_id in rounds.teamless(c, saved.id, saved.teams) if saved.teams else ():
            sizes = rounds.team_sizes(c, saved.id, saved.teams)
            rounds.choose_team(c, saved.id, player_id, _smallest(sizes))

    def soon(self, c: Connection, saved: SavedRound) -> SavedRound:
        """Have the count drawn again soon, once for however many answers come until then."""
        at = saved.refresh_at or self.desk.clock() + REFRESH
        saved = replace(saved, refresh_at=at)
        rounds.save(c, saved)
        return saved


def _smallest(sizes: dict[int, int]) -> int:
    """The team with the fewest in it; 0 where there are none."""
    return min(sizes, key=lambda team: (sizes[team], team), default=0)


def _anybodys(c: Connection, saved: SavedRound) -> bool:
    """A weekly round has no starter; where anybody may start rounds, anybody may steer it."""
    group = groups.get(c, saved.chat_id)
    return not saved.starter and group is not None and not group.admins_start


def aired_in(saved: SavedRound, outcome: Any) -> Aired:
    place = Place(saved.chat_id, saved.thread_id, saved.message_id)
    return Aired(place, saved.language, outcome)


def playable(quiz: QuestionSet, *, all_kinds: bool) -> list[Question]:
    """The items that a round can ask: tapped by everybody, or also those answered in private."""
    return [item for item in quiz.active if all_kinds or item.body.type in TAPPED]


def rules_of(group: Group) -> Rules:
    return Rules(group.seconds, group.by_hand, group.bonus)
