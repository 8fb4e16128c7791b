"""Every mistake an editor can make in a file is told by its code, at its place, with advice.

In the second text of each case, ▸ marks the place that must be named.
"""

import pytest

from bot.content.codes import CODES
from bot.content.compose import MOST_NODES
from bot.content.decode import LARGEST
from bot.content.reader import read
from tests.content.sets import GOOD, edited, problems, reading

# code, what stands in the good set, what the editor makes of it
MISTAKES = [
    # YAML
    ("yaml-apostrophe", '"La costa"', "'L'▸ultima costa'"),
    ("yaml-apostrophe", '  title: "A page on tides"', "  title: 'L'▸alta marea'"),
    ("yaml-quote", '"A page on tides"', '"A "▸page" on tides"'),
    ("yaml-quote", '"A page on tides"\n  publisher: "An', '"A page on tides\n  publisher: "▸An'),
    ("yaml-colon", '"A page on tides"', "Tides▸: a page"),
    ("yaml-colon", '{en: "The coast", it: "La costa"}', '{en: The coast▸: sand, it: "La costa"}'),
    ("yaml-colon", "license: CC-BY-4.0", "license CC-BY-4.0"),
    ("yaml-escape", '"A page on tides"', r'"A page ▸\on tides"'),
    ("yaml-tab", "    source_ref: p4", "▸\tsource_ref: p4"),
    ("yaml-sign", '"A page on tides"', "▸@page on tides"),
    ("yaml-sign", '"A page on tides"', "▸%page on tides"),
    ("yaml-bracket", "tags: [science]", "tags: [science"),
    ("yaml-indent", "    difficulty: easy", "   ▸difficulty: easy"),
    ("alias", "license: CC-BY-4.0", "license: ▸*licence"),
    ("anchor", "license: CC-BY-4.0", "license: ▸&licence CC-BY-4.0"),
    ("anchor", "tags: [terms]", "tags: ▸&tags [terms]"),
    ("tag", "points: 2", "points: ▸!!int 2"),
    ("directive", "format: quizset/1", "▸%YAML 1.2\n---\nformat: quizset/1"),
    ("second-document", "questions:", "▸---\nquestions:"),
    ("too-deep", "points: 2", "points: [[[[[[[[[▸[[[[1]]]]]]]]]]]]]"),
    ("bad-key", "points: 2", "▸[points]: 2"),
    ("duplicate-key", "points: 2", "points: 2\n    ▸points: 3"),
    ("control-character", '"A page on tides"', '▸"A page\\0"'),
    ("control-character", '"A page on tides"', '"A page▸\x07"'),
    ("control-character", '"A page on tides"', '"A page▸\u2028"'),
    ("unquoted", 'title: "A page on tides"', "title: ▸1984"),
    ("unquoted", '"Fundy"], it', "▸1e3], it"),
    ("unquoted", "license: CC-BY-4.0", "license: ▸null"),
    # Fields and values
    ("unknown-format", "quizset/1", "▸quizset/9"),
    ("unknown-field", "    hint:", "    ▸hnit:"),
    ("unknown-field", "    scoring: all_or_nothing", "    ▸range: [1, 2]"),
    ("unknown-field", "  publisher:", "  ▸editor:"),
    ("missing-field", "- id: bay\n    type", "- ▸type"),
    ("missing-field", "tolerance: {abs: 0.5, rel: 0.01}", "tolerance: ▸{}"),
    ("wrong-type", "tags: [terms]", "tags: ▸terms"),
    ("wrong-type", 'publisher: "An almanac"', 'publisher: ▸["An almanac"]'),
    ("wrong-type", 'hint: {en: "It is the closest one.", it: "È il più vicino."}', "hint: ▸[a]"),
    ("bad-id", "id: tides-2026", "id: ▸Tides_2026"),
    ("bad-id", "      fish:", "      ▸The fish:"),
    ("duplicate-id", "- id: bay", "- id: ▸main-cause"),
    ("unknown-value", "type: numeric", "type: ▸numerc"),
    ("unknown-value", "difficulty: easy", "difficulty: ▸trivial"),
    ("empty-text", '"A page on tides"', '▸"  "'),
    ("empty-text", '{en: "Ebb", it: "Riflusso"}', "▸{}"),
    ("bad-list", "translations: [it]", "translations: ▸[it, en]"),
    ("bad-list", "[p2, p3]", "▸[p2, p2]"),
    ("bad-list", "answer: [phase, coast]", "answer: ▸[]"),
    ("bad-list", '["Ungava"]', "▸[]"),
    ("bad-list", "tags: [science]", "tags: [science, ▸science]"),
    ("not-a-boolean", "answer: true", "answer: ▸yes"),
    ("not-a-boolean", "answer: true", 'answer: ▸"true"'),
    ("not-a-boolean", "shuffle: true", "shuffle: ▸True"),
    ("not-a-number", "points: 2", "points: ▸two"),
    ("not-a-number", "points: 2", "points: ▸02"),
    ("not-a-number", "answer: 16.3", "answer: ▸16,3"),
    ("not-a-number", "answer: 16.3", 'answer: ▸"16.3"'),
    ("not-a-number", "answer: 16.3", "answer: ▸.inf"),
    ("out-of-range", "points: 2", "points: ▸101"),
    ("out-of-range", "points: 2", "points: ▸1.5"),
    ("out-of-range", "time_limit: 20", "time_limit: ▸4"),
    ("out-of-range", "answer: 16.3", "answer: ▸1e999"),
    ("out-of-range", "credit: 0.5", "credit: ▸1.5"),
    ("out-of-range", "{abs: 0.5,", "{abs: ▸-0.5,"),
    ("bad-date", '"2026-03"', '▸"2026-02-30"'),
    ("bad-date", '"2026-03"', '▸"March 2026"'),
    ("bad-url", '"https://example.org/tides"', '▸"example.org"'),
    ("bad-file-name", "difficulty: easy", 'media: {file: ▸"../map.jpg", alt: {all: "Map"}}'),
    ("bad-file-name", "difficulty: easy", 'media: {file: ▸"/etc/passwd", alt: {all: "Map"}}'),
    ("bad-file-name", "difficulty: easy", 'media: {file: ▸"C:\\\\map.jpg", alt: {all: "Map"}}'),
    ("unknown-allow", "difficulty: easy", "allow: [▸ecko]"),
    ("unknown-allow", "difficulty: easy", "allow: [▸bad-id]"),
    # Languages
    ("bad-language", "language: en", "language: ▸English"),
    ("bad-language", '{en: "Ebb", it: "Riflusso"}', '{en: "Ebb", ▸italiano: "Riflusso"}'),
    ("bad-language", '{en: "Ebb", it: "Riflusso"}', "{en: Ebb, ▸and flow, it: Riflusso}"),
    ("mixed-languages", '{en: "Ebb", it: "Riflusso"}', '{en: "Ebb", ▸all: "Ebb"}'),
    ("missing-language", '{en: "Ebb", it: "Riflusso"}', '▸{it: "Riflusso"}'),
    ("missing-translation", '{en: "Ebb", it: "Riflusso"}', '▸{en: "Ebb"}'),
    ("missing-translation", '{en: "Ebb", it: "Riflusso"}', '▸"Ebb"'),
    ("unlisted-language", 'it: "Riflusso"', 'it: "Riflusso", ▸fr: "Reflux"'),
    # Answers
    ("unknown-answer", "answer: moon", "answer: ▸mon"),
    ("unknown-answer", "[phase, coast]", "[phase, ▸beach]"),
    ("bad-source-ref", "source_ref: p4", "source_ref: ▸4"),
    ("source-ref-past-end", "source_ref: p4", "source_ref: ▸p13"),
    ("accept-and-reject", '["Ungava"]', '▸["fundy."]'),
    ("unreadable-answer", '["Ungava"]', '▸["?!"]'),
    ("answer-and-range", "answer: 16.3", "answer: 16.3\n    range: ▸[1, 2]"),
    ("range-reversed", "answer: 16.3", "range: ▸[20, 10]"),
    ("wrong-count", "answer: 16.3", "range: ▸[1, 2, 3]"),
    ("distractor-key", 'none: {en: "Ecl', 'neap: ▸{en: "Ecl'),
    ("same-options", '{en: "The coast", it: "La costa"}', '{en: ▸"the Moon\'s phase.", it: "La"}'),
    ("same-options", '{en: "Ebb", it: "Riflusso"}', '{en: ▸"HIGH  WATER", it: "Riflusso"}'),
    ("same-options", '{en: "Eclipse", it: "Eclissi"}', '{en: "Eclipse", it: ▸"Mezza luna"}'),
]


@pytest.mark.parametrize("case", MISTAKES, ids=lambda case: f"{case[0]}: {case[2][:30]}")
def test_a_mistake_is_told_by_its_code_and_at_its_place(case: tuple[str, str, str]) -> None:
    code, before, after = case
    marked = edited((before, after))
    found = [p for p in problems(marked.replace("▸", "", 1)) if p.code == code]
    assert found
    assert found[0].message
    assert found[0].hint
    if "▸" in marked:
        lines = marked[: marked.index("▸")].split("\n")
        assert (found[0].line, found[0].column) == (len(lines), len(lines[-1]) + 1)


@pytest.mark.parametrize("case", MISTAKES, ids=lambda case: f"{case[0]}: {case[2][:30]}")
def test_only_an_error_keeps_a_set_from_being_served(case: tuple[str, str, str]) -> None:
    code, before, after = case
    text = edited((before, after)).replace("▸", "", 1)
    assert (reading(text).set is None) == (CODES[code] == "error")


def test_one_thing_alone_cannot_be_put_in_order() -> None:
    high = '      high: {en: "High water", it: "Alta marea"}\n'
    ebb = '      ebb: {en: "Ebb", it: "Riflusso"}\n'
    (problem,) = problems(edited((high + ebb, "")))
    assert (problem.code, problem.line, problem.column) == ("wrong-count", 75, 7)


def test_the_good_set_has_no_problem() -> None:
    assert problems(GOOD) == ()


def test_both_lines_of_a_repeated_key_are_named() -> None:
    (problem,) = problems(edited(("license: CC-BY-4.0", "license: CC-BY-4.0\nlicense: CC0-1.0")))
    assert "line 14 and in line 15" in problem.message


def test_a_misspelled_field_is_guessed() -> None:
    told = problems(edited(("    explanation:", "    explnation:")))
    assert told[0].hint == "Did you mean `explanation`?"


def test_a_field_of_another_type_is_sent_home() -> None:
    told = problems(edited(("    scoring: all_or_nothing", "    pairs: {}")))
    assert told[0].hint == "It belongs to questions of type `matching`."


def test_all_mistakes_of_a_file_are_told_at_once() -> None:
    text = edited(
        ("id: tides-2026", "id: Tides"),
        ("license: CC-BY-4.0", "licence: CC-BY-4.0"),
        ("answer: moon", "answer: mon"),
        ("points: 2", "points: none"),
        ('    explanation: {en: "In spring.", it: "In primavera."}\n', ""),
    )
    told = [problem.code for problem in problems(text)]
    assert told == ["bad-id", "unknown-field", "unknown-answer", "not-a-number", "no-explanation"]


def test_a_broken_alias_is_told_once_and_nothing_follows_from_it() -> None:
    told = problems(edited(("answer: moon", "answer: *moon")))
    assert [problem.code for problem in told] == ["alias"]


def test_the_words_of_yaml_are_what_the_editor_typed() -> None:
    text = edited(
        ('en: "Ebb"', "en: no"),
        ('publisher: "An almanac"', "publisher: 12:30"),
        ('title: "A page on tides"', "title: 2026-03-01"),
    )
    found = reading(text).set
    assert found is not None
    assert (found.source.publisher, found.source.title) == ("12:30", "2026-03-01")
    assert problems(text) == ()


@pytest.mark.parametrize(
    "data,code",
    [
        (b"", "empty-file"),
        (b"\n# nothing yet\n", "empty-file"),
        (b"x" * (LARGEST + 1), "too-large"),
        ("così".encode("latin-1"), "not-utf8"),
        (b"title: \xed\xa0\x80", "not-utf8"),
        ("così".encode("utf-16"), "not-utf8"),
        (b"[" + b"a," * MOST_NODES + b"]", "too-many-values"),
        (b'"format":quizset/1', "yaml-syntax"),
        (b"- a", "wrong-type"),
        (b"format", "wrong-type"),
        (b"questions: []", "no-questions"),
    ],
)
def test_a_file_that_is_no_set_is_told_so(data: bytes, code: str) -> None:
    result = read(data, "a.yaml")
    assert result.set is None
    assert code in [problem.code for problem in result.problems]


def test_a_broken_byte_is_found_in_its_line() -> None:
    (problem,) = read("a: b\r\ncosa: così".encode("latin-1"), "a.yaml").problems
    assert (problem.line, problem.column) == (2, 10)


def test_a_byte_order_mark_and_windows_lines_change_nothing() -> None:
    windows = b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()
    assert read(windows, "a.yaml").set == reading(GOOD).set


def test_an_allowed_warning_is_not_told() -> None:
    unexplained = ('    explanation: {en: "In spring.", it: "In primavera."}\n', "")
    assert [problem.code for problem in problems(edited(unexplained))] == ["no-explanation"]
    allowed = ("answer: 16.3", "answer: 16.3\n    allow: [no-explanation]")
    assert problems(edited(unexplained, allowed)) == ()


def test_an_error_cannot_be_allowed() -> None:
    text = edited(("difficulty: easy", "difficulty: hrad\n    allow: [unknown-value]"))
    assert [problem.code for problem in problems(text)] == ["unknown-value", "unknown-allow"]
