"""Playing alone: an attempt from its first question to its result."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from sqlite3 import Connection
from string import ascii_lowercase, digits
from typing import Any

from bot.play import actions
from bot.play.desk import Desk, Person
from bot.play.outcomes import (
    AlreadyAsked,
    Asking,
    Changed,
    Finished,
    Left,
    Marked,
    NoSuchSet,
    Nothing,
    NothingUnderWay,
    NotYours,
    Offer,
    OldButton,
    PutOffNow,
    Refusal,
    StillOffered,
    StopOrPause,
    Told,
)
from bot.play.profile import offer
from bot.quiz import attempt
from bot.quiz.attempt import Answered, Attempt, Event, PutOff
from bot.quiz.calendar import ALL_TIME, periods
from bot.quiz.kinds import kind_of
from bot.quiz.moves import (
    Back,
    Confirm,
    Drafted,
    Final,
    Move,
    Pick,
    Place,
    Refused,
    Switch,
    Type,
)
from bot.quiz.question import Question, QuestionSet
from bot.store import attempts, boards, players, rounds
from bot.store.attempts import Answer, Saved
from bot.store.players import Player

# Within this time a second tap is a double tap: the question stands below. Later the person has
# asked for it again.
A_MOMENT = timedelta(seconds=10)
# For so long it may wait to be sent, and a second tap would only have it sent twice.
ON_ITS_WAY = timedelta(minutes=2)
# Opaque: 36^10 keys, of which nobody else's attempt can be guessed.
KEY_LETTERS = ascii_lowercase + digits
KEY_LENGTH = 10

Moving = actions.Choose | actions.Toggle | actions.Put | actions.Undo | actions.Submit


class Solo:
    """What one person can do with attempts of their own."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def start(self, person: Person, set_id: str) -> Told:
        """Begin an attempt at a set; where one is under way, go on with it."""
        return await self._desk.serve(person, lambda c, who: self._start(c, who, set_id))

    async def resume(self, person: Person, attempt_id: str) -> Told:
        """Put the current question to the person."""
        return await self._with(person, attempt_id, self._resume)

    async def next(self, person: Person, attempt_id: str, turn: int) -> Told:
        """Go on after a feedback to the question of this turn, or the result.

        Where that is answered by now, its own feedback is to be seen before anything else.
        """

        def deed(c: Connection, who: Player, saved: Saved) -> Any:
            if turn < saved.state.turn and saved.asked_turn < saved.state.turn:
                return AlreadyAsked()
            return self._ask(c, who, saved)

        return await self._with(person, attempt_id, deed)

    async def move(self, person: Person, action: Moving) -> Told:
        """Make a move with the question of the action's turn."""
        return await self._with(
            person, action.attempt, lambda c, who, saved: self._move(c, who, saved, action)
        )

    async def skip(self, person: Person, attempt_id: str, turn: int) -> Told:
        """Put the question off; the second time it scores nothing."""

        def deed(c: Connection, who: Player, saved: Saved) -> Any:
            return self._settle(c, who, saved, turn, attempt.skip(saved.state, turn))

        return await self._with(person, attempt_id, deed)

    async def hint(self, person: Person, attempt_id: str, turn: int) -> Told:
        """Show the question's hint."""

        def deed(c: Connection, who: Player, saved: Saved) -> Any:
            return self._settle(c, who, saved, turn, attempt.hint(saved.state, turn))

        return await self._with(person, attempt_id, deed)

    def typed(self, c: Connection, who: Player, saved: Saved, text: str) -> Any:
        """Inside a transaction: answer the current question with a text, if it came to them."""
        if self._got_lost(saved):
            return self._ask(c, who, saved)
        turn = saved.state.turn
        outcome = self._settle(c, who, saved, turn, attempt.act(saved.state, turn, Type(text)))
        return replace(outcome, typed=True) if isinstance(outcome, Marked | Refusal) else outcome

    def retold(self, c: Connection, who: Player, text: str) -> Marked | Nothing | None:
        """Inside a transaction: the item that was answered last, if it was with this text."""
        saved = self.find(c, who, who.focus)
        turn = saved.state.turn - 1 if saved else -1
        marked = _marked(saved, turn) if saved else None
        if saved is None or marked is None:
            return None
        body = saved.state.items[marked.index].body
        given = Final(saved.state.given[marked.index].response or ())
        came_to = kind_of(body).play(body, (), Type(text))
        if came_to != given:
            return None
        # What shows the attempt now is not to become this mark.
        return replace(marked, typed=True) if saved.asked_turn == turn else Nothing()

    def refused(self, saved: Saved, text: str) -> Refusal | None:
        """Why this text is no answer to the current question; it is not taken in."""
        _, event = attempt.act(saved.state, saved.state.turn, Type(text))
        return Refusal(saved, event.reason, typed=True) if isinstance(event, Refused) else None

    async def result(self, person: Person, attempt_id: str, page: int) -> Told:
        """A page of the result of a finished attempt."""
        return await self._with(
            person, attempt_id, lambda c, who, saved: self._result(c, who, saved, page, paged=True)
        )

    async def retry_missed(self, person: Person, attempt_id: str) -> Told:
        """Practise the items of an attempt that were not fully right."""
        return await self._with(person, attempt_id, self._retry)

    async def stop(self, person: Person) -> Told:
        """Ask what to do with the attempt under way that was played last."""

        def deed(c: Connection, who: Player) -> Any:
            ids = attempts.under_way(c, who.id)
            saved = self.find(c, who, who.focus if who.focus in ids else next(iter(ids), None))
            return StopOrPause(saved) if saved else NothingUnderWay()

        return await self._desk.serve(person, deed)

    async def leave(self, person: Person, attempt_id: str) -> Told:
        """Leave the attempt where it is."""

        def deed(c: Connection, who: Player, saved: Saved) -> Any:
            players.focus_on(c, who.id, None)
            return self._result(c, who, saved) if saved.state.finished else Left(saved)

        return await self._with(person, attempt_id, deed)

    async def finish_now(self, person: Person, attempt_id: str) -> Told:
        """End the attempt; what has no answer counts as skipped."""
        return await self._with(person, attempt_id, self._finish_now)

    async def posted(self, attempt_id: str, turn: int, message_id: int | None) -> None:
        """This message shows the question of this turn; None: it could not be sent."""

        def note(c: Connection) -> None:
            if message_id is None:
                attempts.never_sent(c, attempt_id, turn)
            else:
                attempts.posted(c, attempt_id, turn, message_id)

        await self._desk.db.write(note)

    def find(self, c: Connection, who: Player, attempt_id: str | None) -> Saved | None:
        """Inside a transaction: this person's attempt, if it is theirs."""
        if attempt_id is None:
            return None
        return attempts.find(c, self._desk.snapshots, attempt_id, who.id)

    async def _with(
        self, person: Person, attempt_id: str, deed: Callable[[Connection, Player, Saved], Any]
    ) -> Told:
        def checked(c: Connection, who: Player) -> Any:
            saved = self.find(c, who, attempt_id)
            return deed(c, who, saved) if saved else NotYours()

        return await self._desk.serve(person, checked)

    # The rest happens inside a transaction.

    def _start(self, c: Connection, who: Player, set_id: str) -> Any:
        past = attempts.past(c, who.id, set_id)
        if under_way := self.find(c, who, past.under_way):
            return self._resume(c, who, under_way)
        quiz = self._desk.shelf.sets.get(set_id)
        if quiz is None:
            return NoSuchSet()
        snapshot = self._desk.snapshots.keep(c, quiz, self._desk.clock())
        # Whoever has seen answers revealed in a group would start with an advantage.
        counts = not past.attempts and not rounds.answered_set(c, who.id, set_id)
        return self._begin(c, who, quiz, snapshot, quiz.active, counts=counts)

    def _retry(self, c: Connection, who: Player, saved: Saved) -> Any:
        past = attempts.past(c, who.id, saved.quiz.id)
        if under_way := self.find(c, who, past.under_way):
            return self._resume(c, who, under_way)
        given = saved.state.given
        missed = [
            item
            for index, item in enumerate(saved.state.items)
            if index not in given or attempt.graded(item, given[index]).verdict != "right"
        ]
        if not missed:
            return self._result(c, who, saved)
        return self._begin(c, who, saved.quiz, saved.snapshot, missed, counts=False)

    def _begin(
        self,
        c: Connection,
        who: Player,
        quiz: QuestionSet,
        snapshot: str,
        items: Sequence[Question],
        *,
        counts: bool,
    ) -> Any:
        key = "".join(self._desk.dice.choices(KEY_LETTERS, k=KEY_LENGTH))
        state = attempt.begin(items, self._desk.dice)
        saved = Saved(key, who.id, quiz, snapshot, counts, state, self._desk.clock())
        attempts.add(c, saved)
        self._desk.happened("attempts_begun")
        return self._ask(c, who, saved)

    def _resume(self, c: Connection, who: Player, saved: Saved) -> Any:
        outcome = self._ask(c, who, saved)
        return replace(outcome, resumed=True) if isinstance(outcome, Asking) else outcome

    def _ask(self, c: Connection, who: Player, saved: Saved) -> Any:
        now = self._desk.clock()
        here = saved.state.finished or who.focus == saved.id
        if here and _just_asked(saved, now) and not self._got_lost(saved):
            return self._still_offered(c, who, saved, now) or AlreadyAsked()
        asked = replace(saved, asked_turn=saved.state.turn, asked_at=now, message_id=None)
        attempts.save(c, saved, asked)
        if saved.state.finished:
            return self._result(c, who, asked)
        players.focus_on(c, who.id, saved.id)
        return Asking(asked, self._picture(asked))

    def _still_offered(
        self, c: Connection, who: Player, saved: Saved, now: datetime
    ) -> StillOffered | None:
        """What is asked after a result, where that came to the person and the bot ended then."""
        before = saved.asked_at is not None and saved.asked_at <= self._desk.since
        ask = self._offer(c, who, saved) if before and saved.state.finished else None
        if ask is None:
            return None
        attempts.save(c, saved, replace(saved, asked_at=now))
        return StillOffered(ask)

    def _offer(self, c: Connection, who: Player, saved: Saved) -> Offer | None:
        """Ways to appear on the boards, for whoever has not chosen yet and now stands on one."""
        return offer(c, who, self._desk.dice) if saved.counts and not who.shown_as else None

    def _picture(self, saved: Saved) -> Any:
        index = saved.state.current
        item = saved.state.items[index] if index is not None else None
        return self._desk.shelf.picture(saved.quiz.id, item) if item else None

    def _move(self, c: Connection, who: Player, saved: Saved, action: Moving) -> Any:
        if action.turn != saved.state.turn:
            return self._stale(c, who, saved, action.turn)
        move = decoded(saved.state, action)
        if move is None:
            return NotYours()
        moved = attempt.act(saved.state, action.turn, move)
        return self._settle(c, who, saved, action.turn, moved)

    def _settle(
        self, c: Connection, who: Player, before: Saved, turn: int, moved: tuple[Attempt, Event]
    ) -> Any:
        """Keep what a move led to, and say what it was."""
        state, event = moved
        if before.asked_turn != before.state.turn:
            return self._stale(c, who, before, turn)
        match event:
            case Answered(index):
                return self._answered(c, who, before, state, (index,))
            case PutOff(index):
                saved = self._kept(c, before, state)
                return PutOffNow(saved, index, self._ask(c, who, saved))
            case Refused(reason):
                return Refusal(before, reason)
            case Drafted() | attempt.Hinted():
                return Changed(self._kept(c, before, state))
        return self._stale(c, who, before, turn)

    def _kept(
        self, c: Connection, before: Saved, state: Attempt, finished_at: datetime | None = None
    ) -> Saved:
        saved = replace(before, state=state, finished_at=finished_at)
        attempts.save(c, before, saved)
        return saved

    def _stale(self, c: Connection, who: Player, saved: Saved, turn: int) -> Any:
        if answered := _marked(saved, turn):
            return answered
        if saved.state.finished:
            return self._result(c, who, saved)
        if not self._got_lost(saved):
            return OldButton(saved)
        asking, index = self._ask(c, who, saved), saved.state.put_off_in(turn)
        return asking if index is None else PutOffNow(saved, index, asking)

    def _got_lost(self, saved: Saved) -> bool:
        """Whether the question could not be sent, or the bot ended before it knew that it was."""
        if saved.message_id is not None or saved.asked_turn != saved.state.turn:
            return False
        return saved.asked_at is None or saved.asked_at <= self._desk.since

    def _answered(
        self, c: Connection, who: Player, before: Saved, state: Attempt, indexes: Sequence[int]
    ) -> Marked:
        """Answers, sums and the attempt's state change together, or not at all."""
        now = self._desk.clock()
        if state.finished:
            self._desk.happened("attempts_finished")
        saved = self._kept(c, before, state, now if state.finished else None)
        for index in indexes:
            self._count(c, who, saved, index, now)
        return Marked(saved, indexes[-1])

    def _count(self, c: Connection, who: Player, saved: Saved, index: int, now: datetime) -> None:
        today = self._desk.day(now)
        seconds = (now - (saved.asked_at or now)).total_seconds()
        given = saved.state.given[index]
        answer = Answer(index, given, who.language, max(0.0, seconds), now, str(today))
        earned = attempts.add_answer(c, self._desk.snapshots, saved, answer)
        if earned is None:
            return
        self._desk.happened("answers_counted")
        if saved.counts:
            boards.count(c, who.id, saved.quiz.id, periods(today), earned)

    def _finish_now(self, c: Connection, who: Player, saved: Saved) -> Any:
        left = [i for i in range(len(saved.state.items)) if i not in saved.state.given]
        if left:
            saved = self._answered(c, who, saved, attempt.finish(saved.state), left).saved
        shown = self._ask(c, who, saved)
        players.focus_on(c, who.id, None)
        return shown

    def _result(
        self, c: Connection, who: Player, saved: Saved, page: int = 0, *, paged: bool = False
    ) -> Any:
        if not saved.state.finished:
            return OldButton(saved)
        place = boards.own(c, saved.quiz.id, ALL_TIME, who.id) if saved.counts else None
        return Finished(
            saved,
            page,
            place.rank if place and place.shown else None,
            boards.people(c, saved.quiz.id, ALL_TIME),
            self._offer(c, who, saved),
            self._desk.shelf.after(saved.quiz.id),
            saved.quiz.id in self._desk.shelf.sets,
            paged,
        )


def _just_asked(saved: Saved, now: datetime) -> bool:
    if saved.asked_at is None or saved.asked_turn != saved.state.turn:
        return False
    return now - saved.asked_at < (A_MOMENT if saved.message_id else ON_ITS_WAY)


def _marked(saved: Saved, turn: int) -> Marked | None:
    """The item that was answered in this turn, as it was marked then."""
    found = (index for index, given in saved.state.given.items() if given.turn == turn)
    index = next(found, None)
    return None if index is None else Marked(saved, index, again=True)


def decoded(state: Attempt, action: Moving) -> Move | None:
    """The move that an action means: choices are named by their place in the order shown."""
    order = state.orders[state.current] if state.current is not None else ()
    match action:
        case actions.Undo(placed=placed):
            return Back(placed)
        case actions.Submit():
            return Confirm()
    if not 0 <= action.choice < len(order):
        return None
    key = order[action.choice]
    match action:
        case actions.Choose():
            return Pick(key)
        case actions.Toggle(on=on):
            return Switch(key, on)
        case actions.Put(position=position):
            return Place(position, key)
