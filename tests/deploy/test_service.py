"""The systemd units: what systemd itself says of them, and that they and the program agree."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from bot.settings import Settings
from tests.checkout import ROOT

DEPLOY = ROOT / "deploy"
UNIT = DEPLOY / "quizbot.service"
BACKUP = DEPLOY / "quizbot-backup.service"
DROP_IN = DEPLOY / "quizbot-webhook.conf"
COPYING = DEPLOY / "quizbot-litestream.service"
SERVICES = [UNIT, BACKUP, COPYING]
# What stands for programs that need not be on this machine.
PROGRAMS = {"/srv/quizbot/.venv/bin/python": sys.executable, "/usr/bin/litestream": sys.executable}
SYSTEMD = pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="only systemd-analyze can tell; install systemd"
)
EXPOSURE = 1.5


@pytest.fixture
def units(tmp_path):
    """All of them, with a Python that exists on this machine: systemd looks whether it does."""
    for path in (*SERVICES, DEPLOY / "quizbot-backup.timer"):
        text = path.read_text("utf-8")
        for program, instead in PROGRAMS.items():
            text = text.replace(program, instead)
        (tmp_path / path.name).write_text(text, "utf-8")
    folder = tmp_path / "quizbot.service.d"
    folder.mkdir()
    shutil.copy(DROP_IN, folder / "webhook.conf")
    return tmp_path


def analyze(*command):
    told = subprocess.run(
        ["systemd-analyze", *command], capture_output=True, text=True, check=False
    )
    return told.returncode, told.stdout + told.stderr


def lines(key, path=UNIT):
    return re.findall(rf"^{key}=(.*)$", path.read_text("utf-8"), re.MULTILINE)


@SYSTEMD
def test_systemd_finds_nothing_wrong(units):
    found = [str(each) for each in units.iterdir() if each.is_file()]
    code, told = analyze("verify", "--man=no", "--recursive-errors=no", *found)
    assert code == 0, told
    assert "quizbot" not in told  # other units of this machine are not our business


@SYSTEMD
@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_they_expose_little(units, path):
    code, told = analyze("security", "--offline=true", "--no-pager", str(units / path.name))
    figure = re.search(rf"Overall exposure level for {path.name}: (\d+\.\d)", told)
    assert code == 0
    assert float(figure[1]) <= EXPOSURE


def test_it_does_not_start_again_what_is_set_wrongly():
    assert lines("Restart") == ["on-failure"]
    assert lines("RestartPreventExitStatus") == [str(os.EX_CONFIG)]


def test_it_tells_systemd_itself_how_it_is():
    assert lines("Type") == ["notify"]
    assert lines("NotifyAccess") == ["main"]
    assert lines("WatchdogSec") == ["5min"]


def test_it_ends_and_reloads_by_the_signals_the_bot_listens_to():
    assert lines("KillSignal") == ["SIGTERM"]
    assert lines("ExecReload") == ["/bin/kill -HUP $MAINPID"]


def test_the_token_is_handed_over_as_a_credential():
    assert lines("LoadCredential") == ["token:/etc/quizbot/token"]
    assert "QUIZBOT_TOKEN_FILE=%d/token" in lines("Environment")


def test_they_set_only_what_the_bot_reads():
    known = {f"QUIZBOT_{name.upper()}" for name in Settings.model_fields}
    for path in (*SERVICES, DROP_IN):
        given = {each.partition("=")[0] for each in lines("Environment", path)}
        assert given - known <= {"PYTHONDONTWRITEBYTECODE", "REPLICA"}, path


@pytest.mark.parametrize("path", [BACKUP, COPYING], ids=lambda path: path.name)
def test_copies_are_made_by_the_bots_user_of_the_bots_database(path):
    assert lines("User", path) == [UNIT.stem]
    for key in ("DynamicUser", "StateDirectoryMode"):
        assert lines(key, path) == lines(key)
    (folders,) = lines("StateDirectory", path)
    assert folders.split()[:1] == lines("StateDirectory")
    database = [each for each in lines("Environment") if "DATABASE" in each]
    assert [each for each in lines("Environment", path) if "QUIZBOT" in each] == database


def test_for_webhooks_the_proxy_is_let_in_to_the_socket_and_nobody_else():
    socket = "QUIZBOT_WEBHOOK_LISTEN=unix:%t/quizbot/webhook.sock"
    assert socket in lines("Environment", DROP_IN)
    assert lines("RuntimeDirectory", DROP_IN) == ["quizbot"]
    assert lines("RuntimeDirectoryMode", DROP_IN) == ["0710"]
    assert "unix:/run/quizbot/webhook.sock" in (DEPLOY / "nginx.conf").read_text("utf-8")
    assert "unix//run/quizbot/webhook.sock" in (DEPLOY / "Caddyfile").read_text("utf-8")


def test_the_scores_lie_in_the_folder_that_systemd_makes():
    (folder,) = lines("StateDirectory")
    assert f"QUIZBOT_DATABASE=%S/{folder}/quizbot.sqlite3" in lines("Environment")
