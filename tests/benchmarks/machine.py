"""The machine that benchmarks run on: how fast it is just now, and who has which of its cores."""

import os
import time

COUNTED = 1_000_000


def counting() -> float:
    """The seconds of a loop that only counts."""
    began = time.perf_counter()
    for _ in range(COUNTED):
        pass
    return time.perf_counter() - began


def keep_apart(other: int) -> None:
    """Keep this process, and those that it starts from now on, off the core of the other."""
    first, *_, last = [*sorted(os.sched_getaffinity(0)) * 2]
    os.sched_setaffinity(other, {last})
    os.sched_setaffinity(0, {first})
