"""Rounds: their state in one row each, their players and answers in rows of their own."""

import json
from datetime import datetime, timedelta
from fractions import Fraction
from sqlite3 import Connection
from typing import Any

from bot.quiz.frozen import frozen
from bot.quiz.moves import Response
from bot.quiz.question import QuestionSet
from bot.quiz.round import Round, Rules, Turnout, wakes_at
from bot.store.snapshots import Snapshots


@frozen
class SavedRound:
    """A round with all that is kept about it.

    `message_id` shows the lobby, then the open item, once Telegram has told; `poll_id` is None
    where the item is asked by buttons; `late` where the bot was down while it was open. `saying`
    is what is on its way; several things, joined by "+", go to several chats.
    """

    id: str
    chat_id: int
    thread_id: int
    starter: int
    language: str
    quiz: QuestionSet
    snapshot: str
    state: Round
    polls: bool
    teams: int
    turnout: Turnout
    late: bool = False
    refresh_at: datetime | None = None
    saying: str | None = None
    message_id: int | None = None
    poll_id: str | None = None

    @property
    def unsaid(self) -> tuple[str, ...]:
        """What is on its way, one by one."""
        return tuple(self.saying.split("+")) if self.saying else ()

    def saying_but(self, what: str) -> str | None:
        """What is still on its way once this has arrived."""
        return "+".join(each for each in self.unsaid if each != what) or None


@frozen
class Answer:
    """What somebody answered to an item, and after how many seconds."""

    player_id: int
    response: Response
    seconds: float


@frozen
class Earned:
    """What an answer earned, in thousandths."""

    credit: Fraction
    points: int
    bonus: int
    possible: int


EARLY_VOTES_KEPT = timedelta(hours=1)
NO_RESPONSE = "[]"  # as JSON: somebody took everything back

_COLUMNS = """id, chat_id, thread_id, starter, language, snapshot, questions, orders, seconds,
    by_hand, bonus, polls, teams, unhurried, phase, position, since, closes_at, next_at,
    silent, joined, answered, last_at, late, refresh_at, saying, message_id, poll_id"""


def add(c: Connection, saved: SavedRound) -> None:
    """Keep a new round; there is only one at a time in its place."""
    c.execute(
        """INSERT INTO rounds (id, chat_id, thread_id, starter, language, set_id, snapshot,
        questions, orders, by_hand, bonus, polls, teams, phase, position, since,
        created_at) VALUES (?, ?, ?, ?, ?, ?, ?, '', '', 0, 0, 0, 0, '', 0, ?, ?)""",
        (
            saved.id,
            saved.chat_id,
            saved.thread_id,
            saved.starter,
            saved.language,
            saved.quiz.id,
            saved.snapshot,
            saved.state.since.isoformat(),
            saved.state.since.isoformat(),
        ),
    )
    save(c, saved)


def save(c: Connection, saved: SavedRound) -> None:
    """Keep the round as it is now, and when the clock next asks for something."""
    state, rules = saved.state, saved.state.rules
    over = state.phase == "over"
    wakes = [] if over else [wakes_at(state, saved.turnout), saved.refresh_at]
    values: dict[str, Any] = {
        "language": saved.language,
        "set_id": saved.quiz.id,
        "snapshot": saved.snapshot,
        "questions": json.dumps([item.id for item in state.items]),
        "orders": json.dumps(state.orders),
        "seconds": rules.seconds,
        "by_hand": rules.by_hand,
        "bonus": rules.bonus,
        "unhurried": rules.unhurried,
        "polls": saved.polls,
        "teams": saved.teams,
        "phase": state.phase,
        "position": state.position,
        "since": _text(state.since),
        "closes_at": _text(state.closes_at),
        "next_at": _text(state.next_at),
        "silent": state.silent,
        "joined": saved.turnout.joined,
        "answered": saved.turnout.answered,
        "last_at": _text(saved.turnout.last_at),
        "late": saved.late,
        "refresh_at": _text(saved.refresh_at),
        "wakes_at": _text(min((at for at in wakes if at), default=None)),
        "saying": saved.saying,
        "message_id": saved.message_id,
        "poll_id": saved.poll_id,
        "finished_at": _text(state.since) if over else None,
    }
    columns = ", ".join(f"{name} = :{name}" for name in values)
    c.execute(f"UPDATE rounds SET {columns} WHERE id = :id", {**values, "id": saved.id})  # noqa: S608


def find(c: Connection, snapshots: Snapshots, id_: str) -> SavedRound | None:
    """The round of this id, if there is one."""
    return _one(c, snapshots, "id = ?", id_)


def here(c: Connection, snapshots: Snapshots, chat_id: int, thread_id: int) -> SavedRound | None:
    """The round under way in this place."""
    return _one(
        c, snapshots, "chat_id = ? AND thread_id = ? AND phase <> 'over'", chat_id, thread_id
    )


def of_poll(c: Connection, snapshots: Snapshots, poll_id: str) -> SavedRound | None:
    """The round whose open item is this poll."""
    return _one(c, snapshots, "poll_id = ?", poll_id)


def last(c: Connection, snapshots: Snapshots, chat_id: int) -> SavedRound | None:
    """The round that ended last in this group; a lobby that was cancelled is none."""
    ended = "phase = 'over' AND position >= 0 ORDER BY finished_at DESC LIMIT 1"
    return _one(c, snapshots, f"chat_id = ? AND {ended}", chat_id)


def due(c: Connection, now: datetime) -> tuple[str, ...]:
    """The rounds of which the clock asks something now."""
    rows = c.execute(
        "SELECT id FROM rounds WHERE wakes_at <= ? ORDER BY wakes_at", (now.isoformat(),)
    )
    return tuple(row[0] for row in rows)


def interrupted(c: Connection) -> dict[str, str]:
    """The rounds whose last message, be it the podium, may never have been sent; which it is."""
    return dict(c.execute("SELECT id, saying FROM rounds WHERE saying IS NOT NULL").fetchall())


def in_group(c: Connection, chat_id: int) -> tuple[str, ...]:
    """The rounds under way in this group."""
    rows = c.execute("SELECT id FROM rounds WHERE chat_id = ? AND phase <> 'over'", (chat_id,))
    return tuple(row[0] for row in rows)


def mark_late(c: Connection) -> None:
    """The bot was down: answers to open items may have waited, so speed says nothing."""
    c.execute("UPDATE rounds SET late = 1 WHERE phase = 'asking'")


def played_sets(c: Connection, chat_id: int) -> frozenset[str]:
    """The sets of which the group has played a round."""
    rows = c.execute(
        "SELECT DISTINCT set_id FROM rounds WHERE chat_id = ? AND position >= 0", (chat_id,)
    )
    return frozenset(row[0] for row in rows)


def join(c: Connection, round_id: str, player_id: int, team: int, now: datetime) -> bool:
    """Have somebody in the round; True where they were not."""
    joined = c.execute(
        "INSERT INTO round_players VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (round_id, player_id, team, now.isoformat()),
    )
    return bool(joined.rowcount)


def choose_team(c: Connection, round_id: str, player_id: int, team: int) -> None:
    c.execute(
        "UPDATE round_players SET team = ? WHERE (round_id, player_id) = (?, ?)",
        (team, round_id, player_id),
    )


def team_of(c: Connection, round_id: str, player_id: int) -> int:
    """The team of somebody who is in the round; 0: none."""
    (team,) = c.execute(
        "SELECT team FROM round_players WHERE (round_id, player_id) = (?, ?)", (round_id, player_id)
    ).fetchone()
    return int(team)


def teamless(c: Connection, round_id: str, teams: int) -> tuple[int, ...]:
    """Whoever is in none of the teams that there are, in the order they came."""
    rows = c.execute(
        """SELECT player_id FROM round_players WHERE round_id = ? AND team NOT BETWEEN 1 AND ?
        ORDER BY joined_at, player_id""",
        (round_id, teams),
    )
    return tuple(row[0] for row in rows)


def team_sizes(c: Connection, round_id: str, teams: int) -> dict[int, int]:
    """How many are in each team."""
    rows = c.execute(
        "SELECT team, count(*) FROM round_players WHERE round_id = ? GROUP BY team", (round_id,)
    )
    sizes = dict(rows.fetchall())
    return {team: sizes.get(team, 0) for team in range(1, teams + 1)}


def anyone_unhurried(c: Connection, round_id: str) -> bool:
    """Whether somebody plays who asked not to be hurried."""
    return (
        c.execute(
            """SELECT 1 FROM round_players r JOIN players p ON p.id = r.player_id
            WHERE r.round_id = ? AND p.unhurried LIMIT 1""",
            (round_id,),
        ).fetchone()
        is not None
    )


def response(c: Connection, round_id: str, position: int, player_id: int) -> Response:
    """What somebody has chosen so far; nothing where they have not."""
    row = c.execute(
        """SELECT response FROM round_answers
        WHERE (round_id, position, player_id) = (?, ?, ?)""",
        (round_id, position, player_id),
    ).fetchone()
    return tuple(json.loads(row[0])) if row else ()


def answer(c: Connection, saved: SavedRound, given: Answer, now: datetime, tap: str) -> int | None:
    """Keep what somebody chose: by how many more have answered now (1, 0; -1 if taken back).

    None where this very update (`tap`, a word) was taken in before.
    """
    position = saved.state.position
    key = (saved.id, position, given.player_id)
    taps, before = c.execute(
        """SELECT taps, response FROM round_answers
        WHERE (round_id, position, player_id) = (?, ?, ?)""",
        key,
    ).fetchone() or ("", NO_RESPONSE)
    if tap in taps.split():
        return None
    c.execute(
        """INSERT INTO round_answers
        (round_id, position, player_id, set_id, question_id, response, seconds, answered_at, taps)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET response = excluded.response, seconds = excluded.seconds,
            answered_at = excluded.answered_at, taps = excluded.taps""",
        (
            *key,
            saved.quiz.id,
            saved.state.items[position].id,
            json.dumps(given.response),
            given.seconds,
            now.isoformat(),
            f"{taps} {tap}".strip(),
        ),
    )
    return bool(given.response) - (before != NO_RESPONSE)


def answers(c: Connection, round_id: str, position: int) -> tuple[Answer, ...]:
    """All answers to an item that were not taken back."""
    rows = c.execute(
        """SELECT player_id, response, seconds FROM round_answers
        WHERE (round_id, position) = (?, ?) AND response <> ?""",
        (round_id, position, NO_RESPONSE),
    )
    return tuple(Answer(id_, tuple(json.loads(text)), seconds) for id_, text, seconds in rows)


def draft(c: Connection, round_id: str, position: int, player_id: int) -> Response:
    """What somebody has put together so far of an item answered in private."""
    row = c.execute(
        "SELECT draft FROM round_drafts WHERE (round_id, position, player_id) = (?, ?, ?)",
        (round_id, position, player_id),
    ).fetchone()
    return tuple(json.loads(row[0])) if row else ()


def keep_draft(
    c: Connection, round_id: str, position: int, player_id: int, draft_: Response
) -> None:
    c.execute(
        """INSERT INTO round_drafts VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET draft = excluded.draft""",
        (round_id, position, player_id, json.dumps(draft_)),
    )


def settle(c: Connection, round_id: str, position: int, player_id: int, earned: Earned) -> None:
    """Keep what an answer earned, once the item is closed."""
    c.execute(
        """UPDATE round_answers SET credit = ?, points = ?, bonus = ?, possible = ?
        WHERE (round_id, position, player_id) = (?, ?, ?)""",
        (
            str(earned.credit),
            earned.points,
            earned.bonus,
            earned.possible,
            round_id,
            position,
            player_id,
        ),
    )


def void(c: Connection, round_id: str, position: int) -> None:
    """The item counts for nobody."""
    c.execute("DELETE FROM round_answers WHERE (round_id, position) = (?, ?)", (round_id, position))


def answered_set(c: Connection, player_id: int, set_id: str) -> bool:
    """Whether somebody has answered an item of this set in a round."""
    return (
        c.execute(
            "SELECT 1 FROM round_answers WHERE player_id = ? AND set_id = ? LIMIT 1",
            (player_id, set_id),
        ).fetchone()
        is not None
    )


def keep_early(
    c: Connection, poll_id: str, player_id: int, options: tuple[int, ...], now: datetime
) -> None:
    """A vote in a poll whose message Telegram has not told yet."""
    c.execute(
        """INSERT INTO early_votes VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET options = excluded.options""",
        (poll_id, player_id, json.dumps(options), now.isoformat()),
    )


def take_early(c: Connection, poll_id: str) -> list[tuple[int, tuple[int, ...], datetime]]:
    """The votes kept for a poll, the earliest first: who, which options, when. Kept no longer."""
    rows = c.execute(
        "DELETE FROM early_votes WHERE poll_id = ? RETURNING player_id, options, voted_at",
        (poll_id,),
    ).fetchall()
    return [
        (id_, tuple(json.loads(options)), datetime.fromisoformat(at))
        for id_, options, at in sorted(rows, key=lambda row: row[2])
    ]


def sweep_early(c: Connection, now: datetime) -> None:
    """Drop votes in polls that never turned out to be ours, or were closed already."""
    kept = (now - EARLY_VOTES_KEPT).isoformat()
    c.execute("DELETE FROM early_votes WHERE voted_at < ?", (kept,))


def forget(c: Connection, player_id: int) -> None:
    """Count somebody out of the rounds under way, before their rows are deleted.

    Where they are counted in a message it is drawn anew, and whoever is left may be complete.
    """
    c.execute(
        """UPDATE rounds SET joined = joined - 1,
            answered = answered - EXISTS (SELECT 1 FROM round_answers a
                WHERE (a.round_id, a.position, a.player_id) = (rounds.id, rounds.position, ?1)
                AND a.response <> ?2),
            refresh_at = iif(phase IN ('lobby', 'asking'), since, refresh_at),
            wakes_at = iif(phase IN ('lobby', 'asking'), since, wakes_at)
        WHERE phase <> 'over' AND id IN (SELECT round_id FROM round_players WHERE player_id = ?1)
        """,
        (player_id, NO_RESPONSE),
    )
    c.execute(
        """UPDATE rounds SET starter = 0,
            saying = nullif(rtrim(replace(saying, 'table', ''), '+'), '')
        WHERE starter = ?""",
        (player_id,),
    )


def _one(c: Connection, snapshots: Snapshots, where: str, *values: Any) -> SavedRound | None:
    row = c.execute(f"SELECT {_COLUMNS} FROM rounds WHERE {where}", values).fetchone()  # noqa: S608
    return _saved(c, snapshots, row) if row else None


def _saved(c: Connection, snapshots: Snapshots, row: tuple[Any, ...]) -> SavedRound:
    names = [name.strip() for name in _COLUMNS.split(",")]
    kept = dict(zip(names, row, strict=True))
    quiz = snapshots.find(c, kept["snapshot"])
    by_id = {item.id: item for item in quiz.questions}
    state = Round(
        items=tuple(by_id[id_] for id_ in json.loads(kept["questions"])),
        orders=tuple(tuple(order) for order in json.loads(kept["orders"])),
        rules=Rules(
            kept["seconds"], bool(kept["by_hand"]), bool(kept["bonus"]), bool(kept["unhurried"])
        ),
        since=datetime.fromisoformat(kept["since"]),
        phase=kept["phase"],
        position=kept["position"],
        closes_at=_time(kept["closes_at"]),
        next_at=_time(kept["next_at"]),
        silent=kept["silent"],
    )
    return SavedRound(
        id=kept["id"],
        chat_id=kept["chat_id"],
        thread_id=kept["thread_id"],
        starter=kept["starter"],
        language=kept["language"],
        quiz=quiz,
        snapshot=kept["snapshot"],
        state=state,
        polls=bool(kept["polls"]),
        teams=kept["teams"],
        turnout=Turnout(kept["joined"], kept["answered"], _time(kept["last_at"])),
        late=bool(kept["late"]),
        refresh_at=_time(kept["refresh_at"]),
        saying=kept["saying"],
        message_id=kept["message_id"],
        poll_id=kept["poll_id"],
    )


def _text(time: datetime | None) -> str | None:
    return time.isoformat() if time else None


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
