"""A disk that is really full: the bot ends, and once there is room every answer counts once."""

import asyncio
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ledger.run import Plan, run
from tests.ledger.test_ledger import seed
from tests.ledger.together import Rules
from tests.needed import needs

__all__ = ["seed"]

SIZE = 24 * 1024 * 1024
ROOM = 200 * 1024  # that is left once the bot serves: a few answers' worth
FULL_WITHIN = 60.0  # seconds


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, of a few megabytes."""
    needs("mount", "umount", root=True)
    place = tmp_path / "disk"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "none", place], check=True)
    yield place
    subprocess.run(["umount", place], check=True)


def fill(disk: Path) -> Path:
    """Leave only so much room; the file that takes up the rest."""
    free = os.statvfs(disk)
    ballast = disk / "ballast"
    ballast.write_bytes(b"x" * (free.f_bavail * free.f_frsize - ROOM))
    return ballast


async def test_what_was_delivered_to_a_full_disk_counts_once(disk, tmp_path, seed):
    async def runs_full(plan, stage, lives):
        await lives.begins_the_last("polling")
        await asyncio.sleep(1.0)
        ballast = fill(disk)
        before = stage.ledger.delivered
        assert await lives.ends_by_itself(FULL_WITHIN) == os.EX_IOERR
        assert "quizbot: The database failed" in lives.said
        assert "disk is full" in lives.said
        assert "Traceback" not in lives.said
        await asyncio.sleep(0.5)  # people go on, into the void
        assert stage.ledger.delivered > before
        ballast.unlink()
        await lives.begins_the_last("polling")
        stage.calm = stage.now()
        await asyncio.sleep(plan.calm)

    groups = (Rules(polls=1), Rules(all_kinds=1))
    plan = Plan(seed, 0, groups=groups, modes=("polling",), database="disk/quiz.sqlite3")
    outcome = await run(plan, tmp_path, runs_full)
    print(outcome.summary)
    assert not outcome.complaints, "\n".join(outcome.complaints)
