"""Playing in a group: a round from its lobby to its podium."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from sqlite3 import Connection
from typing import Any

from bot.play import group_actions as actions
from bot.play.desk import Desk, Person
from bot.play.group_outcomes import (
    Aired,
    Dropped,
    ItemOpen,
    ItemProgress,
    Joined,
    JoinedFromLink,
    LobbyClosed,
    LobbyOpen,
    Mistakes,
    NoRound,
    NotAllowed,
    NothingForGroups,
    OnTheWay,
    OwnPlace,
    Place,
    Podium,
    Qr,
    Revealed,
    TooLate,
    UnderWay,
    Voted,
    WhichKind,
)
from bot.play.solo import KEY_LENGTH, KEY_LETTERS
from bot.quiz import round as game
from bot.quiz.attempt import shown_order
from bot.quiz.calendar import periods
from bot.quiz.kinds import kind_of
from bot.quiz.moves import Response
from bot.quiz.question import Question, QuestionSet
from bot.quiz.round import Round, Rules, Turnout
from bot.quiz.scoring import MILLI, Score, earned
from bot.store import groups, players, rounds, standings
from bot.store.groups import Group
from bot.store.players import Player
from bot.store.rounds import Answer, Earned, SavedRound

TAPPED = ("single", "true_false", "multiple")
REFRESH = timedelta(seconds=2)  # between redrawings of how many have answered
EARLY_VOTES_KEPT = timedelta(hours=1)
PODIUM = 3
SETS_TO_CHOOSE = 6
TUNED = {
    "items": (5, 10, 15, 0),
    "seconds": (0, 15, 30, 45, 60, 90),
    "polls": (0, 1),
    "by_hand": (0, 1),
    "bonus": (0, 1),
    "teams": (0, 2, 3, 4),
}


class Rounds:
    """What people in a group can do with rounds. `starts`: the person may start and steer."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def lobby(
        self, person: Person, place: Place, title: str, set_id: str, *, admin: bool
    ) -> Aired:
        """Open the lobby of a set ("": the next unplayed one), or show the one that is open."""

        def deed(c: Connection, who: Player, group: Group) -> Any:
            running = self._here(c, place)
            if running:
                return self._found(c, running)
            if group.kind is None:
                return WhichKind(set_id)
            if group.admins_start and not admin:
                return NotAllowed(starter=False)
            return self._open(c, group, place, who.id, set_id)

        return await self._in_group(person, place, title, deed)

    async def choose_kind(
        self, person: Person, place: Place, title: str, action: actions.ChooseKind, *, admin: bool
    ) -> Aired:
        """Settle how this group plays, once, and open the lobby."""

        def deed(c: Connection, who: Player, group: Group) -> Any:
            if action.kind not in groups.BEGINNINGS:
                return NoRound()
            if group.kind is None:
                groups.choose_kind(
                    c, group.chat_id, "class" if action.kind == "class" else "friends"
                )
                group = groups.get(c, group.chat_id) or group
            running = self._here(c, place)
            if running:
                return self._found(c, running)
            if group.admins_start and not admin:
                return NotAllowed(starter=False)
            return self._open(c, group, place, who.id, action.set_id)

        return await self._in_group(person, place, title, deed)

    async def join(self, person: Person, action: actions.Join) -> Aired:
        """Take part, in a team if there are teams."""

        def deed(c: Connection, who: Player, saved: SavedRound) -> Any:
            if saved.state.phase == "over":
                return TooLate()
            saved, new, team = self._joined(c, who, saved, action.team)
            lobby = self._lobby(c, saved) if saved.state.phase == "lobby" else None
            return Joined(team, new, lobby)

        return await self._with(person, action.round, deed)

    async def join_from_link(self, person: Person, round_id: str) -> Aired:
        """The same, from the link that leads into the private chat."""

        def deed(c: Connection, who: Player, saved: SavedRound) -> Any:
            if saved.state.phase == "over":
                return TooLate()
            saved, _, _ = self._joined(c, who, saved, 0)
            if saved.state.phase == "lobby":
                saved = self._soon(c, saved)
            return JoinedFromLink(saved)

        aired = await self._with(person, round_id, deed)
        return replace(aired, place=Place(person.id))

    async def change(self, person: Person, action: actions.Change, *, admin: bool) -> Aired:
        """Show what can be changed, or the lobby again."""

        def deed(c: Connection, who: Player, saved: SavedRound) -> Any:
            return self._lobby(c, saved, changing=not action.done)

        return await self._steered(person, action.round, admin, ("lobby",), deed)

    async def tune(self, person: Person, action: actions.Tune, *, admin: bool) -> Aired:
        """Have one rule of the round at this value, and remember it for the next one."""

        def deed(c: Connection, who: Player, saved: SavedRound) -> Any:
            return self._lobby(c, self._tuned(c, saved, action), changing=True)

        return await self._steered(person, action.round, admin, ("lobby",), deed)

    async def cancel(self, person: Person, round_id: str, *, admin: bool) -> Aired:
        """Close the lobby."""

        def deed(c: Connection, who: Player, saved: SavedRound) -> Any:
            self._save(c, saved, game.end(saved.state, self._desk.clock()))
            return LobbyClosed()

        return await self._steered(person, round_id, admin, ("lobby",), deed)

    async def qr(self, person: Person, round_id: str) -> Aired:
        """The link for joining as a picture."""
        return await self._with(person, round_id, lambda c, who, saved: Qr(saved.id))

    async def begin(self, person: Person, round_id: str, *, admin: bool) -> Aired:
        """Ask the first item."""
        return await self._steered(person, round_id, admin, ("lobby",), self._next)

    async def onward(self, person: Person, action: actions.Onward, *, admin: bool) -> Aired:
        """Ask the item after this position."""

        def deed(c: Connection, who: Player, saved: SavedRound) -> Any:
            if saved.state.position != action.position:
                return OnTheWay()
            return self._next(c, who, saved)

        return await self._steered(person, action.round, admin, ("revealed", "paused"), deed)

    async def close_now(self, person: Person, action: actions.CloseNow, *, admin: bool) -> Aired:
        """Reveal the open item."""

        def deed(c: Connection, who: Player, saved: SavedRound) -> Any:
            if saved.state.position != action.position:
                return OnTheWay()
            return self._close(c, saved)

        return await self._steered(person, action.round, admin, ("asking",), deed)

    async def pause(self, person: Person, action: actions.Pause, *, admin: bool) -> Aired:
        """Reveal the open item, and wait for somebody to go on."""

        def deed(c: Connection, who: Player, saved: SavedRound) -> Any:
            if saved.state.position != action.position:
                return OnTheWay()
            if saved.state.phase == "asking":
                return self._close(c, saved, pausing=True)
            paused = self._save(c, saved, game.pause(saved.state, self._desk.clock()))
            return self._reveal(c, paused, saved)

        return await self._steered(person, action.round, admin, ("asking", "revealed"), deed)

    async def drop(self, person: Person, action: actions.Drop, *, admin: bool) -> Aired:
        """Go past the open item; it counts for nobody."""

        def deed(c: Connection, who: Player, saved: SavedRound) -> Any:
            if saved.state.position != action.position:
                return OnTheWay()
            rounds.void(c, saved.id, action.position)
            then = self._next(c, who, saved)
            after = rounds.find(c, self._desk.snapshots, saved.id) or saved
            return Dropped(saved.message_id, saved.poll_id is not None, after, then)

        return await self._steered(person, action.round, admin, ("asking",), deed)

    async def end(self, person: Person, round_id: str, *, admin: bool) -> Aired:
        """End the round."""
        phases = ("lobby", "asking", "revealed", "paused")
        return await self._steered(person, round_id, admin, phases, self._stop)

    async def stop_here(self, person: Person, place: Place, title: str, *, admin: bool) -> Aired:
        """End the round of this place."""

        def deed(c: Connection, who: Player, group: Group) -> Any:
            saved = self._here(c, place)
            if saved is None:
                return NoRound()
            if not (admin or who.id == saved.starter):
                return NotAllowed(starter=True)
            return self._stop(c, who, saved)

        return await self._in_group(person, place, title, deed)

    async def vote(self, person: Person, action: actions.Vote, tap: str) -> Aired:
        """Choose; for several right answers, choose or no longer choose. Until the close only."""

        def deed(c: Connection, who: Player, saved: SavedRound) -> Any:
            key = _key(saved, action)
            if key is None:
                return TooLate()
            before = rounds.response(c, saved.id, action.position, who.id)
            response = _chosen(saved.state.items[action.position], before, key)
            taken = self._take(c, who, saved, response, self._desk.clock(), tap)
            return Voted(taken, rounds.response(c, saved.id, action.position, who.id))

        return await self._with(person, action.round, deed)

    async def poll_vote(
        self, person: Person, poll_id: str, options: tuple[int, ...], tap: str
    ) -> None:
        """A vote in a native poll; kept for later where the poll is not known yet."""

        def deed(c: Connection, who: Player) -> None:
            now = self._desk.clock()
            saved = rounds.of_poll(c, self._desk.snapshots, poll_id)
            if saved is None:
                rounds.keep_early(c, poll_id, who.id, options, now)
            elif saved.state.phase == "asking":
                self._take(c, who, saved, _polled(saved, options), now, tap)

        await self._desk.serve(person, deed)

    async def my_place(self, person: Person, round_id: str) -> Aired:
        """How somebody is doing, for their eyes only."""

        def deed(c: Connection, who: Player, saved: SavedRound) -> Any:
            rows = standings.of_round(c, saved.id)
            mine = next((row for row in rows if row.player_id == who.id), None)
            return OwnPlace(mine, len(rows))

        return await self._with(person, round_id, deed)

    async def mistakes(self, person: Person, round_id: str) -> Aired:
        """In the private chat: what somebody had wrong, or did not answer, in a round."""

        def deed(c: Connection, who: Player, saved: SavedRound) -> Any:
            return Mistakes(saved, tuple(_wrong(c, saved, who.id)))

        aired = await self._with(person, round_id, deed)
        return replace(aired, place=Place(person.id))

    async def posted(self, round_id: str, what: str, message_id: int, poll_id: str | None) -> None:
        """Telegram has told which message shows what was to be said, and of which poll."""

        def deed(c: Connection) -> None:
            saved = rounds.find(c, self._desk.snapshots, round_id)
            if saved is None or saved.saying != what:
                return
            shown = replace(saved, saying=None)
            if not what.startswith("reveal"):
                shown = replace(shown, message_id=message_id, poll_id=poll_id)
            rounds.save(c, shown)
            if poll_id and shown.state.phase == "asking":
                self._take_early(c, shown, poll_id)

        await self._desk.db.write(deed)

    async def played_in(self, round_id: str, chat_id: int) -> bool:
        """Whether the round is this chat's: buttons can be made up."""

        def deed(c: Connection) -> bool:
            saved = rounds.find(c, self._desk.snapshots, round_id)
            return saved is not None and saved.chat_id == chat_id

        return await self._desk.db.read(deed)

    async def restarted(self) -> None:
        """The bot was down: items that were open meanwhile pay no bonus for speed."""
        await self._desk.db.write(rounds.mark_late)

    async def tick(self) -> list[Aired]:
        """What the clock asks for now, in all groups; done, and to be shown."""
        now = self._desk.clock()
        due = await self._desk.db.read(lambda c: rounds.due(c, now))
        return [aired for id_ in due for aired in await self._tick(id_, now)]

    async def woken(self) -> list[Aired]:
        """After a start: what may never have been said is said once more."""

        def deed(c: Connection) -> list[Aired]:
            rounds.sweep_early(c, self._desk.clock() - EARLY_VOTES_KEPT)
            found = (rounds.find(c, self._desk.snapshots, id_) for id_ in rounds.interrupted(c))
            return [_aired(saved, self._said_again(c, saved)) for saved in found if saved]

        return await self._desk.db.write(deed)

    # The rest happens inside a transaction.

    async def _tick(self, round_id: str, now: datetime) -> list[Aired]:
        def deed(c: Connection) -> list[Aired]:
            saved = rounds.find(c, self._desk.snapshots, round_id)
            return [_aired(saved, out) for out in self._clocked(c, saved, now)] if saved else []

        return await self._desk.db.write(deed)

    def _clocked(self, c: Connection, saved: SavedRound, now: datetime) -> list[Any]:
        match game.due(saved.state, saved.turnout, now):
            case "close":
                return [self._close(c, saved)]
            case "next":
                return [self._next(c, None, saved)]
            case "end":
                return [self._stop(c, None, saved)]
        if saved.refresh_at and saved.refresh_at <= now:
            fresh = replace(saved, refresh_at=None)
            rounds.save(c, fresh)
            lobby = saved.state.phase == "lobby"
            return [self._lobby(c, fresh) if lobby else ItemProgress(fresh)]
        return []

    def _said_again(self, c: Connection, saved: SavedRound) -> Any:
        match saved.state.phase:
            case "lobby":
                return self._lobby(c, saved, again=True)
            case "asking":
                # A poll whose message was never told can never count: it is asked by buttons.
                return ItemOpen(saved, instead=saved.polls)
        return self._reveal(c, saved, saved)

    def _here(self, c: Connection, place: Place) -> SavedRound | None:
        return rounds.here(c, self._desk.snapshots, place.chat_id, place.thread_id)

    def _found(self, c: Connection, saved: SavedRound) -> Any:
        if saved.state.phase != "lobby":
            return UnderWay(saved)
        again = replace(saved, saying="lobby")
        rounds.save(c, again)
        return self._lobby(c, again, again=True)

    def _open(self, c: Connection, group: Group, place: Place, starter: int, set_id: str) -> Any:
        quiz = self._set(c, group, set_id)
        if quiz is None:
            return NothingForGroups()
        now = self._desk.clock()
        saved = SavedRound(
            id="".join(self._desk.dice.choices(KEY_LETTERS, k=KEY_LENGTH)),
            chat_id=place.chat_id,
            thread_id=place.thread_id,
            starter=starter,
            language=group.language,
            quiz=quiz,
            snapshot=self._desk.snapshots.keep(c, quiz, now),
            state=self._fresh(quiz, group.items, _rules(group), now),
            polls=group.polls,
            teams=group.teams,
            turnout=Turnout(0, 0),
            saying="lobby",
        )
        rounds.add(c, saved)
        return self._lobby(c, saved, again=True)

    def _set(self, c: Connection, group: Group, set_id: str) -> QuestionSet | None:
        """The set meant, or the first that the group has not played, or the first."""
        fit = [quiz for quiz in self._desk.shelf.sets.values() if _playable(quiz)]
        played = rounds.played_sets(c, group.chat_id)
        meant = [quiz for quiz in fit if quiz.id == set_id]
        fresh = [quiz for quiz in fit if quiz.id not in played]
        return next(iter(meant or fresh or fit), None)

    def _fresh(self, quiz: QuestionSet, wanted: int, rules: Rules, now: datetime) -> Round:
        items = tuple(_playable(quiz))
        items = items[: wanted or len(items)]
        orders = tuple(shown_order(item, self._desk.dice) for item in items)
        return Round(items, orders, rules, now)

    def _lobby(
        self, c: Connection, saved: SavedRound, *, changing: bool = False, again: bool = False
    ) -> LobbyOpen:
        sets = tuple(quiz for quiz in self._desk.shelf.sets.values() if _playable(quiz))
        return LobbyOpen(
            saved,
            standings.of_round(c, saved.id),
            standings.of_teams(c, saved.id, saved.teams),
            changing,
            sets[:SETS_TO_CHOOSE] if changing else (),
            again,
        )

    def _tuned(self, c: Connection, saved: SavedRound, action: actions.Tune) -> SavedRound:
        now = self._desk.clock()
        if action.what == "set":
            quiz = self._desk.shelf.sets.get(action.value)
            if quiz is None or not _playable(quiz):
                return saved
            items = len(saved.state.items)
            wanted = 0 if items == len(_playable(saved.quiz)) else items
            state = self._fresh(quiz, wanted, saved.state.rules, now)
            snapshot = self._desk.snapshots.keep(c, quiz, now)
            saved = replace(saved, quiz=quiz, snapshot=snapshot, state=state)
        elif action.value.isdecimal() and int(action.value) in TUNED.get(action.what, ()):
            groups.change(c, saved.chat_id, **_setting(action.what, int(action.value)))
            saved = self._ruled(c, saved, groups.get(c, saved.chat_id), now)
        rounds.save(c, saved)
        return saved

    def _ruled(
        self, c: Connection, saved: SavedRound, group: Group | None, now: datetime
    ) -> SavedRound:
        """The lobby as the group's settings now say."""
        if group is None:
            return saved
        state = self._fresh(saved.quiz, group.items, _rules(group), now)
        if len(state.items) == len(saved.state.items):
            state = replace(state, items=saved.state.items, orders=saved.state.orders)
        return replace(saved, state=state, polls=group.polls, teams=group.teams)

    def _joined(
        self, c: Connection, who: Player, saved: SavedRound, team: int
    ) -> tuple[SavedRound, bool, int]:
        """Have somebody in the round; whether they are new, and their team."""
        sizes = rounds.team_sizes(c, saved.id, saved.teams)
        drawn = min(sizes, key=lambda each: (sizes[each], each)) if sizes else 0
        chosen = team if team in sizes else drawn
        new = rounds.join(c, saved.id, who.id, chosen, self._desk.clock())
        if new:
            turnout = replace(saved.turnout, joined=saved.turnout.joined + 1)
            saved = replace(saved, turnout=turnout)
            rounds.save(c, saved)
        elif team in sizes and saved.state.phase == "lobby":
            rounds.choose_team(c, saved.id, who.id, team)
        return saved, new, chosen

    def _next(self, c: Connection, who: Player | None, saved: SavedRound) -> Any:
        now = self._desk.clock()
        unhurried = rounds.anyone_unhurried(c, saved.id)
        rules = replace(saved.state.rules, unhurried=unhurried)
        state = game.ask_next(replace(saved.state, rules=rules), now)
        if state.phase == "over":
            return self._stop(c, who, saved)
        turnout = replace(saved.turnout, answered=0, last_at=None)
        asked = replace(
            saved,
            turnout=turnout,
            late=False,
            refresh_at=None,
            message_id=None,
            poll_id=None,
            saying=f"item-{state.position}",
        )
        return ItemOpen(self._save(c, asked, state))

    def _close(self, c: Connection, saved: SavedRound, *, pausing: bool = False) -> Any:
        """Grade and count every answer, in the same transaction as the round's next state."""
        now = self._desk.clock()
        self._settle(c, saved)
        state = game.close(saved.state, now, saved.turnout.answered)
        state = game.pause(state, now) if pausing else state
        if state.phase == "revealed" and state.last and not state.rules.by_hand:
            state = replace(state, next_at=now + game.READING)
        closed = replace(saved, refresh_at=None, poll_id=None, saying=f"reveal-{state.position}")
        return self._reveal(c, self._save(c, closed, state), saved)

    def _reveal(self, c: Connection, saved: SavedRound, before: SavedRound) -> Revealed:
        tally = {each.position: each for each in standings.tallies(c, saved.id)}
        here = tally.get(saved.state.position)
        scored = [row for row in standings.of_round(c, saved.id) if row.score.points]
        return Revealed(
            saved,
            here.right if here else 0,
            here.answered if here else 0,
            tuple(scored[:PODIUM]),
            before.message_id,
            before.poll_id is not None,
            saved.state.phase == "paused",
        )

    def _settle(self, c: Connection, saved: SavedRound) -> None:
        today = self._desk.today()
        for given in rounds.answers(c, saved.id, saved.state.position):
            got = _earned(saved, given)
            rounds.settle(c, saved.id, saved.state.position, given.player_id, got)
            score = Score(got.points + got.bonus, got.possible)
            when = (*periods(today), saved.id)
            standings.count(c, saved.chat_id, given.player_id, when, score)

    def _stop(self, c: Connection, who: Player | None, saved: SavedRound) -> Any:
        """End the round; an item that is open counts as it stands."""
        was_lobby = saved.state.phase == "lobby"
        if saved.state.phase == "asking":
            self._settle(c, saved)
        ended = self._save(
            c,
            replace(saved, refresh_at=None, poll_id=None, saying=None),
            game.end(saved.state, self._desk.clock()),
        )
        return (
            LobbyClosed() if was_lobby else self._podium(c, replace(ended, poll_id=saved.poll_id))
        )

    def _podium(self, c: Connection, saved: SavedRound) -> Podium:
        tallies = standings.tallies(c, saved.id)
        hardest = min(tallies, key=lambda tally: (tally.mean, tally.position), default=None)
        return Podium(
            saved,
            standings.of_round(c, saved.id),
            standings.of_teams(c, saved.id, saved.teams),
            (hardest.position, hardest.mean) if hardest and hardest.mean < 1 else None,
            tuple(
                (
                    each.position,
                    Fraction(each.right, each.answered),
                    _commonest(c, saved, each.position),
                )
                for each in tallies
            ),
            self._desk.shelf.after(saved.quiz.id),
        )

    def _take(
        self,
        c: Connection,
        who: Player,
        saved: SavedRound,
        response: Response,
        at: datetime,
        tap: str,
    ) -> SavedRound:
        """Keep an answer; whoever answers has joined."""
        if not response:
            return saved
        saved, _, _ = self._joined(c, who, saved, 0)
        seconds = max(0.0, (at - saved.state.since).total_seconds())
        first = rounds.answer(c, saved, Answer(who.id, response, seconds), at, tap)
        if first is None:
            return saved
        turnout = replace(
            saved.turnout, answered=saved.turnout.answered + (1 if first else 0), last_at=at
        )
        return self._soon(c, replace(saved, turnout=turnout))

    def _take_early(self, c: Connection, saved: SavedRound, poll_id: str) -> None:
        for player_id, options, at in rounds.take_early(c, poll_id):
            who = players.get(c, player_id)
            saved = self._take(c, who, saved, _polled(saved, options), at, f"early-{poll_id}")

    def _soon(self, c: Connection, saved: SavedRound) -> SavedRound:
        """Have the count drawn again soon, once for however many answers come until then."""
        at = saved.refresh_at or self._desk.clock() + REFRESH
        saved = replace(saved, refresh_at=at)
        rounds.save(c, saved)
        return saved

    def _save(self, c: Connection, saved: SavedRound, state: Round) -> SavedRound:
        saved = replace(saved, state=state)
        rounds.save(c, saved)
        return saved

    async def _in_group(
        self,
        person: Person,
        place: Place,
        title: str,
        deed: Callable[[Connection, Player, Group], Any],
    ) -> Aired:
        def checked(c: Connection, who: Player) -> Aired:
            group = groups.seen(c, place.chat_id, title, who.language, self._desk.clock())
            return Aired(place, group.language, deed(c, who, group))

        aired: Aired = (await self._desk.serve(person, checked)).outcome
        return aired

    async def _with(
        self, person: Person, round_id: str, deed: Callable[[Connection, Player, SavedRound], Any]
    ) -> Aired:
        def checked(c: Connection, who: Player) -> Aired:
            saved = rounds.find(c, self._desk.snapshots, round_id)
            if saved is None:
                return Aired(Place(person.id), who.language, NoRound())
            # Notices and private messages speak the person's language, the group's its own.
            outcome = deed(c, who, saved)
            alone = isinstance(outcome, Voted | TooLate | OwnPlace | JoinedFromLink | Mistakes)
            aired = _aired(saved, outcome)
            return replace(aired, language=who.language) if alone else aired

        aired: Aired = (await self._desk.serve(person, checked)).outcome
        return aired

    async def _steered(
        self,
        person: Person,
        round_id: str,
        admin: bool,
        phases: Sequence[str],
        deed: Callable[[Connection, Player, SavedRound], Any],
    ) -> Aired:
        """What only the starter and administrators may do, in these phases."""

        def checked(c: Connection, who: Player, saved: SavedRound) -> Any:
            if not (admin or who.id == saved.starter):
                return NotAllowed(starter=True)
            return deed(c, who, saved) if saved.state.phase in phases else OnTheWay()

        return await self._with(person, round_id, checked)


def _aired(saved: SavedRound, outcome: Any) -> Aired:
    place = Place(saved.chat_id, saved.thread_id, saved.message_id)
    return Aired(place, saved.language, outcome)


def _playable(quiz: QuestionSet) -> list[Question]:
    return [item for item in quiz.active if item.body.type in TAPPED]


def _rules(group: Group) -> Rules:
    return Rules(group.seconds, group.by_hand, group.bonus)


def _setting(what: str, value: int) -> dict[str, Any]:
    return {what: value or None if what == "seconds" else value}


def _key(saved: SavedRound, action: actions.Vote) -> str | None:
    """The key of the choice meant; None where the item is closed or there is no such choice."""
    state = saved.state
    if state.phase != "asking" or state.position != action.position:
        return None
    order = state.orders[action.position]
    return order[action.choice] if 0 <= action.choice < len(order) else None


def _chosen(item: Question, before: Response, key: str) -> Response:
    if item.body.type != "multiple":
        return (key,)
    chosen = {*before} ^ {key}
    return tuple(each for each in kind_of(item.body).choices(item.body) if each in chosen)


def _polled(saved: SavedRound, options: tuple[int, ...]) -> Response:
    order = saved.state.orders[saved.state.position]
    return tuple(order[place] for place in options if 0 <= place < len(order))


def _earned(saved: SavedRound, given: Answer) -> Earned:
    item = saved.state.items[saved.state.position]
    grade = kind_of(item.body).grade(item.body, given.response)
    points = earned(item.points, grade.credit)
    rules, extra = saved.state.rules, 0
    if rules.pays_bonus and rules.limit and not saved.late:
        extra = game.bonus(points, given.seconds, rules.limit.total_seconds())
    return Earned(grade.credit, points, extra, item.points * MILLI)


def _wrong(c: Connection, saved: SavedRound, player_id: int) -> list[tuple[int, Response | None]]:
    found: list[tuple[int, Response | None]] = []
    for position in range(saved.state.position + 1):
        item = saved.state.items[position]
        response = rounds.response(c, saved.id, position, player_id)
        grade = kind_of(item.body).grade(item.body, response) if response else None
        if grade is None or grade.verdict != "right":
            found.append((position, response or None))
    return found


def _commonest(c: Connection, saved: SavedRound, position: int) -> Response | None:
    """The response that was wrong most often."""
    item = saved.state.items[position]
    given = (each.response for each in rounds.answers(c, saved.id, position))
    wrong = Counter(r for r in given if kind_of(item.body).grade(item.body, r).credit < 1)
    return wrong.most_common(1)[0][0] if wrong else None
