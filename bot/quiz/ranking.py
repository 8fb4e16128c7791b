"""Ranks and the periods they are kept for."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

ALL_TIME = "all"


def ranks(points: Sequence[int], first: int = 1) -> Iterator[int]:
    """Standard competition ranks (1, 2, 2, 4) of points in falling order.

    `first` is the rank of the first of them.
    """
    rank = first
    for place, here in enumerate(points):
        if place and here != points[place - 1]:
            rank = first + place
        yield rank


def week(day: date) -> str:
    """The ISO week of a day, which starts on Monday, such as `2026-W47`."""
    year, number, _ = day.isocalendar()
    return f"{year}-W{number:02}"


def month(day: date) -> str:
    """The month of a day, such as `2026-11`."""
    return f"{day:%Y-%m}"


def periods(day: date) -> tuple[str, str, str]:
    """The periods in which something done on this day counts."""
    return ALL_TIME, month(day), week(day)


def streak(days: Sequence[date], today: date) -> int:
    """How many days in a row, up to today or yesterday, are among `days`."""
    played = set(days)
    day = today if today in played else today - timedelta(days=1)
    length = 0
    while day in played:
        length, day = length + 1, day - timedelta(days=1)
    return length
