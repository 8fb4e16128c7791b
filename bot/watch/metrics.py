"""What the bot counts and measures, for Prometheus. No label says who, and none has many values."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Iterator
from itertools import accumulate

from prometheus_client import (
    CollectorRegistry,
    Gauge,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

# What happens in the game, by the names that the game gives it.
HAPPENINGS = {
    "attempts_begun": "Attempts at a set that people began",
    "attempts_finished": "Attempts at a set that came to their end",
    "rounds_begun": "Rounds that groups began",
    "rounds_finished": "Rounds that came to their end",
    "answers_counted": "Answers that were new and are kept",
}
# By name: what is counted, and what tells its counters apart.
COUNTERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "updates_taken": ("Updates taken in", ("kind",)),
    "updates_handled": ("Updates handled, and committed", ()),
    "updates_set_aside": ("Updates that could not be handled", ()),
    "webhook_refused": ("Webhook requests refused", ("status",)),
    "api_calls": ("Calls of the Bot API", ("method", "result")),
    "database_errors": ("Transactions that the database failed", ()),
    **{name: (told, ()) for name, told in HAPPENINGS.items()},
}
# Seconds: a commit takes some milliseconds, a message that Telegram holds back a minute.
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
OTHER = "other"


class Metrics:
    """Counters since the start of the process. `kinds` are those of updates that are told apart."""

    def __init__(self, kinds: Collection[str]) -> None:
        self.registry = CollectorRegistry()
        self._kinds = frozenset(kinds)
        self._tally = _Tally()
        self._tally.begin("updates_taken", *self._kinds, OTHER)
        self._commit = _Times("commit", "From an update's coming to its being committed")
        self._reply = _Times("reply", "From an update's coming to its reply's being said")
        self._kept: list[tuple[Gauge, Callable[[], Awaitable[float]]]] = []
        for collector in (self._tally, self._commit, self._reply):
            self.registry.register(collector)
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)

    def taken(self, kind: str) -> None:
        """An update of this kind is on disk."""
        self._tally.counts["updates_taken", kind if kind in self._kinds else OTHER] += 1

    def handled(self, seconds: float) -> None:
        """An update is handled, so long after it came."""
        self._tally.counts["updates_handled",] += 1
        self._commit.add(seconds)

    def replied(self, seconds: float) -> None:
        """What an update asked for was said, so long after it came."""
        self._reply.add(seconds)

    def set_aside(self) -> None:
        """An update could not be handled."""
        self._tally.counts["updates_set_aside",] += 1

    def refused(self, status: int) -> None:
        """A request to the webhook was answered with this status, and nothing was taken."""
        self._tally.counts["webhook_refused", str(status)] += 1

    def called(self, method: str, result: str) -> None:
        """A method of the Bot API was answered: `ok`, a status such as `429`, or an error's name.

        Methods and errors are named by the code, so there are not many.
        """
        self._tally.counts["api_calls", method, result] += 1

    def database_failed(self) -> None:
        """A transaction failed, and was taken back."""
        self._tally.counts["database_errors",] += 1

    def happened(self, what: str) -> None:
        """One of the happenings; told on the writer's thread only."""
        self._tally.counts[what,] += 1

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


class _Tally(Collector):
    """All counters as plain numbers: the library's own take forty calls an answer.

    Each number is counted up on one thread only, and those of the writer's are there from the
    beginning, so that nothing need be locked.
    """

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, ...]] = Counter(
            {(name,): 0 for name, (_, labels) in COUNTERS.items() if not labels}
        )

    def begin(self, name: str, *values: str) -> None:
        """Tell these of a counter from the beginning, as 0."""
        self.counts.update({(name, value): 0 for value in values})

    def collect(self) -> Iterator[Metric]:
        for name, (told, labels) in COUNTERS.items():
            family = CounterMetricFamily(f"quizbot_{name}", told, labels=labels)
            for (of, *values), count in self.counts.items():
                if of == name:
                    family.add_metric(values, count)
            yield family


class _Times(Collector):
    """How often something took how long."""

    def __init__(self, name: str, told: str) -> None:
        self._name = f"quizbot_{name}_seconds"
        self._told = told
        self._counts = [0] * (len(BUCKETS) + 1)
        self._seconds = 0.0

    def add(self, seconds: float) -> None:
        self._counts[bisect_left(BUCKETS, seconds)] += 1
        self._seconds += seconds

    def collect(self) -> Iterator[Metric]:
        up_to = (*(str(float(each)) for each in BUCKETS), "+Inf")
        buckets = list(zip(up_to, accumulate(self._counts), strict=True))
        yield HistogramMetricFamily(self._name, self._told, buckets, self._seconds)
