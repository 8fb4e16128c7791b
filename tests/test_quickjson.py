"""What JSON says, whoever reads and writes it."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.quickjson import compose, parse

# Half characters included: no file takes them, but somebody may send them.
TEXTS = st.text(st.characters(exclude_categories=()))
NUMBERS = st.integers() | st.floats(allow_nan=False)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
    max_leaves=20,
)


@given(VALUES)
def test_it_reads_what_the_standard_library_writes_and_the_other_way_round(value: Any) -> None:
    assert parse(json.dumps(value)) == value
    assert parse(json.dumps(value).encode()) == value
    assert json.loads(compose(value)) == value


def test_long_numbers_and_half_characters_stay_what_they_are() -> None:
    value = {"number": 10**40, "half": "\ud83d and more"}
    assert parse(compose(value)) == value


def test_no_space_is_wasted() -> None:
    assert compose({"a": [1, 2], "b": "\ud83d"}) == r'{"a":[1,2],"b":"\ud83d"}'
    assert compose({"a": [1, 2], "b": "é"}) == '{"a":[1,2],"b":"é"}'


@pytest.mark.parametrize("text", ["", "{", "[1,]", '{"a":1} x', b"\xff"])
def test_what_is_no_json_is_refused(text: str | bytes) -> None:
    with pytest.raises((json.JSONDecodeError, UnicodeDecodeError)):
        parse(text)


def test_lists_within_lists_are_read_as_deep_as_the_standard_library_goes() -> None:
    deep = "[" * 500 + "]" * 500
    assert parse(deep) == json.loads(deep)
    with pytest.raises(RecursionError):
        parse("[" * 100_000 + "]" * 100_000)
