"""What stands in a chat, as somebody sees it who can also read what the buttons stand for."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from tests.ledger.sets import MARK

Message = dict[str, Any]
RECENT = 16  # messages that somebody looks back at

# An attempt or a round: ten letters and digits, made by chance. An item of a round that is shown in
# the private chat has its place after that, and is shown whenever somebody follows the link.
NAMED = re.compile(r"^1[A-Za-z]:[a-z0-9]{10}(?!-)")
# The buttons by which the choices of one question are tapped: what differs between two of them
# makes no other question.
CHOOSING = "ctpumV"


def buttons(message: Message) -> Iterator[tuple[str, str]]:
    """Labels with what they stand for: callback data, or an address."""
    for row in message.get("reply_markup", {}).get("inline_keyboard", []):
        for button in row:
            yield button["text"], button.get("callback_data") or button.get("url", "")


def datas(message: Message) -> list[str]:
    return [data for _, data in buttons(message)]


def data_like(message: Message, pattern: str) -> re.Match[str] | None:
    """The first button whose data fits this pattern entirely."""
    found = (re.fullmatch(pattern, data) for data in datas(message))
    return next((match for match in found if match), None)


def text_of(message: Message) -> str:
    poll = message.get("poll")
    return str(poll["question"] if poll else message.get("text") or message.get("caption") or "")


def mark_in(message: Message) -> tuple[str, str] | None:
    """The set and the id of the item that a question asks."""
    found = MARK.search(text_of(message))
    return (found[1], f"q{found[2]}") if found else None


def thing_said(message: Message) -> tuple[str, Sequence[str], bool]:
    """What makes two messages say the same thing, and whether it is said by itself.

    That is what their buttons stand for, but for those by which choices are tapped; where nothing
    else is there, which question those are of; where there are no buttons, the text. What names an
    attempt or a round says something that there is to say once; anything else answers a message.
    """
    found = [data for data in datas(message) if data.startswith("1")]
    steady = sorted(data for data in found if data[1] not in CHOOSING)
    chosen = sorted({":".join(data.split(":")[:3])[2:] for data in found})
    said = steady or chosen
    named = any(NAMED.match(data) for data in found)
    return ("" if said else text_of(message)), tuple(said), named


def newest(
    messages: dict[int, Message], bot: int, fits: Callable[[Message], Any], after: int = 0
) -> Any:
    """What `fits` finds in the newest of the bot's recent messages in which it finds something."""
    numbers = list(messages)[-RECENT:]
    for number in reversed(numbers):
        message = messages[number]
        if number > after and message["from"]["id"] == bot and (found := fits(message)):
            return found
    return None
