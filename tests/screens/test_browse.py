"""Leafing through many topics and sets on a small screen."""

import pytest

from bot.play import actions, outcomes
from tests.screens.scenes import drawn, labels

TOPIC = "0a1b2c3d"


def shown(page, pages, language="en"):
    view = outcomes.Sets(TOPIC, "Sea", (), page, pages, False, None)
    return drawn(view, language).edit


def led_to(page, pages):
    """The pages that the buttons of this one lead to."""
    buttons = (button for row in shown(page, pages).rows for button in row)
    return {b.action.page for b in buttons if isinstance(b.action, actions.Browse)}


def test_a_few_pages_are_leafed_through_one_by_one():
    assert labels(shown(0, 1)) == []
    assert labels(shown(0, 2)) == [["More ›"]]
    assert labels(shown(2, 5)) == [["‹ Back", "More ›"]]


def test_many_pages_are_leapt_over_and_one_sees_where_one_is():
    assert labels(shown(50, 125)) == [["‹ Back", "More ›"], ["1", "39", "● 51", "63", "125"]]
    assert labels(shown(0, 125)) == [["More ›"], ["● 1", "13", "125"]]


@pytest.mark.parametrize("pages", [6, 20, 125, 400])
def test_every_page_is_a_few_taps_away(pages):
    reached, taps = {0}, 0
    while len(reached) < pages:
        reached |= set().union(*(led_to(page, pages) for page in reached))
        taps += 1
    assert taps <= 5 + pages // 16
    assert reached == set(range(pages))
