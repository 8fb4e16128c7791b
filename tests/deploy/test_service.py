"""The systemd unit: what systemd itself says of it, and that it and the program agree."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from bot.settings import Settings
from tests.checkout import ROOT

UNIT = ROOT / "deploy/quizbot.service"
SYSTEMD = pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="only systemd-analyze can tell; install systemd"
)
EXPOSURE = 1.5


@pytest.fixture
def unit(tmp_path):
    """The unit with a Python that exists on this machine: systemd looks whether it does."""
    text = UNIT.read_text("utf-8").replace("/srv/quizbot/.venv/bin/python", sys.executable)
    path = tmp_path / UNIT.name
    path.write_text(text, "utf-8")
    return path


def analyze(*command):
    told = subprocess.run(
        ["systemd-analyze", *command], capture_output=True, text=True, check=False
    )
    return told.returncode, told.stdout + told.stderr


def lines(key):
    return re.findall(rf"^{key}=(.*)$", UNIT.read_text("utf-8"), re.MULTILINE)


@SYSTEMD
def test_systemd_finds_nothing_wrong(unit):
    code, told = analyze("verify", "--man=no", "--recursive-errors=no", unit)
    assert code == 0, told
    assert "quizbot" not in told  # other units of this machine are not our business


@SYSTEMD
def test_it_exposes_little(unit):
    code, told = analyze("security", "--offline=true", "--no-pager", unit)
    figure = re.search(r"Overall exposure level for quizbot\.service: (\d+\.\d)", told)
    assert code == 0
    assert float(figure[1]) <= EXPOSURE


def test_it_does_not_start_again_what_is_set_wrongly():
    assert lines("Restart") == ["on-failure"]
    assert lines("RestartPreventExitStatus") == [str(os.EX_CONFIG)]


def test_it_ends_and_reloads_by_the_signals_the_bot_listens_to():
    assert lines("KillSignal") == ["SIGTERM"]
    assert lines("ExecReload") == ["/bin/kill -HUP $MAINPID"]


def test_the_token_is_handed_over_as_a_credential():
    assert lines("LoadCredential") == ["token:/etc/quizbot/token"]
    assert "QUIZBOT_TOKEN_FILE=%d/token" in lines("Environment")


def test_it_sets_only_what_the_bot_reads():
    given = {each.partition("=")[0] for each in lines("Environment")}
    known = {f"QUIZBOT_{name.upper()}" for name in Settings.model_fields}
    assert given - known == {"PYTHONDONTWRITEBYTECODE"}


def test_the_scores_lie_in_the_folder_that_systemd_makes():
    (folder,) = lines("StateDirectory")
    assert f"QUIZBOT_DATABASE=%S/{folder}/quizbot.sqlite3" in lines("Environment")
