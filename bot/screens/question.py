"""A question as it is asked, drawn anew for every tap."""

from functools import lru_cache
from pathlib import Path

from markupsafe import Markup

from bot.play import actions
from bot.quiz.question import Question, Source
from bot.screens.choices import answer_rows, task
from bot.screens.layout import (
    action,
    blocks,
    bold,
    italic,
    lines,
    row,
)
from bot.screens.screen import Picture, Posted, Rows, Screen
from bot.screens.words import Words
from bot.store.attempts import Saved


def asking(saved: Saved, words: Words) -> Screen:
    """The current question with its buttons."""
    state, index = saved.state, saved.state.current
    assert index is not None  # noqa: S101 - whoever has no question is shown the result
    item, again = state.items[index], index in state.put_off
    top = head(item, index, len(state.items), saved.quiz.source, words, again=again)
    return Screen(
        blocks(top, task(state, words), _hint(saved, index, words)),
        (*answer_rows(saved.id, saved.state, words), *_help_rows(saved, index, words)),
        posted=Posted(saved.id, saved.state.turn),
    )


def picture(item: Question, file: Path, words: Words) -> Screen:
    """A picture is a message of its own above the text, which can then be edited as text."""
    media = item.media
    alt = words.text(media.alt) if media and media.alt else ""
    credit = " · ".join(filter(None, (media.credit, media.license))) if media else ""
    return Screen(blocks(alt, credit), attachment=Picture(file, file.name))


def head(
    item: Question, index: int, count: int, source: Source, words: Words, *, again: bool
) -> Markup:
    """Which question of how many this is, what it comes from, and its stem."""
    key = "question-again" if again else "question-number"
    top = _top(words, key, index + 1, count, words.source(source))
    return blocks(top, words.text(item.text))


@lru_cache(4096)
def _top(words: Words, key: str, number: int, count: int, source: str) -> Markup:
    return lines(bold(words.say(key, number=number, count=count)), italic(source))


def _hint(saved: Saved, index: int, words: Words) -> Markup:
    hint = saved.state.items[index].hint
    if hint is None or index not in saved.state.hinted:
        return Markup("")
    return words.say("hint", text=words.text(hint))


def _help_rows(saved: Saved, index: int, words: Words) -> Rows:
    state = saved.state
    item, turn = state.items[index], state.turn
    hint = None
    if item.hint and index not in state.hinted:
        hint = action(words.plain("button-hint"), actions.Hint(saved.id, turn))
    return row(hint, action(words.plain("button-skip"), actions.Skip(saved.id, turn)))
