"""Who cannot be spoken to is tried once, and then left alone until they speak again."""

import pytest

from tests.e2e.groups.driver import told

SINGLE = "kinds/single"


def spoken_to(town, person):
    """How often the bot has tried to say something to this person."""
    return sum(
        r.method.startswith("send") and r.params["chat_id"] == person.id for r in town.far.requests
    )


async def plays(group, teacher, pupil):
    """A round of one question, whose table goes to the teacher's private chat."""
    await group.says(teacher, "/quiz")
    await group.taps(teacher, "Si comincia")
    await group.taps(pupil, "Triangolo")
    await group.taps(teacher, "Chiudi ora")
    await group.says(teacher, "/stop")


async def test_a_teacher_who_never_opened_the_chat_is_tried_once(playing, town, anna, ben):
    group = await playing("Classe", SINGLE)
    await group.taps(anna, "Annulla")
    for _ in range(3):
        await plays(group, anna, ben)
    assert spoken_to(town, anna) == 1
    await anna.sends("/start")
    before = spoken_to(town, anna)
    await plays(group, anna, ben)
    assert spoken_to(town, anna) == before + 1
    assert "Triangolo" in told(anna.last) or "Quale" in told(anna.last)


async def test_a_teacher_who_blocked_the_bot_is_not_spoken_to(playing, town, anna, ben):
    await anna.sends("/start")
    group = await playing("Classe", SINGLE)
    await group.taps(anna, "Annulla")
    await anna.blocks()
    await group.settles()
    before = spoken_to(town, anna)
    await plays(group, anna, ben)
    assert spoken_to(town, anna) == before
    await anna.blocks(False)
    await plays(group, anna, ben)
    assert spoken_to(town, anna) == before + 1


@pytest.mark.parametrize("word", ["/start", "/stats"])
async def test_whoever_speaks_again_is_spoken_to(playing, town, anna, ben, word):
    """Also where Telegram told nothing of it; looking and writing alike."""
    await anna.sends("/start")
    group = await playing("Classe", SINGLE)
    await group.taps(anna, "Annulla")
    town.far.fail_next("sendMessage", (403, "Forbidden: bot was blocked by the user", None))
    town.bot, bot = None, town.bot
    await anna.sends("/help")
    town.bot = bot
    await group.settles()
    before = spoken_to(town, anna)
    await plays(group, anna, ben)
    assert spoken_to(town, anna) == before
    await anna.sends(word)
    before = spoken_to(town, anna)
    await plays(group, anna, ben)
    assert spoken_to(town, anna) == before + 1
