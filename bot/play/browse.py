"""Finding a set: topics, sets, cards, leaderboards."""

from dataclasses import replace
from math import ceil
from sqlite3 import Connection
from typing import Any

from bot.play.desk import Desk, Person
from bot.play.outcomes import (
    BoardView,
    Card,
    NoSuchSet,
    NothingToPlay,
    Privacy,
    Sets,
    Told,
    Topics,
    Welcome,
)
from bot.play.shelf import Topic
from bot.quiz.calendar import ALL_TIME, period_key
from bot.quiz.question import Question
from bot.store import attempts, boards, rounds
from bot.store.attempts import Saved
from bot.store.players import Player

PAGE = 8
BOARD_PAGE = 10
# Reading, thinking and tapping, as a rough guide to whether there is time before the bus comes.
SECONDS = {"single": 30, "true_false": 25, "multiple": 40, "short": 40, "numeric": 35}
SECONDS_TO_SORT = 60


class Browse:
    """What one person can look at."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def hello(self, person: Person, set_id: str | None) -> Told:
        """Greet, or show the card of the set that a link led to."""
        if set_id:
            return await self.card(person, set_id)
        return await self._desk.serve(
            person, lambda c, who: Welcome(new=attempts.none_yet(c, who.id))
        )

    async def browse(self, person: Person, topic: str = "", page: int = 0) -> Told:
        """Topics, or the sets of one; where there is only one thing to choose, what it holds."""
        return await self._desk.look(person, lambda c, who: self._browse(c, who, topic, page))

    async def card(self, person: Person, set_id: str) -> Told:
        """A set, before playing."""
        return await self._desk.look(person, lambda c, who: self._card(c, who, set_id))

    async def board(self, person: Person, set_id: str, period: str, page: int) -> Told:
        """A page of a leaderboard."""

        def deed(c: Connection, who: Player) -> BoardView:
            key, since = period_key(period, self._desk.today())
            page_ = min(page, max(0, _pages(boards.people(c, set_id, key), BOARD_PAGE) - 1))
            found = boards.page(c, set_id, key, who.id, page_ * BOARD_PAGE, BOARD_PAGE)
            quiz = self._desk.shelf.sets.get(set_id) or self._desk.snapshots.last(c, set_id)
            mine = boards.own(c, set_id, key, who.id)
            return BoardView(
                set_id, quiz, period, since, page_, BOARD_PAGE, found, who, mine is not None
            )

        return await self._desk.look(person, deed)

    async def leaderboard(self, person: Person) -> Told:
        """The first page of the leaderboard over all sets."""
        return await self.board(person, boards.OVERALL, ALL_TIME, 0)

    async def privacy(self, person: Person) -> Told:
        """What is kept about people."""
        return await self._desk.look(person, lambda c, who: Privacy())

    # The rest happens inside a transaction.

    def _browse(self, c: Connection, who: Player, code: str, page: int) -> Any:
        topics = self._desk.shelf.topics
        if not topics:
            return NothingToPlay()
        topic = topics[0] if len(topics) == 1 else self._desk.shelf.topic(code)
        if topic:
            return self._sets(c, who, topic, page)
        first, pages = _stretch(len(topics), page)
        shown = tuple((t.code, t.name, len(t.sets)) for t in topics[first : first + PAGE])
        return Topics(shown, first // PAGE, pages, self._under_way(c, who))

    def _sets(self, c: Connection, who: Player, topic: Topic, page: int) -> Any:
        up = len(self._desk.shelf.topics) > 1
        under_way = self._under_way(c, who)
        only = topic.sets[0].id if len(topic.sets) == 1 else None
        # Where there was no topic to choose, this is where one finds what is under way elsewhere.
        if only and (up or under_way is None or under_way.quiz.id == only):
            return self._card(c, who, only)
        first, pages = _stretch(len(topic.sets), page)
        shown = tuple(
            (quiz, attempts.past(c, who.id, quiz.id).best)
            for quiz in topic.sets[first : first + PAGE]
        )
        return Sets(topic.code, topic.name, shown, first // PAGE, pages, up, under_way)

    def _under_way(self, c: Connection, who: Player) -> Saved | None:
        """The attempt that was last played and is not finished."""
        ids = attempts.under_way(c, who.id)
        return attempts.find(c, self._desk.snapshots, ids[0], who.id) if ids else None

    def _card(self, c: Connection, who: Player, set_id: str) -> Any:
        quiz = self._desk.shelf.sets.get(set_id)
        past = attempts.past(c, who.id, set_id)
        under_way = None
        if past.under_way:
            under_way = attempts.find(c, self._desk.snapshots, past.under_way, who.id)
            # Whoever has begun goes on with what they began, whatever became of the file.
            quiz = under_way.quiz if under_way else quiz
        if quiz is None:
            return NoSuchSet()
        revealed = rounds.answered_set(c, who.id, set_id)
        return Card(
            replace(quiz, questions=under_way.state.items) if under_way else quiz,
            _minutes(quiz.active),
            past.best,
            under_way,
            past.attempts > 0 or revealed,
            self._desk.shelf.topic_of(quiz),
            revealed and not past.attempts,
        )


def _stretch(count: int, page: int) -> tuple[int, int]:
    """The place of the first thing on a page (the last page, where it is past the end)."""
    pages = _pages(count, PAGE)
    return min(max(page, 0), pages - 1) * PAGE, pages


def _pages(count: int, size: int) -> int:
    return ceil(count / size)


def _minutes(items: tuple[Question, ...]) -> int:
    seconds = sum(SECONDS.get(item.body.type, SECONDS_TO_SORT) for item in items)
    return max(1, round(seconds / 60))
