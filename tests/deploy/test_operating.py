"""docs/operating.md names only what is there."""

import re

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


def test_every_link_leads_somewhere():
    for link in re.findall(r"\]\((\.\./[\w./-]+)\)", TEXT):
        assert (ROOT / "docs" / link).is_file(), link
