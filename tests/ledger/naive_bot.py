"""A bot as a tutorial has it, for the ledger to find out: python-telegram-bot's own Application.

It asks the same questions by the same buttons, and keeps every answer in SQLite, rightly. But
updates are confirmed to Telegram before they are handled, as the library's defaults have it, so
whatever was under way when it is killed is lost. `python -m tests.ledger.naive_bot`, with the
settings of the real one.
"""

import json
import os
import secrets
import sqlite3
from pathlib import Path
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

Context = ContextTypes.DEFAULT_TYPE
SCHEMA = """
CREATE TABLE IF NOT EXISTS attempts (
    id TEXT PRIMARY KEY, player_id INTEGER, set_id TEXT, questions TEXT, counts INTEGER,
    started_at INTEGER, points INTEGER DEFAULT 0, finished_at INTEGER  -- it ends none
);
CREATE TABLE IF NOT EXISTS answers (
    attempt_id TEXT, set_id TEXT, question_id TEXT, player_id INTEGER, response TEXT,
    points INTEGER, PRIMARY KEY (attempt_id, question_id)
);
CREATE TABLE IF NOT EXISTS scores (
    board TEXT, period TEXT, player_id INTEGER, points INTEGER,
    PRIMARY KEY (board, period, player_id)
);
"""


class Quizzes:
    """The sets as they lie in the folder, and what was answered."""

    def __init__(self, folder: Path, database: Path) -> None:
        told = (json.loads(path.read_text("utf-8")) for path in folder.glob("*.yaml"))
        self.sets: dict[str, Any] = {quiz["id"]: quiz["questions"] for quiz in told}
        self.c = sqlite3.connect(database)
        self.c.executescript(SCHEMA)

    def begin(self, person: int, set_id: str) -> str:
        """A new attempt, or the one under way."""
        played = self.c.execute(
            "SELECT id FROM attempts WHERE (player_id, set_id) = (?, ?)", (person, set_id)
        ).fetchall()
        if under_way := [each for (each,) in played if self.open(each)]:
            return str(under_way[0])
        key = secrets.token_hex(5)
        with self.c:
            self.c.execute(
                """INSERT INTO attempts (id, player_id, set_id, questions, counts, started_at)
                VALUES (?, ?, ?, ?, ?, (SELECT count(*) FROM attempts))""",
                (key, person, set_id, "[]", not played),
            )
        return key

    def state(self, attempt: str) -> tuple[str, int, list[str]]:
        """The set, whether it counts, and what has been put: a turn each, "" where it waits."""
        set_id, counts, put = self.c.execute(
            "SELECT set_id, counts, questions FROM attempts WHERE id = ?", (attempt,)
        ).fetchone()
        return set_id, counts, json.loads(put)

    def open(self, attempt: str) -> Any:
        """The question of the current turn; None at the end."""
        set_id, _, put = self.state(attempt)
        left = [each for each in self.sets[set_id] if each["id"] not in put]
        skipped = [each for each in self.sets[set_id] if put.count(each["id"]) == 1]
        given = {row[0] for row in self._given(attempt)}
        return next(iter([*left, *(each for each in skipped if each["id"] not in given)]), None)

    def _given(self, attempt: str) -> list[tuple[str]]:
        return self.c.execute(
            "SELECT question_id FROM answers WHERE attempt_id = ?", (attempt,)
        ).fetchall()

    def put(self, attempt: str, question: str) -> None:
        put = self.state(attempt)[2]
        with self.c:
            self.c.execute(
                "UPDATE attempts SET questions = ? WHERE id = ?",
                (json.dumps([*put, question]), attempt),
            )

    def answer(self, person: int, attempt: str, question: Any, response: list[str] | None) -> None:
        """Keep an answer and what it earned, in one transaction."""
        set_id, counts, put = self.state(attempt)
        right = _right(question)
        same = response is not None and [text.casefold() for text in response] == right
        points = question["points"] * 1000 * same
        if response and question["type"] == "numeric" and not same:
            points = question["points"] * 500 * (abs(int(response[0]) - int(right[0])) <= 2)
        with self.c:
            self.c.execute(
                "INSERT INTO answers VALUES (?, ?, ?, ?, ?, ?)",
                (
                    attempt,
                    set_id,
                    question["id"],
                    person,
                    response and json.dumps(response),
                    points,
                ),
            )
            self.c.execute(
                "UPDATE attempts SET questions = ? WHERE id = ?",
                (json.dumps([*put, question["id"]]), attempt),
            )
            for board in (set_id, "") if counts else ():
                for period in ("all", "2026-01", "2026-W01"):
                    self.c.execute(
                        """INSERT INTO scores VALUES (?, ?, ?, ?)
                        ON CONFLICT DO UPDATE SET points = points + excluded.points""",
                        (board, period, person, points),
                    )


def _right(question: Any) -> list[str]:
    if question["type"] == "short":
        return list(question["accept"]["en"])
    return [str(question["answer"]).casefold()]


class NaiveBot:
    def __init__(self, quizzes: Quizzes) -> None:
        self._quizzes = quizzes
        self._typing: dict[int, tuple[str, int]] = {}

    async def said(self, update: Update, context: Context) -> None:
        person, text = update.message.from_user.id, update.message.text
        if text.startswith("/start set-"):
            set_id = text.removeprefix("/start set-")
            rows = [("Start", f"1s:{set_id}"), ("Leaderboard", f"1d:{set_id}:all:0")]
            await update.message.reply_text(f"Set {set_id}", reply_markup=_keyboard(rows))
            return
        attempt, turn = self._typing.get(person, ("", -1))
        question = attempt and self._quizzes.open(attempt)
        if not question or len(self._quizzes.state(attempt)[2]) != turn or "options" in question:
            await update.message.reply_text("Please use the buttons.")
        elif question["type"] == "numeric" and not text.isdecimal():
            await update.message.reply_text("That is no number.")
        else:
            await self._answer(update, context, attempt, question, [text])

    async def tapped(self, update: Update, context: Context) -> None:
        await update.callback_query.answer()
        person = update.callback_query.from_user.id
        letter, *named = update.callback_query.data[1:].split(":")
        if letter == "s":
            await self._ask(update, context, self._quizzes.begin(person, named[0]))
        elif letter == "n":
            await self._ask(update, context, named[0])
        elif letter in "ck":
            await self._played(update, context, letter, named)

    async def _played(
        self, update: Update, context: Context, letter: str, named: list[str]
    ) -> None:
        attempt, turn = named[0], int(named[1])
        question = self._quizzes.open(attempt)
        put = self._quizzes.state(attempt)[2]
        if question is None or len(put) != turn:
            return
        if letter == "k" and question["id"] not in put:
            self._quizzes.put(attempt, question["id"])
            await self._ask(update, context, attempt)
            return
        response = None
        if letter == "c":
            keys = list(question.get("options", ("true", "false")))
            response = [keys[int(named[2])]]
        await self._answer(update, context, attempt, question, response)

    async def _answer(
        self,
        update: Update,
        context: Context,
        attempt: str,
        question: Any,
        response: list[str] | None,
    ) -> None:
        person = update.effective_user.id
        self._quizzes.answer(person, attempt, question, response)
        turn = len(self._quizzes.state(attempt)[2])
        rows = [("Next", f"1n:{attempt}:{turn}")]
        await context.bot.send_message(person, "Noted.", reply_markup=_keyboard(rows))

    async def _ask(self, update: Update, context: Context, attempt: str) -> None:
        person, question = update.effective_user.id, self._quizzes.open(attempt)
        set_id, _, put = self._quizzes.state(attempt)
        if self._typing.get(person) == (attempt, len(put)):
            return  # it is asked already
        self._typing[person] = attempt, len(put)
        if question is None:
            rows = [("Leaderboard", f"1d:{set_id}:all:0")]
            await context.bot.send_message(person, "The end.", reply_markup=_keyboard(rows))
            return
        labels = [text["en"] for text in question.get("options", {}).values()]
        if question["type"] == "true_false":
            labels = ["True", "False"]
        rows = [(label, f"1c:{attempt}:{len(put)}:{n}") for n, label in enumerate(labels)]
        rows.append(("Skip", f"1k:{attempt}:{len(put)}"))
        text = question["text"]["en"]
        await context.bot.send_message(person, text, reply_markup=_keyboard(rows))


def _keyboard(rows: list[tuple[str, str]]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(a, callback_data=b)] for a, b in rows])


def main() -> None:
    asked = os.environ
    bot = NaiveBot(Quizzes(Path(asked["QUIZBOT_QUESTIONS"]), Path(asked["QUIZBOT_DATABASE"])))
    url = f"{asked['QUIZBOT_API_URL']}/bot"
    app = Application.builder().token(asked["QUIZBOT_TOKEN"]).base_url(url).build()
    app.add_handler(MessageHandler(filters.TEXT, bot.said))
    app.add_handler(CallbackQueryHandler(bot.tapped))
    app.run_polling()


if __name__ == "__main__":
    main()
