"""What an administrator sees of the question sets, and of a message to all."""

from markupsafe import Markup, escape

from bot.content.problems import Problem
from bot.play import admin_actions as actions
from bot.play.admin_outcomes import (
    Dropped,
    Preview,
    Progress,
    SetsChecked,
    SetsTaken,
    WriteAsked,
)
from bot.screens.admin import to_home
from bot.screens.layout import action, blocks, column, cut, lines
from bot.screens.names import clean
from bot.screens.screen import Reply, Screen
from bot.screens.words import Words

PROBLEMS_SHOWN = 6
LONGEST_PLACE = 80
LONGEST_PROBLEM = 200


def checked(view: SetsChecked, words: Words) -> Screen:
    """What is wrong with the sets; where any can be served, a button that takes them in."""
    take_in = action(words.plain("button-admin-take-in"), actions.TakeIn()) if view.sets else None
    more = len(view.problems) - PROBLEMS_SHOWN
    return Screen(
        blocks(
            words.say("admin-sets"),
            _found(view, words),
            *(_problem(each) for each in view.problems[:PROBLEMS_SHOWN]),
            words.say("admin-more-problems", count=more) if more > 0 else "",
        ),
        column(
            take_in,
            action(words.plain("button-admin-check-again"), actions.CheckSets()),
            to_home(words),
        ),
    )


def _found(view: SetsChecked, words: Words) -> Markup:
    if view.unreadable:
        return words.say("admin-sets-unreadable")
    errors = sum(problem.severity == "error" for problem in view.problems)
    return lines(
        words.say("admin-sets-found", sets=view.sets)
        if view.sets
        else words.say("admin-sets-none"),
        words.say("admin-sets-wrong", errors=errors, warnings=len(view.problems) - errors),
    )


def _problem(problem: Problem) -> Markup:
    """As `quizbot check` tells it: its words are for whoever edits the file."""
    place = f"{clean(problem.file, LONGEST_PLACE)}:{problem.line}:{problem.column}"
    return Markup("<b>{}</b>\n{}: {}").format(
        place, problem.code, clean(problem.message, LONGEST_PROBLEM)
    )


def taken(view: SetsTaken, words: Words) -> Screen:
    text = (
        words.say("admin-sets-stay")
        if view.sets is None
        else words.say("admin-sets-taken", sets=view.sets)
    )
    return Screen(text, column(to_home(words)))


def write(view: WriteAsked, words: Words) -> Screen:
    return Screen(words.say("admin-write", people=view.people), column(to_home(words)))


def announcement(text: str) -> Screen:
    """A message to all, just as it was typed."""
    return Screen(escape(text))


def preview(view: Preview, words: Words) -> Reply:
    number = str(view.broadcast.id)
    ask = Screen(
        words.say("admin-preview", people=view.people),
        column(
            action(words.plain("button-admin-send", people=view.people), actions.Send(number)),
            action(words.plain("button-admin-rewrite"), actions.Write()),
            action(words.plain("button-admin-drop"), actions.Discard(number)),
        ),
    )
    return Reply(send=(announcement(view.broadcast.text), ask))


def dropped(view: Dropped, words: Words) -> Screen:
    return Screen(words.say("admin-dropped"), column(to_home(words)))


def progress(view: Progress, words: Words) -> Reply:
    """In the message at hand; unasked, in the one its author watches.

    The end is told anew where nobody watches.
    """
    screen = _progress(view, words)
    if not view.unasked:
        return Reply(edit=screen)
    if view.broadcast.message_id is not None:
        return Reply(edit=screen, target=view.broadcast.message_id, anew=False)
    return Reply(send=(screen,)) if view.broadcast.phase != "sending" else Reply()


def _progress(view: Progress, words: Words) -> Screen:
    sent = view.broadcast
    number = str(sent.id)
    under_way = sent.phase == "sending"
    again = action(words.plain("button-admin-refresh"), actions.Watch(number))
    stop = action(words.plain("button-admin-stop"), actions.Stop(number))
    return Screen(
        blocks(
            words.say(f"admin-broadcast-{sent.phase}"),
            lines(
                words.say("admin-reached", count=sent.reached),
                words.say("admin-missed", count=sent.missed),
                words.say("admin-left", count=sent.left),
            ),
            Markup("<blockquote>{}</blockquote>").format(cut(sent.text, LONGEST_PROBLEM)),
        ),
        column(*((again, stop) if under_way else ()), to_home(words)),
    )
