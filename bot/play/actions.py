"""What a button asks for, as values.

Choices are named by their place in the order shown to this person, never by their key, so that
the data on a button tells nothing about what is right.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Browse:
    """Show the topics, or the sets of one: `topic` is "" or a topic's code."""

    topic: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class Open:
    """Show the card of a set."""

    set_id: str


@dataclass(frozen=True, slots=True)
class Start:
    """Begin an attempt at a set, or go on with the one under way."""

    set_id: str


@dataclass(frozen=True, slots=True)
class Resume:
    """Go on with an attempt where it is."""

    attempt: str


@dataclass(frozen=True, slots=True)
class Choose:
    """Answer with the choice at this place."""

    attempt: str
    turn: int
    choice: int


@dataclass(frozen=True, slots=True)
class Toggle:
    """Have the choice at this place chosen, or not."""

    attempt: str
    turn: int
    choice: int
    on: bool


@dataclass(frozen=True, slots=True)
class Put:
    """Have the choice at this place in this position."""

    attempt: str
    turn: int
    position: int
    choice: int


@dataclass(frozen=True, slots=True)
class Undo:
    """Have only so many placed."""

    attempt: str
    turn: int
    placed: int


@dataclass(frozen=True, slots=True)
class Submit:
    """Answer with what is chosen."""

    attempt: str
    turn: int


@dataclass(frozen=True, slots=True)
class Hint:
    attempt: str
    turn: int


@dataclass(frozen=True, slots=True)
class Skip:
    attempt: str
    turn: int


@dataclass(frozen=True, slots=True)
class Next:
    """Show the question of this turn, or the result where there is none left."""

    attempt: str
    turn: int


@dataclass(frozen=True, slots=True)
class Result:
    """Show a page of a finished attempt's result."""

    attempt: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class RetryMissed:
    """Practise what this attempt got wrong."""

    attempt: str


@dataclass(frozen=True, slots=True)
class Leave:
    """Leave the attempt for later."""

    attempt: str


@dataclass(frozen=True, slots=True)
class FinishNow:
    """End the attempt; the rest counts as skipped."""

    attempt: str


@dataclass(frozen=True, slots=True)
class Report:
    """Something is wrong with the item at this position of the attempt."""

    attempt: str
    position: int


@dataclass(frozen=True, slots=True)
class NoMore:
    """Nothing to add to the report."""


@dataclass(frozen=True, slots=True)
class Board:
    """Show a leaderboard: `set_id` "" is all sets, `period` is `all`, `month` or `week`."""

    set_id: str = ""
    period: str = "all"
    page: int = 0


@dataclass(frozen=True, slots=True)
class Settings:
    """Show the settings."""


@dataclass(frozen=True, slots=True)
class Speak:
    """Use this language from now on."""

    language: str


@dataclass(frozen=True, slots=True)
class Hurry:
    """In groups, be hurried as the group likes, or not."""

    on: bool


@dataclass(frozen=True, slots=True)
class OfferAppearance:
    """Ask how to appear on leaderboards."""


@dataclass(frozen=True, slots=True)
class Appear:
    """Appear on leaderboards as `name`, `alias` or `hidden`."""

    shown_as: str


@dataclass(frozen=True, slots=True)
class Forget:
    """Delete everything, or leave it all."""

    sure: bool


Action = (
    Browse
    | Open
    | Start
    | Resume
    | Choose
    | Toggle
    | Put
    | Undo
    | Submit
    | Hint
    | Skip
    | Next
    | Result
    | RetryMissed
    | Leave
    | FinishNow
    | Report
    | NoMore
    | Board
    | Settings
    | Speak
    | Hurry
    | OfferAppearance
    | Appear
    | Forget
)
