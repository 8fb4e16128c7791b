"""What an answer earned."""

from fractions import Fraction

from bot.quiz.frozen import frozen

RIGHT = Fraction(1)
WRONG = Fraction(0)


@frozen
class Grade:
    """Credit from 0 to 1, and how it came about where it was counted.

    `right` and `wrong` count the parts (options, pairs, neighbours) that were right and wrong,
    `parts` how many there were to get right; all three are 0 where nothing was counted.
    """

    credit: Fraction
    right: int = 0
    wrong: int = 0
    parts: int = 0

    @property
    def verdict(self) -> str:
        """`right`, `partly` or `wrong`."""
        if self.credit == RIGHT:
            return "right"
        return "partly" if self.credit else "wrong"


# What is not counted in parts has one of these.
ALL, NOTHING = Grade(RIGHT), Grade(WRONG)


def whole(right: bool) -> Grade:
    """Full credit or none."""
    return ALL if right else NOTHING
