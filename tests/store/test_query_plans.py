"""No question that is asked again and again reads through a table that grows."""

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from sqlite3 import Connection, connect

import pytest

from bot.quiz.calendar import ALL_TIME, periods
from bot.quiz.scoring import Score
from bot.store import (
    attempts,
    boards,
    groups,
    inbox,
    personal,
    players,
    reports,
    rounds,
    snapshots,
    standings,
)
from bot.store.migrate import migrate
from bot.store.snapshots import Snapshots
from tests.builders import a_set
from tests.store import evening, game
from tests.store.game import NOW

ANNA, BRUNO = 1, 2
# Only ever holds a few rows: votes in polls that are not an hour old.
SMALL = {"early_votes"}


@pytest.fixture
def c() -> Iterator[Connection]:
    with closing(connect(":memory:", isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        migrate(connection)
        yield connection


def scans(c: Connection, asked: list[str]) -> set[str]:
    """Tables that these statements read from end to end, with the statement that does."""
    found = set()
    for sql in dict.fromkeys(asked):
        if not re.match(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)", sql):
            continue
        for row in c.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall():
            table = re.match(r"SCAN (\w+)(?:.* INDEX (\w+))?", row[3])
            if table and table[1] in tables(c) - SMALL and table[2] not in partial(c):
                found.add(f"{table[1]}: {' '.join(sql.split())}")
    return found


def partial(c: Connection) -> set[str]:
    """The indexes that hold only the few rows that something is still to be done with."""
    return {
        name
        for (name,) in c.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql LIKE '%WHERE%'"
        )
    }


def tables(c: Connection) -> set[str]:
    return {name for (name,) in c.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}


def an_evening(c: Connection) -> None:
    """All that people do in private chats and groups, over and over."""
    evening.opened(c)
    evening.joins(c, ANNA, BRUNO)
    saved = evening.asked(c)
    rounds.due(c, NOW)
    rounds.interrupted(c)
    rounds.find(c, Snapshots(), saved.id)
    rounds.here(c, Snapshots(), saved.chat_id, 0)
    rounds.last(c, Snapshots(), saved.chat_id)
    rounds.of_poll(c, Snapshots(), "poll")
    rounds.in_group(c, saved.chat_id)
    rounds.played_sets(c, saved.chat_id)
    rounds.team_sizes(c, saved.id, 2)
    rounds.teamless(c, saved.id, 2)
    rounds.anyone_unhurried(c, saved.id)
    evening.answers(c, ANNA, "a")
    rounds.answers(c, saved.id, 0)
    rounds.answered_set(c, ANNA, "tides")
    rounds.keep_draft(c, saved.id, 0, ANNA, ("a",))
    rounds.draft(c, saved.id, 0, ANNA)
    rounds.keep_early(c, "poll", ANNA, (0,), NOW)
    rounds.take_early(c, "poll")
    rounds.sweep_early(c, NOW)
    standings.of_round(c, saved.id)
    standings.of_teams(c, saved.id, 2)
    standings.tallies(c, saved.id)
    standings.streaks(c, saved.id, 0)
    standings.count(c, saved.chat_id, ANNA, periods(NOW.date()), Score(1, 1))
    standings.of_group(c, saved.chat_id, ALL_TIME, 0, 10)
    groups.seen(c, saved.chat_id, "Other", "it", NOW)
    groups.weekly_due(c, NOW)
    groups.close(c, saved.chat_id, NOW)
    groups.migrate(c, saved.chat_id, saved.chat_id - 1)


def an_attempt(c: Connection) -> None:
    quiz = a_set()
    game.meet(c, ANNA)
    players.known(c, ANNA, "Anna", "it", game.NOW.date())
    game.start(c, ANNA, quiz, "a")
    game.advance(c, "a", ANNA, lambda state: game.tapped(state, 0))
    attempts.past(c, ANNA, quiz.id)
    attempts.under_way(c, ANNA)
    attempts.none_yet(c, ANNA)
    attempts.never_sent(c, "a", 0)
    attempts.posted(c, "a", 0, 1)
    players.alias_taken(c, "Altair 417")
    players.offer_alias(c, ANNA, "Altair 417")
    players.take_text(c, ANNA, 7)
    players.focus_on(c, ANNA, "a")
    players.await_text(c, ANNA, None)
    players.choose_appearance(c, ANNA, "name", None)
    reports.add(c, ANNA, ("tides", "one", "v"), "it", NOW)
    Snapshots().last(c, "tides")
    snapshots.is_answered(c, "tides", "one")
    for board in (boards.OVERALL, "tides"):
        boards.page(c, board, ALL_TIME, BRUNO, 0, 10)
        boards.page(c, board, ALL_TIME, ANNA, 50, 10)
        boards.own(c, board, ALL_TIME, ANNA)
        boards.people(c, board, ALL_TIME)
    personal.answers(c, ANNA)
    personal.attempts(c, ANNA)


def updates(c: Connection) -> None:
    inbox.keep(c, [(1, "{}"), (2, "{}")], NOW)
    inbox.waiting(c)
    inbox.put_aside(c, 1, "KeyError")
    inbox.done(c, [2], NOW)
    inbox.set_aside_count(c)
    inbox.try_again(c, 1)
    inbox.idle(c, NOW)
    inbox.keep(c, [(3, "{}")], NOW + timedelta(days=2))


def goodbye(c: Connection) -> None:
    an_attempt(c)
    personal.everything(c, ANNA)
    personal.forget(c, ANNA)


@pytest.mark.parametrize("deed", [an_evening, an_attempt, updates, goodbye])
def test_nothing_done_for_an_update_reads_a_whole_table(c: Connection, deed: object) -> None:
    asked: list[str] = []
    c.set_trace_callback(asked.append)
    deed(c)  # type: ignore[operator]
    c.set_trace_callback(None)
    assert len(asked) > 10
    # Whoever goes is looked for inside the updates that wait or were set aside.
    waiting = "inbox: " if deed is goodbye else "nowhere"
    assert {each for each in scans(c, asked) if not each.startswith(waiting)} == set()


def test_a_scan_would_be_found(c: Connection) -> None:
    assert scans(c, ["SELECT * FROM answers WHERE day = ''"]) != set()
    assert scans(c, ["SELECT * FROM answers WHERE player_id = 1"]) == set()


def test_whoever_goes_is_found_in_each_table_that_refers_to_them(c: Connection) -> None:
    """SQLite reads a table from end to end for each row deleted from the one it refers to."""
    lacking = set()
    for table in tables(c) - SMALL:
        first = {row[1] for row in c.execute(f"PRAGMA table_info({table})") if row[5] == 1}
        for index in c.execute(f"PRAGMA index_list({table})").fetchall():
            first.add(c.execute(f"PRAGMA index_info({index[1]})").fetchone()[2])
        for key in c.execute(f"PRAGMA foreign_key_list({table})").fetchall():
            if key[2] != "snapshots" and key[3] not in first:  # those are never deleted
                lacking.add(f"{table}.{key[3]}")
    assert lacking == set()
