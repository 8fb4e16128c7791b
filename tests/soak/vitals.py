"""What a process of the bot takes up, looked at from outside, and what it may."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import astuple, dataclass
from pathlib import Path
from statistics import median

# Of the memory that is the bot's own: buffers for what is under way grow with the busiest moment
# so far. A leak of a kilobyte for each of the hundreds of updates a second is told in a minute.
MOST_GROWTH = 0.15
# So much of the file SQLite may keep in memory, for as fast as it is written to (see PRAGMAS in
# bot/store/database.py): that much memory grows as people play, and then no more.
CACHE = 32.0  # MB
# Connections to Telegram come and go with how many calls are under way at once.
MOST_MORE_DESCRIPTORS = 8
# SQLite folds its log into the file at 1,000 pages (4 MB), and then writes it over from the
# beginning. As much again is for who reads just then, which puts it off.
MOST_LOG = 8.0  # MB
MB = 1024 * 1024
KNOWN_FOR = 60  # seconds that an update stays known once it is done
SPARE = 15  # seconds, until the next update that comes clears them away


@dataclass(frozen=True)
class Vitals:
    """At one moment, so many seconds from the start: sizes in MB, all else counted.

    `waiting` updates are in the inbox and not done; `done` ones are still known, and `overdue`
    of these should be no longer.
    """

    seconds: float
    memory: float
    descriptors: int
    threads: int
    log: float
    file: float
    waiting: int
    done: int
    overdue: int

    @property
    def own(self) -> float:
        """The memory but for what SQLite may keep of the file."""
        return self.memory - min(self.file, CACHE)


def look(pid: int, database: Path, seconds: float) -> Vitals:
    """At this process and its database."""
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    told = dict(line.split(":", 1) for line in status.splitlines())
    return Vitals(
        seconds,
        int(told["VmRSS"].split()[0]) / 1024,
        len([*Path(f"/proc/{pid}/fd").iterdir()]),
        int(told["Threads"]),
        _size(database.with_name(f"{database.name}-wal")),
        _size(database),
        *_inbox(database),
    )


def complaints(seen: Sequence[Vitals]) -> Iterator[str]:
    """What has grown that should not have: the last quarter is held against the second.

    In the first all is warming up.
    """
    quarter = len(seen) // 4
    warm, late = seen[quarter : 2 * quarter], seen[-quarter:]

    def both(what: Callable[[Sequence[Vitals]], float]) -> tuple[float, float]:
        return what(warm), what(late)

    before, after = both(lambda part: median(each.own for each in part))
    if after > before * (1 + MOST_GROWTH):
        yield f"its own memory grew from {before:.1f} to {after:.1f} MB"
    before, after = both(lambda part: max(each.descriptors for each in part))
    if after > before + MOST_MORE_DESCRIPTORS:
        yield f"open descriptors grew from {before:.0f} to {after:.0f}"
    before, after = both(lambda part: max(each.threads for each in part))
    if after > before:
        yield f"threads grew from {before:.0f} to {after:.0f}"
    if (most := max(each.log for each in seen)) > MOST_LOG:
        yield f"the database's log grew to {most:.1f} MB"
    if overdue := seen[-1].overdue:
        yield f"{overdue} updates are in the inbox that were done more than a minute ago"


def table(seen: Sequence[Vitals], rows: int = 12) -> str:
    """Some of it, evenly, for people."""
    lines = ["seconds  memory MB  descriptors  threads  log MB  file MB  waiting  done  overdue"]
    chosen = sorted({round(n * (len(seen) - 1) / (rows - 1)) for n in range(rows)})
    form = "{:7.0f}{:11.1f}{:13}{:9}{:8.2f}{:9.2f}{:9}{:6}{:9}"
    lines += [form.format(*astuple(seen[place])) for place in chosen]
    return "\n".join(lines)


def _size(path: Path) -> float:
    return path.stat().st_size / MB if path.exists() else 0.0


def _inbox(database: Path) -> tuple[int, int, int]:
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True, timeout=30)) as file:
        row = file.execute(
            """SELECT count(*) FILTER (WHERE done_at IS NULL), count(done_at),
            count(*) FILTER (WHERE unixepoch(done_at) < unixepoch('now') - ?) FROM inbox""",
            (KNOWN_FOR + SPARE,),
        )
        waiting, done, overdue = row.fetchone()
        return waiting, done, overdue
