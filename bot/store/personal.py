"""Everything kept about one person: shown to them, summed up for them, deleted for them."""

import json
from datetime import date
from sqlite3 import Connection
from typing import Any

from bot.quiz.frozen import frozen
from bot.store import rounds

# Every table that holds something of a person, and which of its rows do (?1: the person's id).
# A table stands after those it refers to.
ABOUT = {
    "players": "id = ?1",
    "attempts": "player_id = ?1",
    "answers": "player_id = ?1",
    "scores": "player_id = ?1",
    "reports": "player_id = ?1",
    "round_players": "player_id = ?1",
    "round_answers": "player_id = ?1",
    "round_drafts": "player_id = ?1",
    "early_votes": "player_id = ?1",
    "group_scores": "player_id = ?1",
    "broadcasts": "player_id = ?1",
    # Whatever kind of update it is: any sender, chat or mention in it.
    "inbox": """CASE WHEN json_valid(body) THEN EXISTS
        (SELECT 1 FROM json_tree(body) WHERE key = 'id' AND value = ?1) END""",
}
# What is on its way through leaves by itself.
LASTING = {"inbox": "error IS NOT NULL"}


@frozen
class Answered:
    """One answer as statistics need it; points are thousandths."""

    set_id: str
    question_id: str
    snapshot: str
    points: int
    possible: int
    day: date


def everything(c: Connection, player_id: int) -> dict[str, list[dict[str, Any]]]:
    """All rows about this person that stay, by table."""
    return {
        table: _rows(c, table, f"{LASTING.get(table, 'TRUE')} AND ({about})", player_id)
        for table, about in ABOUT.items()
    }


def forget(c: Connection, player_id: int) -> None:
    """Delete all rows about this person that stay; `secure_delete` overwrites them in the file.

    What is on its way through is still handled: it may be others', and the person is to be told.
    """
    rounds.forget(c, player_id)
    for table, about in reversed(ABOUT.items()):
        lasting = LASTING.get(table, "TRUE")
        c.execute(f"DELETE FROM {table} WHERE {lasting} AND ({about})", (player_id,))  # noqa: S608


def answers(c: Connection, player_id: int) -> tuple[Answered, ...]:
    """All answers of this person, the oldest first."""
    rows = c.execute(
        """SELECT a.set_id, a.question_id, t.snapshot, a.points, a.possible,
        a.day FROM answers a JOIN attempts t ON t.id = a.attempt_id
        WHERE a.player_id = ? ORDER BY a.answered_at""",
        (player_id,),
    )
    return tuple(
        Answered(set_id, question, snapshot, points, possible, date.fromisoformat(day))
        for set_id, question, snapshot, points, possible, day in rows
    )


def attempts(c: Connection, player_id: int) -> tuple[int, int]:
    """How many attempts the person has begun, and how many of them finished."""
    begun, finished = c.execute(
        "SELECT count(*), count(finished_at) FROM attempts WHERE player_id = ?", (player_id,)
    ).fetchone()
    return begun, finished


def _rows(c: Connection, table: str, about: str, player_id: int) -> list[dict[str, Any]]:
    cursor = c.execute(f"SELECT * FROM {table} WHERE {about}", (player_id,))  # noqa: S608
    names = [described[0] for described in cursor.description]
    return [{name: _plain(value) for name, value in zip(names, row, strict=True)} for row in cursor]


def _plain(value: Any) -> Any:
    """JSON kept in a column is shown as what it holds."""
    if isinstance(value, str) and value[:1] in ("[", "{"):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
