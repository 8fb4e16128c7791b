"""The database file."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from bot.backstage import told
from bot.doctor.finding import Finding, note, ok, problem, warning
from bot.store import boards, inbox, traces
from bot.store.health import Health, examine
from bot.store.inspection import DatabaseUnusable, look

LARGE_LOG = 64_000_000  # bytes
MUCH_UNUSED = 10_000_000
OVERDUE = timedelta(days=2)


def database(path: Path, now: datetime, *, deep: bool) -> Iterator[Finding]:
    """Its health, its schema, what has been set aside in it, what should be gone from it."""
    if not path.exists():
        yield note("database", f"{path} is not there yet: the first start makes it.")
        return
    try:
        health = examine(path, deep=deep)
        yield from _state(path, health)
        if health.current:
            yield _boards(path)
            yield from _set_aside(path)
            yield from _traces(path, now)
    except DatabaseUnusable as error:
        yield problem("database", error.why, error.todo)


def _state(path: Path, health: Health) -> Iterator[Finding]:
    if health.damage:
        yield problem("database", f"{path} is damaged ({health.damage}).", "Restore a backup.")
    elif health.orphans:
        yield problem(
            "database",
            f"Rows of {', '.join(health.orphans)} point to rows that are not there.",
            "Restore a backup, and report this as a defect.",
        )
    else:
        yield ok("database", f"{path} is healthy and holds {told(health.holds)}.")
    if not health.current:
        yield note(
            "database",
            f"Its schema is of version {health.version}, older than this program's.",
            "The next start backs it up and brings it up to date.",
        )
    yield from sizes(health)


def sizes(health: Health) -> Iterator[Finding]:
    """What grows where something is wrong."""
    if health.log > LARGE_LOG:
        yield warning(
            "database",
            f"Its log has grown to {health.log // 1_000_000} MB.",
            "Something keeps reading the file: end it, or restart the bot.",
        )
    if health.unused > max(MUCH_UNUSED, health.size // 2):
        yield note("database", f"{health.unused // 1_000_000} MB of it hold nothing any more.")


def _boards(path: Path) -> Finding:
    """The leaderboards' sums, counted once more from the answers."""
    with look(path) as connection:
        wrong = boards.wrong(connection)
    if not wrong:
        return ok("boards", "They agree with the answers.")
    named = ", ".join(f"{each.board or 'all sets'} {each.period}" for each in wrong[:3])
    return problem(
        "boards",
        f"{len(wrong)} do not agree with the answers: {named}{', …' if len(wrong) > 3 else ''}.",
        "Stop the bot, then: quizbot doctor --repair-boards",
    )


def _set_aside(path: Path) -> Iterator[Finding]:
    with look(path) as connection:
        number = inbox.set_aside_count(connection)
    if number:
        yield warning(
            "updates",
            f"{number} could not be handled and have been set aside.",
            "The log says why. Report them as a defect.",
        )
    else:
        yield ok("updates", "None has been set aside.")


def _traces(path: Path, now: datetime) -> Iterator[Finding]:
    """What /forget has left to be done later."""
    with look(path) as connection:
        left = traces.noted(connection)
    if left.file and now - left.file > OVERDUE:
        yield warning(
            "traces",
            f"Of what people deleted by /forget, traces may be left in {path} for "
            f"{(now - left.file).days} days.",
            "Start the bot, which writes the file anew; its log says why it could not. Writing it "
            "takes twice its size on the disk.",
        )
    if left.log and now - left.log > OVERDUE:
        yield note(
            "traces",
            f"The log beside it could not be emptied for {(now - left.log).days} days since.",
            "Something keeps reading it. Litestream always does; see docs/operating.md.",
        )
