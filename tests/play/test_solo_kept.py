"""What comes of a tap is what is on disk afterwards, whatever was tapped before."""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from bot.play import actions
from bot.play.outcomes import PutOffNow, Told
from bot.play.solo import Solo
from bot.quiz.question import QuestionSet
from bot.quiz.scoring import score
from bot.store import attempts
from bot.store.snapshots import Snapshots
from tests.builders import a_set, multiple, ordering, single
from tests.play.conftest import ANNA, Evening


@pytest.fixture
def quiz() -> QuestionSet:
    return a_set(single("q1"), multiple("q2"), ordering("q3"), single("q4"))


@dataclass
class Sitting:
    """Anna at one attempt, who taps whatever comes to her."""

    evening: Evening
    solo: Solo
    dice: Random
    attempt: str
    turn: int = 0
    came: Counter[str] = field(default_factory=Counter)

    async def tap(self) -> None:
        deed = self.dice.choice([self.move, self.move, self.move, self.next, self.skip, self.hint])
        self.evening.now += timedelta(seconds=self.dice.choice([1, 20]))
        await self.compare(await deed())
        if self.dice.randrange(2):
            await self.solo.posted(self.attempt, self.turn, self.dice.randrange(1, 1000))

    def move(self) -> Awaitable[Told]:
        place, other = self.dice.randrange(3), self.dice.randrange(3)
        made: Callable[..., Any] = self.dice.choice(
            [actions.Choose, actions.Toggle, actions.Put, actions.Undo, actions.Submit]
        )
        more = {
            actions.Choose: (place,),
            actions.Toggle: (place, bool(other)),
            actions.Put: (place, other),
            actions.Undo: (place,),
            actions.Submit: (),
        }
        return self.solo.move(ANNA, made(self.attempt, self.turn, *more[made]))

    def next(self) -> Awaitable[Told]:
        return self.solo.next(ANNA, self.attempt, self.turn)

    def skip(self) -> Awaitable[Told]:
        return self.solo.skip(ANNA, self.attempt, self.turn)

    def hint(self) -> Awaitable[Told]:
        return self.solo.hint(ANNA, self.attempt, self.turn)

    async def compare(self, told: Told) -> None:
        """The attempt as a new process finds it is the one that Anna is told of."""
        outcome = told.outcome
        self.came[type(outcome).__name__] += 1
        shown = outcome.asking if isinstance(outcome, PutOffNow) else outcome
        kept, points = await self.evening.desk.db.read(
            lambda c: (
                attempts.find(c, Snapshots(), self.attempt, ANNA.id),
                c.execute("SELECT points FROM attempts WHERE id = ?", (self.attempt,)).fetchone(),
            )
        )
        assert kept is not None
        assert getattr(shown, "saved", kept) == kept
        assert points == (score(kept.state).points if kept.state.finished else 0,)
        self.turn = kept.state.turn


async def test_what_is_told_is_what_is_kept(evening: Evening) -> None:
    came: Counter[str] = Counter()
    for seed in range(12):
        solo, dice = Solo(evening.desk), Random(seed)
        told = await solo.start(ANNA, "tides")
        sitting = Sitting(evening, solo, dice, told.outcome.saved.id)
        await sitting.compare(told)
        for _ in range(25):
            await sitting.tap()
        await sitting.compare(await solo.finish_now(ANNA, sitting.attempt))
        came += sitting.came
    # Or else nothing was tried.
    assert {"Asking", "Marked", "PutOffNow", "Changed", "Refusal", "Finished"} <= came.keys(), came
