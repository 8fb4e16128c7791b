"""Native polls when things go wrong: lost answers, early votes, polls that are forbidden."""

import asyncio

from tests.e2e.groups.driver import Group, buttons, people

THREE = "extra/three"


async def test_a_poll_whose_response_was_lost_is_asked_again_by_buttons(playing, town, ben, carla):
    group = await playing("Tra amici", THREE)
    town.far.fail_next("sendPoll", "drop", after_effect=True)
    await group.taps(group.owner, "Si comincia")
    assert group.poll  # it is there, although the bot does not know
    group.sees("Il sondaggio di prima non conta", "Domanda 1 di 3")
    await group.votes(ben, "Uno")
    await group.taps(carla, "Due")
    await group.taps(group.owner, "Chiudi ora")
    group.sees("Giusta per 0 su 1")
    await group.taps(carla, "Il mio posto")
    group.hears(carla, "rank 1 of 1")
    await group.passes(seconds=8)
    await group.answer("Due", ben)  # the next one is a poll again
    await group.passes(seconds=40)
    group.sees("1. \u2068Ben\u2069")


async def test_votes_that_arrive_before_the_polls_id_count_once(playing, town, ben, carla):
    group = await playing("Tra amici", THREE)
    world, add = town.far.world, town.far.world.add_message

    def add_and_hear_of_votes_at_once(chat, user, content, **more):
        message = add(chat, user, content, **more)
        if "poll" in content:
            vote = {"poll_id": content["poll"]["id"], "option_ids": [0]}
            for who in (ben, carla, ben):
                told = {**vote, "option_persistent_ids": ["0"]}
                told["user"] = world.people[who.id].user()
                world.updates.put("poll_answer", told)
        return message

    world.add_message = add_and_hear_of_votes_at_once
    await group.taps(group.owner, "Si comincia")
    world.add_message = add
    await group.settles()  # the votes came while the bot was speaking
    await group.passes(seconds=3)
    group.sees("su 2")


async def test_a_vote_handed_out_again_counts_once(playing, town, ben):
    group = await playing("Tra amici", THREE)
    await group.taps(group.owner, "Si comincia")
    heard, put = [], town.far.world.updates.put
    town.far.world.updates.put = lambda kind, body: (heard.append((kind, body)), put(kind, body))
    await group.votes(ben, "Uno")
    for kind, body in heard:
        if kind == "poll_answer":
            put(kind, body)
    await group.settles()
    await group.passes(seconds=3)
    group.sees("Giusta per 1 su 1", "Ben\u2069 – 1 punto")


async def test_where_polls_are_forbidden_it_asks_by_buttons(playing, town, anna, ben):
    group = await playing("Tra amici", THREE)
    rights = {"can_send_polls": False}
    await group.changes(anna, town.far.world.bot["id"], "restricted", rights=rights)
    await group.taps(anna, "Si comincia")
    group.sees("Domanda 1 di 3")
    group.sees_not("Il sondaggio di prima")  # there was none
    await group.taps(ben, "Uno")
    await group.passes(seconds=3)
    group.sees("Giusta per 1 su 1")


async def test_what_does_not_fit_a_poll_is_asked_by_buttons(playing, town, anna, ben):
    town.serves(THREE)
    town.rewrites(THREE, ("Qual è il numero 1?", "Qual è il numero 1? " + "Pensaci bene. " * 30))
    group = await playing("Tra amici")
    await group.taps(anna, "Si comincia")
    assert "poll" not in group.last
    assert {"Uno", "Due", "Tre"} <= set(group.keyboard)
    await group.taps(ben, "Uno")
    await group.passes(seconds=3)
    await group.passes(seconds=8)
    assert "poll" in group.last


async def test_an_explanation_too_long_for_a_poll_is_whole_in_the_reveal(playing, town, ben):
    town.serves("kinds/single")
    long = "Tri vuol dire tre. " * 14 + "Fine."
    town.rewrites("kinds/single", ("Tri vuol dire tre.", long))
    group = await playing("Tra amici")
    await group.taps(group.owner, "Si comincia")
    poll = town.far.world.polls[group.poll["poll"]["id"]]
    assert not poll.explanation.get("explanation")
    await group.votes(ben, "Triangolo")
    await group.passes(seconds=3)
    group.sees(long)


async def test_votes_in_the_groups_name_count_for_nobody(playing, town, anna, ben):
    group = await playing("Tra amici", THREE)
    await group.taps(anna, "Si comincia")
    poll = group.poll
    await anna._does(
        "vote", chat=group.id, message_id=poll["message_id"], options=[0], anonymous=True
    )
    await group.settles()
    await group.votes(ben, "Uno")
    await group.passes(seconds=3)
    group.sees("Giusta per 1 su 1")


async def test_close_now_ends_the_poll_too(playing, ben):
    group = await playing("Tra amici", THREE)
    await group.taps(group.owner, "Si comincia")
    await group.votes(ben, "Uno")
    await group.taps(group.owner, "Chiudi ora")
    assert group.poll["poll"]["is_closed"]
    assert not buttons(group.poll)
    group.sees("Giusta per 1 su 1")


async def test_stop_ends_the_open_poll(playing, ben):
    group = await playing("Tra amici", THREE)
    await group.taps(group.owner, "Si comincia")
    await group.votes(ben, "Uno")
    await group.says(group.owner, "/stop")
    assert group.poll["poll"]["is_closed"]
    group.sees("podio", "Ben\u2069 – 1 punto")


def batched(people, size):
    return [people[n : n + size] for n in range(0, len(people), size)]


async def test_three_hundred_people_vote_within_two_seconds(a_bot, town, anna):
    await a_bot(THREE)
    crowd = people(town, 300)
    group = await Group.opened(anna, "Piazza", *crowd)
    await group.says(anna, "/quiz")
    await group.taps(anna, "Tra amici", "Si comincia")
    poll = group.poll
    for few in batched(crowd, 50):
        await asyncio.gather(*(group.leaves_a_vote(who, poll, "Uno") for who in few[:40]))
        await asyncio.gather(*(group.leaves_a_vote(who, poll, "Due") for who in few[40:]))
    town.clock.passes(seconds=2)
    await group.settles()
    await group.passes(seconds=3)
    group.sees("Giusta per 240 su 300")


async def test_three_hundred_people_tap_within_two_seconds(a_bot, town, anna):
    await a_bot(THREE)
    crowd = people(town, 300)
    group = await Group.opened(anna, "Piazza", *crowd)
    await group.says(anna, "/quiz")
    await group.taps(anna, "Classe", "Si comincia")
    message, data = group.button("Uno")
    for few in batched(crowd, 50):
        await asyncio.gather(*(group.leaves_a_tap(who, message, data) for who in few))
    await group.settles()
    await group.passes(seconds=2)
    group.sees("300 su 300")
    await group.passes(seconds=1)
    group.sees("Giusta per 300 su 300")
    questions = [r for r in town.far.requests if r.method == "editMessageText"]
    assert sum("Qual è il numero" in str(r.params["text"]) for r in questions) <= 4
