"""What Telegram means by its refusals."""

from telegram.error import BadRequest, Forbidden, TelegramError

UNCHANGED = "message is not modified"
GONE = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "message identifier is not specified",
)
NO_TEXT = "there is no text in the message to edit"
POLL_OVER = ("poll has already been closed", "message with poll to stop not found")
_TOPIC_CLOSED = ("topic_closed", "topic_deleted", "message thread not found")
_CLOSED = (
    "chat not found",
    "peer_id_invalid",
    "user not found",
    "not enough rights to send text messages",
    "have no rights to send a message",
    "chat_write_forbidden",
    *_TOPIC_CLOSED,
)


class ChatClosed(Exception):
    """Whoever it was does not hear the bot any more; in a topic, if that alone is closed."""

    def __init__(self, reason: str, thread_id: int | None) -> None:
        super().__init__(reason)
        self.thread_id = thread_id


def closed_by(error: TelegramError, thread_id: int) -> ChatClosed | None:
    """What the error says of the chat, if that is closed."""
    if not is_closed(error):
        return None
    topic = thread_id if thread_id and says(error, *_TOPIC_CLOSED) else None
    return ChatClosed(error.message, topic)


def is_closed(error: Exception) -> bool:
    """Whether the chat, or its topic, is closed to the bot."""
    return isinstance(error, Forbidden) or says(error, *_CLOSED)


def says(error: Exception, *sentences: str) -> bool:
    """Whether Telegram refuses with one of these sentences."""
    return isinstance(error, BadRequest) and any(
        sentence in error.message.lower() for sentence in sentences
    )
