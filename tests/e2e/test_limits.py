"""Telegram's limits are kept, and one flood or full group is nobody else's trouble."""

import asyncio
import statistics
import time

from bot.telegram.flood import BURST
from tests.e2e.groups.driver import Group, buttons, people
from tests.e2e.person import text_of, until

LIMITED = {"max_rate": 30}
TAPS_OF_A_FLOOD = 3000


def sent(town):
    """Requests of the bot for new messages; one that was refused is there twice."""
    return [r for r in town.far.requests if r.method.startswith("send")]


def said(town):
    """New messages of the bot that are there."""
    chats = town.far.world.chats.values()
    return [m for chat in chats for m in chat.messages.values() if m["from"]["is_bot"]]


async def test_a_busy_evening_never_meets_telegrams_limits(a_bot, town, anna):
    """Forty people in their private chats, and three groups that want more than they may have."""
    await a_bot("sky/moon", **LIMITED)
    crowd = people(town, 40)
    groups = [await Group.opened(anna, f"Class {n}", *crowd[:3]) for n in range(3)]
    start = time.monotonic()
    for group in groups:
        for _ in range(7):
            await crowd[0]._does("send", chat=group.id, text="/help")
    for who in crowd:
        await who._does("send", text="/start set-moon")
        await who._does("send", text="/help")
        await who._does("send", text="/privacy")
    expected = 40 * 3 + 3 * (7 + 1)
    await until(lambda: len(said(town)) == expected, "all of it is said", patience=30)
    assert len(sent(town)) == expected
    assert time.monotonic() - start < 20
    at = sorted(r.at for r in sent(town))
    assert at[-1] - at[0] >= expected / 30 - 2


async def test_a_group_that_telegram_silences_silences_nobody_else(a_bot, town, anna, ben):
    await a_bot("sky/moon", **LIMITED)
    full, other = [await Group.opened(anna, name, ben) for name in ("Full", "Other")]
    before = len(full.messages)
    refused = (429, "Too Many Requests: retry after 4", {"retry_after": 4})
    town.far.fail_next("sendMessage", refused)
    await ben._does("send", chat=full.id, text="/help")
    await until(lambda: len([r for r in sent(town) if r.params["chat_id"] == full.id]) == 2)
    start = time.monotonic()
    await ben.sends("/start set-moon")
    ben.sees("Watching the Moon")
    await ben.taps("Start", "False", "Next")
    heard = len(other.messages)
    await ben._does("send", chat=other.id, text="/help")
    await until(lambda: len(other.messages) == heard + 1, "the other group is answered")
    assert time.monotonic() - start < 3
    assert len(full.messages) == before
    await until(lambda: len(full.messages) == before + 1, "the group hears it after all")
    assert time.monotonic() - start > 3


def floods(town, person, message, times):
    """So many taps at once on something that is not there any more."""
    world = town.far.world
    for _ in range(times):
        query = world.open_query(world.people[person.id], world.chats[person.id], 1)
        told = {"id": query.id, "from": world.people[person.id].user(), "chat_instance": "1"}
        world.updates.put("callback_query", {**told, "message": message, "data": "old"})


async def answered(town, person):
    """How many of the taps of this person were answered, once all that came was taken in."""
    await until(lambda: not town.far.world.updates.pending(), "all updates are taken in")
    await town.bot.app.parts.show.drain(5)
    return len(person.notices)


async def test_a_flood_is_dropped_and_told_once(a_bot, town, anna):
    bot = await a_bot("kitchen/tea", **LIMITED)
    await anna.sends("/settings")
    await anna.taps("English")
    floods(town, anna, anna.last, 500)
    heard = await answered(town, anna)
    assert heard <= BURST + 1
    assert bot.app.parts.flood.dropped >= 500 - BURST - 5
    (told,) = [notice for notice in anna.notices if "faster than I can count" in notice]
    with_messages = len(anna.chat)
    for _ in range(20):
        await anna._does("send", text="hello")
    await until(lambda: not town.far.world.updates.pending())
    assert not [m for m in anna.chat.values() if m["text"] == told]
    assert len(anna.chat) <= with_messages + 25
    await asyncio.sleep(1)
    await anna.sends("/start set-tea")
    anna.sees("A pot of tea")


async def test_messages_in_a_flood_are_told_in_a_message(a_bot, town, ben):
    await a_bot("kitchen/tea", **LIMITED)
    await ben.sends("/start")
    town.bot, bot = None, town.bot
    for _ in range(BURST + 20):
        world = town.far.world
        user = world.people[ben.id].user()
        world.updates.put("message", world.add_message(world.chats[ben.id], user, {"text": "hm"}))
    town.bot = bot
    await until(
        lambda: [m for m in ben.chat.values() if "faster than I can" in text_of(m)],
        "Ben is told",
        patience=90,
    )


async def test_one_persons_flood_does_not_slow_another(a_bot, town, anna, ben):
    await a_bot("kitchen/tea", **LIMITED)
    await anna.sends("/start")
    await ben.sends("/settings")
    settings = ben.last["message_id"]

    async def taps(times):
        """How long Ben's taps take, until he sees what comes of them."""
        took = []
        for n in range(times):
            word, start = ("Lingua", "Language")[n % 2], time.monotonic()
            label = ("Italiano", "English")[n % 2]
            button = next(b for b in buttons(ben.chat[settings]) if label in b["text"])
            await ben._tap(ben.chat[settings], button["callback_data"])
            await until(lambda word=word: word in text_of(ben.chat[settings]))
            took.append(time.monotonic() - start)
        return statistics.median(took)

    async def flood():
        for _ in range(TAPS_OF_A_FLOOD // 50):
            floods(town, anna, anna.last, 50)
            await asyncio.sleep(0.01)

    calm = await taps(20)
    flooding = asyncio.create_task(flood())
    stormy = await taps(20)
    await flooding
    await answered(town, anna)
    print(f"calm {calm:.4f} s, in the flood {stormy:.4f} s")
    assert stormy < 10 * calm
