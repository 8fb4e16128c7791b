"""Hints, skipping, stopping, leaving, coming back."""

import sqlite3

from bot.demo.server import StandIn
from tests.e2e.driver import Here
from tests.e2e.person import text_of, until


async def test_a_hint_is_free_and_marked(a_bot, ben):
    await a_bot("kitchen/tea")
    await ben.sends("/start set-tea")
    await ben.taps("Start")
    assert ben.keyboard[-2:] == ["💡 Hint", "Skip"]
    await ben.taps("Hint")
    ben.sees("💡 Hint: Its cousins flower in gardens.")
    assert "💡 Hint" not in ben.keyboard
    await ben.taps("Camellia")
    ben.sees("✅ Right!", "with a hint")
    await ben.taps("Next", "Air", "Next", "Hot", "See your result")
    ben.sees("3 of 3 points (100%)")


async def test_a_skipped_question_comes_back_once_at_the_end(a_bot, anna):
    await a_bot("kitchen/tea")
    await anna.sends("/start set-tea")
    await anna.taps("Inizia", "Salta")
    anna.sees("Quale pianta dà il tè nero?", "Per ora saltata", "Domanda 2 di 3")
    await anna.taps("Aria", "Avanti", "Calda", "Avanti")
    anna.sees("Domanda 1 di 3, di nuovo", "Quale pianta dà il tè nero?")
    await anna.taps("Camelia", "Vedi il")
    anna.sees("3 punti su 3 (100%)")


async def test_skipped_twice_scores_nothing(a_bot, ben):
    await a_bot("kitchen/tea")
    await ben.sends("/start set-tea")
    await ben.taps("Start", "Skip", "Skip", "Hot", "Next")
    ben.sees("Question 1 of 3, once more")
    await ben.taps("Skip")
    ben.sees("➖ Skipped", "Right answer: Camellia")
    ben.sees_not("Your answer")
    await ben.taps("Next")
    ben.sees("Question 2 of 3, once more")
    await ben.taps("Salt", "See your result")
    ben.sees("1 of 3 points (33%)", "➖ 1.", "❌ 2.", "✅ 3.")


async def test_stop_leaves_a_quiz_for_later(a_bot, anna):
    await a_bot("kitchen/tea", "sky/moon")
    await anna.sends("/stop")
    anna.sees("Nessun quiz in corso")
    await anna.sends("/start set-tea")
    await anna.taps("Inizia", "Camelia", "Avanti")
    await anna.sends("/stop")
    anna.sees("Una teiera di tè", "le 2 domande senza risposta")
    await anna.taps("Lascia per dopo")
    anna.sees("non si perde niente")
    await anna.sends("/quiz")
    await anna.taps("Continua: Una teiera di tè")
    anna.sees("Domanda 2 di 3")


async def test_stop_finishes_and_the_rest_counts_as_skipped(a_bot, ben):
    await a_bot("kitchen/tea")
    await ben.sends("/start set-tea")
    await ben.taps("Start", "Camellia", "Next", "Air")
    await ben.sends("/stop")
    ben.sees("the question without an answer counts as skipped")
    await ben.taps("Finish now")
    ben.sees("2 of 3 points (67%)", "➖ 3.")
    await ben.sends("/stop")
    ben.sees("No quiz is under way")


async def test_a_card_says_how_far_one_is(a_bot, ben):
    await a_bot("kitchen/tea")
    await ben.sends("/start set-tea")
    await ben.taps("Start", "Camellia")
    await ben.sends("/start set-tea")
    ben.sees("You are on question 2 of 3.")
    await ben.taps("Continue")
    ben.sees("Question 2 of 3")


async def test_typing_where_buttons_answer_says_so(a_bot, ben):
    await a_bot("kitchen/tea")
    await ben.sends("/start set-tea")
    await ben.taps("Start")
    await ben.sends("Camellia")
    ben.sees("answered with its buttons")
    await ben.taps("Continue")
    ben.sees("Question 1 of 3")


async def test_an_edited_message_is_no_answer(a_bot, ben):
    await a_bot("kinds/short")
    await ben.sends("/start set-short")
    await ben.taps("Start")
    said = await ben.sends("?!")
    await ben.edits(said, "green")
    ben.sees_nothing_new()
    await ben.sends("green")
    ben.sees("✅ Right!")


async def test_text_after_the_answer_answers_nothing(a_bot, ben):
    """The next question was not put yet: the text cannot be meant for it."""
    await a_bot("kinds/short")
    await ben.sends("/start set-short")
    await ben.taps("Start")
    await ben.sends("green")
    await ben.sends("orange")
    ben.sees("/quiz shows the quizzes")
    await ben.taps("Next")
    ben.sees("Question 2 of 2")


async def test_days_later_it_goes_on_where_it_was(a_bot, clock, anna):
    await a_bot("kinds/multiple")
    await anna.sends("/start set-multiple")
    await anna.taps("Inizia", "Violoncello", "Arpa")
    before = text_of(anna.last), anna.keyboard
    clock.passes(days=40)
    await anna.taps("Viola")
    await anna.taps("Viola")
    assert (text_of(anna.last), anna.keyboard) == before
    await anna.sends("/quiz")
    await anna.taps("Continua")
    assert (text_of(anna.last), anna.keyboard) == before


async def test_a_restarted_bot_goes_on_at_exactly_the_same_place(a_bot, town, ben):
    first = await a_bot("kitchen/tea")
    await ben.sends("/start set-tea")
    await ben.taps("Start", "Camellia", "Next")
    order = ben.keyboard
    await first.stop()
    town.bot = None
    await ben.sends("are you there?")

    await a_bot()
    await ben.waits()
    await ben.sends("/start set-tea")
    await ben.taps("Continue")
    ben.sees("Question 2 of 3")
    assert ben.keyboard == order
    await ben.taps("Air", "Next", "Hot", "See your result")
    ben.sees("3 of 3 points (100%)")


async def test_a_deleted_message_is_no_dead_end(a_bot, ben):
    await a_bot("kinds/short")
    await ben.sends("/start set-short")
    await ben.taps("Start")
    await ben.deletes(ben.last)
    await ben.sends("green")
    ben.sees("✅ Right!", "Next")
    await ben.taps("Next")
    await ben.deletes(ben.last)
    await ben.sends("/quiz")
    await ben.taps("Continue")
    ben.sees("Question 2 of 2")
    await ben.sends("orange")
    await ben.deletes(ben.last)
    await ben.sends("/quiz")
    ben.sees("Type a word", "Your best: 100%")


async def test_a_question_lost_on_its_way_is_asked_again(a_bot, town, ben):
    await a_bot("kitchen/tea")
    await ben.sends("/start set-tea")
    town.far.fail_next("sendMessage", "drop")
    await ben.taps("Start")
    ben.sees("Question 1 of 3")


async def refused_after_a_skip(a_bot, town, ben):
    """A question that is typed; the one before was just skipped, and nothing came after it."""
    await a_bot("kinds/short")
    await ben.sends("/start set-short")
    await ben.taps("Start")
    message, skip = ben.button("Skip")
    town.far.fail_next("sendMessage", (403, "Forbidden: bot was blocked by the user", None))
    town.bot, bot = None, town.bot  # who has blocked it does not wait for an answer
    await ben.taps("Skip")
    town.bot = bot
    await until(lambda: closed(town), "the bot has learnt that Ben does not hear it")
    return message, skip["callback_data"]


def closed(town):
    with sqlite3.connect(town.database) as file:
        return file.execute("SELECT 1 FROM players WHERE closed = 1").fetchone()


async def test_a_question_that_was_refused_is_asked_once_they_are_back(a_bot, town, ben):
    message, skip = await refused_after_a_skip(a_bot, town, ben)
    await ben.taps_again(message, skip)
    ben.sees("Question 2 of 2")


async def test_what_is_said_then_is_no_answer_to_it(a_bot, town, ben):
    await refused_after_a_skip(a_bot, town, ben)
    await ben.sends("Are you there?")
    ben.sees("Question 2 of 2")
    ben.sees_not("Not the right answer")
    assert not town.kept()["answers"]


async def test_of_a_question_that_came_twice_each_has_good_buttons(a_bot, town, ben):
    await a_bot("kitchen/tea")
    await ben.sends("/start set-tea")
    town.far.fail_next("sendMessage", "drop", after_effect=True)
    await ben.taps("Start")
    first, second = [m for m in ben.news if "Question 1 of 3" in text_of(m)]
    _, button = ben.button("Camellia")
    leaf = button["callback_data"]
    await ben.taps_again(first, leaf)
    ben.sees("✅ Right!")
    await ben.taps_again(second, leaf)
    ben.sees("✅ Right!")
    assert len(town.kept()["answers"]) == 1


async def test_the_language_changes_in_the_middle_of_a_question(a_bot, anna):
    await a_bot("kinds/multiple")
    await anna.sends("/start set-multiple")
    await anna.taps("Inizia", "Violoncello")
    question = anna.last["message_id"]
    await anna.sends("/settings")
    await anna.taps("English")
    anna.sees("From now on I speak English.")
    await anna.taps("Viola")
    assert "Which of these have strings?" in text_of(anna.chat[question])
    anna.sees("☑ Cello", "☑ Viola", "☐ Harp")
    await anna.taps("Harp", "Confirm")
    anna.sees("✅ Right!")
    await anna.sends("/settings")
    await anna.taps("Italiano")
    anna.sees("D’ora in poi parlo italiano.")
    await anna.taps("Next")
    anna.sees("Domanda 2 di 2")


async def test_a_language_the_bot_lacks_falls_back_to_english(a_bot, town):
    await a_bot("kitchen/tea")
    for language in ("de", "pt-br", "zxx"):
        someone = town.joins("Ulla", language)
        await someone.sends("/start")
        someone.sees("Hello")


async def test_the_bot_goes_on_after_many_days_down(town, ben):
    """Numbers of updates start anew after an idle week."""
    assert isinstance(town.far, StandIn)
    town.serves("kitchen/tea")
    bot = await Here.start(town)
    await ben.sends("/start set-tea")
    await bot.stop()
    town.bot = None
    town.far.world.updates._last_at -= 8 * 24 * 3600
    await ben.taps("Start")
    bot = await Here.start(town)
    await ben.waits()
    ben.sees("Question 1 of 3")
    await bot.stop()
