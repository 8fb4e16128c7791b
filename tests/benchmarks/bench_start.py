"""The start, the reload while somebody plays, and the memory of the bot as its own process.

    python -m tests.benchmarks.bench_start [SETS]

The bot runs against the stand-in, which shares the machine with it. "Start" is from making the
process to its first getUpdates, "a tap" from the tap to the answer to it. In a cold start, the
first there is, every file is read; in a warm one none has changed since. The reload finds every
file changed.
"""

import asyncio
import os
import signal
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import aiohttp

from bot.demo.server import StandIn
from tests.benchmarks.goals import goal
from tests.benchmarks.many_sets import write
from tests.checkout import ROOT
from tests.e2e.driver import Apart, Town
from tests.e2e.person import Person, until

LONG = 120.0  # seconds
QUIET_TAPS = 300


async def main(sets: int = 1000) -> None:
    with tempfile.TemporaryDirectory() as place:
        print(f"the article's sets: {await _memory(ROOT / 'questions')}")
        async with StandIn(people=()) as far, aiohttp.ClientSession() as http:
            town = Town(far, http, Path(place))
            write(town.questions, sets)
            for name in ("cold", "warm"):
                bot, seconds = await _started(town)
                print(f"{sets} sets, {name} start: {seconds:.2f} s, {_cost(bot)}")
                if name == "warm":
                    goal(f"start with {sets} sets, as they were", seconds, "at most", 2, "s")
                    await _play(town, bot)
                await bot.stop()


async def _memory(questions: Path) -> str:
    with tempfile.TemporaryDirectory() as place:
        async with StandIn(people=()) as far, aiohttp.ClientSession() as http:
            town = Town(far, http, Path(place))
            town.questions = questions
            bot, seconds = await _started(town)
            ben = town.joins("Ben")
            await ben.sends("/quiz")
            told = f"start {seconds:.2f} s, {_cost(bot)}"
            goal("memory with the article's sets", _megabytes(bot)[0], "below", 100, "MB")
            await bot.stop()
            return told


async def _started(town: Town) -> tuple[Apart, float]:
    before = _asked(town)
    began = time.perf_counter()
    bot = await Apart.start(town)
    town.bot = bot
    await until(lambda: _asked(town) > before or bot.process.returncode, "it starts", LONG)
    assert bot.process.returncode is None, bot.said
    return bot, time.perf_counter() - began


async def _play(town: Town, bot: Apart) -> None:
    ben = town.joins("Ben")
    await ben.sends("/quiz")
    _tell("a tap", [await _tap(ben) for _ in range(QUIET_TAPS)])
    for path in town.questions.rglob("*.yaml"):
        path.write_text(f"# edited\n{path.read_text('utf-8')}", "utf-8")
    bot.process.send_signal(signal.SIGHUP)
    began, meanwhile = time.perf_counter(), []
    while "taken in anew" not in bot.said:
        meanwhile.append(await _tap(ben))
        assert time.perf_counter() - began < LONG
    _tell(f"a tap in the {time.perf_counter() - began:.1f} s of a reload", meanwhile)
    print(f"after the reload: {_cost(bot)}")


async def _tap(ben: Person) -> float:
    """Leaf through the topics, there and back; the seconds until the tap is answered."""
    message, button = ben.button("›") if "More ›" in ben.keyboard else ben.button("‹")
    began = time.perf_counter()
    await ben._tap(message, button["callback_data"])
    query = ben.town.queries[-1]
    await until(lambda: query in _answered(ben), "the tap is answered", LONG)
    seconds = time.perf_counter() - began
    await asyncio.sleep(0.02)
    return seconds


def _answered(ben: Person) -> list[str]:
    """The taps that were answered of late."""
    requests = ben.town.far.requests
    latest = (requests[-n] for n in range(1, min(len(requests), 10) + 1))
    return [r.params["callback_query_id"] for r in latest if r.method == "answerCallbackQuery"]


def _tell(what: str, seconds: list[float]) -> None:
    ordered = sorted(one * 1000 for one in seconds)
    last = ordered[int(len(ordered) * 0.99)]
    print(f"{what}: median {median(ordered):.0f} ms, p99 {last:.0f} ms, most {ordered[-1]:.0f} ms")


def _asked(town: Town) -> int:
    return sum(one.method == "getUpdates" for one in town.far.requests)


def _cost(bot: Apart) -> str:
    """Its processor time so far, what it holds in memory now, and the most it ever held."""
    ticks = Path(f"/proc/{bot.process.pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    busy = sum(map(int, ticks[11:13])) / os.sysconf("SC_CLK_TCK")
    now, most = _megabytes(bot)
    return f"processor {busy:.2f} s, memory {now} MB, at most {most} MB"


def _megabytes(bot: Apart) -> tuple[int, int]:
    """What it holds in memory now, and the most it ever held."""
    status = Path(f"/proc/{bot.process.pid}/status").read_text("utf-8")
    values = dict(line.split(":", 1) for line in status.splitlines())
    now, most = (int(values[name].split()[0]) // 1024 for name in ("VmRSS", "VmHWM"))
    return now, most


if __name__ == "__main__":
    asyncio.run(main(*map(int, sys.argv[1:])))
