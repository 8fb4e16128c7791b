"""The ledger, and the proof that it sees what gets lost: `make test-ledger KILLS=200 SEED=7`."""

import os
import random

import pytest

from tests.ledger.run import Plan, run

KILLS = int(os.environ.get("KILLS") or 10)
SEED = os.environ.get("SEED")
# What a bot of few lines asks as well as the real one does.
SIMPLE = ("single", "true_false", "short", "numeric")
NAIVE = ("-m", "tests.ledger.naive_bot")


@pytest.fixture
def seed() -> int:
    chosen = int(SEED) if SEED else random.randrange(10**6)
    print(f"\nseed {chosen}", flush=True)
    return chosen


def naive(seed: int, kills: int, patience: float) -> Plan:
    """The same people and the same kills, with a bot that uses the library as it comes.

    Whoever gets no answer from it while it is killed begins another set, or soon nobody played.
    """
    return Plan(
        seed,
        kills,
        groups=(),
        kinds=SIMPLE,
        modes=("polling",),
        command=NAIVE,
        patience=patience,
        impatient=kills > 0,
    )


async def test_whatever_is_killed_every_answer_counts_once(tmp_path, seed):
    outcome = await run(Plan(seed, KILLS), tmp_path)
    print(outcome.summary)
    assert not outcome.complaints, "\n".join(outcome.complaints)


async def test_a_naive_bot_that_is_left_alone_satisfies_the_ledger(tmp_path, seed):
    outcome = await run(naive(seed, kills=0, patience=20.0), tmp_path)
    assert not outcome.complaints, "\n".join(outcome.complaints)


async def test_a_naive_bot_that_is_killed_does_not(tmp_path, seed):
    outcome = await run(naive(seed, kills=8, patience=2.0), tmp_path)
    print(outcome.summary)
    lost = [each for each in outcome.complaints if each.startswith("answer") and "lost" in each]
    stuck = [each for each in outcome.complaints if each.startswith("stuck")]
    print(f"of a naive bot {len(lost)} answers got lost, and {len(stuck)} times somebody was stuck")
    assert lost
    assert stuck
