"""The container: what goes into the image, and what compose promises about it.

Nothing here needs a container engine. With QUIZBOT_TEST_NETWORK=1 the image's Python steps are
also run for real, with a virtual environment's Python in place of the base image's.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from bot.content import catalog
from bot.settings import Settings
from tests.checkout import ROOT, tracked
from tests.deploy.dockerfile import stages

DEPLOY = ROOT / "deploy"
BUILD, IMAGE = stages(DEPLOY / "Dockerfile")
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
BOT = COMPOSE["services"]["bot"]
ENV = dict(pair.split("=", 1) for line in IMAGE.all("ENV") for pair in shlex.split(line))
NETWORK = pytest.mark.skipif(
    os.environ.get("QUIZBOT_TEST_NETWORK") != "1",
    reason="installs from the package index; set QUIZBOT_TEST_NETWORK=1 to allow it",
)


def test_the_base_is_a_slim_python_that_the_package_supports():
    assert BUILD.base == IMAGE.base
    version = re.fullmatch(r"python:3\.(\d+)-slim(-\w+)?", IMAGE.base)
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    assert int(version[1]) >= int(wanted.removeprefix(">=3."))


def test_only_packages_proved_by_their_hashes_are_installed():
    installs = [run for run in BUILD.all("RUN") + IMAGE.all("RUN") if " install " in run]
    (pip,) = [run for run in installs if "-m pip" in run]
    assert "--require-hashes" in pip
    assert pip.endswith("-r /build/requirements.txt")
    assert ("COPY", "deploy/requirements.txt /build/") in BUILD.steps


def test_what_changes_most_comes_last_so_that_an_upgrade_builds_quickly():
    order = [argument.split()[0] for instruction, argument in BUILD.steps if instruction == "COPY"]
    assert order == ["deploy/requirements.txt", "bot"]


def test_the_program_is_started_directly_and_by_nobody_in_particular():
    assert json.loads(IMAGE.last("ENTRYPOINT")) == ["python", "-m", "bot"]
    assert json.loads(IMAGE.last("CMD")) == ["run"]
    assert IMAGE.last("STOPSIGNAL") == "SIGTERM"
    user, group = IMAGE.last("USER").split(":")
    assert user == group == "10001"
    assert any(f"useradd --uid {user} --user-group" in run for run in IMAGE.all("RUN"))


def test_the_image_knows_its_questions_and_keeps_the_scores_in_a_volume():
    assert ENV["QUIZBOT_QUESTIONS"] == f"{IMAGE.last('WORKDIR')}/questions"
    assert f"questions {ENV['QUIZBOT_QUESTIONS']}" in IMAGE.all("COPY")
    assert str(Path(ENV["QUIZBOT_DATABASE"]).parent) == IMAGE.last("VOLUME")
    assert f"-o quizbot -g quizbot -m 0700 {IMAGE.last('VOLUME')}" in " ".join(IMAGE.all("RUN"))


def test_no_secret_and_no_score_can_get_into_the_image():
    """Everything is left out but what is named, and what is named is all that is copied."""
    first, *named = [
        line
        for line in (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines()
        if line and not line.startswith("#")
    ]
    assert first == "*"
    let_in = {line[1:] for line in named if line.startswith("!")}
    copied = {line.split()[0] for stage in (BUILD, IMAGE) for line in stage.all("COPY")}
    assert let_in == copied - {"--from=build"}
    assert all(tracked(path) for path in let_in)


def test_every_setting_in_the_image_and_in_compose_exists():
    for names in (ENV, BOT["environment"]):
        given = {name for name in names if name.startswith("QUIZBOT_")}
        assert given <= {f"QUIZBOT_{name.upper()}" for name in Settings.model_fields}


def test_compose_builds_this_dockerfile_from_the_top_of_the_checkout():
    context = (DEPLOY / BOT["build"]["context"]).resolve()
    assert context == ROOT
    assert (context / BOT["build"]["dockerfile"]).resolve() == DEPLOY / "Dockerfile"


def test_in_compose_the_bot_can_write_only_its_data_and_may_do_nothing_else():
    assert BOT["read_only"] is True
    assert BOT["cap_drop"] == ["ALL"]
    assert BOT["security_opt"] == ["no-new-privileges:true"]
    assert BOT["tmpfs"] == ["/tmp"]
    assert not {"ports", "privileged", "cap_add", "network_mode", "user"} & BOT.keys()
    writable = [mount for mount in BOT["volumes"] if not mount.endswith(":ro")]
    assert writable == [f"data:{IMAGE.last('VOLUME')}"]
    assert "data" in COMPOSE["volumes"]


def test_in_compose_the_token_is_a_secret_file_and_nothing_else():
    assert BOT["secrets"] == ["token"]
    assert COMPOSE["secrets"]["token"] == {"file": "/etc/quizbot/token"}
    assert BOT["environment"]["QUIZBOT_TOKEN_FILE"] == "/run/secrets/token"
    assert "QUIZBOT_TOKEN" not in BOT["environment"]


def test_compose_serves_the_checkouts_questions():
    (mount,) = [each for each in BOT["volumes"] if each.endswith(":ro")]
    source, target, _ = mount.split(":")
    assert target == BOT["environment"]["QUIZBOT_QUESTIONS"]
    assert catalog.load((DEPLOY / source).resolve()).sets


def test_compose_gives_the_bot_time_to_end_and_signals_that_arrive():
    assert BOT["stop_grace_period"] == "30s"
    assert BOT["init"] is True
    assert BOT["restart"] == "unless-stopped"


@NETWORK
def test_the_build_steps_run_in_a_clean_folder(tmp_path):
    """Every COPY and RUN of the build stage in order; its absolute paths lie under `tmp_path`."""

    def here(text):
        return re.sub(r"(?<=\s)/(opt|srv|build)\b", rf"{tmp_path}/\1", f" {text}").strip()

    tools = tmp_path / "base"
    subprocess.run([sys.executable, "-m", "venv", tools], check=True)
    environment = {**os.environ, "PATH": f"{tools / 'bin'}:{os.environ['PATH']}"}
    for instruction, argument in BUILD.steps:
        if instruction == "COPY":
            source, target = here(argument).split()
            copy(ROOT / source, target)
        else:
            assert instruction == "RUN"
            subprocess.run(here(argument), shell=True, check=True, env=environment, cwd=tmp_path)
    copy(ROOT / "questions", str(tmp_path / "srv/quizbot/questions"))

    check = [tmp_path / "opt/venv/bin/python", "-m", "bot", "check", "--strict", "questions"]
    subprocess.run(check, check=True, cwd=tmp_path / "srv/quizbot")


def copy(source, target):
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        Path(target).mkdir(parents=True)
        shutil.copy(source, target)
