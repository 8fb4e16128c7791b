"""Answers to the open item, by button and by poll."""

from dataclasses import replace
from datetime import datetime
from sqlite3 import Connection
from typing import Any

from bot.play import group_actions as actions
from bot.play.desk import Person
from bot.play.group_outcomes import (
    Aired,
    TooLate,
    Voted,
)
from bot.play.table import Table
from bot.quiz import round as game
from bot.quiz.kinds import kind_of
from bot.quiz.moves import Response
from bot.quiz.question import Question
from bot.store import players, rounds
from bot.store.players import Player
from bot.store.rounds import Answer, SavedRound


class Votes:
    """Takes in what people choose. Whoever answers has joined."""

    def __init__(self, table: Table) -> None:
        self._table = table

    async def vote(self, person: Person, action: actions.Vote, tap: str) -> Aired:
        """Choose; for several right answers, choose or no longer choose. Until the close only."""

        def deed(c: Connection, who: Player, saved: SavedRound) -> Any:
            key = _key(saved, action)
            if key is None:
                return TooLate()
            before = rounds.response(c, saved.id, action.position, who.id)
            response = _chosen(saved.state.items[action.position], before, key)
            taken = self.take(c, who, saved, response, self._table.desk.clock(), tap)
            return Voted(taken, rounds.response(c, saved.id, action.position, who.id))

        return await self._table.in_round(person, action.round, deed)

    async def poll_vote(
        self, person: Person, poll_id: str, options: tuple[int, ...], tap: str
    ) -> None:
        """A vote in a native poll; kept for later where the poll is not known yet."""

        def deed(c: Connection, who: Player) -> None:
            now = self._table.desk.clock()
            saved = rounds.of_poll(c, self._table.desk.snapshots, poll_id)
            if saved is None:
                rounds.keep_early(c, poll_id, who.id, options, now)
            elif saved.state.phase == "asking":
                self.take(c, who, saved, _polled(saved, options), now, tap)

        await self._table.desk.serve(person, deed)

    async def posted(
        self, round_id: str, what: str, message_id: int | None, poll_id: str | None
    ) -> None:
        """Telegram has told which message shows what was to be said, and of which poll.

        None: it could not be sent. It is tried again after a start, but for the table of whoever
        does not hear the bot.
        """

        def deed(c: Connection) -> None:
            now = self._table.desk.clock()
            rounds.sweep_early(c, now)
            saved = rounds.find(c, self._table.desk.snapshots, round_id)
            if saved is None or what not in saved.unsaid:
                return
            if message_id is None and what != "table":
                return
            # The table is a message of another chat; the poll may still have to be ended here.
            poll = saved.poll_id if what == "table" else poll_id
            shown = replace(saved, saying=saved.saying_but(what), poll_id=poll)
            if what == "lobby" or what.startswith("item"):
                shown = replace(shown, message_id=message_id)
            if shown.state.phase == "asking":
                shown = replace(shown, state=game.shown(shown.state, now))
            rounds.save(c, shown)
            if poll_id and shown.state.phase == "asking":
                self._take_early(c, shown, poll_id)

        await self._table.desk.db.write(deed)

    def take(
        self,
        c: Connection,
        who: Player,
        saved: SavedRound,
        response: Response,
        at: datetime,
        tap: str,
    ) -> SavedRound:
        """Inside a transaction: keep an answer; whoever answers has joined.

        An empty one takes back what was answered before.
        """
        if not (response or rounds.response(c, saved.id, saved.state.position, who.id)):
            return saved
        saved, _, _ = self._table.joined(c, who, saved, 0)
        seconds = max(0.0, (at - saved.state.since).total_seconds())
        more = rounds.answer(c, saved, Answer(who.id, response, seconds), at, tap)
        if more is None:
            return saved
        turnout = replace(saved.turnout, answered=saved.turnout.answered + more, last_at=at)
        return self._table.soon(c, replace(saved, turnout=turnout))

    def _take_early(self, c: Connection, saved: SavedRound, poll_id: str) -> None:
        for player_id, options, at in rounds.take_early(c, poll_id):
            who = players.get(c, player_id)
            saved = self.take(c, who, saved, _polled(saved, options), at, f"early-{poll_id}")


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
