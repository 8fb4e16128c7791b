"""Who stands where in a group, teams, and what a round means for playing alone."""

import pytest

from tests.e2e.groups.driver import Group, people

THREE, SINGLE = "extra/three", "kinds/single"


async def plays(group, starter, set_id, **answers):
    """A round of these answers to its first question; `answers`: label to people."""
    await group.says(starter, f"/quiz set-{set_id}")
    await group.taps(starter, "Si comincia")
    for label, who in answers.items():
        await group.answer(label, *who)
    await group.taps(starter, "Chiudi ora")
    await group.says(starter, "/stop")


@pytest.fixture
async def school(a_bot, town, anna, ben, carla):
    await a_bot(THREE, SINGLE)
    group = await Group.opened(anna, "Classe 3B", ben, carla)
    await group.says(anna, "/quiz")
    await group.taps(anna, "Classe", "Annulla")
    return group


async def test_the_groups_board_by_time_and_by_round(school, anna, ben, carla, clock):
    clock.strikes("2026-04-20 18:00")
    await plays(school, anna, "three", Uno=[ben, carla])
    clock.strikes("2026-05-04 18:00")
    await plays(school, anna, "three", Uno=[ben])
    clock.strikes("2026-05-13 18:00")
    await plays(school, anna, "single", Triangolo=[carla], Cerchio=[ben])
    await school.says(ben, "/leaderboard")
    school.sees("1. \u2068Ben\u2069 – 2 punti", "1. \u2068Carla\u2069 – 2 punti")
    await school.taps(carla, "Mese")
    school.sees("1. \u2068Ben\u2069 – 1 punto", "1. \u2068Carla\u2069 – 1 punto")
    await school.taps(carla, "Settimana")
    school.sees("1. \u2068Carla\u2069 – 1 punto", "2. \u2068Ben\u2069 – 0 punti")
    await school.taps(carla, "Ultimo giro")
    school.sees("1. \u2068Carla\u2069 – 1 punto", "2. \u2068Ben\u2069 – 0 punti")


async def test_hidden_people_stay_hidden_and_aliases_apply(school, anna, ben, carla):
    for who, how in ((ben, "No name"), (carla, "A made-up name")):
        await who.sends("/settings")
        await who.taps("How I appear", how)
    carla.sees("\u2068")
    alias = carla.screen.split("\u2068")[1].split("\u2069")[0]
    await plays(school, anna, "three", Uno=[ben, carla])
    school.sees("in incognito", alias)
    school.sees_not("Ben", "Carla")
    await school.says(anna, "/leaderboard")
    school.sees("in incognito", alias)
    school.sees_not("Ben", "Carla")


async def test_forgetting_clears_the_groups_boards(school, anna, ben, carla):
    await plays(school, anna, "three", Uno=[ben, carla])
    await ben.sends("/forget")
    await ben.taps("Yes, delete")
    await school.says(anna, "/leaderboard")
    school.sees("Carla")
    school.sees_not("Ben")
    await school.taps(anna, "Ultimo giro")
    school.sees_not("Ben")


async def test_a_podium_with_ties_says_nothing_of_the_low_places(school, town, anna):
    crowd = people(town, 8)
    for who in crowd:
        await school.changes(anna, who.id, "member")
    await school.says(anna, "/quiz set-single")
    await school.taps(anna, "Si comincia")
    await school.answer("Triangolo", *crowd[:6])
    await school.answer("Cerchio", *crowd[6:])
    await school.taps(anna, "Chiudi ora", "Prossima")
    await school.answer("Disco", *crowd[:2])
    await school.answer("Stella", *crowd[2:])
    await school.taps(anna, "Chiudi ora", "podio")
    school.sees("1. \u2068Nr00\u2069 – 3 punti", "1. \u2068Nr01\u2069 – 3 punti")
    school.sees("3. \u2068Nr02\u2069 – 1 punto", "3. \u2068Nr05\u2069 – 1 punto")
    school.sees_not("Nr06", "Nr07")
    school.sees("La più difficile", "Quale figura è tonda?", "Lo è un piatto.")


async def test_teams_are_drawn_evenly_and_their_means_count(school, town, anna):
    crowd = people(town, 5)
    for who in crowd:
        await school.changes(anna, who.id, "member")
    await school.says(anna, "/quiz set-single")
    await school.taps(anna, "Cambia", "Senza squadre", "Fatto")
    school.sees("2 squadre")
    for who in crowd[:4]:
        await school.taps(who, "A sorte")
    assert {"Squadra 1 (2)", "Squadra 2 (2)"} <= set(school.keyboard)
    await school.taps(crowd[4], "Squadra 2")
    school.hears(crowd[4], "2")
    assert {"Squadra 1 (2)", "Squadra 2 (3)"} <= set(school.keyboard)
    await school.taps(anna, "Si comincia")
    await school.answer("Triangolo", crowd[0], crowd[2])  # team 1: one point each
    await school.answer("Triangolo", crowd[1], crowd[3])  # team 2: two of three members
    await school.answer("Cerchio", crowd[4])
    await school.taps(anna, "Chiudi ora")
    await school.says(anna, "/stop")
    school.sees("1. Squadra 1 – in media 1 punto", "2. Squadra 2 – in media 0,67 punti")


async def test_four_teams_can_be_chosen_by_button(school, anna, ben, carla):
    await school.says(anna, "/quiz")
    await school.taps(anna, "Cambia", "Senza squadre", "2 squadre", "3 squadre", "Fatto")
    await school.taps(ben, "Squadra 4")
    school.hears(ben, "4")
    await school.taps(ben, "Squadra 2")
    assert {"Squadra 4 (0)", "Squadra 2 (1)"} <= set(school.keyboard)


async def test_whoever_answered_in_a_group_practises_alone(school, anna, ben):
    await plays(school, anna, "single", Triangolo=[ben])
    await ben.sends("/start set-single")
    ben.sees("You have seen answers to this one in a group")
    await ben.taps("Practise", "Triangle", "Next", "Disc")
    await ben.sends("/leaderboard")
    ben.sees_not("3 points")
    await anna.sends("/start set-single")
    anna.sees_not("Ne hai già visto")


async def test_an_attempt_begun_before_the_round_keeps_counting(school, anna, ben):
    await ben.sends("/start set-single")
    await ben.taps("Start", "Triangle")
    await plays(school, anna, "single", Triangolo=[ben])
    await ben.taps("Next", "Disc")
    await ben.taps("esult")
    ben.sees("3 of 3 points")
    await ben.taps("My name")
    await ben.sends("/leaderboard")
    ben.sees("3 points")


async def test_a_round_does_not_touch_the_private_boards(school, anna, ben):
    await plays(school, anna, "single", Triangolo=[ben])
    await ben.sends("/leaderboard")
    ben.sees_not("1 point")
    await ben.sends("/stats")
    ben.sees("nothing to show yet")
