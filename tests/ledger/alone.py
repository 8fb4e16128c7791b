"""Somebody who plays alone: one set after the other, as a reader of the screens would."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from tests.ledger.answering import DOUBLE, Answering, Question
from tests.ledger.chat import Message, data_like, datas, mark_in
from tests.ledger.ledger import Act
from tests.ledger.sets import Quiz
from tests.ledger.stage import Somebody, Stage, Stuck

SKIP = 0.08  # how often a question is put off
STALE = 0.1  # how often a button is tapped that has done its duty
PRACTISE = 0.2
ELDER = 0.5  # of twins, how often the older is taken


class Soloist(Somebody):
    """Plays sets until it is over. `thinks` is for how many seconds at most."""

    def __init__(self, stage: Stage, number: int, sets: Sequence[Quiz], thinks: float) -> None:
        super().__init__(stage, number)
        self._thinks = thinks
        self._left = self.dice.sample(sets, len(sets))
        self._sets = sets
        self._known: set[str] = set()  # attempts
        self._first = 0  # the message with the first question of the attempt being played

    async def plays(self) -> None:
        await self.goes_on(self.plays_one)

    async def plays_one(self) -> None:
        quiz = self._left.pop() if self._left else self.dice.choice(self._sets)
        attempt = await self._begins(quiz)
        await self._plays_through(quiz, attempt)
        if self.stage.over or not self.perhaps(PRACTISE):
            return
        if missed := self.button(f"1y:{attempt}"):
            self.taps(missed[0], missed[1][0])
            await self._plays_through(quiz, await self._asked_anew())

    async def _begins(self, quiz: Quiz) -> str:
        """Open a set and begin; which attempt it is."""
        mine = self.writes(f"/start set-{quiz.id}")
        pattern = f"1s:{quiz.id}|1r:([a-z0-9]+)"
        card, found = await self.sees("the card", lambda: self.button(pattern, after=mine))
        if found[1]:  # an attempt in which somebody got stuck
            self._known.discard(found[1])
        await self.pauses(self._thinks)
        self._taps(card, found[0])
        return await self._asked_anew()

    async def _asked_anew(self) -> str:
        def anew() -> tuple[Message, str] | None:
            found = self.button("1k:([a-z0-9]+):([0-9]+)")
            return (found[0], found[1][1]) if found and found[1][1] not in self._known else None

        message, attempt = await self.sees("the first question", anew)
        self._first = message["message_id"]
        self._known.add(attempt)
        return str(attempt)

    async def _plays_through(self, quiz: Quiz, attempt: str) -> None:
        turn = -1
        while question := await self._next_question(quiz, attempt, turn):
            turn = await self._answers_one(attempt, question)
        self.stage.ledger.results[self.id] += 1
        if offer := self.button("1i:name"):
            self.taps(offer[0], offer[1][0])

    async def _next_question(self, quiz: Quiz, attempt: str, before: int) -> Message | None:
        """The question of a turn after this one; None once the result is there."""

        def there() -> Any:
            return self._question(attempt, before) or self._result(quiz, attempt)

        found = await self.sees(f"the question after turn {before} of {attempt}", there)
        return None if found == "result" else found

    def _question(self, attempt: str, before: int) -> Message | None:
        def fits(message: Message) -> Message | None:
            found = data_like(message, f"1k:{attempt}:([0-9]+)")
            return message if found and int(found[1]) > before else None

        return self.newest(fits)

    def _result(self, quiz: Quiz, attempt: str) -> str | None:
        """The result comes below everything that the attempt has shown.

        Above its first question stands the set's card, which has the same button for the board.
        """

        def last(message: Message) -> str | None:
            listed = datas(message)
            if any(data.startswith((f"1k:{attempt}", f"1n:{attempt}")) for data in listed):
                return "playing"
            return "result" if f"1d:{quiz.id}:all:0" in listed else None

        return "result" if self.newest(last, after=self._first) == "result" else None

    async def _answers_one(self, attempt: str, message: Message) -> int:
        """Answer a question or put it off, and go on; which turn it was."""
        found = data_like(message, f"1k:{attempt}:([0-9]+)")
        mark = mark_in(message)
        assert found, message
        assert mark, message
        turn, item = int(found[1]), self.stage.items[mark]
        note = partial(self.stage.ledger.alone, attempt, turn)
        await self.pauses(self._thinks)
        message = self._twin(message, found[0])
        if self.perhaps(SKIP):
            note(Act(self.id, item, "skip"))
            self.taps(message, found[0])
        else:
            await Answering(self, Question(item, attempt, turn), note).answers(message)
        await self._goes_to_the_next(attempt, turn, lambda: note(Act(self.id, item, "skip")))
        return turn

    def _twin(self, message: Message, data: str) -> Message:
        """The question, or the older message that asks the same."""
        alike = [m for m in self.messages(self.id).values() if data in datas(m)]
        return alike[0] if self.perhaps(ELDER) else message

    async def _goes_to_the_next(self, attempt: str, turn: int, skips: Callable[[], None]) -> None:
        """Wait for the mark and tap on; after a skip the next question comes by itself."""

        def there() -> Any:
            return self._next_button(attempt, turn) or self._question(attempt, turn)

        found = await self.sees(f"the mark of turn {turn} of {attempt}", there)
        if isinstance(found, tuple):
            message, data = found
            await self.pauses(self._thinks)
            if self.perhaps(STALE):
                skips()
                self.taps(message, f"1k:{attempt}:{turn}")
            self._taps(message, data)

    def _next_button(self, attempt: str, turn: int) -> tuple[Message, str] | None:
        def fits(message: Message) -> Any:
            found = data_like(message, f"1n:{attempt}:([0-9]+)")
            return (message, found[0]) if found and int(found[1]) > turn else None

        return self.newest(fits)

    def _taps(self, message: Message, data: str) -> None:
        for _ in range(1 + self.perhaps(DOUBLE)):
            self.taps(message, data)


class Passage:
    """Where ever new people come, one after the other: each plays one set and leaves."""

    def __init__(self, stage: Stage, number: int, sets: Sequence[Quiz], thinks: float) -> None:
        self._stage = stage
        self._number = number
        self._sets = sets
        self._thinks = thinks

    async def plays(self) -> None:
        passed = 0
        while not self._stage.over:
            passed += 1
            number = self._stage.joins(f"Passer{self._number}-{passed}")
            try:
                await Soloist(self._stage, number, self._sets, self._thinks).plays_one()
            except Stuck as why:
                self._stage.ledger.stuck.append(str(why))
