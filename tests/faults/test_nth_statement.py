"""In everything that can be done, each statement to the database fails once.

The bot ends, is started anew, and in the end all is as if nothing had failed.
"""

from itertools import count

import pytest

from bot.screens import menu
from bot.telegram.buttons import LETTERS
from bot.telegram.handlers import UPDATES
from tests.faults.conftest import COMMITS_ONLY, EVERY_FAULT
from tests.faults.failing import Disk, How, failing
from tests.faults.stage import CALLS, Outcome, Stage
from tests.faults.stories import STORIES, Story
from tests.faults.sums import nothing_is_half_done

HOWS: tuple[How, ...] = ("open", "taken back", "done")
# A reader's transaction that cannot be ended; the log that is emptied later (`play/upkeep.py`).
PASSED_OVER = ("ROLLBACK", "PRAGMA busy_timeout", "PRAGMA wal_checkpoint", "DELETE FROM traces")
# One for each story: where it once went wrong, or anywhere.
PLACES: tuple[tuple[How, int], ...] = (
    ("done", 3), ("taken back", 6), ("taken back", 29), ("open", 17), ("done", 2),
    ("taken back", 8), ("open", 8), ("taken back", 24), ("done", 2), ("taken back", 61),
)  # fmt: skip
SAMPLE = [(story, *place) for story, place in zip(STORIES, PLACES, strict=True)]
CASES = [(story, how, 0) for story in STORIES for how in HOWS] if EVERY_FAULT else SAMPLE


async def undisturbed(story: Story) -> Outcome:
    async with Stage.open(story.sets) as stage:
        await story.play(stage)
        nothing_is_half_done(stage.town.database)
        return stage.outcome()


@pytest.mark.parametrize("story, how, sample", CASES, ids=str)
async def test_whichever_statement_fails_all_ends_as_if_none_had(
    story: Story, how: How, sample: int
) -> None:
    """In every step of the story the statement of this number fails."""
    expected = await undisturbed(story)
    for number in [sample] if sample else count(1):
        disk = Disk(number, how, COMMITS_ONLY)
        with failing(disk):
            async with Stage.open(story.sets, lambda _, disk=disk: disk.count_from_now()) as stage:
                await story.play(stage)
                passed_over = sum(sql.startswith(PASSED_OVER) for sql in disk.failed)
                noticed = stage.restarts + stage.ailing()
                assert len(disk.failed) - passed_over <= noticed <= len(disk.failed)
                nothing_is_half_done(stage.town.database)
                stage.outcome().is_that_of(expected, story.copies(stage.restarts))
        if not disk.failed:
            return


async def test_the_stories_do_everything_that_can_be_done() -> None:
    """Whatever gets a button, a command or a call of its own has to appear in a story."""
    tapped: set[type] = set()
    sent: set[str] = set()
    called: set[str] = set()
    heard: set[str] = set()
    for story in STORIES:
        async with Stage.open(story.sets) as stage:
            put = stage.town.far.world.updates.put
            stage.town.far.world.updates.put = lambda kind, body, put=put: (
                heard.add(kind),
                put(kind, body),
            )
            await story.play(stage)
            tapped |= stage.tapped
            sent |= stage.sent
            called |= {r.method for r in stage.town.far.requests}
    assert not set(LETTERS) - tapped
    commands = {f"private /{name}" for name in menu.ADMIN}
    assert commands | {f"group /{name}" for name in menu.GROUP} <= sent
    assert called >= CALLS
    assert set(UPDATES) <= heard
