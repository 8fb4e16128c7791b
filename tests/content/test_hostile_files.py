"""Whatever bytes a file holds: a set or located problems, never an exception, never a crash."""

import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.codes import CODES
from bot.content.reader import read
from tests.content.sets import GOOD

YAMLISH = st.text(
    alphabet=st.sampled_from([*"abc1p:-,.[]{}'\"#&*!|>%@`?~ \n\n\n  \t\\\r\x00\x85\u2028\ufeff😀è"])
)
LINES = GOOD.split("\n")


def holds(data: bytes) -> None:
    """What must be true of the reading of any bytes."""
    result = read(data, "a.yaml")
    assert (result.set is None) == any(p.severity == "error" for p in result.problems)
    text = data.decode("utf-8", "replace").removeprefix("\ufeff")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for problem in result.problems:
        assert CODES[problem.code] == problem.severity
        assert problem.message
        assert problem.hint
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1


@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    holds(data)


@given(YAMLISH)
def test_any_text_that_looks_like_yaml(text: str) -> None:
    holds(text.encode())


@given(st.integers(0, len(GOOD)), st.integers(0, 40), YAMLISH)
def test_a_good_set_with_a_piece_replaced(start: int, length: int, piece: str) -> None:
    holds((GOOD[:start] + piece + GOOD[start + length :]).encode())


@given(st.lists(st.integers(0, len(LINES) - 1), min_size=1, max_size=6), st.randoms())
def test_a_good_set_with_lines_lost_doubled_and_moved(numbers, dice) -> None:
    lines = list(LINES)
    for number in numbers:
        line = lines.pop(number % len(lines))
        for _ in range(dice.choice([0, 1, 2])):
            lines.insert(dice.randrange(len(lines) + 1), " " * dice.choice([0, 0, 2]) + line)
    holds("\n".join(lines).encode())


VALUES = ["~", "[]", "{}", "[[]]", "{a: {b: c}}", "-1", "1e400", "''", "p0", "*x", "&x y", "!t z"]


@given(st.sampled_from(range(len(LINES))), st.sampled_from(VALUES))
def test_a_good_set_with_a_value_of_another_kind(number: int, value: str) -> None:
    key, colon, _ = LINES[number].partition(": ")
    lines = [*LINES[:number], f"{key}{colon}{value}", *LINES[number + 1 :]]
    holds("\n".join(lines).encode())


BOMBS = {
    "flow lists": "'[' * 500_000",
    "flow tables": "'{a: ' * 100_000",
    "block lists": "'- ' * 250_000",
    "block tables": "'\\n'.join(' ' * n + 'a:' for n in range(1000))",
    "explicit keys": "'? ' * 250_000",
    "closed lists": "'[' * 200_000 + ']' * 200_000",
    "many values": "'- a\\n' * 130_000",
    "many keys": "'\\n'.join(f'k{n}: {n}' for n in range(50_000))",
    "the same key": "'a: 1\\n' * 39_000 + 'b: 1\\n'",
    "anchors and aliases": "'- &a [x]\\n' + '- *a\\n' * 100_000",
    "laughing": "'a: &a [x]\\n' + 'b: &b [*a,*a,*a,*a]\\n' * 20_000",
    "one long text": "'a: ' + 'x' * 500_000",
    "one long line of texts": "'a: [' + 'x, ' * 170_000",
    "an open quote": "'a: \"' + 'x\\n' * 250_000",
    "a long number": "'points: ' + '9' * 500_000",
    "colons": "':' * 500_000",
    "tags": "'!' * 500_000",
    "a long line that is no YAML": "'a: {b: ' + 'x, ' * 170_000 + '[: '",
    "a long line of quotes": """'a: [' + '"x", ' * 80_000 + '"y" z]'""",
    "unknown fields": "'\\n'.join(f'pont{n}: 1' for n in range(19_000))",
    "typed questions": "'questions:\\n' + '- {type: short, accept: [a]}\\n' * 6_500",
    "as many typed questions as are read": "'questions:\\n'"
    " + '\\n'.join('- {type: short, accept: [a%d]}' % n for n in range(1000))",
    "tabs": "'\\t' * 500_000",
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_told_and_the_process_lives(bomb: str) -> None:
    """In a process of its own, which a crash of the parser would end."""
    code = f"from bot.content.reader import read; r = read(({bomb}).encode(), 'a'); "
    code += "assert r.set is None and r.problems; print(len(r.problems))"
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert time.monotonic() - start < 30
