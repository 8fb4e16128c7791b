"""The log: lines for people, or an object a line for machines.

Neither names people nor repeats what they wrote: the bot's own messages hold ids only, other
libraries are heard from warnings on, because below that some of them tell all they send, and an
error's own words are left out where they may quote what it was about. Whatever a value holds, no
line can be made to look like another.
"""

import logging
import re
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Literal

from pythonjsonlogger.json import JsonFormatter

Form = Literal["text", "json"]
About = Callable[[], int | None]

OURS = "bot"
# What these raise says what failed, and never what people wrote; nor does most of Python itself.
TELLING = ("bot", "telegram", "aiohttp", "sqlite3")
QUOTING = (ValueError, LookupError)
LEFT_OUT = "(what it says may quote people, and is left out)"

# Line breaks of all kinds, and what moves a terminal's cursor or turns text around.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def set_up(form: Form, about: About, level: int = logging.INFO) -> logging.Handler:
    """Log to standard error in this form, our own from this level on; the handler that does it.

    `about` tells the id of the update that is being handled where it is called, if one is.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(Lines() if form == "text" else Objects(about))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger(OURS).setLevel(level)
    return handler


class Lines(logging.Formatter):
    """`2026-11-22 19:00:00,123 INFO message`; what belongs to a line is indented below it."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the library's name
        return _printable(super().formatMessage(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802
        return _indented(described(ei[1]))

    def formatStack(self, stack_info: str) -> str:  # noqa: N802
        return _indented(stack_info)


class Objects(JsonFormatter):
    """One JSON object a line: time, level, logger, message, and update or exception if any."""

    def __init__(self, about: About) -> None:
        super().__init__()
        self._about = about

    def formatException(self, ei: Any) -> str:  # noqa: N802
        return described(ei[1])

    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        log_data |= {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if (number := self._about()) is not None:
            log_data["update"] = number
        # What a filter has made of the exception comes first.
        if exception := record.exc_text or message_dict.get("exc_info"):
            log_data["exception"] = exception
        if record.stack_info:
            log_data["stack"] = record.stack_info


def described(error: BaseException) -> str:
    """An error with the calls that led to it, and those before it that led to it."""
    told = ""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        told = f"{described(before)}\nand then:\n"
    calls = "".join(traceback.format_tb(error.__traceback__))
    parts = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    within = "".join(f"\nin it:\n{described(part)}" for part in parts)
    return f"{told}Traceback (most recent call last):\n{calls}{_said(error)}{within}"


def _said(error: BaseException) -> str:
    kind = type(error)
    room = kind.__module__.partition(".")[0]
    name = kind.__qualname__ if room == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    if room in TELLING or (room == "builtins" and not isinstance(error, QUOTING)):
        return f"{name}: {error}"
    return f"{name} {LEFT_OUT}"


def _printable(text: str) -> str:
    return _UNPRINTABLE.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def _indented(text: str) -> str:
    return "\n".join(f"  | {_printable(line)}" for line in text.split("\n"))
