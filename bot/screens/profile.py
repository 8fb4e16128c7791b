"""What belongs to one person: settings, statistics, reports, data."""

import json

from markupsafe import Markup

from bot.play import actions
from bot.play.outcomes import Appearing, MyData, Offer, Part, SettingsView, Stats
from bot.screens.chart import Bar, chart
from bot.screens.layout import action, blocks, column, cut, lines
from bot.screens.names import shown
from bot.screens.screen import Button, Document, Picture, Screen
from bot.screens.words import Words, languages, words_for
from bot.store.players import Player

STEM_IN_LIST = 60
MOST_BARS = 12


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
        )
    )


def stats(view: Stats, words: Words) -> Screen:
    """One's own figures, with a chart of the same."""
    if not view.answers:
        return Screen(words.say("stats-none"))
    by_set = [
        (words.text(part.quiz.title) if part.quiz else part.name, part) for part in view.by_set
    ]
    by_difficulty = [(words.plain(f"difficulty-{part.name}"), part) for part in view.by_difficulty]
    text = blocks(
        lines(
            words.say("stats-title"),
            words.say("stats-attempts", finished=view.finished, begun=view.begun),
            words.say("stats-accuracy", share=words.share(view.score.share), answers=view.answers),
            words.say("stats-streak", days=view.streak),
        ),
        lines(words.say("stats-by-set"), *_parts(by_set[-MOST_BARS:], words)),
        lines(words.say("stats-by-difficulty"), *_parts(by_difficulty, words)),
        _missed(view, words),
    )
    bars = [
        [
            Bar(cut(name, 34), float(part.score.share), words.share(part.score.share))
            for name, part in group
        ]
        for group in (by_set[-MOST_BARS:], by_difficulty)
    ]
    return Screen(text, attachment=Picture(chart(words.plain("chart-title"), bars), "stats.png"))


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


def _parts(parts: list[tuple[str, Part]], words: Words) -> list[Markup]:
    return [
        words.say(
            "stats-part", name=name, share=words.share(part.score.share), answers=part.answers
        )
        for name, part in parts
    ]


def _missed(view: Stats, words: Words) -> Markup:
    listed = (
        words.say("stats-missed-item", stem=cut(words.text(item.text), STEM_IN_LIST), times=times)
        for item, times in view.missed
    )
    return lines(words.say("stats-missed"), *listed) if view.missed else Markup("")
