"""What there is to choose, to place or to type, and how an answer reads."""

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
from bot.screens.screen import Button, Rows
from bot.screens.words import Words

CHOSEN, NOT_CHOSEN = "☑", "☐"
HALF_A_ROW = 12


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


def task(state: Attempt, words: Words) -> Markup:
    """What there is to do, and what has been done so far."""
    item, draft = _item(state), state.draft
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


def answer_rows(id_: str, state: Attempt, words: Words) -> Rows:
    """The buttons by which the item is answered; `id_` is what they name as the attempt."""
    turn, draft, body = state.turn, state.draft, _item(state).body
    match body:
        case Short() | Numeric():
            return ()
        case Multiple():
            chosen = _switches(id_, state, words)
            confirm = action(words.plain("button-confirm"), actions.Submit(id_, turn))
            return (*chosen, *row(confirm))
        case Ordering() | Matching():
            wanted = len(body.items if isinstance(body, Ordering) else body.pairs)
            return _placing(id_, state, words, full=len(draft) == wanted)
    return _choices(state, words, lambda place, _: actions.Choose(id_, turn, place), lambda _: "")


def _switches(id_: str, state: Attempt, words: Words) -> Rows:
    turn, draft = state.turn, state.draft
    return _choices(
        state,
        words,
        lambda place, key: actions.Toggle(id_, turn, place, key not in draft),
        lambda key: (CHOSEN if key in draft else NOT_CHOSEN) + " ",
    )


def _placing(id_: str, state: Attempt, words: Words, *, full: bool) -> Rows:
    turn, placed = state.turn, len(state.draft)
    confirm = action(words.plain("button-confirm"), actions.Submit(id_, turn))
    undo = action(words.plain("button-undo"), actions.Undo(id_, turn, placed - 1))
    left = _choices(
        state,
        words,
        lambda place, _: actions.Put(id_, turn, placed, place),
        lambda _: "",
        without=state.draft,
    )
    return (*(() if full else left), *row(undo if placed else None, confirm if full else None))


def _choices(
    state: Attempt,
    words: Words,
    does: Callable[[int, str], Action],
    sign: Callable[[str], str],
    without: Iterable[str] = (),
) -> Rows:
    """A button a choice: its text where all are short, else its letter."""
    order, labels = _order(state), _labels(_item(state), state, words)
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


def _item(state: Attempt) -> Question:
    index = state.current
    assert index is not None  # noqa: S101 - whoever has no question is shown the result
    return state.items[index]
