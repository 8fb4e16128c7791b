"""What stands on buttons, and what others may write there."""

import re
from dataclasses import fields
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.play.actions import Action, Board, Browse, Choose, Forget, Open, Start, Toggle
from bot.play.admin_actions import AdminAction, Done, TryAgain
from bot.play.group_actions import GroupAction
from bot.telegram.buttons import HIGHEST, LETTERS, MOST_BYTES, decode, encode

WORDS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,39}", fullmatch=True)
VALUES = {str: WORDS, int: st.integers(0, HIGHEST), bool: st.booleans()}


SHORT = {
    "attempt": st.from_regex(r"[A-Za-z0-9_-]{1,16}", fullmatch=True),
    "round": st.from_regex(r"[A-Za-z0-9_-]{10}", fullmatch=True),
    "what": st.sampled_from(["set", "bonus", "by_hand"]),
    "kind": st.sampled_from(["class", "friends"]),
    "period": st.sampled_from(["all", "month", "week"]),
}


def any_of(kind: type[Any]) -> st.SearchStrategy[Any]:
    values = {each.name: SHORT.get(each.name, VALUES[each.type]) for each in fields(kind)}
    return st.builds(kind, **values)


KINDS = (*get_args(Action), *get_args(AdminAction), *get_args(GroupAction))
ACTIONS = st.one_of([any_of(kind) for kind in KINDS])


def test_every_action_has_a_letter_of_its_own() -> None:
    assert set(LETTERS) == set(KINDS)
    assert len(set(LETTERS.values())) == len(LETTERS)
    for kind, letters in LETTERS.items():
        of_admins = kind in get_args(AdminAction)
        assert re.fullmatch("A[a-z]" if of_admins else "[a-zB-Z]", letters), kind


def test_letters_stay_since_old_messages_keep_their_buttons() -> None:
    assert encode(Start("tides-2026")) == "1s:tides-2026"
    assert encode(Choose("k3Jd0-_9aZ", 3, 1)) == "1c:k3Jd0-_9aZ:3:1"
    assert encode(Toggle("k3Jd0-_9aZ", 3, 1, on=True)) == "1t:k3Jd0-_9aZ:3:1:1"
    assert encode(Board()) == "1d::all:0"
    assert encode(Forget(sure=False)) == "1z:0"
    assert encode(TryAgain("918273645")) == "1At:918273645"
    assert encode(Done("7", 0)) == "1Ad:7:0"


@given(ACTIONS)
def test_what_is_written_is_read(action: Action | GroupAction) -> None:
    data = encode(action)
    assert decode(data) == action
    assert len(data.encode()) <= MOST_BYTES


@pytest.mark.parametrize("kind", KINDS)
def test_the_longest_of_each_kind_fits(kind: type[Any]) -> None:
    longest: dict[type, object] = {str: "x" * 40, int: HIGHEST, bool: True}
    few = {
        "period": "month",
        "attempt": "x" * 16,
        "round": "x" * 10,
        "what": "set",
        "kind": "friends",
        "language": "pt-BR",
        "shown_as": "hidden",
    }
    action = kind(**{each.name: few.get(each.name, longest[each.type]) for each in fields(kind)})
    assert decode(encode(action)) == action


@given(st.text() | st.text("1:0-sctz_ab9").map("1".__add__))
def test_anything_else_is_none_and_never_raises(data: str) -> None:
    action = decode(data)
    assert action is None or encode(action) == data


@pytest.mark.parametrize(
    "data",
    [
        "",
        "1",
        "1s",
        "1s:",
        "1s:a:b",
        "2s:tides",
        "s:tides",
        "11s:tides",
        "1S:tides",
        "1A",
        "1Ah:",
        "1AAh",
        "1Ad:7",
        "1At:-1\n",
        "1s:tides\n",
        "1s:tides\0",
        "1s:\ud800",
        "1s:città",
        "1s:" + "x" * 41,
        "1c:abc:3:-1",
        "1c:abc:3:+1",
        "1c:abc:03:1",
        "1c:abc:3:10000",
        "1c:abc:3:9223372036854775808",
        "1c:abc:3:١",
        "1c:abc:3: 1",
        "1c:abc:3:1_0",
        "1c::3:1",
        "1t:abc:3:1:2",
        "1t:abc:3:1:True",
        "1b:" + "x" * 100 + ":0",
        "x" * 10_000_000,
    ],
)
def test_forged_data_is_none(data: str) -> None:
    assert decode(data) is None


@pytest.mark.parametrize(
    "action",
    [Open(""), Open("a b"), Open("a:b"), Open("x" * 41), Browse(page=-1), Browse(page=10_000)],
)
def test_what_cannot_be_said_is_refused_at_once(action: Action) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        encode(action)
