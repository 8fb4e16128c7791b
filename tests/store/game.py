"""People at play straight on the store, and what their raw answers add up to."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random
from sqlite3 import Connection
from typing import Any

from bot.quiz.attempt import Attempt, Event, act, begin
from bot.quiz.calendar import periods
from bot.quiz.moves import Pick
from bot.quiz.question import QuestionSet
from bot.quiz.round import Round, Rules, Turnout
from bot.quiz.scoring import Score
from bot.store import attempts, boards, groups, players, rounds, standings
from bot.store.attempts import Answer, Saved
from bot.store.rounds import SavedRound
from bot.store.snapshots import Snapshots

NOW = datetime(2026, 11, 22, 12, 0, 0, 250, tzinfo=UTC)
Sums = dict[tuple[str, str, int], tuple[int, int, int]]


def meet(c: Connection, player_id: int, name: str = "Anna", language: str = "it") -> None:
    players.seen(c, player_id, name, language, NOW, NOW.date())


def start(
    c: Connection, player_id: int, quiz: QuestionSet, id_: str, now: datetime = NOW, seed: int = 1
) -> Saved:
    """A new attempt at a set; the first one counts."""
    counts = attempts.past(c, player_id, quiz.id).attempts == 0
    snapshot = Snapshots().keep(c, quiz, now)
    saved = Saved(id_, player_id, quiz, snapshot, counts, begin(quiz.active, Random(seed)), now)
    attempts.add(c, saved)
    return saved


def play_in_a_group(c: Connection, player_id: int, quiz: QuestionSet, typed: str) -> None:
    """Start a round in a group and leave a trace of every kind in it."""
    (number,) = c.execute("SELECT count(*) FROM rounds").fetchone()
    id_ = f"round-{number}"
    group = groups.seen(c, -1 - number, "Una classe", "it", NOW)
    state = Round(quiz.questions, ((),) * len(quiz.questions), Rules(), NOW, "asking", 0)
    saved = SavedRound(
        id_, group.chat_id, 0, player_id, "it", quiz, Snapshots().keep(c, quiz, NOW), state,
        False, 0, Turnout(1, 1),
    )  # fmt: skip
    rounds.add(c, saved)
    rounds.join(c, id_, player_id, 0, NOW)
    rounds.answer(c, saved, rounds.Answer(player_id, (typed,), 2.0), NOW, "tap")
    rounds.keep_draft(c, id_, 0, player_id, (typed,))
    rounds.keep_early(c, f"{id_}-poll", player_id, (0,), NOW)
    standings.count(c, group.chat_id, player_id, ("all",), Score(1000, 1000))


def tapped(state: Attempt, turn: int) -> tuple[Attempt, Event]:
    """The choice named "a" is tapped."""
    return act(state, turn, Pick("a"))


def load(c: Connection, id_: str, player_id: int) -> Saved:
    """The attempt as a process just started finds it: nothing is in memory yet."""
    saved = attempts.find(c, Snapshots(), id_, player_id)
    assert saved is not None
    return saved


def advance(
    c: Connection,
    id_: str,
    player_id: int,
    step: Callable[[Attempt], tuple[Attempt, Event | None]],
    now: datetime = NOW,
) -> tuple[Saved, Event | None]:
    """Load, move on, save the state with its answers and their scores: one transaction's work."""
    before = load(c, id_, player_id)
    state, event = step(before.state)
    ended = now if state.finished else None
    after = replace(before, state=state, finished_at=before.finished_at or ended)
    attempts.save(c, before, after)
    for position in sorted(state.given.keys() - before.state.given.keys()):
        answer = Answer(position, state.given[position], "it", 1.5, now, f"{now:%Y-%m-%d}")
        earned = attempts.add_answer(c, Snapshots(), after, answer)
        if earned and after.counts:
            boards.count(c, player_id, after.quiz.id, periods(now.date()), earned)
    return after, event


def sums_of_answers(c: Connection) -> Sums:
    """What each board should say, added up from the raw answers in Python."""
    sums: Any = defaultdict(lambda: (0, 0, 0))
    rows = c.execute("SELECT player_id, set_id, day, points, possible FROM answers WHERE counts")
    for player_id, set_id, day, points, possible in rows.fetchall():
        year, week, _ = date.fromisoformat(day).isocalendar()
        for board in ("", set_id):
            for period in ("all", day[:7], f"{year}-W{week:02}"):
                key = (board, period, player_id)
                sums[key] = tuple(map(sum, zip(sums[key], (points, possible, 1), strict=True)))
    return dict(sums)


def sums_on_boards(c: Connection) -> Sums:
    """What the boards do say."""
    rows = c.execute("SELECT board, period, player_id, points, possible, answers FROM scores")
    return {row[:3]: row[3:] for row in rows.fetchall()}
