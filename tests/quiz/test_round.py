"""A group's round: its phases, its deadlines, and the bonus for speed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.quiz.attempt import shown_order
from bot.quiz.question import Question
from bot.quiz.round import (
    PATIENCE,
    QUIET,
    READING,
    SIGNS_A_SECOND,
    Round,
    Rules,
    Turnout,
    ask_next,
    begins_at,
    bonus,
    close,
    due,
    end,
    pause,
    reading_time,
    shown,
    wakes_at,
)
from bot.quiz.text import Text
from tests.builders import multiple, single, text, true_false

NOW = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)
NOBODY = Turnout(0, 0)
QUICK = Rules(seconds=30, by_hand=False)
SOON = timedelta(seconds=1)
ITEMS = (single("one"), multiple("two"), true_false("three"))


def lobby(rules: Rules = QUICK, items: tuple[Question, ...] = ITEMS) -> Round:
    return Round(items, tuple(shown_order(item, Random(1)) for item in items), rules, NOW)


def asking(rules: Rules = QUICK, position: int = 0) -> Round:
    """The item at this position, just opened."""
    return shown(ask_next(replace(lobby(rules), phase="revealed", position=position - 1), NOW), NOW)


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


# --- an evening by example


def test_a_lobby_waits_for_somebody_to_start_and_not_for_ever():
    state = lobby()
    assert wakes_at(state, NOBODY) == NOW + PATIENCE
    assert due(state, Turnout(5, 0), NOW + PATIENCE - SOON) is None
    assert due(state, Turnout(5, 0), NOW + PATIENCE) == "end"


def test_a_lobby_that_begins_by_itself_begins_where_somebody_is_in_it():
    state = begins_at(lobby(), after(300))
    assert wakes_at(state, NOBODY) == after(300)
    assert due(state, Turnout(2, 0), after(299)) is None
    assert due(state, Turnout(2, 0), after(300)) == "next"
    assert due(state, NOBODY, after(300)) == "end"


def test_a_question_closes_at_its_deadline():
    state = asking()
    assert (state.phase, state.position, state.closes_at) == ("asking", 0, after(30))
    assert due(state, Turnout(3, 1, after(2)), after(29)) is None
    assert due(state, Turnout(3, 1, after(2)), after(30)) == "close"


def test_the_time_of_a_question_runs_from_when_it_is_shown():
    on_its_way = ask_next(lobby(), NOW)
    held_up = after(100)
    assert due(on_its_way, Turnout(5, 0), held_up) is None
    assert shown(on_its_way, held_up).closes_at == after(130)
    # Where nobody ever learns that it was shown, the round goes on all the same.
    assert due(on_its_way, Turnout(5, 0), after(150)) == "close"


def test_a_question_closes_when_all_have_answered_and_been_quiet():
    state, all_of_them = asking(), Turnout(3, 3, after(10))
    assert wakes_at(state, all_of_them) == after(10) + QUIET
    assert due(state, all_of_them, after(12.9)) is None
    assert due(state, all_of_them, after(13)) == "close"
    changed = replace(all_of_them, last_at=after(12))  # somebody thought again
    assert due(state, changed, after(13)) is None


def test_quiet_after_the_last_second_does_not_put_the_deadline_off():
    assert wakes_at(asking(), Turnout(2, 2, after(29))) == after(30)


def test_without_a_limit_a_question_waits_for_everybody():
    state = asking(Rules())
    assert state.closes_at is None
    assert due(state, Turnout(3, 2, after(1)), NOW + PATIENCE - SOON) is None
    assert due(state, Turnout(3, 2, after(1)), NOW + PATIENCE) == "close"
    assert due(state, Turnout(3, 0), NOW + PATIENCE) == "end"


def test_by_itself_the_next_question_comes_after_the_reading():
    shown = close(asking(), NOW, answered=1)
    assert (shown.phase, shown.next_at) == ("revealed", NOW + READING)
    assert due(shown, Turnout(1, 1), NOW + READING - SOON) is None
    assert due(shown, Turnout(1, 1), NOW + READING) == "next"
    assert due(shown, NOBODY, NOW + READING) == "next"


def test_by_hand_it_waits_for_the_hand():
    shown = close(asking(Rules(seconds=30)), NOW, answered=1)
    assert shown.next_at is None
    assert due(shown, Turnout(1, 1), NOW + PATIENCE - SOON) is None
    assert due(shown, Turnout(1, 1), NOW + PATIENCE) == "end"


def test_two_silent_questions_running_pause_the_round():
    first = close(asking(), after(30), answered=0)
    assert (first.phase, first.silent) == ("revealed", 1)
    second = close(ask_next(first, after(40)), after(70), answered=0)
    assert (second.phase, second.next_at) == ("paused", None)
    resumed = close(ask_next(second, after(80)), after(110), answered=0)
    assert resumed.phase == "revealed", "after the pause the count begins again"


def test_one_answer_between_them_breaks_the_silence():
    state = close(asking(), NOW, answered=0)
    state = close(ask_next(state, NOW), NOW, answered=1)
    state = close(ask_next(state, NOW), NOW, answered=0)
    assert (state.phase, state.silent) == ("revealed", 1)


def test_a_paused_round_ends_by_itself_after_a_while():
    state = pause(asking(), NOW)
    assert (state.phase, state.closes_at, state.next_at) == ("paused", None, None)
    assert due(state, Turnout(3, 3, NOW), NOW + PATIENCE - SOON) is None
    assert due(state, Turnout(3, 3, NOW), NOW + PATIENCE) == "end"


def test_after_the_last_question_comes_the_end():
    state = asking(position=2)
    assert state.last
    over = ask_next(close(state, NOW, answered=1), after(9))
    assert (over.phase, over.since, over.position) == ("over", after(9), 2)
    assert wakes_at(over, NOBODY) is None
    assert due(over, NOBODY, NOW + 10 * PATIENCE) is None


def test_after_a_night_without_the_bot_what_was_answered_counts_and_the_rest_ends():
    tomorrow = NOW + timedelta(hours=9)
    assert due(asking(), Turnout(3, 2, after(4)), tomorrow) == "close"
    assert due(asking(), Turnout(3, 0), tomorrow) == "end"


def test_whoever_must_not_be_hurried_has_double_time_and_nobody_a_bonus():
    rules = Rules(30, by_hand=False, bonus=True)
    assert (rules.limit, rules.pays_bonus) == (timedelta(seconds=30), True)
    calm = replace(rules, unhurried=True)
    assert (calm.limit, calm.pays_bonus) == (timedelta(seconds=60), False)
    assert asking(calm).closes_at == after(60)


def test_without_a_limit_there_is_no_bonus_to_hurry_for():
    assert not Rules(None, bonus=True).pays_bonus
    assert Rules(None, unhurried=True).limit is None


# --- reading


def test_a_long_explanation_has_longer_to_be_read():
    explained = single(explanation=text("x" * 15 * 20, "y" * 15 * 30))
    assert reading_time(explained) == timedelta(seconds=30), "whichever language takes longest"


@given(st.dictionaries(st.sampled_from(["it", "en"]), st.text(max_size=900), min_size=1))
def test_there_are_always_eight_seconds_for_reading(texts):
    time = reading_time(single(explanation=Text(texts)))
    assert time >= timedelta(seconds=8)
    assert time >= timedelta(seconds=max(map(len, texts.values())) / SIGNS_A_SECOND)


def test_nothing_to_read_is_the_least():
    assert reading_time(single()) == READING == timedelta(seconds=8)


# --- the bonus

POINTS = st.integers(0, 100_000)
SECONDS = st.floats(0, 10_000)
LIMITS = st.integers(5, 240)


def test_the_bonus_falls_evenly_from_half_to_nothing():
    assert [bonus(1000, seconds, 30) for seconds in (0, 15, 30, 31)] == [500, 250, 0, 0]


@given(POINTS, SECONDS, LIMITS)
def test_a_bonus_is_at_most_half_and_never_negative(points, seconds, limit):
    assert 0 <= 2 * bonus(points, seconds, limit) <= points


@given(POINTS, SECONDS, SECONDS, LIMITS)
def test_later_is_never_worth_more(points, one, other, limit):
    early, late = sorted((one, other))
    assert bonus(points, early, limit) >= bonus(points, late, limit)


@given(POINTS, LIMITS)
def test_a_clock_set_back_pays_no_more_than_the_half(points, limit):
    assert bonus(points, -5.0, limit) == points // 2


# --- any evening at all

RULES = st.builds(
    Rules,
    seconds=st.none() | st.integers(5, 90),
    by_hand=st.booleans(),
    bonus=st.booleans(),
    unhurried=st.booleans(),
)


class Evening(RuleBasedStateMachine):
    """People join, answer and steer as they like, and the clock does what is due."""

    @initialize(rules=RULES, length=st.integers(1, 4), gathers=st.booleans())
    def open_the_lobby(self, rules, length, gathers):
        self.now = NOW
        self.state = lobby(rules, tuple(single(f"q{n}") for n in range(length)))
        if gathers:
            self.state = begins_at(self.state, after(300))
        self.turnout = NOBODY
        self.opened, self.closed, self.silent_pauses = [], [], 0

    def go_on(self, asked):
        """What `play` does at a deadline or at a tap."""
        before, self.state = self.state, self._after(asked)
        assert self.state.position >= before.position
        if before.phase == "asking":
            self.closed.append(before.position)
        if self.state.phase == "asking":
            assert self.state.position == before.position + 1
            self.opened.append(self.state.position)
            self.turnout = replace(self.turnout, answered=0, last_at=None)

    def _after(self, asked):
        match asked:
            case "close":
                return close(self.state, self.now, self.turnout.answered)
            case "next":
                return ask_next(self.state, self.now)
            case "pause":
                shown = close(self.state, self.now, self.turnout.answered)
                return pause(shown, self.now)
        return end(self.state, self.now)

    @rule()
    def somebody_joins(self):
        self.turnout = replace(self.turnout, joined=self.turnout.joined + 1)

    @precondition(lambda self: self.state.phase == "asking")
    @rule()
    def the_question_is_shown(self):
        before, self.state = self.state, shown(self.state, self.now)
        limit = self.state.rules.limit
        assert self.state == replace(before, since=self.now, closes_at=limit and self.now + limit)

    @precondition(lambda self: self.state.phase == "asking")
    @rule()
    def somebody_answers_or_changes(self):
        joined = max(1, self.turnout.joined)
        answered = min(joined, self.turnout.answered + 1)
        self.turnout = Turnout(joined, answered, self.now)

    @precondition(lambda self: self.state.phase == "asking")
    @rule(how=st.sampled_from(["close", "pause", "next"]))
    def somebody_steers_the_question(self, how):
        self.go_on(how)

    @precondition(lambda self: self.state.phase in ("lobby", "revealed", "paused"))
    @rule()
    def somebody_goes_on(self):
        self.go_on("next")

    @rule(seconds=st.floats(0.1, 60))
    def time_passes(self, seconds):
        self.now += timedelta(seconds=seconds)
        asked = due(self.state, self.turnout, self.now)
        if asked:
            self.go_on(asked)

    @rule()
    def the_clock_strikes(self):
        """Nothing is due before the clock wakes, and then something is."""
        at = wakes_at(self.state, self.turnout)
        if at is None or at <= self.now:
            return
        tick = timedelta(microseconds=1)
        assert due(self.state, self.turnout, at - tick) is None
        asked = due(self.state, self.turnout, at)
        assert asked is not None
        self.now = at
        self.go_on(asked)

    @rule(seconds=st.floats(0, 7200))
    def due_and_wakes_agree(self, seconds):
        then = self.now + timedelta(seconds=seconds)
        at = wakes_at(self.state, self.turnout)
        asked = due(self.state, self.turnout, then)
        assert (asked is None) == (at is None or then < at)
        assert asked != "close" or self.state.phase == "asking"

    @invariant()
    def each_item_opens_and_closes_once(self):
        assert self.opened == list(range(len(self.opened)))
        is_open = self.state.phase == "asking"
        assert self.closed == self.opened[: len(self.opened) - is_open]

    @invariant()
    def only_what_is_over_sleeps_for_ever(self):
        over = self.state.phase == "over"
        assert (wakes_at(self.state, self.turnout) is None) is over

    @invariant()
    def deadlines_belong_to_their_phase(self):
        assert self.state.closes_at is None or self.state.phase == "asking"
        assert self.state.next_at is None or self.state.phase in ("lobby", "revealed")
        assert self.state.silent < 2

    @invariant()
    def it_never_waits_longer_than_its_patience(self):
        at = wakes_at(self.state, self.turnout)
        assert at is None or at <= self.state.since + PATIENCE


TestAnyEvening = Evening.TestCase


@pytest.mark.parametrize("phase", ["lobby", "asking", "revealed", "paused"])
def test_whatever_phase_it_is_in_it_can_end(phase):
    over = end(replace(asking(), phase=phase), after(5))
    assert (over.phase, over.since, over.closes_at, over.next_at) == ("over", after(5), None, None)
