"""The bot as a process: its log and its loop, signals, whoever supervises it, and its end."""

import asyncio
import gc
import logging
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, contextmanager

from bot.app import App
from bot.settings import Misconfigured, Settings
from bot.telegram import owing
from bot.telegram.redact import guard
from bot.watch import logs
from bot.watch.grace import Grace
from bot.watch.notify import Notify

log = logging.getLogger(__name__)


def run(chosen: Settings) -> None:
    """Serve until SIGTERM or SIGINT; SIGHUP takes the question sets in anew.

    Raises what ends the bot before, see App.
    """
    guard(logs.set_up(chosen.log, _update_id))
    notify = Notify.from_environment(os.environ, os.getpid())
    with asyncio.Runner(loop_factory=_faster_loop()) as runner:
        runner.run(_run(chosen, notify))


def _update_id() -> int | None:
    owed = owing.current()
    return owed.update_id if owed else None


def _faster_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop's, where there is one for this system."""
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


async def _run(chosen: Settings, notify: Notify) -> None:
    # So that a thread that reads files hands over to those who play five times as often.
    sys.setswitchinterval(0.001)
    # Hardly anything here is garbage that only a search finds: it is looked for less often.
    gc.set_threshold(10_000, 20, 20)
    grace = Grace()
    async with AsyncExitStack() as stack:
        with _made_to_stay():
            app = await stack.enter_async_context(App.open(chosen))

        def stop() -> None:
            grace.begin()
            notify.stopping()
            app.stop()

        loop = asyncio.get_running_loop()
        for each in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(each, stop)
        loop.add_signal_handler(signal.SIGHUP, lambda: loop.create_task(_reload(app, notify)))
        telling = asyncio.create_task(_tell(app, notify))
        try:
            await app.serve()
        finally:
            grace.begin()
            telling.cancel()
            await asyncio.gather(telling, return_exceptions=True)


@contextmanager
def _made_to_stay() -> Iterator[None]:
    """What is made meanwhile is not looked through for garbage, neither now nor ever.

    Looking through many sets takes a tenth of a second and more, in which nobody is answered.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


async def _tell(app: App, notify: Notify) -> None:
    """Keep the supervisor informed."""
    await app.serving.wait()
    notify.ready(app.summary)
    await notify.keep_alive(app.health.alive)


async def _reload(app: App, notify: Notify) -> None:
    if app.serving.is_set():
        notify.reloading()
    try:
        with _made_to_stay():
            taken_in = await app.reload()
        if taken_in:
            log.info("The question sets were taken in anew")
        else:
            log.error("The question sets stay as they were: there is no valid one any more")
    except Misconfigured as error:
        log.error("The question sets stay as they were: %s", error)
    finally:
        if app.serving.is_set():
            notify.ready(app.summary)
