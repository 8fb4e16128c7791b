"""Playing in a group: a round from its first item to its podium."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from sqlite3 import Connection
from typing import Any

from bot.play import group_actions as actions
from bot.play.desk import Person
from bot.play.group_outcomes import (
    Aired,
    Dropped,
    ItemOpen,
    ItemProgress,
    LobbyClosed,
    Mistakes,
    NoRound,
    NotAllowed,
    OnTheWay,
    OwnPlace,
    Place,
    Podium,
    Revealed,
)
from bot.play.lobbies import Lobbies
from bot.play.table import Table, aired_in
from bot.quiz import round as game
from bot.quiz.calendar import periods
from bot.quiz.kinds import kind_of
from bot.quiz.moves import Response
from bot.quiz.scoring import MILLI, Score, earned
from bot.store import groups, players, rounds, standings
from bot.store.boards import Row
from bot.store.groups import Group
from bot.store.players import Player
from bot.store.rounds import Answer, Earned, SavedRound
from bot.store.standings import Tally

STREAK_WORTH_A_WORD = 3
PODIUM = 3


class Rounds:
    """What people and the clock do in a round. `admin`: they administer the group."""

    def __init__(self, table: Table, lobbies: Lobbies) -> None:
        self._table = table
        self._lobbies = lobbies

    async def begin(self, person: Person, round_id: str, *, admin: bool) -> Aired:
        """Ask the first item."""
        return await self._table.steered(person, round_id, admin, ("lobby",), self._next)

    async def onward(self, person: Person, action: actions.Onward, *, admin: bool) -> Aired:
        """Ask the item after this position."""

        def deed(c: Connection, who: Player, saved: SavedRound) -> Any:
            if saved.state.position != action.position:
                return OnTheWay()
            return self._next(c, who, saved)

        return await self._table.steered(person, action.round, admin, ("revealed", "paused"), deed)

    async def close_now(self, person: Person, action: actions.CloseNow, *, admin: bool) -> Aired:
        """Reveal the open item."""

        def deed(c: Connection, who: Player, saved: SavedRound) -> Any:
            if saved.state.position != action.position:
                return OnTheWay()
            return self._close(c, saved)

        return await self._table.steered(person, action.round, admin, ("asking",), deed)

    async def pause(self, person: Person, action: actions.Pause, *, admin: bool) -> Aired:
        """Reveal the open item, and wait for somebody to go on."""

        def deed(c: Connection, who: Player, saved: SavedRound) -> Any:
            if saved.state.position != action.position:
                return OnTheWay()
            if saved.state.phase == "asking":
                return self._close(c, saved, pausing=True)
            paused = self._table.save(c, saved, game.pause(saved.state, self._table.desk.clock()))
            return replace(self._reveal(c, paused, saved), redrawn=True)

        return await self._table.steered(person, action.round, admin, ("asking", "revealed"), deed)

    async def drop(self, person: Person, action: actions.Drop, *, admin: bool) -> Aired:
        """Go past the open item; it counts for nobody."""

        def deed(c: Connection, who: Player, saved: SavedRound) -> Any:
            if saved.state.position != action.position:
                return OnTheWay()
            rounds.void(c, saved.id, action.position)
            then = self._next(c, who, saved)
            after = rounds.find(c, self._table.desk.snapshots, saved.id) or saved
            return Dropped(saved.message_id, saved.poll_id is not None, after, then)

        return await self._table.steered(person, action.round, admin, ("asking",), deed)

    async def end(self, person: Person, round_id: str, *, admin: bool) -> Aired:
        """End the round."""
        phases = ("lobby", "asking", "revealed", "paused")
        return await self._table.steered(person, round_id, admin, phases, self._stop)

    async def stop_here(self, person: Person, place: Place, title: str, *, admin: bool) -> Aired:
        """End the round of this place."""

        def deed(c: Connection, who: Player, group: Group) -> Any:
            saved = self._table.here(c, place)
            if saved is None:
                return NoRound()
            if not (admin or who.id == saved.starter):
                return NotAllowed(starter=True)
            return self._stop(c, who, saved)

        return await self._table.in_group(person, place, title, deed)

    async def my_place(self, person: Person, round_id: str) -> Aired:
        """How somebody is doing, for their eyes only."""

        def deed(c: Connection, who: Player, saved: SavedRound) -> Any:
            rows = standings.of_round(c, saved.id)
            mine = next((row for row in rows if row.player_id == who.id), None)
            closed = saved.state.position - (saved.state.phase == "asking")
            return OwnPlace(mine, len(rows), standings.streaks(c, saved.id, closed).get(who.id, 0))

        return await self._table.in_round(person, round_id, deed)

    async def mistakes(self, person: Person, round_id: str) -> Aired:
        """In the private chat: what somebody had wrong, or did not answer, in a round."""

        def deed(c: Connection, who: Player, saved: SavedRound) -> Any:
            return Mistakes(saved, tuple(_wrong(c, saved, who.id)))

        aired = await self._table.in_round(person, round_id, deed)
        return replace(aired, place=Place(person.id))

    async def played_in(self, round_id: str, chat_id: int) -> bool:
        """Whether the round is this chat's: buttons can be made up."""

        def deed(c: Connection) -> bool:
            saved = rounds.find(c, self._table.desk.snapshots, round_id)
            return saved is not None and saved.chat_id == chat_id

        return await self._table.desk.db.read(deed)

    async def restarted(self) -> None:
        """The bot was down: items that were open meanwhile pay no bonus for speed."""

        def deed(c: Connection) -> None:
            rounds.mark_late(c)
            self._table.unsure = rounds.interrupted(c)

        await self._table.desk.db.write(deed)

    async def tick(self) -> list[Aired]:
        """What the clock asks for now, in all groups; done, and to be shown."""
        now = self._table.desk.clock()
        due, weekly = await self._table.desk.db.read(
            lambda c: (rounds.due(c, now), bool(groups.weekly_due(c, now)))
        )
        aired = [each for id_ in due for each in await self._tick(id_, now)]
        return [*aired, *(await self._table.desk.db.write(self._lobbies.weekly) if weekly else ())]

    async def woken(self) -> list[Aired]:
        """Once what came meanwhile is taken in: what may never have been said is said once more.

        But for what was said since the start.
        """

        def deed(c: Connection) -> list[Aired]:
            rounds.sweep_early(c, self._table.desk.clock())
            unsure, self._table.unsure = self._table.unsure, {}
            found = (rounds.find(c, self._table.desk.snapshots, id_) for id_ in unsure)
            return [
                aired_in(saved, self._said_again(c, saved))
                for saved in found
                if saved and saved.saying == unsure[saved.id]
            ]

        return await self._table.desk.db.write(deed)

    async def moved(self, old: int, new: int) -> list[Aired]:
        """The group became a supergroup; where nothing is on its way, all is said there anew."""

        def deed(c: Connection) -> list[Aired]:
            if groups.get(c, old) is None:
                return []
            groups.migrate(c, old, new)
            found = (
                rounds.find(c, self._table.desk.snapshots, id_) for id_ in rounds.in_group(c, new)
            )
            return [self._moved(c, saved) for saved in found if saved and saved.saying is None]

        return await self._table.desk.db.write(deed)

    def _moved(self, c: Connection, saved: SavedRound) -> Aired:
        """The round's latest message stayed behind, under a number that means another one here."""
        position = saved.state.position
        what = {"lobby": "lobby", "asking": f"item-{position}"}
        saying = what.get(saved.state.phase, f"reveal-{position}")
        anew = replace(saved, message_id=None, poll_id=None, saying=saying)
        rounds.save(c, anew)
        return aired_in(anew, self._said_again(c, anew))

    async def _tick(self, round_id: str, now: datetime) -> list[Aired]:
        def deed(c: Connection) -> list[Aired]:
            saved = rounds.find(c, self._table.desk.snapshots, round_id)
            return [aired_in(saved, out) for out in self._clocked(c, saved, now)] if saved else []

        return await self._table.desk.db.write(deed)

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
            return [self._table.lobby(c, fresh) if lobby else ItemProgress(fresh)]
        return []

    def _said_again(self, c: Connection, saved: SavedRound) -> Any:
        match saved.state.phase:
            case "lobby":
                return self._table.lobby(c, saved, again=True)
            case "asking":
                # A poll whose message was never told can never count: it is asked by buttons.
                return ItemOpen(saved, instead=saved.polls)
            case "over":
                return self._podium(c, saved)
        return self._reveal(c, saved, saved)

    def _next(self, c: Connection, who: Player | None, saved: SavedRound) -> Any:
        now = self._table.desk.clock()
        state = game.ask_next(self._table.considerate(c, saved).state, now)
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
        picture = self._table.desk.shelf.picture(saved.quiz.id, state.items[state.position])
        return ItemOpen(self._table.save(c, asked, state), media=picture)

    def _close(self, c: Connection, saved: SavedRound, *, pausing: bool = False) -> Any:
        """Grade and count every answer, in the same transaction as the round's next state."""
        now = self._table.desk.clock()
        self._settle(c, saved)
        state = game.close(saved.state, now, saved.turnout.answered)
        state = game.pause(state, now) if pausing else state
        # The poll stays known until its end is said, so that it can be ended after a crash.
        closed = replace(saved, refresh_at=None, saying=f"reveal-{state.position}")
        return self._reveal(c, self._table.save(c, closed, state), saved)

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
            self._streak(c, saved),
        )

    def _streak(self, c: Connection, saved: SavedRound) -> tuple[Row, int] | None:
        """Whoever has had the most in a row right, if it is worth a word."""
        streaks = standings.streaks(c, saved.id, saved.state.position)
        longest = max(streaks.values(), default=0)
        if longest < STREAK_WORTH_A_WORD:
            return None
        rows = standings.of_round(c, saved.id)
        return next(row for row in rows if streaks.get(row.player_id) == longest), longest

    def _settle(self, c: Connection, saved: SavedRound) -> None:
        today = self._table.desk.today()
        for given in rounds.answers(c, saved.id, saved.state.position):
            got = _earned(saved, given)
            rounds.settle(c, saved.id, saved.state.position, given.player_id, got)
            score = Score(got.points + got.bonus, got.possible)
            when = (*periods(today), saved.id)
            standings.count(c, saved.chat_id, given.player_id, when, score)
            self._table.desk.happened("answers_counted")

    def _stop(self, c: Connection, who: Player | None, saved: SavedRound) -> Any:
        """End the round; an item that is open counts as it stands."""
        was_lobby = saved.state.phase == "lobby"
        self._table.desk.happened("rounds_finished")
        if saved.state.phase == "asking":
            self._settle(c, saved)
        ended = self._table.save(
            c,
            replace(saved, refresh_at=None, saying=None if was_lobby else _last_words(c, saved)),
            game.end(saved.state, self._table.desk.clock()),
        )
        return LobbyClosed(saved.message_id) if was_lobby else self._podium(c, ended)

    def _podium(self, c: Connection, saved: SavedRound) -> Podium:
        tallies = standings.tallies(c, saved.id)
        hardest = min(tallies, key=lambda tally: (tally.mean, tally.position), default=None)
        return Podium(
            saved,
            standings.of_round(c, saved.id),
            standings.of_teams(c, saved.id, saved.teams),
            (hardest.position, hardest.mean) if hardest and hardest.mean < 1 else None,
            _for_starter(c, saved, tallies) if "table" in saved.unsaid else (),
            self._table.desk.shelf.after(saved.quiz.id),
        )


def _last_words(c: Connection, saved: SavedRound) -> str:
    """What is said at the end: to the group, and how it went to whoever started it."""
    told = players.hears(c, saved.starter) and standings.tallies(c, saved.id)
    return "end+table" if told else "end"


def _for_starter(
    c: Connection, saved: SavedRound, tallies: Sequence[Tally]
) -> tuple[tuple[int, Fraction, Response | None], ...]:
    """Each item's position, the share that had it right, and the commonest mistake."""
    return tuple(
        (each.position, Fraction(each.right, each.answered), _commonest(c, saved, each.position))
        for each in tallies
    )


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
    closed = saved.state.position + (saved.state.phase != "asking")
    for position in range(closed):
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
