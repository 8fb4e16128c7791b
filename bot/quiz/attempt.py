"""One person's way through a set: a state and what moves it on.

Every function takes a state and returns the next one with what happened; nothing is changed in
place. An item is in front of the person for one *turn*: a turn ends when the item is answered or
put off. A button names its turn, so that whatever is tapped later is known to be stale.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace
from random import Random

from bot.quiz.frozen import frozen
from bot.quiz.kinds import kind_of
from bot.quiz.kinds.grade import NOTHING, Grade
from bot.quiz.moves import Draft, Drafted, Final, Move, Refused, Response
from bot.quiz.question import Question

# The order in which the choices of one item are shown, as their keys.
Order = tuple[str, ...]


@frozen
class Given:
    """What was answered, in which turn; what that earns is for `graded` to say.

    `response` is None where the item was skipped for good, `turn` where it never had one again.
    """

    response: Response | None
    hinted: bool = False
    turn: int | None = None


@frozen
class Attempt:
    """`items` and `orders` never change; `put_off` are skipped once, in the order of skipping."""

    items: tuple[Question, ...]
    orders: tuple[Order, ...]
    given: Mapping[int, Given] = field(default_factory=dict)
    put_off: tuple[int, ...] = ()
    hinted: frozenset[int] = frozenset()
    draft: Draft = ()

    @property
    def turn(self) -> int:
        """How many turns have ended; it only ever grows."""
        return len(self.given) + len(self.put_off)

    def put_off_in(self, turn: int) -> int | None:
        """The item that was put off in this turn; None where it was answered, or has yet to end."""
        answered = {given.turn for given in self.given.values()}
        others = [each for each in range(self.turn) if each not in answered]
        return dict(zip(others, self.put_off, strict=False)).get(turn)

    @property
    def current(self) -> int | None:
        """The item in front of the person: the fresh ones first, then those put off."""
        for index in range(len(self.items)):
            if index not in self.given and index not in self.put_off:
                return index
        return next((index for index in self.put_off if index not in self.given), None)

    @property
    def finished(self) -> bool:
        return len(self.given) == len(self.items)


@frozen
class Answered:
    """The item at `index` has its answer, or was skipped for the second time."""

    index: int
    given: Given


@frozen
class PutOff:
    """The item at `index` comes back once, at the end."""

    index: int


@frozen
class Hinted:
    """The hint is shown; the mark stays as it would have been."""

    index: int


@frozen
class Stale:
    """The turn meant is not the current one; nothing changed."""


Event = Answered | PutOff | Hinted | Drafted | Refused | Stale
STALE = Stale()


def begin(items: Sequence[Question], dice: Random) -> Attempt:
    """A fresh attempt at these items, each with its choices in the order to show."""
    return Attempt(tuple(items), tuple(shown_order(item, dice) for item in items))


def shown_order(item: Question, dice: Random) -> Order:
    """The editor's order, shuffled where the item allows it and its order carries no meaning.

    Things to put in order are never shown in the right order, which would give them away.
    """
    keys = list(kind_of(item.body).choices(item.body))
    if item.body.type in ("ordering", "matching"):
        return _unlike(tuple(keys), dice)
    if item.shuffle and item.body.type != "true_false":
        dice.shuffle(keys)
    return tuple(keys)


def _unlike(keys: Order, dice: Random) -> Order:
    shuffled = list(keys)
    while tuple(shuffled) == keys and len(keys) > 1:
        dice.shuffle(shuffled)
    return tuple(shuffled)


def act(attempt: Attempt, turn: int, move: Move) -> tuple[Attempt, Event]:
    """Make a move with the item of this turn."""
    return _in_turn(attempt, turn, lambda index: _act(attempt, index, move))


def skip(attempt: Attempt, turn: int) -> tuple[Attempt, Event]:
    """Put the item off; the second time it scores nothing."""
    return _in_turn(attempt, turn, lambda index: _skip(attempt, index))


def hint(attempt: Attempt, turn: int) -> tuple[Attempt, Event]:
    """Show the hint of the item. It is free, and it is marked."""
    return _in_turn(
        attempt,
        turn,
        lambda index: (replace(attempt, hinted=attempt.hinted | {index}), Hinted(index)),
    )


def finish(attempt: Attempt) -> Attempt:
    """End the attempt now: whatever has no answer counts as skipped."""
    unanswered = (i for i in range(len(attempt.items)) if i not in attempt.given)
    skipped = {i: _skipped(attempt, i) for i in unanswered}
    return replace(attempt, given={**attempt.given, **skipped}, draft=())


def graded(item: Question, given: Given) -> Grade:
    """What an answer to the item earns."""
    if given.response is None:
        return NOTHING
    return kind_of(item.body).grade(item.body, given.response)


def _in_turn(
    attempt: Attempt, turn: int, step: Callable[[int], tuple[Attempt, Event]]
) -> tuple[Attempt, Event]:
    index = attempt.current
    if index is None or turn != attempt.turn:
        return attempt, STALE
    return step(index)


def _act(attempt: Attempt, index: int, move: Move) -> tuple[Attempt, Event]:
    body = attempt.items[index].body
    effect = kind_of(body).play(body, attempt.draft, move)
    match effect:
        case Drafted(draft):
            return replace(attempt, draft=draft), effect
        case Final(response):
            hinted = index in attempt.hinted
            return _answer(attempt, index, Given(response, hinted, attempt.turn))
    return attempt, effect


def _skip(attempt: Attempt, index: int) -> tuple[Attempt, Event]:
    if index in attempt.put_off:
        skipped = replace(_skipped(attempt, index), turn=attempt.turn)
        return _answer(attempt, index, skipped)
    return replace(attempt, put_off=(*attempt.put_off, index), draft=()), PutOff(index)


def _skipped(attempt: Attempt, index: int) -> Given:
    return Given(None, index in attempt.hinted)


def _answer(attempt: Attempt, index: int, given: Given) -> tuple[Attempt, Event]:
    answered = replace(attempt, given={**attempt.given, index: given}, draft=())
    return answered, Answered(index, given)
