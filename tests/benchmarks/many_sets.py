"""A school's worth of question sets, made by a seed: the same files every time.

Every kind of question in Italian and English, about the ports, lakes and towers of a land that
does not exist. `python -m tests.benchmarks.many_sets FOLDER [SETS]` writes them, 50 to a folder.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random

QUESTIONS = 20
A_TOPIC = 50  # sets in one folder
KINDS = ("single", "multiple", "true_false", "short", "numeric", "ordering", "matching")
# How often a kind is met: most questions have options to choose from.
WEIGHTS = (8, 3, 4, 2, 2, 1, 1)
ONSETS = ("B", "Br", "C", "D", "F", "G", "L", "M", "N", "P", "R", "S", "St", "T", "V")
MIDDLES = ("ald", "ant", "ard", "er", "ion", "ist", "oll", "on", "or", "ugn", "und", "ur")
ENDS = ("a", "aro", "eno", "etta", "ia", "ina", "ola", "ona", "ora", "usa")
THINGS = (
    ("il porto", "the port"),
    ("il lago", "the lake"),
    ("la torre", "the tower"),
    ("il ponte", "the bridge"),
    ("il mercato", "the market"),
    ("la diga", "the dam"),
)


def write(folder: Path, sets: int = 1000) -> list[Path]:
    """Write so many sets below `folder`; their paths in the order in which they are read."""
    paths = [folder / f"land-{n // A_TOPIC:02}" / f"set-{n:04}.yaml" for n in range(sets)]
    for number, path in enumerate(paths):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(a_set(number), "utf-8")
    return paths


def a_set(number: int, kinds: Sequence[str] = ()) -> str:
    """One set as its file is written, its questions of these kinds or of all."""
    dice = Random(number)
    kinds = kinds or dice.choices(KINDS, WEIGHTS, k=QUESTIONS)
    return _HEAD.format(n=number, name=_name(dice)) + "".join(
        _question(dice, place, kind) for place, kind in enumerate(kinds)
    )


_HEAD = """\
# yaml-language-server: $schema=../schema.json
format: quizset/1
id: land-{n}
language: it
translations: [en]
title: {{it: "Le coste di {name} ({n})", en: "The coasts of {name} ({n})"}}
description:
  it: "Porti, laghi e torri di una terra che non esiste."
  en: "Ports, lakes and towers of a land that does not exist."
source: {{title: "Atlante di prova", date: "2026-03", language: it, paragraphs: 40}}
tags: [geography, made-up]
defaults: {{type: single, time_limit: 45, shuffle: true}}
questions:
"""


def _question(dice: Random, place: int, kind: str) -> str:
    it, en = dice.choice(THINGS)
    name = _name(dice)
    lines = [
        f"  - id: q{place}-{name.lower()}",
        *([] if kind == "single" else [f"    type: {kind}"]),
        f"    text: {_both(f'Che cosa si sa di {name}?', f'What is known of {name}?')}",
        f"    source_ref: p{dice.randint(1, 40)}",
        f"    difficulty: {dice.choice(('easy', 'medium', 'hard'))}",
        f"    explanation: {_both(f'Da lontano si vede {it}.', f'One sees {en} from afar.')}",
        *_BODIES[kind](dice),
    ]
    return "\n".join(lines) + "\n\n"


def _options(dice: Random, count: int) -> tuple[list[str], list[str]]:
    keys = [f"k{n}" for n in range(count)]
    return keys, ["    options:", *(f"      {key}: {_named(dice)}" for key in keys)]


def _single(dice: Random) -> list[str]:
    keys, lines = _options(dice, 4)
    return [f"    answer: {dice.choice(keys)}", *lines]


def _multiple(dice: Random) -> list[str]:
    keys, lines = _options(dice, 5)
    return [f"    answer: [{', '.join(sorted(dice.sample(keys, 2)))}]", *lines]


def _true_false(dice: Random) -> list[str]:
    told = _both("La carta mostra il contrario.", "The map shows the opposite.")
    return [f"    answer: {dice.choice(('true', 'false'))}", f"    feedback: {{if_true: {told}}}"]


def _short(dice: Random) -> list[str]:
    name = _name(dice)
    accept = f'{{it: ["{name}", "Città di {name}"], en: ["{name}", "{name} City"]}}'
    return [f"    accept: {accept}", f'    reject: ["{_name(dice)}"]']


def _numeric(dice: Random) -> list[str]:
    return [
        f"    answer: {dice.randint(2, 900)}",
        "    tolerance: {abs: 0.5}",
        "    partial: [{abs: 5, credit: 0.5}]",
        f"    unit: {_both('metri', 'metres')}",
    ]


def _ordering(dice: Random) -> list[str]:
    return ["    items:", *(f"      i{n}: {_named(dice)}" for n in range(4))]


def _matching(dice: Random) -> list[str]:
    pairs = (f"      p{n}: {{left: {_named(dice)}, right: {_named(dice)}}}" for n in range(3))
    return ["    pairs:", *pairs, f"    distractors: {{none: {_named(dice)}}}"]


_BODIES = {
    "single": _single,
    "multiple": _multiple,
    "true_false": _true_false,
    "short": _short,
    "numeric": _numeric,
    "ordering": _ordering,
    "matching": _matching,
}


def _named(dice: Random) -> str:
    it, en = dice.choice(THINGS)
    name = _name(dice)
    return _both(f"{it.capitalize()} di {name}", f"{en.capitalize()} of {name}")


def _both(it: str, en: str) -> str:
    return f'{{it: "{it}", en: "{en}"}}'


def _name(dice: Random) -> str:
    return dice.choice(ONSETS) + dice.choice(MIDDLES) + dice.choice(MIDDLES) + dice.choice(ENDS)


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1000)
