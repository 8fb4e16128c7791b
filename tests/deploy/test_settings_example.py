"""The file of settings that an operator starts from names all of them, and rightly."""

import re

import pytest

from bot.settings import Settings
from tests.checkout import ROOT

EXAMPLE = (ROOT / "deploy/quizbot.env.example").read_text("utf-8")
SHOWN = dict(re.findall(r"^#?QUIZBOT_(\w+)=(.*)$", EXAMPLE, re.MULTILINE))
# There is no default to show.
EXAMPLES_ONLY = {"TOKEN", "TOKEN_FILE", "BACKUPS", "WEBHOOK_SECRET_FILE"}


@pytest.fixture
def untouched(monkeypatch, tmp_path):
    """No setting but those of a file."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"QUIZBOT_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "quizbot.env"


def test_it_names_every_setting_once_and_no_other():
    names = re.findall(r"^#?QUIZBOT_(\w+)=", EXAMPLE, re.MULTILINE)
    assert sorted(names) == sorted(name.upper() for name in Settings.model_fields)


def test_every_setting_is_explained_just_above_it():
    for block in EXAMPLE.strip().split("\n\n")[1:]:
        *explained, setting = block.splitlines()
        assert explained
        assert all(line.startswith("# ") for line in explained)
        assert re.match(r"#QUIZBOT_\w+=", setting)


def test_copied_as_it_is_it_changes_nothing(untouched):
    untouched.write_text(EXAMPLE)
    assert Settings(_env_file=untouched) == Settings(_env_file=None)


def test_what_it_shows_are_the_defaults(untouched):
    shown = [f"QUIZBOT_{name}={SHOWN[name]}" for name in SHOWN if name not in EXAMPLES_ONLY]
    untouched.write_text("\n".join(shown))
    assert Settings(_env_file=untouched) == Settings(_env_file=None)


def test_every_service_manager_reads_it_the_same_way():
    for value in SHOWN.values():
        assert not re.search(r"[\s'\"#$\\]", value)
