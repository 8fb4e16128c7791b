"""What is still owed to people: an update is done once it is handled and its answer was said.

Which update is being handled is known from the context, so that whoever speaks need not be told.
"""

from collections.abc import Callable
from contextvars import ContextVar, Token


class Owing:
    """What is owed for one update. `settled` is called once, when nothing is any more.

    Within a `with`, whatever is said is owed for this update; the handling itself is, too.
    """

    def __init__(self, update_id: int, settled: Callable[[], None]) -> None:
        self.update_id = update_id
        self._settled = settled
        self._open = 0
        self._over = False
        self._before: Token[Owing | None] | None = None

    def __enter__(self) -> None:
        self._before = _current.set(self)
        self.owe()

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None:
        if self._before is not None:
            _current.reset(self._before)
        if failed is None:
            self.pay()

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
