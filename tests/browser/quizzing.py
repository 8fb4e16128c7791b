"""A demo as people start it, and a person who knows the answers."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.content import catalog
from bot.quiz.kinds import kind_of
from bot.quiz.kinds.short import right_in
from bot.quiz.question import Question, QuestionSet
from tests.browser.person import Person, expect
from tests.checkout import ROOT

PATIENCE = 30.0  # seconds for a process to begin
expect.set_options(timeout=30_000)  # milliseconds: a bot behind HTTP may take a while to answer
WORDS: Mapping[str, Mapping[str, str]] = {
    "it": {"true": "Vero", "false": "Falso", "confirm": "Conferma"},
    "en": {"true": "True", "false": "False", "confirm": "Confirm"},
}


@asynccontextmanager
async def demo(folder: Path) -> AsyncIterator[str]:
    """`quizbot demo` on this folder, as a process of its own; the address of its page."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo", "--no-browser", "--port", "0", str(folder)),
        cwd=ROOT,
        env={k: v for k, v in os.environ.items() if not k.startswith("QUIZBOT_")},
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(PATIENCE):
            invitation = (await process.stdout.readline()).decode()
        found = re.search(r"http://\S+", invitation)
        assert found, invitation
        yield found[0]
    finally:
        process.terminate()
        await process.wait()


def sets_in(folder: Path) -> list[QuestionSet]:
    return list(catalog.load(folder).sets.values())


class Reader(Person):
    """A person who has read the article, and answers in their language."""

    def __init__(self, page: Any, language: str) -> None:
        super().__init__(page)
        self.language = language
        self.words = WORDS[language]

    @property
    def last(self) -> Any:
        """The newest thing the bot said."""
        return self.answers.last

    async def taps_exactly(self, label: str) -> None:
        """Tap the newest button that says just this."""
        await self.log.get_by_role("button", name=label, exact=True).last.click()

    async def is_asked(self, quiz: QuestionSet) -> Question:
        """The question that the newest message asks."""
        said = await self.last.locator(".text").inner_text()
        return next(item for item in quiz.questions if item.text.in_(self.language) in said)

    async def answers_rightly(self, item: Question) -> None:
        """Answer the question in view, by clicks or by typing, and wait for the verdict."""
        asked = self.message(item.text.in_(self.language)).last
        match item.body.type:
            case "short":
                await self.sends(right_in(item.body, self.language))
            case "numeric":
                number = kind_of(item.body).right(item.body)[0]
                await self.sends(number.replace(".", "," if self.language == "it" else "."))
            case "single" | "true_false":
                await self._taps_right(item)
            case _:
                await self._taps_right(item)
                await self.taps_exactly(self.words["confirm"])
        await expect(asked).to_contain_text("✅")

    async def answers_wrongly(self, item: Question) -> None:
        """Tap a wrong option where just one is right, and wait for the verdict."""
        asked = self.message(item.text.in_(self.language)).last
        kind = kind_of(item.body)
        wrong = next(k for k in kind.choices(item.body) if k not in kind.right(item.body))
        await (await self.choice(item, wrong)).click()
        await expect(asked).to_contain_text("❌")

    def label(self, item: Question, key: str) -> str:
        """A choice in this person's words."""
        text = kind_of(item.body).label(item.body, key)
        return text.in_(self.language) if text else self.words[key]

    async def _taps_right(self, item: Question) -> None:
        for key in kind_of(item.body).right(item.body):
            button = await self.choice(item, key)
            before = await self.last.inner_text()
            await button.click()
            await expect(self.last).not_to_have_text(before, use_inner_text=True)

    async def choice(self, item: Question, key: str) -> Any:
        """The button of a choice: its text, or the letter that the text has above."""
        label = self.label(item, key)
        said = await self.last.locator(".text").inner_text()
        lettered = re.search(rf"^([A-Z])\. {re.escape(label)}$", said, re.MULTILINE)
        name = re.escape(lettered[1] if lettered else label)
        return self.last.get_by_role("button", name=re.compile(rf"^(?:[☐☑] )?{name}$"))
