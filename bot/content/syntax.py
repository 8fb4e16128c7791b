"""What went wrong where a file is not YAML, in an editor's words."""

import re
from collections.abc import Callable

from yaml.error import Mark, MarkedYAMLError

from bot.content.problems import At, Log
from bot.quiz.frozen import frozen

_LOOK_BACK = 1000  # a line can be as long as the file, and the patterns below look far ahead
_QUOTE = "Put the text in double quotes."
_APOSTROPHE = re.compile(r"'(?:[^']|'')*'(?=[^\s,\]}:#'])")
_INNER_QUOTE = re.compile(r'"(?:[^"\\]|\\.)*"(?=[ \t]*[^\s,\]}:#])')
_OPENING_QUOTE = re.compile(r"""[\s\[{,]["'].$""")
_COLON = re.compile(r"""(?:: +|- +|[\[{,] *)[^\s"'\[{|>#][^"']*?:(?:\s|$)""")


@frozen
class _Case:
    """The parser's words, and what stands in the line up to and at the place it stopped at."""

    words: str
    line: str


@frozen
class _Cause:
    code: str
    seen: Callable[[_Case], bool]
    message: str
    hint: str


def _says(*phrases: str) -> Callable[[_Case], bool]:
    return lambda case: any(phrase in case.words for phrase in phrases)


def _line_has(pattern: re.Pattern[str]) -> Callable[[_Case], bool]:
    return lambda case: pattern.search(case.line) is not None


# The first cause that is seen is the one told.
_CAUSES = (
    _Cause(
        "yaml-quote",
        lambda case: "quoted scalar" in case.words and "end of stream" in case.words,
        "The quotation mark that opens here is never closed.",
        "Close it. A text with an apostrophe stands in double quotes, not in single ones.",
    ),
    _Cause(
        "yaml-tab",
        lambda case: "\t" in case.line and len(case.line.strip()) <= 1,
        "This line is indented with a tab.",
        "Indent with spaces.",
    ),
    _Cause(
        "yaml-escape",
        _says("escape", "did not find expected hexdecimal number"),
        "In double quotes a backslash begins an escape, and this one is unknown.",
        r"Write \\ for a backslash and \" for a quotation mark.",
    ),
    _Cause(
        "yaml-apostrophe",
        _line_has(_APOSTROPHE),
        "A text in single quotes ends at its first apostrophe.",
        _QUOTE,
    ),
    _Cause(
        "yaml-quote",
        _line_has(_INNER_QUOTE),
        "The text in double quotes has ended before this place, and more follows.",
        r"Write \" for a quotation mark inside the text, or use « » there.",
    ),
    _Cause(
        "yaml-quote",
        _line_has(_OPENING_QUOTE),
        "This quotation mark ends a text that began in a line above.",
        "Look upwards for a quotation mark that is not closed.",
    ),
    _Cause(
        "yaml-sign",
        _says("cannot start any token", "an alias", "an anchor", "a tag", "a directive"),
        "A text without quotes cannot begin with the sign that stands here.",
        _QUOTE,
    ),
    _Cause(
        "yaml-colon",
        _line_has(_COLON),
        "A colon in a text without quotes begins a new field.",
        _QUOTE,
    ),
    _Cause(
        "yaml-bracket",
        _says("flow"),
        "The bracket of line {opened} is not closed here, or a comma is missing.",
        "Check brackets and commas, and put the texts in double quotes.",
    ),
    _Cause(
        "yaml-colon",
        _says("expected ':'"),
        "The line before has no colon, so it is neither a field nor part of a text.",
        "Write `name: value` with a space after the colon; indent what continues a text.",
    ),
    _Cause(
        "yaml-indent",
        _says("block", "not allowed"),
        "This line is not indented like its neighbours, or stands in the wrong place.",
        "Indent fields that belong together by the same number of spaces.",
    ),
    _Cause(
        "yaml-syntax",
        lambda case: True,
        "This is not YAML.",
        "Compare with an example, and put the texts in double quotes.",
    ),
)


def explain(error: MarkedYAMLError, text: str, log: Log) -> None:
    """Log the syntax error at its place, with the usual cause of such an error."""
    lines = text.split("\n")
    spot = _spot(error.problem_mark or error.context_mark, lines)
    line = lines[spot.line - 1][: spot.column][-_LOOK_BACK:]
    case = _Case(f"{error.context or ''} {error.problem or ''}", line)
    cause = next(cause for cause in _CAUSES if cause.seen(case))
    if "quoted scalar" in case.words and "end of stream" in case.words:
        spot = _spot(error.context_mark, lines)
    opened = _spot(error.context_mark, lines).line
    log.add(cause.code, spot, cause.message.format(opened=opened), cause.hint)


def _spot(mark: Mark | None, lines: list[str]) -> At:
    if mark is None:
        return At()
    line = min(mark.line, len(lines) - 1)
    column = mark.column if line == mark.line else len(lines[line])
    return At(line + 1, min(column, len(lines[line])) + 1)
