"""Days, weeks, months and streaks, with a clock that the story sets, in Rome."""

from zoneinfo import ZoneInfo

import pytest

ROME = {"timezone": "Europe/Rome"}


async def begins(person):
    await person.sends("/settings")
    await person.taps("How I appear", "My name")
    await person.sends("/start set-tea")
    await person.taps("Start")


async def week_of(person):
    await person.sends("/leaderboard")
    await person.taps("Week")
    return person.board


async def month_of(person):
    await person.sends("/leaderboard")
    await person.taps("Month")
    return person.board


async def test_a_week_ends_on_sunday_midnight_in_rome(a_bot, clock, ben, anna):
    await a_bot("kitchen/tea", **ROME)
    clock.strikes("2026-05-17 21:50")  # Sunday, 23:50 in Rome
    await begins(ben)
    await ben.taps("Camellia", "Next")
    assert await week_of(ben) == ["1. Ben – 1 point ‹ you"]
    ben.sees("since May 11, 2026")

    clock.strikes("2026-05-17 22:10")  # still Sunday in UTC, Monday 00:10 in Rome
    assert await week_of(ben) == []
    ben.sees("since May 18, 2026", "Nobody is here yet")

    # The attempt was begun last week; its answer counts in this one.
    await ben.taps("Air")
    assert await week_of(ben) == ["1. Ben – 1 point ‹ you"]
    await ben.taps("All time")
    assert ben.board == ["1. Ben – 2 points ‹ you"]

    await anna.sends("/leaderboard")
    await anna.taps("Settimana")
    anna.sees("dal 18 maggio 2026", "1. \u2068Ben\u2069 – 1 punto")


async def test_a_month_ends_at_midnight_in_rome(a_bot, clock, ben):
    await a_bot("kitchen/tea", **ROME)
    clock.strikes("2026-05-31 21:50")
    await begins(ben)
    await ben.taps("Camellia", "Next")
    assert await month_of(ben) == ["1. Ben – 1 point ‹ you"]
    clock.strikes("2026-05-31 22:10")
    assert await month_of(ben) == []
    ben.sees("since June 1, 2026")
    await ben.taps("Air", "Next", "Hot")
    assert await month_of(ben) == ["1. Ben – 2 points ‹ you"]


@pytest.mark.parametrize(
    "before, after",
    [
        ("2026-03-29 21:50", "2026-03-29 22:10"),  # the night clocks went forward: now UTC+2
        ("2026-10-25 22:50", "2026-10-25 23:10"),  # the night they went back: now UTC+1
    ],
)
async def test_weeks_follow_summer_time(a_bot, clock, ben, before, after):
    await a_bot("kitchen/tea", **ROME)
    clock.strikes(before)
    assert clock.now.astimezone(ZoneInfo("Europe/Rome")).hour == 23
    await begins(ben)
    await ben.taps("Camellia")
    assert await week_of(ben) == ["1. Ben – 1 point ‹ you"]
    clock.strikes(after)
    assert await week_of(ben) == []


async def test_a_week_may_span_two_years(a_bot, clock, ben):
    await a_bot("kitchen/tea", **ROME)
    clock.strikes("2026-12-31 12:00")
    await begins(ben)
    await ben.taps("Camellia", "Next")
    clock.strikes("2027-01-01 12:00")
    assert await week_of(ben) == ["1. Ben – 1 point ‹ you"]
    ben.sees("since December 28, 2026")
    await ben.taps("Air")
    assert await week_of(ben) == ["1. Ben – 2 points ‹ you"]
    assert await month_of(ben) == ["1. Ben – 1 point ‹ you"]


async def test_a_streak_counts_days_in_rome(a_bot, clock, ben, anna):
    await a_bot("kitchen/tea", "sky/sums", **ROME)
    await ben.sends("/stats")
    ben.sees("nothing to show yet")
    clock.strikes("2026-05-13 21:30")  # 23:30 in Rome
    await begins(ben)
    await ben.taps("Camellia", "Next")
    clock.strikes("2026-05-13 22:30")  # 00:30 the day after
    await ben.taps("Air", "Next")
    await ben.sends("/stats")
    ben.sees("2 days in a row")

    clock.strikes("2026-05-15 12:00")  # nothing yet today: yesterday still holds
    await ben.taps("Hot")
    await ben.sends("/stats")
    ben.sees("3 days in a row")

    clock.strikes("2026-05-17 12:00")
    await ben.sends("/stats")
    ben.sees("No days in a row")
    await ben.sends("/start set-sums")
    await ben.taps("Start", "True")
    await ben.sends("/stats")
    ben.sees("1 day in a row")


async def test_the_time_taken_is_kept(a_bot, clock, town, ben):

    await a_bot("kitchen/tea")
    await begins(ben)
    asked = clock.now
    clock.passes(minutes=2)
    await ben.taps("Camellia")
    (answer,) = town.kept()["answers"]
    assert (clock.now - asked).total_seconds() in answer
    assert clock.now.isoformat() in answer
