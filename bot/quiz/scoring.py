"""Points: credit times points, rounded once, kept as whole thousandths."""

from collections.abc import Iterable
from fractions import Fraction

from bot.quiz.attempt import Attempt, graded
from bot.quiz.frozen import frozen
from bot.quiz.kinds.grade import NOTHING, Grade
from bot.quiz.question import Question

MILLI = 1000


def earned(points: int, credit: Fraction) -> int:
    """Thousandths of a point for this credit (0 to 1), halves rounded up."""
    top, bottom = credit.as_integer_ratio()
    return (2 * points * MILLI * top + bottom) // (2 * bottom)


@frozen
class Score:
    """Points earned out of points possible, both in thousandths."""

    points: int
    possible: int

    @property
    def share(self) -> Fraction:
        """From 0 to 1; 0 where nothing could be earned."""
        return Fraction(self.points, self.possible) if self.possible else Fraction(0)


def total(scores: Iterable[Score]) -> Score:
    """All of them together."""
    listed = tuple(scores)
    return Score(sum(s.points for s in listed), sum(s.possible for s in listed))


def score_of(attempt: Attempt, index: int) -> Score:
    """What the item at `index` has earned; unanswered is nothing yet."""
    item, given = attempt.items[index], attempt.given.get(index)
    return scored(item, graded(item, given) if given else NOTHING)


def scored(item: Question, grade: Grade) -> Score:
    """What an item has earned that was graded so."""
    return Score(earned(item.points, grade.credit), item.points * MILLI)


def score(attempt: Attempt) -> Score:
    """What the whole attempt has earned so far, out of all its items."""
    return total(score_of(attempt, index) for index in range(len(attempt.items)))
