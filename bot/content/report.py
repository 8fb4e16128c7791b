"""All problems of a catalogue and a summary: for people, for programs, for GitHub."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Literal

from bot.content.catalog import Catalog
from bot.content.lint.limits import delivery
from bot.content.problems import Problem

Form = Literal["text", "json", "github"]


def render(catalog: Catalog, form: Form) -> str:
    """The problems, each at its place, then the summary; ends without a line feed."""
    return _FORMS[form](catalog)


def exit_code(catalog: Catalog, strict: bool) -> int:
    """1 with an error, or under `strict` with a warning; else 0. Notes never count."""
    severities = {problem.severity for problem in catalog.problems}
    return int("error" in severities or (strict and "warning" in severities))


def _summary(catalog: Catalog) -> dict[str, int]:
    severities = Counter(problem.severity for problem in catalog.problems)
    questions = [question for one in catalog.sets.values() for question in one.active]
    asked = Counter(map(delivery, questions))
    return {
        "files": catalog.files,
        "sets": len(catalog.sets),
        "questions": len(questions),
        "errors": severities["error"],
        "warnings": severities["warning"],
        "notes": severities["note"],
        "polls": asked["poll"],
        "buttons": asked["buttons"],
        "typed": asked["typed"],
    }


def _summary_lines(catalog: Catalog) -> list[str]:
    of = _summary(catalog)
    served = f"{_count(of, 'set')} with {_count(of, 'question')} to serve"
    found = f"{_count(of, 'error')}, {_count(of, 'warning')}, {_count(of, 'note')}"
    asked = f"{of['polls']} fit a quiz poll, {of['buttons']} need buttons"
    return [
        f"{_count(of, 'file')} read: {served}; {found}.",
        f"Of the questions {asked} and {of['typed']} a typed answer.",
    ]


def _count(of: Mapping[str, int], what: str) -> str:
    number = of[f"{what}s"]
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _text(catalog: Catalog) -> str:
    return "\n".join((*map(_paragraph, catalog.problems), *_summary_lines(catalog)))


def _paragraph(problem: Problem) -> str:
    place = f"{problem.file}:{problem.line}:{problem.column}"
    told = f"{place}: {problem.severity}: {problem.message} [{problem.code}]"
    return f"{_visible(told)}\n    {_visible(problem.hint)}"


def _visible(line: str) -> str:
    """Without control characters, which a file may hold and a terminal would obey."""
    return "".join(sign if sign.isprintable() else f"\\x{ord(sign):02x}" for sign in line)


def _json(catalog: Catalog) -> str:
    problems = [asdict(problem) for problem in catalog.problems]
    document = {"problems": problems, "summary": _summary(catalog)}
    return json.dumps(document, ensure_ascii=False, indent=2)


def _github(catalog: Catalog) -> str:
    return "\n".join((*map(_annotation, catalog.problems), *_summary_lines(catalog)))


# The commands by which a workflow annotates lines, and the signs they need escaped.
_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
_ESCAPES = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY_ESCAPES = {**_ESCAPES, **str.maketrans({":": "%3A", ",": "%2C"})}


def _annotation(problem: Problem) -> str:
    properties = {
        "file": problem.file,
        "line": problem.line,
        "col": problem.column,
        "title": problem.code,
    }
    listed = ",".join(
        f"{name}={str(value).translate(_PROPERTY_ESCAPES)}" for name, value in properties.items()
    )
    told = _visible(f"{problem.message} {problem.hint}").translate(_ESCAPES)
    return f"::{_COMMANDS[problem.severity]} {listed}::{told}"


_FORMS: Mapping[Form, Callable[[Catalog], str]] = {
    "text": _text,
    "json": _json,
    "github": _github,
}
