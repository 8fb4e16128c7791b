"""What belongs to one person: settings, statistics, reports, data."""

import json

from markupsafe import Markup

from bot.play import actions
from bot.play.outcomes import Appearing, MyData, Offer, Part, SettingsView, Stats
from bot.screens.chart import Bar, chart
from bot.screens.layout import CAPTION_LENGTH, action, blocks, column, cut, lines, size
from bot.screens.names import shown
from bot.screens.screen import Button, Document, Picture, Screen
from bot.screens.words import Words, languages, words_for
from bot.store.players import Player

STEM_IN_LIST = 60
TITLE_IN_LIST = 40
MOST_ROWS = 10
Named = tuple[str, Part]


def settings(view: SettingsView, words: Words) -> Screen:
    speaking = words.plain("language-name")
    others = (
        action(words_for(code).plain("language-name"), actions.Speak(code))
        for code in languages()
        if code != words.language
    )
    return Screen(
        blocks(
            words.say("language-changed") if view.changed else "",
            lines(
                words.say("settings"),
                words.say("settings-language", language=speaking),
                words.say("settings-appear", how=_how(view.player, words)),
                words.say("settings-hurry", unhurried=int(view.player.unhurried)),
            ),
        ),
        column(
            *others,
            action(words.plain("button-appear"), actions.OfferAppearance()),
            _pace(view.player, words),
        ),
    )


def _pace(player: Player, words: Words) -> Button:
    key = "button-hurried" if player.unhurried else "button-unhurried"
    return action(words.plain(key), actions.Hurry(on=player.unhurried))


def offer(view: Offer, words: Words) -> Screen:
    """How to appear on leaderboards."""
    name = shown(view.player.name, view.player.id, words)
    return Screen(
        words.say("appear-ask"),
        column(
            Button(words.plain("button-appear-name", name=name), actions.Appear("name")),
            Button(words.plain("button-appear-alias", alias=view.alias), actions.Appear("alias")),
            Button(words.plain("button-appear-hidden"), actions.Appear("hidden")),
        ),
    )


def appearing(view: Appearing, words: Words) -> Screen:
    return Screen(
        words.say(
            f"appear-{view.player.shown_as}",
            name=_how(view.player, words),
            alias=_how(view.player, words),
        ),
        column(action(words.plain("button-leaderboard"), actions.Board())),
    )


def stats(view: Stats, words: Words) -> Screen:
    """One's own figures, with a chart of the same: as many rows as a caption holds."""
    if not view.answers:
        return Screen(words.say("stats-none"))
    captions = ((n, _caption(view, n, words)) for n in range(MOST_ROWS, 0, -1))
    rows, caption = next(
        (n, text) for n, text in captions if n == 1 or size(text) <= CAPTION_LENGTH
    )
    return Screen(caption, attachment=Picture(_chart(view, rows, words), "stats.png"))


def my_data(view: MyData, words: Words) -> Screen:
    content = json.dumps(view.rows, ensure_ascii=False, indent=2).encode()
    return Screen(words.say("mydata"), attachment=Document(content, "quizbot-mydata.json"))


def forget_ask(words: Words) -> Screen:
    return Screen(
        words.say("forget-ask"),
        column(
            action(words.plain("button-forget"), actions.Forget(sure=True)),
            action(words.plain("button-keep"), actions.Forget(sure=False)),
        ),
    )


def _how(player: Player, words: Words) -> str:
    if player.shown_as == "hidden":
        return words.plain("somebody")
    if player.shown_as is None:
        return words.plain("appear-not-chosen")
    chosen = player.alias if player.shown_as == "alias" else player.name
    return shown(chosen or "", player.id, words)


def _caption(view: Stats, rows: int, words: Words) -> Markup:
    """The figures, with no more than so many sets and questions."""
    by_set, by_difficulty = _groups(view, rows, words)
    return blocks(
        lines(
            words.say("stats-title"),
            words.say("stats-attempts", finished=view.finished, begun=view.begun),
            words.say("stats-accuracy", share=words.share(view.score.share), answers=view.answers),
            words.say("stats-streak", days=view.streak),
        ),
        lines(words.say("stats-by-set"), *(_part(*named, words) for named in by_set)),
        lines(words.say("stats-by-difficulty"), *(_part(*named, words) for named in by_difficulty)),
        _missed(view, rows, words),
    )


def _chart(view: Stats, rows: int, words: Words) -> bytes:
    bars = [
        [Bar(name, float(part.score.share), words.share(part.score.share)) for name, part in group]
        for group in _groups(view, rows, words)
    ]
    return chart(words.plain("chart-title"), bars)


def _groups(view: Stats, rows: int, words: Words) -> tuple[list[Named], list[Named]]:
    """The parts with their names: the sets begun last, and the difficulties."""
    by_set = [
        (cut(words.text(part.quiz.title) if part.quiz else part.name, TITLE_IN_LIST), part)
        for part in view.by_set[-rows:]
    ]
    return by_set, [(words.plain(f"difficulty-{part.name}"), part) for part in view.by_difficulty]


def _part(name: str, part: Part, words: Words) -> Markup:
    share = words.share(part.score.share)
    return words.say("stats-part", name=name, share=share, answers=part.answers)


def _missed(view: Stats, rows: int, words: Words) -> Markup:
    listed = (
        words.say("stats-missed-item", stem=cut(words.text(item.text), STEM_IN_LIST), times=times)
        for item, times in view.missed[:rows]
    )
    return lines(words.say("stats-missed"), *listed) if view.missed else Markup("")
