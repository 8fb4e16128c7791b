"""Whoever follows deploy/README.md finds what it names, and a copy of the scores is whole."""

import re
import shlex
import shutil
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
DATABASE = "/var/lib/quizbot/quizbot.sqlite3"


def section(title):
    return re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", README, re.DOTALL | re.MULTILINE)[1]


def test_every_command_can_be_read_by_a_shell():
    for command in COMMANDS:
        subprocess.run(["sh", "-n", "-c", command], check=True)


def test_every_file_of_the_checkout_that_it_names_is_there():
    named = set(re.findall(r"(?<![\w/])(?:/srv/quizbot/)?(deploy/[\w.-]+\w)", README))
    assert len(named) >= 3
    assert all((ROOT / path).is_file() for path in named), named
    linked = re.findall(r"\]\(([\w.-]+)\)", README)
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


def copying(tool):
    """The README's commands that make a copy and look at it, without sudo and the engine."""
    found = [c for c in section("Copy the scores").splitlines() if c.startswith("sudo ")]
    for command in found:
        inner = re.sub(r"^sudo (docker compose exec -T bot )?", "", command)
        if inner.startswith(tool) and ("VACUUM" in inner or "integrity" in inner):
            yield inner


@pytest.mark.parametrize("tool", ["sqlite3", "python"])
async def test_a_copy_made_while_people_play_is_whole_and_the_bot_starts_from_it(
    tool,
    a_process,
    town,
    ben,
    tmp_path,
):
    if tool == "sqlite3" and not shutil.which(tool):
        pytest.skip("the sqlite3 program is not installed")
    town.serves("kitchen/tea")
    town.bot = await a_process()
    await town.bot.says("Serving")
    await ben.sends("/start set-tea")
    await ben.taps("Start", "Camellia")
    assert town.database.with_name("quiz.sqlite3-wal").stat().st_size, "answers wait in the log"

    copy = tmp_path / "copy.sqlite3"
    make, look = [
        shlex.split(re.sub(r"/(?:var/backups/quizbot|tmp)/copy\.sqlite3", str(copy), command))
        for command in copying(tool)
    ]
    make = [part.replace(DATABASE, str(town.database)) for part in make]
    program = {"python": sys.executable}.get(tool, tool)
    subprocess.run([program, *make[1:]], check=True)
    looked = subprocess.run([program, *look[1:]], check=True, capture_output=True, text=True)
    assert "ok" in looked.stdout
    refused = subprocess.run([program, *make[1:]], check=False, capture_output=True)
    assert refused.returncode != 0, "a copy is never written over"

    before = town.kept()
    await town.bot.is_killed()
    town.database = copy
    assert town.kept() == before
    assert before["answers"]
    town.bot = await a_process(QUIZBOT_DATABASE=str(copy))
    await town.bot.says("Serving")
    await ben.taps("Next", "Air", "Next", "Hot", "See your result")
    ben.sees("3 of 3 points")
