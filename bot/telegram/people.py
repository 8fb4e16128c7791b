"""Whoever an update came from."""

from telegram import User

from bot.play.desk import Person


def person_of(user: User) -> Person:
    return Person(user.id, storable(user.full_name), user.language_code)


def storable(text: str) -> str:
    """Text without what no file takes: lone surrogates and NUL."""
    return text.encode(errors="ignore").decode().replace("\0", "")
