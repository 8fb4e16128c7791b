"""The bot goes down in the middle of a round, and comes back."""

import pytest

from tests.e2e.groups.driver import Group, restarted, told
from tests.e2e.person import until

THREE = "extra/three"


@pytest.fixture
def process(a_process, town):
    """Starts the bot as its own process."""

    async def start():
        town.serves(THREE)
        town.bot = await a_process()
        await town.bot.says("Serving")
        return town.bot

    return start


async def shows(group, text):
    """Wait until the newest message says this."""
    await until(lambda: text in group.text, f"the group sees {text!r}: {group.whole()}")
    await group.settles()


async def in_class(process, anna, *others):
    """A lobby of a class, by a bot that can be killed."""
    await process()
    group = await Group.opened(anna, "Classe 3B", *others)
    await group.says(anna, "/quiz")
    await shows(group, "Come giocate")
    await group.taps(anna, "Classe")
    await shows(group, "Ancora nessuno")
    return group


async def test_killed_in_the_lobby(process, town, anna, ben, carla):
    group = await in_class(process, anna, ben, carla)
    await group.taps(ben, "Partecipo")
    await town.bot.is_killed()
    message, join = group.button("Partecipo")
    await group.leaves_a_tap(carla, message, join)
    await process()
    await shows(group, "Partecipano (2)")
    assert group.saw("Tre di fila") <= 2
    await group.taps(anna, "Si comincia")
    await shows(group, "Domanda 1 di 3")


async def test_killed_while_a_question_is_open(process, town, anna, ben, carla):
    group = await in_class(process, anna, ben, carla)
    for who in (anna, ben, carla):
        await group.taps(who, "Partecipo")
    await group.taps(anna, "Si comincia")
    await shows(group, "Domanda 1 di 3")
    await group.taps(ben, "Uno")
    await town.bot.is_killed()
    message, right = group.button("Uno")
    await group.leaves_a_tap(carla, message, right)
    await process()
    await group.settles()
    group.hears(carla, "Your answer: One")
    await group.taps(anna, "Chiudi ora")
    await shows(group, "Giusta per 2 su 2")
    assert group.saw("Domanda 1 di 3") <= 3  # the question, its reveal, at most one duplicate


async def test_killed_after_the_reveal(process, town, anna, ben):
    group = await in_class(process, anna, ben)
    await group.taps(anna, "Si comincia")
    await shows(group, "Domanda 1 di 3")
    await group.taps(ben, "Uno")
    await group.taps(anna, "Chiudi ora")
    await shows(group, "Giusta per 1 su 1")
    await town.bot.is_killed()
    message, onward = group.button("Prossima")
    await group.leaves_a_tap(anna, message, onward)
    await process()
    await shows(group, "Domanda 2 di 3")
    assert group.saw("Risposta giusta") <= 2
    await group.taps(ben, "Due")
    await group.taps(anna, "Chiudi ora")
    await shows(group, "2 punti")


@pytest.mark.parametrize("moment", ["Domanda 1 di 3 ·", "Risposta giusta"])
async def test_killed_while_it_speaks_it_says_it_once_more_and_both_work(
    process, town, anna, ben, carla, moment
):
    group = await in_class(process, anna, ben, carla)
    world, add = town.far.world, town.far.world.add_message
    bot = town.bot

    def add_and_kill(chat, user, content, **more):
        message = add(chat, user, content, **more)
        if moment in str(content.get("text")):
            bot.process.kill()
        return message

    world.add_message = add_and_kill
    message, start = group.button("Si comincia")
    await group.leaves_a_tap(anna, message, start)
    if moment == "Risposta giusta":
        await until(lambda: "Domanda 1" in group.text)
        await group.taps(ben, "Uno")
        message, close = group.button("Chiudi ora")
        await group.leaves_a_tap(anna, message, close)
    await bot.ends()
    world.add_message = add
    await process()
    await until(lambda: group.saw(moment) == 2, "it is said once more")
    await group.settles()
    if moment != "Risposta giusta":
        first, second = (m for m in group.messages if moment in told(m))
        data = group.button("Uno")[1]
        await group.taps_at(ben, first, data)
        await group.taps_at(carla, second, data)
        await group.taps(anna, "Chiudi ora")
        await shows(group, "Giusta per 2 su 2")
    assert group.saw(moment) <= 2
    await group.taps(anna, "Prossima")
    await shows(group, "Domanda 2 di 3")


async def test_a_poll_whose_number_got_lost_shows_it_when_it_is_tapped(process, town, anna, ben):
    """It is closed while the bot is down, and so can no longer be asked by buttons."""
    await process()
    group = await Group.opened(anna, "Amici", ben)
    await group.says(anna, "/quiz")
    await shows(group, "Come giocate")
    await group.taps(anna, "Tra amici")
    await shows(group, "Ancora nessuno")
    world, add, bot = town.far.world, town.far.world.add_message, town.bot

    def add_and_kill(chat, user, content, **more):
        message = add(chat, user, content, **more)
        if "poll" in content:
            bot.process.kill()
        return message

    world.add_message = add_and_kill
    message, start = group.button("Si comincia")
    await group.leaves_a_tap(anna, message, start)
    await bot.ends()
    world.add_message = add
    await group.leaves_a_vote(ben, group.poll, "Uno")
    message, close = group.button("Chiudi ora")
    await group.leaves_a_tap(anna, message, close)
    await process()
    await shows(group, "Giusta per 1 su 1")


@pytest.fixture
async def polled(playing, town, anna, ben, carla):
    """Friends with a reward for speed, whose first poll is open."""
    group = await playing("Tra amici", THREE)
    await group.taps(carla, "Partecipo")
    await group.taps(anna, "Cambia", "Senza premio", "Fatto", "Si comincia")
    return group


async def test_votes_given_while_it_was_down_count_without_a_bonus(polled, town, ben, carla):
    await town.bot.stop()
    town.bot = None
    town.clock.passes(seconds=10)
    poll = polled.poll
    await polled.leaves_a_vote(ben, poll, "Uno")
    await polled.leaves_a_vote(carla, poll, "Due")
    town.clock.passes(seconds=15)
    bot = await restarted(town)
    await polled.settles()
    await polled.passes(seconds=10)
    polled.sees("Giusta per 1 su 2", "Ben\u2069 – 1 punto")
    await bot.stop()
    town.bot = None


async def test_votes_are_taken_in_before_what_was_due_meanwhile_closes(polled, town, ben):
    await town.bot.stop()
    town.bot = None
    await polled.leaves_a_vote(ben, polled.poll, "Uno")
    town.clock.passes(minutes=5)
    bot = await restarted(town)
    await polled.settles()
    polled.sees("Giusta per 1 su 1")
    assert polled.saw("Risposta giusta") == 1
    await bot.stop()
    town.bot = None


async def test_after_a_night_without_the_bot_what_was_answered_counts(polled, town, ben):
    await polled.votes(ben, "Uno")
    await town.bot.stop()
    town.bot = None
    town.clock.passes(hours=9)
    bot = await restarted(town)
    await polled.settles()
    polled.sees("Giusta per 1 su 1")
    for seconds in (8, 31, 8, 31, 15 * 60):  # nobody is awake
        await polled.passes(seconds=seconds)
    polled.sees("podio", "Ben\u2069 – 1")
    await bot.stop()
    town.bot = None
