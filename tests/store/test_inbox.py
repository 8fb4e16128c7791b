"""What Telegram delivered is kept until it is done, and known for a while after that."""

from datetime import timedelta

from bot.store import inbox
from bot.store.database import Database
from tests.store import game

LATER = game.NOW + timedelta(minutes=5)
TOMORROW = game.NOW + timedelta(days=1, minutes=1)


async def keep(db: Database, *numbers: int, now=game.NOW) -> frozenset[int]:
    return await db.write(lambda c: inbox.keep(c, [(n, f"body {n}") for n in numbers], now))


async def bodies(db: Database) -> dict[int, str]:
    asked = "SELECT update_id, body FROM inbox ORDER BY update_id"
    return dict(await db.read(lambda c: c.execute(asked).fetchall()))


async def test_what_was_kept_waits_in_the_order_in_which_it_came(db: Database) -> None:
    await keep(db, 900, 901)
    await keep(db, 7, now=LATER)  # the numbers began anew
    waiting = await db.read(inbox.waiting)
    assert waiting == ((900, "body 900"), (901, "body 901"), (7, "body 7"))


async def test_a_clock_that_is_set_back_changes_no_order(db: Database) -> None:
    await keep(db, 9)
    await keep(db, 10, now=game.NOW - timedelta(hours=1))
    assert [number for number, _ in await db.read(inbox.waiting)] == [9, 10]


async def test_what_is_known_is_not_new(db: Database) -> None:
    assert await keep(db, 1, 2) == {1, 2}
    await db.write(lambda c: inbox.done(c, [1], game.NOW))
    await db.write(lambda c: inbox.put_aside(c, 2, "KeyError"))
    assert await keep(db, 1, 2, 3) == {3}


async def test_of_what_is_done_only_the_number_is_left_and_soon_nothing(db: Database) -> None:
    await keep(db, 1, 2)
    await db.write(lambda c: inbox.done(c, [1, 2], game.NOW))
    assert await bodies(db) == {1: "", 2: ""}
    await keep(db, 3, now=LATER)
    assert await bodies(db) == {3: "body 3"}


async def test_a_bot_that_was_down_still_knows_what_it_had_done(db: Database) -> None:
    await keep(db, 1)
    await db.write(lambda c: inbox.done(c, [1], game.NOW))
    assert await keep(db, 1, 2, now=LATER) == {2}


async def test_a_number_of_the_day_before_is_another_update(db: Database) -> None:
    await keep(db, 1)
    await db.write(lambda c: inbox.done(c, [1], game.NOW))
    assert await keep(db, 1, now=TOMORROW) == {1}
    assert await db.read(inbox.waiting) == ((1, "body 1"),)


async def test_what_is_set_aside_can_be_tried_again(db: Database) -> None:
    await keep(db, 1, 2, 3)
    for number in (1, 2):
        await db.write(lambda c, n=number: inbox.put_aside(c, n, f"error {n}"))
    listed = await db.read(inbox.set_aside)
    assert [(each.update_id, each.error, each.came_at) for each in listed] == [
        (1, "error 1", game.NOW),
        (2, "error 2", game.NOW),
    ]
    assert await db.read(inbox.waiting) == ((3, "body 3"),)
    assert await db.write(lambda c: inbox.try_again(c, 2)) == (2,)
    assert await db.read(inbox.set_aside_count) == 1
    assert await db.write(inbox.try_again) == (1,)
    assert [number for number, _ in await db.read(inbox.waiting)] == [1, 2, 3]
    assert await db.write(inbox.try_again) == ()
