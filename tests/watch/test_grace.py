"""A process that cannot come to its end, ended."""

import os
import subprocess
import sys
import time

import pytest

PROGRAM = """
import logging, threading, time
from bot.watch.grace import Grace
logging.basicConfig()
def sleeps_for_ever(): time.sleep(600)
threading.Thread(target=sleeps_for_ever, name="the-hung-one").start()
grace = Grace(0.3)
grace.begin()
grace.begin()
{then}
"""


@pytest.mark.parametrize("then", ["", "time.sleep(600)", "raise RuntimeError('on the way out')"])
def test_whatever_hangs_the_process_ends_and_says_what_hung(then: str) -> None:
    began = time.monotonic()
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(then=then)],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert run.returncode == os.EX_SOFTWARE
    assert time.monotonic() - began < 10
    assert "Stopping took more than 0.3 seconds" in run.stderr
    assert "the-hung-one in sleeps_for_ever" in run.stderr
    assert "grace in" not in run.stderr


def test_a_process_that_ends_by_itself_is_not_held_back() -> None:
    began = time.monotonic()
    code = "from bot.watch.grace import Grace; Grace(600).begin()"
    run = subprocess.run([sys.executable, "-c", code], check=False, timeout=30)
    assert run.returncode == 0
    assert time.monotonic() - began < 10
