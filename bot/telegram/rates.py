"""How often something may happen: two pure rules, which are told the time."""

from collections import deque
from typing import Protocol

NOW = 0.001  # seconds; what is so near is now, since sums of fractions are no finer


class Rate(Protocol):
    """A rule that says when something may happen next, and remembers what did."""

    def left(self, now: float) -> float:
        """Seconds until it may happen once more; none or less if it may now."""

    def take(self, now: float) -> None:
        """It happens now."""


class Window:
    """So many times in any span of so many seconds, and never more."""

    def __init__(self, most: int, seconds: float) -> None:
        self._seconds = seconds
        self._taken: deque[float] = deque(maxlen=most)

    def left(self, now: float) -> float:
        if len(self._taken) < (self._taken.maxlen or 0):
            return 0.0
        return self._taken[0] + self._seconds - now

    def take(self, now: float) -> None:
        self._taken.append(now)


class Bucket:
    """So many times at once, and then so often a second: a token bucket, kept as one moment."""

    def __init__(self, burst: int, per_second: float) -> None:
        self._each = 1.0 / per_second
        self._spare = (burst - 1) * self._each
        self._full_at = 0.0

    def left(self, now: float) -> float:
        return self._full_at - self._spare - now

    def take(self, now: float) -> None:
        self._full_at = max(self._full_at, now) + self._each

    def full(self, now: float) -> bool:
        """Whether nothing need be remembered."""
        return self._full_at <= now


class Refusal:
    """Nothing until the moment that was named, and for a while after that only every so often."""

    def __init__(self, every: float, after: float) -> None:
        self._every = every
        self._after = after
        self._until = self._slow_until = 0.0

    def refuse(self, now: float, seconds: float) -> None:
        """Nothing for so many seconds."""
        self._until = max(self._until, now + seconds)
        self._slow_until = self._until + self._after

    def left(self, now: float) -> float:
        return self._until - now

    def take(self, now: float) -> None:
        if now < self._slow_until:
            self._until = now + self._every

    def over(self, now: float) -> bool:
        """Whether nothing need be remembered."""
        return self._slow_until <= now
