"""What a rule lets happen, however it is asked."""

from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.rates import Bucket, Rate, Refusal, Window

GAPS = st.lists(st.floats(0, 3), min_size=1, max_size=60)


def happen(rate: Rate, gaps: list[float]) -> list[float]:
    """When things happen that are wanted so long after each other."""
    now, happened = 0.0, []
    for gap in gaps:
        now += gap
        now += max(0.0, rate.left(now))
        rate.take(now)
        happened.append(now)
    return happened


@given(GAPS, st.integers(1, 6), st.floats(0.1, 10))
def test_no_span_of_time_ever_holds_more_than_a_window_allows(gaps, most, seconds):
    times = happen(Window(most, seconds), gaps)
    later = zip(times, times[most:], strict=False)
    assert all(after - before >= seconds - 1e-6 for before, after in later)


@given(GAPS, st.integers(1, 6), st.floats(0.2, 10))
def test_no_span_holds_more_than_a_bucket_and_what_runs_into_it(gaps, burst, per_second):
    times = happen(Bucket(burst, per_second), gaps)
    for i, first in enumerate(times):
        for j in range(i, len(times)):
            assert j - i + 1 <= burst + (times[j] - first) * per_second + 1e-6


@given(st.lists(st.floats(1.0, 3), max_size=40))
def test_who_is_slower_than_the_rule_never_waits(gaps):
    assert happen(Bucket(2, 1.0), gaps) == happen(Window(2, 1.0), gaps)
    for rate in (Bucket(2, 1.0), Window(2, 1.0)):
        now = 0.0
        for gap in gaps:
            now += gap
            assert rate.left(now) <= 1e-9
            rate.take(now)


def test_a_burst_goes_at_once_and_the_rest_one_by_one():
    assert happen(Bucket(3, 2.0), [0.0] * 6) == [0.0, 0.0, 0.0, 0.5, 1.0, 1.5]


def test_a_bucket_that_has_filled_again_is_as_new():
    bucket = Bucket(3, 2.0)
    happen(bucket, [0.0] * 3)
    assert [bucket.full(now) for now in (0.0, 1.4, 1.5)] == [False, False, True]


def test_after_a_refusal_things_go_slowly_for_a_while():
    refusal = Refusal(every=0.25, after=10.0)
    assert happen(refusal, [0.0, 0.0]) == [0.0, 0.0]
    refusal.refuse(0.0, 3.0)
    assert happen(refusal, [0.0, 0.0, 0.0]) == [3.0, 3.25, 3.5]
    assert not refusal.over(12.9)
    assert refusal.over(13.0)
    assert happen(refusal, [14.0, 0.0, 0.0]) == [14.0, 14.0, 14.0]


def test_a_shorter_refusal_does_not_shorten_a_longer_one():
    refusal = Refusal(every=0.25, after=10.0)
    refusal.refuse(0.0, 30.0)
    refusal.refuse(1.0, 2.0)
    assert refusal.left(1.0) == 29.0
