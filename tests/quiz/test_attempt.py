"""One person's way through a set."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.quiz.attempt import (
    STALE,
    Answered,
    Attempt,
    Hinted,
    PutOff,
    act,
    begin,
    finish,
    graded,
    hint,
    shown_order,
    skip,
)
from bot.quiz.kinds import kind_of
from bot.quiz.moves import UNFIT, Back, Confirm, Drafted, Pick, Place, Refused, Switch, Type
from bot.quiz.question import Question, QuestionSet
from bot.quiz.scoring import MILLI, Score, score
from tests import strategies
from tests.builders import matching, multiple, numeric, one_of_each, ordering, short, single


def attempt(*items: Question) -> Attempt:
    return begin(items or (single("x"), single("y"), single("z")), Random(7))


def answer(state: Attempt, key: str = "a") -> Attempt:
    return act(state, state.turn, Pick(key))[0]


def put_off(state: Attempt) -> Attempt:
    return skip(state, state.turn)[0]


def test_what_was_put_off_in_a_turn_is_known_later() -> None:
    state = put_off(answer(put_off(attempt())))
    assert [state.put_off_in(turn) for turn in range(5)] == [0, None, 2, None, None]
    assert [finish(state).put_off_in(turn) for turn in range(5)] == [0, None, 2, None, None]


# --- answering


def test_answers_lead_through_the_items_in_order() -> None:
    state = attempt()
    for turn in range(3):
        assert (state.turn, state.current, state.finished) == (turn, turn, False)
        state, event = act(state, turn, Pick("a"))
        assert isinstance(event, Answered)
        assert event.index == turn
        assert event.given == state.given[turn]
        assert graded(state.items[turn], event.given).verdict == "right"
    assert (state.turn, state.current, state.finished) == (3, None, True)
    assert score(state) == Score(3 * MILLI, 3 * MILLI)


def test_a_second_answer_to_the_same_turn_changes_nothing() -> None:
    before = answer(attempt(), "b")
    assert act(before, 0, Pick("a")) == (before, STALE)
    assert skip(before, 0) == (before, STALE)
    assert hint(before, 0) == (before, STALE)


@pytest.mark.parametrize("turn", [-1, 1, 2, 99])
def test_a_turn_that_is_not_now_changes_nothing(turn: int) -> None:
    before = attempt()
    assert act(before, turn, Pick("a")) == (before, STALE)


def test_a_finished_attempt_stays_as_it_is() -> None:
    state = finish(attempt())
    assert act(state, state.turn, Pick("a")) == (state, STALE)
    assert skip(state, state.turn) == (state, STALE)
    assert hint(state, state.turn) == (state, STALE)
    assert finish(state) == state


def test_a_move_that_does_not_fit_changes_nothing() -> None:
    before = attempt()
    assert act(before, 0, Pick("foreign")) == (before, UNFIT)
    assert act(before, 0, Confirm()) == (before, UNFIT)


def test_what_is_being_chosen_is_kept_until_it_is_final() -> None:
    state = attempt(multiple("m", keys="abc", answer="ac"), single("s"))
    state, event = act(state, 0, Switch("c", True))
    assert (event, state.draft, state.turn) == (Drafted(("c",)), ("c",), 0)
    state, _ = act(state, 0, Switch("a", True))
    state, event = act(state, 0, Confirm())
    assert isinstance(event, Answered)
    assert (event.given.response, state.draft, state.current) == (("a", "c"), (), 1)


def test_a_reply_that_cannot_be_read_does_not_count() -> None:
    before = attempt(numeric("n"))
    assert act(before, 0, Type("boh")) == (before, Refused("no_number"))
    assert act(before, 0, Type("42"))[0].finished


def test_every_kind_can_be_answered_in_one_attempt() -> None:
    state = begin(one_of_each(), Random(1))
    sevenfold = (
        [Pick("a")],
        [Switch("a", True), Switch("b", True), Confirm()],
        [Pick("true")],
        [Type("vladivostok")],
        [Type("42")],
        [*(Place(0, key) for key in "abcd"), Confirm()],
        [*(Place(place, key) for place, key in enumerate("abc")), Confirm()],
    )
    for turn, moves in enumerate(sevenfold):
        for move in moves:
            state, _ = act(state, turn, move)
    assert state.finished
    assert score(state).share == 1


# --- skipping


def test_a_skipped_item_comes_back_once_at_the_end() -> None:
    state, event = skip(attempt(), 0)
    assert event == PutOff(0)
    state = answer(answer(state))
    assert (state.current, state.turn, state.finished) == (0, 3, False)
    state = answer(state)
    assert state.finished
    assert score(state).points == 3 * MILLI


def test_an_item_skipped_twice_scores_nothing() -> None:
    state = answer(answer(put_off(attempt())))
    state, event = skip(state, state.turn)
    assert isinstance(event, Answered)
    assert event.given.response is None
    assert graded(state.items[event.index], event.given).credit == 0
    assert state.finished
    assert score(state) == Score(2 * MILLI, 3 * MILLI)


def test_the_last_item_put_off_comes_straight_back() -> None:
    state = put_off(attempt(single("only")))
    assert (state.current, state.turn) == (0, 1)


def test_what_was_put_off_comes_back_in_the_order_of_skipping() -> None:
    state = put_off(put_off(put_off(attempt())))
    seen = []
    while (current := state.current) is not None:
        seen.append(current)
        state = answer(state)
    assert seen == [0, 1, 2]


def test_skipping_forgets_what_was_being_chosen() -> None:
    state = attempt(multiple("m"), single("s"))
    state, _ = act(state, 0, Switch("a", True))
    assert put_off(state).draft == ()


# --- hints


def test_a_hint_is_free_and_marked() -> None:
    state, event = hint(attempt(), 0)
    assert (event, state.hinted, state.turn) == (Hinted(0), {0}, 0)
    assert hint(state, 0) == (state, Hinted(0))
    state = answer(answer(state))
    assert [state.given[index].hinted for index in (0, 1)] == [True, False]
    assert score(state).points == 2 * MILLI


def test_a_hint_is_remembered_while_the_item_is_put_off() -> None:
    state = put_off(hint(attempt(single("only")), 0)[0])
    assert answer(state).given[0].hinted


# --- finishing


def test_finishing_counts_the_rest_as_skipped() -> None:
    state = finish(put_off(answer(attempt())))
    assert state.finished
    assert [state.given[index].response for index in range(3)] == [("a",), None, None]
    assert score(state) == Score(MILLI, 3 * MILLI)


# --- the order shown


@given(strategies.questions(), st.randoms(use_true_random=True))
def test_shuffling_loses_nothing(question: Question, dice: Random) -> None:
    shown = shown_order(question, dice)
    assert sorted(shown) == sorted(kind_of(question.body).choices(question.body))


@given(strategies.questions(body=strategies.orderings()), st.randoms(use_true_random=True))
def test_things_are_never_shown_in_the_right_order(question: Question, dice: Random) -> None:
    assert shown_order(question, dice) != tuple(question.body.items)


@given(
    strategies.questions(
        body=strategies.singles() | strategies.multiples() | strategies.true_falses()
    ),
    st.integers(),
)
def test_options_are_shuffled_only_where_allowed(question: Question, seed: int) -> None:
    shown = shown_order(question, Random(seed))
    if not question.shuffle or question.body.type == "true_false":
        assert shown == kind_of(question.body).choices(question.body)


def test_options_come_in_every_order() -> None:
    orders = {shown_order(single(keys="abc"), Random(seed)) for seed in range(100)}
    assert len(orders) == 6


def test_true_stands_before_false() -> None:
    (item,) = (item for item in one_of_each() if item.body.type == "true_false")
    assert {shown_order(item, Random(seed)) for seed in range(20)} == {("true", "false")}


def test_right_sides_are_shuffled_though_the_editor_forbids_it() -> None:
    """In the editor's order they stand beside their lefts."""
    item = matching(keys="abc", distractors="", shuffle=False)
    assert ("a", "b", "c") not in {shown_order(item, Random(seed)) for seed in range(50)}


def test_the_same_dice_show_the_same_order() -> None:
    items = (single("s", keys="abcdefgh"), ordering("o"), short("t"))
    assert begin(items, Random(3)) == begin(items, Random(3))
    assert attempt(*items).orders[2] == ()


# --- whatever is done


@settings(max_examples=50)
@given(strategies.sets(), st.integers(), st.data())
def test_any_way_through_a_set_keeps_its_promises(
    quiz: QuestionSet, seed: int, data: st.DataObject
) -> None:
    items = quiz.questions
    state = begin(items, Random(seed))
    for _ in range(12):
        before = state
        turn = state.turn + data.draw(st.sampled_from([0, 0, 0, 0, -1, 1]))
        body = items[state.current].body if state.current is not None else None
        step = data.draw(st.sampled_from(["act", "act", "act", "skip", "hint"]))
        if step == "act":
            state, event = act(state, turn, data.draw(strategies.moves(body)))
        else:
            state, event = (skip if step == "skip" else hint)(state, turn)
        if event == STALE:
            assert state == before
            assert turn != before.turn or before.finished
        ended = isinstance(event, Answered | PutOff)
        assert state.turn == before.turn + ended
        assert (state.items, state.orders) == (before.items, before.orders)
        assert before.given.items() <= state.given.items()
        assert len(set(state.put_off)) == len(state.put_off)
        assert 0 <= score(state).points <= score(state).possible
    ended = finish(state)
    assert sorted(ended.given) == list(range(len(items)))
    assert ended.finished
    assert score(ended) == score(state)


def test_undo_takes_back_what_was_placed() -> None:
    state = attempt(ordering("o"))
    for move in (Place(0, "c"), Place(1, "a"), Back(1)):
        state, _ = act(state, 0, move)
    assert state.draft == ("c",)
