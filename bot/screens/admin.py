"""What an administrator sees: what waits, health and numbers, set-aside updates, reports."""

from collections.abc import Callable

from markupsafe import Markup

from bot.play import admin_actions as actions
from bot.play.admin_actions import AdminAction
from bot.play.admin_outcomes import (
    Alarm,
    HomeView,
    NumbersView,
    ReportView,
    SetAsideView,
    TriedAgain,
    TryingAgain,
)
from bot.screens.layout import action, blocks, column, cut, lines, row
from bot.screens.names import clean
from bot.screens.screen import Button, Rows, Screen
from bot.screens.words import Words

LONGEST_ERROR = 400
LONGEST_STEM = 300
LONGEST_SENTENCE = 1000
MEGABYTE = 1_000_000


def home(view: HomeView, words: Words) -> Screen:
    return Screen(
        blocks(
            words.say("admin-home"),
            lines(
                words.say("admin-set-aside", count=view.set_aside),
                words.say("admin-open-reports", count=view.open_reports),
                words.say("admin-under-way") if view.sending else "",
            ),
        ),
        column(
            action(words.plain("button-admin-numbers"), actions.Numbers()),
            action(words.plain("button-admin-set-aside"), actions.SetAsides()),
            action(words.plain("button-admin-sets"), actions.CheckSets()),
            action(words.plain("button-admin-reports"), actions.Reports()),
            action(words.plain("button-admin-write"), actions.Write()),
        ),
    )


def numbers(view: NumbersView, words: Words) -> Screen:
    again = action(words.plain("button-admin-refresh"), actions.Numbers())
    return Screen(
        blocks(words.say("admin-numbers"), _health(view, words), _figures(view, words)),
        column(again, to_home(words)),
    )


def _health(view: NumbersView, words: Words) -> Markup:
    running, backup = view.running, view.running.backed_up_at
    since = words.moment(running.since, view.zone)
    return lines(
        words.say("admin-version", version=running.version, since=since),
        words.say("admin-ailing", parts=words.listing(running.ailing))
        if running.ailing
        else words.say("admin-well"),
        _heard(view, words),
        words.say("admin-database", size=words.number(round(view.bytes / MEGABYTE, 1))),
        words.say("admin-backup", at=words.moment(backup, view.zone))
        if backup
        else words.say("admin-no-backup"),
        words.say("admin-set-aside", count=view.figures.set_aside),
    )


def _heard(view: NumbersView, words: Words) -> Markup:
    how, heard = ("webhook" if view.running.webhook else "polling"), view.running.heard
    if heard is None:
        return words.say(f"admin-{how}-silent")
    return words.say(f"admin-{how}", ago=words.ago(heard))


def _figures(view: NumbersView, words: Words) -> Markup:
    of = view.figures
    counted = {
        "players": of.players,
        "today": of.today,
        "lately": of.lately,
        "under-way": of.under_way,
        "finished": of.finished,
        "answers": of.answers,
        "groups": of.groups,
        "rounds": of.rounds,
        "sets": view.sets,
    }
    return lines(
        *(
            words.say(f"admin-count-{what}", number=words.number(number))
            for what, number in counted.items()
        )
    )


def set_asides(view: SetAsideView, words: Words) -> Screen:
    update = view.update
    if update is None:
        return Screen(words.say("admin-none-set-aside"), column(to_home(words)))
    one = actions.TryAgain(str(update.update_id))
    several = view.count > 1
    return Screen(
        blocks(
            words.say("admin-set-aside-title", place=view.place + 1, count=view.count),
            lines(
                words.say("admin-set-aside-id", id=str(update.update_id)),
                words.say("admin-set-aside-kind", kind=clean(view.kind)) if view.kind else "",
                words.moment(update.came_at, view.zone),
            ),
            clean(update.error, LONGEST_ERROR),
        ),
        (
            *column(
                action(words.plain("button-admin-try"), one),
                action(words.plain("button-admin-try-all"), actions.TryAgain())
                if several
                else None,
            ),
            *leafing(view.place, view.count, actions.SetAsides, words),
            *column(to_home(words)),
        ),
    )


def trying(view: TryingAgain, words: Words) -> Screen:
    """Without a way on, as long as what becomes of it will stand here."""
    count = len(view.update_ids)
    return Screen(words.say("admin-trying", count=count), () if count else column(to_home(words)))


def tried(view: TriedAgain, words: Words) -> Screen:
    failed = view.tried - view.handled - view.waiting
    return Screen(
        lines(
            words.say("admin-tried", handled=view.handled, tried=view.tried),
            words.say("admin-tried-failed", count=failed) if failed else "",
            words.say("admin-tried-waiting", count=view.waiting) if view.waiting else "",
        ),
        column(
            action(words.plain("button-admin-set-aside"), actions.SetAsides()) if failed else None,
            to_home(words),
        ),
    )


def reports(view: ReportView, words: Words) -> Screen:
    report = view.report
    if report is None:
        return Screen(words.say("admin-no-reports"), column(to_home(words)))
    sentence = clean(report.sentence or "", LONGEST_SENTENCE)
    done = actions.Done(str(report.id), view.place)
    return Screen(
        blocks(
            words.say("admin-report-title", place=view.place + 1, count=view.count),
            lines(
                words.say("admin-report-item", set=report.set_id, item=report.question_id),
                words.say("admin-report-version", version=report.version),
                words.say("admin-report-language", language=report.language or "?"),
                words.moment(report.reported_at, view.zone),
            ),
            cut(words.text(view.item.text), LONGEST_STEM) if view.item else "",
            # Fluent takes no value that is as long as a sentence may be.
            lines(words.say("admin-report-said"), sentence)
            if sentence
            else words.say("admin-report-silent"),
        ),
        (
            *column(action(words.plain("button-admin-done"), done)),
            *leafing(view.place, view.count, actions.Reports, words),
            *column(to_home(words)),
        ),
    )


def alarm(view: Alarm, words: Words) -> Screen:
    look = action(words.plain("button-admin-set-aside"), actions.SetAsides())
    return Screen(words.say("admin-alarm", count=view.count), column(look))


def to_home(words: Words) -> Button:
    return action(words.plain("button-admin-home"), actions.Home())


def leafing(place: int, count: int, to: Callable[[int], AdminAction], words: Words) -> Rows:
    """The way to the one before and the one after."""
    before = action(words.plain("button-admin-previous"), to(place - 1)) if place else None
    after = action(words.plain("button-admin-following"), to(place + 1))
    return row(before, after if place + 1 < count else None)
