"""The container: what goes into the image, and what compose promises about it.

Nothing here needs a container engine. tests/servers runs the build's steps for real.
"""

import json
import re
import shlex
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


def test_in_compose_only_the_proxy_is_reached_from_outside():
    open_to_all = {name for name, each in COMPOSE["services"].items() if "ports" in each}
    assert open_to_all == {"proxy"}
    assert COMPOSE["services"]["proxy"]["ports"] == ["80:80", "443:443"]
    assert COMPOSE["networks"]["behind"] == {"internal": True}
    assert set(BOT["networks"]) & set(COMPOSE["services"]["proxy"]["networks"]) == {"behind"}


def test_without_a_profile_compose_starts_the_bot_alone():
    profiles = {name: each.get("profiles") for name, each in COMPOSE["services"].items()}
    assert profiles == {"bot": None, "proxy": ["webhooks"], "litestream": ["litestream"]}


@pytest.mark.parametrize("name", ["proxy", "litestream"])
def test_what_stands_beside_the_bot_may_do_as_little(name):
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "proxy" else [])
    mounts = [mount.split(":") for mount in service["volumes"]]
    files = [(source, mode) for source, _, *mode in mounts if source.startswith("./")]
    assert all((DEPLOY / source).is_file() and mode == ["ro"] for source, mode in files)


def test_litestream_in_compose_reads_the_bots_file_as_the_bots_user():
    copying = COMPOSE["services"]["litestream"]
    assert copying["user"] == IMAGE.last("USER")
    assert copying["environment"]["QUIZBOT_DATABASE"] == BOT["environment"]["QUIZBOT_DATABASE"]
    assert copying["volumes"][0] == BOT["volumes"][0]


def test_the_proxy_asks_the_bot_where_it_listens():
    port = BOT["environment"]["QUIZBOT_WEBHOOK_LISTEN"].rpartition(":")[2]
    assert COMPOSE["services"]["proxy"]["environment"]["BOT"] == f"bot:{port}"


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
