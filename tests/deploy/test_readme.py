"""Whoever follows deploy/README.md finds what it names, and a copy of the scores is whole."""

import re
import shlex
import subprocess
import sys

import pytest
import yaml

from tests.checkout import ROOT

DEPLOY = ROOT / "deploy"
README = (DEPLOY / "README.md").read_text("utf-8")
COMMANDS = [
    line
    for block in re.findall(r"^```sh\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    for line in block.splitlines()
]
PUT_IN_PLACE = "Put a copy in place, or move to another machine"


def section(title):
    heading = rf"^## {re.escape(title)}\n"
    return re.search(rf"{heading}(.*?)(?=^## |\Z)", README, re.DOTALL | re.MULTILINE)[1]


def test_every_command_can_be_read_by_a_shell():
    for command in COMMANDS:
        subprocess.run(["sh", "-n", "-c", command], check=True)


def test_every_file_of_the_checkout_that_it_names_is_there():
    named = set(re.findall(r"(?<![\w/])(?:/srv/quizbot/)?(deploy/\w[\w.-]*\w)", README))
    assert len(named) >= 3
    assert all((ROOT / path).is_file() for path in named), named
    linked = re.findall(r"\]\(([\w./-]+)\)", README)
    assert all((DEPLOY / path).is_file() for path in linked)


def test_every_heading_it_links_to_is_there():
    headings = {h.lower().replace(" ", "-") for h in re.findall(r"^## (.+)$", README, re.MULTILINE)}
    assert set(re.findall(r"\]\(#([\w-]+)\)", README)) <= headings


def test_every_command_of_the_bot_exists():
    asked = set(re.findall(r"python -m bot (\w+)", README))
    assert asked
    for name in asked:
        subprocess.run([sys.executable, "-m", "bot", name, "--help"], cwd=ROOT, check=True)


def test_its_paths_are_those_of_the_unit_and_of_compose():
    for name in ("quizbot.service", "compose.yaml"):
        text = (DEPLOY / name).read_text("utf-8")
        paths = set(re.findall(r"/(?:etc|srv)/quizbot[\w./]*\w", text))
        assert all(path.startswith("/srv/quizbot") or path in README for path in paths)
    user = re.search(r"chown (\d+) /etc/quizbot/token", README)[1]
    assert f"--uid {user} " in (DEPLOY / "Dockerfile").read_text("utf-8")
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    assert "data" in compose["volumes"]
    assert f"`{compose['name']}_data`" in README


def steps(title, way):
    """A section's commands of the bot, as one process each: without sudo, engine and shell."""
    block = section(title).split("With Docker", 1)[way == "Docker"]
    for line in block.splitlines():
        if found := re.search(r"^sudo .*(?:-m bot|run --rm bot) ((?:backup|restore)\b.*)", line):
            yield shlex.split(found[1])


@pytest.mark.parametrize("way", ["systemd", "Docker"])
async def test_a_copy_made_while_people_play_is_put_in_place_and_the_bot_starts_from_it(
    way, a_process, town, ben, tmp_path
):
    """The paths of the machine are moved below a folder of the test's own."""
    copies, moved = tmp_path / "copies", tmp_path / "moved.sqlite3"
    copies.mkdir()

    async def run(command, *more):
        here = [
            re.sub(r"\S*/quizbot-\d{8}T\d{6}Z\.sqlite3|\S*/copy\.sqlite3", str(moved), part)
            .replace("/var/backups/quizbot", str(copies))
            .replace("/var/lib/private/quizbot/quizbot.sqlite3", str(town.database))
            for part in command
        ]
        process = await a_process(*here, *more, QUIZBOT_BACKUPS=str(copies))
        assert await process.ends() == 0, process.said

    town.serves("kitchen/tea")
    town.bot = await a_process()
    await town.bot.says("Serving")
    await ben.sends("/start set-tea")
    await ben.taps("Start", "Camellia")
    assert town.database.with_name("quiz.sqlite3-wal").stat().st_size, "answers wait in the log"

    (backup,), (restore,) = steps("Copy the scores", way), steps(PUT_IN_PLACE, way)
    await run(backup)
    (copy,) = copies.iterdir()
    copy.rename(moved)
    before = town.kept()
    await town.bot.is_killed()
    town.database.unlink()
    await run(restore, "--yes")
    assert town.kept() == before
    assert before["answers"]
    town.bot = await a_process()
    await town.bot.says("Serving")
    await ben.taps("Next", "Air", "Next", "Hot", "See your result")
    ben.sees("3 of 3 points")
