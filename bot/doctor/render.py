"""Findings as a table for people, and for programs."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Literal

from bot.doctor.finding import Finding, Level

Form = Literal["text", "json"]

SIGNS: Mapping[Level, str] = {"ok": "✓", "note": "·", "warning": "!", "problem": "✗"}


def render(findings: Sequence[Finding], form: Form) -> str:
    """All findings and a summary; ends without a line feed."""
    return _FORMS[form](findings)


def exit_code(findings: Sequence[Finding]) -> int:
    """1 with a problem, else 0."""
    return int(any(each.level == "problem" for each in findings))


def _summary(findings: Sequence[Finding]) -> dict[str, int]:
    levels = Counter(each.level for each in findings)
    return {"problems": levels["problem"], "warnings": levels["warning"]}


def _text(findings: Sequence[Finding]) -> str:
    width = max((len(each.about) for each in findings), default=0)
    counted = ", ".join(
        f"{number} {what if number != 1 else what[:-1]}"
        for what, number in _summary(findings).items()
    )
    return "\n".join((*(_row(each, width) for each in findings), "", f"{counted}."))


def _row(finding: Finding, width: int) -> str:
    start = f"{SIGNS[finding.level]} {finding.level:<7}  {finding.about:<{width}}  "
    todo = f"\n{' ' * len(start)}→ {_visible(finding.todo)}" if finding.todo else ""
    return f"{start}{_visible(finding.says)}{todo}"


def _visible(text: str) -> str:
    """One line without control characters: Telegram and file names may hold some."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _json(findings: Sequence[Finding]) -> str:
    document = {"findings": [asdict(each) for each in findings], "summary": _summary(findings)}
    return json.dumps(document, ensure_ascii=False, indent=2)


_FORMS: Mapping[Form, Callable[[Sequence[Finding]], str]] = {"text": _text, "json": _json}
