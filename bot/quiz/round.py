"""One group's way through a set, played by everybody at once: its phases and when they end.

Who joined and who answered what are rows, not state: a round stays the same size however many
play. Their numbers are passed in where they matter, and so is the time.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Literal

from bot.quiz.attempt import Order
from bot.quiz.frozen import frozen
from bot.quiz.question import Question

Phase = Literal["lobby", "asking", "revealed", "paused", "over"]

UNSEEN = timedelta(minutes=2)  # an item may be on its way before its time runs all the same
QUIET = timedelta(seconds=3)  # after everybody has answered, for second thoughts
READING = timedelta(seconds=8)  # at least, before the next question comes by itself
SIGNS_A_SECOND = 15  # of an explanation read by somebody who is not in a hurry
SILENT_QUESTIONS = 2  # in a row, before the round pauses and asks
PATIENCE = timedelta(minutes=15)  # with a round that nobody goes on with
BONUS_SHARE = Fraction(1, 2)  # of the points earned, for an answer in no time at all


@frozen
class Rules:
    """What was agreed before the round. `seconds` None: no limit; `by_hand`: Next is tapped.

    `unhurried`: somebody plays who must not be hurried: double time, no bonus.
    """

    seconds: int | None = None
    by_hand: bool = True
    bonus: bool = False
    unhurried: bool = False

    @property
    def limit(self) -> timedelta | None:
        """How long a question stays open."""
        if self.seconds is None:
            return None
        return timedelta(seconds=self.seconds * (2 if self.unhurried else 1))

    @property
    def pays_bonus(self) -> bool:
        return self.bonus and self.seconds is not None and not self.unhurried


@frozen
class Round:
    """`position` is the item asked or revealed last (-1: none yet); times are those of `phase`.

    `closes_at` and `next_at` are deadlines where there are any, `since` is when the phase began,
    `silent` counts the questions in a row that nobody answered.
    """

    items: tuple[Question, ...]
    orders: tuple[Order, ...]
    rules: Rules
    since: datetime
    phase: Phase = "lobby"
    position: int = -1
    closes_at: datetime | None = None
    next_at: datetime | None = None
    silent: int = 0

    @property
    def last(self) -> bool:
        """Whether no item comes after this one."""
        return self.position + 1 >= len(self.items)


@frozen
class Turnout:
    """How many joined, how many of them have answered, and when the last answer came."""

    joined: int
    answered: int
    last_at: datetime | None = None


def ask_next(state: Round, now: datetime) -> Round:
    """Open the next item, or end where there is none; its time runs from when it is `shown`."""
    if state.last:
        return end(state, now)
    limit = state.rules.limit
    return replace(
        state,
        phase="asking",
        position=state.position + 1,
        since=now,
        closes_at=now + limit + UNSEEN if limit else None,
        next_at=None,
    )


def shown(state: Round, now: datetime) -> Round:
    """The open item stands in the chat: its time runs from now on."""
    limit = state.rules.limit
    return replace(state, since=now, closes_at=now + limit if limit else None)


def close(state: Round, now: datetime, answered: int) -> Round:
    """Reveal the open item; after two in a row that nobody answered, pause instead."""
    silent = 0 if answered else state.silent + 1
    if silent >= SILENT_QUESTIONS:
        return replace(pause(state, now), silent=0)
    item = state.items[state.position]
    next_at = None if state.rules.by_hand else now + reading_time(item)
    return replace(
        state, phase="revealed", since=now, closes_at=None, next_at=next_at, silent=silent
    )


def pause(state: Round, now: datetime) -> Round:
    """Wait until somebody resumes; an open item is closed."""
    return replace(state, phase="paused", since=now, closes_at=None, next_at=None)


def end(state: Round, now: datetime) -> Round:
    """No more items."""
    return replace(state, phase="over", since=now, closes_at=None, next_at=None)


def begins_at(state: Round, at: datetime) -> Round:
    """The lobby, if anybody is in it, begins by itself at this time."""
    return replace(state, next_at=at)


def due(state: Round, turnout: Turnout, now: datetime) -> Literal["close", "next", "end"] | None:
    """What the clock asks for now, if anything."""
    at = wakes_at(state, turnout)
    if at is None or now < at:
        return None
    if state.phase == "asking" and now - state.since < PATIENCE:
        return "close"
    if state.next_at is not None and state.next_at <= now:
        return "next" if state.phase == "revealed" or turnout.joined else "end"
    return "close" if state.phase == "asking" and turnout.answered else "end"


def wakes_at(state: Round, turnout: Turnout) -> datetime | None:
    """When the clock next asks for something; None once the round is over."""
    if state.phase == "over":
        return None
    ends = [state.since + PATIENCE]
    if state.phase == "asking":
        ends += [state.closes_at] if state.closes_at else []
        if turnout.last_at and turnout.answered >= turnout.joined:
            ends.append(turnout.last_at + QUIET)
    elif state.next_at:
        ends.append(state.next_at)
    return min(ends)


def reading_time(item: Question) -> timedelta:
    """How long a reveal stays before the next item comes by itself."""
    texts = item.explanation.texts.values() if item.explanation else ("",)
    return max(READING, timedelta(seconds=max(map(len, texts)) / SIGNS_A_SECOND))


def bonus(points: int, seconds: float, limit: float) -> int:
    """Thousandths on top of `points` for an answer after `seconds` of `limit`.

    Falls evenly from half of the points to nothing; never more than the half, never negative.
    """
    left = max(Fraction(0), 1 - Fraction(seconds) / Fraction(limit))
    return int(points * BONUS_SHARE * min(left, Fraction(1)))
