"""What an administrator sees and settles: health, what was set aside, what people report."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from sqlite3 import Connection

from bot.play.admin_outcomes import (
    Alarm,
    HomeView,
    NumbersView,
    ReportView,
    Running,
    SetAsideView,
    TriedAgain,
    TryingAgain,
)
from bot.play.desk import Deed, Desk, Person
from bot.play.outcomes import NotYours, Pointer, Told
from bot.quiz.frozen import frozen
from bot.quiz.question import Question
from bot.store import broadcasts, figures, inbox, players, reports
from bot.store.players import Player
from bot.store.reports import Report

LONGEST_NUMBER = 18  # digits: what SQLite takes
A_WEEK = timedelta(days=6)  # and today


@frozen
class Engine:
    """What the running program tells of itself, and does when asked.

    `resume` has what waits in the inbox handled.
    """

    running: Callable[[], Awaitable[Running]]
    resume: Callable[[], Awaitable[None]]


class Staff:
    """Who administers the bot. To everybody else nothing here exists."""

    def __init__(self, desk: Desk, ids: frozenset[int]) -> None:
        self.desk = desk
        self.ids = ids

    async def only(self, person: Person, deed: Deed) -> Told:
        """Do it for an administrator; anybody else tapped a button of nobody's."""
        if person.id not in self.ids:
            return await self.desk.look(person, lambda c, who: NotYours())
        return await self.desk.serve(person, deed)


class Administration:
    """Health and numbers, set-aside updates, reports."""

    def __init__(self, staff: Staff, engine: Engine) -> None:
        self._staff = staff
        self._engine = engine

    @property
    def _desk(self) -> Desk:
        return self._staff.desk

    async def command(self, person: Person) -> Told:
        """The administrators' command; to anybody else a command like any that is none."""
        if person.id not in self._staff.ids:
            return await self._desk.look(person, lambda c, who: Pointer())
        return await self.home(person)

    async def home(self, person: Person, message_id: int = 0) -> Told:
        """What can be done, and what waits to be. It takes the place of what the message showed."""

        def deed(c: Connection, who: Player) -> HomeView:
            players.await_text(c, who.id, None)
            broadcasts.watch(c, who.id, None, message_id)
            waiting = inbox.set_aside_count(c), reports.open_count(c)
            return HomeView(*waiting, broadcasts.sending(c) is not None)

        return await self._staff.only(person, deed)

    async def numbers(self, person: Person) -> Told:
        """How the bot is, and how much there is of everything."""
        if person.id not in self._staff.ids:
            return await self._desk.look(person, lambda c, who: NotYours())
        running = await self._engine.running()

        def deed(c: Connection, who: Player) -> NumbersView:
            today = self._desk.today()
            return NumbersView(
                running,
                self._desk.zone,
                figures.size(self._desk.db.path),
                len(self._desk.shelf.sets),
                figures.figures(c, today, today - A_WEEK),
            )

        return await self._staff.only(person, deed)

    async def set_asides(self, person: Person, place: int) -> Told:
        """One of the updates that could not be handled, the oldest being 0."""

        def deed(c: Connection, who: Player) -> SetAsideView:
            count = inbox.set_aside_count(c)
            at = min(place, max(0, count - 1))
            update = inbox.set_aside_at(c, at)
            kind = inbox.kind(c, update.update_id) if update else ""
            return SetAsideView(count, at, self._desk.zone, update, kind)

        return await self._staff.only(person, deed)

    async def try_again(self, person: Person, update_id: str) -> Told:
        """Have one of them, or all (""), handled once more."""

        def deed(c: Connection, who: Player) -> TryingAgain:
            return TryingAgain(inbox.try_again(c, number_in(update_id) if update_id else None))

        told = await self._staff.only(person, deed)
        if isinstance(told.outcome, TryingAgain):
            await self._engine.resume()
        return told

    async def tried(self, person: Person, update_ids: tuple[int, ...]) -> Told:
        """What became of those that were tried again."""

        def deed(c: Connection, who: Player) -> TriedAgain:
            aside, waiting = inbox.fates(c, update_ids)
            return TriedAgain(len(update_ids), len(update_ids) - aside - waiting, waiting)

        return await self._desk.look(person, deed)

    async def reports(self, person: Person, place: int) -> Told:
        """One of the reports that nobody has dealt with, the newest being 0."""
        return await self._staff.only(person, lambda c, who: self._report(c, place))

    async def done(self, person: Person, report_id: str, place: int) -> Told:
        """A report is dealt with; on to the next."""

        def deed(c: Connection, who: Player) -> ReportView:
            reports.done(c, number_in(report_id), self._desk.clock())
            return self._report(c, place)

        return await self._staff.only(person, deed)

    async def menus(self) -> tuple[frozenset[int], frozenset[int]]:
        """The administrators who have met the bot, and those whose menu says so."""

        def job(c: Connection) -> tuple[frozenset[int], frozenset[int]]:
            met = frozenset(id_ for id_ in self._staff.ids if players.hears(c, id_))
            return met, players.with_admin_menu(c)

        return await self._desk.db.read(job)

    async def note_menu(self, person_id: int, *, there: bool) -> None:
        """This person's menu says that they administer the bot, or no longer does."""
        await self._desk.db.write(lambda c: players.note_admin_menu(c, person_id, there=there))

    async def alarm(self) -> dict[int, Told]:
        """To each administrator who can be spoken to: so much could not be handled."""

        def job(c: Connection) -> dict[int, Told]:
            met = [players.get(c, id_) for id_ in self._staff.ids if players.hears(c, id_)]
            alarm = Alarm(inbox.set_aside_count(c))
            return {who.id: Told(self._desk.speaks(who.language), alarm) for who in met}

        return await self._desk.db.read(job)

    def _report(self, c: Connection, place: int) -> ReportView:
        count = reports.open_count(c)
        at = min(place, max(0, count - 1))
        report = reports.still_open(c, at)
        item = self._item(c, report) if report else None
        return ReportView(count, at, self._desk.zone, report, item)

    def _item(self, c: Connection, report: Report) -> Question | None:
        """The item as it is served, or as it was last played."""
        quiz = self._desk.shelf.sets.get(report.set_id)
        quiz = quiz or self._desk.snapshots.last(c, report.set_id)
        items = quiz.questions if quiz else ()
        return next((item for item in items if item.id == report.question_id), None)


def number_in(word: str) -> int:
    """The number on a button; one that nothing has, where somebody made it up."""
    return int(word) if word.isdecimal() and len(word) <= LONGEST_NUMBER else -1
