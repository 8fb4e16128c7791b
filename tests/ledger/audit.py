"""The ledger held against the database and the chats: every complaint is a sentence."""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.ledger.ledger import Opened
from tests.ledger.sets import Item, Response
from tests.ledger.stage import Stage

Rows = list[tuple[Any, ...]]


class Audit:
    def __init__(self, stage: Stage, database: Path) -> None:
        self._stage = stage
        self._ledger = stage.ledger
        self._items = stage.items
        self._database = database

    def complaints(self) -> list[str]:
        """What is wrong; nothing, if nothing is."""
        return [
            *self.answers(),
            *self.sums(),
            *self.rounds(),
            *self.round_sums(),
            *self.repeats(),
            *(f"stuck: {why}" for why in self._ledger.stuck),
            *self.leftovers(),
        ]

    def _rows(self, query: str) -> Rows:
        with closing(sqlite3.connect(self._database)) as file:
            return file.execute(query).fetchall()

    # Playing alone.

    def answers(self) -> Iterator[str]:
        """Each answer that was delivered first for its open item counts once, and no other."""
        expected: dict[tuple[str, str], tuple[int, Response | None, int]] = {}
        for attempt, act, response in self._ledger.answers():
            earned = act.item.thousandths(response)
            key = attempt, act.item.id
            if key in expected:
                yield f"{key} was put twice to {act.person}"
            expected[key] = act.person, response, earned
        kept = {
            (attempt, question): (person, _response(response), points)
            for attempt, question, person, response, points in self._rows(
                "SELECT attempt_id, question_id, player_id, response, points FROM answers"
            )
        }
        yield from _compared("answer", expected, kept)

    def sums(self) -> Iterator[str]:
        """Every sum is the sum of its answers, worked out anew from what was kept."""
        answers = self._rows("SELECT attempt_id, set_id, question_id, response FROM answers")
        attempts = self._rows(
            """SELECT id, player_id, set_id, points, finished_at IS NOT NULL, counts
            FROM attempts ORDER BY started_at"""
        )
        earned: Counter[str] = Counter()
        for attempt, set_id, question, response in answers:
            earned[attempt] += self._item(set_id, question).thousandths(_response(response))
        boards: Counter[tuple[str, int]] = Counter()
        begun: set[tuple[int, str]] = set()
        for attempt, person, set_id, points, finished, counts in attempts:
            # Its own row has them once it has ended.
            if points != (earned[attempt] if finished else 0):
                yield f"attempt {attempt} has {points} and earned {earned[attempt]}"
            if counts != ((person, set_id) not in begun):
                yield f"attempt {attempt} of {person} at {set_id}: counts is {counts}"
            begun.add((person, set_id))
            if counts:
                boards[set_id, person] += earned[attempt]
                boards["", person] += earned[attempt]
        yield from self._boards("scores", "board", boards)

    def _boards(self, table: str, place: str, boards: Counter[Any]) -> Iterator[str]:
        """The board of all times is right, and those of months and weeks come to the same."""
        found = self._rows(f"SELECT {place}, player_id, period, points FROM {table}")
        kept: dict[str, Counter[Any]] = defaultdict(Counter)
        for where, person, period, points in found:
            kind = "all" if period == "all" else "week" if "-W" in period else "month"
            if len(period) != 10:  # that of one round
                kept[kind][where, person] += points
        for kind in ("all", "month", "week") if boards else ():
            yield from _compared(f"{table} ({kind})", +boards, +kept[kind])

    # Rounds.

    def rounds(self) -> Iterator[str]:
        """What was delivered last before the close counts, and nothing else."""
        if not self._ledger.rounds:
            return
        kept = {
            (round_, position, person): (question, _response(response), points, credit)
            for round_, position, person, question, response, points, credit in self._rows(
                """SELECT round_id, position, player_id, question_id, response, points, credit
                FROM round_answers WHERE response <> '[]'"""
            )
        }
        for (round_, position), opened in self._ledger.rounds.items():
            for person in opened.players:
                found = kept.pop((round_, position, person), None)
                response = found[1] if found else ()
                outcomes, _ = opened.outcomes(person)
                what = f"item {position} of round {round_}, {opened.item.kind}, {person}"
                if response not in outcomes:
                    yield f"{what}: {response} is kept instead of {outcomes}; {self._story(opened)}"
                elif found:
                    yield from self._marked(what, opened.item, found)
        for key in kept:
            yield f"round answer {key} was never delivered"

    def _story(self, opened: Opened) -> str:
        """What was delivered for an item, to look at by hand."""
        told = [
            (v.number, v.act.person, v.act.move, v.act.value or v.act.response, v.poll)
            for v in opened.acts
        ]
        return f"closed at {opened.closed}, lost polls: {opened.lost_polls}, delivered: {told}"

    def _marked(self, what: str, item: Item, found: tuple[Any, ...]) -> Iterator[str]:
        question, response, points, credit = found
        if question != item.id:
            yield f"{what}: kept for {question}"
        if points != item.thousandths(response) or Fraction(credit) != item.credit(response):
            yield f"{what}: {response} earned {points}"

    def round_sums(self) -> Iterator[str]:
        """Each group's board, and each round's, is the sum of the round's answers."""
        if not self._ledger.rounds:
            return
        rows = self._rows(
            """SELECT r.chat_id, a.round_id, a.player_id, a.points, a.bonus
            FROM round_answers a JOIN rounds r ON r.id = a.round_id WHERE a.response <> '[]'"""
        )
        boards: Counter[Any] = Counter()
        each: Counter[Any] = Counter()
        for chat, round_, person, points, bonus in rows:
            if not 0 <= bonus <= points / 2:
                yield f"round {round_}: a bonus of {bonus} on {points}"
            boards[chat, person] += points + bonus
            each[round_, person] += points + bonus
        yield from self._boards("group_scores", "chat_id", boards)
        kept = self._rows(
            "SELECT period, player_id, points FROM group_scores WHERE length(period) = 10"
        )
        yield from _compared(
            "a round's board", +each, {(round_, who): p for round_, who, p in kept if p}
        )

    # What was said.

    def repeats(self) -> Iterator[str]:
        """In one life the bot says a thing at most once: each copy has a kill of its own.

        What names no attempt and no round answers a message that somebody wrote, or comes with a
        result: there are as many in a chat as it was asked for, and one more for each kill at most.
        """
        replies: Counter[int] = Counter()
        lives: dict[int, set[int]] = defaultdict(set)
        for (chat, (text, datas, named)), said in self._stage.twins().items():
            if not named:
                replies[chat] += len(said)
                lives[chat] |= {*said}
                continue
            for life, copies in Counter(said).items():
                if copies > 1:
                    yield f"life {life} said {copies} times to {chat}: {datas} {text[:60]!r}"
        for chat, count in replies.items():
            asked = self._ledger.typed[chat] + 2 * self._ledger.results[chat]
            if count > asked + self._stage.life - 1:
                yield f"chat {chat} was answered {count} times, and asked {asked} times"

    def copies(self) -> tuple[int, int]:
        """Of what is said once: copies in all, and the most of one thing."""
        named = [said for (_, (_, _, named)), said in self._stage.twins().items() if named]
        extra = [len(said) - 1 for said in named]
        return sum(extra), max(extra, default=0)

    def leftovers(self) -> Iterator[str]:
        """Nothing waits any more, neither at Telegram nor with the bot."""
        if left := len(self._stage.world.updates.pending()):
            yield f"{left} updates still wait at Telegram"
        tables = {name for (name,) in self._rows("SELECT name FROM sqlite_master")}
        if "inbox" not in tables:
            return
        for update, error in self._rows("SELECT update_id, error FROM inbox WHERE done_at IS NULL"):
            yield f"update {update} is still in the inbox: {error or 'not done'}"
        for (round_,) in self._rows("SELECT id FROM rounds WHERE saying IS NOT NULL"):
            yield f"round {round_} still has something to say"

    def _item(self, set_id: str, question: str) -> Item:
        return self._items[set_id, question]


def _response(text: str | None) -> Response | None:
    return None if text is None else tuple(json.loads(text))


def _compared(what: str, expected: Any, kept: Any) -> Iterator[str]:
    for key in expected.keys() - kept.keys():
        yield f"{what} {key} got lost: {expected[key]}"
    for key in kept.keys() - expected.keys():
        yield f"{what} {key} was never delivered: {kept[key]}"
    for key in expected.keys() & kept.keys():
        if expected[key] != kept[key]:
            yield f"{what} {key} is {kept[key]} instead of {expected[key]}"
