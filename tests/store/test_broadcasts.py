"""Messages to all: everybody once, and nobody who is not meant."""

from datetime import timedelta
from sqlite3 import Connection

import pytest

from bot.store import broadcasts, personal, players
from bot.store.broadcasts import Broadcast
from bot.store.database import Database
from bot.store.transactions import JobRefused
from tests.store import game

ADMIN = 50
PEOPLE = (7, 20, 50, 60, 2**40)


@pytest.fixture
async def draft(db: Database) -> Broadcast:
    for person in PEOPLE:
        await db.write(lambda c, who=person: game.meet(c, who))
    return await db.write(lambda c: broadcasts.draft(c, ADMIN, "Hello", 1))


async def sent(db: Database, id_: int, most: int = 100, *, reached: bool = True) -> list[int]:
    """Send it to so many more; to whom it went."""
    to: list[int] = []
    while len(to) < most:
        under_way = await db.read(broadcasts.sending)
        if under_way is None:
            break
        person = await db.read(lambda c, b=under_way: broadcasts.next_recipient(c, b))
        if person is None:
            break
        to.append(person)
        await db.write(lambda c, who=person: broadcasts.told(c, id_, who, reached=reached))
    return to


async def found(db: Database, id_: int) -> Broadcast:
    broadcast = await db.read(lambda c: broadcasts.find(c, id_))
    assert broadcast is not None
    return broadcast


async def test_everybody_but_its_author_gets_it_once(db: Database, draft: Broadcast) -> None:
    assert await sent(db, draft.id) == []  # nothing goes out before it is said
    assert await db.read(broadcasts.recipients) == 4
    await db.write(lambda c: broadcasts.begin(c, draft.id, game.NOW))
    assert await sent(db, draft.id, 2) == [7, 20]
    assert await sent(db, draft.id, reached=False) == [60, 2**40]
    await db.write(lambda c: broadcasts.end(c, draft.id, "done"))
    done = await found(db, draft.id)
    assert (done.phase, done.meant, done.reached, done.missed, done.left) == ("done", 4, 2, 2, 0)


async def test_whoever_blocked_the_bot_is_passed_over(db: Database, draft: Broadcast) -> None:
    await db.write(lambda c: players.close(c, 20))
    assert await db.read(broadcasts.recipients) == 3
    await db.write(lambda c: broadcasts.begin(c, draft.id, game.NOW))
    assert await sent(db, draft.id) == [7, 60, 2**40]


async def test_being_told_twice_counts_once(db: Database, draft: Broadcast) -> None:
    await db.write(lambda c: broadcasts.begin(c, draft.id, game.NOW))
    for _ in range(2):
        await db.write(lambda c: broadcasts.told(c, draft.id, 7, reached=True))
    assert (await found(db, draft.id)).reached == 1


async def test_whoever_comes_or_goes_meanwhile_changes_nothing(
    db: Database, draft: Broadcast
) -> None:
    await db.write(lambda c: broadcasts.begin(c, draft.id, game.NOW - timedelta(seconds=1)))
    assert await sent(db, draft.id) == []  # all came after it began
    await db.write(lambda c: broadcasts.end(c, draft.id, "done"))
    again = await db.write(lambda c: broadcasts.draft(c, ADMIN, "Again", 2))
    await db.write(lambda c: broadcasts.begin(c, again.id, game.NOW))
    await db.write(lambda c: personal.forget(c, 20))
    assert await sent(db, again.id) == [7, 60, 2**40]


async def test_one_at_a_time(db: Database, draft: Broadcast) -> None:
    await db.write(lambda c: broadcasts.begin(c, draft.id, game.NOW))
    other = await db.write(lambda c: broadcasts.draft(c, 7, "Mine", 1))
    with pytest.raises(JobRefused, match="UNIQUE"):
        await db.write(lambda c: broadcasts.begin(c, other.id, game.NOW))


async def test_a_new_draft_takes_the_place_of_the_old(db: Database, draft: Broadcast) -> None:
    newer = await db.write(lambda c: broadcasts.draft(c, ADMIN, "Better", 2))
    assert await db.read(lambda c: broadcasts.find(c, draft.id)) is None
    assert await db.read(lambda c: broadcasts.draft_in(c, ADMIN, 1)) is None
    assert await db.read(lambda c: broadcasts.draft_in(c, ADMIN, 2)) == newer
    assert await db.read(lambda c: broadcasts.draft_in(c, 7, 2)) is None


async def test_what_is_sent_or_stopped_stays_as_it_is(db: Database, draft: Broadcast) -> None:
    def tampered(c: Connection) -> None:
        broadcasts.drop(c, draft.id)
        broadcasts.begin(c, draft.id, game.NOW)

    await db.write(lambda c: broadcasts.begin(c, draft.id, game.NOW))
    await sent(db, draft.id, 1)
    await db.write(lambda c: broadcasts.end(c, draft.id, "stopped"))
    before = await found(db, draft.id)
    await db.write(tampered)
    assert await found(db, draft.id) == before
    assert await sent(db, draft.id) == []
    assert before.left == 3


async def test_an_author_who_is_forgotten_takes_it_along(db: Database, draft: Broadcast) -> None:
    await db.write(lambda c: broadcasts.begin(c, draft.id, game.NOW))
    await db.write(lambda c: personal.forget(c, ADMIN))
    assert await db.read(broadcasts.sending) is None


async def test_one_message_shows_one_thing(db: Database, draft: Broadcast) -> None:
    await db.write(lambda c: broadcasts.watch(c, ADMIN, draft.id, 99))
    assert (await found(db, draft.id)).message_id == 99
    await db.write(lambda c: broadcasts.watch(c, ADMIN, None, 98))
    assert (await found(db, draft.id)).message_id == 99
    await db.write(lambda c: broadcasts.watch(c, ADMIN, None, 99))
    assert (await found(db, draft.id)).message_id is None
