"""Whoever an update came from, where, and in what words: never longer than Telegram allows."""

from telegram import Chat, MaybeInaccessibleMessage, Message, User

from bot.play.desk import Person

LONGEST_TEXT = 4096
LONGEST_NAME = 129  # first and last name, 64 each
LONGEST_LANGUAGE = 35  # of a language tag
LONGEST_TITLE = 255


def person_of(user: User, *, alone: bool = False) -> Person:
    """`alone` if they speak in the private chat."""
    name = f"{user.first_name} {user.last_name or ''}".strip()  # deleted accounts have none
    language = storable(user.language_code or "")[:LONGEST_LANGUAGE]
    return Person(user.id, storable(name)[:LONGEST_NAME], language or None, alone)


def title_of(chat: Chat) -> str:
    """A group's title."""
    return storable(chat.title or "")[:LONGEST_TITLE]


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
    return text.encode(errors="ignore").decode().replace("\0", "")
