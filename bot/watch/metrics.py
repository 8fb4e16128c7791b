"""What the bot counts and measures, for Prometheus. No label says who, and none has many values."""

from collections.abc import Awaitable, Callable, Collection

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)

# What happens in the game, by the names that the game gives it.
HAPPENINGS = {
    "attempts_begun": "Attempts at a set that people began",
    "attempts_finished": "Attempts at a set that came to their end",
    "rounds_begun": "Rounds that groups began",
    "rounds_finished": "Rounds that came to their end",
    "answers_counted": "Answers that were new and are kept",
}
# Seconds: a commit takes some milliseconds, a message that Telegram holds back a minute.
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
OTHER = "other"


class Metrics:
    """Counters since the start of the process. `kinds` are those of updates that are told apart."""

    def __init__(self, kinds: Collection[str]) -> None:
        self.registry = CollectorRegistry()
        self._kinds = frozenset(kinds)
        taken = self._counter("updates_taken", "Updates taken in", "kind")
        self._taken_of = {kind: taken.labels(kind) for kind in (*self._kinds, OTHER)}
        self._handled = self._counter("updates_handled", "Updates handled, and committed")
        self._aside = self._counter("updates_set_aside", "Updates that could not be handled")
        self._refused = self._counter("webhook_refused", "Webhook requests refused", "status")
        self._commit = self._seconds("commit", "From an update's coming to its being committed")
        self._reply = self._seconds("reply", "From an update's coming to its reply's being said")
        self._calls = self._counter("api_calls", "Calls of the Bot API", "method", "result")
        # Finding a counter by its labels takes longer than counting.
        self._calls_of: dict[tuple[str, str], Counter] = {}
        self._failures = self._counter("database_errors", "Transactions that the database failed")
        self._happened = {what: self._counter(what, told) for what, told in HAPPENINGS.items()}
        self._kept: list[tuple[Gauge, Callable[[], Awaitable[float]]]] = []
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)

    def taken(self, kind: str) -> None:
        """An update of this kind is on disk."""
        self._taken_of[kind if kind in self._kinds else OTHER].inc()

    def handled(self, seconds: float) -> None:
        """An update is handled, so long after it came."""
        self._handled.inc()
        self._commit.observe(seconds)

    def replied(self, seconds: float) -> None:
        """What an update asked for was said, so long after it came."""
        self._reply.observe(seconds)

    def set_aside(self) -> None:
        """An update could not be handled."""
        self._aside.inc()

    def refused(self, status: int) -> None:
        """A request to the webhook was answered with this status, and nothing was taken."""
        self._refused.labels(str(status)).inc()

    def called(self, method: str, result: str) -> None:
        """A method of the Bot API was answered: `ok`, a status such as `429`, or an error's name.

        Methods and errors are named by the code, so there are not many.
        """
        called = method, result
        if called not in self._calls_of:
            self._calls_of[called] = self._calls.labels(method, result)
        self._calls_of[called].inc()

    def database_failed(self) -> None:
        """A transaction failed, and was taken back."""
        self._failures.inc()

    def happened(self, what: str) -> None:
        """One of the happenings."""
        self._happened[what].inc()

    def queue(self, name: str, told: str, length: Callable[[], float]) -> None:
        """Tell a queue's length whenever somebody asks."""
        Gauge(f"quizbot_{name}", told, registry=self.registry).set_function(length)

    def kept(self, name: str, told: str, count: Callable[[], Awaitable[float]]) -> None:
        """Tell what the database holds of something whenever somebody asks."""
        self._kept.append((Gauge(f"quizbot_{name}", told, registry=self.registry), count))

    async def rendered(self) -> bytes:
        """All of it, in Prometheus' text format."""
        for gauge, count in self._kept:
            gauge.set(await count())
        return generate_latest(self.registry)

    def _counter(self, name: str, told: str, *labels: str) -> Counter:
        return Counter(f"quizbot_{name}", told, labels, registry=self.registry)

    def _seconds(self, name: str, told: str) -> Histogram:
        return Histogram(f"quizbot_{name}_seconds", told, registry=self.registry, buckets=BUCKETS)
