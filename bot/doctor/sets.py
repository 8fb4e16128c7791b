"""The question sets, as `quizbot check` sees them."""

from collections import Counter
from contextlib import suppress

from bot.backstage import with_answers
from bot.content import catalog
from bot.content.catalog import FolderUnreadable
from bot.doctor.finding import Finding, ok, problem, warning
from bot.settings import Settings
from bot.store.inspection import DatabaseUnusable


def sets(settings: Settings) -> Finding:
    """What can be served, and what is wrong with the rest."""
    folder = settings.questions
    try:
        found = catalog.load(folder)
    except FolderUnreadable as error:
        return problem("questions", f"{error}.", "Name their folder in QUIZBOT_QUESTIONS.")
    with suppress(DatabaseUnusable):  # which is told where the database is looked at
        found = with_answers(found, settings.database)
    wrong = Counter(each.severity for each in found.problems)
    told = (
        f"{len(found.sets)} of {found.files} sets in {folder} can be served; "
        f"errors: {wrong['error']}, warnings: {wrong['warning']}."
    )
    todo = f"See what is wrong: quizbot check {folder}"
    if wrong["error"] or not found.sets:
        return problem("questions", told, todo)
    return warning("questions", told, todo) if wrong["warning"] else ok("questions", told)
