"""Litestream copies the scores while people play; what it restores is what was there."""

import asyncio
import os
import re
import sqlite3
import subprocess
import time
from contextlib import closing

import pytest

from tests.checkout import ROOT
from tests.e2e.person import until
from tests.needed import needs, program

CONFIG = ROOT / "deploy/litestream.yml"


class Litestream:
    """Run as deploy/litestream.yml says, or with some of its times changed."""

    def __init__(self, town, changes=""):
        self.database = town.database
        self.replica = town.folder / "replica"
        self.restored = town.folder / "restored.sqlite3"
        self.config = town.folder / "litestream.yml"
        self.log = town.folder / "litestream.log"
        self.config.write_text(CONFIG.read_text("utf-8") + changes, "utf-8")
        # A proxy or an authority of this machine's is no business of a copy in a folder.
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "LITESTREAM_"))}
        given = {"QUIZBOT_DATABASE": str(self.database), "REPLICA": f"file://{self.replica}"}
        self.environment = {**clean, **given}
        self.process = None

    async def starts(self):
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *(program("litestream"), "replicate", "-config", self.config),
                env=self.environment,
                stdout=log,
                stderr=log,
            )

    async def is_killed(self):
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()

    def restore(self):
        """Everything in what it restores now, by table; None while nothing has been copied yet."""
        self.restored.unlink(missing_ok=True)
        done = subprocess.run(
            [
                *(program("litestream"), "restore", "-config", self.config),
                *("-integrity-check", "full", "-o", self.restored, self.database),
            ],
            env=self.environment,
            check=False,
            capture_output=True,
        )
        return everything(self.restored) if done.returncode == 0 else None

    async def catches_up(self):
        """Until what it restores is what the bot has; all of it, by table."""
        end = time.monotonic() + 20
        while (there := everything(self.database)) != (restored := self.restore()):
            assert time.monotonic() < end, (there, restored)
            await asyncio.sleep(0.3)
        return there


def everything(path):
    """Each table's rows, and how each is made."""
    with closing(sqlite3.connect(path)) as file:
        made = dict(file.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'"))
        return {
            name: (sql, list(file.execute(f"SELECT * FROM {name}"))) for name, sql in made.items()
        }


@pytest.fixture
async def litestream(town):
    """Starts it; it is ended with the story."""
    needs("litestream")
    started = []

    async def start(changes=""):
        started.append(Litestream(town, changes))
        await started[-1].starts()
        return started[-1]

    yield start
    for each in started:
        await each.is_killed()


@pytest.fixture
def running(a_process, town):
    async def start(**environment):
        town.bot = await a_process(**environment)
        await town.bot.says("Serving")
        return town.bot

    return start


async def test_a_restored_copy_is_equal_also_after_both_are_killed(
    running, a_process, litestream, town, anna, ben
):
    town.serves("sky/moon", "kitchen/tea")
    bot = await running()
    copying = await litestream()
    await ben.plays_moon(1)
    first = await copying.catches_up()
    assert len(first["answers"][1]) == 2

    await anna.sends("/start set-tea")
    await anna.taps("Inizia", "Menta")
    await bot.is_killed()
    await copying.is_killed()
    await running()
    await anna.taps("Avanti", "Aria")
    await copying.starts()
    both = await copying.catches_up()
    assert len(both["answers"][1]) == 4
    assert everything(copying.restored) == both

    # The machine burns down: the copy is put in place, and bot and Litestream go on from there.
    await town.bot.is_killed()
    await copying.is_killed()
    for file in town.folder.glob("quiz.sqlite3*"):
        file.unlink()
    restoring = await a_process("restore", "--yes", str(copying.restored))
    assert await restoring.ends() == 0
    await running()
    await copying.starts()
    await anna.taps("Avanti", "Calda", "Vedi il")
    anna.sees("2 punti su 3")
    assert len((await copying.catches_up())["answers"][1]) == 5


QUICKLY = """
l0-retention: 2s
l0-retention-check-interval: 1s
levels:
  - interval: 1s
  - interval: 2s
"""


async def test_what_is_forgotten_leaves_the_copy_too_when_its_time_is_over(
    running, litestream, town, ben
):
    """With deploy/litestream.yml's days as tenths of a second."""
    town.serves("sky/moon")
    bot = await running()
    copying = await litestream()
    await copying.is_killed()
    text = copying.config.read_text("utf-8")
    hours = re.sub(r"(\d+)h$", lambda found: f"{int(found[1]) // 12}s", text, flags=re.MULTILINE)
    assert hours != text
    copying.config.write_text(hours + QUICKLY, "utf-8")
    await copying.starts()

    zoe = town.joins("Zoe Quattrocchi", "en")
    await zoe.plays_moon(2)
    await ben.plays_moon(1)
    assert "Quattrocchi" in str(await copying.catches_up())
    town.bot = None  # the story's own questions to the bot would make it know her again
    await zoe.sends("/forget")
    await until(lambda: "cannot be undone" in zoe.screen)
    before = time.monotonic()
    await zoe.taps("Yes, delete")
    await until(lambda: "everything is deleted" in zoe.screen)
    assert time.monotonic() - before < 3, "Litestream keeps the log, and nobody waits for it"
    assert "Quattrocchi" not in str(await copying.catches_up())
    await until(lambda: b"Quattrocchi" not in town.database.read_bytes())

    forgotten = time.time()

    def older():
        files = copying.replica.rglob("*.ltx")
        return [file for file in files if file.stat().st_mtime < forgotten]

    assert older()
    town.bot = bot
    end = time.monotonic() + 60
    while older():  # thrown away with the snapshots that need them, while others come
        assert time.monotonic() < end, older()
        await town.joins("Somebody").sends("/start")
        await asyncio.sleep(0.5)
    assert "Quattrocchi" not in str(await copying.catches_up())


def test_a_replica_may_lie_at_any_s3_like_storage(tmp_path):
    """Litestream itself says where it would copy to."""
    needs("litestream")
    database = tmp_path / "quiz.sqlite3"
    with closing(sqlite3.connect(database)) as file:
        file.execute("CREATE TABLE t (x)")
    clean = {k: v for k, v in os.environ.items() if not k.startswith("AWS_")}
    given = {
        "QUIZBOT_DATABASE": str(database),
        "REPLICA": "s3://bucket/quiz?endpoint=http://127.0.0.1:9&region=eu",
        "LITESTREAM_ACCESS_KEY_ID": "nobody",
        "LITESTREAM_SECRET_ACCESS_KEY": "nothing",
    }
    asked = [program("litestream"), "replicate", "-config", CONFIG]
    with (tmp_path / "log").open("wb") as log:
        running = subprocess.Popen(asked, env={**clean, **given}, stdout=log, stderr=log)
        try:
            end = time.monotonic() + 10
            while "replicating to" not in (said := (tmp_path / "log").read_text("utf-8")):
                assert time.monotonic() < end, said
                time.sleep(0.05)
        finally:
            running.kill()
            running.wait()
    assert "type=s3" in said
    assert "bucket=bucket path=quiz region=eu endpoint=http://127.0.0.1:9" in said
