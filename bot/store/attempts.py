"""Attempts and their answers, one row each."""

import json
from collections.abc import Callable
from datetime import datetime
from fractions import Fraction
from functools import lru_cache
from operator import attrgetter
from sqlite3 import Connection
from typing import Any

from bot.quiz.attempt import Attempt, Given, Order, graded
from bot.quiz.frozen import frozen
from bot.quiz.question import QuestionSet
from bot.quiz.scoring import Score, score, scored
from bot.store.snapshots import Snapshots


@frozen
class Saved:
    """An attempt with all that is kept about it.

    `quiz` is the set as it was when the attempt began. `asked_turn` is the last turn whose
    question was put to the person (-1: none yet), `message_id` the message that shows it, once
    Telegram has told.
    """

    id: str
    player_id: int
    quiz: QuestionSet
    snapshot: str
    counts: bool
    state: Attempt
    started_at: datetime
    asked_turn: int = -1
    asked_at: datetime | None = None
    message_id: int | None = None
    finished_at: datetime | None = None


@frozen
class Answer:
    """An answer as it is added: the item's position in its attempt, and when and how it came."""

    position: int
    given: Given
    language: str
    seconds: float
    at: datetime
    day: str


@frozen
class Past:
    """How a person stands with a set."""

    attempts: int
    best: Fraction | None
    under_way: str | None


# All of an attempt in one row: for each further row the busy loop may take its turn.
COLUMNS = """id, player_id, snapshot, counts, questions, orders, put_off, hinted, draft,
    (SELECT group_concat(printf('[%d,%d,%s,%s]', position, hinted, coalesce(turn, 'null'),
        coalesce(response, 'null'))) FROM answers WHERE attempt_id = id),
    asked_turn, asked_at, message_id, started_at, finished_at"""


def add(c: Connection, saved: Saved) -> None:
    """Keep a new attempt."""
    state = saved.state
    c.execute(
        """INSERT INTO attempts
        (id, player_id, set_id, snapshot, counts, questions, orders, started_at, possible)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            saved.id,
            saved.player_id,
            saved.quiz.id,
            saved.snapshot,
            saved.counts,
            json.dumps([item.id for item in state.items]),
            json.dumps(state.orders),
            saved.started_at.isoformat(),
            score(state).possible,
        ),
    )


def find(c: Connection, snapshots: Snapshots, id_: str, player_id: int) -> Saved | None:
    """This person's attempt of this id, if there is one."""
    row = c.execute(
        f"SELECT {COLUMNS} FROM attempts WHERE id = ? AND player_id = ?",  # noqa: S608
        (id_, player_id),
    ).fetchone()
    return _saved(c, snapshots, row) if row else None


def past(c: Connection, player_id: int, set_id: str) -> Past:
    """What the person has done with a set so far."""
    count, under_way = c.execute(
        """SELECT count(*), max(id) FILTER (WHERE finished_at IS NULL)
        FROM attempts WHERE player_id = ? AND set_id = ?""",
        (player_id, set_id),
    ).fetchone()
    # Retrying what was missed is no measure of the whole set.
    shares = c.execute(
        """SELECT points, possible FROM attempts
        WHERE player_id = ? AND set_id = ? AND finished_at IS NOT NULL AND possible =
            (SELECT max(possible) FROM attempts WHERE player_id = ? AND set_id = ?)""",
        (player_id, set_id, player_id, set_id),
    )
    best = max((Fraction(points, possible) for points, possible in shares), default=None)
    return Past(count, best, under_way)


def under_way(c: Connection, player_id: int) -> tuple[str, ...]:
    """The person's unfinished attempts, the one last asked first."""
    rows = c.execute(
        """SELECT id FROM attempts WHERE player_id = ? AND finished_at IS NULL
        ORDER BY asked_at DESC""",
        (player_id,),
    )
    return tuple(row[0] for row in rows)


def none_yet(c: Connection, player_id: int) -> bool:
    """Whether the person has never begun an attempt."""
    return c.execute("SELECT 1 FROM attempts WHERE player_id = ?", (player_id,)).fetchone() is None


def save(c: Connection, before: Saved, saved: Saved) -> None:
    """Keep how far the attempt is, where so far it is kept as it was `before`.

    What it has earned is in its answers, and in its own row once it has ended.
    """
    changed = {
        column: write(now)
        for (column, _, write), now, then in zip(
            MOVING, _moving(saved), _moving(before), strict=True
        )
        if now != then
    }
    if saved.finished_at != before.finished_at:
        changed["points"] = score(saved.state).points
    if changed:
        columns = ", ".join(f"{column} = ?" for column in changed)
        c.execute(f"UPDATE attempts SET {columns} WHERE id = ?", (*changed.values(), saved.id))  # noqa: S608


def posted(c: Connection, id_: str, turn: int, message_id: int) -> None:
    """Telegram has told which message shows the question of this turn."""
    c.execute(
        "UPDATE attempts SET message_id = ? WHERE id = ? AND asked_turn = ?",
        (message_id, id_, turn),
    )


def never_sent(c: Connection, id_: str, turn: int) -> None:
    """The question of this turn could not be sent: it still has to be asked."""
    c.execute(
        """UPDATE attempts SET asked_at = NULL
        WHERE id = ? AND asked_turn = ? AND message_id IS NULL""",
        (id_, turn),
    )


def add_answer(c: Connection, snapshots: Snapshots, saved: Saved, answer: Answer) -> Score | None:
    """Keep an answer; what it earns. None, and nothing changes, where the item has one already."""
    item = saved.state.items[answer.position]
    grade = graded(item, answer.given)
    earned = scored(item, grade)
    added = c.execute(
        """INSERT INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO NOTHING""",
        (
            saved.id,
            answer.position,
            saved.player_id,
            saved.quiz.id,
            item.id,
            snapshots.version_of(c, saved.snapshot, item.id),
            answer.language,
            _written(saved.state.orders[answer.position]),
            None if answer.given.response is None else json.dumps(answer.given.response),
            str(grade.credit),
            earned.points,
            earned.possible,
            answer.given.hinted,
            answer.given.turn,
            answer.seconds,
            saved.counts,
            answer.at.isoformat(),
            answer.day,
        ),
    )
    return earned if added.rowcount else None


def _saved(c: Connection, snapshots: Snapshots, row: tuple[Any, ...]) -> Saved:
    id_, player_id, snapshot, counts, *lists, answers = row[:10]
    asked_turn, asked_at, message_id, started_at, finished_at = row[10:]
    kept = snapshots.get(c, snapshot)
    # All in one go: reading a list costs less than beginning to.
    read = json.loads(f"[{','.join(lists)},[{answers or ''}]]")
    questions, orders, put_off, hinted, draft, given = read
    state = Attempt(
        items=tuple(map(kept.items.__getitem__, questions)),
        orders=tuple(map(tuple, orders)),
        given={position: _given(*answer) for position, *answer in given},
        put_off=tuple(put_off),
        hinted=frozenset(hinted),
        draft=tuple(draft),
    )
    return Saved(
        id_,
        player_id,
        kept.quiz,
        snapshot,
        bool(counts),
        state,
        datetime.fromisoformat(started_at),
        asked_turn,
        _time(asked_at),
        message_id,
        _time(finished_at),
    )


@lru_cache(4096)
def _written(order: Order) -> str:
    return json.dumps(order)


def _given(hinted: int, turn: int | None, response: list[str] | None) -> Given:
    return Given(None if response is None else tuple(response), bool(hinted), turn)


def _text(time: datetime | None) -> str | None:
    return time.isoformat() if time else None


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


# What of an attempt changes as it moves on, beside its answers: the column, the field that is kept
# there, and how it is written.
MOVING: tuple[tuple[str, str, Callable[[Any], Any]], ...] = (
    ("put_off", "state.put_off", json.dumps),
    ("hinted", "state.hinted", lambda hinted: json.dumps(sorted(hinted))),
    ("draft", "state.draft", json.dumps),
    ("asked_turn", "asked_turn", int),
    ("asked_at", "asked_at", _text),
    ("message_id", "message_id", lambda id_: id_),
    ("finished_at", "finished_at", _text),
)
_moving = attrgetter(*(field for _, field, _ in MOVING))
