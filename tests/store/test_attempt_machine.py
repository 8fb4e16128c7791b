"""Two people answer, skip, hint, repeat, stop and leave in any order; the store keeps up."""

import asyncio
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from sqlite3 import Connection
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from bot.quiz.attempt import STALE, Answered, Attempt, Event, PutOff, act, finish, hint, skip
from bot.quiz.question import QuestionSet
from bot.quiz.scoring import score
from bot.store import attempts, personal, players
from bot.store.attempts import Saved
from bot.store.database import Database
from tests import strategies
from tests.store import game

Result = TypeVar("Result")
PEOPLE = st.sampled_from([1, 2])
STEPS = st.sampled_from(["act", "act", "act", "skip", "hint"])


class Playing(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "quiz.sqlite3"
        self.loop = asyncio.Runner()
        self.db: Database = self.loop.run(Database.open(self.path))
        self.now = game.NOW
        self.begun = 0
        self.expected: dict[int, Saved] = {}
        self.last: dict[int, Any] = {}

    def teardown(self) -> None:
        self.loop.run(self.db.close())
        self.loop.close()
        self.folder.cleanup()

    def write(self, job: Callable[[Connection], Result]) -> Result:
        return self.loop.run(self.db.write(job))

    def read(self, job: Callable[[Connection], Result]) -> Result:
        return self.loop.run(self.db.read(job))

    def advance(self, person: int, step: Callable[[Attempt], tuple[Attempt, Any]]) -> Event | None:
        """Make the step in the store; it must lead where the pure function leads."""
        saved = self.expected[person]
        wanted, _ = step(saved.state)
        after, event = self.write(lambda c: game.advance(c, saved.id, person, step, self.now))
        assert after.state == wanted
        assert (saved.state.turn < after.state.turn) == (
            event is None or isinstance(event, Answered | PutOff)
        )
        self.expected[person] = after
        return event

    def playing(self, person: int) -> bool:
        return person in self.expected and not self.expected[person].state.finished

    @initialize(quiz=strategies.sets(most=4))
    def open_the_set(self, quiz: QuestionSet) -> None:
        self.quiz = quiz

    @rule(person=PEOPLE, seed=st.integers(0, 99))
    def begin(self, person: int, seed: int) -> None:
        if not self.playing(person):
            self.begun += 1
            id_ = f"a{self.begun}"

            def job(c: Connection) -> Saved:
                game.meet(c, person)
                return game.start(c, person, self.quiz, id_, self.now, seed)

            self.expected[person] = self.write(job)

    @rule(person=PEOPLE, name=STEPS, late=st.integers(0, 5), data=st.data())
    @precondition(lambda self: self.expected)
    def step(self, person: int, name: str, late: int, data: st.DataObject) -> None:
        if person not in self.expected:
            return
        state = self.expected[person].state
        turn = state.turn - (1 if late == 5 else 0)
        if name == "act":
            body = None if state.current is None else state.items[state.current].body
            move = data.draw(strategies.moves(body))
            self.last[person] = lambda before: act(before, turn, move)
        else:
            move_on = {"skip": skip, "hint": hint}[name]
            self.last[person] = lambda before: move_on(before, turn)
        event = self.advance(person, self.last[person])
        assert (event == STALE) == (turn != state.turn or state.finished)

    @rule(person=PEOPLE)
    def deliver_the_last_update_again(self, person: int) -> None:
        if person in self.last and person in self.expected:
            before = self.expected[person].state
            self.advance(person, self.last[person])
            assert self.expected[person].state.given == before.given
            assert self.expected[person].state.put_off == before.put_off

    @rule(person=PEOPLE)
    def stop(self, person: int) -> None:
        if self.playing(person):
            self.advance(person, lambda state: (finish(state), None))
            assert self.expected[person].state.finished

    @rule(person=PEOPLE)
    def choose_to_be_seen(self, person: int) -> None:
        self.write(lambda c: players.choose_appearance(c, person, "name", None))

    @rule(person=PEOPLE)
    def forget(self, person: int) -> None:
        self.write(lambda c: personal.forget(c, person))
        self.expected.pop(person, None)
        self.last.pop(person, None)
        kept = self.read(lambda c: personal.everything(c, person))
        assert not any(kept.values())

    @rule()
    def restart(self) -> None:
        self.loop.run(self.db.close())
        self.db = self.loop.run(Database.open(self.path))

    @rule(days=st.sampled_from([0.01, 1, 6, 20]))
    def wait(self, days: float) -> None:
        self.now += timedelta(days=days)

    @invariant()
    def what_is_kept_is_what_happened(self) -> None:
        for person, wanted in self.expected.items():
            found = self.read(lambda c, w=wanted, p=person: game.load(c, w.id, p))
            assert found == wanted
            # The order of things to order is in their dict, which equality does not see.
            assert repr(found.quiz) == repr(wanted.quiz)
            past = self.read(lambda c, p=person: attempts.past(c, p, self.quiz.id))
            assert past.under_way == (None if wanted.state.finished else wanted.id)

    @invariant()
    def an_item_is_put_off_once(self) -> None:
        for wanted in self.expected.values():
            assert len(set(wanted.state.put_off)) == len(wanted.state.put_off)

    @invariant()
    def points_are_bounded(self) -> None:
        for wanted in self.expected.values():
            earned = score(wanted.state)
            assert 0 <= earned.points <= earned.possible
            kept = self.read(
                lambda c, w=wanted: c.execute(
                    "SELECT points, possible FROM attempts WHERE id = ?", (w.id,)
                ).fetchone()
            )
            assert kept == (earned.points if wanted.state.finished else 0, earned.possible)

    @invariant()
    def boards_are_the_sum_of_the_answers(self) -> None:
        assert self.read(game.sums_on_boards) == self.read(game.sums_of_answers)

    @invariant()
    def each_item_has_at_most_one_answer(self) -> None:
        rows = self.read(
            lambda c: c.execute("SELECT attempt_id, count(*) FROM answers GROUP BY 1").fetchall()
        )
        items = len(self.quiz.questions) if rows else 0
        assert all(count <= items for _, count in rows)


TestPlaying = Playing.TestCase
TestPlaying.settings = settings(
    max_examples=15, stateful_step_count=25, suppress_health_check=list(HealthCheck)
)
