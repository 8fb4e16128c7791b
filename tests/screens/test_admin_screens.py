"""What administrators see: within Telegram's limits, in both languages, safe from others' texts."""

import inspect
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest

from bot.content.problems import Problem
from bot.play import admin_actions as actions
from bot.play import admin_outcomes as outcomes
from bot.play.admin_actions import AdminAction
from bot.screens.admin_messages import PROBLEMS_SHOWN, announcement
from bot.screens.draw_admin import DRAWN
from bot.screens.words import languages
from bot.store.broadcasts import Broadcast
from bot.store.figures import Figures
from bot.store.inbox import SetAside
from bot.store.reports import Report
from tests.builders import one_of_each
from tests.screens.scenes import HOSTILE, drawn, fits_telegram, labels, read, screens

NOW = datetime(2026, 5, 13, 10, 0, tzinfo=UTC)
ROME = ZoneInfo("Europe/Rome")
RUNNING = outcomes.Running("1.2.0", NOW, False, timedelta(seconds=3), NOW - timedelta(days=1))
FIGURES = Figures(12_345, 67, 890, 21, 4_321, 98_765, 12, 345, 2, 3)
SENT = Broadcast(7, 1, "Hello!", "sending", 30, 10, 2, 55, 99)


@pytest.fixture(params=languages())
def language(request):
    return request.param


def all_labels(screen):
    return [label for row in labels(screen) for label in row]


def problem(severity: Any = "error", text: str = "Wrong.", line: int = 3) -> Problem:
    return Problem(f"kitchen/{text}.yaml", line, 5, severity, "wrong-type", text, "Do it right.")


def report(sentence: str | None) -> outcomes.ReportView:
    told = Report(4, "tea", "leaf", "v1", "it", sentence, NOW)
    return outcomes.ReportView(3, 1, ROME, told, one_of_each()[0])


def aside(error: str, kind: str = "message") -> outcomes.SetAsideView:
    return outcomes.SetAsideView(3, 1, ROME, SetAside(2**62, NOW, error), kind)


def everything(text: str) -> list[Any]:
    """Each kind of outcome, with a text that anybody may have written."""
    message = replace(SENT, text=text)
    return [
        outcomes.HomeView(2, 3, sending=True),
        outcomes.HomeView(0, 0, sending=False),
        outcomes.NumbersView(RUNNING, ROME, 12_345_678, 5, FIGURES),
        aside(text, text),
        outcomes.SetAsideView(0, 0, ROME, None),
        outcomes.TryingAgain((1, 2)),
        outcomes.TriedAgain(3, 1, 1),
        outcomes.SetsChecked(5, tuple(problem(text=text, line=n) for n in range(1, 30))),
        outcomes.SetsChecked(0, (), unreadable=True),
        outcomes.SetsTaken(5),
        outcomes.SetsTaken(None),
        report(text),
        report(None),
        outcomes.ReportView(0, 0, ROME, None),
        outcomes.WriteAsked(29),
        outcomes.Preview(replace(message, phase="draft"), 29),
        *(
            outcomes.Progress(replace(message, phase=phase))
            for phase in ("draft", "sending", "stopped", "done")
        ),
        outcomes.Dropped(),
        outcomes.Alarm(12),
    ]


def test_every_outcome_is_drawn():
    theirs = {
        thing
        for _, thing in inspect.getmembers(outcomes, inspect.isclass)
        if thing.__module__ == outcomes.__name__
    }
    assert DRAWN.keys() == theirs - {outcomes.Running}
    assert {type(each) for each in everything("x")} == DRAWN.keys()


@pytest.mark.parametrize(
    "text",
    ["Hello", HOSTILE, "🦉" * 2048, "&" * 4096, "a\n" * 2048],
    ids=["plain", "hostile", "emoji", "escapes", "lines"],
)
def test_whatever_others_wrote_fits_telegram(language, text):
    for outcome in everything(text):
        fits_telegram(drawn(outcome, language))


def test_what_others_wrote_is_never_read_as_markup(language):
    for outcome in (
        aside(HOSTILE),
        report(HOSTILE),
        outcomes.SetsChecked(1, (problem(text=HOSTILE),)),
    ):
        shown = read(screens(drawn(outcome, language))[0])
        assert "<b>&\"' </i>{$x}" in shown
        assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in shown


def test_a_message_to_all_is_as_it_was_typed():
    typed = "1 < 2 & <b>not bold</b>\n\n  indented  and  spaced"
    assert read(announcement(typed)) == typed
    preview = drawn(outcomes.Preview(replace(SENT, text=typed), 29), "en")
    assert preview.send[0] == announcement(typed)


def test_every_button_an_administrator_has_is_on_some_screen():
    buttons = [
        button.action
        for outcome in everything("x")
        for screen in screens(drawn(outcome, "en"))
        for row in screen.rows
        for button in row
    ]
    assert {type(action) for action in buttons} == set(get_args(AdminAction))


def test_there_is_a_way_back_from_every_screen_but_those_that_ask(language):
    asking = (outcomes.HomeView, outcomes.TryingAgain, outcomes.Preview, outcomes.Alarm)
    for outcome in everything("x"):
        if isinstance(outcome, asking):
            continue
        (screen,) = screens(drawn(outcome, language))
        assert screen.rows[-1][0].action == actions.Home(), outcome


def test_no_button_and_no_line_is_an_emoji_alone(language):
    for outcome in everything("x"):
        for screen in screens(drawn(outcome, language)):
            texts = [*read(screen).splitlines(), *all_labels(screen)]
            assert all(any(c.isalnum() for c in text) for text in texts if text), texts


def test_numbers_are_told_with_their_names_and_times_as_clocks_show_them():
    shown = read(
        screens(drawn(outcomes.NumbersView(RUNNING, ROME, 12_345_678, 5, FIGURES), "en"))[0]
    )
    assert "Version 1.2.0, running since May 13, 2026, 12:00" in shown
    assert "last answer 3 seconds ago" in shown
    assert "Database: 12.3 MB" in shown
    assert "Last backup: May 12, 2026, 12:00" in shown
    assert "People: 12,345" in shown
    assert "Quizzes served: 5" in shown
    assert "everything works" in shown
    silent = replace(RUNNING, heard=None, backed_up_at=None, webhook=True)
    shown = read(screens(drawn(outcomes.NumbersView(silent, ROME, 1, 5, FIGURES), "it"))[0])
    assert "Telegram chiama il bot" in shown
    assert "non ce n’è" in shown
    ill = replace(RUNNING, ailing=("telegram", "database"))
    shown = read(screens(drawn(outcomes.NumbersView(ill, ROME, 1, 5, FIGURES), "it"))[0])
    assert "qualcosa non va (telegram e database)" in shown


def test_problems_are_told_with_their_place_and_no_more_than_a_screenful():
    many = tuple(problem(line=n) for n in range(1, 20))
    (screen,) = screens(drawn(outcomes.SetsChecked(5, (*many, problem("warning"))), "en"))
    shown = read(screen)
    assert "5 quizzes can be served.\n19 mistakes, 1 warning." in shown
    assert "kitchen/Wrong..yaml:1:5\nwrong-type: Wrong." in shown
    assert shown.count("wrong-type") == PROBLEMS_SHOWN
    assert f"And {20 - PROBLEMS_SHOWN} more" in shown
    assert "Take them in" in all_labels(screen)


def test_what_cannot_be_served_cannot_be_taken_in():
    for nothing in (outcomes.SetsChecked(0, (problem(),)), outcomes.SetsChecked(0, (), True)):
        (screen,) = screens(drawn(nothing, "en"))
        assert "Take them in" not in all_labels(screen)
        assert "stay as they are" in read(screen)


def test_how_far_it_is_is_drawn_where_its_author_looks(language):
    unasked = drawn(outcomes.Progress(SENT, unasked=True), language)
    assert (unasked.target, unasked.anew, unasked.send) == (99, False, ())
    elsewhere = replace(SENT, message_id=None)
    quiet = drawn(outcomes.Progress(elsewhere, unasked=True), language)
    assert quiet.edit is None
    assert quiet.send == ()
    over = replace(elsewhere, phase="done")
    (end,) = drawn(outcomes.Progress(over, unasked=True), language).send
    assert "10" in read(end)
    assert drawn(outcomes.Progress(SENT), language).edit is not None


@pytest.mark.parametrize(
    "phase, meant, left", [("sending", 30, 18), ("sending", 5, 0), ("done", 30, 0)]
)
def test_nobody_is_left_once_it_is_over(phase, meant, left):
    assert replace(SENT, phase=phase, meant=meant).left == left
