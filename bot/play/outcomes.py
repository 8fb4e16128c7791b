"""What came of it, as values: all that the screens need to know."""

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from bot.quiz.frozen import frozen
from bot.quiz.question import Question, QuestionSet
from bot.quiz.scoring import Score
from bot.store.attempts import Saved
from bot.store.boards import Page
from bot.store.players import Player


@frozen
class Told:
    """An outcome for a person, and the language it is told in."""

    language: str
    outcome: Any


@frozen
class Welcome:
    """Somebody said hello; `new` where the bot had never met them."""

    new: bool


@frozen
class Topics:
    """Topics as (code, name, number of sets); `under_way` is the attempt to go on with."""

    topics: tuple[tuple[str, str, int], ...]
    page: int
    pages: int
    under_way: Saved | None = None


@frozen
class Sets:
    """The sets of a topic, each with the person's best share; `up` where there are more topics."""

    topic: str
    name: str
    sets: tuple[tuple[QuestionSet, Fraction | None], ...]
    page: int
    pages: int
    up: bool
    under_way: Saved | None = None


@frozen
class NothingToPlay:
    """No set is served at the moment."""


@frozen
class NoSuchSet:
    """The set meant is not served, or not any more."""


@frozen
class Card:
    """A set, before playing. `practice`: the next attempt no longer counts.

    `revealed`: because answers of it have been seen in a group.
    """

    quiz: QuestionSet
    minutes: int
    best: Fraction | None
    under_way: Saved | None
    practice: bool
    topic: str
    revealed: bool = False


@frozen
class Asking:
    """Put the current question to the person. `media` is the picture that goes above it."""

    saved: Saved
    media: Path | None = None
    resumed: bool = False


@frozen
class AlreadyAsked:
    """The question was put to the person a moment ago: it stands below."""


@frozen
class Changed:
    """What is chosen so far, or the hint, changed: the question is drawn again in place."""

    saved: Saved


@frozen
class Refusal:
    """The move could not be made; `reason` as in `bot.quiz.moves.Refused`."""

    saved: Saved
    reason: str
    typed: bool = False


@frozen
class Marked:
    """The item at `index` is answered. `again`: it was before, and nothing changed."""

    saved: Saved
    index: int
    again: bool = False
    typed: bool = False


@frozen
class PutOffNow:
    """The item at `index` comes back at the end; `asking` is the next."""

    saved: Saved
    index: int
    asking: Asking


@frozen
class OldButton:
    """A button of an earlier turn that was put off; the way on is through `saved`."""

    saved: Saved


@frozen
class NotYours:
    """The button belongs to no attempt of this person: another's, forgotten or made up."""


@frozen
class Finished:
    """An attempt at its end. `rank` of `people` on the set's board, where the person has one.

    `ask` where the person has not chosen yet how to appear on boards; `after` is the next set;
    `served` while the set itself can still be played; `paged` where the result is being leafed
    through.
    """

    saved: Saved
    page: int
    rank: int | None
    people: int
    ask: "Offer | None"
    after: QuestionSet | None
    served: bool
    paged: bool


@frozen
class StopOrPause:
    """Leave it for later, or finish now?"""

    saved: Saved


@frozen
class Left:
    """The attempt waits where it is."""

    saved: Saved


@frozen
class NothingUnderWay:
    """There is no attempt to stop."""


@frozen
class Offer:
    """How to appear on boards: by name, by this alias, or hidden."""

    player: Player
    alias: str


@frozen
class StillOffered:
    """The result was shown; what is asked after it may not have been."""

    ask: Offer


@frozen
class Appearing:
    """The person's choice is kept."""

    player: Player


@frozen
class BoardView:
    """A page of a board. `quiz` is None for all sets; `since` is the first day of the period."""

    set_id: str
    quiz: QuestionSet | None
    period: str
    since: date | None
    page: int
    size: int
    board: Page
    player: Player
    answered: bool


@frozen
class Part:
    """How a person did in one part: a set, or a difficulty."""

    name: str
    quiz: QuestionSet | None
    score: Score
    answers: int


@frozen
class Stats:
    """A person's own figures. `missed`: items and how often they were not fully right."""

    begun: int
    finished: int
    score: Score
    answers: int
    by_set: tuple[Part, ...]
    by_difficulty: tuple[Part, ...]
    streak: int
    missed: tuple[tuple[Question, int], ...]


@frozen
class SettingsView:
    """What can be set, as it is. `languages` are those the bot speaks."""

    player: Player
    changed: bool = False


@frozen
class Reported:
    """The report is kept; the next plain text is added to it."""


@frozen
class ReportThanks:
    """The report is complete. `words` where the person added some."""

    words: bool


@frozen
class UseButtons:
    """Text came where the question in front of the person is answered by buttons."""

    saved: Saved


@frozen
class Pointer:
    """Text came that answers nothing."""


@frozen
class TooFast:
    """More came than a person sends by hand: some of it was dropped."""


@frozen
class Nothing:
    """A repeated update: all was done before."""


@frozen
class MyData:
    """Everything kept about the person, by table."""

    rows: dict[str, Any]


@frozen
class ForgetAsked:
    """Really?"""


@frozen
class Kept:
    """Nothing was deleted."""


@frozen
class Forgotten:
    """Everything about the person is gone."""


@frozen
class Privacy:
    """What is kept, for how long, who sees it."""


@frozen
class Help:
    """What can be done here."""


@frozen
class PrivateOnly:
    """This is answered in the private chat; `payload` of the link that leads there."""

    payload: str
