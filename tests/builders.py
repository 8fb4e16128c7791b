"""Items and sets in one line each, for tests that need some and care about one thing in them."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.quiz.kinds import Body
from bot.quiz.kinds.matching import Matching, Pair
from bot.quiz.kinds.multiple import Multiple
from bot.quiz.kinds.numeric import Near, Numeric
from bot.quiz.kinds.ordering import Ordering
from bot.quiz.kinds.short import Short
from bot.quiz.kinds.single import Single
from bot.quiz.kinds.true_false import TrueFalse
from bot.quiz.question import Question, QuestionSet, Source
from bot.quiz.text import Option, Text


def text(it: str, en: str | None = None) -> Text:
    """A text written in Italian, and in English where one is given."""
    return Text({"it": it} if en is None else {"it": it, "en": en})


def options(keys: Iterable[str]) -> dict[str, Option]:
    """An option for each key, named after it."""
    return {key: Option(text(f"Opzione {key}", f"Option {key}")) for key in keys}


def item(body: Body, id_: str = "q", **more: Any) -> Question:
    """An item with this body; `more` are other fields of a question."""
    fields = {"text": text(f"Domanda {id_}?", f"Question {id_}?"), **more}
    return Question(id_, body=body, **fields)


def single(
    id_: str = "q", *, keys: Iterable[str] = "abc", answer: str = "a", **more: Any
) -> Question:
    return item(Single(options(keys), answer), id_, **more)


def multiple(
    id_: str = "q",
    *,
    keys: Iterable[str] = "abcd",
    answer: Iterable[str] = "ab",
    scoring: Any = "balanced",
    **more: Any,
) -> Question:
    return item(Multiple(options(keys), tuple(answer), scoring), id_, **more)


def true_false(id_: str = "q", *, answer: bool = True, **more: Any) -> Question:
    return item(TrueFalse(answer), id_, **more)


def short(
    id_: str = "q",
    *accept: str,
    reject: Iterable[str] = (),
    known: Iterable[str] = (),
    fuzzy: Any = "auto",
    **more: Any,
) -> Question:
    accepted = {"all": accept or ("Vladivostok",)}
    return item(Short(accepted, {"all": tuple(reject)}, fuzzy, tuple(known)), id_, **more)


def numeric(
    id_: str = "q",
    answer: float = 42.0,
    to: float | None = None,
    *,
    tolerance_abs: float = 0.0,
    tolerance_rel: float = 0.0,
    partial: Mapping[float, float] | None = None,
    unit: Text | None = None,
    **more: Any,
) -> Question:
    """One right value, or a range where `to` is given; `partial` maps a distance to its credit."""
    near = tuple(Near(distance, credit) for distance, credit in (partial or {}).items())
    high = answer if to is None else to
    return item(Numeric(answer, high, tolerance_abs, tolerance_rel, near, unit), id_, **more)


def ordering(
    id_: str = "q", *, keys: Iterable[str] = "abcd", scoring: Any = "relative_next", **more: Any
) -> Question:
    things = {key: text(f"Cosa {key}", f"Thing {key}") for key in keys}
    return item(Ordering(things, scoring), id_, **more)


def matching(
    id_: str = "q", *, keys: Iterable[str] = "abc", distractors: Iterable[str] = "x", **more: Any
) -> Question:
    pairs = {key: Pair(text(f"Sinistra {key}"), text(f"Destra {key}")) for key in keys}
    loose = {key: text(f"Destra {key}") for key in distractors}
    return item(Matching(pairs, loose), id_, **more)


def one_of_each() -> tuple[Question, ...]:
    """Seven items, one of each kind."""
    return (
        single("one"),
        multiple("two"),
        true_false("three"),
        short("four"),
        numeric("five"),
        ordering("six"),
        matching("seven"),
    )


def a_set(*questions: Question, id_: str = "tides", **more: Any) -> QuestionSet:
    """A set of these questions, or of one of each kind."""
    fields: dict[str, Any] = {
        "language": "it",
        "title": text("Le maree", "Tides"),
        "source": Source("2026-03", 12),
        "translations": ("en",),
        **more,
    }
    return QuestionSet(id=id_, questions=questions or one_of_each(), **fields)
