"""Logs for people and for machines: nobody is named in them, and no line can be forged."""

import contextvars
import io
import json
import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.telegram.redact import HIDDEN, guard
from bot.watch import logs

TOKEN = "7123456789:AAF-fake_fake_fake_fake_fake_fake_0"
FORGED = "hello\n2026-11-22 19:00:00,000 CRITICAL all is lost\r\x1b[2J\u2028\u202eend"

Written = Callable[[], str]
log = logging.getLogger("bot.somewhere")
ABOUT: contextvars.ContextVar[int | None] = contextvars.ContextVar("about", default=None)


@pytest.fixture
def restored() -> Iterator[None]:
    """The log of the tests themselves comes back at the end."""
    root, ours = logging.getLogger(), logging.getLogger("bot")
    handlers, levels = root.handlers[:], (root.level, ours.level)
    root.handlers[:] = []
    yield
    root.handlers[:] = handlers
    root.setLevel(levels[0])
    ours.setLevel(levels[1])


def writing(form: logs.Form, monkeypatch: pytest.MonkeyPatch) -> Written:
    stream = io.StringIO()
    handler = logs.set_up(form, ABOUT.get)
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(stream)
    monkeypatch.setattr("sys.excepthook", None)
    monkeypatch.setattr("threading.excepthook", None)
    guard(handler)
    return stream.getvalue


@pytest.fixture
def lines(restored: None, monkeypatch: pytest.MonkeyPatch) -> Written:
    return writing("text", monkeypatch)


@pytest.fixture
def objects(restored: None, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[dict[str, Any]]]:
    written = writing("json", monkeypatch)
    return lambda: [json.loads(line) for line in written().splitlines()]


def raised(error: Exception, cause: Exception | None = None) -> None:
    try:
        raise error from cause
    except type(error):
        log.exception("It failed")


def test_a_line_for_people(lines: Written) -> None:
    log.info("Serving %d sets", 5)
    log.debug("what nobody asked for")
    stamp, rest = lines()[:23], lines()[23:]
    assert datetime.strptime(stamp, "%Y-%m-%d %H:%M:%S,%f").astimezone()
    assert rest == " INFO Serving 5 sets\n"


def test_an_object_for_machines(objects: Callable[[], list[dict[str, Any]]]) -> None:
    log.warning("Chat %d is gone", 7, extra={"name_of": "Anna"})
    context = contextvars.copy_context()
    context.run(ABOUT.set, 123)
    context.run(log.info, "Handled")
    first, second = objects()
    assert abs(datetime.fromisoformat(first.pop("time")) - datetime.now(UTC)).seconds < 60
    assert first == {"level": "WARNING", "logger": "bot.somewhere", "message": "Chat 7 is gone"}
    assert second["update"] == 123


def test_no_value_makes_a_line_of_its_own(lines: Written) -> None:
    log.info("Name %s", FORGED)
    raised(RuntimeError(FORGED))
    first, *rest = lines().split("\n")[:-1]
    assert (
        "hello\\n2026-11-22 19:00:00,000 CRITICAL all is lost\\r\\x1b[2J\\u2028\\u202eend" in first
    )
    assert rest[0].endswith("ERROR It failed")
    assert len(rest) > 3
    assert all(line.startswith("  | ") for line in rest[1:])
    assert not set("\r\x1b\u2028\u202e") & set(lines())


def test_no_value_makes_an_object_of_its_own(
    objects: Callable[[], list[dict[str, Any]]],
) -> None:
    log.info("Name %s", FORGED + '"}\n{"level": "CRITICAL"}\ud800')
    raised(RuntimeError(FORGED))
    first, second = objects()
    assert first["message"].startswith("Name hello\n")
    assert second["level"] == "ERROR"
    assert "all is lost" in second["exception"]


def test_tokens_are_in_neither(lines: Written) -> None:
    raised(RuntimeError(f"of {TOKEN}"), cause=OSError(f"at /bot{TOKEN}/getMe"))
    assert TOKEN not in lines()
    assert lines().count(HIDDEN) == 2


def test_tokens_are_not_in_objects_either(objects: Callable[[], list[dict[str, Any]]]) -> None:
    log.error("With %s", TOKEN)
    raised(RuntimeError(f"of {TOKEN}"), cause=OSError(f"at /bot{TOKEN}/getMe"))
    assert TOKEN not in str(objects())
    assert HIDDEN in objects()[1]["exception"]


@pytest.mark.parametrize(
    "error", [ValueError("Anna wrote this"), KeyError("Anna"), json.JSONDecodeError("Anna", "", 0)]
)
def test_what_may_quote_people_is_left_out(lines: Written, error: Exception) -> None:
    raised(RuntimeError("the cause is below"), cause=error)
    told = lines()
    assert "Anna" not in told
    assert type(error).__name__ in told
    assert logs.LEFT_OUT in told
    assert "RuntimeError: the cause is below" in told
    assert "test_logs.py" in told


def test_errors_in_groups_are_all_told(lines: Written) -> None:
    raised(ExceptionGroup("two", [OSError("disk"), ValueError("Anna")]))
    assert "OSError: disk" in lines()
    assert "ValueError" in lines()
    assert "Anna" not in lines()


def test_other_libraries_are_heard_from_warnings_on(lines: Written) -> None:
    logging.getLogger("telegram.Bot").info("Calling sendMessage with {'text': 'Anna'}")
    logging.getLogger("httpx").warning("No route")
    assert "Anna" not in lines()
    assert "WARNING No route" in lines()
