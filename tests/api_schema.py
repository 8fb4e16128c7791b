"""Holds requests and answers against the official description of the Bot API.

The description is read from beside the checkout and is not part of it: tests that need it wear
`needs_description`, which skips them where it is absent.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

DESCRIPTION = Path(__file__).parents[2] / "shared" / "bot-api.json"

needs_description = pytest.mark.skipif(
    not DESCRIPTION.is_file(),
    reason="the Bot API's description (../shared/bot-api.json) is not on this machine",
)

_ARRAY = "Array of "
_CONSTANT = re.compile(r"(?:must be|always) [“\"*]?(\w+)[”\"*]?\s*$")
_TELLING = ("type", "status")
_INTEGER = re.compile(r"-?\d+", re.ASCII)


def problems_of(method: str, params: Mapping[str, Any], files: Collection[str] = ()) -> list[str]:
    """What is wrong with a request of the bot, a sentence each; nothing when all is well.

    `params` are decoded, or strings where they came in a form and nobody decoded them; `files`
    are the names under which files came along.
    """
    described = _api()["methods"].get(method)
    if described is None:
        return [f"{method}: there is no such method"]
    fields = {field["name"]: field for field in described.get("fields", [])}
    problems = [f"{method}.{name}: there is no such parameter" for name in params.keys() - fields]
    for name, field in fields.items():
        where = f"{method}.{name}"
        if name in params:
            problems += _mismatches(_from_form(params[name], field), field["types"], where)
        elif field["required"] and name not in files:
            problems.append(f"{where}: is required and missing")
    return problems


def problems_in_answer(method: str, result: Any) -> list[str]:
    """What is wrong with the result of a method."""
    return _mismatches(result, _api()["methods"][method]["returns"], method)


def problems_in(value: Any, kind: str) -> list[str]:
    """What is wrong with a value that should be of a type of the Bot API, such as Update."""
    return _mismatches(value, [kind], kind)


@cache
def _api() -> dict[str, Any]:
    described: dict[str, Any] = json.loads(DESCRIPTION.read_text(encoding="utf-8"))
    return described


def _from_form(value: Any, field: Mapping[str, Any]) -> Any:
    """A form knows only strings: what Telegram would read in one, by what it expects there."""
    kinds = set(field["types"])
    if not isinstance(value, str) or "String" in kinds:
        return value
    if kinds & {"Integer", "Float"}:
        return int(value) if _INTEGER.fullmatch(value) else value
    if "Boolean" in kinds:
        return {"true": True, "false": False}.get(value.lower(), value)
    if "InputFile" in kinds:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _mismatches(value: Any, kinds: Iterable[str], where: str) -> list[str]:
    """Nothing as soon as one kind fits, otherwise the complaints of the likeliest."""
    found = {kind: _complaints(value, kind, where) for kind in kinds}
    likely = [complaints for kind, complaints in found.items() if _looks_like(value, kind)]
    return [] if [] in found.values() else min(likely or found.values(), key=len)


def _complaints(value: Any, kind: str, where: str) -> list[str]:
    if kind.startswith(_ARRAY):
        if not isinstance(value, list):
            return [f"{where}: {_said(value)} is no array"]
        inner = [kind.removeprefix(_ARRAY)]
        return [
            problem
            for index, item in enumerate(value)
            for problem in _mismatches(item, inner, f"{where}[{index}]")
        ]
    if kind in _SIMPLE:
        return [] if _is(value, kind) else [f"{where}: {_said(value)} is no {kind}"]
    described = _api()["types"][kind]
    if "subtypes" in described:
        return _mismatches(value, described["subtypes"], where)
    return _object_complaints(value, kind, described.get("fields", []), where)


def _looks_like(value: Any, kind: str) -> bool:
    """Whether somebody who sent this value may have meant this kind."""
    if kind.startswith(_ARRAY):
        return isinstance(value, list)
    if kind in _SIMPLE:
        return _is(value, kind)
    fields = _api()["types"][kind].get("fields", [])
    return isinstance(value, dict) and all(
        value.get(name) == constant for name, constant in _constants(fields).items()
    )


def _constants(fields: list[dict[str, Any]]) -> dict[str, str]:
    """Fields that have the same value in every object of the type, and tell it apart."""
    found = {field["name"]: _CONSTANT.search(field["description"]) for field in fields}
    return {name: match[1] for name, match in found.items() if match and name in _TELLING}


_SIMPLE: dict[str, Any] = {
    "Integer": int,
    "Float": (int, float),
    "Boolean": bool,
    "String": str,
    "InputFile": str,
}


def _is(value: Any, kind: str) -> bool:
    if kind == "InputFile":
        return isinstance(value, str) and value.startswith("attach://")
    return isinstance(value, _SIMPLE[kind]) and (kind == "Boolean" or not isinstance(value, bool))


def _object_complaints(
    value: Any, kind: str, fields: list[dict[str, Any]], where: str
) -> list[str]:
    if not isinstance(value, dict):
        return [f"{where}: {_said(value)} is no {kind}"]
    known = {field["name"]: field for field in fields}
    problems = [f"{where}.{name}: {kind} has no such field" for name in value.keys() - known]
    for name, field in known.items():
        if name in value:
            problems += _mismatches(value[name], field["types"], f"{where}.{name}")
        elif field["required"]:
            problems.append(f"{where}.{name}: {kind} needs it")
    for name, constant in _constants(fields).items():
        if value.get(name, constant) != constant:
            problems.append(f"{where}.{name}: {_said(value[name])} is not {constant!r}")
    return problems


def _said(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
