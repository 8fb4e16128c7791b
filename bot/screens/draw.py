"""From an outcome to what is shown: one line a kind of outcome."""

from collections.abc import Callable
from typing import Any

from bot.play import actions, outcomes
from bot.play.outcomes import Told
from bot.quiz.frozen import frozen
from bot.screens import browse, draw_admin, feedback, profile, question, result
from bot.screens.layout import action, column
from bot.screens.names import shown
from bot.screens.screen import Button, Reply, Screen
from bot.screens.words import Words, words_for


@frozen
class Stage:
    """Where it is shown: in whose words, by which bot, to whom."""

    words: Words
    username: str
    person_id: int
    name: str


def draw(told: Told, username: str, person_id: int, name: str) -> Reply:
    """All that is shown of an outcome."""
    if type(told.outcome) in draw_admin.DRAWN:
        return draw_admin.DRAWN[type(told.outcome)](told.outcome, words_for(told.language))
    stage = Stage(words_for(told.language), username, person_id, name)
    return DRAWN[type(told.outcome)](told.outcome, stage)


def sorry(language: str | None) -> Reply:
    """What is said when something could not be handled."""
    text = words_for(language).say("trouble")
    return Reply(notice=words_for(language).plain("trouble"), send=(Screen(text),))


def _welcome(out: outcomes.Welcome, stage: Stage) -> Reply:
    name = shown(stage.name, stage.person_id, stage.words)
    text = stage.words.say("welcome" if out.new else "welcome-back", name=name)
    button = action(stage.words.plain("button-choose"), actions.Browse())
    return Reply(send=(Screen(text, column(button)),))


def _asking(out: outcomes.Asking, stage: Stage) -> Reply:
    return Reply(rows=(), send=_question(out, stage))


def _question(out: outcomes.Asking, stage: Stage) -> tuple[Screen, ...]:
    asked = question.asking(out.saved, stage.words)
    index = out.saved.state.current
    if out.media is None or index is None:
        return (asked,)
    return question.picture(out.saved.state.items[index], out.media, stage.words), asked


def _marked(out: outcomes.Marked, stage: Stage) -> Reply:
    return Reply(
        notice=stage.words.plain("already-answered") if out.again else "",
        edit=feedback.feedback(out.saved, out.index, stage.words),
        target=out.saved.message_id if out.typed else None,
    )


def _put_off(out: outcomes.PutOffNow, stage: Stage) -> Reply:
    return Reply(
        edit=feedback.put_off(out.saved, out.index, stage.words), send=_question(out.asking, stage)
    )


def _refusal(out: outcomes.Refusal, stage: Stage) -> Reply:
    key = f"refused-{out.reason.replace('_', '-')}"
    if out.typed:
        return Reply(send=(Screen(stage.words.say(key)),))
    return Reply(notice=stage.words.plain(key))


def _old_button(out: outcomes.OldButton, stage: Stage) -> Reply:
    on = action(stage.words.plain("button-continue"), actions.Resume(out.saved.id))
    return Reply(notice=stage.words.plain("old-button"), rows=column(on))


def _too_fast(out: outcomes.TooFast, stage: Stage) -> Reply:
    said = Screen(stage.words.say("too-fast"))
    return Reply(notice=stage.words.plain("too-fast"), alert=True, said=said)


def _finished(out: outcomes.Finished, stage: Stage) -> Reply:
    screen = result.result(out, stage.username, stage.words)
    if out.paged:
        return Reply(edit=screen)
    ask = (profile.offer(out.ask, stage.words),) if out.ask else ()
    return Reply(rows=(), send=(screen, *ask))


def _use_buttons(out: outcomes.UseButtons, stage: Stage) -> Reply:
    on = action(stage.words.plain("button-continue"), actions.Resume(out.saved.id))
    return Reply(send=(Screen(stage.words.say("use-buttons"), column(on)),))


def _left(out: outcomes.Left, stage: Stage) -> Reply:
    on = action(stage.words.plain("button-continue"), actions.Resume(out.saved.id))
    return Reply(edit=Screen(stage.words.say("left-for-later"), column(on)))


def _reported(out: outcomes.Reported, stage: Stage) -> Reply:
    no = action(stage.words.plain("button-no-more"), actions.NoMore())
    return Reply(send=(Screen(stage.words.say("reported"), column(no)),))


def _report_thanks(out: outcomes.ReportThanks, stage: Stage) -> Reply:
    if out.words:
        return Reply(send=(Screen(stage.words.say("report-thanks")),))
    return Reply(edit=Screen(stage.words.say("report-thanks-brief")))


def _private_only(out: outcomes.PrivateOnly, stage: Stage) -> Reply:
    address = f"https://t.me/{stage.username}?start={out.payload}"
    button = Button(stage.words.plain("button-private"), url=address)
    return Reply(send=(Screen(stage.words.say("private-only"), ((button,),)),))


def _text(key: str) -> Callable[[Any, Stage], Reply]:
    """A plain text, in place of the message at hand where there is one."""
    return lambda out, stage: Reply(edit=Screen(stage.words.say(key)))


def _sent(key: str) -> Callable[[Any, Stage], Reply]:
    return lambda out, stage: Reply(send=(Screen(stage.words.say(key)),))


def _screen(make: Callable[[Any, Words], Screen]) -> Callable[[Any, Stage], Reply]:
    """A screen in place of the message at hand where there is one."""
    return lambda out, stage: Reply(edit=make(out, stage.words))


def _new(make: Callable[[Any, Words], Screen]) -> Callable[[Any, Stage], Reply]:
    return lambda out, stage: Reply(send=(make(out, stage.words),))


DRAWN: dict[type, Callable[[Any, Stage], Reply]] = {
    outcomes.Welcome: _welcome,
    outcomes.Help: _sent("help"),
    outcomes.Privacy: _sent("privacy"),
    outcomes.Pointer: _sent("pointer"),
    outcomes.PrivateOnly: _private_only,
    outcomes.Nothing: lambda out, stage: Reply(),
    outcomes.Topics: _screen(browse.topics),
    outcomes.Sets: _screen(browse.sets),
    outcomes.Card: _screen(browse.card),
    outcomes.NothingToPlay: _text("nothing-to-play"),
    outcomes.NoSuchSet: _text("no-such-set"),
    outcomes.BoardView: _screen(browse.board),
    outcomes.Asking: _asking,
    outcomes.AlreadyAsked: lambda out, stage: Reply(
        notice=stage.words.plain("just-asked"), rows=()
    ),
    outcomes.Changed: lambda out, stage: Reply(edit=question.asking(out.saved, stage.words)),
    outcomes.Refusal: _refusal,
    outcomes.Marked: _marked,
    outcomes.PutOffNow: _put_off,
    outcomes.OldButton: _old_button,
    outcomes.NotYours: lambda out, stage: Reply(notice=stage.words.plain("not-yours"), alert=True),
    outcomes.TooFast: _too_fast,
    outcomes.Finished: _finished,
    outcomes.StopOrPause: _new(result.stop_ask),
    outcomes.Left: _left,
    outcomes.NothingUnderWay: _sent("nothing-under-way"),
    outcomes.UseButtons: _use_buttons,
    outcomes.Offer: _screen(profile.offer),
    outcomes.StillOffered: lambda out, stage: Reply(
        rows=(), send=(profile.offer(out.ask, stage.words),)
    ),
    outcomes.Appearing: _screen(profile.appearing),
    outcomes.SettingsView: _screen(profile.settings),
    outcomes.Stats: _new(profile.stats),
    outcomes.Reported: _reported,
    outcomes.ReportThanks: _report_thanks,
    outcomes.MyData: _new(profile.my_data),
    outcomes.ForgetAsked: lambda out, stage: Reply(send=(profile.forget_ask(stage.words),)),
    outcomes.Kept: _text("kept"),
    outcomes.Forgotten: _text("forgotten"),
}
