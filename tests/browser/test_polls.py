"""Polls on the page: asked, answered by mouse and by keyboard, told when they close."""

import time

import pytest

from bot.demo.server import StandIn
from tests.browser.member import away, comes_in
from tests.browser.person import expect
from tests.browser.tiny_bot import BEN, CHIARA, PEOPLE, TinyBot, keyboard

pytestmark = pytest.mark.asyncio(loop_scope="session")

GROUP = "Class 3B"
CITIES = ("Vladivostok", "Khabarovsk", "Pyongyang")


async def polls(far, bot, **how):
    """The bot asks where it is; the second city is right."""
    asked = {
        "chat_id": far.group_id,
        "question": "Where?",
        "options": [{"text": city} for city in CITIES],
        "is_anonymous": False,
        "type": "quiz",
        "correct_option_ids": [1],
        "explanation": "It is on the <b>Amur</b>.",
        "explanation_parse_mode": "HTML",
    }
    return await bot.call("sendPoll", **asked | how)


async def votes(far, person, sent, *options):
    await away(far, "vote", person, message_id=sent["message_id"], options=options)


async def test_a_right_answer_by_one_click(page_at, far, bot):
    anna = await comes_in(page_at, far)
    sent = await polls(far, bot)
    await votes(far, BEN, sent, 0)
    poll = anna.poll("Where?")
    await expect(poll).to_contain_text("Ha votato 1 persona")
    await expect(poll.get_by_text("%")).to_have_count(0)
    await poll.get_by_role("radio", name="Khabarovsk").click()
    await expect(poll.get_by_role("status")).to_have_text("La tua risposta è giusta.")
    await expect(poll).to_match_aria_snapshot("""
    - paragraph: Where?
    - text: Quiz
    - button "Spiegazione"
    - list:
      - listitem: "Vladivostok 50%, 1 voto"
      - listitem: "Khabarovsk 50%, 1 voto, la tua scelta, risposta giusta"
      - listitem: "Pyongyang 0%, 0 voti"
    - status: La tua risposta è giusta.
    - paragraph: Hanno votato 2 persone
    """)
    await expect(poll.get_by_role("radio")).to_have_count(0)
    bulb = poll.get_by_role("button", name="Spiegazione")
    await expect(poll.get_by_text("It is on the Amur.")).to_be_hidden()
    await bulb.press("Enter")
    await expect(poll.get_by_text("It is on the Amur.")).to_be_visible()
    await votes(far, CHIARA, sent, 1)
    await expect(poll).to_contain_text("67%")
    await expect(bulb).to_be_focused()
    await expect(bulb).to_have_attribute("aria-expanded", "true")


async def test_a_wrong_answer_shows_the_explanation(page_at, far, bot):
    anna = await comes_in(page_at, far, width=390, height=844)
    await polls(far, bot)
    sent = []
    anna.page.on("request", lambda request: sent.append(request.url.split("/")[-1]))
    poll = anna.poll("Where?")
    await poll.get_by_text("Pyongyang").tap()
    await expect(poll.get_by_role("status")).to_have_text("La tua risposta non è giusta.")
    await expect(poll.locator(".wrong .sign")).to_have_text("✗")
    await expect(poll.locator(".right .sign")).to_have_text("✓")
    await expect(poll.locator(".explanation strong")).to_have_text("Amur")
    assert sent.count("vote") == 1  # a label's click and its button's are one


async def test_several_answers_hidden_until_the_close(page_at, far, bot):
    anna = await comes_in(page_at, far)
    several = {"allows_multiple_answers": True, "correct_option_ids": [0, 1]}
    sent = await polls(far, bot, hide_results_until_closes=True, **several)
    poll = anna.poll("Where?")
    await expect(poll).to_contain_text("Quiz · più risposte")
    vote = poll.get_by_role("button", name="Vota")
    await expect(vote).to_be_disabled()
    await poll.get_by_role("checkbox", name="Vladivostok").check()
    await poll.get_by_role("checkbox", name="Khabarovsk").check()
    await votes(far, BEN, sent, 0, 2)  # others' votes take no tick away
    await expect(poll).to_contain_text("Ha votato 1 persona")
    await expect(poll.get_by_role("checkbox", checked=True)).to_have_count(2)
    await expect(poll.get_by_role("checkbox", name="Khabarovsk")).to_be_focused()
    await vote.click()
    await expect(poll.get_by_role("status")).to_contain_text("I risultati arrivano alla chiusura.")
    await expect(poll.get_by_role("checkbox", name="Vladivostok")).to_be_disabled()
    asked = await poll.locator("form").bounding_box()
    assert asked["width"] == (await poll.bounding_box())["width"]
    await expect(poll.get_by_role("checkbox", checked=True)).to_have_count(2)
    await expect(poll.get_by_text("%")).to_have_count(0)
    await expect(vote).to_be_hidden()
    await bot.call("stopPoll", chat_id=far.group_id, message_id=sent["message_id"])
    await expect(poll).to_contain_text("Risultati finali")
    await expect(poll.get_by_role("status")).to_have_text("La tua risposta è giusta.")
    await expect(poll.get_by_role("listitem").first).to_contain_text(
        "100%, 2 voti, la tua scelta, risposta giusta"
    )
    await expect(poll.get_by_role("listitem").last).to_contain_text("50%, 1 voto")


async def test_voting_by_keyboard_alone(page_at, far, bot):
    anna = await comes_in(page_at, far)
    sent = await polls(far, bot, reply_markup=keyboard([("Hint", "hint")]))
    poll = anna.poll("Where?")
    await expect(poll).to_be_visible()
    await anna.box.press("ArrowUp")
    await expect(poll.get_by_role("radio", name="Vladivostok")).to_be_focused()
    await anna.page.keyboard.press("ArrowDown")
    await expect(poll.get_by_role("radio", name="Khabarovsk")).to_be_checked()
    await expect(poll.get_by_role("button", name="Vota")).to_be_visible()
    assert not far.world.polls[sent["poll"]["id"]].votes  # moving is not voting
    await anna.page.keyboard.press("Enter")
    await expect(poll.get_by_role("status")).to_have_text("La tua risposta è giusta.")
    await expect(anna.message("Where?")).to_be_focused()
    await anna.page.keyboard.press("Tab")
    await expect(poll.get_by_role("button", name="Spiegazione")).to_be_focused()
    await anna.page.keyboard.press("Tab")
    await anna.page.keyboard.press("Enter")
    await expect(anna.page.get_by_text("It is by the sea.")).to_be_visible()


async def test_a_vote_is_retracted_where_it_may_be(page_at, far, bot):
    anna = await comes_in(page_at, far)
    await polls(far, bot, type="regular", explanation="", is_anonymous=True)
    poll = anna.poll("Where?")
    await expect(poll).to_contain_text("Sondaggio anonimo")
    await poll.get_by_role("radio", name="Pyongyang").click()
    await expect(poll.get_by_role("status")).to_have_text("Il tuo voto conta.")
    await poll.get_by_role("button", name="Ritira il voto").click()
    await expect(poll.get_by_role("radio", checked=True)).to_have_count(0)
    await poll.get_by_role("radio", name="Vladivostok").click()
    await expect(poll.get_by_role("listitem").first).to_contain_text("100%, 1 voto, la tua scelta")


async def test_hidden_votes_are_retracted_too(page_at, far, bot):
    anna = await comes_in(page_at, far)
    await polls(far, bot, type="regular", explanation="", hide_results_until_closes=True)
    poll = anna.poll("Where?")
    await poll.get_by_role("radio", name="Pyongyang").click()
    await poll.get_by_role("button", name="Ritira il voto").click()
    await poll.get_by_role("radio", name="Vladivostok").click()
    await expect(poll.get_by_role("radio", name="Vladivostok")).to_be_disabled()
    await expect(poll.get_by_role("radio", name="Vladivostok")).to_be_checked()


async def test_three_people_at_one_keyboard_play_a_question(page_at, far, bot):
    anna = await comes_in(page_at, far)
    page, people = anna.page, anna.page.locator("#people")
    sent = await polls(far, bot)
    poll = anna.poll("Where?")
    await poll.get_by_role("radio", name="Khabarovsk").click()
    await expect(
        people.get_by_role("button", name="Anna Rossi, Italiano, ha votato")
    ).to_be_visible()
    await page.keyboard.press("Alt+2")
    await expect(poll.get_by_role("radio", name="Vladivostok")).to_be_enabled()
    await expect(poll.get_by_text("%")).to_have_count(0)  # Ben has not voted
    await expect(people.get_by_role("button", name="has voted")).to_have_count(1)
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Enter")
    await expect(poll.get_by_role("status")).to_have_text("Your answer is not right.")
    await page.keyboard.press("Alt+3")
    await expect(anna.box).to_be_focused()
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(people.get_by_role("button", name="ha votato")).to_have_count(3)
    await bot.call("stopPoll", chat_id=far.group_id, message_id=sent["message_id"])
    await expect(people.get_by_role("button", name="ha votato")).to_have_count(0)
    given = far.world.polls[sent["poll"]["id"]].votes.values()
    assert list(given) == [(1,), (0,), (1,)]


async def test_shuffled_options_mean_the_same_for_everybody(page_at, far, bot):
    anna = await comes_in(page_at, far)
    sent = await polls(far, bot, shuffle_options=True)
    for name in ("Anna", "Ben", "Chiara"):
        await anna.sits_down(name)
        await anna.poll("Where?").get_by_role("radio", name="Pyongyang").click()
        await expect(anna.poll("Where?").get_by_role("status")).not_to_be_empty()
    assert set(far.world.polls[sent["poll"]["id"]].votes.values()) == {(2,)}


async def test_the_time_runs_and_the_poll_closes_by_itself(page_at):
    ahead = 0.0
    clock = lambda: time.time() + ahead  # noqa: E731
    async with (
        StandIn(people=PEOPLE, group=GROUP, clock=clock) as far,
        TinyBot(far.url, far.token) as bot,
    ):
        anna = await comes_in(page_at, far)
        await polls(far, bot, open_period=100)
        timer = anna.poll("Where?").get_by_role("timer")
        await expect(timer).to_contain_text("1:3")
        await expect(timer.locator("svg")).to_be_hidden()  # a reader who wants no motion
        ahead = 101.0
        await expect(anna.poll("Where?")).to_contain_text("Risultati finali")
        await expect(anna.poll("Where?").get_by_role("status")).to_have_text(
            "Il sondaggio è chiuso."
        )
        await expect(timer).to_have_count(0)
        await expect(anna.poll("Where?").locator(".right .sign")).to_have_text("✓")
