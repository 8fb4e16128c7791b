"""A person talks with the bot: writes, taps, follows links."""

from typing import Any

import pytest

from tests.browser.person import Person, arrives, expect
from tests.browser.tiny_bot import ANNA, keyboard

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def asked(page_at: Any, far: Any, **options: Any) -> Person:
    anna = await arrives(page_at, far, **options)
    await anna.sends("/quiz")
    await anna.sees("Where?")
    return anna


async def test_a_newcomer_reads_what_the_bot_does_and_starts(page_at, far, bot):
    await bot.call("setMyDescription", description="Quizzes about an article.")
    await bot.call("setMyDescription", description="Quiz su un articolo.", language_code="it")
    anna = Person(await page_at(far.url))
    await expect(anna.page.get_by_text("Quiz su un articolo.")).to_be_visible()
    await expect(anna.box).to_be_hidden()
    await anna.starts()
    await anna.sees("Hello, Anna! /start")
    await expect(anna.box).to_be_focused()
    await expect(anna.page.get_by_text("Quiz su un articolo.")).to_be_hidden()


async def test_enter_sends_and_shift_enter_begins_a_line(page_at, far, bot):
    anna = await arrives(page_at, far)
    box = anna.box
    height = (await box.bounding_box())["height"]
    await box.press_sequentially("one")
    await box.press("Shift+Enter")
    await box.press_sequentially("two")
    assert (await box.bounding_box())["height"] > height
    await box.press("Enter")
    await expect(anna.page.locator(".message.own").last.locator(".text")).to_contain_text(
        "one\ntwo"
    )
    await expect(anna.answers.last.locator(".text")).to_contain_text("one\ntwo")
    await expect(box).to_have_value("")


async def test_a_tap_edits_in_place_and_keeps_the_focus(page_at, far, bot):
    anna = await asked(page_at, far)
    button = anna.button("Khabarovsk")
    await button.focus()
    await button.press("Enter")
    await anna.sees("Where? Chosen: Khabarovsk")
    await expect(anna.button("✓ Khabarovsk")).to_be_focused()
    await expect(anna.page.locator(".message").last.get_by_text("modificato")).to_be_visible()
    await expect(anna.answers).to_have_count(2)


async def test_when_the_keyboard_goes_its_message_has_the_focus(page_at, far, bot):
    anna = await asked(page_at, far)
    await anna.button("Done").press("Enter")
    answered = anna.message("Well done.")
    await expect(answered).to_be_focused()
    await expect(answered.get_by_role("button")).to_have_count(0)
    await anna.page.keyboard.press("Tab")
    await expect(anna.button("Vladivostok")).to_be_focused()


async def test_quick_taps_on_several_buttons_all_count(page_at, far, bot):
    anna = await asked(page_at, far)
    buttons = anna.log.locator(".keyboard button")
    await buttons.evaluate_all("buttons => buttons.slice(0, 3).forEach(b => b.click())")
    await expect(anna.page.locator("[aria-busy=true]")).to_have_count(0)
    answered = [r for r in far.requests if r.method == "answerCallbackQuery"]
    assert len(answered) == 3


async def test_notices_and_alerts(page_at, far, bot):
    anna = await asked(page_at, far)
    await anna.taps("Hint")
    await expect(anna.page.locator("#toasts").get_by_text("It is by the sea.")).to_be_visible()
    await anna.taps("Rules")
    alert = anna.page.get_by_role("dialog", name="Nothing is ever negative.")
    await expect(alert).to_be_visible()
    await anna.page.keyboard.press("Enter")
    await expect(alert).to_be_hidden()
    await expect(anna.button("Rules")).to_be_focused()


async def test_a_bot_that_does_not_answer(page_at, far, bot):
    anna = await asked(page_at, far)
    await anna.page.clock.install()
    button = anna.button("Silence")
    await button.click()
    await expect(button).to_have_attribute("aria-busy", "true")
    await anna.page.clock.fast_forward(10_500)
    await expect(
        anna.page.get_by_text("Il bot non ha risposto entro dieci secondi.")
    ).to_be_visible()
    await expect(button).not_to_have_attribute("aria-busy", "true")


async def test_the_command_menu_by_keyboard(page_at, far, bot):
    commands = {"quizzes": "All of them", "quiz": "Take one", "question": "Ask me", "help": "Help"}
    told = [{"command": name, "description": what} for name, what in commands.items()]
    await bot.call("setMyCommands", commands=told)
    anna = await arrives(page_at, far)
    box = anna.box
    await box.press_sequentially("/qu")
    menu = anna.page.get_by_role("listbox", name="Comandi")
    await expect(menu.get_by_role("option")).to_have_text(
        ["/quizzes All of them", "/quiz Take one", "/question Ask me"]
    )
    await expect(box).to_have_role("combobox")
    await box.press("ArrowUp")
    marked = await box.get_attribute("aria-activedescendant")
    await expect(anna.page.locator(f"#{marked}")).to_contain_text("/question")
    await box.press("Tab")
    await expect(box).to_have_value("/question ")
    await expect(menu).to_be_hidden()
    await box.fill("")
    await box.press_sequentially("/q")
    await box.press("Escape")
    await expect(menu).to_be_hidden()
    await expect(box).to_have_value("/q")
    await box.fill("/quiz")
    await box.press("Enter")
    await anna.sees("Where?")


async def test_the_command_menu_by_mouse_and_when_it_changes(page_at, far, bot):
    anna = await arrives(page_at, far)
    await expect(anna.page.get_by_role("button", name="Comandi")).to_be_hidden()
    await bot.call("setMyCommands", commands=[{"command": "quiz", "description": "Take a quiz"}])
    await anna.page.get_by_role("button", name="Comandi").click()
    await anna.page.get_by_role("option", name="/quiz").click()
    await anna.sees("Where?")


async def test_a_command_in_a_message_can_be_pressed(page_at, far, bot):
    anna = await arrives(page_at, far)
    await anna.sends("Try /quiz now")
    await anna.answers.last.get_by_role("button", name="/quiz").click()
    await anna.sees("Where?")


async def test_links_to_the_bot_start_it_and_others_open_outside(page_at, far, bot):
    anna = await arrives(page_at, far)
    own = f"https://t.me/{far.world.bot['username']}?start=set-1"
    text = f'Take <a href="{own}">this set</a> or <a href="https://example.org/a">read</a>'
    await bot.call("sendMessage", chat_id=ANNA, text=text, parse_mode="HTML")
    await anna.page.get_by_role("link", name="this set").click()
    await anna.sees("Hello, Anna! /start set-1")
    outside = anna.page.get_by_role("link", name="read")
    await expect(outside).to_have_attribute("target", "_blank")
    await expect(outside).to_have_attribute("rel", "noopener noreferrer")


async def test_sharing_shows_the_text_and_copies_it(page_at, far, bot):
    anna = await arrives(page_at, far, permissions=["clipboard-read", "clipboard-write"])
    share = "https://t.me/share/url?url=https%3A%2F%2Fexample.org&text=8%20out%20of%2010"
    markup = keyboard([("Share", share)])
    markup["inline_keyboard"].append([{"text": "Alias", "copy_text": {"text": "Blue Otter"}}])
    await bot.call("sendMessage", chat_id=ANNA, text="Done", reply_markup=markup)
    await anna.taps("Share")
    dialog = anna.page.get_by_role("dialog", name="Condividi")
    await expect(dialog.locator(".sample")).to_have_text("https://example.org\n8 out of 10")
    await dialog.get_by_role("button", name="Copia").click()
    await expect(dialog).to_be_hidden()
    copied = "navigator.clipboard.readText()"
    assert await anna.page.evaluate(copied) == "https://example.org\n8 out of 10"
    await anna.taps("Alias")
    await expect(anna.page.get_by_text("Copiato.").last).to_be_visible()
    assert await anna.page.evaluate(copied) == "Blue Otter"


async def test_typing_is_shown_until_the_message_comes(page_at, far, bot):
    anna = await arrives(page_at, far)
    await bot.call("sendChatAction", chat_id=ANNA, action="typing")
    await expect(anna.page.locator("#chat-state")).to_have_text("sta scrivendo …")
    await bot.call("sendMessage", chat_id=ANNA, text="There.")
    await expect(anna.page.locator("#chat-state")).to_have_text("bot")


async def test_what_could_not_be_sent_is_given_back(page_at, far, bot):
    anna = await arrives(page_at, far, expected="400")
    far.world.people[ANNA].blocks_bot = True
    await anna.sends("hello?")
    await expect(anna.page.get_by_text("Non inviato:")).to_be_visible()
    await expect(anna.box).to_have_value("hello?")
