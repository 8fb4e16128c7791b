"""Whoever an update came from, where, and in what words: never longer than Telegram allows."""

from telegram import Chat, MaybeInaccessibleMessage, Message, User

from bot.play.desk import Person

LONGEST_TEXT = 4096
LONGEST_NAME = 129  # first and last name, 64 each
LONGEST_LANGUAGE = 35  # of a language tag
LONGEST_TITLE = 255


def person_of(user: User, *, alone: bool = False) -> Person:
    """`alone` if they speak in the private chat."""
    given = (user.first_name, user.last_name or "", user.language_code or "")
    return person_named(user.id, *given, alone=alone)


def person_named(id_: int, first: str, last: str, language: str, *, alone: bool) -> Person:
    """The same from what Telegram tells, "" where it tells nothing."""
    name = f"{first} {last}".strip()  # deleted accounts have none
    speaks = storable(language)[:LONGEST_LANGUAGE]
    return Person(id_, storable(name)[:LONGEST_NAME], speaks or None, alone)


def title_of(chat: Chat) -> str:
    """A group's title."""
    return title_named(chat.title or "")


def title_named(title: str) -> str:
    """The same from what Telegram tells."""
    return storable(title)[:LONGEST_TITLE]


def text_of(message: Message) -> str:
    """What somebody typed; "" where it is something else."""
    return storable(message.text or "")[:LONGEST_TEXT]


def thread_of(message: MaybeInaccessibleMessage | None) -> int:
    """The topic a message stands in; 0 for a chat without topics, or its general one."""
    if isinstance(message, Message) and message.is_topic_message:
        return message.message_thread_id or 0
    return 0


def storable(text: str) -> str:
    """Text without what no file takes: lone surrogates and NUL."""
    if text.isprintable():  # as nearly all are, and what no file takes is not
        return text
    return text.encode(errors="ignore").decode().replace("\0", "")
