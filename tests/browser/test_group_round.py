"""The real demo's group: one keyboard, three people, a round among friends and then a lesson.

The story is as long as it is because a bot may send a group twenty messages a minute. With
QUIZBOT_PICTURES=1 the pictures of the README are taken anew on the way.
"""

import re
from collections.abc import Sequence

import pytest

from bot.demo.server import GROUP
from bot.quiz.kinds import kind_of
from bot.quiz.question import Question, QuestionSet
from tests.browser.member import Member
from tests.browser.person import expect
from tests.browser.quizzing import Reader, demo, sets_in
from tests.browser.test_whole_quiz import A_WHILE, DESKTOP, SETS, takes_a_picture

pytestmark = pytest.mark.asyncio(loop_scope="session")

PHONE = {"width": 390, "height": 900, "device_scale_factor": 2}
SPEAKS = {"Anna": "it", "Ben": "en", "Chiara": "it"}
NAMES = tuple(SPEAKS)


class Players(Reader, Member):
    """Whoever is at the keyboard, in a group that speaks one language."""

    async def opens_the_group(self) -> None:
        await self.page.locator(".chat", has_text=GROUP).click()

    async def tapping(self, name: str, label: str) -> None:
        """This person takes the keyboard and taps the newest such button."""
        await self.sits_down(name)
        await self.taps_exactly(label)

    async def is_told(self, *told: str) -> None:
        """A private word at a button, put away by a tap."""
        word = self.page.locator("#toasts .toast").last
        for text in told:
            await expect(word).to_contain_text(text)
        await word.click()

    async def is_alerted(self, text: str) -> None:
        """A private word at a button, that waits to be closed."""
        alert = self.page.get_by_role("dialog", name=re.compile(text))
        await expect(alert).to_be_visible()
        await alert.get_by_role("button").click()

    async def is_polled(self, quiz: QuestionSet, number: int) -> Question:
        """The question that the newest poll asks, once it is this one."""
        asked = self.log.locator(".poll legend").last
        await expect(asked).to_contain_text(f"{number}/")
        said = await asked.inner_text()
        return next(item for item in quiz.questions if item.text.in_(self.language) in said)

    async def votes(self, name: str, item: Question, *, rightly: bool) -> None:
        await self.sits_down(name)
        key = rights(item)[0] if rightly else wrongs(item)[0]
        poll = self.poll(item.text.in_(self.language))
        await poll.get_by_role("radio", name=self.label(item, key), exact=True).click()
        await expect(poll.get_by_role("status")).to_contain_text(re.compile("risult|result"))

    async def presses(self, name: str, item: Question, keys: Sequence[str]) -> None:
        """This person taps these choices, and is told each time what is chosen by now."""
        await self.sits_down(name)
        person = Players(self.page, SPEAKS[name])
        for n, key in enumerate(keys, 1):
            await (await self.choice(item, key)).click()
            await person.is_told(*(person.label(item, each) for each in keys[:n]))

    async def sees_everybody_told(self, *told: str) -> None:
        for name in NAMES:
            await self.sits_down(name)
            for text in told:
                await self.sees(text)


def rights(item: Question) -> tuple[str, ...]:
    return tuple(kind_of(item.body).right(item.body))


def wrongs(item: Question) -> list[str]:
    return [key for key in kind_of(item.body).choices(item.body) if key not in rights(item)]


def titled(sets: list[QuestionSet], lobby: str, language: str) -> QuestionSet:
    return next(quiz for quiz in sets if quiz.title.in_(language) in lobby)


async def test_three_people_play_a_round_and_then_a_lesson(page_at):
    async with demo(SETS) as address:
        page = await page_at(address, **PHONE)
        group = Players(page, "it")
        await group.opens_the_group()
        await expect(group.message("Ciao a tutti")).to_be_visible(timeout=A_WHILE)
        points = await they_play_as_friends(group)
        await they_settle_for_lessons(group)
        lesson = Players(page, "en")
        missed, earned = await they_have_a_lesson(lesson)

        desktop = await page_at(address, scheme="dark", **DESKTOP)
        at_home = Players(desktop, "en")
        await at_home.sits_down("Ben")
        await at_home.opens_the_group()
        await at_home.sees("the podium")
        await takes_a_picture(desktop, "group-desktop")

        await lesson.sends("/leaderboard")
        await lesson.sees("The group’s leaderboard")
        for row in ranking({name: points[name] + earned[name] for name in NAMES}, "point"):
            await lesson.sees(row)
        await at_home.taps("What I got wrong")
        await at_home.sees("worth another look")
        for text in (missed.text.in_("en"), at_home.label(missed, wrongs(missed)[0])):
            await expect(at_home.last).to_contain_text(text)


async def they_play_as_friends(group: Players) -> dict[str, int]:
    """Two questions by polls; the points of each. Nobody reads who had none."""
    await group.sends("/quiz")
    await group.taps("Tra amici")
    await group.sees("tutto il gruppo può vedere chi ha scelto che cosa")
    for name in NAMES[1:]:
        await group.tapping(name, "Partecipo")
        await group.is_told("Ci sei anche tu!")
    await group.sees("Partecipano (2): \u2068Ben\u2069, \u2068Chiara\u2069")
    quiz = titled(sets_in(SETS), await group.last.inner_text(), "it")
    await group.tapping("Anna", "▶ Si comincia")

    points = dict.fromkeys(NAMES, 0)
    for number in (1, 2):  # the second comes by itself
        item = await group.is_polled(quiz, number)
        for name in NAMES:
            knows = NAMES.index(name) < number
            await group.votes(name, item, rightly=knows)
            points[name] += item.points if knows else 0
        await group.sees(f"Giusta per {number} su 3")
        await group.sees(item.explanation.in_("it"))
    await group.sits_down("Anna")
    await takes_a_picture(group.page, "group-phone")
    await group.taps_exactly("Pausa")
    await group.sees("Riprendiamo?")
    await group.sends("/stop")
    await group.sees_everybody_told("il podio", *ranking(points, "punt"))
    await expect(group.last).not_to_contain_text("Chiara")
    return points


async def they_settle_for_lessons(group: Players) -> None:
    """Anna, whose group it is, turns everything round."""
    await group.sits_down("Anna")
    await group.sends("/settings")
    await group.sees("Valgono dal prossimo giro")
    for seconds in (30, 45, 60, 90):
        await group.taps_exactly(f"Tempo: {seconds} secondi")
    await group.taps_exactly("Con sondaggi")
    await group.taps_exactly("Ritmo automatico")
    await group.taps_exactly("Comincia chiunque")
    await group.taps_exactly("Lingua: Italiano")
    await group.sees("They apply from the next round on")
    for settled in ("no limit", "With buttons", "Moves on by hand", "Administrators start"):
        await expect(group.button(settled)).to_be_visible()


async def they_have_a_lesson(group: Players) -> tuple[Question, dict[str, int]]:
    """A whole set by buttons, at Anna's pace; the question that Ben missed, and the points."""
    await group.tapping("Chiara", "Prossimo quiz")
    await group.is_alerted("Only administrators")
    await group.tapping("Anna", "Prossimo quiz")
    await group.tapping("Chiara", "Join")
    await group.is_told("You are in.")
    await group.sees("Taking part (1): \u2068Chiara\u2069")
    quiz = titled(sets_in(SETS), await group.last.inner_text(), "en")
    await group.tapping("Anna", "▶ Start")

    points = dict.fromkeys(NAMES, 0)
    await group.sees("Question 1 of 3")
    missed = await group.is_asked(quiz)
    await group.presses("Ben", missed, wrongs(missed)[:1])
    await group.presses("Anna", missed, rights(missed))
    points["Anna"] += missed.points
    await group.sees("2 of 3 have answered.")
    await group.tapping("Ben", "Close now")
    await group.is_alerted("Only whoever opened the round")
    await group.tapping("Anna", "Close now")
    await group.sees("1 of 2 had it right.")
    await group.taps("My place")
    await group.is_alerted("Il tuo posto: 1 su")
    await group.taps_exactly("Next question ›")

    for number in (2, 3):  # these close by themselves
        await group.sees(f"Question {number} of 3")
        item = await group.is_asked(quiz)
        for name in NAMES:
            knows = NAMES.index(name) < number
            await group.presses(name, item, rights(item) if knows else wrongs(item)[:1])
            points[name] += item.points if knows else 0
        await group.sees(f"{number} of 3 had it right.")
        await group.tapping("Anna", "Next question ›" if number == 2 else "To the podium ›")
    await group.sees_everybody_told("the podium", *ranking(points, "point"))
    return missed, points


def ranking(points: dict[str, int], unit: str) -> list[str]:
    rows = enumerate(points.items(), 1)
    return [f"{rank}. \u2068{name}\u2069 – {won} {unit}" for rank, (name, won) in rows if won]
