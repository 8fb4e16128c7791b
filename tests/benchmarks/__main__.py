"""All benchmarks, one after the other, and docs/performance.md from what they told.

    make bench, or: python -m tests.benchmarks [NAME ...]

With names only these are run, and nothing is written. A part that fails or takes too long is named
as such, the others are told all the same; the exit code is then 1.
"""

import os
import platform
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests.benchmarks.goals import MARK
from tests.checkout import ROOT

# In this order; what each is given keeps the whole below ten minutes.
ALL = {
    "answers": (),
    "soak": (),
    "writer": ("6000",),
    "boards": (),
    "reader": ("200",),
    "start": (),
}
LONGEST = 600.0  # seconds that a part may take
PAGE = ROOT / "docs" / "performance.md"
TOLD_BY_HAND = "<!-- Above: written by `make bench`. Below: written by hand. -->"


def main(*names: str) -> int:
    """Run them; the exit code."""
    ran = {name: run(name, *ALL[name]) for name in names or ALL}
    told = {name: text for name, (text, _) in ran.items()}
    goals = [line for text in told.values() for line in text.splitlines() if line.startswith(MARK)]
    print("\n".join(("", *goals)))
    if not names:
        _, _, kept = PAGE.read_text("utf-8").partition(TOLD_BY_HAND)
        PAGE.write_text(page(told, goals) + TOLD_BY_HAND + kept, "utf-8")
    return int(not all(well for _, well in ran.values()))


def run(name: str, *given: str) -> tuple[str, bool]:
    """What a benchmark tells, shown at once and kept, and whether it came to its end."""
    command = (sys.executable, "-m", f"tests.benchmarks.bench_{name}", *given)
    print(f"\n== {name}", flush=True)
    began, told = time.perf_counter(), ""
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        late = threading.Timer(LONGEST, process.send_signal, (signal.SIGINT,))
        late.start()
        for line in process.stdout or ():
            print(line, end="", flush=True)
            told += line
        process.wait()
        late.cancel()
    if process.returncode:
        told += f"FAILED, or took longer than {LONGEST:.0f} s (exit code {process.returncode})\n"
    print(f"({time.perf_counter() - began:.0f} s)", flush=True)
    return told, not process.returncode


def page(told: dict[str, str], goals: list[str]) -> str:
    """The document, with everything that one run told."""
    parts = [_HEAD.format(machine=machine(), goals="\n".join(map(_row, goals)))]
    for name, text in told.items():
        about = Path(__file__).with_name(f"bench_{name}.py").read_text("utf-8").split('"""')[1]
        lines = [line for line in text.splitlines() if not line.startswith(MARK)]
        parts.append(
            _SECTION.format(name=name.capitalize(), about=_prose(about), lines=_text(lines))
        )
    return "\n".join(parts) + "\n"


def _row(line: str) -> str:
    what, _, rest = line.removeprefix(MARK).partition(": ")
    figure, _, rest = rest.partition(" (")
    wanted, _, verdict = rest.partition("): ")
    return f"| {what} | {figure} | {wanted} | {verdict} |"


def _prose(about: str) -> str:
    """A docstring as paragraphs; its command is what is written indented."""
    return "\n".join(
        f"`{line.strip()}`" if line.startswith("    ") else line for line in about.splitlines()
    ).strip()


def _text(lines: list[str]) -> str:
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def machine() -> str:
    """What it ran on, without anything that names it."""
    model = "unknown processor"
    for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
    libraries = ("python-telegram-bot", "aiohttp", "aiosqlite", "uvloop", "PyYAML")
    return "\n".join(
        (
            f"- {datetime.now(UTC):%d %B %Y}, `make bench`",
            f"- {os.cpu_count()} cores, {model}, {platform.system()}",
            f"- Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
            + ", ".join(f"{name} {version(name)}" for name in libraries),
        )
    )


_HEAD = """\
# Performance

What was measured, how, and what it came to: all of one run of `make bench`, which writes this page.
Ratios carry over to other machines, absolute figures do not. Load averages are not corrected for:
run it on a machine that does nothing else.

{machine}

| goal | measured | wanted | |
|---|---|---|---|
{goals}
"""

_SECTION = """\
## {name}

{about}

```
{lines}
```
"""

if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
