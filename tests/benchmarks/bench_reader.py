"""The reader beside PyYAML's own loaders, on the same files, turn by turn in one run.

    python -m tests.benchmarks.bench_reader [SETS]

Processor time, the best of several turns. "Reading" is all up to the questions with every check
of a value; the rules of good items come on top. "Again" is what a reload costs where nothing was
changed, "from the file" what a start costs that finds what an earlier one left.
"""

import gc
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import yaml

from bot.content import catalog, reader
from bot.content.compose import compose
from bot.content.decode import decode
from bot.content.desk import Desk
from bot.content.problems import Log
from bot.content.readings import Readings
from tests.benchmarks.goals import goal
from tests.benchmarks.many_sets import write

TURNS = 3
PURE_PYTHON = 20  # sets: its time is measured on few, and is in proportion


def main(sets: int = 200) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder, kept = Path(place, "sets"), Path(place, "kept")
        files = [path.read_bytes() for path in write(folder, sets)]
        warm = Readings(kept)
        catalog.load(folder, reader=warm.read)
        warm.settle()
        found = _best(
            {
                "CSafeLoader": lambda: _each(files, _c_loader),
                "SafeLoader": lambda: _each(files[:PURE_PYTHON], _python_loader),
                "reading": lambda: _each(files, _values),
                "reading and rules": lambda: _each(files, _whole),
                "from the file": lambda: catalog.load(folder, reader=Readings(kept).read),
                "again": lambda: _again(folder, warm),
            }
        )
    found["SafeLoader"] *= sets / min(sets, PURE_PYTHON)
    size = sum(map(len, files)) / 1e6
    print(f"{sets} sets of 20 questions, {size:.1f} MB; best of {TURNS} turns")
    for name, seconds in found.items():
        print(f"{name:20}{seconds:8.3f} s  {seconds / found['CSafeLoader']:6.2f} x CSafeLoader")
    whole = found["reading and rules"] / found["CSafeLoader"]
    goal("reading and checking beside CSafeLoader", whole, "at most", 2, "x")


def _best(ways: dict[str, Callable[[], object]]) -> dict[str, float]:
    """The least processor time of each; they take turns, so that all meet the same machine."""
    best = dict.fromkeys(ways, float("inf"))
    for _ in range(TURNS):
        for name, way in ways.items():
            gc.collect()
            began = time.process_time()
            way()
            best[name] = min(best[name], time.process_time() - began)
    return best


def _each(files: list[bytes], way: Callable[[bytes], object]) -> None:
    for data in files:
        way(data)


def _c_loader(data: bytes) -> object:
    return yaml.load(data, yaml.CSafeLoader)


def _python_loader(data: bytes) -> object:
    return yaml.load(data, yaml.SafeLoader)


def _values(data: bytes) -> object:
    log = Log("")
    root = compose(decode(data, log) or "", log)
    assert root is not None
    return reader._set(root, Desk(log), "")


def _whole(data: bytes) -> object:
    return reader.read(data, "")


def _again(folder: Path, warm: Readings) -> None:
    catalog.load(folder, reader=warm.read)
    warm.settle()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
