"""The page for editors says what the code does: its examples work, its table is complete."""

import re
from pathlib import Path

import pytest

from bot.content.codes import CODES
from bot.content.kinds import FORMS
from bot.content.questions import SHARED_FIELDS
from bot.content.reader import SET_FIELDS, read
from bot.quiz.kinds import KINDS

PAGE = (Path(__file__).parents[2] / "docs" / "question-format.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_a_set_without_a_problem(example: str) -> None:
    result = read(example.encode(), "example.yaml")
    assert result.problems == ()
    assert result.set is not None


def test_every_type_has_an_example() -> None:
    sets = [read(example.encode(), "example.yaml").set for example in EXAMPLES]
    shown = {question.body.type for one in sets if one for question in one.questions}
    assert shown == set(KINDS) == set(FORMS)


def test_every_code_is_in_the_table_with_its_severity() -> None:
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| (error|warning|note) \| \S", PAGE, re.MULTILINE)
    assert dict(rows) == dict(CODES)
    assert len(rows) == len(CODES)


def test_every_field_is_named() -> None:
    rows = set(re.findall(r"^\| `([a-z_]+)` \|", PAGE, re.MULTILINE))
    assert rows >= {*SET_FIELDS, *SHARED_FIELDS}
    for form in FORMS.values():
        for name in form.own:
            assert f"`{name}" in PAGE
