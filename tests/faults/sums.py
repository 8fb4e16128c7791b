"""What must hold of a database whatever went wrong: every sum is that of its answers."""

import sqlite3
from contextlib import closing
from pathlib import Path

# An attempt's own row has them once it has ended.
ATTEMPTS = """SELECT id, points FROM attempts WHERE points <> iif(finished_at IS NULL, 0, (
    SELECT coalesce(sum(points), 0) FROM answers WHERE attempt_id = attempts.id))"""
SCORES = """
    SELECT player_id, set_id AS board, sum(points), sum(possible), count(*) FROM answers
    WHERE counts = 1 GROUP BY player_id, board
    EXCEPT SELECT player_id, board, points, possible, answers FROM scores WHERE period = 'all'"""
ROUNDS = """
    SELECT round_id, player_id, sum(points + bonus), count(*) FROM round_answers
    WHERE credit IS NOT NULL AND possible > 0 GROUP BY round_id, player_id
    EXCEPT SELECT period, player_id, points, answers FROM group_scores"""
LEFT_OVER = "SELECT update_id, error FROM inbox WHERE done_at IS NULL OR error IS NOT NULL"


def nothing_is_half_done(database: Path) -> None:
    """Every sum is that of its answers, and no update waits or was set aside."""
    with closing(sqlite3.connect(database)) as c:
        assert c.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert not c.execute("PRAGMA foreign_key_check").fetchall()
        for wrong in (ATTEMPTS, SCORES, ROUNDS, LEFT_OVER):
            assert not c.execute(wrong).fetchall(), wrong
