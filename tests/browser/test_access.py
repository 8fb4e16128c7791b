"""On a phone, by keyboard alone, by screen reader, in the dark."""

import pytest

from tests.browser.contrast import too_weak
from tests.browser.person import arrives, expect
from tests.browser.tiny_bot import ANNA

pytestmark = pytest.mark.asyncio(loop_scope="session")

READ_TOGETHER = """
    ink/panel soft/panel soft/rail soft/bubble soft/field soft/hover soft/chosen soft/glow-1
    ink/own own-soft/own ink/chosen accent/bubble accent/own accent/tint accent/glow-1 accent/glow-2
    on-fill/fill warning/warning-back danger/panel danger/scene success/scene
    soft/shade danger/bubble bubble/success bubble/danger bubble/accent panel/success
"""  # text/background, by their names in style.css
LONG = "Donaudampfschifffahrtsgesellschaftskapitän" * 4


@pytest.mark.parametrize("width", [360, 390, 430, 800])
async def test_nothing_is_wider_than_the_screen(page_at, far, bot, width):
    page = (await arrives(page_at, far, width=width, height=800)).page
    wide = [[{"text": f"{n} {LONG}", "callback_data": str(n)} for n in range(8)]]
    text = f"{LONG} https://example.org/{LONG}<pre>{LONG * 3}</pre>"
    await bot.call(
        "sendMessage",
        chat_id=ANNA,
        text=text,
        parse_mode="HTML",
        reply_markup={"inline_keyboard": wide},
    )
    await expect(page.locator(".keyboard button")).to_have_count(8)
    for selector in ("html", "body", "#pane", "#log"):
        overflow = "node => node.scrollWidth - node.clientWidth"
        assert await page.locator(selector).evaluate(overflow) <= 0, selector
    composer = await page.locator("#composer").bounding_box()
    assert composer["y"] + composer["height"] <= 800


async def test_a_phone_shows_one_pane_and_back_works(page_at, far, bot):
    page = await page_at(far.url, width=390, height=844)
    await expect(page.locator("#chat")).to_be_hidden()
    await page.get_by_role("button", name="Quiz").click()
    await expect(page.locator("#chat-list")).to_be_hidden()
    await page.go_back()
    await expect(page.locator("#chat-list")).to_be_visible()
    await expect(page.locator("#chat")).to_be_hidden()
    await page.go_forward()
    await expect(page.locator("#chat")).to_be_visible()
    await page.get_by_role("button", name="Torna alle chat").click()
    await expect(page.locator("#chat-list")).to_be_visible()


async def test_fields_are_large_enough_not_to_be_zoomed(page_at, far, bot):
    page = await page_at(far.url, width=390, height=844)
    fields = page.locator("input, select, textarea")
    sizes = await fields.evaluate_all("all => all.map(field => getComputedStyle(field).fontSize)")
    assert set(sizes) == {"16px"}


async def test_a_quiz_by_keyboard_alone(page_at, far, bot):
    page = await page_at(far.url)
    await expect(page.get_by_role("button", name="Avvia")).to_be_visible()
    for _ in range(12):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement.id") == "start":
            break
    await page.keyboard.press("Enter")
    await expect(page.locator("#box")).to_be_focused()
    await page.keyboard.type("/quiz")
    await page.keyboard.press("Enter")
    done = page.get_by_role("button", name="Done")
    await expect(done).to_be_visible()
    await page.keyboard.press("ArrowUp")
    await expect(page.get_by_role("button", name="Vladivostok")).to_be_focused()
    for key, name in (
        ("ArrowDown", "Khabarovsk"),
        ("ArrowDown", "Pyongyang"),
        ("ArrowDown", "Hint"),
        ("ArrowRight", "Rules"),
        ("ArrowDown", "Done"),
        ("Home", "Vladivostok"),
        ("End", "Done"),
        ("ArrowLeft", "Silence"),
    ):
        await page.keyboard.press(key)
        await expect(page.get_by_role("button", name=name)).to_be_focused()
    await page.keyboard.press("Home")
    await page.keyboard.press("Space")
    await expect(page.get_by_role("button", name="✓ Vladivostok")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.locator("#box")).to_be_focused()


async def test_what_a_screen_reader_meets(page_at, far, bot):
    anna = await arrives(page_at, far)
    page = anna.page
    await anna.sends("/quiz")
    await anna.sees("Where?")
    await expect(page.get_by_role("log")).to_have_attribute("aria-live", "polite")
    await expect(page.locator("body")).to_match_aria_snapshot("""
    - navigation "Chi è alla tastiera":
      - button "Anna Rossi, Italiano" [pressed]
      - button "Ben, Inglese"
      - button "Chiara, Italiano"
      - button "Aggiungi una persona"
    - main:
      - region "Le chat di Anna":
        - heading "Le chat di Anna" [level=1]
        - button "Tema scuro"
        - list:
          - listitem:
            - button /Quiz/
      - region "Quiz":
        - heading "Quiz" [level=1]
        - region "Messaggi":
          - log:
            - text: Oggi
            - article /^Tu \\d+:\\d+$/
            - article /^Quiz \\d+:\\d+$/
            - article /^Tu \\d+:\\d+$/
            - article /^Quiz \\d+:\\d+$/:
              - group "Pulsanti":
                - button "Vladivostok"
        - textbox "Messaggio"
    """)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_texts_stand_out_from_what_is_behind_them(page_at, far, bot, scheme):
    page = await page_at(far.url, scheme=scheme)
    assert await too_weak(page, READ_TOGETHER.split()) == {}
