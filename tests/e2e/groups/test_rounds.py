"""Whole rounds, by buttons and by polls, in both languages."""

import pytest

from tests.e2e.groups.driver import Group, buttons, datas, people, told

SETS = ("kinds/multiple", "kinds/single", "kinds/true-false")


async def test_ten_people_play_a_class_round_by_buttons(a_bot, town, anna):
    await a_bot(*SETS)
    pupils = people(town, 10, ["it"])
    group = await Group.opened(anna, "Classe 3B", *pupils)
    await group.says(anna, "/quiz set-single")
    await group.taps(anna, "Classe")
    for pupil in pupils[:8]:
        await group.taps(pupil, "Partecipo")
    group.sees("Partecipano (8)")
    await group.taps(anna, "Si comincia")
    group.sees("Domanda 1 di 2", "Quale figura ha tre angoli?", "0 su 8")

    await group.answer("Triangolo", *pupils[:6])
    group.hears(pupils[5], "Triangolo")
    await group.answer("Cerchio", *pupils[6:9])  # one of them joins by answering
    await group.passes(seconds=2)
    group.sees("9 su 9")
    group.sees_not("Triangolo.", "Giusta")
    question = group.last
    assert not question.get("poll")

    await group.passes(seconds=3)
    group.sees("Risposta giusta: Triangolo", "6 su 9", "Tri vuol dire tre.", "§ 1")
    await group.passes(hours=0.1)  # at a class's pace nothing goes on by itself
    group.sees("Risposta giusta: Triangolo")
    await group.taps(anna, "Prossima domanda")
    await group.answer("Disco", *pupils[2:7])
    await group.answer("Stella", *pupils[7:])
    await group.passes(seconds=10)
    group.sees("Hanno risposto 8 su 10")  # not everybody has
    await group.taps(anna, "Chiudi ora")
    group.sees("Giusta per 5 su 8")
    await group.taps(anna, "podio")
    group.sees("Nr02", "3 punti", "Hanno giocato 10 persone")
    group.sees_not("Nr07", "Nr08", "Nr09")
    await group.taps(pupils[0], "Il mio")
    group.hears(pupils[0], "su 10")


async def test_ten_people_play_among_friends_by_polls(a_bot, town, ben):
    await a_bot(*SETS)
    others = people(town, 9, ["en"])
    group = await Group.opened(ben, "Quiz night", *others)
    await group.says(ben, "/quiz set-multiple")
    await group.taps(ben, "Friends")
    for who in others:
        await group.taps(who, "Join")
    await group.taps(ben, "Start")
    poll = group.poll["poll"]
    assert poll["allows_multiple_answers"]
    assert poll["is_anonymous"] is False
    assert len(poll["correct_option_ids"]) == 3
    assert poll["open_period"] == 30

    for who in others[:6]:
        await group.votes(who, "Cello", "Harp", "Viola")
    for who in others[6:]:
        await group.votes(who, "Cello", "Drum")
    await group.votes(ben, "Cello", "Harp", "Viola")
    assert group.poll["poll"]["is_closed"] is False
    await group.passes(seconds=3)
    assert group.poll["poll"]["is_closed"]
    group.sees("7 of 10 had it right", "Strings sing")
    silent = [r for r in town.far.requests if r.method == "sendMessage"][-1]
    assert silent.params["disable_notification"] in (True, "true")

    await group.passes(seconds=7)
    group.sees("7 of 10 had it right")
    await group.passes(seconds=1)
    assert told(group.last).startswith("2/2")
    for who in others[:3]:
        await group.votes(who, "Oboe", "Tuba")
    await group.passes(seconds=31)
    group.sees("3 of 3 had it right")
    await group.passes(seconds=8)
    group.sees("the podium", "10 people have played", "1. \u2068Nr00\u2069", "The hardest one")
    assert group.text.count("\n1. ") == 3  # equal points share a place


async def test_true_and_false_in_both_languages(playing, anna, ben, carla):
    group = await playing("Tra amici", "kinds/true-false")
    await group.taps(anna, "Si comincia")
    assert [o["text"] for o in group.poll["poll"]["options"]] == ["Vero", "Falso"]
    await group.votes(ben, "Vero")
    await group.votes(carla, "Falso")
    await group.passes(seconds=4)
    group.sees("Risposta giusta: Vero", "Giusta per 1 su 2")
    await group.says(anna, "/stop")
    group.sees("Ben")


async def test_an_answer_may_change_until_the_close(playing, anna, ben, carla):
    group = await playing("Classe", "kinds/single")
    await group.taps(anna, "Si comincia")
    await group.taps(ben, "Cerchio")
    group.hears(ben, "Your answer: Circle. You can change it until the close.")
    await group.taps(ben, "Triangolo")
    group.hears(ben, "Your answer: Triangle")
    await group.passes(seconds=2)
    group.sees("1 su 1")
    await group.taps(carla, "Quadrato")
    question, late = group.button("Cerchio")
    await group.taps(anna, "Chiudi ora")
    group.sees("Triangolo", "Giusta per 1 su 2")
    asked = next(m for m in group.messages if m["message_id"] == question["message_id"])
    assert not buttons(asked)
    await group.taps_at(ben, question, late)
    group.hears(ben, "closed already")
    group.sees("Ben", "1 punto")


async def test_several_choices_are_repeated_as_a_whole(playing, anna, ben):
    group = await playing("Classe", "kinds/multiple")
    await group.taps(anna, "Si comincia")
    group.sees("più di una risposta giusta")
    await group.taps(ben, "Violoncello", "Arpa")
    group.hears(ben, "Cello; Harp")
    await group.taps(ben, "Violoncello")
    assert "Cello" not in group.notice(ben)
    assert "Harp" in group.notice(ben)
    await group.taps(ben, "Arpa")
    group.hears(ben, "chosen nothing")
    await group.taps(ben, "Violoncello", "Arpa", "Viola")
    await group.taps(anna, "Chiudi ora")
    group.sees("Ben", "1 punto")


async def test_the_message_tells_how_many_have_answered_and_no_more(playing, anna, ben, carla):
    group = await playing("Classe", "kinds/single")
    await group.taps(anna, "Si comincia")
    await group.taps(ben, "Triangolo")
    await group.taps(carla, "Cerchio")
    before = group.text
    await group.passes(seconds=2)
    assert group.text != before
    group.sees("2 su 2")
    group.sees_not("Ben", "Carla")
    # However many answer, the count is drawn once in two seconds.
    edits = [r for r in group.town.far.requests if r.method == "editMessageText"]
    assert sum("Quale figura ha tre" in str(r.params["text"]) for r in edits) == 1


async def test_whoever_comes_late_plays_from_there(playing, anna, ben, carla):
    group = await playing("Classe", "kinds/single")
    await group.taps(anna, "Si comincia")
    await group.taps(ben, "Triangolo")
    await group.taps(anna, "Chiudi ora", "Prossima domanda")
    await group.taps(carla, "Disco")
    await group.taps(anna, "Chiudi ora", "podio")
    group.sees("1. \u2068Carla\u2069", "2 punti", "2. \u2068Ben\u2069", "1 punto")


async def test_ones_own_place_is_told_to_oneself_alone(playing, anna, ben, carla):
    group = await playing("Classe", "kinds/single")
    await group.taps(anna, "Si comincia")
    await group.taps(ben, "Triangolo")
    await group.taps(carla, "Cerchio")
    await group.taps(anna, "Chiudi ora")
    group.sees_not("Carla")
    await group.taps(carla, "Il mio posto")
    group.hears(carla, "rank 2 of 2, with 0 points")
    assert not group.notice(ben)
    await group.taps(anna, "Il mio posto")
    group.hears(anna, "Non hai ancora risposto")


async def test_mistakes_are_shown_privately_and_never_of_the_open_item(playing, anna, ben, carla):
    group = await playing("Classe", "kinds/single")
    await group.taps(carla, "Partecipo")  # and answers nothing: it stays open
    await group.taps(anna, "Si comincia")
    await group.taps(ben, "Cerchio")
    round_id = group.button("Triangolo")[1].split(":")[1]
    await ben.sends(f"/start mistakes-{round_id}")
    ben.sees_not("Triangle")
    await group.taps(anna, "Chiudi ora")
    await ben.sends(f"/start mistakes-{round_id}")
    ben.sees("Which shape has three corners?", "Your answer: Circle", "Right answer: Triangle")
    await group.taps(anna, "Prossima domanda")
    await ben.sends(f"/start mistakes-{round_id}")
    ben.sees_not("Disc")
    await group.says(anna, "/stop")
    await ben.sends(group.link("sbagliato"))
    ben.sees("Right answer: Triangle")


async def test_whoever_started_gets_a_table_without_names(playing, anna, ben, carla):
    group = await playing("Classe", "kinds/single")
    await group.taps(anna, "Si comincia")
    await anna.sends("/help")
    await group.taps(ben, "Triangolo")
    await group.taps(carla, "Cerchio")
    await group.taps(anna, "Chiudi ora", "Prossima domanda")
    await group.taps(carla, "Stella")
    await group.says(anna, "/stop")
    table = anna.message("senza nomi")["text"]
    assert "50%" in table.replace("\u202f", "").replace("\u00a0", "")
    assert "Cerchio" in table
    assert "Stella" in table
    assert "Ben" not in table
    assert "Carla" not in table


async def test_play_again_and_the_next_set(playing, anna, ben):
    group = await playing("Classe", *SETS)
    await group.taps(anna, "Cambia", "Quiz: Scegline una", "Fatto", "Si comincia")
    await group.taps(ben, "Triangolo")
    await group.says(anna, "/stop")
    podium = group.last
    again, following = (data for data in datas(podium) if data.startswith("1N"))
    await group.taps_at(ben, podium, again)
    group.hears(ben, "solo chi amministra")
    await group.taps_at(anna, podium, again)
    group.sees("Scegline una", "Ancora nessuno")
    await group.taps(anna, "Annulla")
    await group.taps_at(anna, podium, following)
    group.sees("Vero o falso")


@pytest.mark.parametrize("kind", ["Classe", "Tra amici"])
async def test_streaks_are_told_but_not_paid(playing, town, anna, ben, kind):
    group = await playing(kind, "extra/three")
    await group.taps(anna, "Si comincia")
    for label in ("Uno", "Due", "Tre"):
        await group.answer(label, ben)
        await group.taps(anna, "Chiudi ora")
        if label != "Tre":
            await group.passes(seconds=8)
            if kind == "Classe":
                await group.taps(anna, "Prossima")
    group.sees("3 giuste di fila", "Ben", "3 punti")


async def test_a_tap_delivered_twice_counts_once(playing, anna, ben, town):
    group = await playing("Classe", "kinds/multiple")
    await group.taps(anna, "Si comincia")
    put, again = town.far.world.updates.put, []

    def twice(kind, body):
        put(kind, body)
        if kind == "callback_query":
            again.append(body)

    town.far.world.updates.put = twice
    await group.taps(ben, "Violoncello")
    # What was not confirmed in time is handed out again, under the same query.
    town.far.world.updates.put = put
    town.far.world.updates.put("callback_query", again[0])
    await group.settles()
    await group.taps(ben, "Arpa", "Viola")
    await group.taps(anna, "Chiudi ora")
    group.sees("Ben", "1 punto")
