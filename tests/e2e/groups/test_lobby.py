"""Before a round: the first question, who may do what, and the ways in."""

import pytest

from tests.e2e.groups.driver import Group, buttons, told


@pytest.fixture
async def friends(a_bot, town, anna, ben, carla):
    """An English group of friends: Ben owns it."""
    await a_bot("kinds/single", "kinds/true-false")
    group = await Group.opened(ben, "Quiz night", anna, carla)
    await group.says(ben, "/quiz")
    await group.taps(ben, "Friends")
    return group


@pytest.fixture
async def school(a_bot, town, anna, ben, carla):
    """An Italian class: Anna owns it."""
    await a_bot("kinds/single", "kinds/true-false")
    group = await Group.opened(anna, "Classe 3B", ben, carla)
    await group.says(anna, "/quiz")
    await group.taps(anna, "Classe")
    return group


async def test_added_to_a_group_it_says_one_hello_with_a_start_button(a_bot, town, anna, ben):
    await a_bot("kinds/single")
    group = await Group.opened(anna, "Classe 3B", ben)
    assert len(group.messages) == 1
    group.sees("Ciao a tutti", "/quiz")
    await group.taps(ben, "Inizia un quiz")
    group.sees("Come giocate")


async def test_the_first_use_asks_once_how_the_group_plays(friends, ben, anna, carla):
    friends.sees("Choose one", "2 questions", "With polls: votes are final", "30 seconds")
    assert friends.saw("How do you play") == 1
    await friends.taps(ben, "Cancel")
    await friends.says(carla, "/quiz")
    assert friends.saw("How do you play") == 1
    friends.sees("Choose one")


async def test_in_a_class_only_administrators_open_a_lobby(school, anna, ben, carla):
    school.sees("Scegline una", "Con pulsanti", "senza limite di tempo", "si va avanti a mano")
    await school.taps(anna, "Annulla")
    assert school.saw("annullato") == 1
    await school.says(carla, "/quiz")
    school.sees("solo chi amministra")


async def test_the_lobby_offers_the_next_set_that_the_group_has_not_played(friends, ben, anna):
    await friends.taps(ben, "Start")
    await friends.says(ben, "/stop")
    await friends.says(anna, "/quiz")
    friends.sees("True or false")


async def test_a_link_opens_the_lobby_of_its_set(friends, a_bot, ben, anna, town):
    group = await Group.opened(ben, "Another", anna, payload="set-true-false")
    group.sees("How do you play")
    await group.taps(ben, "Friends")
    group.sees("True or false")
    await friends.says(ben, "/quiz set-true-false")
    friends.sees("Choose one")  # the lobby that is open there already


async def test_ways_to_take_part(friends, ben, anna, carla):
    friends.sees("Nobody yet")
    await friends.taps(ben, "Join")
    friends.hears(ben, "You are in.")
    friends.sees("Taking part (1)", "Ben")
    await friends.taps(ben, "Join")
    friends.hears(ben, "already")
    await anna.sends(friends.link("Link for joining"))
    anna.sees("Partecipi")
    await friends.passes(seconds=3)
    friends.sees("Taking part (2)", "Anna")
    await friends.taps(ben, "Start")
    await friends.votes(carla, "Triangle")
    await friends.passes(seconds=3)
    await friends.passes(seconds=31)
    friends.sees("Carla")


async def test_the_link_as_a_picture_for_a_projector(friends, ben):
    await friends.taps(ben, "QR code")
    assert "photo" in friends.last
    friends.sees("?start=join-")


async def test_strangers_neither_start_nor_change_nor_cancel(friends, ben, anna, carla):
    lobby = friends.last
    for label in ("Start", "Change", "Cancel"):
        await friends.taps(carla, label)
        friends.hears(carla, "Only whoever opened the round")
    assert friends.last == lobby
    await friends.taps(ben, "Change")
    friends.sees("What shall we change?")


async def test_an_administrator_may_steer_a_round_that_somebody_else_opened(friends, ben, carla):
    await friends.taps(ben, "Cancel")
    await friends.says(carla, "/quiz")
    await friends.taps(ben, "Change", "Done", "Start")
    assert "poll" in friends.last


async def test_what_is_changed_holds_for_this_round_and_the_next(friends, ben):
    await friends.taps(ben, "Change", "Time: 30 seconds", "With polls", "No reward for speed")
    await friends.taps(ben, "Done")
    friends.sees("45 seconds", "With buttons", "up to half the points on top")
    await friends.taps(ben, "Cancel")
    await friends.says(ben, "/quiz")
    friends.sees("45 seconds", "With buttons", "up to half the points on top")


async def test_another_set_can_be_chosen_in_the_lobby(friends, ben):
    await friends.taps(ben, "Change", "Quiz: True or false", "Done")
    friends.sees("True or false")
    await friends.taps(ben, "Start")
    assert "six arms" in told(friends.last)


async def test_there_is_one_round_at_a_time_in_a_group(friends, ben, anna):
    await friends.says(anna, "/quiz")
    assert friends.saw("Choose one") == 2
    old, new = (m for m in friends.messages if "Choose one" in told(m))
    assert (buttons(old), bool(buttons(new))) == ([], True)
    await friends.taps(ben, "Start")
    await friends.says(anna, "/quiz")
    friends.sees("being played here already")


async def test_a_lobby_that_nobody_begins_closes_by_itself(friends, ben):
    await friends.passes(minutes=16)
    friends.sees("cancelled")
    await friends.says(ben, "/stop")
    friends.sees("No round")


async def test_taps_at_an_old_lobby_change_nothing(friends, ben, anna):
    old, join = friends.button("Join")
    _, start = friends.button("Start")
    await friends.taps(ben, "Cancel")
    await friends.taps_at(anna, old, join)
    friends.hears(anna, "chiusa")
    await friends.taps_at(ben, old, start)
    friends.hears(ben, "Already done")
    assert friends.saw("cancelled") == 1
