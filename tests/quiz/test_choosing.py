"""One right option, several right ones, and statements that hold or do not."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.quiz.kinds import multiple as kind
from bot.quiz.kinds import single as single_kind
from bot.quiz.kinds import true_false as true_false_kind
from bot.quiz.kinds.grade import Grade
from bot.quiz.kinds.multiple import Multiple
from bot.quiz.kinds.single import Single
from bot.quiz.kinds.true_false import TrueFalse
from bot.quiz.moves import UNFIT, Confirm, Draft, Drafted, Final, Move, Pick, Refused, Switch, Type
from bot.quiz.text import Option
from tests import strategies
from tests.builders import options, text

ABCD = Multiple(options("abcd"), ("a", "b"))


def credit(body: Multiple, *response: str) -> Fraction:
    return kind.grade(body, response).credit


def chosen(body: Multiple, *moves: Move) -> Draft:
    draft: Draft = ()
    for move in moves:
        effect = kind.play(body, draft, move)
        draft = effect.draft if isinstance(effect, Drafted) else draft
    return draft


# --- one right option


def test_the_right_option_earns_everything_and_any_other_nothing() -> None:
    body = Single(options("abc"), "b")
    assert [single_kind.grade(body, (key,)).credit for key in "abc"] == [0, 1, 0]


def test_a_tap_on_an_option_is_final() -> None:
    body = Single(options("abc"), "b")
    assert single_kind.play(body, (), Pick("c")) == Final(("c",))


@pytest.mark.parametrize("move", [Pick("z"), Pick(""), Switch("a", True), Confirm(), Type("a")])
def test_a_single_choice_takes_no_other_move(move: Move) -> None:
    assert single_kind.play(Single(options("abc"), "b"), (), move) == UNFIT


def test_whoever_chose_an_option_hears_what_it_has_to_say() -> None:
    told = text("Quasi!")
    body = Single({"a": Option(text("A"), told), "b": Option(text("B"))}, "b")
    assert single_kind.feedback(body, ("a",)) == (told,)
    assert single_kind.feedback(body, ("b",)) == ()


# --- true or false


@pytest.mark.parametrize("answer", [True, False])
def test_a_statement_is_answered_by_true_or_false(answer: bool) -> None:
    body = TrueFalse(answer, if_true=text("Vero?"), if_false=text("Falso?"))
    assert true_false_kind.grade(body, ("true",)).credit == int(answer)
    assert true_false_kind.grade(body, ("false",)).credit == int(not answer)
    assert true_false_kind.feedback(body, ("true",)) == (text("Vero?"),)
    assert true_false_kind.feedback(body, ("false",)) == (text("Falso?"),)
    assert true_false_kind.play(body, (), Pick("maybe")) == UNFIT


def test_a_statement_with_nothing_to_say_says_nothing() -> None:
    assert true_false_kind.feedback(TrueFalse(True), ("true",)) == ()


# --- several right options


@pytest.mark.parametrize(
    "response, earned",
    [
        ("ab", Fraction(1)),
        ("a", Fraction(1, 2)),
        ("abc", Fraction(1, 2)),
        ("ac", Fraction(0)),
        ("c", Fraction(0)),
        ("cd", Fraction(0)),
        ("abcd", Fraction(0)),
        ("", Fraction(0)),
    ],
)
def test_balanced_credit_weighs_hits_against_false_picks(response: str, earned: Fraction) -> None:
    assert credit(ABCD, *response) == earned


def test_one_false_pick_among_many_wrong_options_costs_little() -> None:
    body = Multiple(options("abcdef"), ("a",))
    assert credit(body, "a", "b") == Fraction(4, 5)
    assert kind.grade(body, ("a", "b")) == Grade(Fraction(4, 5), right=1, wrong=1, parts=1)


def test_where_every_option_is_right_only_hits_count() -> None:
    body = Multiple(options("abc"), ("a", "b", "c"))
    assert credit(body, "a", "b") == Fraction(2, 3)
    assert credit(body, "a", "b", "c") == 1


def test_all_or_nothing_takes_the_exact_choice_only() -> None:
    body = Multiple(options("abcd"), ("a", "b"), "all_or_nothing")
    assert [credit(body, *keys) for keys in ("ab", "a", "abc", "c")] == [1, 0, 0, 0]


@given(strategies.multiples(), st.data())
def test_credit_is_the_published_formula(body: Multiple, data: st.DataObject) -> None:
    response = data.draw(st.lists(st.sampled_from(list(body.options)), unique=True).map(tuple))
    hits = len(set(response) & set(body.answer))
    false_picks = len(set(response) - set(body.answer))
    wrong = len(body.options) - len(body.answer)
    balanced = max(
        Fraction(0), Fraction(hits, len(body.answer)) - Fraction(false_picks, wrong or 1)
    )
    exact = Fraction(set(response) == set(body.answer))
    assert credit(body, *response) == (balanced if body.scoring == "balanced" else exact)


@given(strategies.multiples(), st.data())
def test_choosing_everything_earns_nothing_unless_everything_is_right(
    body: Multiple, data: st.DataObject
) -> None:
    everything = len(body.answer) == len(body.options)
    assert credit(body, *body.options) == int(everything)


def test_quick_taps_on_different_options_all_count() -> None:
    assert chosen(ABCD, Switch("c", True), Switch("a", True), Switch("d", True)) == ("a", "c", "d")


def test_a_repeated_tap_is_harmless() -> None:
    assert chosen(ABCD, Switch("a", True), Switch("a", True)) == ("a",)
    assert chosen(ABCD, Switch("a", True), Switch("a", False), Switch("a", False)) == ()


def test_nothing_chosen_cannot_be_confirmed() -> None:
    assert kind.play(ABCD, (), Confirm()) == Refused("nothing_chosen")
    assert kind.play(ABCD, ("b",), Confirm()) == Final(("b",))


@pytest.mark.parametrize("move", [Switch("z", True), Switch("z", False), Pick("a"), Type("a")])
def test_a_multiple_choice_takes_no_foreign_move(move: Move) -> None:
    assert kind.play(ABCD, ("a",), move) == UNFIT


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.booleans())))
def test_the_last_tap_on_each_option_decides(taps: list[tuple[str, bool]]) -> None:
    wanted = {key for key, on in dict(taps).items() if on}
    assert chosen(ABCD, *(Switch(key, on) for key, on in taps)) == tuple(sorted(wanted))


def test_each_chosen_option_says_what_it_has_to_say() -> None:
    body = Multiple(
        {key: Option(text(key), text(f"Su {key}")) for key in "ab"} | options("c"), ("a",)
    )
    assert kind.feedback(body, ("b", "c")) == (text("Su b"),)
