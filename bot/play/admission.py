"""Which version of each set may be served, seen from the answers that are kept."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from sqlite3 import Connection

from bot.content.problems import Problem
from bot.quiz.frozen import frozen
from bot.quiz.question import QuestionSet
from bot.store import snapshots
from bot.store.snapshots import Snapshots


@frozen
class Lacking:
    """A set whose file lacks items that have answers; retiring them would have kept them."""

    set_id: str
    questions: tuple[str, ...]


def admit(
    c: Connection, kept: Snapshots, sets: Mapping[str, QuestionSet]
) -> tuple[dict[str, QuestionSet], tuple[Lacking, ...]]:
    """The sets to serve, and those of them that are served as last played for lack of items."""
    found = tuple(lacking(c, sets.values()))
    last = {each.set_id: kept.last(c, each.set_id) for each in found}
    return {id_: last.get(id_) or quiz for id_, quiz in sets.items()}, found


def lacking(c: Connection, sets: Iterable[QuestionSet]) -> Iterable[Lacking]:
    """The sets whose files lack items that have answers, by id.

    Answers are looked for only where a file lacks an item, so their number does not matter.
    """
    present = {quiz.id: {item.id for item in quiz.questions} for quiz in sets}
    gone: dict[str, list[str]] = {}
    for set_id, item in snapshots.served_items(c):
        if item not in present.get(set_id, (item,)) and snapshots.is_answered(c, set_id, item):
            gone.setdefault(set_id, []).append(item)
    return [Lacking(set_id, tuple(items)) for set_id, items in gone.items()]


def as_problem(lacks: Lacking, folder: Path) -> Problem:
    """The same as a problem of the folder that the set lies in."""
    missing = ", ".join(lacks.questions)
    return Problem(
        file=str(folder),
        line=1,
        column=1,
        severity="error",
        code="answered-question-missing",
        message=f"The set `{lacks.set_id}` lacks questions that have answers: {missing}.",
        hint="Put them back with `retired: true`; until then the set is served as last played.",
    )
