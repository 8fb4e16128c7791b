"""Waiting, which tests do not want to."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta

from telegram.error import RetryAfter

from bot.quiz.frozen import frozen

Sleep = Callable[[float], Awaitable[None]]


@frozen
class Patience:
    """How to wait: `sleep` for so many seconds of `ticks`, a clock that never jumps."""

    sleep: Sleep = asyncio.sleep
    ticks: Callable[[], float] = time.monotonic


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram wants to be left alone."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
