"""What a button asks for, as values.

Choices are named by their place in the order shown to this person, never by their key, so that
the data on a button tells nothing about what is right.
"""

from bot.quiz.frozen import frozen


@frozen
class Browse:
    """Show the topics, or the sets of one: `topic` is "" or a topic's code."""

    topic: str = ""
    page: int = 0


@frozen
class Open:
    """Show the card of a set."""

    set_id: str


@frozen
class Start:
    """Begin an attempt at a set, or go on with the one under way."""

    set_id: str


@frozen
class Resume:
    """Go on with an attempt where it is."""

    attempt: str


@frozen
class Choose:
    """Answer with the choice at this place."""

    attempt: str
    turn: int
    choice: int


@frozen
class Toggle:
    """Have the choice at this place chosen, or not."""

    attempt: str
    turn: int
    choice: int
    on: bool


@frozen
class Put:
    """Have the choice at this place in this position."""

    attempt: str
    turn: int
    position: int
    choice: int


@frozen
class Undo:
    """Have only so many placed."""

    attempt: str
    turn: int
    placed: int


@frozen
class Submit:
    """Answer with what is chosen."""

    attempt: str
    turn: int


@frozen
class Hint:
    attempt: str
    turn: int


@frozen
class Skip:
    attempt: str
    turn: int


@frozen
class Next:
    """Show the question of this turn, or the result where there is none left."""

    attempt: str
    turn: int


@frozen
class Result:
    """Show a page of a finished attempt's result."""

    attempt: str
    page: int = 0


@frozen
class RetryMissed:
    """Practise what this attempt got wrong."""

    attempt: str


@frozen
class Leave:
    """Leave the attempt for later."""

    attempt: str


@frozen
class FinishNow:
    """End the attempt; the rest counts as skipped."""

    attempt: str


@frozen
class Report:
    """Something is wrong with the item at this position of the attempt."""

    attempt: str
    position: int


@frozen
class NoMore:
    """Nothing to add to the report."""


@frozen
class Board:
    """Show a leaderboard: `set_id` "" is all sets, `period` is `all`, `month` or `week`."""

    set_id: str = ""
    period: str = "all"
    page: int = 0


@frozen
class Settings:
    """Show the settings."""


@frozen
class Speak:
    """Use this language from now on."""

    language: str


@frozen
class Hurry:
    """In groups, be hurried as the group likes, or not."""

    on: bool


@frozen
class OfferAppearance:
    """Ask how to appear on leaderboards."""


@frozen
class Appear:
    """Appear on leaderboards as `name`, `alias` or `hidden`."""

    shown_as: str


@frozen
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
