"""What is known of a file while its values are read."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from bot.content.nodes import Hole, Node, Scalar, Sequence, Table
from bot.content.problems import Log, Spot


@dataclass(slots=True)
class Desk:
    """The log, and what the head of the set says about the texts that follow.

    `language` is "" and `paragraphs` is None where the file does not say so legibly: then what
    depends on them is not checked.
    """

    log: Log
    language: str = ""
    translations: tuple[str, ...] = ()
    paragraphs: int | None = None
    unlisted: dict[str, Spot] = field(default_factory=dict)


def scalar(node: Node, desk: Desk, wanted: str) -> Scalar | None:
    """The node if it is one value; else None, and that is reported."""
    if isinstance(node, Scalar):
        return node
    _wrong(node, desk, wanted)
    return None


def sequence(node: Node, desk: Desk, wanted: str) -> Sequence | None:
    if isinstance(node, Sequence):
        return node
    _wrong(node, desk, wanted)
    return None


def table(node: Node, desk: Desk, wanted: str) -> Table | None:
    if isinstance(node, Table):
        return node
    _wrong(node, desk, wanted)
    return None


_NAMES = {Scalar: "one value", Sequence: "a list", Table: "a table of fields"}


def _wrong(node: Node, desk: Desk, wanted: str) -> None:
    if isinstance(node, Hole):
        return
    empty = isinstance(node, Scalar) and node.plain and not node.value
    found = "nothing" if empty else _NAMES[type(node)]
    desk.log.add(
        "wrong-type",
        node,
        f"Here stands {found}; {wanted} belongs here.",
        "Compare with the example of this type in docs/question-format.md.",
    )


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The nearest known word as a question, or all of them."""
    choices = list(known)
    near = difflib.get_close_matches(word[:60].casefold(), choices[:200], 1)
    return f"Did you mean `{near[0]}`?" if near else f"Possible: {listed(choices)}."


def listed(words: Iterable[str]) -> str:
    """The words for a sentence; of very many only the first."""
    first = list(islice(words, 41))
    shown = ", ".join(f"`{word[:60]}`" for word in first[:40])
    return f"{shown}, …" if len(first) > 40 else shown


_ID = re.compile(r"[a-z0-9-]{1,40}")


def is_id(value: str) -> bool:
    return _ID.fullmatch(value) is not None


def as_id(value: str) -> str:
    """The nearest id to what was typed, as a proposal."""
    return re.sub(r"[^a-z0-9]+", "-", value.casefold()).strip("-")[:40] or "my-id"
