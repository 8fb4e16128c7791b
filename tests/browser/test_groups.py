"""A group on the page: who says what, who comes and goes, and several people at one keyboard."""

import re

import pytest

from bot.demo.server import StandIn
from tests.browser.contrast import too_weak
from tests.browser.member import away, comes_in
from tests.browser.person import expect
from tests.browser.test_showing import EVIL
from tests.browser.tiny_bot import ANNA, BEN, CHIARA, TinyBot, keyboard

pytestmark = pytest.mark.asyncio(loop_scope="session")

GROUP = "Class 3B"
TONES = ["of-bot", *(f"tone-{n}" for n in range(7))]


async def test_three_people_talk_in_a_group(page_at, far, bot):
    anna = await comes_in(page_at, far)
    await expect(anna.page.locator("#chat-state")).to_have_text("4 membri")
    await anna.sends("Shall we begin?")
    asked = list(far.world.chats[far.group_id].messages)[-1]
    await away(far, "send", BEN, text="Yes!", reply_to=asked)
    await away(far, "send", BEN, text="I have read it.")
    await away(far, "send", CHIARA, text="Me too.")
    await expect(anna.answers).to_have_count(3)
    names = anna.answers.locator(".sender")
    await expect(names).to_have_text(["Ben ", "Ben ", "Chiara "])
    heights = await names.evaluate_all("all => all.map(name => name.clientHeight > 1)")
    assert heights == [True, False, True]  # once for a run
    pictures = anna.answers.locator(".avatar")
    shown = await pictures.evaluate_all("all => all.map(one => one.clientHeight > 0)")
    assert shown == [False, True, True]
    await expect(anna.answers.nth(1)).to_have_accessible_name(re.compile(r"^Ben \d+:\d+$"))
    await expect(anna.page.locator(".chat .line").first).to_have_text("Chiara: Me too.")
    await anna.page.get_by_role("button", name="In risposta a Anna Rossi").click()
    await expect(anna.page.locator(".message.own")).to_be_focused()


async def test_who_comes_and_goes_is_told_in_a_line(page_at, far, bot):
    anna = await comes_in(page_at, far)
    lines = anna.log.locator(".service")
    await expect(lines).to_have_count(2)
    await away(far, "member", CHIARA, status="left")
    await away(far, "member", CHIARA, status="member")
    await away(far, "member", BEN, status="kicked")
    await expect(anna.page.locator("#chat-state")).to_have_text("3 membri")
    told = [line.translate({0x2068: None, 0x2069: None}) for line in await lines.all_inner_texts()]
    assert told == [
        "Anna Rossi ha creato il gruppo",
        "Anna Rossi ha aggiunto Quiz",
        "Chiara ha lasciato il gruppo",
        "Anna Rossi ha aggiunto Chiara",
        "Anna Rossi ha rimosso Ben",
    ]


async def test_who_is_removed_finds_the_group_closed(page_at, far, bot):
    ben = await comes_in(page_at, far)
    await ben.sits_down("Ben")
    await away(far, "member", BEN, status="kicked")
    await expect(ben.page.get_by_text("This person is no longer in that group.")).to_be_visible()
    await expect(ben.page.locator("#chat")).to_be_hidden()
    await expect(ben.page.locator(".chat")).to_have_count(1)


async def test_an_upgraded_group_stays_open(page_at, far, bot):
    anna = await comes_in(page_at, far)
    group = await away(far, "groups", ANNA, title="Old", members=[BEN], with_bot=True)
    await anna.page.locator(".chat", has_text="Old").click()
    moved = await away(far, "migrate", ANNA, chat=group["id"])
    # The old group's lines stand there until it has moved.
    became = anna.log.locator(".service", has_text="Il gruppo è diventato un supergruppo")
    await expect(became).to_be_visible()
    await expect(anna.log.locator(".service")).to_have_count(1)
    assert await anna.page.evaluate("history.state.chat") == moved["id"]
    await anna.sends("/start again")
    await anna.sees("Hello, Anna! /start again")


async def test_people_change_places_and_the_group_stays_open(page_at, far, bot):
    anna = await comes_in(page_at, far)
    page = anna.page
    await anna.sends("From Anna")
    await page.keyboard.press("Alt+2")
    await expect(page.get_by_role("heading", name="Ben’s chats")).to_be_visible()
    await anna.sees("From Anna")
    await expect(anna.message("From Anna").locator(".sender")).to_have_text("Anna Rossi ")
    await expect(anna.box).to_be_focused()
    await anna.box.press_sequentially("From Ben")
    await page.keyboard.press("Alt+3")
    await expect(anna.box).to_have_value("")  # a draft is its writer's
    await page.keyboard.press("Alt+2")
    await expect(anna.box).to_have_value("From Ben")
    await anna.box.press("Enter")
    await expect(
        page.get_by_role("button", name="Anna Rossi, Italian, 1 unread message")
    ).to_be_visible()
    await page.keyboard.press("Alt+1")
    await expect(
        page.get_by_role("button", name="Anna Rossi, Italiano", exact=True)
    ).to_be_visible()
    await page.keyboard.press("Alt+9")  # nobody
    await expect(page.get_by_role("heading", name="Le chat di Anna")).to_be_visible()
    await expect(page.get_by_text("Alt+1 … Alt+9: un’altra persona.")).to_be_visible()


async def test_people_change_places_on_a_phone_too(page_at, far, bot):
    anna = await comes_in(page_at, far, width=360, height=740)
    await anna.sits_down("Ben")
    await anna.sends("From Ben")
    await expect(anna.message("From Ben")).to_have_class("message own fresh first last")
    await anna.page.get_by_role("button", name="Back to the chats").click()
    await expect(anna.page.get_by_role("heading", name="Ben’s chats")).to_be_visible()
    await anna.page.locator(".chat", has_text="Quiz").click()
    await expect(anna.page.locator("#people")).to_be_hidden()  # a private chat is one's own


async def test_a_forums_topics_are_read_one_at_a_time(page_at, far, bot):
    anna = await comes_in(page_at, far)
    forum = await away(
        far, "groups", ANNA, title="School", members=[BEN], forum=True, with_bot=True
    )
    place = {"chat": forum["id"]}
    topic = await away(far, "topic", ANNA, **place, title="3B")
    await anna.page.locator(".chat", has_text="School").click()
    topics = anna.page.get_by_role("navigation", name="Argomenti")
    await expect(topics.get_by_role("button")).to_have_text(["Generale", "3B"])
    await away(far, "send", BEN, **place, text="Here I am", thread=topic["message_thread_id"])
    await expect(topics.get_by_role("button", name="3B")).to_contain_text("1 messaggio non letto")
    await expect(anna.message("Here I am")).to_have_count(0)
    await topics.get_by_role("button", name="3B").click()
    await anna.sees("Here I am")
    await expect(anna.log.locator(".quoted")).to_have_count(0)
    await anna.sends("And me")
    await anna.sees("And me")
    assert list(far.world.chats[forum["id"]].messages.values())[-1]["is_topic_message"]
    await away(far, "topic", ANNA, **place, thread=topic["message_thread_id"], closed=True)
    await expect(topics.get_by_role("button", name="3B (chiuso)")).to_have_attribute(
        "aria-current", "true"
    )
    await topics.get_by_role("button", name="Generale").click()
    await expect(anna.message("Here I am")).to_have_count(0)


async def test_in_a_group_it_is_said_who_is_typing(page_at, far, bot):
    anna = await comes_in(page_at, far)
    await bot.call("sendChatAction", chat_id=far.group_id, action="typing")
    await expect(anna.page.locator("#chat-state")).to_have_text("Quiz sta scrivendo …")


async def test_a_group_has_commands_of_its_own(page_at, far, bot):
    for scope, name in (("all_group_chats", "round"), ("all_private_chats", "solo")):
        commands = [{"command": name, "description": "Play"}]
        await bot.call("setMyCommands", commands=commands, scope={"type": scope})
    anna = await comes_in(page_at, far)
    await anna.page.get_by_role("button", name="Comandi").click()
    await expect(anna.page.get_by_role("option")).to_have_text("/round Play")


async def test_a_link_in_a_group_leads_into_ones_own_chat_with_the_bot(page_at, far, bot):
    anna = await comes_in(page_at, far)
    link = f"https://t.me/{far.world.bot['username']}?start=mistakes-7"
    markup = keyboard([("My mistakes", link)])
    await bot.call("sendMessage", chat_id=far.group_id, text="The end", reply_markup=markup)
    await anna.sits_down("Ben")
    await anna.taps("My mistakes")
    await anna.sees("Hello, Ben! /start mistakes-7")
    await expect(anna.page.locator(".message.own .text")).to_contain_text("/start mistakes-7")
    assert not far.world.chats[ANNA].messages
    await anna.page.go_back()
    await anna.sees("The end")


async def test_a_link_brings_the_bot_into_a_new_group(page_at, far, bot):
    anna = await comes_in(page_at, far)
    link = f"https://t.me/{far.world.bot['username']}?startgroup=set-1"
    markup = keyboard([("Add me", link)])
    await bot.call("sendMessage", chat_id=far.group_id, text="Play", reply_markup=markup)
    await anna.taps("Add me")
    dialog = anna.page.get_by_role("dialog", name="In quale gruppo?")
    await dialog.get_by_label("Un nuovo gruppo").fill("Friday")
    await dialog.get_by_role("button", name="Crea").click()
    await expect(anna.page.locator("#chat-name")).to_have_text("Friday")
    await anna.sees("/start@demo_quiz_bot set-1")
    await anna.page.locator(f"[data-chat='{far.group_id}']").click()
    await anna.taps("Add me")
    await dialog.get_by_role("button", name=GROUP).click()
    await expect(dialog).to_be_hidden()
    await anna.sees("/start@demo_quiz_bot set-1")


async def test_names_and_titles_are_never_markup(page_at):
    people = [{"first_name": f"{EVIL}\u202e"}, {"first_name": "Ben"}]
    async with StandIn(people=people, group=EVIL) as far, TinyBot(far.url, far.token) as bot:
        evil = far.world.people[ANNA].id
        await away(far, "send", evil, text="hello")
        quiz = {"question": EVIL, "options": [{"text": EVIL}, {"text": "b"}], "type": "quiz"}
        told = {"correct_option_ids": [1], "explanation": EVIL, "description": EVIL}
        await bot.call("sendPoll", chat_id=far.group_id, is_anonymous=False, **quiz, **told)
        ben = await comes_in(page_at, far)
        await ben.sits_down("Ben")
        await expect(ben.log.locator(".sender bdi").first).to_contain_text(EVIL)
        await expect(ben.log.locator(".service").first).to_contain_text(EVIL)
        await ben.poll(EVIL).get_by_role("radio", name=EVIL).click()
        await expect(ben.poll(EVIL).locator(".explanation")).to_have_text(EVIL)
        assert await ben.page.locator("body img, body script").count() == 0


@pytest.mark.parametrize("width", [360, 390, 800])
async def test_no_group_is_wider_than_the_screen(page_at, far, bot, width):
    anna = await comes_in(page_at, far, width=width, height=800)
    long = "Donaudampfschifffahrtsgesellschaft" * 2
    options = [{"text": f"{n} {long}"} for n in range(4)]
    markup = keyboard([(long, "a"), (long, "b")])
    for kind in ({"allows_multiple_answers": True}, {}):
        await bot.call(
            "sendPoll", chat_id=far.group_id, question=long * 3, options=options,
            is_anonymous=False, reply_markup=markup, open_period=600, **kind,
        )  # fmt: skip
    await anna.poll(long).last.get_by_role("radio").first.click()
    await expect(anna.poll(long).last.locator(".results")).to_be_visible()
    for selector in ("html", "body", "#pane", "#log"):
        overflow = "node => node.scrollWidth - node.clientWidth"
        assert await anna.page.locator(selector).evaluate(overflow) <= 0, selector


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_names_stand_out_from_the_bubble(page_at, far, bot, scheme):
    anna = await comes_in(page_at, far, scheme=scheme)
    assert await too_weak(anna.page, ["name/bubble"], TONES) == {}
