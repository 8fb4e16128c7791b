"""The units of deploy/ under a real systemd, with every line of their sandbox."""

import asyncio
import os
import re
import shlex
from pathlib import Path

import pytest

from tests.checkout import ROOT
from tests.deploy.test_readme import PUT_IN_PLACE, section
from tests.needed import needs, program
from tests.servers.machine import Machine, unit

UNITS = "/etc/systemd/system"


@pytest.fixture
async def machine(tmp_path, town):
    """A machine as deploy/README.md leaves it, but with the stand-in as its Telegram."""
    needs("systemd-nspawn", "nsenter", "unshare", root=True)
    made = Machine(tmp_path / "machine")
    for name in ("quizbot.service", "quizbot-backup.service", "quizbot-backup.timer"):
        made.puts(f"{UNITS}/{name}", unit(name))
    made.puts("/etc/quizbot/token", f"{town.far.token}\n", 0o600)
    made.puts(
        "/etc/quizbot/quizbot.env",
        f"QUIZBOT_API_URL={town.far.url}\nQUIZBOT_QUESTIONS=/srv/sets\nNO_PROXY=127.0.0.1\n",
    )
    made.puts(f"{UNITS}/quizbot.service.d/quick.conf", "[Service]\nRestartSec=100ms\n")
    made.shows(town.questions, "/srv/sets")
    yield made
    town.bot = None
    await made.stops()


async def serving(machine, town):
    await machine.does("systemctl start quizbot")
    await machine.says("quizbot", "Serving")
    town.bot = machine


async def main_process(machine):
    return await machine.tells("quizbot", "MainPID")


async def test_the_bot_serves_from_its_sandbox(machine, town, ben):
    town.serves("sky/moon", "kitchen/tea")
    await machine.boots()
    await serving(machine, town)
    await ben.plays_moon(1)
    assert "1 of 2 points" in ben.whole_chat()
    await ben.sends("/stats")  # draws a picture: a library of its own, and a font
    assert any("photo" in message for message in ben.news)

    process = await main_process(machine)
    status = dict(
        line.split(":\t", 1)
        for line in (await machine.does(f"cat /proc/{process}/status")).splitlines()
    )
    assert int(status["Uid"].split()[0]) >= 61184, "a user that systemd made up"
    assert int(status["CapBnd"], 16) == 0
    assert status["NoNewPrivs"] == "1"
    assert status["Seccomp"] == "2"
    inside = f"nsenter --target {process} --mount"
    for place in ("/srv/quizbot", "/etc", "/usr", "/var"):
        code, said = await machine.runs(*shlex.split(f"{inside} touch {place}/written"))
        assert code != 0, place
        assert "Read-only file system" in said
    await machine.does(f"{inside} touch /var/lib/private/quizbot/written /tmp/written")
    code, _ = await machine.runs("ls", "/tmp/written")
    assert code != 0, "its /tmp is its own"


async def test_it_is_started_again_reloads_and_ends(machine, town, ben):
    town.serves("kitchen/tea")
    await machine.boots()
    await serving(machine, town)
    await ben.sends("/start set-tea")
    await ben.taps("Start", "Camellia")
    await machine.does("systemctl kill --signal=KILL --kill-whom=main quizbot")
    await ben.taps("Next", "Air")
    ben.sees("✅ Right!")
    assert await machine.tells("quizbot", "NRestarts") == "1"

    town.serves("sky/moon")
    await machine.does("systemctl reload quizbot")
    await machine.says("quizbot", "taken in anew")
    await ben.sends("/start set-moon")
    ben.sees("Watching the Moon")

    town.bot = None
    await machine.does("systemctl stop quizbot")
    assert await machine.tells("quizbot", "Result") == "success"


async def test_a_bot_that_hangs_is_started_again(machine, town, ben):
    """With the five minutes of the unit as a few seconds."""
    town.serves("kitchen/tea")
    machine.puts(f"{UNITS}/quizbot.service.d/watchdog.conf", "[Service]\nWatchdogSec=3s\n")
    await machine.boots()
    await serving(machine, town)
    await ben.sends("/start set-tea")
    await ben.taps("Start", "Camellia")
    await asyncio.sleep(5)
    assert await machine.tells("quizbot", "NRestarts") == "0", "it gives its signs of life"

    await machine.does("systemctl kill --signal=STOP --kill-whom=main quizbot")
    await ben.taps("Next", "Air")
    ben.sees("✅ Right!")
    assert await machine.tells("quizbot", "NRestarts") == "1"
    assert "Watchdog timeout" in await machine.log("quizbot")


async def test_systemd_is_told_when_it_serves_and_not_before(machine, town):
    town.serves("kitchen/tea")
    town.far.fail_next("getMe", (502, "Bad Gateway", {}), times=3)
    await machine.boots()
    await machine.does("systemctl start --no-block quizbot")
    assert await machine.tells("quizbot", "ActiveState") == "activating"
    await machine.says("quizbot", "Serving")
    async with asyncio.timeout(20):
        while await machine.tells("quizbot", "ActiveState") != "active":
            await asyncio.sleep(0.1)
    assert "demo_quiz_bot" in await machine.tells("quizbot", "StatusText")


async def test_what_is_set_wrongly_stays_down_and_says_why(machine, town):
    town.serves("kitchen/tea")
    machine.puts("/etc/quizbot/token", "1234:no-such-bot\n", 0o600)
    await machine.boots()
    await machine.runs("systemctl", "start", "quizbot")
    async with asyncio.timeout(20):
        while await machine.tells("quizbot", "ActiveState") != "failed":
            await asyncio.sleep(0.1)
    assert await machine.tells("quizbot", "ExecMainStatus") == str(os.EX_CONFIG)
    assert await machine.tells("quizbot", "NRestarts") == "0"
    assert "does not know this token" in await machine.log("quizbot")


async def test_a_backup_is_made_while_people_play(machine, town, ben):
    town.serves("kitchen/tea")
    await machine.boots()
    await serving(machine, town)
    await ben.sends("/start set-tea")
    await ben.taps("Start", "Camellia")
    await machine.does("systemctl start quizbot-backup.service")
    (copy,) = (await machine.does("ls /var/lib/private/quizbot/backups")).split()
    look = f"sqlite3 -readonly /var/lib/private/quizbot/backups/{copy}"
    code, said = await machine.runs(*look.split(), "SELECT count(*) FROM answers")
    assert (code, said) == (0, "1\n")

    # It ran as the bot's own user: the bot goes on, and so does the next backup.
    await ben.taps("Next", "Air")
    ben.sees("✅ Right!")
    await machine.does("systemctl start quizbot-backup.service")
    owner = await machine.does("stat --format=%U /var/lib/private/quizbot/backups")
    assert owner == "quizbot\n"
    await machine.does("systemctl start quizbot-backup.timer")
    assert await machine.tells("quizbot-backup.timer", "NextElapseUSecRealtime")


def typed(title):
    """What deploy/README.md has root type with systemd, line by line."""
    block = section(title).split("With Docker", 1)[0]
    lines = re.search(r"^```sh\n(.*?)^```", block, re.DOTALL | re.MULTILINE)[1].splitlines()
    return [line.removeprefix("sudo ") for line in lines]


async def types(machine, lines):
    script = "\n".join(["set -eu", *lines])
    code, said = await machine.runs("sh", "-c", script)
    assert code == 0, said
    return said


async def test_what_root_does_by_hand_does_not_lock_the_bots_user_out(machine, town, ben):
    """Look whether all is well, copy the scores, and put the copy into a folder made anew."""
    town.serves("kitchen/tea")
    await machine.boots()
    await serving(machine, town)
    await ben.sends("/start set-tea")
    await ben.taps("Start", "Camellia")
    assert "0 problems" in await types(machine, typed("Is all well?"))
    await types(machine, typed("Copy the scores"))

    town.bot = None
    await machine.does("systemctl stop quizbot")
    await machine.does("rm -r /var/lib/private/quizbot")
    (copy,) = (await machine.does("find /var/backups/quizbot -type f")).split()
    lines = [re.sub(r"/\S+Z\.sqlite3", f"{copy} --yes", each) for each in typed(PUT_IN_PLACE)]
    assert "now holds 1 player, 1 attempt and 1 answer" in await types(machine, lines)
    await machine.says("quizbot", "Serving")
    town.bot = machine
    await ben.taps("Next", "Air", "Next", "Hot", "See your result")
    ben.sees("3 of 3 points")
    await machine.does("systemctl start quizbot-backup.service")
    for path in ("quizbot.sqlite3", "quizbot.sqlite3.lock", "backups"):
        owner = await machine.does(f"stat --format=%U:%a /var/lib/private/quizbot/{path}")
        assert owner.startswith("quizbot:")


async def test_litestream_copies_as_the_bots_user(machine, town, ben):
    needs("litestream")
    town.serves("kitchen/tea")
    machine.puts(f"{UNITS}/quizbot-litestream.service", unit("quizbot-litestream.service"))
    machine.shows(Path(program("litestream")), "/usr/bin/litestream")
    machine.shows(ROOT / "deploy", "/srv/quizbot/deploy")
    await machine.boots()
    await serving(machine, town)
    await machine.does("systemctl start quizbot-litestream")
    await ben.sends("/start set-tea")
    await ben.taps("Start", "Camellia")
    database = "/var/lib/quizbot/quizbot.sqlite3"
    restore = (
        *("env", f"QUIZBOT_DATABASE={database}", "REPLICA=file:///var/lib/quizbot-replica"),
        *("litestream", "restore", "-config", "/srv/quizbot/deploy/litestream.yml"),
        *("-force", "-o", "/srv/restored.sqlite3", database),
    )
    look = ["sqlite3", "/srv/restored.sqlite3", "SELECT count(*) FROM answers"]
    async with asyncio.timeout(20):
        while (await machine.runs(*restore))[0] or await machine.runs(*look) != (0, "1\n"):
            await asyncio.sleep(0.3)
    await ben.taps("Next", "Air")
    ben.sees("✅ Right!")
