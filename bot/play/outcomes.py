"""What came of it, as values: all that the screens need to know."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from bot.quiz.question import Question, QuestionSet
from bot.quiz.scoring import Score
from bot.store.attempts import Saved
from bot.store.boards import Page
from bot.store.players import Player


@dataclass(frozen=True, slots=True)
class Told:
    """An outcome for a person, and the language it is told in."""

    language: str
    outcome: Any


@dataclass(frozen=True, slots=True)
class Welcome:
    """Somebody said hello; `new` where the bot had never met them."""

    new: bool


@dataclass(frozen=True, slots=True)
class Topics:
    """Topics as (code, name, number of sets); `under_way` is the attempt to go on with."""

    topics: tuple[tuple[str, str, int], ...]
    page: int
    pages: int
    under_way: Saved | None = None


@dataclass(frozen=True, slots=True)
class Sets:
    """The sets of a topic, each with the person's best share; `up` where there are more topics."""

    topic: str
    name: str
    sets: tuple[tuple[QuestionSet, Fraction | None], ...]
    page: int
    pages: int
    up: bool
    under_way: Saved | None = None


@dataclass(frozen=True, slots=True)
class NothingToPlay:
    """No set is served at the moment."""


@dataclass(frozen=True, slots=True)
class NoSuchSet:
    """The set meant is not served, or not any more."""


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Asking:
    """Put the current question to the person. `media` is the picture that goes above it."""

    saved: Saved
    media: Path | None = None
    resumed: bool = False


@dataclass(frozen=True, slots=True)
class AlreadyAsked:
    """The question was put to the person a moment ago: it stands below."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What is chosen so far, or the hint, changed: the question is drawn again in place."""

    saved: Saved


@dataclass(frozen=True, slots=True)
class Refusal:
    """The move could not be made; `reason` as in `bot.quiz.moves.Refused`."""

    saved: Saved
    reason: str
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Marked:
    """The item at `index` is answered. `again`: it was before, and nothing changed."""

    saved: Saved
    index: int
    again: bool = False
    typed: bool = False


@dataclass(frozen=True, slots=True)
class PutOffNow:
    """The item at `index` comes back at the end; `asking` is the next."""

    saved: Saved
    index: int
    asking: Asking


@dataclass(frozen=True, slots=True)
class OldButton:
    """A button of an earlier turn that was put off; the way on is through `saved`."""

    saved: Saved


@dataclass(frozen=True, slots=True)
class NotYours:
    """The button belongs to no attempt of this person: another's, forgotten or made up."""


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class StopOrPause:
    """Leave it for later, or finish now?"""

    saved: Saved


@dataclass(frozen=True, slots=True)
class Left:
    """The attempt waits where it is."""

    saved: Saved


@dataclass(frozen=True, slots=True)
class NothingUnderWay:
    """There is no attempt to stop."""


@dataclass(frozen=True, slots=True)
class Offer:
    """How to appear on boards: by name, by this alias, or hidden."""

    player: Player
    alias: str


@dataclass(frozen=True, slots=True)
class StillOffered:
    """The result was shown; what is asked after it may not have been."""

    ask: Offer


@dataclass(frozen=True, slots=True)
class Appearing:
    """The person's choice is kept."""

    player: Player


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Part:
    """How a person did in one part: a set, or a difficulty."""

    name: str
    quiz: QuestionSet | None
    score: Score
    answers: int


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class SettingsView:
    """What can be set, as it is. `languages` are those the bot speaks."""

    player: Player
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Reported:
    """The report is kept; the next plain text is added to it."""


@dataclass(frozen=True, slots=True)
class ReportThanks:
    """The report is complete. `words` where the person added some."""

    words: bool


@dataclass(frozen=True, slots=True)
class UseButtons:
    """Text came where the question in front of the person is answered by buttons."""

    saved: Saved


@dataclass(frozen=True, slots=True)
class Pointer:
    """Text came that answers nothing."""


@dataclass(frozen=True, slots=True)
class TooFast:
    """More came than a person sends by hand: some of it was dropped."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """A repeated update: all was done before."""


@dataclass(frozen=True, slots=True)
class MyData:
    """Everything kept about the person, by table."""

    rows: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ForgetAsked:
    """Really?"""


@dataclass(frozen=True, slots=True)
class Kept:
    """Nothing was deleted."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Everything about the person is gone."""


@dataclass(frozen=True, slots=True)
class Privacy:
    """What is kept, for how long, who sees it."""


@dataclass(frozen=True, slots=True)
class Help:
    """What can be done here."""


@dataclass(frozen=True, slots=True)
class PrivateOnly:
    """This is answered in the private chat; `payload` of the link that leads there."""

    payload: str
