"""Leaderboards: who stands where, and one's own row always in view."""

from dataclasses import replace
from datetime import date

import pytest

from bot.play import actions
from bot.quiz.scoring import Score
from bot.store.boards import Page
from tests.builders import a_set
from tests.screens.scenes import ME, board, drawn, labels, player, read, row


def shown(view, language="en"):
    return drawn(view, language).edit


def test_rows_tell_rank_name_and_points_and_a_share_from_ten_answers_on():
    rows = [
        row(1, "Ben", answers=10, score=Score(9500, 10_000)),
        row(2, "Chiara", answers=9, score=Score(1000, 9000)),
        row(2, "Dora", shown_as="hidden", answers=9, score=Score(1000, 9000)),
        row(4, "Ezio", shown_as="alias", alias="Vega 12", answers=9, score=Score(330, 9000)),
    ]
    assert read(shown(board(rows))).splitlines()[-4:] == [
        "1. \u2068Ben\u2069 – 9.5 points (95%)",
        "2. \u2068Chiara\u2069 – 1 point",
        "2. a player – 1 point",
        "4. \u2068Vega 12\u2069 – 0.33 points",
    ]
    assert read(shown(board(rows), "it")).splitlines()[-2:] == [
        "2. in incognito – 1 punto",
        "4. \u2068Vega 12\u2069 – 0,33 punti",
    ]


def test_ones_own_row_is_marked_wherever_it_stands():
    mine = row(31, "Anna", player_id=ME)
    here = board([row(1, "Ben"), replace(mine, rank=2)])
    assert "<b>2. \u2068Anna\u2069 – 8.5 points (85%) ‹ you</b>" in shown(here).text
    page = Page((row(1, "Ben"),), (row(30, "Zoe"), mine, row(32, "Yu")), 40)
    far = read(shown(board(board=page), "it"))
    assert far.splitlines()[-4:-3] == ["…"]
    assert "31. \u2068Anna\u2069 – 8,5 punti (85%) ‹ tu" in far


@pytest.mark.parametrize(
    "period, since, italian, english",
    [
        ("all", None, "da sempre · 2 persone", "all time · 2 people"),
        ("week", date(2026, 5, 11), "dall’11 maggio 2026 · 2 persone", "since May 11, 2026 · 2 pe"),
        ("month", date(2026, 5, 1), "dal 1 maggio 2026 · 2 persone", "since May 1, 2026 · 2 peop"),
    ],
)
def test_the_period_is_told_and_marked(period, since, italian, english):
    view = board([row(1), row(2)], period=period, since=since)
    assert italian in read(shown(view, "it"))
    assert english in read(shown(view))
    marked = [b for b in shown(view).rows[0] if b.label.startswith("●")]
    assert [b.action for b in marked] == [actions.Board("", period)]


def test_an_empty_board_invites():
    told = read(shown(board(), "it"))
    assert "Il primo nome potrebbe essere il tuo: /quiz" in told
    assert "0 persone" in told


def test_whoever_is_not_shown_learns_why():
    hidden = board([row(1)], player=player())
    assert read(shown(hidden)).endswith("You are not shown here yet: choose how to appear.")
    assert labels(shown(hidden))[-1] == ["How I appear"]
    nothing = board([row(1)], player=player(), answered=False)
    assert read(shown(nothing)).endswith("You have no points here yet.")


def test_a_sets_board_leads_to_the_whole_one_and_pages_on():
    quiz = a_set()
    view = board(
        [row(11)], set_id=quiz.id, quiz=quiz, page=1, board=Page((row(11),), (), 25), period="month"
    )
    rows = shown(view).rows
    assert [b.action.page for b in rows[1]] == [0, 2]
    assert rows[2][0].action == actions.Board("", "month")
    assert "🏆 Tides" in read(shown(view))
