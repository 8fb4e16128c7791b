"""How much fails here: something of everything, or with QUIZBOT_EVERY_FAULT everything.

With QUIZBOT_EVERY_FAULT=commits, of the statements only the commits: of a transaction nothing is
kept, whichever of its statements fails.
"""

import os

import pytest

EVERY_FAULT = bool(os.environ.get("QUIZBOT_EVERY_FAULT"))
COMMITS_ONLY = os.environ.get("QUIZBOT_EVERY_FAULT") == "commits"


@pytest.fixture(autouse=True)
def _the_clock_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bot looks at its clock when the story strikes it; see Hurried."""
    monkeypatch.setattr("bot.telegram.ticker.EVERY", 3600.0)
