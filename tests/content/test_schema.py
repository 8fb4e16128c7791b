"""The schema for editors says the same as the reader."""

import json
import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator

from bot.content.codes import CODES
from bot.content.kinds import FORMS
from bot.content.questions import SHARED_FIELDS
from bot.content.reader import SET_FIELDS
from tests.content.sets import GOOD, edited, reading
from tests.content.test_documentation import EXAMPLES
from tests.content.test_mistakes import MISTAKES

QUESTIONS = Path(__file__).parents[2] / "questions"
SCHEMA = json.loads((QUESTIONS / "schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft7Validator(SCHEMA)


class EditorLoader(yaml.SafeLoader):
    """Reads as an editor does, by the core schema of YAML 1.2."""

    yaml_implicit_resolvers: dict = {}  # noqa: RUF012


for tag, pattern, first in (
    ("null", r"~|null|Null|NULL|", "~nN"),
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.inf", "-+.0123456789"),
):
    EditorLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{tag}", re.compile(f"(?:{pattern})$"), list(first)
    )


def accepts(text: str) -> bool:
    return VALIDATOR.is_valid(yaml.load(text, EditorLoader))


def test_the_schema_is_one() -> None:
    Draft7Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", sorted(QUESTIONS.rglob("*.yaml")), ids=lambda path: path.name)
def test_the_project_s_sets_fit_the_schema(path: Path) -> None:
    document = yaml.load(path.read_text(encoding="utf-8"), EditorLoader)
    assert list(VALIDATOR.iter_errors(document)) == []


@pytest.mark.parametrize("text", [GOOD, *EXAMPLES])
def test_good_examples_fit_both(text: str) -> None:
    assert reading(text).set is not None
    assert accepts(text)


# What a schema cannot say: it compares no two places with each other, sees no YAML, no calendar.
READER_ONLY = {
    *(code for code in CODES if code.startswith("yaml-")),
    *(
        "alias",
        "anchor",
        "tag",
        "directive",
        "second-document",
        "duplicate-key",
        "bad-key",
        "too-deep",
    ),
    *("control-character", "duplicate-id", "missing-language", "missing-translation"),
    *("unlisted-language", "unknown-answer", "source-ref-past-end", "accept-and-reject"),
    *("unreadable-answer", "range-reversed", "distractor-key", "same-options", "unknown-allow"),
}
# Read by the core schema of YAML 1.2 as what belongs there, but not as what the format writes.
LENIENT = {"True", "02", "2026-02-30", "[it, en]", "1e999", ".inf"}


FOR_BOTH = [
    case
    for case in MISTAKES
    if case[0] not in READER_ONLY and not any(one in case[2] for one in LENIENT)
]


@pytest.mark.parametrize("case", FOR_BOTH, ids=lambda case: f"{case[0]}: {case[2][:30]}")
def test_mistakes_fit_neither(case: tuple[str, str, str]) -> None:
    _, before, after = case
    text = edited((before, after)).replace("▸", "", 1)
    assert codes_of(text)
    assert not accepts(text)


def codes_of(text: str) -> list[str]:
    return [problem.code for problem in reading(text).problems]


DEFAULT = ("defaults: {type: single, ", "defaults: {")
DEFAULT_SHORT = ("defaults: {type: single, ", "defaults: {type: short, ")
SAYS_SINGLE = ("- id: main-cause", "- id: main-cause\n    type: single")
NOT_SHORT = ("    type: short\n", "")
ACCEPT = 'accept: {en: ["Bay of Fundy", "Fundy"], it: ["Baia di Fundy", "Fundy"]}'


@pytest.mark.parametrize(
    "text,fits",
    [
        (edited(DEFAULT), True),
        (edited(DEFAULT_SHORT), False),
        (edited(DEFAULT_SHORT, SAYS_SINGLE, NOT_SHORT), True),
        (edited(NOT_SHORT), False),
        (edited(('"Fundy"], it: ["Baia di Fundy", "Fundy"]', '"Fundy"]')), True),
        (edited((ACCEPT, 'accept: ["Fundy"]')), True),
        (edited(("answer: 16.3", "range: [16, 17.5]")), True),
        (edited(("    answer: 16.3\n", "")), False),
        (edited(("difficulty: easy", "allow: [echo, long-key]")), True),
        (edited(("difficulty: easy", "media: {file: a/b.png, alt: {all: x}}")), True),
        (edited(("difficulty: easy", "media: {alt: {all: x}}")), False),
        (edited(("source_ref: p4", "source_ref: [p4]")), True),
        (edited(("source_ref: p4", "source_ref: []")), False),
        (edited(("translations: [it]\n", "")), True),
        (edited(("format: quizset/1\n", "")), False),
        (edited(("questions:", "questions: []\nx:")), False),
    ],
)
def test_reader_and_schema_agree(text: str, fits: bool) -> None:
    assert (reading(text).set is not None) == fits
    assert accepts(text) == fits


def test_the_schema_names_every_field_and_every_warning() -> None:
    shared = SCHEMA["definitions"]["question"]["properties"]
    assert tuple(SCHEMA["properties"]) == SET_FIELDS
    assert tuple(shared) == SHARED_FIELDS
    for type_, form in FORMS.items():
        assert tuple(SCHEMA["definitions"][type_]["properties"]) == (*SHARED_FIELDS, *form.own)
    warnings = [code for code, severity in CODES.items() if severity == "warning"]
    assert shared["allow"]["items"]["anyOf"][0]["enum"] == warnings
