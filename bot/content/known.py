"""What else a typed answer could be meant as."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain

from bot.quiz.kinds.multiple import Multiple
from bot.quiz.kinds.short import Short, bare
from bot.quiz.kinds.single import Single
from bot.quiz.question import Question


def with_known_answers(questions: tuple[Question, ...]) -> tuple[Question, ...]:
    """Each `short` item told the answers and options of the set's other items.

    A reply as near to one of those as to the item's own answer is another name, not a slip.
    """
    if not any(isinstance(question.body, Short) for question in questions):
        return questions
    known: dict[str, str] = {}  # of spellings that fold to the same the first stands for all
    for one in chain.from_iterable(map(_answers, questions)):
        known.setdefault(bare(one), one)
    known.pop("", None)
    return tuple(
        replace(question, body=_told(question.body, known))
        if isinstance(question.body, Short)
        else question
        for question in questions
    )


def _told(body: Short, known: Mapping[str, str]) -> Short:
    own = {bare(one) for group in body.accept.values() for one in group}
    return replace(body, known=tuple(one for folded, one in known.items() if folded not in own))


def _answers(question: Question) -> Iterator[str]:
    match question.body:
        case Short(accept=accept):
            for group in accept.values():
                yield from group
        case Single(options=options) | Multiple(options=options):
            for option in options.values():
                yield from option.text.texts.values()
