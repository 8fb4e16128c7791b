"""What the bot sends is shown as it was meant, and never as anything else."""

import struct
import zlib

import pytest

from bot.demo.server import StandIn
from tests.browser.person import arrives, expect
from tests.browser.tiny_bot import ANNA, BEN, TinyBot, keyboard

pytestmark = pytest.mark.asyncio(loop_scope="session")

EVIL = "<img src=x onerror=alert(1)><script>alert(2)</script>"


def png(width: int, height: int) -> bytes:
    """A black picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" * (width + 1)) * height)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


async def test_formatting(page_at, far, bot):
    anna = await arrives(page_at, far)
    text = (
        "🎉<b>bold <i>both</i></b> <u>under</u> <s>gone</s> <code>code</code>\n"
        "<blockquote>quoted</blockquote>\n<pre><code class='language-yaml'>a: 1</code></pre>after"
    )
    await bot.call("sendMessage", chat_id=ANNA, text=text, parse_mode="HTML")
    shown = anna.answers.last.locator(".text")
    await expect(shown.locator("strong em")).to_have_text("both")
    await expect(shown.locator("strong")).to_have_text("bold both")
    await expect(shown.locator("u")).to_have_text("under")
    await expect(shown.locator("s")).to_have_text("gone")
    await expect(shown.locator("blockquote")).to_have_text("quoted")
    await expect(shown.locator("pre[data-language=yaml]")).to_have_text("a: 1")
    assert "\n" not in await shown.locator("blockquote").evaluate("b => b.nextSibling.textContent")


async def test_entities_that_overlap_are_cut_into_pieces(page_at, far, bot):
    anna = await arrives(page_at, far)
    entities = [
        {"type": "bold", "offset": 0, "length": 6},
        {"type": "italic", "offset": 4, "length": 6},
        {"type": "custom_emoji", "offset": 0, "length": 2},
        {"type": "bold", "offset": 8, "length": 99},
        {"type": "text_link", "offset": 0, "length": 2, "url": "javascript:alert(1)"},
    ]
    html = await anna.page.evaluate(
        """async (entities) => {
            const { formatted } = await import("/page/entities.js");
            const node = document.createElement("p");
            node.append(...formatted("0123456789ab", entities));
            return node.innerHTML;
        }""",
        entities,
    )
    assert html == (
        "<strong>0123<em>45</em></strong><em>67<strong>89</strong></em><strong>ab</strong>"
    )


async def test_a_spoiler_is_hidden_until_pressed(page_at, far, bot):
    anna = await arrives(page_at, far)
    text = "It is <tg-spoiler>the <b>sea</b></tg-spoiler>."
    await bot.call("sendMessage", chat_id=ANNA, text=text, parse_mode="HTML")
    cover = anna.page.get_by_role("button", name="Testo nascosto")
    await expect(anna.page.get_by_text("sea", exact=True)).to_be_hidden()
    await cover.press("Enter")
    await expect(anna.page.get_by_text("sea", exact=True)).to_be_visible()
    await expect(cover).to_have_count(0)


async def test_a_long_quotation_unfolds(page_at, far, bot):
    anna = await arrives(page_at, far, width=390, height=844)
    text = f"<blockquote expandable>{'many words ' * 60}the end</blockquote>"
    await bot.call("sendMessage", chat_id=ANNA, text=text, parse_mode="HTML")
    body = anna.page.locator("blockquote div")
    folded = (await body.bounding_box())["height"]
    await anna.page.get_by_role("button", name="Mostra tutto").click()
    assert (await body.bounding_box())["height"] > 3 * folded
    await expect(anna.page.get_by_role("button", name="Mostra meno")).to_be_visible()
    short = "<blockquote expandable>few words</blockquote>"
    await bot.call("sendMessage", chat_id=ANNA, text=short, parse_mode="HTML")
    await anna.sees("few words")
    await expect(anna.page.locator(".fold").last).to_be_hidden()


async def test_markup_in_texts_names_and_buttons_stays_text(page_at):
    people = [{"id": BEN, "first_name": EVIL, "last_name": "\u202e\u200f", "language_code": "en"}]
    async with StandIn(people=people) as far, TinyBot(far.url, far.token) as bot:
        page = await page_at(far.url)
        await page.get_by_role("button", name="Start").click()
        buttons = keyboard([(EVIL, "silence")])
        await bot.call("sendMessage", chat_id=BEN, text=EVIL, reply_markup=buttons)
        far.show_problems(
            [
                {
                    "file": EVIL,
                    "line": 1,
                    "column": 1,
                    "severity": "error",
                    "code": EVIL,
                    "message": EVIL,
                    "hint": EVIL,
                }
            ]
        )
        await page.locator("#problems summary").click()
        await expect(page.locator("#problems li")).to_contain_text(EVIL)
        await expect(page.locator(".message .text").last).to_contain_text(EVIL)
        await expect(page.get_by_role("button", name=EVIL).last).to_be_visible()
        assert await page.locator("body img, body script").count() == 0


async def test_a_photo_can_be_enlarged_and_a_file_downloaded(page_at, far, bot):
    anna = await arrives(page_at, far)
    await bot.upload(
        "sendPhoto", "photo", "week.png", png(640, 320), chat_id=str(ANNA), caption="Your week"
    )
    picture = anna.page.get_by_role("img", name="Your week")
    await expect(picture).to_have_js_property("naturalWidth", 640)
    await anna.page.get_by_role("button", name="Ingrandisci: Your week").click()
    large = anna.page.get_by_role("dialog", name="Foto")
    await expect(large.get_by_role("img", name="Your week")).to_be_visible()
    await anna.page.keyboard.press("Escape")
    await expect(large).to_be_hidden()
    await bot.upload("sendDocument", "document", "mydata.json", b"{}" * 700, chat_id=str(ANNA))
    link = anna.page.get_by_role("link", name="mydata.json")
    await expect(link).to_contain_text("1,4 kB")
    async with anna.page.expect_download() as download:
        await link.click()
    assert (await download.value).suggested_filename == "mydata.json"


async def test_a_reader_further_up_is_left_in_place(page_at, far, bot):
    anna = await arrives(page_at, far)
    sent = [await bot.call("sendMessage", chat_id=ANNA, text=f"Line {n:02}") for n in range(40)]
    await expect(anna.message("Line 39")).to_be_in_viewport()
    await anna.page.locator("#pane").evaluate("pane => { pane.scrollTop = 200 }")
    jump = anna.page.locator("#jump")
    await expect(jump).to_have_accessible_name("All’ultimo messaggio")
    seen = anna.message("Line 09")
    before = (await seen.bounding_box())["y"]
    await bot.call("sendMessage", chat_id=ANNA, text="News")
    await bot.call(
        "editMessageText",
        chat_id=ANNA,
        message_id=sent[0]["message_id"],
        text="Much longer\nthan\nit was",
    )
    await expect(anna.message("Much longer")).to_be_attached()
    assert abs((await seen.bounding_box())["y"] - before) < 2
    await expect(jump).to_have_accessible_name("1 nuovo messaggio")
    await expect(anna.page.locator(".chat .badge")).to_contain_text("1")
    await jump.click()
    await anna.sees("News")
    await expect(jump).to_be_hidden()
    await expect(anna.page.locator(".chat .badge")).to_have_count(0)


async def test_a_message_longer_than_the_screen_is_read_from_its_beginning(page_at, far, bot):
    anna = await arrives(page_at, far, width=390, height=844)
    text = "\n".join(["The beginning", *["and so on"] * 60, "the end"])
    await bot.call("sendMessage", chat_id=ANNA, text=text)
    await expect(anna.message("The beginning")).to_be_visible()
    message = await anna.message("The beginning").bounding_box()
    pane = await anna.page.locator("#pane").bounding_box()
    assert 0 <= message["y"] - pane["y"] < 40
    await anna.page.get_by_role("button", name="All’ultimo messaggio").click()
    await expect(anna.page.locator("#jump")).to_be_hidden()


async def test_days_are_set_apart_and_deleted_messages_go(page_at):
    now = 1_700_000_000.0
    async with (
        StandIn(people=[{"id": BEN, "first_name": "Ben"}], clock=lambda: now) as far,
        TinyBot(far.url, far.token) as bot,
    ):
        page = await page_at(far.url)
        await page.get_by_role("button", name="Start").click()
        await expect(page.locator(".message")).to_have_count(2)
        now += 86_400
        sent = await bot.call("sendMessage", chat_id=BEN, text="Next day")
        await expect(page.locator(".day")).to_have_text(["14 November 2023", "15 November 2023"])
        await bot.call("deleteMessage", chat_id=BEN, message_id=sent["message_id"])
        await expect(page.locator(".day")).to_have_count(1)
        await expect(page.locator(".message")).to_have_count(2)


async def test_an_editors_problems(page_at, far, bot):
    anna = await arrives(page_at, far)
    panel = anna.page.get_by_role("complementary", name="Problemi nelle raccolte di domande")
    await expect(panel).to_be_hidden()
    far.show_problems(
        [
            {
                "file": "a/meeting.yaml",
                "line": 12,
                "column": 5,
                "severity": "error",
                "code": "no-key",
                "message": "No right answer.",
                "hint": "Mark one.",
            }
        ]
    )
    await expect(panel).to_contain_text("1 errore")
    await panel.locator("summary").click()
    await expect(panel).to_contain_text("a/meeting.yaml:12:5")
    await expect(panel).to_contain_text("Mark one.")
    far.show_problems([])
    await expect(panel).to_be_hidden()
