"""The token stays out of everything that is written."""

import io
import logging
import subprocess
import sys
from collections.abc import Iterator

import pytest

from bot.telegram.redact import HIDDEN, TokenFilter, redact

TOKEN = "7123456789:AAF-fake_fake_fake_fake_fake_fake_0"
URL = f"https://api.telegram.org/bot{TOKEN}/getMe"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(TokenFilter())
    logger = logging.getLogger("redacted")
    logger.addHandler(handler)
    logger.propagate = False
    yield stream
    logger.removeHandler(handler)


def test_in_messages_and_arguments(written: io.StringIO) -> None:
    log = logging.getLogger("redacted.below")
    log.warning("Asking %s, %d times", URL, 3)
    log.warning(URL)
    log.warning("%(url)s", {"url": URL})
    assert TOKEN not in written.getvalue()
    assert written.getvalue().count(HIDDEN) == 3
    assert "3 times" in written.getvalue()


def test_in_tracebacks_with_their_causes(written: io.StringIO) -> None:
    try:
        try:
            raise OSError(URL)
        except OSError as error:
            raise ValueError(f"The token `{TOKEN}` was rejected") from error
    except ValueError:
        logging.getLogger("redacted").exception("Failed", stack_info=True)
    text = written.getvalue()
    assert "Traceback" in text
    assert "OSError" in text
    assert TOKEN not in text


def test_as_part_of_an_address_with_an_escaped_colon() -> None:
    assert redact(URL.replace(":AA", "%3AAA")) == f"https://api.telegram.org/bot{HIDDEN}/getMe"


def test_what_is_no_token_stays() -> None:
    text = "at 12:30:05, chat -1001234567890, update 123456789: ValueError in 0:00:01"
    assert redact(text) == text


@pytest.mark.parametrize("where", ["main", "thread"])
def test_in_what_the_interpreter_itself_says(where: str) -> None:
    code = f"""
import logging, threading
from bot.telegram.redact import guard
handler = logging.StreamHandler()
guard(handler)
logging.basicConfig(handlers=[handler])
def fail(): raise RuntimeError({TOKEN!r})
if {where!r} == "main": fail()
thread = threading.Thread(target=fail); thread.start(); thread.join()
"""
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    assert "RuntimeError" in run.stderr
    assert TOKEN not in run.stderr
