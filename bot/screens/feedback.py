"""What an answer came to."""

from dataclasses import field
from functools import lru_cache

from markupsafe import Markup

from bot.play import actions
from bot.quiz.attempt import Given, graded
from bot.quiz.frozen import frozen
from bot.quiz.kinds import kind_of
from bot.quiz.moves import Response
from bot.quiz.question import Question, Source
from bot.screens.choices import response, right
from bot.screens.layout import action, blocks, column, italic, lines
from bot.screens.question import head
from bot.screens.screen import Screen
from bot.screens.words import Words
from bot.store.attempts import Saved

# What was typed may be right without being how it is written.
TYPED = ("short", "numeric")
# Partial credit is worked out in the terms of the kind that counts parts.
WORKED_OUT = {
    "multiple": "worked-out",
    "ordering": "worked-out-order",
    "matching": "worked-out-pairs",
}


def feedback(saved: Saved, index: int, words: Words) -> Screen:
    """The question, answered; the stem stays."""
    item, given = saved.state.items[index], saved.state.given[index]
    again, count = index in saved.state.put_off, len(saved.state.items)
    answer = given.response, given.hinted
    marked = _Marked(id(item), index, count, again, *answer, saved.quiz.source, item)
    # What somebody typed is theirs, and is kept in no memory.
    text = _text(marked, words) if item.body.type in TYPED else _text_again(marked, words)
    on = "button-result" if saved.state.finished else "button-next"
    return Screen(
        text,
        column(
            action(words.plain(on), actions.Next(saved.id, saved.state.turn)),
            action(words.plain("button-wrong"), actions.Report(saved.id, index)),
        ),
    )


@frozen
class _Marked:
    """All that the text of a feedback comes from.

    Items are told apart by which they are, since comparing them takes longer than drawing; and so
    are their sources, since an item is in one set.
    """

    which: int
    index: int
    count: int
    again: bool
    response: Response | None
    hinted: bool
    source: Source = field(compare=False)
    item: Question = field(compare=False)  # stays as long as this does, so that no other is `which`


def _text(marked: _Marked, words: Words) -> Markup:
    item, given = marked.item, Given(marked.response, marked.hinted)
    return blocks(
        head(item, marked.index, marked.count, marked.source, words, again=marked.again),
        _verdict(item, given, words),
        _answers(item, given, words),
        *_told(item, given, words),
        words.text(item.explanation) if item.explanation else "",
        source(marked.source, item, words),
    )


_text_again = lru_cache(2048)(_text)


def put_off(saved: Saved, index: int, words: Words) -> Screen:
    """The question, skipped for now."""
    item, count = saved.state.items[index], len(saved.state.items)
    top = head(item, index, count, saved.quiz.source, words, again=False)
    return Screen(blocks(top, words.say("put-off")))


def verdict_name(item: Question, given: Given) -> str:
    """`right`, `partly`, `wrong` or `skipped`."""
    return "skipped" if given.response is None else graded(item, given).verdict


def source(article: Source, item: Question, words: Words) -> Markup:
    """Where the answer is found."""
    return _cited(words, words.source(article), item.source_ref)


@lru_cache(4096)
def _cited(words: Words, text: str, paragraphs: tuple[int, ...]) -> Markup:
    if paragraphs:
        listed = words.listing(map(str, paragraphs))
        named = words.plain("paragraphs", list=listed)
        text = f"{text}, {named}"
    return italic(words.say("source", source=text))


def right_answer(item: Question, words: Words) -> Markup:
    """The right answer, named as such; a list begins below its name."""
    return words.say("right-answer", answer=_below(right(item, words)))


def _verdict(item: Question, given: Given, words: Words) -> Markup:
    name = verdict_name(item, given)
    hinted = italic(words.say("with-hint")) if given.hinted else ""
    worked = _worked_out(item, given, words) if name == "partly" else ""
    return lines(words.say(f"verdict-{name}"), worked, hinted)


def _worked_out(item: Question, given: Given, words: Words) -> Markup:
    grade = graded(item, given)
    return words.say(
        WORKED_OUT.get(item.body.type, "worked-out-part"),
        right=grade.right,
        wrong=grade.wrong,
        parts=grade.parts,
        credit=float(grade.credit),
    )


def _answers(item: Question, given: Given, words: Words) -> Markup:
    if given.response is None:
        return right_answer(item, words)
    mine = response(item, given.response, words)
    told = words.say("your-answer", answer=_below(mine))
    all_right = verdict_name(item, given) == "right"
    if mine == right(item, words) or (all_right and item.body.type not in TYPED):
        return told
    return (blocks if "\n" in mine else lines)(told, right_answer(item, words))


def _below(answer: Markup) -> Markup:
    return Markup("\n") + answer if "\n" in answer else answer


def _told(item: Question, given: Given, words: Words) -> list[str]:
    """What the editor has to say to whoever chose this."""
    if given.response is None:
        return []
    told = kind_of(item.body).feedback(item.body, given.response)
    return [words.text(text) for text in told]
