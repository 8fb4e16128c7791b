"""Items of a round that are typed, ordered or matched: everybody answers in the private chat."""

from dataclasses import replace
from sqlite3 import Connection
from typing import Any

from bot.play.desk import Desk, Person
from bot.play.group_outcomes import Aired, Place, PrivateItem, TooLate
from bot.play.solo import Moving, decoded
from bot.play.table import TAPPED, Table
from bot.play.votes import Votes
from bot.quiz.attempt import Attempt
from bot.quiz.kinds import kind_of
from bot.quiz.moves import Drafted, Final, Move, Refused, Response, Type
from bot.store import players, rounds
from bot.store.players import Player
from bot.store.rounds import SavedRound

# Apart from attempts, whose keys have none: buttons of both come from the private chat.
MARK = "-"


def names_item(attempt: str) -> bool:
    """Whether a button's attempt is in truth an item of a round."""
    return MARK in attempt


class PrivateItems:
    """What one person can do, by themselves, with the open item of a round."""

    def __init__(self, table: Table, votes: Votes) -> None:
        self._table = table
        self._votes = votes

    @property
    def _desk(self) -> Desk:
        return self._table.desk

    async def show(self, person: Person, round_id: str) -> Aired:
        """Put the open item to the person who followed the link from the group."""

        def deed(c: Connection, who: Player, saved: SavedRound) -> Any:
            if not _open(saved, saved.state.position):
                return TooLate()
            position = saved.state.position
            players.await_text(c, who.id, {"round": saved.id, "position": position})
            draft = rounds.draft(c, saved.id, position, who.id)
            return PrivateItem(saved, _alone(saved, draft), new=True)

        return await self._in_private(person, round_id, deed)

    async def move(self, person: Person, action: Moving, tap: str) -> Aired:
        """Make a move with an item of a round."""
        round_id, _, number = action.attempt.partition(MARK)

        def deed(c: Connection, who: Player, saved: SavedRound) -> Any:
            position = int(number) if number.isdecimal() else -1
            if not _open(saved, position):
                return TooLate()
            draft = rounds.draft(c, saved.id, position, who.id)
            move = decoded(_alone(saved, draft), action)
            return self._moved(c, who, saved, draft, move, tap) if move else TooLate()

        return await self._in_private(person, round_id, deed)

    def typed(self, c: Connection, who: Player, text: str, tap: str) -> Any:
        """Inside a transaction: answer with a typed text the item that was asked for; else None."""
        awaited = who.awaiting or {}
        saved = rounds.find(c, self._desk.snapshots, str(awaited.get("round")))
        if saved is None or not _open(saved, awaited["position"]):
            players.await_text(c, who.id, None)
            return TooLate()
        return self._moved(c, who, saved, (), Type(text), tap)

    def told_again(self, c: Connection, who: Player, text: str) -> Any:
        """Inside a transaction: what such a text came to that was taken in before."""
        awaited = who.awaiting or {}
        saved = rounds.find(c, self._desk.snapshots, str(awaited.get("round")))
        if saved is None or not _open(saved, awaited["position"]):
            return TooLate()
        position, alone = saved.state.position, _alone(saved, ())
        body = saved.state.items[position].body
        came_to = kind_of(body).play(body, (), Type(text))
        if isinstance(came_to, Refused):
            return PrivateItem(saved, alone, refused=came_to.reason)
        return PrivateItem(saved, alone, response=rounds.response(c, saved.id, position, who.id))

    def _moved(
        self,
        c: Connection,
        who: Player,
        saved: SavedRound,
        draft: Response,
        move: Move,
        tap: str,
    ) -> Any:
        body = saved.state.items[saved.state.position].body
        match kind_of(body).play(body, draft, move):
            case Drafted(changed):
                rounds.keep_draft(c, saved.id, saved.state.position, who.id, changed)
                return PrivateItem(saved, _alone(saved, changed))
            case Final(response):
                taken = self._votes.take(c, who, saved, response, self._desk.clock(), tap)
                return PrivateItem(taken, _alone(saved, draft), response=response)
            case Refused(reason):
                return PrivateItem(saved, _alone(saved, draft), refused=reason)

    async def _in_private(self, person: Person, round_id: str, deed: Any) -> Aired:
        aired = await self._table.in_round(person, round_id, deed)
        return replace(aired, place=Place(person.id))


def _open(saved: SavedRound, position: int) -> bool:
    """Whether this is the open item, and one to be answered in private."""
    state = saved.state
    here = state.phase == "asking" and state.position == position >= 0
    return here and state.items[position].body.type not in TAPPED


def _alone(saved: SavedRound, draft: Response) -> Attempt:
    """The open item by itself, as an attempt has it in front of somebody."""
    position = saved.state.position
    item, order = saved.state.items[position], saved.state.orders[position]
    return Attempt((item,), (order,), draft=draft)
