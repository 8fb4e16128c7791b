"""How many instructions a complete answer takes: the same on a busy machine as on a quiet one.

    python -m tests.benchmarks.count_instructions

Needs valgrind, under which the bot runs some fifty times slower. Everybody answers once, twice
over; all that the bot's threads do meanwhile is counted, what they do anyway included.
"""

import asyncio
import re
import tempfile
from asyncio.subprocess import DEVNULL
from pathlib import Path

from tests.benchmarks.bench_answers import place

PEOPLE, SLOTS, SECONDS, TURNS = 192, 48, 14.0, 2
COUNTING = ("valgrind", "--tool=callgrind", "--instr-atstart=no", "--log-file=/dev/null")


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "count"
        under = (*COUNTING, f"--callgrind-out-file={told}")
        async with place(PEOPLE) as town, town.bot(under=under) as pid:
            for turn in range(1, TURNS + 1):
                await town.tell("lead", text="/start set-land-0")
                await control(pid, "--zero")
                await control(pid, "--instr=on")
                load = {"slots": SLOTS, "rate": 0, "delay": 0.0, "warm": 0.0, "seconds": SECONDS}
                figures = await town.tell("measure", pid=pid, kind="answers", **load)
                await control(pid, "--dump")
                await control(pid, "--instr=off")
                answers = round(figures["rate"] * SECONDS)
                assert answers == PEOPLE, f"only {answers} were answered in {SECONDS:.0f} s"
                counted = counted_in(Path(f"{told}.{turn}"))
                print(f"{counted / answers / 1e6:.2f} million instructions an answer")


async def control(pid: int, what: str) -> None:
    asked = await asyncio.create_subprocess_exec(
        "callgrind_control", what, str(pid), stdout=DEVNULL, stderr=DEVNULL
    )
    assert await asked.wait() == 0


def counted_in(told: Path) -> int:
    found = re.search(r"^(?:summary|totals): (\d+)", told.read_text("utf-8"), re.MULTILINE)
    assert found, "callgrind has told nothing"
    return int(found[1])


if __name__ == "__main__":
    asyncio.run(main())
