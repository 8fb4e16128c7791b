"""In everything that can be done, each call to Telegram fails once, in every way it can.

Nobody but Telegram is to blame then: the bot runs on, and in the end all is as if nothing had
failed, but for one more copy of a message of which nobody knew whether it had arrived.
"""

from contextlib import suppress
from dataclasses import dataclass
from itertools import count, cycle

import pytest

from bot.demo.faults import Failure
from tests.faults.conftest import EVERY_FAULT
from tests.faults.stage import CALLS, NoSuchButton, Stage
from tests.faults.stories import STORIES, Story, a_class, friends_with_polls, items_in_private
from tests.faults.sums import nothing_is_half_done
from tests.faults.test_nth_statement import undisturbed

QUICK = 0.3  # seconds that the bot waits for an answer which comes too late


@dataclass(frozen=True)
class Fault:
    failure: Failure
    after_effect: bool = False

    def __str__(self) -> str:
        name = self.failure if isinstance(self.failure, str) else str(self.failure[0])
        return f"{name}-{'after' if self.after_effect else 'before'}"


PASSING = (
    Fault((429, "Too Many Requests: retry after 7", {"retry_after": 7})),
    Fault("drop"),
    Fault("cut", after_effect=True),
    Fault("late", after_effect=True),
    Fault((500, "Internal Server Error", None)),
    Fault("garbage", after_effect=True),
    Fault("drop", after_effect=True),
    Fault("late"),
    Fault("garbage"),
    Fault("cut"),
    Fault((500, "Internal Server Error", None), after_effect=True),
)
LASTING = (
    Fault((403, "Forbidden: bot was blocked by the user", None)),
    Fault((400, "Bad Request: chat not found", None)),
)
# Somebody alone, who does once more what was not answered; administrators write blindly.
ALONE = [story for story in STORIES if not story.blindly]
EACH = [(story, fault, 0) for story in STORIES for fault in PASSING]
SOME = list(zip(STORIES, cycle(PASSING), cycle((1, 2)), strict=False))


@pytest.mark.parametrize("story, fault, sample", EACH if EVERY_FAULT else SOME, ids=str)
async def test_whichever_call_fails_all_ends_as_if_none_had(
    story: Story, fault: Fault, sample: int
) -> None:
    """In every step of the story the call of this number fails."""
    expected = await undisturbed(story)
    for number in [sample] if sample else count(1):
        async with Stage.open(story.sets, failing(fault, number), answer(fault)) as stage:
            await story.play(stage)
            nothing_is_half_done(stage.town.database)
            failed = stage.town.far.faults.failed
            copies = failed if fault.after_effect else 0
            stage.outcome().is_that_of(expected, story.copies(copies))
            assert not stage.restarts
            assert not stage.town.unanswered()
        if not failed:
            return


@pytest.mark.parametrize("fault", LASTING, ids=str)
@pytest.mark.parametrize("story", ALONE, ids=str)
async def test_whoever_could_not_be_spoken_to_can_go_on(story: Story, fault: Fault) -> None:
    """They do once more what was not answered, and come to the end of the story."""
    for number in count(1) if EVERY_FAULT else (1,):
        async with Stage.open(story.sets, failing(fault, number), answer(fault)) as stage:
            await story.play(stage)
            nothing_is_half_done(stage.town.database)
            failed = stage.town.far.faults.failed
        if not failed:
            return


# Those of a group that nobody upgrades in the story itself.
IN_GROUPS = [s for s in STORIES if s.play in (a_class, friends_with_polls, items_in_private)]


@pytest.mark.parametrize(
    "story, sample", [(s, 0 if EVERY_FAULT else 9) for s in IN_GROUPS], ids=str
)
async def test_at_whichever_call_a_group_becomes_a_supergroup_all_goes_on_there(
    story: Story, sample: int
) -> None:
    """People look for the buttons they had; where these stayed behind, they begin anew."""
    for number in [sample] if sample else count(1):
        async with Stage.open(story.sets, upgrading(number)) as stage:
            stage.supergroup = False
            with suppress(NoSuchButton):
                await story.play(stage)
            await stage.says(stage.anna, "/stop", stage.group)
            await stage.says(stage.anna, "/help", stage.group)
            assert "In groups" in stage.whole(stage.group)
            nothing_is_half_done(stage.town.database)
            assert stage.groups_kept() == {stage.group}
            assert not stage.restarts
            assert not stage.town.unanswered()
            failed = stage.town.far.faults.failed
        if not failed:
            return


def upgrading(number: int):
    begun = False

    def arm(stage: Stage) -> None:
        nonlocal begun
        if stage.group and not begun:
            begun = True
            stage.town.far.faults.count_from_now(CALLS)
            stage.town.far.faults.plan_nth(number, stage.is_upgraded)

    return arm


def failing(fault: Fault, number: int):
    def arm(stage: Stage) -> None:
        faults = stage.town.far.faults
        faults.count_from_now(CALLS)
        faults.plan_nth(number, fault.failure, after_effect=fault.after_effect)

    return arm


def answer(fault: Fault) -> float:
    return QUICK if fault.failure == "late" else 2.0
