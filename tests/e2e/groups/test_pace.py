"""How a round goes on: by the clock, by hand, slowly, and what happens when nobody answers."""

import pytest

from tests.e2e.groups.driver import buttons, told

SINGLE, THREE = "kinds/single", "extra/three"


async def starts(playing, kind, *sets):
    """A round of friends or of a class whose first question is open."""
    group = await playing(kind, *sets)
    await group.taps(group.owner, "Si comincia")
    return group


async def test_once_all_have_answered_it_closes_after_three_quiet_seconds(playing, ben, carla):
    group = await playing("Tra amici", SINGLE)
    await group.taps(ben, "Partecipo")
    await group.taps(carla, "Partecipo")
    await group.taps(group.owner, "Si comincia")
    await group.votes(ben, "Triangolo")
    await group.passes(seconds=5)
    assert not group.poll["poll"]["is_closed"]
    await group.votes(carla, "Cerchio")
    await group.passes(seconds=2.9)
    assert not group.poll["poll"]["is_closed"]
    await group.passes(seconds=0.1)
    assert group.poll["poll"]["is_closed"]
    group.sees("Giusta per 1 su 2")


async def test_second_thoughts_keep_it_open(playing, ben):
    group = await starts(playing, "Classe", SINGLE)
    await group.taps(ben, "Triangolo")
    await group.passes(seconds=2)
    await group.taps(ben, "Cerchio")
    await group.passes(seconds=2)
    group.sees("1 su 1")
    await group.passes(seconds=1)
    group.sees("Giusta per 0 su 1")


async def test_at_the_deadline_it_closes_though_not_everybody_has_answered(playing, ben, carla):
    group = await playing("Tra amici", SINGLE)
    await group.taps(carla, "Partecipo")
    await group.taps(group.owner, "Si comincia")
    await group.votes(ben, "Triangolo")
    await group.passes(seconds=31)
    group.sees("Giusta per 1 su 1")
    assert not buttons(group.poll)


async def test_when_nobody_answers_twice_it_pauses_and_asks(playing, ben):
    group = await starts(playing, "Tra amici", THREE)
    await group.passes(seconds=31)
    group.sees("Nessuna risposta", "Uno")
    await group.passes(seconds=8)
    await group.passes(seconds=31)
    group.sees("Nessuna risposta", "Pausa", "Riprendiamo?")
    assert {"Concludi", "▶ Riprendi"} <= set(group.keyboard)
    await group.taps(ben, "Riprendi")
    group.hears(ben, "Only whoever opened")
    await group.taps(group.owner, "Riprendi")
    assert told(group.last).startswith("3/3")
    await group.votes(ben, "Tre")
    await group.passes(seconds=3)
    group.sees("Giusta per 1 su 1")


async def test_a_pause_that_nobody_ends_ends_the_round(playing):
    group = await starts(playing, "Tra amici", THREE)
    for seconds in (31, 8, 31):
        await group.passes(seconds=seconds)
    group.sees("Riprendiamo?")
    await group.passes(minutes=14)
    group.sees("Riprendiamo?")
    await group.passes(minutes=1)
    group.sees("senza risposte")
    await group.passes(days=1)
    group.sees("senza risposte")


async def test_stop_at_the_pause_ends_it(playing):
    group = await starts(playing, "Tra amici", THREE)
    for seconds in (31, 8, 31):
        await group.passes(seconds=seconds)
    await group.taps(group.owner, "Concludi")
    group.sees("senza risposte")


async def test_pausing_an_open_question_closes_it_and_waits(playing, ben):
    group = await starts(playing, "Tra amici", THREE)
    await group.votes(ben, "Uno")
    await group.taps(group.owner, "Pausa")
    group.sees("Giusta per 1 su 1", "Riprendiamo?")
    await group.passes(minutes=10)
    group.sees("Riprendiamo?")
    await group.taps(group.owner, "Riprendi")
    assert told(group.last).startswith("2/3")


async def test_pausing_after_a_reveal_stays_in_that_message(playing, ben):
    group = await starts(playing, "Tra amici", THREE)
    await group.votes(ben, "Uno")
    await group.passes(seconds=3)
    shown = len(group.messages)
    await group.taps(group.owner, "Pausa")
    group.sees("Giusta per 1 su 1", "Riprendiamo?")
    await group.passes(minutes=10)
    assert len(group.messages) == shown


async def test_what_is_skipped_counts_for_nobody(playing, ben):
    group = await starts(playing, "Classe", THREE)
    await group.taps(ben, "Uno")
    await group.taps(group.owner, "Salta")
    group.sees("Domanda 2 di 3")
    assert group.saw("Risposta giusta") == 0
    await group.taps(ben, "Uno")
    await group.taps(group.owner, "Chiudi ora")
    await group.says(group.owner, "/stop")
    group.sees("senza risposte")  # nobody has a point
    await group.says(ben, "/leaderboard")
    group.sees("Ben", "0 punti")


@pytest.mark.parametrize("label", ["Chiudi ora", "Salta", "Pausa"])
async def test_steps_tapped_twice_are_taken_once(playing, ben, label):
    group = await starts(playing, "Classe", THREE)
    await group.taps(ben, "Uno")
    message, data = group.button(label)
    before = len(group.messages)
    await group.taps_at(group.owner, message, data, times=3)
    assert len(group.messages) == before + 1
    group.hears(group.owner, "Già fatto")


async def test_next_tapped_twice_asks_one_question(playing, ben):
    group = await starts(playing, "Classe", THREE)
    await group.taps(group.owner, "Chiudi ora")
    message, data = group.button("Prossima")
    await group.taps_at(group.owner, message, data, times=3)
    assert group.saw("Domanda 2 di 3") == 1
    group.hears(group.owner, "Già fatto")


@pytest.mark.parametrize("label", ["Chiudi ora", "Salta", "Pausa"])
async def test_players_do_not_steer(playing, carla, label):
    group = await starts(playing, "Classe", THREE)
    question = group.last
    await group.taps(carla, label)
    group.hears(carla, "Only whoever opened the round")
    assert group.last == question


async def test_stop_is_for_the_starter_and_administrators(playing, anna, ben, carla):
    group = await playing("Tra amici", THREE)
    await group.taps(anna, "Annulla")
    await group.says(ben, "/quiz")
    await group.taps(ben, "Si comincia")
    await group.says(carla, "/stop")
    group.sees("solo chi ha aperto il giro")
    await group.votes(carla, "Uno")
    await group.says(ben, "/stop")
    group.sees("podio", "Carla")
    await group.says(ben, "/quiz")
    await group.taps(ben, "Si comincia")
    await group.says(anna, "/stop")
    group.sees("senza risposte")
    await group.says(anna, "/stop")
    group.sees("nessun giro in corso")


async def test_speed_pays_at_most_half_and_only_where_it_was_agreed(playing, ben, carla):
    group = await playing("Tra amici", SINGLE)
    await group.taps(carla, "Partecipo")
    await group.taps(group.owner, "Cambia", "Senza premio", "Fatto", "Si comincia")
    assert group.saw("fino a metà dei punti in più") == 1
    await group.votes(ben, "Triangolo")  # in no time
    await group.passes(seconds=15)
    await group.votes(carla, "Triangolo")
    await group.passes(seconds=3)
    group.sees("Ben\u2069 – 1,5 punti", "Carla\u2069 – 1,25 punti")


async def test_without_a_bonus_speed_pays_nothing(playing, ben):
    group = await starts(playing, "Tra amici", SINGLE)
    await group.votes(ben, "Triangolo")
    await group.passes(seconds=3)
    group.sees("Ben\u2069 – 1 punto")


async def test_with_somebody_unhurried_time_doubles_and_speed_pays_nothing(playing, ben, carla):
    group = await playing("Tra amici", SINGLE)
    await carla.sends("/settings")
    await carla.taps("Play without hurry")
    await group.taps(group.owner, "Cambia", "Senza premio", "Fatto")
    await group.taps(carla, "Partecipo")
    group.sees_not("Carla senza fretta")
    await group.taps(group.owner, "Si comincia")
    await group.votes(ben, "Triangolo")
    await group.passes(seconds=31)
    assert not group.poll["poll"]["is_closed"]
    assert group.poll["poll"]["open_period"] == 60
    await group.passes(seconds=30)
    group.sees("Ben\u2069 – 1 punto")
    assert "fretta" not in group.text


async def test_a_long_explanation_stays_longer(playing, town, ben):
    long = "Water freezes in sixes. " * 15
    town.serves("kinds/true-false")
    town.rewrites("kinds/true-false", ("Water freezes in sixes.", long.strip()))
    group = await playing("Tra amici", THREE)
    await group.taps(group.owner, "Cambia", "Vero o falso", "Fatto", "Si comincia")
    await group.votes(ben, "Vero")
    await group.passes(seconds=3)
    group.sees("Giusta per 1 su 1")
    await group.passes(seconds=20)
    group.sees("Giusta per 1 su 1")
    await group.passes(seconds=5)
    assert told(group.last).startswith("2/2")


async def test_too_many_requests_delay_but_lose_and_reorder_nothing(playing, town, ben, carla):
    group = await starts(playing, "Classe", THREE)
    late = (429, "Too Many Requests: retry after 1", {"retry_after": 1})
    for label in ("Uno", "Due", "Tre"):
        await group.taps(ben, label)
        town.far.fail_next("sendMessage", late)
        await group.taps(group.owner, "Chiudi ora")
        if label == "Due":
            town.far.fail_next("editMessageText", late)
        await group.taps(group.owner, "podio" if label == "Tre" else "Prossima")
    order = [told(m).split("\n")[0] for m in group.messages[-7:]]
    assert [line[:9] for line in order[:6]] == [f"Domanda {n}" for n in (1, 1, 2, 2, 3, 3)]
    group.sees("Ben\u2069 – 3 punti")


async def test_a_question_that_was_held_up_has_its_whole_time(playing, town, ben):
    group = await playing("Tra amici", THREE)
    town.far.fail_next("sendPoll", (429, "Too Many Requests: retry after 2", {"retry_after": 2}))
    message, start = group.button("Si comincia")
    await group.leaves_a_tap(group.owner, message, start)
    await group.town_rests()
    town.clock.passes(seconds=40)  # longer than the question's time
    await group.settles()
    assert told(group.last).startswith("1/3")
    await group.votes(ben, "Uno")
    await group.passes(seconds=3)
    group.sees("Giusta per 1 su 1")
