"""The weekly round: the same hour on the clock there, summer and winter."""

from datetime import UTC, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.quiz.calendar import next_daily, next_weekly

ROME = ZoneInfo("Europe/Rome")
MONDAY, FRIDAY, SUNDAY = 0, 4, 6
# Far east, far west, half hours, clocks changed at midnight, in autumn, and never.
ZONES = [
    "Europe/Rome", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu",
    "Australia/Lord_Howe", "America/Havana", "Asia/Beirut", "Pacific/Chatham", "UTC",
]  # fmt: skip
# From 2015 to 2035, to the microsecond.
MOMENTS = st.integers(1_420_000_000_000_000, 2_080_000_000_000_000).map(
    lambda microseconds: datetime.fromtimestamp(0, UTC) + timedelta(microseconds=microseconds)
)


def local(*parts: int, fold: int = 0) -> datetime:
    return datetime(*parts, tzinfo=ROME, fold=fold)


def at(now: datetime, day: int, hour: int) -> str:
    """The next weekly round as clocks in Rome show it."""
    return f"{next_weekly(now, day, hour, ROME).astimezone(ROME):%Y-%m-%d %H:%M %z}"


def test_later_this_week_today_and_next_week():
    wednesday = local(2026, 11, 18, 12, 0)
    assert at(wednesday, FRIDAY, 18) == "2026-11-20 18:00 +0100"
    assert at(wednesday, 2, 18) == "2026-11-18 18:00 +0100"
    assert at(wednesday, 2, 12) == "2026-11-25 12:00 +0100", "now is not later than now"
    assert at(wednesday, MONDAY, 18) == "2026-11-23 18:00 +0100"


def test_in_spring_the_hour_stays_and_the_week_is_an_hour_shorter():
    friday = local(2027, 3, 26, 18, 0)
    following = next_weekly(friday, FRIDAY, 18, ROME)
    assert at(friday, FRIDAY, 18) == "2027-04-02 18:00 +0200"
    assert following - friday.astimezone(UTC) == timedelta(days=7) - timedelta(hours=1)


def test_in_autumn_the_hour_stays_and_the_week_is_an_hour_longer():
    friday = local(2026, 10, 23, 18, 0)
    following = next_weekly(friday, FRIDAY, 18, ROME)
    assert at(friday, FRIDAY, 18) == "2026-10-30 18:00 +0100"
    assert following - friday.astimezone(UTC) == timedelta(days=7) + timedelta(hours=1)


def test_an_hour_that_is_left_out_comes_an_hour_later_once():
    saturday = local(2027, 3, 27, 20, 0)
    assert at(saturday, SUNDAY, 2) == "2027-03-28 03:00 +0200"
    assert at(local(2027, 3, 28, 3, 0), SUNDAY, 2) == "2027-04-04 02:00 +0200"


def test_an_hour_that_comes_twice_is_meant_once():
    saturday = local(2026, 10, 24, 20, 0)
    assert at(saturday, SUNDAY, 2) == "2026-10-25 02:00 +0200"
    for fold in (0, 1):
        again = local(2026, 10, 25, 2, 0, fold=fold)
        assert at(again, SUNDAY, 2) == "2026-11-01 02:00 +0100"


def test_the_day_is_the_one_it_is_there():
    """Monday morning in Kiritimati is Sunday in Greenwich."""
    zone = ZoneInfo("Pacific/Kiritimati")
    now = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    assert next_weekly(now, MONDAY, 8, zone) == datetime(2026, 11, 22, 18, 0, tzinfo=UTC)


def test_there_is_no_eighth_day():
    with pytest.raises(ValueError, match="weekday"):
        next_weekly(datetime(2026, 11, 22, tzinfo=UTC), 7, 8, UTC)


@given(
    MOMENTS,
    st.integers(0, 6),
    st.integers(0, 23),
    st.sampled_from(ZONES).map(ZoneInfo),
)
def test_it_is_always_later_within_eight_days_and_at_the_same_hour(now, day, hour, zone):
    found = next_weekly(now, day, hour, zone)
    assert found.tzinfo is UTC
    assert timedelta(0) < found - now <= timedelta(days=8)
    there = found.astimezone(zone)
    assert there.weekday() == day
    if datetime.combine(there.date(), time(hour), zone).astimezone(UTC) == found:
        gap = there.replace(tzinfo=None) - datetime.combine(there.date(), time(hour))
        assert timedelta(0) <= gap <= timedelta(hours=1)
        assert not gap or _left_out(there.date(), hour, zone)
    else:
        pytest.fail(f"{found} is not {hour}:00 in {zone}")


@given(
    MOMENTS,
    st.integers(0, 6),
    st.integers(0, 23),
    st.sampled_from(ZONES).map(ZoneInfo),
)
def test_from_round_to_round_no_week_is_missed_or_doubled(now, day, hour, zone):
    first = next_weekly(now, day, hour, zone)
    second = next_weekly(first, day, hour, zone)
    dates = [found.astimezone(zone).date() for found in (first, second)]
    assert dates[1] - dates[0] == timedelta(days=7)


@given(st.integers(-14 * 60, 14 * 60), st.integers(0, 6), st.integers(0, 23))
def test_any_steady_zone_will_do(minutes, day, hour):
    zone = timezone(timedelta(minutes=minutes))
    now = datetime(2026, 2, 28, 23, 59, 59, 999_999, tzinfo=UTC)
    there = next_weekly(now, day, hour, zone).astimezone(zone)
    assert (there.weekday(), there.hour, there.minute) == (day, hour, 0)


def _left_out(day, hour, zone):
    """Whether clocks there never show this hour of this day."""
    wall = datetime.combine(day, time(hour), zone)
    return wall.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != wall.replace(tzinfo=None)


@given(MOMENTS, st.integers(0, 23), st.sampled_from(ZONES).map(ZoneInfo))
def test_the_next_time_of_day_is_the_first_of_the_weekly_ones(now, hour, zone):
    assert next_daily(now, hour, zone) == min(next_weekly(now, day, hour, zone) for day in range(7))
