"""Wakes what has a deadline. Deadlines are rows; this only looks at the clock."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from bot.play.group_outcomes import Aired
from bot.store.database import DatabaseFailed
from bot.telegram.waiting import Sleep

log = logging.getLogger(__name__)

EVERY = 0.25  # seconds


async def tick(
    due: Callable[[], Awaitable[Sequence[Aired]]],
    show: Callable[[Aired], None],
    sleep: Sleep = asyncio.sleep,
) -> None:
    """Do what the clock asks for, and show it, for ever. Raises DatabaseFailed."""
    while True:
        try:
            for aired in await due():
                show(aired)
        except DatabaseFailed:
            raise
        except Exception:  # one round's fault must not stop everybody's clock
            log.exception("What was due could not be done")
        await sleep(EVERY)
