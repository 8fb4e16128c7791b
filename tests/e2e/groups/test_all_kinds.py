"""Items that are typed, ordered or matched: asked in the group, answered in the private chat."""

import pytest

KINDS = ("kinds/matching", "kinds/numeric", "kinds/ordering", "kinds/short")


async def begins(playing, anna, title: str, *others):
    """Anna opens a round of all kinds with this set, which the others join."""
    group = await playing("Classe", *KINDS, "kinds/single")
    await group.taps(anna, "Cambia", "Solo", f"Quiz: {title}", "Fatto")
    for who in others:
        await group.taps(who, "Partecipo")
    await group.taps(anna, "Si comincia")
    return group


async def test_a_word_is_typed_in_private_and_counts_in_the_group(playing, anna, ben, carla):
    group = await begins(playing, anna, "Scrivi una parola", ben, carla)
    group.sees("Quale colore danno le foglie", "chat privata")
    await ben.sends(group.link("privato"))
    ben.sees("What colour do leaves owe")
    await ben.sends("🤷")
    ben.sees("did not count")
    await ben.sends("gren")  # a slip
    ben.sees("Your answer: gren")
    ben.sees_not("Right")
    await ben.sends("green")  # until the close, the last word counts
    await carla.sends(group.link("privato"))
    await carla.sends("red")
    await group.settles()
    await group.passes(seconds=3)
    group.sees("Risposta giusta: verde", "Giusta per 1 su 2", "Ben")
    group.sees_not("gren", "red")
    await carla.sends("green")
    carla.sees("closed")


@pytest.mark.parametrize(
    "title, right", [
    ("Metti in ordine", ("Dawn", "Noon", "Dusk", "Midnight")),
    ("Abbinale", ("Oven", "Anvil", "Needle")),
])  # fmt: skip
async def test_things_are_placed_in_private(playing, anna, ben, title, right):
    group = await begins(playing, anna, title)
    await ben.sends(group.link("privato"))
    await ben.taps(right[1], "Undo", *right, "Confirm")
    ben.sees("Your answer:", right[-1])
    await group.settles()
    await group.passes(seconds=3)
    group.sees("Giusta per 1 su 1", "1 punto")


async def test_the_private_part_of_an_item_ends_with_it(playing, anna, ben, carla):
    group = await begins(playing, anna, "Metti in ordine")
    link = group.link("privato")
    await ben.sends(link)
    await ben.taps("Dawn")
    await group.taps(anna, "Chiudi ora")
    group.sees("Nessuna risposta")
    await ben.taps("Noon")
    ben.hears("closed")
    await carla.sends(link)
    carla.sees("closed")


async def test_an_attempt_of_ones_own_goes_on_beside_it(playing, anna, ben):
    group = await begins(playing, anna, "Scrivi una parola")
    await ben.sends("/start set-single")
    await ben.taps("Start")
    await ben.sends(group.link("privato"))
    await ben.sends("green")
    await group.settles()
    await group.passes(seconds=3)
    group.sees("Giusta per 1 su 1")
    await ben.taps("Triangle")
    ben.sees("✅")


async def test_a_word_that_comes_again_is_confirmed_again_and_counts_once(playing, town, anna, ben):
    group = await begins(playing, anna, "Scrivi una parola", ben)
    await ben.sends(group.link("privato"))
    heard, put = [], town.far.world.updates.put
    town.far.world.updates.put = lambda kind, body: (heard.append((kind, body)), put(kind, body))
    await ben.sends("green")
    word = next(each for each in heard if each[1].get("text") == "green")
    ben._before = dict(ben.chat)  # in no time: soon the item is closed
    put(*word)
    await ben.waits()
    ben.sees("Your answer: green")
    await group.settles()
    await group.passes(seconds=3)
    group.sees("Giusta per 1 su 1")
