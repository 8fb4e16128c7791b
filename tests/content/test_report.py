"""What `check` prints: for people, for programs, for GitHub."""

import json
from pathlib import Path

import pytest

from bot.content.catalog import Catalog, load
from bot.content.problems import Problem
from bot.content.report import exit_code, render
from tests.content.sets import GOOD, edited


@pytest.fixture
def catalog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Catalog:
    monkeypatch.chdir(tmp_path)
    folder = Path("sets")
    folder.mkdir()
    (folder / "a.yaml").write_text(edited(("    source_ref: p7\n", "")), encoding="utf-8")
    broken = edited(("id: tides-2026", "id: broken"), ("answer: moon", "answer: mon"))
    (folder / "b.yaml").write_text(broken, encoding="utf-8")
    return load(folder)


def test_for_people(catalog: Catalog) -> None:
    lines = render(catalog, "text").split("\n")
    assert lines[0] == (
        "sets/a.yaml:60:5: warning: The question does not say where its answer stands in the "
        "source. [no-source-ref]"
    )
    assert lines[1].startswith("    Add `source_ref`")
    assert lines[2].startswith("sets/b.yaml:24:13: error: `mon` is not the key of an option.")
    assert lines[3] == "    Did you mean `moon`?"
    assert lines[4:] == [
        "2 files read: 1 set with 7 questions to serve; 1 error, 1 warning, 0 notes.",
        "Of the questions 3 fit a quiz poll, 2 need buttons and 2 a typed answer.",
    ]


def test_for_programs(catalog: Catalog) -> None:
    document = json.loads(render(catalog, "json"))
    assert document["problems"][1] == {
        "file": "sets/b.yaml",
        "line": 24,
        "column": 13,
        "severity": "error",
        "code": "unknown-answer",
        "message": "`mon` is not the key of an option.",
        "hint": "Did you mean `moon`?",
    }
    assert document["summary"] == {
        "files": 2,
        "sets": 1,
        "questions": 7,
        "errors": 1,
        "warnings": 1,
        "notes": 0,
        "polls": 3,
        "buttons": 2,
        "typed": 2,
    }


def test_for_github(catalog: Catalog) -> None:
    lines = render(catalog, "github").split("\n")
    assert lines[1] == (
        "::error file=sets/b.yaml,line=24,col=13,title=unknown-answer::"
        "`mon` is not the key of an option. Did you mean `moon`?"
    )
    assert lines[2].startswith("2 files read")


def test_names_and_texts_cannot_forge_lines_or_commands() -> None:
    problem = Problem("a,b:c\n::error::x", 1, 1, "note", "code", "100%\x1b[31m\nred", "Go.")
    catalog = Catalog({}, (problem,), 1, {})
    assert len(render(catalog, "text").split("\n")) == 4
    assert "\x1b" not in render(catalog, "text")
    first = render(catalog, "github").split("\n")[0]
    assert first.startswith("::notice file=a%2Cb%3Ac%0A%3A%3Aerror%3A%3Ax,line=1,")
    assert "100%25" in first
    assert "\x1b" not in first


@pytest.mark.parametrize(
    "severities,plain,strict",
    [
        ((), 0, 0),
        (("note",), 0, 0),
        (("warning",), 0, 1),
        (("note", "error"), 1, 1),
    ],
)
def test_the_exit_code(severities: tuple[str, ...], plain: int, strict: int) -> None:
    problems = tuple(Problem("a", 1, 1, one, "x", "y", "z") for one in severities)
    catalog = Catalog({}, problems, 1, {})
    assert exit_code(catalog, strict=False) == plain
    assert exit_code(catalog, strict=True) == strict


def test_a_question_too_long_for_a_poll_is_counted_with_the_buttons(tmp_path: Path) -> None:
    text = edited(("Which body moves the oceans most?", "W" * 301))
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    assert "2 fit a quiz poll, 3 need buttons" in render(load(tmp_path), "text")
    (tmp_path / "a.yaml").write_text(GOOD, encoding="utf-8")
    assert "3 fit a quiz poll, 2 need buttons" in render(load(tmp_path), "text")
