"""A question as it is asked, drawn anew for every tap."""

from collections.abc import Callable, Iterable

from markupsafe import Markup, escape

from bot.play import actions
from bot.play.actions import Action
from bot.quiz.attempt import Attempt
from bot.quiz.kinds import kind_of
from bot.quiz.kinds.matching import Matching
from bot.quiz.kinds.multiple import Multiple
from bot.quiz.kinds.numeric import Numeric
from bot.quiz.kinds.ordering import Ordering
from bot.quiz.kinds.short import Short, right_in
from bot.quiz.question import Question
from bot.screens.layout import (
    LETTERS,
    LETTERS_A_ROW,
    SHORT,
    action,
    all_short,
    blocks,
    bold,
    grid,
    italic,
    lines,
    row,
)
from bot.screens.screen import Button, Posted, Rows, Screen
from bot.screens.words import Words
from bot.store.attempts import Saved

CHOSEN, NOT_CHOSEN = "☑", "☐"
HALF_A_ROW = 12


def asking(saved: Saved, words: Words) -> Screen:
    """The current question with its buttons."""
    index = saved.state.current
    assert index is not None  # noqa: S101 - whoever has no question is shown the result
    return Screen(
        blocks(head(saved, index, words), _task(saved, index, words), _hint(saved, index, words)),
        (*_answer_rows(saved, index, words), *_help_rows(saved, index, words)),
        posted=Posted(saved.id, saved.state.turn),
    )


def head(saved: Saved, index: int, words: Words, *, again: bool | None = None) -> Markup:
    """Which question this is, what it comes from, and its stem; `again` where it came back."""
    state = saved.state
    if again is None:
        again = index in state.put_off
    key = "question-again" if again else "question-number"
    number = words.say(key, number=index + 1, count=len(state.items))
    source = italic(words.source(saved.quiz.source))
    return blocks(lines(bold(number), source), words.text(state.items[index].text))


def label(item: Question, key: str, words: Words) -> str:
    """What a choice is called."""
    text = kind_of(item.body).label(item.body, key)
    return words.text(text) if text else words.plain(key)


def response(item: Question, keys: Iterable[str], words: Words) -> Markup:
    """An answer as people read it."""
    body = item.body
    match body:
        case Ordering():
            named = (f"{place}. {label(item, key, words)}" for place, key in enumerate(keys, 1))
            return lines(*named)
        case Matching(pairs):
            sides = zip(pairs.values(), keys, strict=False)
            paired = (
                words.say(
                    "matching-pair", left=words.text(pair.left), right=label(item, key, words)
                )
                for pair, key in sides
            )
            return lines(*paired)
        case Numeric() | Short():
            return escape(" ".join(keys))
    return escape("; ".join(label(item, key, words) for key in keys))


def right(item: Question, words: Words) -> Markup:
    """The right answer as people read it."""
    body = item.body
    match body:
        case Numeric(low, high):
            unit = f" {words.text(body.unit)}" if body.unit else ""
            if low == high:
                return escape(words.number(low) + unit)
            ends = words.say("range", low=words.number(low), high=words.number(high))
            return ends + unit
        case Short():
            return escape(right_in(body, words.language))
    return response(item, kind_of(body).right(body), words)


def _task(saved: Saved, index: int, words: Words) -> Markup:
    """What there is to do, and what has been done so far."""
    state = saved.state
    item, draft = state.items[index], state.draft
    body = item.body
    match body:
        case Short():
            return italic(words.say("short-how"))
        case Numeric(unit=unit) if unit:
            return italic(words.say("numeric-how-unit", unit=words.text(unit)))
        case Numeric():
            return italic(words.say("numeric-how"))
        case Multiple():
            return blocks(_lettered(item, state, words), italic(words.say("multiple-how")))
        case Ordering(items):
            how = "ordering-done" if len(draft) == len(items) else "ordering-how"
            placed = response(item, draft, words) if draft else ""
            return blocks(_lettered(item, state, words), italic(words.say(how)), placed)
        case Matching():
            return blocks(_lettered(item, state, words), _matching(item, body, state, words))
    return _lettered(item, state, words)


def _matching(item: Question, body: Matching, state: Attempt, words: Words) -> Markup:
    lefts = [words.text(pair.left) for pair in body.pairs.values()]
    done = len(state.draft)
    placed = response(item, state.draft, words) if state.draft else ""
    if done == len(lefts):
        return blocks(italic(words.say("matching-done")), placed)
    how = words.say("matching-how", number=done + 1, count=len(lefts))
    return blocks(placed, lines(italic(how), bold(lefts[done])))


def _order(state: Attempt) -> tuple[str, ...]:
    return state.orders[state.current] if state.current is not None else ()


def _labels(item: Question, state: Attempt, words: Words) -> list[str]:
    return [label(item, key, words) for key in _order(state)]


def _lettered(item: Question, state: Attempt, words: Words) -> Markup:
    """The choices with their letters, where they are too long for buttons."""
    labels = _labels(item, state, words)
    if all_short(labels):
        return Markup("")
    return lines(*(Markup("{} {}").format(bold(f"{LETTERS[i]}."), t) for i, t in enumerate(labels)))


def _hint(saved: Saved, index: int, words: Words) -> Markup:
    hint = saved.state.items[index].hint
    if hint is None or index not in saved.state.hinted:
        return Markup("")
    return words.say("hint", text=words.text(hint))


def _answer_rows(saved: Saved, index: int, words: Words) -> Rows:
    state, turn = saved.state, saved.state.turn
    body, draft = state.items[index].body, state.draft
    match body:
        case Short() | Numeric():
            return ()
        case Multiple():
            chosen = _switches(saved, index, words)
            confirm = action(words.plain("button-confirm"), actions.Submit(saved.id, turn))
            return (*chosen, *row(confirm))
        case Ordering() | Matching():
            wanted = len(body.items if isinstance(body, Ordering) else body.pairs)
            return _placing(saved, index, words, full=len(draft) == wanted)
    return _choices(
        saved, index, words, lambda place, _: actions.Choose(saved.id, turn, place), lambda _: ""
    )


def _switches(saved: Saved, index: int, words: Words) -> Rows:
    turn, draft = saved.state.turn, saved.state.draft
    return _choices(
        saved,
        index,
        words,
        lambda place, key: actions.Toggle(saved.id, turn, place, key not in draft),
        lambda key: (CHOSEN if key in draft else NOT_CHOSEN) + " ",
    )


def _placing(saved: Saved, index: int, words: Words, *, full: bool) -> Rows:
    turn, placed = saved.state.turn, len(saved.state.draft)
    confirm = action(words.plain("button-confirm"), actions.Submit(saved.id, turn))
    undo = action(words.plain("button-undo"), actions.Undo(saved.id, turn, placed - 1))
    left = _choices(
        saved,
        index,
        words,
        lambda place, _: actions.Put(saved.id, turn, placed, place),
        lambda _: "",
        without=saved.state.draft,
    )
    return (*(() if full else left), *row(undo if placed else None, confirm if full else None))


def _choices(
    saved: Saved,
    index: int,
    words: Words,
    does: Callable[[int, str], Action],
    sign: Callable[[str], str],
    without: Iterable[str] = (),
) -> Rows:
    """A button a choice: its text where all are short, else its letter."""
    item, order = saved.state.items[index], _order(saved.state)
    labels = _labels(item, saved.state, words)
    short = all_short(labels)
    buttons = [
        Button(sign(key) + (labels[place] if short else LETTERS[place]), does(place, key))
        for place, key in enumerate(order)
        if key not in without
    ]
    return grid(buttons, _width(labels) if short else LETTERS_A_ROW)


def _width(labels: list[str]) -> int:
    """Words want a row each; nothing is gained by it for figures, or for true and false."""
    longest = max(map(len, labels), default=SHORT)
    if longest <= 2:
        return LETTERS_A_ROW
    return 2 if len(labels) == 2 and longest <= HALF_A_ROW else 1


def _help_rows(saved: Saved, index: int, words: Words) -> Rows:
    state = saved.state
    item, turn = state.items[index], state.turn
    hint = None
    if item.hint and index not in state.hinted:
        hint = action(words.plain("button-hint"), actions.Hint(saved.id, turn))
    return row(hint, action(words.plain("button-skip"), actions.Skip(saved.id, turn)))
