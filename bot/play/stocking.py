"""Taking question sets in: read from their folder, held against the answers, served."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from bot.content import catalog
from bot.content.catalog import Catalog, FolderUnreadable
from bot.content.problems import Problem
from bot.content.readings import Readings
from bot.play.admin_outcomes import SetsChecked, SetsTaken
from bot.play.administration import Staff
from bot.play.admission import Lacking, admit, as_problem
from bot.play.desk import Desk, Person
from bot.play.outcomes import NotYours, Told
from bot.quiz.frozen import frozen
from bot.quiz.question import QuestionSet

SEVERE_FIRST = ("error", "warning")


@frozen
class Stock:
    """What the folder holds: `sets` that may be served, and sets that lack answered items."""

    catalog: Catalog
    sets: Mapping[str, QuestionSet]
    lacking: tuple[Lacking, ...]

    def problems(self, folder: Path) -> tuple[Problem, ...]:
        """The errors, then the warnings, with their files as seen from the folder."""
        lacks = (as_problem(each, self.catalog.folders[each.set_id]) for each in self.lacking)
        found = (*self.catalog.problems, *lacks)
        return tuple(
            replace(each, file=_inside(folder, each.file))
            for severity in SEVERE_FIRST
            for each in found
            if each.severity == severity
        )


class Storeroom:
    """The folder of question sets; `readings` are what came of its files before."""

    def __init__(self, desk: Desk, folder: Path, readings: Readings) -> None:
        self._desk = desk
        self._readings = readings
        self._one_at_a_time = asyncio.Lock()
        self.folder = folder

    async def look(self) -> Stock:
        """What it holds now; nothing is served yet. Raises FolderUnreadable."""
        async with self._one_at_a_time:
            return await self._look()

    async def take_in(self) -> Stock:
        """Serve what it holds now, unless that is nothing. Raises FolderUnreadable."""
        async with self._one_at_a_time:
            stock = await self._look()
            if stock.sets:
                before = list(self._desk.shelf.sets.values())
                self._desk.shelf.fill(stock.sets, stock.catalog.folders)
                await asyncio.to_thread(_let_go, before)
            return stock

    async def _look(self) -> Stock:
        found = await asyncio.to_thread(self._load)
        sets, lacking = await self._desk.db.read(
            lambda c: admit(c, self._desk.snapshots, found.sets)
        )
        return Stock(found, sets, lacking)

    def _load(self) -> Catalog:
        found = catalog.load(self.folder, reader=self._readings.read)
        self._readings.settle()
        return found


class Stocktaking:
    """What an administrator can do about the question sets."""

    def __init__(self, staff: Staff, room: Storeroom) -> None:
        self._staff = staff
        self._room = room

    async def check(self, person: Person) -> Told:
        """What the folder holds, and all that is wrong with it."""
        checked = await self._checked() if person.id in self._staff.ids else NotYours()
        return await self._staff.only(person, lambda c, who: checked)

    async def take_in(self, person: Person) -> Told:
        """Serve what the folder holds now; attempts under way end on their version."""
        taken = await self._taken() if person.id in self._staff.ids else NotYours()
        return await self._staff.only(person, lambda c, who: taken)

    async def _checked(self) -> SetsChecked:
        try:
            stock = await self._room.look()
        except FolderUnreadable:
            return SetsChecked(0, (), unreadable=True)
        return SetsChecked(len(stock.sets), stock.problems(self._room.folder))

    async def _taken(self) -> SetsTaken:
        try:
            stock = await self._room.take_in()
        except FolderUnreadable:
            return SetsTaken(None)
        return SetsTaken(len(stock.sets) or None)


def _inside(folder: Path, file: str) -> str:
    path = Path(file)
    return str(path.relative_to(folder)) if path.is_relative_to(folder) else file


def _let_go(sets: list[QuestionSet]) -> None:
    """One by one: freeing many at a time would hold everybody up meanwhile."""
    while sets:
        sets.pop()
