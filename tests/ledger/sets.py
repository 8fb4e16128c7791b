"""Question sets for the ledger, and what an answer to them is worth: worked out by itself.

Nothing here is taken from the bot. Each item is known by a mark in its text, such as `s3-5`.
"""

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

KINDS = ("single", "multiple", "true_false", "short", "numeric", "ordering", "matching")
TYPED = ("short", "numeric")
PLACED = ("ordering", "matching")
TAPPED = ("single", "true_false", "multiple")
MARK = re.compile(r"\b([a-z]\d+)-(\d+)\b")
_WORDS = """apple brick cloud drum eagle fence grape hedge inlet jewel kite lemon mango nutmeg
    olive pearl quartz raven slate tulip umbra violet willow yeast zinc amber basil cedar dune"""
WORDS = tuple(_WORDS.split())

Response = tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Item:
    """`choices` are keys with their labels; `right` is the response that earns everything."""

    set_id: str
    number: int
    kind: str
    points: int
    right: Response
    choices: dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return f"q{self.number}"

    @property
    def stem(self) -> str:
        return f"What about {self.set_id}-{self.number}?"

    def key(self, label: str) -> str:
        """The key of the choice that a button or an option shows."""
        (found,) = (key for key, text in self.choices.items() if text == label.lstrip("☑☐ "))
        return found

    def credit(self, response: Response | None) -> Fraction:
        """From 0 to 1."""
        if response is None:
            return Fraction(0)
        if self.kind == "multiple":
            hits = len({*response} & {*self.right})
            wrong = len(self.choices) - len(self.right)
            share = Fraction(hits, len(self.right)) - Fraction(len(response) - hits, wrong)
            return max(Fraction(0), share)
        if self.kind == "numeric":
            away = abs(Fraction(response[0]) - Fraction(self.right[0]))
            return Fraction(1) if not away else Fraction(1, 2) if away <= 2 else Fraction(0)
        if self.kind == "short":
            return Fraction(response[0].casefold() == self.right[0])
        if self.kind == "ordering":
            wanted = {*pairwise(self.right)}
            return Fraction(len(wanted & {*pairwise(response)}), len(wanted))
        if self.kind == "matching":
            hits = sum(a == b for a, b in zip(response, self.right, strict=True))
            return Fraction(hits, len(self.right))
        return Fraction(response == self.right)

    def thousandths(self, response: Response | None) -> int:
        return int(self.points * self.credit(response) * 1000 + Fraction(1, 2))

    def told(self) -> dict[str, Any]:
        """As it stands in the file."""
        about: dict[str, Any] = {
            "id": self.id,
            "type": self.kind,
            "text": {"en": self.stem},
            "points": self.points,
            "explanation": {"en": f"It is {' '.join(self.right)}."},
            "source_ref": "p1",
        }
        labelled = {key: {"en": text} for key, text in self.choices.items()}
        match self.kind:
            case "single":
                about |= {"answer": self.right[0], "options": labelled}
            case "multiple":
                about |= {"answer": list(self.right), "options": labelled}
            case "true_false":
                about |= {"answer": self.right == ("true",)}
            case "short":
                about |= {"accept": {"en": [self.right[0]]}}
            case "numeric":
                value = int(self.right[0])
                about |= {"answer": value, "partial": [{"abs": 2, "credit": 0.5}]}
            case "ordering":
                about |= {"items": {key: labelled[key] for key in self.right}}
            case "matching":
                pairs = {
                    key: {"left": {"en": f"Left {key}"}, "right": labelled[key]}
                    for key in self.right
                }
                rest = {key: labelled[key] for key in self.choices if key not in self.right}
                about |= {"pairs": pairs, "distractors": rest}
        return about


@dataclass(frozen=True)
class Quiz:
    id: str
    items: tuple[Item, ...]

    def write(self, folder: Path) -> None:
        source = {"title": "A ledger", "date": "2026-05", "language": "en", "paragraphs": 1}
        about = {
            "format": "quizset/1",
            "id": self.id,
            "language": "en",
            "title": {"en": f"Set {self.id}"},
            "source": source,
            "questions": [item.told() for item in self.items],
        }
        # Whatever is JSON is YAML.
        (folder / f"{self.id}.yaml").write_text(json.dumps(about), "utf-8")


def make(letter: str, count: int, dice: Random, kinds: Sequence[str] = KINDS) -> list[Quiz]:
    """So many sets, of an item of each kind and one more."""
    return [_quiz(f"{letter}{n}", dice, (*kinds, dice.choice(kinds))) for n in range(1, count + 1)]


def items_of(quizzes: Collection[Quiz]) -> dict[tuple[str, str], Item]:
    """All items by their set and id."""
    return {(item.set_id, item.id): item for quiz in quizzes for item in quiz.items}


def _quiz(id_: str, dice: Random, kinds: Sequence[str]) -> Quiz:
    mixed = dice.sample(kinds, len(kinds))
    return Quiz(id_, tuple(_item(id_, n, kind, dice) for n, kind in enumerate(mixed, 1)))


def _item(set_id: str, number: int, kind: str, dice: Random) -> Item:
    count = {"single": 4, "multiple": 5, "ordering": 4, "matching": 4}.get(kind, 0)
    choices = {f"k{n}": word for n, word in enumerate(dice.sample(WORDS, count))}
    keys = list(choices)
    right: Response
    match kind:
        case "single":
            right = (dice.choice(keys),)
        case "multiple":
            right = tuple(sorted(dice.sample(keys, dice.choice((2, 3)))))
        case "true_false":
            choices, right = {"true": "True", "false": "False"}, (dice.choice(("true", "false")),)
        case "short":
            right = (dice.choice(WORDS),)
        case "numeric":
            right = (str(dice.randrange(10, 90)),)
        case "ordering":
            right = tuple(dice.sample(keys, 4))
        case _:
            right = tuple(dice.sample(keys, 3))
    return Item(set_id, number, kind, dice.choice((1, 1, 2, 3)), right, choices)
