"""Questions, sets and moves by chance, for properties."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy, composite

from bot.quiz.kinds import Body, kind_of
from bot.quiz.kinds.matching import Matching, Pair
from bot.quiz.kinds.multiple import Multiple
from bot.quiz.kinds.numeric import Near, Numeric
from bot.quiz.kinds.ordering import Ordering
from bot.quiz.kinds.short import Short
from bot.quiz.kinds.single import Single
from bot.quiz.kinds.true_false import TrueFalse
from bot.quiz.moves import Back, Confirm, Move, Pick, Place, Switch, Type
from bot.quiz.question import Question, QuestionSet
from bot.quiz.text import Option, Text
from tests.builders import a_set

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12
)
KEYS = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=4)
VALUES = st.floats(min_value=-1e300, max_value=1e300)
SIZES = st.floats(min_value=0.0, max_value=1e6)


def key_lists(least: int = 2, most: int = 5) -> SearchStrategy[list[str]]:
    return st.lists(KEYS, min_size=least, max_size=most, unique=True)


@composite
def texts(draw: st.DrawFn) -> Text:
    languages = draw(st.sampled_from([("it",), ("it", "en"), ("en", "it"), ("all",)]))
    return Text({language: draw(WORDS) for language in languages})


@composite
def _options(draw: st.DrawFn) -> dict[str, Option]:
    feedback = st.none() | texts()
    return {key: Option(draw(texts()), draw(feedback)) for key in draw(key_lists())}


@composite
def singles(draw: st.DrawFn) -> Single:
    options = draw(_options())
    return Single(options, draw(st.sampled_from(list(options))))


@composite
def multiples(draw: st.DrawFn) -> Multiple:
    options = draw(_options())
    answer = draw(st.lists(st.sampled_from(list(options)), min_size=1, unique=True))
    return Multiple(options, tuple(answer), draw(st.sampled_from(["balanced", "all_or_nothing"])))


def true_falses() -> SearchStrategy[TrueFalse]:
    return st.builds(
        TrueFalse, st.booleans(), if_true=st.none() | texts(), if_false=st.none() | texts()
    )


@composite
def shorts(draw: st.DrawFn) -> Short:
    # A spelling needs a letter or a digit: a reply of signs alone says nothing.
    spelling = st.builds("{}{}".format, st.sampled_from("aèΩЖ7"), WORDS)
    spellings = st.lists(spelling, min_size=1, max_size=3).map(tuple)
    accept = draw(st.dictionaries(st.sampled_from(["it", "en", "all"]), spellings, min_size=1))
    reject = draw(st.dictionaries(st.sampled_from(["it", "en", "all"]), spellings, max_size=1))
    known = draw(st.lists(spelling, max_size=2))
    return Short(accept, reject, draw(st.sampled_from(["auto", "off"])), tuple(known))


@composite
def numerics(draw: st.DrawFn) -> Numeric:
    low, high = sorted([draw(VALUES), draw(VALUES)])
    near = st.builds(Near, SIZES, st.floats(min_value=0.0, max_value=1.0))
    return Numeric(
        low,
        draw(st.sampled_from([low, high])),
        draw(st.just(0.0) | SIZES),
        draw(st.just(0.0) | st.floats(min_value=0.0, max_value=1.0)),
        tuple(draw(st.lists(near, max_size=2))),
        draw(st.none() | texts()),
    )


@composite
def orderings(draw: st.DrawFn) -> Ordering:
    items = {key: draw(texts()) for key in draw(key_lists())}
    return Ordering(items, draw(st.sampled_from(["relative_next", "all_or_nothing"])))


@composite
def matchings(draw: st.DrawFn) -> Matching:
    keys = draw(key_lists(2, 6))
    cut = draw(st.integers(2, len(keys)))
    pairs = {key: Pair(draw(texts()), draw(texts())) for key in keys[:cut]}
    return Matching(pairs, {key: draw(texts()) for key in keys[cut:]})


def bodies() -> SearchStrategy[Body]:
    return st.one_of(
        singles(), multiples(), true_falses(), shorts(), numerics(), orderings(), matchings()
    )


@composite
def questions(draw: st.DrawFn, id_: str = "q", body: SearchStrategy[Any] | None = None) -> Question:
    return Question(
        id_,
        draw(texts()),
        draw(body if body is not None else bodies()),
        points=draw(st.integers(1, 100)),
        shuffle=draw(st.booleans()),
        hint=draw(st.none() | texts()),
    )


@composite
def sets(draw: st.DrawFn, id_: str = "tides", most: int = 5) -> QuestionSet:
    size = draw(st.integers(1, most))
    return a_set(*(draw(questions(f"q{number}")) for number in range(size)), id_=id_)


@composite
def moves(draw: st.DrawFn, body: Body | None = None) -> Move:
    """A move, mostly of a sort that makes sense for the body, where one is given."""
    known = kind_of(body).choices(body) if body else ()
    keys = st.sampled_from(known) if known and draw(st.integers(0, 9)) else st.text(max_size=5)
    places = st.integers(-1, 7)
    return draw(
        st.one_of(
            st.builds(Pick, keys),
            st.builds(Switch, keys, st.booleans()),
            st.builds(Place, places, keys),
            st.builds(Back, places),
            st.just(Confirm()),
            st.builds(Type, replies(body)),
        )
    )


def replies(body: Body | None = None) -> SearchStrategy[str]:
    """Typed texts: anything at all, numbers as people write them, and right ones."""
    right = st.sampled_from(kind_of(body).right(body)) if body else st.nothing()
    numbers = st.from_regex(r"\A[-+]?\d{1,4}([.,' ]\d{1,3}){0,2}(e\d{1,4})? ?(km|%)?\Z")
    return st.text(max_size=40) | numbers | right
