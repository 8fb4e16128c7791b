"""What the doctor says of one thing."""

from typing import Literal

from bot.quiz.frozen import frozen

Level = Literal["ok", "note", "warning", "problem"]


@frozen
class Finding:
    """`says` is what was found about something, `todo` what to do about it.

    With a problem the bot does not work, or not as promised; with a warning it may not for long;
    a note is neither good nor bad.
    """

    about: str
    level: Level
    says: str
    todo: str = ""


def ok(about: str, says: str) -> Finding:
    return Finding(about, "ok", says)


def note(about: str, says: str, todo: str = "") -> Finding:
    return Finding(about, "note", says, todo)


def warning(about: str, says: str, todo: str) -> Finding:
    return Finding(about, "warning", says, todo)


def problem(about: str, says: str, todo: str) -> Finding:
    return Finding(about, "problem", says, todo)
