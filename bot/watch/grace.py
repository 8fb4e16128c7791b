"""The end of a process that does not come to its end."""

import logging
import os
import sys
import threading
import traceback
from collections.abc import Callable, Iterator

log = logging.getLogger(__name__)

SECONDS = 25.0  # all that stopping may take; supervisors kill after 30
CODE = os.EX_SOFTWARE
LAST_WORDS = 1.0  # seconds for the log, which may be what hangs


class Grace:
    """Once begun, the process ends after so many seconds, whatever still runs or hangs in it."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._begun = False

    def begin(self) -> None:
        """Count from now on; once is enough."""
        if not self._begun:
            self._begun = True
            _daemon(self._end_all, self._seconds)

    def _end_all(self) -> None:
        words = _daemon(self._tell, 0.0)
        words.join(LAST_WORDS)
        os._exit(CODE)

    def _tell(self) -> None:
        log.critical(
            "Stopping took more than %g seconds; ending now. What still runs: %s",
            self._seconds,
            "; ".join(_running()),
        )


def _daemon(work: Callable[[], None], delay: float) -> threading.Timer:
    timer = threading.Timer(delay, work)
    timer.daemon = True
    timer.name = "grace"
    timer.start()
    return timer


def _running() -> Iterator[str]:
    """Each thread that the process would wait for, and the place where it is."""
    frames = sys._current_frames()
    for thread in threading.enumerate():
        frame = frames.get(thread.ident or 0)
        if thread.daemon or frame is None:
            continue
        calls = reversed(traceback.extract_stack(frame))
        places = [f"{call.name} ({call.filename}:{call.lineno})" for call in calls][:3]
        yield f"{thread.name} in {' from '.join(places)}"
