"""The periods that scores are kept for, and streaks of days."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo

ALL_TIME = "all"


def week(day: date) -> str:
    """The ISO week of a day, which starts on Monday, such as `2026-W47`."""
    year, number, _ = day.isocalendar()
    return f"{year}-W{number:02}"


def month(day: date) -> str:
    """The month of a day, such as `2026-11`."""
    return f"{day.year}-{day.month:02}"


def periods(day: date) -> tuple[str, str, str]:
    """The periods in which something done on this day counts."""
    return ALL_TIME, month(day), week(day)


def period_key(period: str, today: date) -> tuple[str, date | None]:
    """The key of the period `week`, `month` or `all` that it is now, and its first day."""
    if period == "week":
        return week(today), today - timedelta(days=today.weekday())
    if period == "month":
        return month(today), today.replace(day=1)
    return ALL_TIME, None


def next_weekly(now: datetime, day: int, hour: int, zone: tzinfo) -> datetime:
    """When it is next this hour of this weekday (Monday is 0) in the zone, in UTC.

    The hour is the one that clocks there show, summer and winter.
    """
    today = now.astimezone(zone).date()
    for ahead in range(8):
        candidate = today + timedelta(days=ahead)
        at = datetime.combine(candidate, time(hour), zone).astimezone(UTC)
        if candidate.weekday() == day and at > now:
            return at
    raise ValueError(f"no weekday {day}")


def next_daily(now: datetime, hour: int, zone: tzinfo) -> datetime:
    """When it is next this hour in the zone, in UTC; the hour is the one that clocks there show."""
    today = now.astimezone(zone).date()
    days = (today + timedelta(days=ahead) for ahead in range(3))
    times = (datetime.combine(day, time(hour), zone).astimezone(UTC) for day in days)
    return next(at for at in times if at > now)


def streak(days: Iterable[date], today: date) -> int:
    """How many days in a row, up to today or yesterday, are among `days`."""
    played = set(days)
    day = today if today in played else today - timedelta(days=1)
    length = 0
    while day in played:
        length, day = length + 1, day - timedelta(days=1)
    return length
