"""The code of every problem that a file can have, and how severe it is.

An error keeps the set from being served. A warning does not; `allow` silences it per question.
`docs/question-format.md` says of each what to do.
"""

from collections.abc import Mapping
from typing import Literal

CODES: Mapping[str, Literal["error", "warning", "note"]] = {
    # The file as such.
    "too-large": "error",
    "not-utf8": "error",
    "control-character": "error",
    "empty-file": "error",
    # YAML.
    "yaml-apostrophe": "error",
    "yaml-bracket": "error",
    "yaml-colon": "error",
    "yaml-escape": "error",
    "yaml-indent": "error",
    "yaml-quote": "error",
    "yaml-sign": "error",
    "yaml-syntax": "error",
    "yaml-tab": "error",
    "alias": "error",
    "anchor": "error",
    "tag": "error",
    "directive": "error",
    "second-document": "error",
    "too-deep": "error",
    "too-many-values": "error",
    "bad-key": "error",
    "duplicate-key": "error",
    "unquoted": "warning",
    # Fields and values.
    "unknown-format": "error",
    "unknown-field": "error",
    "missing-field": "error",
    "wrong-type": "error",
    "wrong-count": "error",
    "bad-id": "error",
    "duplicate-id": "error",
    "unknown-value": "error",
    "empty-text": "error",
    "bad-list": "error",
    "not-a-boolean": "error",
    "not-a-number": "error",
    "out-of-range": "error",
    "bad-date": "error",
    "bad-url": "error",
    "bad-file-name": "error",
    "no-questions": "error",
    "unknown-allow": "warning",
    # Languages.
    "bad-language": "error",
    "mixed-languages": "error",
    "missing-language": "error",
    "missing-translation": "warning",
    "unlisted-language": "note",
    # Answers.
    "unknown-answer": "error",
    "bad-source-ref": "error",
    "source-ref-past-end": "error",
    "accept-and-reject": "error",
    "unreadable-answer": "error",
    "answer-and-range": "error",
    "range-reversed": "error",
    "distractor-key": "error",
    "same-options": "error",
    # Rules of good items.
    "no-explanation": "warning",
    "no-source-ref": "warning",
    "no-alt": "warning",
    "useless-partial": "warning",
    "negation": "warning",
    "all-or-none": "warning",
    "absolute": "warning",
    "echo": "warning",
    "name-spellings": "warning",
    "name-rejects": "warning",
    "long-key": "warning",
    "longest-key": "warning",
    "numeric-order": "warning",
    "key-position": "warning",
    "all-retired": "warning",
    # Telegram's limits.
    "long-question": "warning",
    "long-feedback": "warning",
    "long-caption": "warning",
    "long-description": "warning",
    "poll-stem": "warning",
    "poll-option": "warning",
    "poll-explanation": "warning",
    # The folder.
    "duplicate-set-id": "error",
    "unreadable-file": "error",
    "outside-folder": "error",
    "not-a-file": "error",
    "media-too-large": "error",
    "no-sets": "warning",
    # The answers that are kept: found outside this room, where the database is at hand.
    "answered-question-missing": "error",
}
