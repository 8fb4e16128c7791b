"""The sets that come with the bot, played through as somebody in a hurry would."""

import re
import shutil

import pytest

from tests.e2e.driver import ROOT
from tests.e2e.person import text_of

QUESTIONS = ROOT / "questions"
IDS = [
    re.search(r"^id: (\S+)", path.read_text("utf-8"), re.MULTILINE)[1]
    for path in sorted(QUESTIONS.rglob("*.yaml"))
]


@pytest.fixture
def everything(town):
    shutil.copytree(QUESTIONS, town.questions, dirs_exist_ok=True)


async def answers_anything(person):
    """Tap whatever comes first until the question has its answer; type where one types."""
    for _ in range(20):
        first = person.keyboard[0]
        if first.startswith(("Avanti", "Vedi il")):
            return
        if "Conferma" in person.keyboard and ("☑" in first or "☐" not in first):
            await person.taps("Conferma")
        elif first.startswith("💡") or first == "Salta":
            await person.sends("1953" if "numero" in text_of(person.last) else "qualcosa")
        else:
            await person.taps(first)
    raise AssertionError(person.whole_chat())


@pytest.mark.parametrize("set_id", IDS)
async def test_a_set_can_be_played_to_its_end(a_bot, everything, anna, set_id):
    await a_bot()
    await anna.sends(f"/start set-{set_id}")
    anna.sees("articolo di settembre 2023")
    await anna.taps("Inizia")
    count = int(re.search(r"Domanda 1 di (\d+)", text_of(anna.last))[1])
    for number in range(1, count + 1):
        assert text_of(anna.last).startswith(f"Domanda {number} di {count}")
        await answers_anything(anna)
        anna.sees("articolo di settembre 2023", "§")
        await anna.taps("Avanti" if number < count else "Vedi il")
    anna.sees("il tuo risultato", f"su {count}")


@pytest.mark.parametrize("set_id", IDS)
async def test_a_result_that_is_all_to_look_at_again_fits_its_pages(a_bot, everything, ben, set_id):
    await a_bot()
    await ben.sends(f"/start set-{set_id}")
    await ben.taps("Start")
    await ben.sends("/stop")
    await ben.taps("Finish now")
    ben.sees("(0%)", "Worth another look")
    for _ in range(9):
        if not any(label.startswith("More") for label in result_keyboard(ben)):
            break
        await ben.taps("More")
        ben.sees("Page ")


def result_keyboard(person):
    message, _ = person.button("Share")
    return [b["text"] for row in message["reply_markup"]["inline_keyboard"] for b in row]
