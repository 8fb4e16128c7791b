"""What can be wrong with a file, and where."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Literal, Protocol

from bot.content.codes import CODES
from bot.quiz.frozen import frozen

Severity = Literal["error", "warning", "note"]


@frozen
class Problem:
    """One thing wrong in one place; `line` and `column` count from 1, in characters.

    `code` is one of `CODES` and never changes its meaning; `message` says what is wrong in one
    sentence, `hint` what to do about it.
    """

    file: str
    line: int
    column: int
    severity: Severity
    code: str
    message: str
    hint: str


class Spot(Protocol):
    """A place in a file."""

    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


@frozen
class At:
    """A place that is no value's."""

    line: int = 1
    column: int = 1


def at(spot: Spot) -> At:
    """The place without the value that stands there."""
    return At(spot.line, spot.column)


@dataclass(slots=True)
class Log:
    """The problems of one file, as they are found."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def add(
        self, code: str, spot: Spot, message: str, hint: str, allowed: Collection[str] = ()
    ) -> None:
        """Note a problem, as severe as its code is; not a warning that is `allowed`."""
        severity = CODES[code]
        if severity == "warning" and code in allowed:
            return
        self.problems.append(
            Problem(self.file, spot.line, spot.column, severity, code, message, hint)
        )

    def silence(self, since: int, codes: Collection[str]) -> None:
        """Drop the warnings with these codes from the problems after the first `since`."""
        self.problems[since:] = [
            problem
            for problem in self.problems[since:]
            if problem.severity != "warning" or problem.code not in codes
        ]

    @property
    def failed(self) -> bool:
        return any(problem.severity == "error" for problem in self.problems)


def in_order(problems: list[Problem]) -> tuple[Problem, ...]:
    """By place, each said once."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda p: (p.line, p.column)))
