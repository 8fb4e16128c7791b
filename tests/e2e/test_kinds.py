"""Every kind of question in the chat: right, wrong, partly right, and what does not count."""

import pytest

LABELS = {
    "en": {"start": "Start", "confirm": "Confirm", "next": "Next", "result": "See your result"},
    "it": {"start": "Inizia", "confirm": "Conferma", "next": "Avanti", "result": "Vedi il"},
}
# What is tapped in turn, or what is typed, question by question.
RIGHT = {
    "single": {"en": [["Triangle"], ["Disc"]], "it": [["Triangolo"], ["Disco"]]},
    "multiple": {
        "en": [["Cello", "Harp", "Viola", "Confirm"], ["Oboe", "Tuba", "Confirm"]],
        "it": [["Violoncello", "Arpa", "Viola", "Conferma"], ["Òboe", "Tuba", "Conferma"]],
    },
    "true-false": {"en": [["True"], ["False"]], "it": [["Vero"], ["Falso"]]},
    "short": {"en": ["green", "orange"], "it": ["Verde.", "ARANCIO"]},
    "numeric": {"en": ["2.5", "30"], "it": ["2,5 metri", "31"]},
    "ordering": {
        "en": [["Dawn", "Noon", "Dusk", "Midnight", "Confirm"], ["Drop", "Pond", "Sea", "Confirm"]],
        "it": [
            ["Alba", "Mezzogiorno", "Tramonto", "Mezzanotte", "Conferma"],
            ["Goccia", "Stagno", "Mare", "Conferma"],
        ],
    },
    "matching": {
        "en": [["Oven", "Anvil", "Needle", "Confirm"], ["Hive", "Den", "Confirm"]],
        "it": [["Forno", "Incudine", "Ago", "Conferma"], ["Alveare", "Tana", "Conferma"]],
    },
}


async def answers(person, how):
    """Answer the question at hand: type a text, or tap what is listed."""
    if isinstance(how, str):
        await person.sends(how)
    else:
        await person.taps(*how)


async def starts(person, set_id, language="en"):
    await person.sends(f"/start set-{set_id}")
    await person.taps(LABELS[language]["start"])


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize("kind", RIGHT)
async def test_a_whole_set_answered_rightly_scores_full_marks(a_bot, town, kind, language):
    await a_bot(f"kinds/{kind}")
    someone = town.joins("Dana", language)
    labels = LABELS[language]
    await starts(someone, kind, language)
    first, second = RIGHT[kind][language]

    await answers(someone, first)
    someone.sees("✅", "§ 1")
    await someone.taps(labels["next"])
    await answers(someone, second)
    someone.sees("✅", "§ 2")
    await someone.taps(labels["result"])

    points = "3" if kind == "single" else "2"
    full = {"en": f"{points} of {points} points (100%)", "it": f"{points} punti su {points} (100%)"}
    someone.sees(full[language], "✅ 1.", "✅ 2.")
    someone.sees_not("❌", "🔶")


async def test_points_weigh_the_questions(a_bot, ben):
    await a_bot("kinds/single")
    await starts(ben, "single")
    await ben.taps("Square", "Next", "Disc", "See your result")
    ben.sees("2 of 3 points (67%)", "❌ 1.", "✅ 2.")


async def test_several_right_answers_are_weighed_against_wrong_ones(a_bot, anna, ben):
    await a_bot("kinds/multiple")
    await starts(ben, "multiple")
    await ben.taps("Cello", "Harp", "Flute", "Confirm")
    ben.sees("🔶 Partly right", "2 right, 1 wrong: 0.33")
    ben.sees("Your answer: Cello; Flute; Harp", "Right answer: Cello; Harp; Viola")
    await ben.taps("Next", "Oboe", "Confirm")
    ben.sees("❌ Not the right answer")
    await ben.taps("See your result")
    ben.sees("0.33 of 2 points (17%)")

    await starts(anna, "multiple", "it")
    await anna.taps("Violoncello", "Flauto", "Conferma")
    anna.sees("❌ Non è la risposta giusta")  # 1/3 - 1/3
    await anna.taps("Avanti", "Pianoforte", "Conferma", "Vedi il")
    anna.sees("0 punti su 2 (0%)")  # and never below


async def test_partial_credit_is_worked_out_in_italian(a_bot, anna):
    await a_bot("kinds/multiple")
    await starts(anna, "multiple", "it")
    await anna.taps("Violoncello", "Arpa", "Corno", "Conferma")
    anna.sees("🔶 Giusto in parte", "2 giuste, 1 sbagliata: 0,33")
    await anna.taps("Avanti", "Òboe", "Tuba", "Conferma", "Vedi il")
    anna.sees("1,33 punti su 2 (67%)")


async def test_true_and_false_have_words_of_their_own(a_bot, ben):
    await a_bot("kinds/true-false")
    await starts(ben, "true-false")
    await ben.taps("False")
    ben.sees("❌ Not the right answer", "Look at one through a lens.")
    await ben.taps("Next", "True", "See your result")
    ben.sees("0 of 2 points (0%)")


async def test_typed_words_forgive_a_slip_but_not_another_word(a_bot, ben):
    await a_bot("kinds/short")
    await starts(ben, "short")
    await ben.sends("GREEEN")
    ben.sees("✅ Right!", "Your answer: GREEEN", "Right answer: green")
    await ben.taps("Next")
    await ben.sends("purple")
    ben.sees("❌ Not the right answer", "Right answer: orange")
    await ben.taps("See your result")
    ben.sees("1 of 2 points (50%)")


async def test_a_word_of_the_other_language_counts_too(a_bot, ben):
    await a_bot("kinds/short")
    await starts(ben, "short")
    await ben.sends("verde")
    ben.sees("✅ Right!")


async def test_a_reply_without_letters_does_not_count(a_bot, ben):
    await a_bot("kinds/short")
    await starts(ben, "short")
    await ben.sends("?!")
    ben.sees("did not count")
    await ben.sends("green")
    ben.sees("✅ Right!")


async def test_a_reply_without_a_number_does_not_count(a_bot, anna):
    await a_bot("kinds/numeric")
    await starts(anna, "numeric", "it")
    anna.sees("Scrivi un numero (metri)")
    for unreadable in ("due e mezzo", "2 o 3", "12/2", "…"):
        await anna.sends(unreadable)
        anna.sees("non è stato contato")
    await anna.sends("circa 2,5")
    anna.sees("✅ Giusto!", "Risposta giusta: 2,5 metri")


@pytest.mark.parametrize("typed", ["2.5", "2,5", "2,50", "+2.5", "2,505", "2.5 m"])
async def test_both_decimal_marks_are_read(a_bot, ben, typed):
    await a_bot("kinds/numeric")
    await starts(ben, "numeric")
    await ben.sends(typed)
    ben.sees("✅ Right!", "Right answer: 2.5 metres")


async def test_numbers_close_to_the_right_one_earn_a_part(a_bot, anna, ben):
    await a_bot("kinds/numeric")
    await starts(ben, "numeric")
    await ben.sends("3")
    ben.sees("🔶 Partly right", "0.5", "Right answer: 2.5 metres")
    await ben.taps("Next")
    await ben.sends("32")
    ben.sees("❌ Not the right answer", "28 to 31")
    await ben.taps("See your result")
    ben.sees("0.5 of 2 points (25%)")

    await starts(anna, "numeric", "it")
    await anna.sends("2")
    anna.sees("🔶 Giusto in parte", "0,5")


async def test_an_order_counts_its_neighbours(a_bot, anna, ben):
    await a_bot("kinds/ordering")
    await starts(ben, "ordering")
    await ben.taps("Dawn", "Noon", "Midnight", "Dusk", "Confirm")
    ben.sees("🔶 Partly right", "1 of 3", "right: 0.33")
    ben.sees("1. Dawn\n2. Noon\n3. Midnight\n4. Dusk", "3. Dusk\n4. Midnight")
    await ben.taps("Next", "Sea", "Drop", "Pond", "Confirm")
    ben.sees("❌ Not the right answer")
    await ben.taps("See your result")
    ben.sees("0.33 of 2 points (17%)")

    await starts(anna, "ordering", "it")
    await anna.taps("Tramonto", "Mezzanotte", "Alba", "Mezzogiorno", "Conferma")
    anna.sees("🔶 Giusto in parte", "giuste su 3: 0,67")


async def test_pairs_count_one_by_one(a_bot, anna, ben):
    await a_bot("kinds/matching")
    await starts(ben, "matching")
    ben.sees("(1 of 3)", "The baker")
    await ben.taps("Oven")
    ben.sees("(2 of 3)", "The smith", "The baker → Oven")
    await ben.taps("Needle", "Net", "Confirm")
    ben.sees("🔶 Partly right", "1 of 3 pairs right: 0.33", "The smith → Needle")
    ben.sees("The tailor → Needle")
    await ben.taps("Next", "Den", "Hive", "Confirm")
    ben.sees("❌ Not the right answer")

    await starts(anna, "matching", "it")
    await anna.taps("Forno", "Incudine", "Rete", "Conferma")
    anna.sees("🔶 Giusto in parte", "2 abbinamenti giusti su 3: 0,67")


async def test_quick_taps_on_different_buttons_all_count(a_bot, ben):
    await a_bot("kinds/multiple", "kinds/ordering")
    await starts(ben, "multiple")
    await ben.taps_quickly("Cello", "Viola", "Harp")
    ben.sees("☑ Cello", "☑ Viola", "☑ Harp", "☐ Flute")
    await ben.taps("Confirm")
    ben.sees("✅ Right!")

    await starts(ben, "ordering")
    await ben.taps_quickly("Dawn", "Noon", "Dusk", "Midnight")
    ben.sees("1. Dawn\n2. Noon\n3. Dusk\n4. Midnight")
    await ben.taps("Confirm")
    ben.sees("✅ Right!")


async def test_a_button_names_the_state_it_wants_so_repeats_are_harmless(a_bot, ben):
    await a_bot("kinds/multiple")
    await starts(ben, "multiple")
    message, cello_on = ben.button("Cello")
    for _ in range(3):
        await ben.taps_again(message, cello_on["callback_data"])
    assert "☑ Cello" in ben.keyboard
    _, cello_off = ben.button("Cello")
    for _ in range(2):
        await ben.taps_again(message, cello_off["callback_data"])
    assert "☐ Cello" in ben.keyboard
    await ben.taps("Confirm")
    ben.hears("Choose at least one answer first.")
    ben.sees_nothing_new()


async def test_what_was_placed_can_be_taken_back(a_bot, ben):
    await a_bot("kinds/ordering")
    await starts(ben, "ordering")
    assert "Confirm" not in ben.keyboard
    await ben.taps("Noon", "Dawn")
    ben.sees("1. Noon\n2. Dawn")
    undo = ben.button("Undo")
    await ben.taps("Undo")
    await ben.taps_again(undo[0], undo[1]["callback_data"])  # "back to one placed", once more
    ben.sees_nothing_new()
    assert "Dawn" in ben.keyboard
    assert "Noon" not in ben.keyboard
    await ben.taps("Undo", "Dawn", "Noon", "Dusk")
    assert "Confirm" not in ben.keyboard
    await ben.taps("Midnight")
    assert "Confirm" in ben.keyboard
    await ben.taps("Confirm")
    ben.sees("✅ Right!")


async def test_a_quick_second_match_never_lands_on_the_next_left_side(a_bot, ben):
    await a_bot("kinds/matching")
    await starts(ben, "matching")
    await ben.taps_quickly("Oven", "Anvil")
    ben.hears("taken")
    ben.sees("(2 of 3)", "The baker → Oven")
    await ben.taps("Undo")
    ben.sees("(1 of 3)")
    await ben.taps("Oven", "Anvil", "Needle", "Confirm")
    ben.sees("✅ Right!")


async def test_long_options_are_lettered(a_bot, anna):
    await a_bot("extra/long")
    await starts(anna, "long", "it")
    anna.sees("A. Perché il cuoio si ammorbidisca e segua il piede", "C. Perché diventino più")
    assert anna.keyboard == ["A", "B", "C", "Salta"]
    await anna.taps("A")
    anna.sees("✅ Giusto!", "articolo del 9 luglio 2026")


async def test_a_picture_stands_above_its_question(a_bot, town, ben):
    from PIL import Image

    town.questions.mkdir(exist_ok=True)
    (town.questions / "extra").mkdir()
    Image.new("RGB", (64, 48), "#2255cc").save(town.questions / "extra" / "plate.png")
    await a_bot("extra/photo")
    await starts(ben, "photo")
    picture, question = ben.news[-2:]
    assert "photo" in picture
    assert picture["caption"] == "A plate on a table\n\nOwn drawing · CC0-1.0"
    assert "What colour is the plate?" in question["text"]
    await ben.taps("Blue")
    ben.sees("✅ Right!")
    assert ben.news == [ben.chat[question["message_id"]]]
