"""What holds for every kind of item, whatever is tapped or typed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.quiz.kinds import KINDS, Body, kind_of
from bot.quiz.moves import (
    Back,
    Confirm,
    Draft,
    Drafted,
    Effect,
    Final,
    Move,
    Pick,
    Place,
    Refused,
    Switch,
    Type,
)
from bot.quiz.text import Text
from tests import strategies
from tests.builders import one_of_each

REASONS = {"nothing_chosen", "incomplete", "no_number", "empty", "taken", "unfit"}
MOVES = [
    Pick("a"),
    Switch("a", True),
    Place(0, "a"),
    Place(10**30, "a"),
    Back(0),
    Back(-(10**30)),
    Confirm(),
    Type("Vladivostok"),
    Type(""),
    Type("\0"),
    Type("🦀" * 5000),
    Type("9" * 5000),
    Type("a\u0301" * 5000),
    Type("e" * 5000),
    Type("\ud800"),
    Type("1e99999"),
    Type("ﷺ" * 5000),
]


def valid(body: Body, draft: Draft) -> bool:
    """Known keys, each once, and no more of them than there is room for."""
    known = kind_of(body).choices(body)
    return set(draft) <= set(known) and len(set(draft)) == len(draft)


def may_be(body: Body, effect: Effect) -> bool:
    """The effect is one that this kind may have."""
    match effect:
        case Drafted(draft):
            return valid(body, draft)
        case Final(response):
            return 0 <= kind_of(body).grade(body, response).credit <= 1
        case Refused(reason):
            return reason in REASONS


@pytest.mark.parametrize("name", list(KINDS))
@pytest.mark.parametrize("move", MOVES, ids=lambda move: repr(move)[:30])
def test_any_move_has_a_sensible_effect(name: str, move: Move) -> None:
    (body,) = (item.body for item in one_of_each() if item.body.type == name)
    assert may_be(body, kind_of(body).play(body, (), move))


@settings(max_examples=50)
@given(strategies.bodies(), st.data())
def test_any_way_of_tapping_keeps_what_is_chosen_valid(body: Body, data: st.DataObject) -> None:
    draft: Draft = ()
    for move in data.draw(st.lists(strategies.moves(body), max_size=12)):
        effect = kind_of(body).play(body, draft, move)
        assert may_be(body, effect)
        draft = effect.draft if isinstance(effect, Drafted) else draft


@settings(max_examples=50)
@given(strategies.bodies(), st.data())
def test_repeating_a_move_at_once_changes_nothing_more(body: Body, data: st.DataObject) -> None:
    draft: Draft = ()
    for move in data.draw(st.lists(strategies.moves(body), max_size=8)):
        effect = kind_of(body).play(body, draft, move)
        draft = effect.draft if isinstance(effect, Drafted) else draft
        again = kind_of(body).play(body, draft, move)
        assert again == (Drafted(draft) if isinstance(effect, Drafted) else effect)


@given(strategies.bodies())
def test_the_right_answer_earns_everything(body: Body) -> None:
    kind = kind_of(body)
    right = kind.right(body)
    responses = [(end,) for end in right] if body.type == "numeric" else [right]
    for response in responses:
        assert kind.grade(body, response).credit == 1
        assert kind.grade(body, response).verdict == "right"


@given(strategies.bodies())
def test_the_right_answer_can_be_given_by_moves(body: Body) -> None:
    kind = kind_of(body)
    draft: Draft = ()
    effect: Effect = Refused("unfit")
    for move in moves_to(body, kind.right(body)):
        effect = kind.play(body, draft, move)
        draft = effect.draft if isinstance(effect, Drafted) else draft
    assert isinstance(effect, Final)
    assert kind.grade(body, effect.response).credit == 1


@given(strategies.bodies(), st.text(max_size=5))
def test_every_choice_has_words_or_leaves_them_to_the_screens(body: Body, language: str) -> None:
    kind = kind_of(body)
    for key in kind.choices(body):
        label = kind.label(body, key)
        assert body.type == "true_false" if label is None else label.in_(language)
    assert all(isinstance(told, Text) for told in kind.feedback(body, kind.right(body)))


def moves_to(body: Body, response: tuple[str, ...]) -> list[Move]:
    """The moves by which a person gives this response."""
    match body.type:
        case "single" | "true_false":
            return [Pick(response[0])]
        case "multiple":
            return [*(Switch(key, True) for key in response), Confirm()]
        case "ordering" | "matching":
            return [*(Place(place, key) for place, key in enumerate(response)), Confirm()]
    return [Type(response[0])]
