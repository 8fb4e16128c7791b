"""What an editor writes is what the game gets, for every type of question."""

from bot.content.reader import read
from bot.quiz.kinds.matching import Matching, Pair
from bot.quiz.kinds.multiple import Multiple
from bot.quiz.kinds.numeric import Near, Numeric
from bot.quiz.kinds.ordering import Ordering
from bot.quiz.kinds.short import Short
from bot.quiz.kinds.single import Single
from bot.quiz.kinds.true_false import TrueFalse
from bot.quiz.question import Media, Question, Source
from bot.quiz.text import Option, Text
from tests.content.sets import GOOD, edited, reading


def question(id_: str, text: str = GOOD) -> Question:
    found = reading(text).set
    assert found is not None, reading(text).problems
    return next(one for one in found.questions if one.id == id_)


def both(en: str, it: str) -> Text:
    return Text({"en": en, "it": it})


def test_the_head_of_a_set() -> None:
    found = read(GOOD.encode(), "a.yaml", "science/sea").set
    assert found is not None
    assert (found.id, found.language, found.translations) == ("tides-2026", "en", ("it",))
    assert found.title == both("How tides are predicted", "Come si prevedono le maree")
    assert found.description == both("The sea and the sky.", "Il mare e il cielo.")
    assert found.source == Source(
        "2026-03", 12, "A page on tides", "An almanac", "https://example.org/tides", "en"
    )
    assert (found.license, found.tags, found.topic) == ("CC-BY-4.0", ("science",), "science/sea")


def test_what_every_question_may_have() -> None:
    one = question("main-cause")
    assert (one.difficulty, one.points, one.time_limit, one.shuffle) == ("easy", 1, 45, True)
    assert one.source_ref == (2, 3)
    assert one.hint == both("It is the closest one.", "È il più vicino.")
    assert question("bay").difficulty == "medium"
    assert question("which-matter").points == 2
    assert question("twice-a-day").time_limit == 20
    assert question("what-is-what").tags == ("terms",)


def test_what_defaults_say_holds_where_a_question_is_silent() -> None:
    text = edited(
        (
            "{type: single, difficulty: medium, points: 1, time_limit: 45, shuffle: true}",
            "{type: short, difficulty: hard, points: 3, time_limit: 90, shuffle: false}",
        ),
        ("- id: main-cause", "- id: main-cause\n    type: single"),
        ("- id: bay\n    type: short", "- id: bay"),
    )
    one = question("bay", text)
    assert (one.difficulty, one.points, one.time_limit, one.shuffle) == ("hard", 3, 90, False)
    assert isinstance(one.body, Short)
    assert question("main-cause", text).difficulty == "easy"


def test_without_defaults_the_usual_holds() -> None:
    line = next(line for line in GOOD.split("\n") if line.startswith("defaults"))
    assert question("main-cause", edited((line + "\n", ""))) == question("main-cause")


def test_retired_cosmetic_and_a_picture() -> None:
    extra = (
        "retired: true\n    edit: cosmetic\n    shuffle: false\n"
        '    media: {type: photo, file: maps/bay.png, alt: {all: "Map"}, credit: "Own", '
        'license: "CC0-1.0"}\n    difficulty: hard'
    )
    one = question("main-cause", edited(("difficulty: easy", extra)))
    assert (one.retired, one.cosmetic, one.shuffle) == (True, True, False)
    assert one.media == Media("maps/bay.png", "photo", Text({"all": "Map"}), "Own", "CC0-1.0")


def test_single() -> None:
    sun = Option(
        both("The Sun", "Il Sole"), both("It is about half as strong.", "È forte circa la metà.")
    )
    assert question("main-cause").body == Single(
        {
            "moon": Option(both("The Moon", "La Luna")),
            "sun": sun,
            "jupiter": Option(Text({"all": "Jupiter / Giove"})),
        },
        "moon",
    )


def test_multiple() -> None:
    body = question("which-matter").body
    assert isinstance(body, Multiple)
    assert (body.answer, body.scoring) == (("phase", "coast"), "all_or_nothing")
    usual = question("which-matter", edited(("    scoring: all_or_nothing\n", ""))).body
    assert isinstance(usual, Multiple)
    assert usual.scoring == "balanced"


def test_true_false() -> None:
    told = both("Look at the table.", "Guarda la tavola.")
    assert question("twice-a-day").body == TrueFalse(True, if_false=told)


def test_short_knows_the_other_answers_of_the_set() -> None:
    body = question("bay").body
    assert isinstance(body, Short)
    assert body.accept == {"en": ("Bay of Fundy", "Fundy"), "it": ("Baia di Fundy", "Fundy")}
    assert body.reject == {"all": ("Ungava",)}
    assert body.known[:4] == ("The Moon", "La Luna", "The Sun", "Il Sole")
    assert "La costa" in body.known
    assert not {"Fundy", "Bay of Fundy"} & set(body.known)


def test_an_answer_that_is_an_option_elsewhere_is_no_stranger_to_itself() -> None:
    body = question("bay", edited(('"The Moon"', '"FUNDY!"'))).body
    assert isinstance(body, Short)
    assert "FUNDY!" not in body.known


def test_numeric() -> None:
    body = Numeric(16.3, 16.3, 0.5, 0.01, (Near(2.0, 0.5),), both("metres", "metri"))
    assert question("height").body == body
    ranged = question("height", edited(("answer: 16.3", "range: [-1e3, +2.5]"))).body
    assert isinstance(ranged, Numeric)
    assert (ranged.low, ranged.high) == (-1000.0, 2.5)


def test_ordering_keeps_the_order_of_the_file() -> None:
    body = question("in-a-day").body
    assert isinstance(body, Ordering)
    assert list(body.items) == ["high", "ebb", "low"]


def test_matching() -> None:
    body = question("what-is-what").body
    assert isinstance(body, Matching)
    assert body.pairs["spring"] == Pair(both("Spring", "Sizigie"), both("New moon", "Luna nuova"))
    assert body.distractors == {"none": both("Eclipse", "Eclissi")}


def test_the_written_language_comes_first_and_stands_in_for_others() -> None:
    text = edited(('{en: "Ebb", it: "Riflusso"}', '{it: "Riflusso", en: "Ebb"}'))
    body = question("in-a-day", text).body
    assert isinstance(body, Ordering)
    assert list(body.items["ebb"].texts) == ["en", "it"]
    assert body.items["ebb"].in_("fr") == "Ebb"
