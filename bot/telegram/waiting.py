"""Waiting, which tests do not want to."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from telegram.error import RetryAfter

Sleep = Callable[[float], Awaitable[None]]


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram wants to be left alone."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
