"""Whether the bot's memory stays flat while people play on and on.

    python -m tests.benchmarks.bench_soak [SECONDS]

4,000 people answer and go on to their next questions, 64 at once, as fast as the bot goes with its
limits lifted. What is compared is the memory after the first quarter, when all caches are warm,
with that at the end.
"""

import asyncio
import sys
import time
from pathlib import Path

from tests.benchmarks.bench_answers import SLOTS, place
from tests.benchmarks.goals import goal

LEAD = "/start set-land-0"


async def main(seconds: float = 80.0) -> None:
    async with place() as town, town.bot() as pid:
        began, answers, seen = time.perf_counter(), 0.0, []
        while (spent := time.perf_counter() - began) < seconds or len(seen) < 4:
            await town.tell("lead", text=LEAD)
            load = {"slots": SLOTS, "rate": 0, "delay": 0.0, "warm": 0.0, "seconds": 3.0}
            answers += (await town.tell("measure", pid=pid, kind="answers", **load))["rate"] * 3
            seen.append((spent, _megabytes(pid)))
    print("seconds  memory MB")
    for spent, size in seen:
        print(f"{spent:7.0f}{size:11.1f}")
    print(f"{answers:.0f} answers were counted, and as many questions asked in between")
    growth = seen[-1][1] - seen[len(seen) // 4][1]
    goal("growth of the memory over the last three quarters of a soak", growth, "below", 10, "MB")


def _megabytes(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    asyncio.run(main(*map(float, sys.argv[1:])))
