"""docs/operating.md names only what is there."""

import re

from bot.settings import Settings
from bot.watch.metrics import Metrics
from tests.checkout import ROOT

TEXT = (ROOT / "docs/operating.md").read_text("utf-8")


def test_every_promise_names_tests_that_are_there_and_how_to_run_them():
    section = re.search(r"^## What is promised\n(.*?)^## ", TEXT, re.DOTALL | re.MULTILINE)[1]
    rows = [line.split("|")[1:-1] for line in section.splitlines() if line.startswith("| ")]
    assert len(rows) > 10
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for promise, places, command in rows[1:]:
        named = re.findall(r"`(tests/[\w/.]+)`", places)
        assert named, promise
        assert all((ROOT / each).exists() for each in named), named
        target = re.search(r"`make ([\w-]+)`", command)[1]
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_every_setting_and_every_link_is_there():
    names = {name.removeprefix("QUIZBOT_") for name in re.findall(r"QUIZBOT_\w+", TEXT)}
    assert names <= {name.upper() for name in Settings.model_fields}
    for link in re.findall(r"\]\((\.\./[\w./-]+)\)", TEXT):
        assert (ROOT / "docs" / link).is_file(), link


async def test_every_metric_is_one_of_the_bots():
    counted = (await Metrics(()).rendered()).decode()
    gauges = (ROOT / "bot/parts.py").read_text("utf-8")
    for name in set(re.findall(r"\b(quizbot_[a-z_]+)\b", TEXT)):
        own = name.removeprefix("quizbot_")
        assert name in counted or f'"{own}"' in gauges, name
