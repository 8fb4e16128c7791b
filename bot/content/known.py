"""What else a typed answer could be meant as."""

from collections.abc import Iterator
from dataclasses import replace

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
    answers = [tuple(_answers(question)) for question in questions]
    return tuple(
        replace(question, body=_told(question.body, answers[:at] + answers[at + 1 :]))
        if isinstance(question.body, Short)
        else question
        for at, question in enumerate(questions)
    )


def _told(body: Short, others: list[tuple[str, ...]]) -> Short:
    own = {bare(one) for group in body.accept.values() for one in group}
    known: dict[str, str] = {}
    for one in (one for answers in others for one in answers):
        known.setdefault(bare(one), one)
    return replace(
        body, known=tuple(one for folded, one in known.items() if folded and folded not in own)
    )


def _answers(question: Question) -> Iterator[str]:
    match question.body:
        case Short(accept=accept):
            for group in accept.values():
                yield from group
        case Single(options=options) | Multiple(options=options):
            for option in options.values():
                yield from option.text.texts.values()
