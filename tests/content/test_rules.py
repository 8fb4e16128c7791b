"""The rules of good items: what each says, and what it leaves alone."""

import pytest

from tests.content.sets import GOOD, codes, edited, problems

HEAD = """\
format: quizset/1
id: rules
language: {language}
title: "Rules"
source: {{date: "2026", paragraphs: 9}}
questions:
"""


def single(stem: str, *options: str, key: int = 1, extra: str = "", language: str = "en") -> str:
    """A set of one question whose right option is the `key`-th."""
    return HEAD.format(language=language) + item("q", stem, *options, key=key, extra=extra)


def item(id_: str, stem: str, *options: str, key: int = 1, extra: str = "") -> str:
    lines = [
        f"  - id: {id_}",
        f'    text: "{stem}"',
        "    source_ref: p1",
        '    explanation: "So it is."',
        f"    answer: o{key}",
        *([f"    {extra}"] if extra else []),
        "    options:",
        *(f'      o{number}: "{text}"' for number, text in enumerate(options, 1)),
    ]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    "language,stem,warned",
    [
        ("en", "Which of these is not a bay?", True),
        ("en", "Which of these isn't a bay?", True),
        ("en", "All are bays except one. Which?", True),
        ("en", "Which of these is NOT a bay?", False),
        ("en", "Who said “we do not comment”?", False),
        ("en", "Which knot holds best?", False),
        ("en", "What did it change, not only for ships?", False),
        ("it", "Quale di queste non è una baia?", True),
        ("it", "Sono tutte baie tranne una. Quale?", True),
        ("it", "Quale di queste NON è una baia?", False),
        ("it", "Chi disse «non commentiamo»?", False),
        ("it", "Che cos'è il trattato di non-proliferazione?", False),
        ("de", "Welche ist not eine Bucht?", False),
    ],
)
def test_a_negation_wants_emphasis(language: str, stem: str, warned: bool) -> None:
    found = codes(single(stem, "Fundy", "Ungava", language=language))
    assert found == (["negation"] if warned else [])


@pytest.mark.parametrize(
    "language,option,warned",
    [
        ("en", "All of the above", True),
        ("en", "None of these answers", False),
        ("en", "None of the other options", True),
        ("en", "All bays", False),
        ("it", "Tutte le precedenti", True),
        ("it", "Nessuna delle risposte precedenti", True),
        ("it", "Tutte le baie", False),
    ],
)
def test_all_or_none_of_the_others_is_no_option(language: str, option: str, warned: bool) -> None:
    found = codes(single("Which?", "Fundy", "Ungava", option, language=language))
    assert ("all-or-none" in found) == warned


def test_always_only_where_it_is_wrong_gives_it_away() -> None:
    assert codes(single("When?", "At noon", "It never comes")) == ["absolute"]
    assert codes(single("When?", "Never", "Always")) == []
    assert codes(single("Quando?", "A volte", "Sempre", language="it")) == ["absolute"]


def test_a_word_of_the_stem_only_in_the_key_gives_it_away() -> None:
    assert codes(single("What moves the ocean?", "Ocean winds", "Fishes")) == ["echo"]
    assert codes(single("What moves the ocean?", "Ocean winds", "Ocean life")) == []
    assert codes(single("According to whom?", "The mayor, according to her", "Ann")) == ["long-key"]
    assert codes(single("Quale marea?", "La marea viva", "La morta", language="it")) == ["echo"]


def test_a_key_much_longer_than_the_rest_is_guessed() -> None:
    assert codes(single("Why?", "Because the Moon pulls", "The wind", "Ships")) == ["long-key"]
    assert codes(single("Why?", "Because the Moon pulls", "Because of the wind")) == []
    assert codes(single("Who?", "Vladivostok", "Oslo", "Rome")) == [], "names are as they are"


def test_a_key_that_is_the_longest_too_often_is_guessed() -> None:
    long = ("Just a bit longer", "A bit shorter", "Shorter one")
    items = [item(f"q{n}", f"Which is {n}?", *long, key=1 if n < 3 else 2) for n in range(4)]
    told = problems(HEAD.format(language="en") + "".join(items))
    assert [problem.code for problem in told] == ["longest-key"]
    assert "3 of 4" in told[0].message
    items[0] = item("q0", "Which is it?", *long, extra="allow: [longest-key]")
    assert codes(HEAD.format(language="en") + "".join(items)) == []


@pytest.mark.parametrize(
    "options,shuffle,warned",
    [
        (("10", "20", "30"), "false", False),
        (("30", "20", "10"), "false", False),
        (("20", "10", "30"), "false", True),
        (("10", "20", "30"), "true", True),
        (("About 1,500 km", "About 900 km"), "false", False),
        (("1.180 km", "900 km", "1.500 km"), "false", True),
        (("3 ships", "1 plane"), "false", False),
        (("Oslo", "Rome 2"), "true", False),
        (("1950-1953", "1939-1945"), "true", False),
    ],
)
def test_numbers_stand_in_order(options: tuple[str, ...], shuffle: str, warned: bool) -> None:
    found = codes(single("How many?", *options, extra=f"shuffle: {shuffle}"))
    assert found == (["numeric-order"] if warned else [])


def test_a_key_that_stands_in_one_place_too_often_is_guessed() -> None:
    def ten(keys: list[int], shuffle: str = "false") -> list[str]:
        items = (
            item(f"q{n}", f"Which is {n}?", "Red", "Blue", "Pink", "Grey", key=key,
                 extra=f"shuffle: {shuffle}")
            for n, key in enumerate(keys)
        )  # fmt: skip
        return codes(HEAD.format(language="en") + "".join(items))

    # 1/4 + 2√((1/4)(3/4)/10) is 0.52: five of ten are fine, six are not.
    assert ten([2] * 5 + [1, 3, 4, 1, 3]) == []
    assert ten([2] * 6 + [1, 3, 4, 1]) == ["key-position"]
    assert ten([2] * 9) == [], "fewer than ten say nothing"
    assert ten([2] * 10, "true") == []


def typed(stem: str, accept: str, reject: str = "") -> list[str]:
    text = HEAD.format(language="en") + (
        f'  - id: q\n    type: short\n    text: "{stem}"\n    source_ref: p1\n'
        f'    explanation: "So."\n    accept: {accept}\n'
    )
    return codes(text + (f"    reject: {reject}\n" if reject else ""))


def test_names_of_people_want_spellings_and_rejects() -> None:
    assert typed("Who found it?", '["Ada Byron"]') == ["name-spellings", "name-rejects"]
    assert typed("Who found it?", '["Ada Byron", "Byron"]') == ["name-rejects"]
    assert typed("Who found it?", '["Ada Byron", "Byron"]', '["Anne Byron"]') == []
    assert typed("Which minister was it?", '["Byron"]') == ["name-spellings", "name-rejects"]
    assert typed("Which sea is it?", '["Black Sea"]') == []
    assert typed("Who pays?", '["the ships"]') == []
    assert typed("What is the head of the fleet called?", '["admiral"]') == []


def test_what_a_question_should_have() -> None:
    bare = edited(('    explanation: {en: "In spring.", it: "In primavera."}\n', ""))
    assert codes(bare) == ["no-explanation"]
    assert codes(edited(("    source_ref: p7\n", ""))) == ["no-source-ref"]
    assert codes(edited(("difficulty: easy", "media: {file: map.png}"))) == ["no-alt"]
    assert codes(edited(("{abs: 2, credit", "{abs: 0.5, credit"))) == ["useless-partial"]


def test_options_that_differ_in_a_sign_that_counts_are_not_the_same() -> None:
    assert codes(single("How much?", "+5 %", "-5 %", extra="shuffle: false")) == []
    assert codes(single("Which language?", "C", "C++", "C#")) == []
    assert codes(single("Which?", "Fundy", " fundy. ")) == ["same-options"]


def test_a_retired_question_is_not_looked_at() -> None:
    assert codes(single("Which is not?", "A", "B", extra="retired: true")) == ["all-retired"]


def test_every_language_is_looked_at_and_each_place_once() -> None:
    text = edited(
        ("Which body moves the oceans most?", "Which body does not move?"),
        ("Quale corpo muove di più gli oceani?", "Quale corpo non si muove?"),
    )
    told = [problem for problem in problems(text) if problem.code == "negation"]
    assert len(told) == 2
    assert told[0].column < told[1].column


@pytest.mark.parametrize(
    "change,code",
    [
        (("Which body moves the oceans most?", "W" * 301), "poll-stem"),
        (('"The Sun"', '"' + "s" * 101 + '"'), "poll-option"),
        (("Some have only one.", "s" * 201), "poll-explanation"),
        (("Some have only one.", "a\\nb\\nc\\nd"), "poll-explanation"),
        (("It is the closest one.", "h" * 3600), "long-question"),
        (("It is a funnel.", "f" * 3600), "long-feedback"),
        (("The sea and the sky.", "s" * 3600), "long-description"),
        (
            ("difficulty: easy", 'media: {file: a.png, alt: {all: "' + "a" * 1020 + '"}}'),
            "long-caption",
        ),
    ],
)
def test_what_telegram_cannot_show_is_told(change: tuple[str, str], code: str) -> None:
    assert codes(edited(change)) == [code]


def test_what_fits_exactly_is_fine() -> None:
    text = edited(
        ("Which body moves the oceans most?", "W" * 300),
        ("Some have only one.", "a\\nb\\nc" + "d" * 195),
        ('en: "The Sun"', 'en: "' + "s" * 100 + '"'),
    )
    assert codes(text) == []


def test_a_sound_question_is_looked_at_beside_a_broken_one() -> None:
    text = edited(("answer: moon", "answer: mon"), ("    source_ref: p7\n", ""))
    assert codes(text) == ["unknown-answer", "no-source-ref"]


def test_the_good_set_is_good() -> None:
    assert codes(GOOD) == []
