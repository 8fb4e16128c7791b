"""A question while it is asked, and after the answer."""

import pytest

from bot.play import outcomes
from bot.quiz.kinds.multiple import Multiple
from bot.quiz.kinds.single import Single
from bot.quiz.moves import Confirm, Pick, Place, Switch, Type
from bot.quiz.question import Source
from bot.quiz.text import Option
from bot.screens.layout import LONGEST_LABEL, SHORT, cut
from tests.builders import (
    a_set,
    item,
    matching,
    multiple,
    numeric,
    ordering,
    short,
    single,
    text,
    true_false,
)
from tests.screens.scenes import drawn, hinted, labels, moved, put_off, read, rightly, saved

SEPTEMBER = Source("2023-09", 12)
DECLARED = "the one that was declared in writing"


def asked(here, language="en"):
    return drawn(outcomes.Asking(here), language).send[0]


def answered(here, language="en"):
    return drawn(outcomes.Marked(here, 0), language).edit


def of_a_set(*items):
    return saved(quiz=a_set(*items, source=SEPTEMBER))


def test_the_head_says_where_one_is_and_how_old_it_all_is():
    here = of_a_set(single("q1"), single("q2"))
    assert read(asked(here, "it")).startswith(
        "Domanda 1 di 2\narticolo di settembre 2023\n\nDomanda q1?"
    )
    assert read(asked(here)).startswith(
        "Question 1 of 2\narticle of September 2023\n\nQuestion q1?"
    )


def test_short_options_are_on_the_buttons_one_a_row():
    here = of_a_set(single(shuffle=False))
    screen = asked(here, "it")
    assert labels(screen) == [["Opzione a"], ["Opzione b"], ["Opzione c"], ["Salta"]]
    assert "Opzione" not in read(screen)


def test_long_options_are_lettered_in_the_text():
    options = {"a": Option(text(DECLARED)), "b": Option(text("No")), "c": Option(text("<Perhaps>"))}
    here = of_a_set(item(Single(options, "a"), shuffle=False))
    screen = asked(here)
    assert len(DECLARED) > SHORT
    assert labels(screen) == [["A", "B", "C"], ["Skip"]]
    assert read(screen).endswith(f"A. {DECLARED}\nB. No\nC. <Perhaps>")
    told = read(answered(moved(here, Pick("b"))))
    assert f"Your answer: No\nRight answer: {DECLARED}" in told


def test_an_option_of_just_the_right_length_still_fits_its_button():
    for extra, lettered in ((0, False), (1, True)):
        options = {"a": Option(text("x" * (SHORT + extra))), "b": Option(text("y"))}
        buttons = labels(asked(of_a_set(item(Single(options, "a"), shuffle=False))))
        assert (buttons[0] == ["A", "B"]) is lettered


def test_what_is_tiny_shares_a_row():
    assert labels(asked(of_a_set(true_false()), "it")) == [["Vero", "Falso"], ["Salta"]]
    years = {key: Option(text(key)) for key in ("1", "2", "3", "4", "5")}
    numbers = labels(asked(of_a_set(item(Single(years, "1"), shuffle=False))))
    assert numbers == [["1", "2", "3", "4"], ["5"], ["Skip"]]


def test_toggles_show_what_is_chosen_and_ask_for_the_opposite():
    here = of_a_set(multiple(shuffle=False))
    assert labels(asked(here)) == [
        ["☐ Option a"], ["☐ Option b"], ["☐ Option c"], ["☐ Option d"], ["Confirm"], ["Skip"],
    ]  # fmt: skip
    here = moved(here, Switch("b", True))
    screen = drawn(outcomes.Changed(here), "en").edit
    assert [row[0] for row in labels(screen)[:3]] == ["☐ Option a", "☑ Option b", "☐ Option c"]
    assert [row[0].action.on for row in screen.rows[:4]] == [True, False, True, True]
    long = Multiple({"a": Option(text(DECLARED)), "b": Option(text("No"))}, ("a",))
    lettered = moved(of_a_set(item(long, shuffle=False)), Switch("a", True))
    assert labels(asked(lettered))[0] == ["☑ A", "☐ B"]


def test_a_hint_is_offered_once_and_then_stands_there():
    here = of_a_set(single(hint=text("Pensaci.", "Think <twice>.")))
    assert labels(asked(here, "it"))[-1] == ["💡 Suggerimento", "Salta"]
    assert "Think" not in read(asked(here))
    here = hinted(here)
    assert read(asked(here)).endswith("💡 Hint: Think <twice>.")
    assert labels(asked(here))[-1] == ["Skip"]
    assert "with a hint" in read(answered(moved(here, Pick("a"))))


def test_things_are_put_in_order_one_by_one():
    here = of_a_set(ordering(keys="abc"))
    assert labels(asked(here))[-1] == ["Skip"]
    here = moved(here, Place(0, "b"))
    screen = asked(here)
    assert read(screen).endswith("Tap them in the right order.\n\n1. Thing b")
    assert {button for row in labels(screen) for button in row} == {
        "Thing a", "Thing c", "↩ Undo the last", "Skip",
    }  # fmt: skip
    here = moved(here, Place(1, "a"), Place(2, "c"))
    assert labels(asked(here)) == [["↩ Undo the last", "Confirm"], ["Skip"]]
    told = read(answered(moved(here, Confirm())))
    assert "❌ Not the right answer" in told
    assert "Your answer: \n1. Thing b\n2. Thing a\n3. Thing c\n\nRight answer: \n1. Thing a" in told


def test_things_are_matched_one_by_one():
    here = of_a_set(matching(keys="ab", distractors="x"))
    assert read(asked(here)).endswith("What goes with this? (1 of 2)\nSinistra a")
    here = moved(here, Place(0, "x"))
    assert read(asked(here)).endswith(
        "Sinistra a → Destra x\n\nWhat goes with this? (2 of 2)\nSinistra b"
    )
    assert not any("Destra x" in row for row in labels(asked(here)))
    here = moved(here, Place(1, "b"))
    assert read(asked(here)).endswith(
        "All matched. Confirm, or undo the last.\n\nSinistra a → Destra x\nSinistra b → Destra b"
    )
    told = read(answered(moved(here, Confirm()), "it"))
    assert "🔶 Giusto in parte\n1 abbinamento giusto su 2: 0,5" in told


def test_partial_credit_is_worked_out_in_each_language():
    here = moved(of_a_set(multiple(keys="abc", answer="ab")), Switch("a", True), Confirm())
    assert "🔶 Partly right\n1 right, 0 wrong: 0.5" in read(answered(here))
    assert "🔶 Giusto in parte\n1 giusta, 0 sbagliate: 0,5" in read(answered(here, "it"))
    near = moved(of_a_set(numeric(answer=100, partial={10.0: 1 / 3})), Type("95"))
    assert "close to the right value: 0.33" in read(answered(near))
    assert "vicino al valore giusto: 0,33" in read(answered(near, "it"))
    order = of_a_set(ordering(keys="abcd"))
    order = moved(order, *(Place(n, key) for n, key in enumerate("bacd")), Confirm())
    assert "1 of 3 consecutive pairs right: 0.33" in read(answered(order))


def test_typed_answers_are_asked_for_and_repeated():
    metres = text("metri", "metres")
    here = of_a_set(numeric(answer=3.5, unit=metres))
    assert read(asked(here, "it")).endswith("✏️ Scrivi un numero (metri).")
    assert labels(asked(here)) == [["Skip"]]
    told = read(answered(moved(here, Type("4 <m>")), "it"))
    assert "La tua risposta: 4 <m>\nRisposta giusta: 3,5 metri" in told
    between = moved(of_a_set(numeric(answer=1.5, to=2000.0)), Type("3000"))
    assert "Right answer: 1.5 to 2000" in read(answered(between))
    year = moved(of_a_set(numeric(answer=1953.0)), Type("1950"))
    assert "Risposta giusta: 1953" in read(answered(year, "it"))


def test_the_right_spelling_is_told_where_it_is_not_what_was_typed():
    city = of_a_set(short("q", "Vladivostok"))
    same = read(answered(moved(city, Type("Vladivostok"))))
    assert "Your answer: Vladivostok" in same
    assert "Right answer" not in same
    slip = read(answered(moved(city, Type("vladivostock"))))
    assert "✅ Right!" in slip
    assert "Your answer: vladivostock\nRight answer: Vladivostok" in slip


def test_feedback_tells_why_and_where_it_is_written():
    options = {
        "a": Option(text("Sì", "Yes")),
        "b": Option(text("No"), text("Perché no?", "Why & how not?")),
    }
    asking = item(
        Single(options, "a"), explanation=text("Perché sì.", "Because <so>."), source_ref=(2, 3, 7)
    )
    here = moved(of_a_set(asking), Pick("b"))
    assert read(answered(here)).split("\n\n")[1:] == [
        "Question q?",
        "❌ Not the right answer",
        "Your answer: No\nRight answer: Yes",
        "Why & how not?",
        "Because <so>.",
        "Source: article of September 2023, § 2, 3, and 7",
    ]
    assert read(answered(here, "it")).endswith("articolo di settembre 2023, § 2, 3 e 7")
    assert labels(answered(here)) == [["See your result ›"], ["Something wrong?"]]
    more = moved(of_a_set(asking, single("r")), Pick("a"))
    assert labels(answered(more, "it")) == [["Avanti ›"], ["Qualcosa non va?"]]


def test_what_was_skipped_for_good_shows_the_right_answer():
    here = put_off(of_a_set(single()))
    assert read(asked(here)).startswith("Question 1 of 1, once more")
    told = read(answered(put_off(here)))
    assert "➖ Skipped\n\nRight answer: Option a" in told
    assert "Your answer" not in told


@pytest.mark.parametrize("language", ["it", "en"])
def test_right_answers_need_no_second_line(language):
    for one in (single(), multiple(), true_false(), ordering(), matching()):
        here = moved(of_a_set(one), *rightly(one))
        told = read(answered(here, language))
        assert {"it": "La tua risposta", "en": "Your answer"}[language] in told
        assert {"it": "Risposta giusta", "en": "Right answer"}[language] not in told


def test_long_labels_end_with_a_whole_word():
    assert cut("short enough") == "short enough"
    assert cut("x" * LONGEST_LABEL) == "x" * LONGEST_LABEL
    assert cut("one two, three four", 12) == "one two…"
    assert cut("x" * 100, 10) == "x" * 9 + "…"
    assert cut("a " + "x" * 100, 10) == "a xxxxxxx…"
    assert all(len(cut("word and word " * 9, length)) <= length for length in range(2, 80))
