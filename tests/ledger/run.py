"""One whole run: people play, the bot is killed again and again, and the ledger is held against it.

`python -m tests.ledger.run --kills 200 --seed 7` runs it by hand; without a seed it makes one up,
and prints it. What people choose and where the bot is killed comes from the seed; how fast it all
goes does not, so that a run is repeated closely, not exactly.
"""

import argparse
import asyncio
import os
import random
import socket
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bot.demo.server import StandIn
from tests.checkout import ROOT
from tests.ledger import sets
from tests.ledger.alone import Passage, Soloist
from tests.ledger.audit import Audit
from tests.ledger.lives import Lives, Mode
from tests.ledger.stage import Stage
from tests.ledger.together import Group, Rules

SECRET = "only-telegram-knows-this"
GROUPS = (
    Rules(),
    Rules(polls=1),
    Rules(all_kinds=1),
    Rules(polls=1, seconds=15, bonus=1),
)
MEMBERS = 3
APART = 5.0  # seconds by which a webhook may hear one chat before another
REST = 150.0  # seconds within which all have to come to an end


@dataclass(frozen=True)
class Plan:
    """`patience` is after how many seconds somebody who waits is stuck: in calm, once the bot is
    killed no more, or, if `impatient`, from the beginning. `calm` is for how many seconds all go
    on to play then. `passages` are ways by which ever new people come, play one set and leave.
    """

    seed: int
    kills: int
    soloists: int = 6
    passages: int = 0
    groups: Sequence[Rules] = GROUPS
    kinds: Sequence[str] = sets.KINDS
    modes: Sequence[Mode] = ("polling", "webhook")
    command: Sequence[str] = ("-m", "bot", "run")
    patience: float = 30.0
    thinks: float = 0.3
    impatient: bool = False
    calm: float = 2.0
    database: str = "quiz.sqlite3"  # in the folder


@dataclass(frozen=True)
class Outcome:
    """What came of a run: `complaints` are sentences; `summary` is for people.

    `repeats` are those of the complaints that are about things said twice.
    """

    complaints: list[str]
    repeats: list[str]
    summary: str


Story = Callable[[Plan, Stage, Lives], Awaitable[None]]


async def killed_again_and_again(plan: Plan, stage: Stage, lives: Lives) -> None:
    """What becomes of the bot while people play: it has to live and be calm at the end."""
    await lives.goes_through(plan.kills)
    await lives.begins_the_last(lives.dice.choice(plan.modes))
    stage.calm = stage.now()
    await asyncio.sleep(plan.calm)


async def run(plan: Plan, folder: Path, story: Story = killed_again_and_again) -> Outcome:
    """Play it in this folder, which keeps the database and what the bot said, in `bot.log`."""
    began = time.monotonic()
    dice = Random(plan.seed)
    alone = sets.make("s", 12, dice, plan.kinds)
    together = sets.make("g", 4, dice, plan.kinds)
    questions = folder / "questions"
    questions.mkdir()
    for quiz in (*alone, *together):
        quiz.write(questions)
    async with StandIn(people=(), limits=False, chance=Random(dice.random()), pause=0.05) as far:
        stage = Stage(far.world, sets.items_of([*alone, *together]), dice, plan.patience)
        stage.apart = APART if "webhook" in plan.modes else 0.0
        stage.calm = stage.now() if plan.impatient else stage.calm
        people = [
            Soloist(stage, stage.joins(f"Solo{n}"), alone, plan.thinks)
            for n in range(plan.soloists)
        ]
        passages = [Passage(stage, n, alone, plan.thinks) for n in range(plan.passages)]
        groups = [_group(stage, rules, together, n) for n, rules in enumerate(plan.groups)]
        modes = {mode: _environment(far, folder, plan.database, mode) for mode in plan.modes}
        lives = Lives(stage, far.requests, plan.command, folder, modes, Random(dice.random()))
        playing = [asyncio.create_task(each.plays()) for each in (*people, *passages, *groups)]
        try:
            await _while_playing(story(plan, stage, lives), playing)
            stage.over = True
            await asyncio.wait_for(asyncio.gather(*playing), REST)
            await _rest(stage)
            code = await lives.ends()
        finally:
            lives.kill()
            for task in playing:
                task.cancel()
            await asyncio.gather(*playing, return_exceptions=True)
    audit = Audit(stage, folder / plan.database)
    complaints = audit.complaints() + ([f"it ended with {code}"] if code else [])
    summary = _summary(plan, lives, audit, time.monotonic() - began)
    return Outcome(complaints, [*audit.repeats()], summary)


async def _while_playing(work: object, playing: list[asyncio.Task[None]]) -> None:
    """Do this unless somebody who plays breaks down, which is a fault of the ledger's own."""
    task = asyncio.ensure_future(work)  # type: ignore[call-overload]
    ends = [task, *playing]
    while not task.done():
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        for each in [each for each in playing if each.done()]:
            each.result()
            ends.remove(each)
    task.result()


async def _rest(stage: Stage) -> None:
    """Until nothing was said or asked for a while, and Telegram has nothing left."""
    quiet, at = stage.now(), -1
    while stage.now() - quiet < 1.0:
        if at != stage.world.events.last_id or stage.world.updates.pending():
            quiet, at = stage.now(), stage.world.events.last_id
        await asyncio.sleep(0.05)


def _group(stage: Stage, rules: Rules, quizzes: list[sets.Quiz], number: int) -> Group:
    members = [stage.joins(f"Group{number}-{n}") for n in range(MEMBERS)]
    for each in members:
        stage.world.chats[each].started = True  # once they had to do with the bot
    return Group(stage, f"Group {number}", members, rules, quizzes)


def _environment(far: StandIn, folder: Path, database: str, mode: Mode) -> dict[str, str]:
    clean = {k: v for k, v in os.environ.items() if not k.upper().startswith("QUIZBOT_")}
    given = {
        **clean,
        "QUIZBOT_TOKEN": far.token,
        "QUIZBOT_API_URL": far.url,
        "QUIZBOT_DATABASE": str(folder / database),
        "QUIZBOT_QUESTIONS": str(folder / "questions"),
        "QUIZBOT_MAX_RATE": "0",
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "NO_PROXY": "127.0.0.1",
    }
    if mode == "polling":
        return given
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        listen = "{}:{}".format(*free.getsockname())
    return {
        **given,
        "QUIZBOT_WEBHOOK_URL": f"http://{listen}/hook",
        "QUIZBOT_WEBHOOK_LISTEN": listen,
        "QUIZBOT_WEBHOOK_SECRET": SECRET,
    }


def _summary(plan: Plan, lives: Lives, audit: Audit, seconds: float) -> str:
    ledger = lives.stage.ledger
    copies, most = audit.copies()
    kills = sum(lives.kills.values())
    moments = ", ".join(f"{count} {moment}" for moment, count in sorted(lives.kills.items()))
    return (
        f"seed {plan.seed}: {kills} kills in {seconds:.0f} s, {60 * kills / seconds:.0f} a minute "
        f"({moments}); {ledger.delivered} moves delivered in {len(ledger.attempts)} attempts and "
        f"{len(ledger.rounds)} items of rounds; {len(lives.stage.spoken)} messages, {copies} of "
        f"them copies, at most {most} of one"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--mode", choices=("polling", "webhook"), help="both by default")
    parser.add_argument("--keep", type=Path, help="a folder for the database and the bot's log")
    asked = parser.parse_args()
    modes: Sequence[Mode] = (asked.mode,) if asked.mode else ("polling", "webhook")
    print(f"seed {asked.seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        place = asked.keep or Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        outcome = asyncio.run(run(Plan(asked.seed, asked.kills, modes=modes), place))
    print(outcome.summary)
    for complaint in outcome.complaints:
        print("-", complaint)
    sys.exit(1 if outcome.complaints else 0)


if __name__ == "__main__":
    main()
