"""The bot's token stays out of whatever is written for people to read."""

import logging
import re
import sys
import threading
from types import TracebackType

log = logging.getLogger(__name__)

HIDDEN = "<token>"
_TOKEN = re.compile(r"\d+(?::|%3[Aa])[A-Za-z0-9_-]{30,}")
_PLAIN = logging.Formatter()


def redact(text: str) -> str:
    """`text` with everything in it that looks like a bot's token hidden."""
    return _TOKEN.sub(HIDDEN, text)


class TokenFilter(logging.Filter):
    """Hides tokens in a record's message, arguments, traceback and stack. It drops no record.

    It belongs on handlers: filters on loggers do not see what comes from the loggers below them.
    Tracebacks are put into words by the handler's own `formatter`.
    """

    def __init__(self, formatter: logging.Formatter | None = None) -> None:
        super().__init__()
        self._formatter = formatter or _PLAIN

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = redact(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = self._formatter.formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = redact(record.exc_text)
        if record.stack_info:
            record.stack_info = redact(record.stack_info)
        return True


def guard(handler: logging.Handler) -> None:
    """Have this handler hide tokens, and what ends the program or a thread told through the log."""
    handler.addFilter(TokenFilter(handler.formatter))
    sys.excepthook = _tell
    threading.excepthook = lambda about: _tell(
        about.exc_type, about.exc_value or about.exc_type(), about.exc_traceback
    )


def _tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    log.critical("The program failed", exc_info=(kind, error, trace))
