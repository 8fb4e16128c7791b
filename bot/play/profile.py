"""What belongs to one person: settings, statistics, reports, data."""

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from random import Random
from sqlite3 import Connection
from typing import Any, cast, get_args

from bot.play.aliases import aliases
from bot.play.desk import Desk, Person
from bot.play.outcomes import (
    Appearing,
    ForgetAsked,
    Forgotten,
    Help,
    Kept,
    MyData,
    NotYours,
    Offer,
    Part,
    Pointer,
    PrivateOnly,
    Reported,
    ReportThanks,
    SettingsView,
    Stats,
    Told,
    TooFast,
)
from bot.quiz.calendar import streak
from bot.quiz.question import Question, QuestionSet
from bot.quiz.scoring import Score, total
from bot.store import attempts, personal, players, reports, traces
from bot.store.database import DatabaseFailed
from bot.store.personal import Answered
from bot.store.players import Player, ShownAs
from bot.store.snapshots import version_of

MOST_MISSED = 5
DIFFICULTIES = ("easy", "medium", "hard")
LONGEST_SENTENCE = 1000
Located = tuple[Answered, QuestionSet, Question]


class Profile:
    """What one person can do about themselves."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def help(self, person: Person) -> Told:
        """What can be done here."""
        return await self._desk.look(person, lambda c, who: Help())

    async def stray(self, person: Person) -> Told:
        """A button that is none of ours, or was made up."""
        return await self._desk.look(person, lambda c, who: NotYours())

    async def private_only(self, person: Person, payload: str) -> Told:
        """In a group: this is answered in the private chat."""
        return await self._desk.look(person, lambda c, who: PrivateOnly(payload))

    async def pointer(self, person: Person) -> Told:
        """Something came that is neither command nor text."""
        return await self._desk.look(person, lambda c, who: Pointer())

    async def closed(self, person_id: int, *, closed: bool = True) -> None:
        """The bot cannot speak to this person any more, or can again."""
        await self._desk.db.write(lambda c: players.close(c, person_id, closed=closed))

    async def too_fast(self, person: Person) -> Told:
        """Some of what the person sent was dropped."""
        return await self._desk.look(person, lambda c, who: TooFast())

    async def settings(self, person: Person) -> Told:
        """The settings as they are."""
        return await self._desk.look(person, lambda c, who: SettingsView(who))

    async def speak(self, person: Person, language: str) -> Told:
        """Use a language from now on."""

        spoken = self._desk.speaks(language)

        def deed(c: Connection, who: Player) -> SettingsView:
            players.choose_language(c, who.id, spoken)
            return SettingsView(players.get(c, who.id), changed=True)

        told = await self._desk.serve(person, deed)
        return Told(spoken, told.outcome)

    async def hurry(self, person: Person, *, on: bool) -> Told:
        """In groups, be hurried as the group likes, or not."""

        def deed(c: Connection, who: Player) -> SettingsView:
            players.choose_hurry(c, who.id, unhurried=not on)
            return SettingsView(players.get(c, who.id))

        return await self._desk.serve(person, deed)

    async def offer(self, person: Person) -> Told:
        """How to appear on boards, with an alias to take."""
        return await self._desk.serve(person, lambda c, who: offer(c, who, self._desk.dice))

    async def appear(self, person: Person, shown_as: str) -> Told:
        """Appear on boards as `name`, `alias` or `hidden` from now on."""

        def deed(c: Connection, who: Player) -> Any:
            if shown_as not in get_args(ShownAs):
                return NotYours()
            name = offer(c, who, self._desk.dice).alias if shown_as == "alias" else who.alias
            players.choose_appearance(c, who.id, cast("ShownAs", shown_as), name)
            return Appearing(players.get(c, who.id))

        return await self._desk.serve(person, deed)

    async def stats(self, person: Person) -> Told:
        """The person's own figures."""
        return await self._desk.look(person, self._stats)

    async def report(self, person: Person, attempt_id: str, position: int) -> Told:
        """Keep that something is wrong with an item the person was asked."""

        def deed(c: Connection, who: Player) -> Any:
            saved = attempts.find(c, self._desk.snapshots, attempt_id, who.id)
            if saved is None or not 0 <= position < len(saved.state.items):
                return NotYours()
            item = saved.state.items[position]
            meant = (saved.quiz.id, item.id, version_of(c, saved.quiz.id, item))
            id_ = reports.add(c, who.id, meant, who.language, self._desk.clock())
            players.await_text(c, who.id, {"report": id_})
            return Reported()

        return await self._desk.serve(person, deed)

    async def no_more(self, person: Person) -> Told:
        """Nothing to add to the report."""

        def deed(c: Connection, who: Player) -> ReportThanks:
            players.await_text(c, who.id, None)
            return ReportThanks(words=False)

        return await self._desk.serve(person, deed)

    async def my_data(self, person: Person) -> Told:
        """Everything kept about the person."""
        return await self._desk.look(
            person, lambda c, who: MyData(dict(personal.everything(c, who.id)))
        )

    async def ask_to_forget(self, person: Person) -> Told:
        """Really delete everything?"""
        return await self._desk.look(person, lambda c, who: ForgetAsked())

    async def forget(self, person: Person, *, sure: bool) -> Told:
        """Delete everything about the person, or leave it all.

        No row holds anything of it any more; Upkeep has the last traces gone from the file.
        """

        def deed(c: Connection, who: Player) -> Any:
            if not sure:
                return Kept()
            personal.forget(c, who.id)
            traces.note(c, self._desk.clock())
            return Forgotten()

        told = await self._desk.serve(person, deed)
        if sure:
            with suppress(DatabaseFailed):  # the note stays, and it is tried again
                await self._desk.db.empty_log()
        return told

    def _stats(self, c: Connection, who: Player) -> Stats:
        answers = personal.answers(c, who.id)
        located = list(self._located(c, answers))
        begun, finished = personal.attempts(c, who.id)
        missed = Counter((quiz.id, item.id) for a, quiz, item in located if a.points < a.possible)
        items = {(quiz.id, item.id): item for _, quiz, item in located}
        return Stats(
            begun,
            finished,
            _sum(answers),
            len(answers),
            _parts(located, lambda quiz, item: quiz.id),
            tuple(sorted(_parts(located, lambda quiz, item: item.difficulty), key=_by_difficulty)),
            streak((a.day for a in answers), self._desk.today()),
            tuple((items[key], times) for key, times in missed.most_common(MOST_MISSED)),
        )

    def _located(self, c: Connection, answers: Iterable[Answered]) -> Iterable[Located]:
        for answer in answers:
            quiz = self._desk.snapshots.find(c, answer.snapshot)
            item = next(item for item in quiz.questions if item.id == answer.question_id)
            yield answer, quiz, item


def add_to_report(c: Connection, who: Player, sentence: str) -> ReportThanks:
    """Inside a transaction: the person's own words about what is wrong."""
    awaited = who.awaiting or {}
    reports.say(c, who.id, awaited["report"], sentence.strip()[:LONGEST_SENTENCE])
    players.await_text(c, who.id, None)
    return ReportThanks(words=True)


def was_reported(c: Connection, who: Player, sentence: str) -> bool:
    """Inside a transaction: whether these were the person's own words about something."""
    return reports.said(c, who.id, sentence.strip()[:LONGEST_SENTENCE])


def offer(c: Connection, who: Player, dice: Random) -> Offer:
    """Inside a transaction: ways to appear; the alias stays the same once offered."""
    if who.alias:
        return Offer(who, who.alias)
    made_up = next(name for name in aliases(dice) if not players.alias_taken(c, name))
    players.offer_alias(c, who.id, made_up)
    return Offer(who, made_up)


def _parts(
    located: Iterable[Located], name: Callable[[QuestionSet, Question], str]
) -> tuple[Part, ...]:
    parts: dict[str, list[Located]] = {}
    for place in located:
        parts.setdefault(name(*place[1:]), []).append(place)
    return tuple(
        Part(key, places[-1][1], _sum(p[0] for p in places), len(places))
        for key, places in parts.items()
    )


def _sum(answers: Iterable[Answered]) -> Score:
    return total(Score(answer.points, answer.possible) for answer in answers)


def _by_difficulty(part: Part) -> int:
    return DIFFICULTIES.index(part.name)
