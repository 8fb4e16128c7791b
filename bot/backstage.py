"""What operators and editors ask of the database, also while the bot is running."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from sqlite3 import Connection

from bot.content.catalog import Catalog
from bot.content.problems import Problem
from bot.play.admission import Lacking, lacking
from bot.store import reports
from bot.store.inspection import check, look
from bot.store.reports import Report


def with_answers(found: Catalog, path: Path) -> Catalog:
    """The catalogue, with the sets whose files lack questions that have answers as problems."""
    with _looking(path) as connection:
        lacks = tuple(lacking(connection, found.sets.values()))
    problems = (_problem(each, found.folders[each.set_id]) for each in lacks)
    return replace(found, problems=(*found.problems, *problems))


def report_lines(path: Path) -> list[str]:
    """What people found wrong with questions, a line each, the newest first."""
    with _looking(path) as connection:
        listed = reports.listed(connection)
    return [_line(each) for each in listed] or ["No reports."]


@contextmanager
def _looking(path: Path) -> Iterator[Connection]:
    """The database as it is: also one of an older version, which stays at that version."""
    with look(path) as connection:
        check(path, connection)
        yield connection


def _problem(lacks: Lacking, folder: Path) -> Problem:
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


def _line(report: Report) -> str:
    item = f"{report.set_id}/{report.question_id} ({report.version}, {report.language or '?'})"
    return f"{report.reported_at:%Y-%m-%d %H:%M}  {item}  {_harmless(report.sentence or '-')}"


def _harmless(text: str) -> str:
    """One line for a terminal: anybody may have written it, control characters included."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
