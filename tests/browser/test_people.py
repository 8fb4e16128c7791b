"""Several people at one keyboard, and a page that comes back as it was left."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from bot.demo.server import StandIn
from tests.browser.person import Person, arrives, expect
from tests.browser.tiny_bot import ANNA, BEN, PEOPLE, TinyBot

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_two_people_each_with_their_own_chat_and_language(page_at, far, bot):
    anna = await arrives(page_at, far)
    page = anna.page
    await page.get_by_role("button", name="Ben, Inglese").click()
    ben = Person(page)
    await expect(page.get_by_role("heading", name="Ben’s chats")).to_be_visible()
    await expect(page.get_by_text("Hello, Anna!")).to_have_count(0)
    assert await page.evaluate("document.documentElement.lang") == "en"
    await ben.starts()
    await ben.sees("Hello, Ben!")
    await bot.call("sendMessage", chat_id=ANNA, text="For Anna")
    await bot.call("sendMessage", chat_id=BEN, text="For Ben")
    other = page.get_by_role("button", name="Anna Rossi, Italian, 1 unread message")
    await expect(other).to_be_visible()
    await other.click()
    await anna.sees("For Anna")
    await expect(
        page.get_by_role("button", name="Anna Rossi, Italiano", exact=True)
    ).to_be_visible()


async def test_unread_messages_are_counted_until_they_are_seen(page_at, far, bot):
    anna = await arrives(page_at, far, width=390, height=844)
    page = anna.page
    await page.get_by_role("button", name="Torna alle chat").click()
    badge = page.locator("#chat-list .badge")
    await expect(badge).to_have_count(0)
    for text in ("One", "Two"):
        await bot.call("sendMessage", chat_id=ANNA, text=text)
    await expect(badge).to_contain_text("2 messaggi non letti")
    await expect(page).to_have_title("(2) Demo")
    async with page.expect_response("**/client/read"):
        await page.locator(".chat").click()
    await expect(page).to_have_title("Demo")
    await page.reload()
    await anna.sees("Two")
    await expect(page).to_have_title("Demo")


async def test_a_person_is_added(page_at, far, bot):
    page = await page_at(far.url)
    await page.get_by_role("button", name="Aggiungi una persona").click()
    dialog = page.get_by_role("dialog", name="Aggiungi una persona")
    await dialog.get_by_label("Nome", exact=True).fill("Dora")
    await dialog.get_by_label("Lingua").select_option("en")
    await dialog.get_by_role("button", name="Aggiungi").click()
    await expect(page.get_by_role("heading", name="Dora’s chats")).to_be_visible()
    dora = Person(page)
    await dora.starts()
    await dora.sees("Hello, Dora!")
    assert list(far.world.people.values())[-1].first_name == "Dora"


async def test_person_chat_and_theme_survive_a_reload(page_at, far, bot):
    page = await page_at(far.url, width=390, height=844)
    await page.get_by_role("button", name="Ben").click()
    theme = page.get_by_role("button", name="Dark theme")
    await expect(theme).to_have_attribute("aria-pressed", "false")
    await theme.click()
    await page.get_by_role("button", name="Quiz").click()
    await page.reload()
    await expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()
    assert await page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
    await page.get_by_role("button", name="Back to the chats").click()
    await expect(page.get_by_role("heading", name="Ben’s chats")).to_be_visible()
    await expect(theme).to_have_attribute("aria-pressed", "true")


class Wire:
    """A way to the stand-in that can be cut and mended."""

    def __init__(self, port: int) -> None:
        self._far = port
        self._writers: set[asyncio.StreamWriter] = set()
        self._up = True

    @contextlib.asynccontextmanager
    async def listening(self) -> AsyncIterator[str]:
        server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        self.cut()
        server.close()

    def cut(self) -> None:
        self._up = False
        for writer in self._writers:
            writer.close()

    def mend(self) -> None:
        self._up = True

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self._up:
            return writer.close()
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._far)
        self._writers |= {writer, far_writer}
        await asyncio.gather(self._pass(reader, far_writer), self._pass(far_reader, writer))
        return None

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        writer.close()


async def test_a_lost_connection_is_told_and_nothing_is_missed(page_at, far, bot):
    wire = Wire(far.port)
    async with wire.listening() as url:
        anna = Person(await page_at(url))
        await anna.starts()
        await expect(anna.answers).to_have_count(1)
        wire.cut()
        await expect(anna.page.get_by_text("Connessione persa.")).to_be_visible()
        await bot.call("sendMessage", chat_id=ANNA, text="While you were away")
        wire.mend()
        await anna.sees("While you were away")
        await expect(anna.page.get_by_text("Connessione persa.")).to_be_hidden()
        await expect(anna.answers).to_have_count(2)
        await anna.page.close()


async def test_a_stand_in_started_anew_is_noticed(page_at):
    async with StandIn(people=PEOPLE) as far, TinyBot(far.url, far.token):
        anna = await arrives(page_at, far, expected="400")
        port = far.port
    async with StandIn(people=PEOPLE, port=port):
        await expect(anna.page.get_by_role("button", name="Avvia")).to_be_visible()
        await expect(anna.log.locator(".message")).to_have_count(0)
        await anna.page.close()
