"""Things to put in order, and things to match."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.quiz.kinds import Kind, matching, ordering
from bot.quiz.kinds.grade import Grade
from bot.quiz.kinds.matching import Matching
from bot.quiz.kinds.ordering import Ordering
from bot.quiz.moves import (
    UNFIT,
    Back,
    Confirm,
    Draft,
    Drafted,
    Final,
    Move,
    Pick,
    Place,
    Refused,
    Switch,
)
from tests import builders, strategies

ORDER = builders.ordering(keys="abcd").body
PAIRS = builders.matching(keys="abc", distractors="x").body


def placed(kind: Kind, body: object, *moves: Move) -> Draft:
    draft: Draft = ()
    for move in moves:
        effect = kind.play(body, draft, move)
        draft = effect.draft if isinstance(effect, Drafted) else draft
    return draft


# --- in order


@pytest.mark.parametrize(
    "response, kept",
    [("abcd", 3), ("bcda", 2), ("dabc", 2), ("abdc", 1), ("cdab", 2), ("acbd", 0), ("dcba", 0)],
)
def test_every_neighbour_that_follows_rightly_counts(response: str, kept: int) -> None:
    assert ordering.grade(ORDER, tuple(response)) == Grade(Fraction(kept, 3), kept, 3 - kept, 3)


def test_all_or_nothing_takes_the_exact_order_only() -> None:
    body = Ordering(ORDER.items, "all_or_nothing")
    assert [ordering.grade(body, tuple(r)).credit for r in ("abcd", "bcda", "dcba")] == [1, 0, 0]


@given(strategies.orderings(), st.data())
def test_order_credit_is_the_share_of_right_neighbours(body: Ordering, data: st.DataObject) -> None:
    response = tuple(data.draw(st.permutations(list(body.items))))
    right = list(pairwise(body.items))
    share = Fraction(sum(pair in right for pair in pairwise(response)), len(right))
    exact = Fraction(response == tuple(body.items))
    credit = ordering.grade(body, response).credit
    assert credit == (share if body.scoring == "relative_next" else exact)
    assert (credit == 1) == (response == tuple(body.items))


def test_quick_taps_all_count_though_the_buttons_are_old() -> None:
    """Two taps on the first screen both say "first"; the later one is put second."""
    assert placed(ordering, ORDER, Place(0, "c"), Place(0, "a")) == ("c", "a")


def test_a_second_tap_on_a_placed_thing_changes_nothing() -> None:
    assert placed(ordering, ORDER, Place(0, "c"), Place(0, "c"), Place(1, "c")) == ("c",)


def test_a_tap_meant_for_a_place_that_was_undone_changes_nothing() -> None:
    assert placed(ordering, ORDER, Place(0, "c"), Place(1, "a"), Back(0), Place(1, "a")) == ()


@pytest.mark.parametrize("kind, body", [(ordering, ORDER), (matching, PAIRS)])
def test_undo_goes_back_to_a_named_place_once(kind: Kind, body: object) -> None:
    three = (Place(0, "a"), Place(1, "b"), Place(2, "c"))
    assert placed(kind, body, *three, Back(2)) == ("a", "b")
    assert placed(kind, body, *three, Back(2), Back(2)) == ("a", "b")
    assert placed(kind, body, *three, Back(1), Back(2)) == ("a",)
    assert placed(kind, body, Back(0)) == ()


@pytest.mark.parametrize("kind, body", [(ordering, ORDER), (matching, PAIRS)])
def test_what_is_incomplete_cannot_be_confirmed(kind: Kind, body: object) -> None:
    assert kind.play(body, (), Confirm()) == Refused("incomplete")
    assert kind.play(body, ("a", "b"), Confirm()) == Refused("incomplete")
    complete = kind.right(body)
    assert kind.play(body, complete, Confirm()) == Final(complete)


@pytest.mark.parametrize("kind, body", [(ordering, ORDER), (matching, PAIRS)])
@pytest.mark.parametrize("move", [Place(0, "z"), Back(-1), Pick("a"), Switch("a", True)])
def test_sequences_take_no_foreign_move(kind: Kind, body: object, move: Move) -> None:
    assert kind.play(body, ("a",), move) == UNFIT


# --- in pairs


@pytest.mark.parametrize("response, hits", [("abc", 3), ("abx", 2), ("xbc", 2), ("bca", 0)])
def test_every_right_pair_counts(response: str, hits: int) -> None:
    assert matching.grade(PAIRS, tuple(response)) == Grade(Fraction(hits, 3), hits, 3 - hits, 3)


@given(strategies.matchings(), st.data())
def test_pair_credit_is_the_share_of_right_pairs(body: Matching, data: st.DataObject) -> None:
    response = data.draw(st.permutations(matching.choices(body)))[: len(body.pairs)]
    hits = [key for key, wanted in zip(response, body.pairs, strict=True) if key == wanted]
    assert matching.grade(body, tuple(response)).credit == Fraction(len(hits), len(body.pairs))


def test_a_tap_speaks_of_the_left_side_it_was_shown_with() -> None:
    assert matching.play(PAIRS, ("b",), Place(0, "a")) == Refused("taken")
    assert placed(matching, PAIRS, Place(0, "b"), Place(0, "a"), Place(1, "a")) == ("b", "a")


def test_repeating_a_pair_is_harmless() -> None:
    assert matching.play(PAIRS, ("b",), Place(0, "b")) == Drafted(("b",))
    assert matching.play(PAIRS, ("b",), Place(1, "b")) == Drafted(("b",))
    assert matching.play(PAIRS, ("b",), Place(2, "c")) == Drafted(("b",))


def test_a_left_side_too_many_is_not_filled() -> None:
    assert matching.play(PAIRS, ("a", "b", "c"), Place(3, "x")) == Drafted(("a", "b", "c"))


def test_a_choice_is_called_by_its_right_side() -> None:
    assert matching.label(PAIRS, "a") == PAIRS.pairs["a"].right
    assert matching.label(PAIRS, "x") == PAIRS.distractors["x"]
