"""The figures an administrator sees: always right, and never counted one by one."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from sqlite3 import Connection

from bot.quiz.attempt import act, finish
from bot.quiz.moves import Pick
from bot.store import figures, personal, players, reports
from bot.store.database import Database
from tests.builders import a_set, single
from tests.store import game

QUIZ = a_set(single("q1"), single("q2"))
TODAY = game.NOW.date()
A_WEEK_AGO = TODAY - timedelta(days=6)
# What is counted for want of a sum: stretches of an index that are short, or worked off.
COUNTED = ("players_by_day", "inbox_set_aside", "reports_open")


def counted(c: Connection) -> dict[str, int]:
    """The same as the sums that are kept, counted one by one."""
    asked = {
        "players": "players",
        "closed": "players WHERE closed = 1",
        "attempts": "attempts",
        "finished": "attempts WHERE finished_at IS NOT NULL",
        "groups": "groups",
        "rounds": "rounds",
    }
    found = {what: c.execute(f"SELECT count(*) FROM {rows}") for what, rows in asked.items()}
    private = c.execute("SELECT count(*) FROM answers WHERE response IS NOT NULL").fetchone()[0]
    in_groups = c.execute("SELECT count(*) FROM round_answers").fetchone()[0]
    numbers = {what: int(cursor.fetchone()[0]) for what, cursor in found.items()}
    return {**numbers, "answers": private + in_groups}


def play(c: Connection, person: int) -> None:
    game.meet(c, person)
    game.start(c, person, QUIZ, f"{person}-1")
    game.advance(c, f"{person}-1", person, lambda s: act(s, 0, Pick("a")))
    game.advance(c, f"{person}-1", person, lambda s: (finish(s), None))
    game.start(c, person, QUIZ, f"{person}-2")
    game.play_in_a_group(c, person, QUIZ, "in a group")


async def test_the_sums_are_right_after_all_that_people_do(db: Database) -> None:
    for person in (1, 2, 3):
        await db.write(lambda c, who=person: play(c, who))
        await db.write(lambda c, who=person: game.meet(c, who, "Again"))
        for closed in (True, True, person != 3):
            await db.write(lambda c, who=person, no=closed: players.close(c, who, closed=no))
    now = await db.read(figures.tallies)
    assert now == await db.read(counted)
    assert (now["players"], now["attempts"], now["finished"]) == (3, 6, 3)
    assert now["closed"] == 2
    assert (now["answers"], now["groups"], now["rounds"]) == (6, 3, 3)  # skipped ones are none

    await db.write(lambda c: personal.forget(c, 2))
    now = await db.read(figures.tallies)
    assert now == await db.read(counted)
    assert (now["players"], now["attempts"], now["finished"], now["answers"]) == (2, 4, 2, 4)
    assert now["closed"] == 1


async def test_people_count_by_the_day_they_last_came(db: Database) -> None:
    def came(c: Connection, person: int, days: int) -> None:
        players.seen(c, person, "Anna", "it", game.NOW, TODAY - timedelta(days=days))

    for person, days in ((1, 0), (2, 1), (3, 6), (4, 7)):
        await db.write(lambda c, who=person, ago=days: came(c, who, ago))
    found = await db.read(lambda c: figures.figures(c, TODAY, A_WEEK_AGO))
    assert (found.players, found.today, found.lately) == (4, 1, 3)
    await db.write(lambda c: came(c, 4, 0))
    found = await db.read(lambda c: figures.figures(c, TODAY, A_WEEK_AGO))
    assert (found.today, found.lately) == (2, 4)


@contextmanager
def overheard(c: Connection) -> Iterator[list[str]]:
    said: list[str] = []
    c.set_trace_callback(said.append)
    yield said
    c.set_trace_callback(None)


async def test_nothing_that_grows_is_counted_one_by_one(db: Database) -> None:
    def plans(c: Connection) -> list[str]:
        with overheard(c) as said:
            figures.figures(c, TODAY, A_WEEK_AGO)
        rows = [c.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall() for sql in said]
        return [step[3] for row in rows for step in row]

    found = await db.read(plans)
    assert len(found) == 5
    for step in found:
        assert step == "SCAN tallies" or any(f"INDEX {name}" in step for name in COUNTED), step


async def test_reports_are_dealt_with_one_by_one(db: Database) -> None:
    await db.write(lambda c: game.meet(c, 1))
    for minute, item in enumerate(("q1", "q2", "q3")):
        later = game.NOW + timedelta(minutes=minute)
        await db.write(lambda c, i=item, at=later: reports.add(c, 1, ("tides", i, "v"), "it", at))

    async def still_open() -> list[str]:
        found = [await db.read(lambda c, at=n: reports.still_open(c, at)) for n in range(4)]
        return [report.question_id for report in found if report]

    assert await still_open() == ["q3", "q2", "q1"]
    middle = await db.read(lambda c: reports.still_open(c, 1))
    assert middle is not None
    for _ in range(2):
        await db.write(lambda c: reports.done(c, middle.id, game.NOW))
    assert await still_open() == ["q3", "q1"]
    assert await db.read(reports.open_count) == 2
    assert len(await db.read(reports.listed)) == 3
