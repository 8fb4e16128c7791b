"""How each type of question is written: a reader and its own fields, a line in the table."""

from collections.abc import Callable, Mapping
from math import inf
from typing import Literal

from bot.content.desk import Desk, did_you_mean, sequence
from bot.content.fields import Fields, keyed
from bot.content.nodes import Node, Table, find
from bot.content.texts import spellings, text
from bot.content.values import boolean, number, number_within, one_of, word_list, words
from bot.quiz.frozen import frozen
from bot.quiz.kinds import Body
from bot.quiz.kinds.matching import Matching, Pair
from bot.quiz.kinds.multiple import Multiple
from bot.quiz.kinds.numeric import Near, Numeric
from bot.quiz.kinds.ordering import Ordering
from bot.quiz.kinds.short import Short, plain
from bot.quiz.kinds.single import Single
from bot.quiz.kinds.true_false import TrueFalse
from bot.quiz.text import Option, Text

MOST_CHOICES = 12
_BALANCED: tuple[Literal["balanced", "all_or_nothing"], ...] = ("balanced", "all_or_nothing")
_RELATIVE: tuple[Literal["relative_next", "all_or_nothing"], ...] = (
    "relative_next",
    "all_or_nothing",
)
_FUZZY: tuple[Literal["auto", "off"], ...] = ("auto", "off")


@frozen
class Form:
    """How a type is written: `read` takes its `own` fields."""

    read: Callable[[Fields, Desk], Body]
    own: tuple[str, ...]


def _option(node: Node, desk: Desk) -> Option:
    """A text, or a table of `text` and `feedback`: told apart by the field `text`."""
    if not (isinstance(node, Table) and {"text", "feedback"} & node.keys.keys()):
        return Option(text(node, desk))
    fields = Fields(node, desk, "this option")
    fields.only(("text", "feedback"))
    return Option(fields.need("text", text), fields.get("feedback", text, None))


_options = keyed(_option, "a text", 2, MOST_CHOICES)


def _single(fields: Fields, desk: Desk) -> Single:
    options = fields.need("options", _options)
    answer = fields.need("answer", words)
    _check_key(answer, options, find(fields.node, "answer"), desk)
    return Single(options, answer)


def _multiple(fields: Fields, desk: Desk) -> Multiple:
    options = fields.need("options", _options)
    answer = fields.need("answer", word_list(words))
    node = find(fields.node, "answer")
    for position, key in enumerate(answer):
        _check_key(key, options, find(node, str(position)), desk)
    if "answer" in fields and not answer:
        desk.log.add("bad-list", node, "No option is right.", "Name the keys of the right ones.")
    scoring = fields.get("scoring", one_of(_BALANCED), _BALANCED[0])
    return Multiple(options, answer, scoring)


def _check_key(key: str, options: Mapping[str, Option], node: Node, desk: Desk) -> None:
    if key and options and key not in options:
        desk.log.add(
            "unknown-answer",
            node,
            f"`{key[:60]}` is not the key of an option.",
            did_you_mean(key, options),
        )


def _true_false(fields: Fields, desk: Desk) -> TrueFalse:
    answer = fields.need("answer", boolean)
    if_true, if_false = fields.get("feedback", _verdicts, (None, None))
    return TrueFalse(answer, if_true, if_false)


def _verdicts(node: Node, desk: Desk) -> tuple[Text | None, Text | None]:
    fields = Fields(node, desk, "the feedback to a true or false question")
    fields.only(("if_true", "if_false"))
    return fields.get("if_true", text, None), fields.get("if_false", text, None)


def _short(fields: Fields, desk: Desk) -> Short:
    accept = fields.need("accept", spellings)
    reject = fields.get("reject", spellings, {})
    fuzzy = fields.get("fuzzy", one_of(_FUZZY), _FUZZY[0])
    accepted = {plain(one) for group in accept.values() for one in group}
    for name, groups in (("accept", accept), ("reject", reject)):
        for one in (spelling for group in groups.values() for spelling in group):
            if one and not plain(one):
                _unreachable(one, find(fields.node, name), desk)
    for one in (spelling for group in reject.values() for spelling in group):
        if plain(one) in accepted and plain(one):
            desk.log.add(
                "accept-and-reject",
                find(fields.node, "reject"),
                f"`{one[:60]}` is both accepted and rejected.",
                "Delete one of the two. Capitals, outer signs and spaces do not count.",
            )
    return Short(accept, reject, fuzzy)


def _unreachable(spelling: str, node: Node, desk: Desk) -> None:
    desk.log.add(
        "unreadable-answer",
        node,
        f"`{spelling[:60]}` has no letter and no digit, so no reply can equal it.",
        "Write a word or a number, or ask with options.",
    )


def _numeric(fields: Fields, desk: Desk) -> Numeric:
    low, high = _ends(fields, desk)
    absolute, relative = fields.get("tolerance", _tolerance, (0.0, 0.0))
    partial = fields.get("partial", _partial, ())
    return Numeric(low, high, absolute, relative, partial, fields.get("unit", text, None))


def _ends(fields: Fields, desk: Desk) -> tuple[float, float]:
    if "answer" in fields and "range" in fields:
        desk.log.add(
            "answer-and-range",
            find(fields.node, "range"),
            "A number is asked for either by `answer` or by `range`.",
            "Delete one of the two.",
        )
    if "range" in fields:
        return fields.get("range", _range, (0.0, 0.0))
    value = fields.need("answer", number)
    return value, value


def _range(node: Node, desk: Desk) -> tuple[float, float]:
    found = sequence(node, desk, "a list of two numbers, such as [10, 20],")
    if found is None:
        return 0.0, 0.0
    if len(found.nodes) != 2:
        desk.log.add("wrong-count", found, "A range has two numbers.", "Write it such as [10, 20].")
        return 0.0, 0.0
    low, high = (number(one, desk) for one in found.nodes)
    if low > high:
        desk.log.add(
            "range-reversed", found, "The range ends before it begins.", "Swap the two numbers."
        )
    return low, high


def _tolerance(node: Node, desk: Desk) -> tuple[float, float]:
    fields = Fields(node, desk, "the tolerance")
    fields.only(("abs", "rel"))
    if "abs" not in fields and "rel" not in fields:
        fields.need("abs", number)
    return fields.get("abs", number_within(0, inf), 0.0), fields.get(
        "rel", number_within(0, 1), 0.0
    )


def _partial(node: Node, desk: Desk) -> tuple[Near, ...]:
    found = sequence(node, desk, "a list such as [{abs: 5, credit: 0.5}]")
    return tuple(_near(one, desk) for one in found.nodes) if found else ()


def _near(node: Node, desk: Desk) -> Near:
    fields = Fields(node, desk, "partial credit")
    fields.only(("abs", "credit"))
    return Near(
        fields.need("abs", number_within(0, inf)),
        fields.need("credit", number_within(0, 1)),
    )


def _ordering(fields: Fields, desk: Desk) -> Ordering:
    items = fields.need("items", keyed(text, "a text", 2, MOST_CHOICES))
    return Ordering(items, fields.get("scoring", one_of(_RELATIVE), _RELATIVE[0]))


def _matching(fields: Fields, desk: Desk) -> Matching:
    pairs = fields.need("pairs", keyed(_pair, "left and right", 2, MOST_CHOICES))
    distractors = fields.get("distractors", keyed(text, "a text", 1, MOST_CHOICES), {})
    node = find(fields.node, "distractors")
    for key in distractors.keys() & pairs.keys():
        desk.log.add(
            "distractor-key",
            find(node, key),
            f"The key `{key}` belongs to a pair already.",
            "Give the distractor a key of its own.",
        )
    if len(pairs) + len(distractors) > MOST_CHOICES:
        desk.log.add(
            "wrong-count",
            node,
            f"There are {len(pairs) + len(distractors)} right sides to choose from.",
            f"Keep pairs and distractors to {MOST_CHOICES} together.",
        )
    return Matching(pairs, distractors)


def _pair(node: Node, desk: Desk) -> Pair:
    fields = Fields(node, desk, "this pair")
    fields.only(("left", "right"))
    return Pair(fields.need("left", text), fields.need("right", text))


FORMS: Mapping[str, Form] = {
    "single": Form(_single, ("options", "answer")),
    "multiple": Form(_multiple, ("options", "answer", "scoring")),
    "true_false": Form(_true_false, ("answer", "feedback")),
    "short": Form(_short, ("accept", "reject", "fuzzy")),
    "numeric": Form(_numeric, ("answer", "range", "tolerance", "partial", "unit")),
    "ordering": Form(_ordering, ("items", "scoring")),
    "matching": Form(_matching, ("pairs", "distractors")),
}
