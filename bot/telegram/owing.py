"""What is still owed to people: an update is done once it is handled and its answer was said.

Which update is being handled is known from the context, so that whoever speaks need not be told.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class Owing:
    """What is owed for one update. `settled` is called once, when nothing is any more."""

    def __init__(self, update_id: int, settled: Callable[[], None]) -> None:
        self.update_id = update_id
        self._settled = settled
        self._open = 0
        self._over = False

    def owe(self) -> None:
        """One thing more is owed."""
        self._open += 1

    def pay(self) -> None:
        """One thing that was owed is done."""
        self._open -= 1
        if not self._open and not self._over:
            self._over = True
            self._settled()


_current: ContextVar[Owing | None] = ContextVar("owing", default=None)


def current() -> Owing | None:
    """What is owed for the update that is being handled here, if one is."""
    return _current.get()


@contextmanager
def handling(owing: Owing) -> Iterator[None]:
    """Within this, whatever is said is owed for this update; the handling itself is, too."""
    token = _current.set(owing)
    owing.owe()
    try:
        yield
    finally:
        _current.reset(token)
    owing.pay()
