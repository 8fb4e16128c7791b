"""The real demo, played on a telephone: whole quizzes by clicks, and an editor at work.

With QUIZBOT_PICTURES=1 the pictures of the README are taken anew on the way.
"""

import os
import re
import shutil
from typing import Any

import pytest
from PIL import Image

from bot.demo.server import GROUP
from bot.quiz.question import QuestionSet
from tests.browser.person import expect
from tests.browser.quizzing import Reader, demo, sets_in
from tests.checkout import ROOT

pytestmark = pytest.mark.asyncio(loop_scope="session")

SETS = ROOT / "questions"
PICTURES = ROOT / "docs" / "pictures"
TAKING_PICTURES = bool(os.environ.get("QUIZBOT_PICTURES"))
PHONE = {"width": 390, "height": 780, "device_scale_factor": 2}
DESKTOP = {"width": 1200, "height": 760, "device_scale_factor": 2}
A_WHILE = 30_000  # milliseconds, for what takes a process to begin, on a busy machine


def kinds_in(quiz: QuestionSet) -> set[str]:
    return {item.body.type for item in quiz.questions}


async def takes_a_picture(page: Any, name: str) -> None:
    """Into the README's pictures, in as many colours as such a page has."""
    if not TAKING_PICTURES:
        return
    PICTURES.mkdir(exist_ok=True)
    file = PICTURES / f"{name}.png"
    await page.locator("#toasts:empty").wait_for(state="attached")
    await page.screenshot(path=file, animations="disabled", caret="hide")
    # Refined by k-means: a palette chosen by area alone has no colours left for small signs.
    colours = Image.open(file).convert("RGB").quantize(256, kmeans=2, dither=Image.Dither.NONE)
    colours.save(file, optimize=True)
    assert file.stat().st_size < 200_000


async def turns_to(page: Any, name: str, language: str) -> Reader:
    """This person takes the keyboard and opens the chat with the bot."""
    await page.locator("#people").get_by_role("button", name=re.compile(f"^{name},")).click()
    await page.locator(".chat").filter(has_not_text=GROUP).click()
    return Reader(page, language)


async def asks_until_told(reader: Reader, command: str, told: str) -> None:
    """The bot takes a saved file in a moment after the page knows of it."""
    for _ in range(20):
        heard = await reader.answers.count()
        await reader.sends(command)
        await expect(reader.answers).to_have_count(heard + 1)
        if told in await reader.last.inner_text():
            return
        await reader.page.wait_for_timeout(250)
    raise AssertionError(f"{command} never told {told!r}")


async def test_two_people_take_a_whole_quiz_and_meet_on_the_leaderboard(page_at):
    quiz = max(sets_in(SETS), key=lambda each: len(kinds_in(each)))
    assert kinds_in(quiz) >= {"single", "multiple", "true_false", "short", "ordering", "matching"}
    async with demo(SETS) as address:
        page = await page_at(address, **PHONE)
        anna = await turns_to(page, "Anna", "it")
        await anna.starts()
        await expect(anna.answers).to_have_count(1, timeout=A_WHILE)  # the bot is getting up
        await anna.sees("Ciao \u2068Anna\u2069!")
        await anna.taps("Scegli un quiz")
        await anna.taps(quiz.title.in_("it"))
        await anna.sees("Il tuo primo tentativo conta")
        await anna.taps_exactly("Inizia")

        for number, item in enumerate(quiz.questions, 1):
            await anna.sees(f"Domanda {number} di {len(quiz.questions)}")
            if number == 1:
                await takes_a_picture(page, "question-phone")
            await anna.answers_rightly(item)
            if number == 1:
                await takes_a_picture(page, "feedback-phone")
            if number < len(quiz.questions):
                await anna.taps("Avanti ›")
        await anna.taps("Vedi il risultato ›")

        points = sum(item.points for item in quiz.questions)
        result = anna.message("il tuo risultato").last
        await expect(result).to_contain_text(f"{points} punti su {points} (100%)")
        await expect(result).to_contain_text("Complimenti")
        await anna.taps("Il mio nome")
        await anna.sees("Nelle classifiche compari come \u2068Anna\u2069")
        await page.get_by_role("button", name="Torna alle chat").click()

        ben = await turns_to(page, "Ben", "en")
        await ben.starts()
        await ben.sends("/quiz")
        await ben.taps(quiz.title.in_("en"))
        await ben.taps_exactly("Start")
        for number, item in enumerate(quiz.questions, 1):
            await ben.sees(f"Question {number} of {len(quiz.questions)}")
            if number == 1:
                await ben.answers_wrongly(item)
            else:
                await ben.answers_rightly(item)
            if number < len(quiz.questions):
                await ben.taps("Next ›")
        await ben.taps("See your result ›")
        result = ben.message("your result").last
        await expect(result).to_contain_text(f"{points - quiz.questions[0].points} of {points}")
        await expect(result).to_contain_text("Worth another look")
        await result.evaluate("node => node.scrollIntoView()")
        await takes_a_picture(page, "result-phone")
        await ben.taps("A made-up name")
        await ben.sees("Leaderboards show you as")

        await ben.sends("/leaderboard")
        board = ben.message("🏆").last
        await expect(board).to_contain_text(f"1. \u2068Anna\u2069 – {points} points (100%)")
        await expect(board).to_contain_text(re.compile(r"2\. \u2068\w+ \d+\u2069 – .+ ‹ you"))
        await ben.sees("2 people")
        await takes_a_picture(page, "board-phone")

        # Anna is told the same in her own words.
        await page.get_by_role("button", name="Back to the chats").click()
        anna = await turns_to(page, "Anna", "it")
        await anna.sends("/leaderboard")
        mine = f"1. \u2068Anna\u2069 – {points} punti (100%) ‹ tu"
        await expect(anna.message("🏆").last).to_contain_text(mine)
        await anna.sends("/stats")
        await expect(anna.last.get_by_role("img")).to_be_visible()
        await expect(anna.last).to_contain_text("Precisione: 100%")

        desktop = await page_at(address, scheme="dark", **DESKTOP)
        at_home = await turns_to(desktop, "Ben", "en")
        await at_home.sees("2 people")
        await takes_a_picture(desktop, "desktop-dark")


async def test_an_editor_sees_at_once_what_is_wrong_and_what_is_mended(page_at, tmp_path):
    folder = tmp_path / "my sets"
    folder.mkdir()
    file = folder / "meeting.yaml"
    shutil.copy(next(SETS.rglob("*.yaml")), file)
    (quiz,) = sets_in(folder)
    sound = file.read_text("utf-8")
    async with demo(folder) as address:
        page = await page_at(address, **PHONE)
        anna = await turns_to(page, "Anna", "it")
        await anna.starts()
        await expect(anna.answers).to_have_count(1, timeout=A_WHILE)  # the bot is getting up
        await anna.sends("/quiz")
        await anna.sees(quiz.title.in_("it"))
        panel = page.get_by_role("complementary", name="Problemi nelle raccolte di domande")
        await expect(panel).to_be_hidden()

        key = re.search(r"^ +answer: (?!true|false)[a-z-]+$", sound, re.MULTILINE)
        assert key
        file.write_text(f"{sound[: key.end()]}-or-not{sound[key.end() :]}", "utf-8")
        await expect(panel).to_contain_text("1 errore", timeout=A_WHILE)
        await panel.locator("summary").click()
        line = sound[: key.end()].count("\n") + 1
        await expect(panel).to_contain_text(f"meeting.yaml:{line}:")
        await expect(panel.locator(".hint")).not_to_be_empty()

        title = quiz.title.in_("it")
        file.write_text(sound.replace(title, "Il titolo nuovo"), "utf-8")
        await expect(panel).to_be_hidden(timeout=A_WHILE)
        await asks_until_told(anna, "/quiz", "Il titolo nuovo")
