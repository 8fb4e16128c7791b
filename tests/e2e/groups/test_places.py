"""Several groups, topics, and what befalls a group in the middle of a round."""

import pytest

from tests.e2e.groups.driver import Group, told

THREE, SINGLE = "extra/three", "kinds/single"


async def begins(group, who):
    await group.says(who, "/quiz")
    if "Classe" in str(group.keyboard):
        await group.taps(who, "Classe")
    await group.taps(who, "Si comincia")


async def asked(town):
    """How many requests the bot has made so far, getUpdates apart."""
    return sum(r.method != "getUpdates" for r in town.far.requests)


async def test_two_groups_at_once_do_not_mix(a_bot, anna, ben):
    await a_bot(THREE)
    first = await Group.opened(anna, "Prima", ben)
    second = await Group.opened(anna, "Seconda", ben)
    for group in (first, second):
        await begins(group, anna)
    await first.taps(ben, "Uno")
    await second.taps(ben, "Due")
    await first.taps(anna, "Chiudi ora")
    first.sees("Giusta per 1 su 1")
    second.sees("Domanda 1 di 3", "Qual è il numero 1?")
    await second.taps(anna, "Chiudi ora")
    second.sees("Giusta per 0 su 1")
    await first.says(ben, "/leaderboard")
    first.sees("1 punto")
    await second.says(ben, "/leaderboard")
    second.sees("0 punti")


async def test_one_groups_buttons_do_nothing_in_another(a_bot, anna, ben):
    await a_bot(THREE)
    first = await Group.opened(anna, "Prima", ben)
    second = await Group.opened(anna, "Seconda", ben)
    await begins(first, anna)
    await begins(second, anna)
    _, forged = first.button("Chiudi ora")
    await second.taps_at(anna, second.last, forged)
    second.hears(anna, "nessun giro")
    first.sees("Qual è il numero 1?")


async def test_two_topics_of_a_forum_at_once(a_bot, anna, ben):
    await a_bot(THREE)
    forum = await Group.opened(anna, "Scuola", ben, forum=True)
    one, two = await forum.topic(anna, "3A"), await forum.topic(anna, "3B")
    for topic in (one, two):
        await begins(topic, anna)
        topic.sees("Domanda 1 di 3")
    await begins(forum, anna)  # the general topic plays too
    await one.taps(ben, "Uno")
    await one.taps(anna, "Chiudi ora")
    one.sees("Giusta per 1 su 1")
    two.sees("Qual è il numero 1?")
    await two.says(anna, "/stop")
    two.sees("senza risposte")
    await one.taps(anna, "Prossima")
    one.sees("Domanda 2 di 3")
    await one.says(ben, "/leaderboard")
    one.sees("Ben")
    assert not [m for m in two.messages if "Risposta giusta" in told(m)]


async def test_polls_stay_in_their_topic(a_bot, anna, ben):
    await a_bot(THREE)
    forum = await Group.opened(anna, "Scuola", ben, forum=True)
    topic = await forum.topic(anna, "Quiz")
    await topic.says(anna, "/quiz")
    await topic.taps(anna, "Tra amici", "Si comincia")
    await topic.votes(ben, "Uno")
    await topic.passes(seconds=3)
    topic.sees("Giusta per 1 su 1")


@pytest.mark.parametrize("how", ["left", "kicked"])
async def test_removed_in_mid_round_it_falls_silent(playing, town, anna, ben, how):
    group = await playing("Tra amici", THREE)
    await group.taps(anna, "Si comincia")
    await group.votes(ben, "Uno")
    await group.changes(anna, town.far.world.bot["id"], how)
    before = await asked(town)
    await group.passes(minutes=20)
    assert await asked(town) <= before + 1
    await group.changes(anna, town.far.world.bot["id"], "member")
    group.sees("Ciao a tutti")
    await group.says(anna, "/quiz")
    group.sees("Tre di fila")


async def test_muted_in_mid_round_it_falls_silent(playing, town, anna):
    group = await playing("Tra amici", THREE)
    await group.taps(anna, "Si comincia")
    await group.changes(anna, town.far.world.bot["id"], "restricted")
    before = await asked(town)
    await group.passes(minutes=20)
    assert await asked(town) <= before + 1
    await group.changes(anna, town.far.world.bot["id"], "member")
    await group.says(anna, "/quiz")
    group.sees("Tre di fila")


async def test_a_topic_closed_in_mid_round_ends_that_round_alone(a_bot, town, anna, ben):
    await a_bot(THREE)
    forum = await Group.opened(anna, "Scuola", ben, forum=True)
    one, two = await forum.topic(anna, "3A"), await forum.topic(anna, "3B")
    for topic in (one, two):
        await begins(topic, anna)
        await topic.taps(ben, "Uno")
    await anna._does("topic", chat=forum.id, thread=one.thread, closed=True)
    await one.passes(seconds=3)
    before = await asked(town)
    two.sees("Giusta per 1 su 1")
    await one.passes(minutes=14)
    assert await asked(town) == before
    await two.taps(anna, "Prossima")
    two.sees("Domanda 2 di 3")
    await anna._does("topic", chat=forum.id, thread=one.thread, closed=False)
    await one.says(anna, "/quiz")
    one.sees("Tre di fila")


async def test_a_deleted_group_is_left_alone(playing, town, anna, ben):
    group = await playing("Tra amici", THREE)
    await group.taps(anna, "Si comincia")
    await group.votes(ben, "Uno")
    await anna._does("delete_group", chat=group.id)
    await group.settles()
    before = await asked(town)
    await group.passes(minutes=20)
    assert await asked(town) <= before + 1


async def test_a_group_upgraded_in_mid_round_takes_everything_along(a_bot, town, anna, ben):
    await a_bot(THREE)
    old = await Group.opened(anna, "Classe", ben, supergroup=False)
    await begins(old, anna)
    await old.taps(ben, "Uno")
    await old.taps(anna, "Chiudi ora", "Prossima")
    await old.taps(ben, "Due")
    moved = await anna._does("migrate", chat=old.id)
    new = Group(town, int(moved["id"]))
    await new.settles()
    new.sees("Domanda 2 di 3", "1 su 1")  # asked here anew, with what was answered before
    await new.taps(ben, "Tre", "Due")
    await new.passes(seconds=3)
    new.sees("Giusta per 1 su 1", "2 punti")
    assert new.saw("Domanda 2 di 3 ·") == 1
    await new.taps(anna, "Prossima")
    await new.taps(ben, "Tre")
    await new.taps(anna, "Chiudi ora", "podio")
    new.sees("Ben\u2069 – 3 punti")
    await new.says(ben, "/leaderboard")
    new.sees("3 punti")
    await new.says(anna, "/quiz")
    assert "Come giocate" not in new.whole()


async def test_an_upgrade_learnt_from_a_refusal_loses_nothing(a_bot, town, anna, ben):
    await a_bot(THREE)
    old = await Group.opened(anna, "Classe", ben, supergroup=False)
    await begins(old, anna)
    await old.taps(ben, "Uno")
    put = town.far.world.updates.put
    town.far.world.updates.put = lambda kind, body: None  # its news come late
    moved = await anna._does("migrate", chat=old.id)
    town.far.world.updates.put = put
    new = Group(town, int(moved["id"]))
    await new.passes(seconds=3)
    new.sees("Giusta per 1 su 1", "1 punto")
    await new.taps(anna, "Prossima")
    new.sees("Domanda 2 di 3")


async def test_anonymous_administrators_act_through_buttons(a_bot, town, anna, ben):
    await a_bot(THREE)
    group = await Group.opened(anna, "Classe", ben)
    await group.says(anna, "/quiz", anonymous=True)
    group.sees("a nome del gruppo")
    await group.taps(anna, group.keyboard[0])
    group.sees("Come giocate")
    await group.taps(anna, "Classe", "Si comincia")
    await group.says(anna, "/stop", anonymous=True)
    group.sees("a nome del gruppo")
    await group.taps(anna, group.keyboard[0])
    group.sees("senza risposte")
    await group.says(anna, "/settings", anonymous=True)
    await group.taps(ben, group.keyboard[0])
    group.hears(ben, "amministra")
    await group.taps(anna, group.keyboard[0])
    group.sees("Impostazioni del gruppo")
