"""Stale, doubled, foreign and forged taps change nothing, and each is answered."""

import pytest

from tests.e2e.person import text_of, until


async def test_a_second_answer_changes_nothing(a_bot, anna, town):
    await a_bot("kitchen/tea")
    await anna.sends("/start set-tea")
    await anna.taps("Inizia")
    message, right = anna.button("Camelia")
    _, wrong = anna.button("Menta")
    await anna.taps_again(message, wrong["callback_data"])
    before = town.kept()
    await anna.taps_again(message, right["callback_data"])
    anna.hears("conta la prima risposta")
    anna.sees_nothing_new()
    assert town.kept() == before


async def test_two_quick_taps_on_two_options_count_the_first(a_bot, ben):
    await a_bot("kitchen/tea")
    await ben.sends("/start set-tea")
    await ben.taps("Start")
    await ben.taps_quickly("Mint", "Camellia")
    ben.sees("❌", "Your answer: Mint")
    await ben.taps("Next", "Air", "Next", "Hot", "See your result")
    ben.sees("2 of 3 points")


@pytest.mark.parametrize("label", ["Start", "Next"])
async def test_a_double_tap_asks_once(a_bot, ben, label):
    await a_bot("kitchen/tea")
    await ben.sends("/start set-tea")
    if label == "Next":
        await ben.taps("Start", "Camellia")
    await ben.taps_quickly(label, label)
    asked = [text for text in map(text_of, ben.news) if text.startswith("Question")]
    assert len([text for text in asked if "Your answer" not in text]) == 1
    ben.hears("just below")


async def test_a_question_that_waits_to_be_sent_is_not_asked_for_twice(a_bot, ben, town):
    await a_bot("kitchen/tea")
    await ben.sends("/start set-tea")
    await ben.taps("Start", "Camellia")
    wait = (429, "Too Many Requests: retry after 1", {"retry_after": 1})
    town.far.faults.plan("sendMessage", wait, after_effect=False, times=1)
    await ben.taps_quickly("Next", "Next", apart=8)
    assert sum("Question 2" in text_of(message) for message in ben.news) == 1
    ben.hears("comes in a moment")


@pytest.mark.parametrize("label", ["Start", "Next", "Skip"])
async def test_a_question_that_could_not_be_sent_is_asked_when_asked_for(a_bot, ben, town, label):
    await a_bot("kitchen/tea")
    await ben.sends("/start set-tea")
    if label != "Start":
        await ben.taps("Start")
    if label == "Next":
        await ben.taps("Camellia")
    message, button = ben.button(label)
    town.far.faults.plan("sendMessage", (400, "Bad Request: no", None), after_effect=False, times=1)
    await ben.taps_again(message, button["callback_data"])
    ben.sees_not("A hint")
    await ben.taps_again(message, button["callback_data"])
    ben.sees("Question")


async def test_a_double_tap_on_the_result_shows_it_once(a_bot, ben, town):
    await a_bot("sky/moon")
    await ben.sends("/start set-moon")
    await ben.taps("Start", "False", "Next", "True")
    before = town.kept()["scores"]
    await ben.taps_quickly("See your result", "See your result")
    ben.hears("just below")
    assert sum("2 of 2 points" in text_of(message) for message in ben.news) == 1
    assert town.kept()["scores"] == before


async def test_the_next_of_before_does_not_overtake_the_mark(a_bot, ben):
    """As after a crash, in which the tap was handled, but whether it was answered is not known."""
    await a_bot("kitchen/tea")
    await ben.sends("/start set-tea")
    await ben.taps("Start", "Camellia")
    message, onward = ben.button("Next")
    await ben.taps("Next", "Air")
    await ben.taps_again(message, onward["callback_data"])
    ben.hears("just below")
    ben.sees_not("Question 3")
    await ben.taps("Next")
    ben.sees("Question 3")


async def test_buttons_of_every_step_are_answered_kindly_when_old(a_bot, ben, town):
    await a_bot("kitchen/tea")
    await ben.sends("/start set-tea")
    seen = [ben.button("Start")]
    await ben.taps("Start")
    seen += [ben.button(label) for label in ("Camellia", "Hint", "Skip")]
    await ben.taps("Skip")
    seen += [ben.button("Air")]
    await ben.taps("Salt")
    seen += [ben.button("Next")]
    await ben.taps("Next", "Hot", "Next", "Camellia", "See your result")

    def counted():
        """All but where and when the result was shown last."""
        kept = town.kept()
        attempts = [(*row[:11], *row[13:]) for row in kept["attempts"]]
        return attempts, kept["answers"], kept["scores"]

    before = counted()
    for message, button in seen[1:]:  # Start begins a practice, rightly
        await ben.taps_again(message, button["callback_data"])
        assert counted() == before, button


async def test_a_put_off_question_offers_the_way_on(a_bot, ben):
    await a_bot("kitchen/tea")
    await ben.sends("/start set-tea")
    await ben.taps("Start")
    message, button = ben.button("Camellia")
    await ben.taps("Skip")
    await ben.taps_again(message, button["callback_data"])
    ben.hears("comes back at the end")
    await ben.taps("Continue")
    ben.sees("Question 2 of 3")


async def test_nobody_plays_for_somebody_else(a_bot, anna, ben, town):
    await a_bot("kitchen/tea")
    await ben.sends("/start")
    await anna.sends("/start set-tea")
    await anna.taps("Inizia")
    taken = [anna.button(label)[1] for label in ("Camelia", "Suggerimento", "Salta")]
    await anna.sends("/stop")
    taken += [anna.button(label)[1] for label in ("Lascia", "Concludi")]
    await anna.taps("Lascia", "Continua", "Menta")
    taken += [anna.button(label)[1] for label in ("Avanti", "Qualcosa non va")]
    before = town.kept()
    for button in taken:
        await ben.taps_again(ben.last, button["callback_data"])
        ben.hears("does not belong to a quiz of yours")
        ben.sees_nothing_new()
    assert town.kept() == before


FORGED = [
    "", ":", "1", "1c", "1c:::", "0c:a:0:0", "9z:1", "1z:2", "1z:", "1c:aaaaaaaaaa:0:0",
    f"1c:aaaaaaaaaa:{2**63}:0", f"1c:aaaaaaaaaa:0:{10**40}", "1c:aaaaaaaaaa:-1:-1",
    "1c:aaaaaaaaaa:0:9999", "1p:aaaaaaaaaa:9999:9999:9999", "1c:a\0a:0:0", "\0", "\ud800",
    "1o:\udfff", "1c:aaaaaaaaaa:٣:0", "1a:xx", "1a:../../etc", "1i:admin", "1d:nowhere:year:9999",
    "1d::week:9999", "1b:ffffffff:9999", "1e:aaaaaaaaaa:9999", "1w:aaaaaaaaaa:9999",
    "1s:marmalade", "1o:x';DROP TABLE players;--", "😀" * 16, "1c:" + "a" * 61,
]  # fmt: skip


async def test_forged_data_of_any_shape_changes_nothing(a_bot, anna, ben, town):
    await a_bot("kitchen/tea")
    await anna.sends("/start set-tea")
    await anna.taps("Inizia")
    await ben.sends("/start")
    kept = ("attempts", "answers", "scores", "reports", "inbox")
    before = town.kept()
    for data in FORGED:
        await ben.forges(data, ben.last)
    after = town.kept()
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    await ben.sends("/start set-tea")
    ben.sees("A pot of tea")


async def test_ones_own_attempt_cannot_be_bent(a_bot, ben, town):
    """Data that only this bot could have written, but never did."""
    await a_bot("kinds/multiple", "kinds/ordering")
    await ben.sends("/start set-ordering")
    await ben.taps("Start")
    message, button = ben.button("Dawn")
    attempt = button["callback_data"].split(":")[1]
    await ben.taps_again(message, f"1m:{attempt}:0")
    ben.hears("Place them all first.")
    bent = [
        *(f"1p:{attempt}:0:3:0", f"1p:{attempt}:0:0:4", f"1u:{attempt}:0:9", f"1c:{attempt}:0:0"),
        *(f"1t:{attempt}:0:0:1", f"1c:{attempt}:7:0", f"1n:{attempt}:9", f"1e:{attempt}:0"),
        *(f"1y:{attempt}", f"1w:{attempt}:2"),
    ]
    for data in bent:
        await ben.taps_again(message, data)
    assert town.kept()["answers"] == []
    assert town.kept()["inbox"] == []
    await ben.sends("/start set-ordering")
    await ben.taps("Continue", "Dawn", "Noon", "Dusk", "Midnight", "Confirm")
    ben.sees("✅ Right!")


async def test_a_forged_tap_on_a_message_too_old_to_be_told_is_answered(a_bot, ben):
    """Telegram then sends the message as inaccessible: no text, date 0."""
    await a_bot("kitchen/tea")
    await ben.sends("/start set-tea")
    message, button = ben.button("Start")
    untold = {"chat": message["chat"], "message_id": message["message_id"], "date": 0}
    await ben.forges(button["callback_data"], untold)
    ben.sees("Question 1 of 3")


async def test_values_that_no_table_takes_are_set_aside_and_everybody_else_goes_on(
    a_bot, anna, ben, town
):
    """Only Telegram could send these, or who stole the secret: the bot must not end over it."""
    await a_bot("kitchen/tea")
    await ben.sends("/start set-tea")
    chat, user = town.far.world.chats[anna.id].shown, town.far.world.people[anna.id].user()
    odd = {"message_id": {}, "date": 1_700_000_000, "chat": chat, "from": user, "text": "Camellia"}
    town.far.world.updates.put("message", odd)
    await ben.taps("Start", "Camellia")
    ben.sees("✅ Right!")
    await until(lambda: len(town.kept()["inbox"]) == 1, "the odd one is set aside")
