"""Whether the bot stays what it was while people play on and on: `make soak SECONDS=300`.

    python -m tests.soak [SECONDS]

The people of the ledger play alone and in groups, and ever new ones come, play a set and leave,
with the bot's own process at the other side of the stand-in. Nobody kills it. All the while is
looked at what it takes up; at the end that is held against what it may, and every answer against
the scores. Exits with 1 if anything is wrong.
"""

import asyncio
import random
import sys
import tempfile
from pathlib import Path

from tests.ledger.lives import Lives
from tests.ledger.run import Plan, run
from tests.ledger.stage import Stage
from tests.soak.vitals import Vitals, complaints, look, table

LEAST = 20.0  # seconds: less has no quarters to compare
EVERY = 1.0  # seconds between two looks


async def soak(seconds: float, folder: Path) -> list[str]:
    """Play for so long and tell how it went; what is wrong."""
    seen: list[Vitals] = []

    async def left_alone(plan: Plan, stage: Stage, lives: Lives) -> None:
        await lives.begins_the_last("polling")
        stage.calm = began = stage.now()
        while (spent := stage.now() - began) < plan.calm or spent < LEAST:
            seen.append(look(lives.pid, folder / plan.database, spent))
            await asyncio.sleep(EVERY)

    seed = random.randrange(10**6)
    plan = Plan(seed, 0, passages=10, modes=("polling",), thinks=0.1, calm=seconds)
    outcome = await run(plan, folder, left_alone)
    print(table(seen))
    print(outcome.summary, *outcome.repeats, sep="\n")
    return [*complaints(seen), *outcome.complaints]


def main() -> None:
    seconds = float(sys.argv[1]) if sys.argv[1:] else 300.0
    with tempfile.TemporaryDirectory() as folder:
        wrong = asyncio.run(soak(seconds, Path(folder)))
    for complaint in wrong:
        print("-", complaint)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
