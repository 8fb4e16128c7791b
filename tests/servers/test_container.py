"""The container without an engine: its files as their own tools read them, and its steps, run."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.checkout import ROOT
from tests.deploy.dockerfile import stages
from tests.needed import needs, program

DEPLOY = ROOT / "deploy"
BUILD, IMAGE = stages(DEPLOY / "Dockerfile")


def test_hadolint_finds_nothing_in_the_dockerfile():
    needs("hadolint")
    subprocess.run([program("hadolint"), DEPLOY / "Dockerfile"], check=True)


def compose(**environment):
    """The compose file as its specification reads it, with these variables."""
    PyCompose = pytest.importorskip("compose_spec").PyCompose  # noqa: N806

    def value(variable):
        return environment.get(variable[1]) or variable[2]

    text = re.sub(r"\$\{(\w+):-([^}]*)\}", value, (DEPLOY / "compose.yaml").read_text("utf-8"))
    assert "${" not in text
    read = PyCompose.from_yaml(text)
    read.validate()
    return read


def test_the_compose_file_keeps_to_the_specification():
    needs("hadolint")  # it comes by the same lock
    for given in ({}, {"DOMAIN": "quiz.example.org", "REPLICA": "s3://bucket/quiz"}):
        assert set(compose(**given).service_names()) == {"bot", "proxy", "litestream"}


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


@pytest.mark.parametrize("status, healthy", [(200, True), (503, False)])
def test_the_health_check_tells_what_the_status_page_says(status, healthy, free_port):
    """Its own command, at another port."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self):
            assert self.path == "/healthz"
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", free_port), Page) as page:
        threading.Thread(target=page.serve_forever, daemon=True).start()
        assert (ask(free_port) == 0) is healthy
        page.shutdown()


def test_the_health_check_fails_where_nobody_answers(free_port):
    assert ask(free_port) != 0


def ask(port):
    command = IMAGE.last("HEALTHCHECK").partition("CMD ")[2]
    program_, *arguments = [part.strip(",") for part in shlex.split(command.strip("[]"))]
    assert program_ == "python"
    code = [part.replace("8081", str(port)) for part in arguments]
    return subprocess.run([sys.executable, *code], check=False, capture_output=True).returncode
