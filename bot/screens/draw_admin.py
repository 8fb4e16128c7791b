"""From an administrator's outcome to what is shown: one line a kind of outcome."""

from collections.abc import Callable
from typing import Any

from bot.play import admin_outcomes as outcomes
from bot.screens import admin, admin_messages
from bot.screens.screen import Reply, Screen
from bot.screens.words import Words


def _in_place(make: Callable[[Any, Words], Screen]) -> Callable[[Any, Words], Reply]:
    """A screen in place of the message at hand where there is one."""
    return lambda out, words: Reply(edit=make(out, words))


DRAWN: dict[type, Callable[[Any, Words], Reply]] = {
    outcomes.HomeView: _in_place(admin.home),
    outcomes.NumbersView: _in_place(admin.numbers),
    outcomes.SetAsideView: _in_place(admin.set_asides),
    outcomes.TryingAgain: _in_place(admin.trying),
    outcomes.TriedAgain: _in_place(admin.tried),
    outcomes.ReportView: _in_place(admin.reports),
    outcomes.Alarm: lambda out, words: Reply(send=(admin.alarm(out, words),)),
    outcomes.SetsChecked: _in_place(admin_messages.checked),
    outcomes.SetsTaken: _in_place(admin_messages.taken),
    outcomes.WriteAsked: _in_place(admin_messages.write),
    outcomes.Preview: admin_messages.preview,
    outcomes.Progress: admin_messages.progress,
    outcomes.Dropped: _in_place(admin_messages.dropped),
}
