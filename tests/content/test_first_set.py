"""An editor writes a first set, and makes the usual mistakes."""

from bot.content.reader import read
from bot.quiz.kinds.single import Single

TIDES = """\
format: quizset/1
id: tides-2026
language: en
translations: [it]
title: {en: "How tides are predicted", it: "Come si prevedono le maree"}
source: {date: "2026-03", paragraphs: 12}
questions:
  - id: main-cause
    text: {it: "Quale corpo muove di più gli oceani?", en: "Which body moves the oceans most?"}
    source_ref: [p2, p3]
    explanation: {en: "Tidal force falls fast with distance.", it: "La forza cala in fretta."}
    answer: moon
    options:
      moon: {en: "The Moon", it: "La Luna"}
      sun:
        text: {en: "The Sun", it: "Il Sole"}
        feedback: {en: "It is about half as strong.", it: "È forte circa la metà."}
      jupiter: {all: "Jupiter / Giove"}
"""


def codes(text: str) -> set[str]:
    return {problem.code for problem in read(text.encode(), "a.yaml").problems}


def test_a_first_set_is_read() -> None:
    reading = read(TIDES.encode(), "a.yaml", "science")
    assert reading.problems == ()
    assert reading.set is not None
    assert (reading.set.id, reading.set.topic) == ("tides-2026", "science")
    (question,) = reading.set.questions
    assert list(question.text.texts) == ["en", "it"]
    assert question.source_ref == (2, 3)
    assert isinstance(question.body, Single)
    assert list(question.body.options) == ["moon", "sun", "jupiter"]
    assert question.body.options["jupiter"].text.in_("it") == "Jupiter / Giove"


def test_all_mistakes_are_told_at_once_and_where_they_are() -> None:
    broken = TIDES.replace("answer: moon", "answr: moon").replace("p3", "p33")
    reading = read(broken.encode(), "a.yaml")
    assert reading.set is None
    told = [(problem.line, problem.column, problem.code) for problem in reading.problems]
    assert told == [
        (8, 5, "missing-field"),
        (10, 22, "source-ref-past-end"),
        (12, 5, "unknown-field"),
    ]
    assert "Did you mean `answer`?" in reading.problems[2].hint
