"""Rounds straight on the store: groups, who is in them, and what they answered."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from sqlite3 import Connection
from typing import Any

from bot.quiz.attempt import shown_order
from bot.quiz.question import QuestionSet
from bot.quiz.round import Round, Rules, Turnout, ask_next, shown
from bot.store import groups, rounds
from bot.store.rounds import Answer, Earned, SavedRound
from bot.store.snapshots import Snapshots
from tests.builders import a_set, multiple, single, true_false
from tests.store import game

GROUP = -100_500
QUIZ = a_set(single("one"), multiple("two"), true_false("three"), id_="tides")
NOW = game.NOW


def found(c: Connection, chat_id: int = GROUP, title: str = "3B", now: datetime = NOW) -> None:
    groups.seen(c, chat_id, title, "it", now)


def lobby(quiz: QuestionSet = QUIZ, rules: Rules | None = None) -> Round:
    orders = tuple(shown_order(item, Random(3)) for item in quiz.questions)
    return Round(quiz.questions, orders, rules or Rules(), NOW)


def opened(c: Connection, id_: str = "r1", chat_id: int = GROUP, **more: Any) -> SavedRound:
    """A new round's lobby, in a group that is known from now on."""
    found(c, chat_id)
    quiz = more.pop("quiz", QUIZ)
    fields: dict[str, Any] = {
        "thread_id": 0,
        "starter": 1,
        "language": "it",
        "polls": False,
        "teams": 0,
        "turnout": Turnout(0, 0),
        "state": lobby(quiz),
        **more,
    }
    snapshot = Snapshots().keep(c, quiz, NOW)
    saved = SavedRound(id_, chat_id, quiz=quiz, snapshot=snapshot, **fields)
    rounds.add(c, saved)
    return saved


def load(c: Connection, id_: str = "r1") -> SavedRound:
    """The round as a process just started finds it."""
    saved = rounds.find(c, Snapshots(), id_)
    assert saved is not None
    return saved


def asked(c: Connection, id_: str = "r1", **more: Any) -> SavedRound:
    """The same round with its next item open, and shown."""
    saved = load(c, id_)
    turnout = replace(saved.turnout, answered=0, last_at=None)
    saved = replace(saved, state=shown(ask_next(saved.state, NOW), NOW), turnout=turnout, **more)
    rounds.save(c, saved)
    return saved


def joins(c: Connection, *people: int, id_: str = "r1", team: int = 0) -> None:
    for person in people:
        game.meet(c, person, f"P{person}")
        if rounds.join(c, id_, person, team, NOW + timedelta(seconds=person)):
            saved = load(c, id_)
            turnout = replace(saved.turnout, joined=saved.turnout.joined + 1)
            rounds.save(c, replace(saved, turnout=turnout))


def answers(c: Connection, person: int, *keys: str, tap: str = "t", id_: str = "r1") -> int | None:
    """Somebody who is in the round answers its open item."""
    saved = load(c, id_)
    more = rounds.answer(c, saved, Answer(person, keys, 2.5), NOW, tap)
    turnout = replace(saved.turnout, answered=saved.turnout.answered + (more or 0), last_at=NOW)
    rounds.save(c, replace(saved, turnout=turnout))
    return more


def earns(c: Connection, person: int, position: int, earned: Earned, *, id_: str = "r1") -> None:
    """Somebody's answer to an item, and what it earned, whatever they chose."""
    saved = load(c, id_)
    there = replace(saved, state=replace(saved.state, position=position))
    rounds.answer(c, there, Answer(person, ("a",), 2.5), NOW, f"t{position}")
    rounds.settle(c, id_, position, person, earned)
