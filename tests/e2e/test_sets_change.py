"""Editors change, break and remove sets while people play them."""

import pytest

from tests.e2e.driver import Here

BROKEN = ("questions:", "questions: [")


async def starts_tea(person):
    await person.sends("/start set-tea")
    await person.taps("Start", "Camellia", "Next")


async def test_an_attempt_ends_on_the_version_it_began_with(a_bot, town, ben, anna):
    bot = await a_bot("kitchen/tea")
    await starts_tea(ben)
    town.rewrites(
        "kitchen/tea",
        ('en: "Air"', 'en: "Fresh air"'),
        ("answer: hot", "answer: icy"),
        ("Which water suits", "Which water by now suits"),
    )
    assert await bot.reload()
    await ben.taps("Air", "Next")
    ben.sees("Which water suits green tea?")
    await ben.taps("Hot", "See your result")
    ben.sees("3 of 3 points (100%)")

    cleo = town.joins("Cleo")
    await starts_tea(cleo)
    assert "Fresh air" in cleo.keyboard
    await cleo.taps("Fresh air", "Next")
    cleo.sees("Which water by now suits green tea?")
    await cleo.taps("Icy")
    cleo.sees("✅ Right!")


@pytest.mark.parametrize("fate", ["broken", "removed"])
async def test_an_attempt_outlives_its_file(a_bot, town, ben, fate):
    bot = await a_bot("kitchen/tea", "sky/moon")
    await starts_tea(ben)
    if fate == "broken":
        town.rewrites("kitchen/tea", BROKEN)
    else:
        (town.questions / "kitchen/tea.yaml").unlink()
    assert await bot.reload()
    cleo = town.joins("Cleo")
    await cleo.sends("/start set-tea")
    cleo.sees("not available any more")

    await ben.sends("/quiz")
    await ben.taps("Continue: A pot of tea")
    ben.sees("Question 2 of 3")
    await ben.taps("Air", "Next", "Hot", "See your result", "My name")
    await ben.sends("/leaderboard")
    ben.sees("3 points")
    await ben.sends("/stats")
    ben.sees("A pot of tea: 100%")
    ben.button("Share")
    with pytest.raises(AssertionError, match="no button"):
        ben.button("Practise again")


async def test_it_outlives_its_file_over_a_restart_too(a_bot, town, ben):
    bot = await a_bot("kitchen/tea", "sky/moon")
    await starts_tea(ben)
    await bot.stop()
    town.bot = None
    (town.questions / "kitchen/tea.yaml").unlink()
    await Here.start(town)
    await ben.taps("Air", "Next", "Hot", "See your result")
    ben.sees("3 of 3 points (100%)")
    await town.bot.stop()


async def test_when_everything_is_broken_what_was_served_stays(a_bot, town, ben):
    bot = await a_bot("kitchen/tea")
    town.rewrites("kitchen/tea", BROKEN)
    assert not await bot.reload()
    await ben.sends("/start set-tea")
    ben.sees("A pot of tea", "[Start]")


async def test_a_cosmetic_change_stays_the_same_version(a_bot, town, ben, anna):
    bot = await a_bot("kitchen/tea")
    await starts_tea(ben)
    town.rewrites(
        "kitchen/tea",
        ("Which plant gives black tea?", "Which plant gives us black tea?"),
        ("    source_ref: p1\n", "    source_ref: p1\n    edit: cosmetic\n"),
        ("Which water suits", "Which water best suits"),
    )
    await bot.reload()
    await anna.sends("/start set-tea")
    await anna.taps("Inizia", "Camelia")
    town.rewrites(
        "kitchen/tea", ("gives us black", "could give black"), ("    edit: cosmetic\n", "")
    )
    await bot.reload()
    cleo = town.joins("Cleo")
    await starts_tea(cleo)
    cleo.sees("could give black tea?")
    versions = {row[2]: row[5] for row in town.kept()["answers"] if row[4] == "leaf"}
    assert versions[ben.id] == versions[anna.id]
    assert versions[ben.id] != versions[cleo.id]


async def test_a_question_with_answers_must_not_vanish(a_bot, a_process, town, ben, anna):
    bot = await a_bot("kitchen/tea")
    await starts_tea(ben)
    text = (town.questions / "kitchen/tea.yaml").read_text("utf-8")
    start, end = text.index("  - id: leaf"), text.index("  - id: colour")
    (town.questions / "kitchen/tea.yaml").write_text(text[:start] + text[end:], "utf-8")
    await bot.reload()
    await anna.sends("/start set-tea")
    anna.sees("3 domande")  # served as last played

    check = await a_process("check", str(town.questions), "--database", str(town.database))
    assert await check.ends() == 1
    assert "leaf" in check.said
    assert "retired: true" in check.said

    # What the advice says is what helps.
    retired = text.replace("  - id: leaf\n", "  - id: leaf\n    retired: true\n")
    (town.questions / "kitchen/tea.yaml").write_text(retired, "utf-8")
    await bot.reload()
    await anna.sends("/start set-tea")
    anna.sees("2 domande")
    check = await a_process("check", str(town.questions), "--database", str(town.database))
    assert await check.ends() == 0


async def test_a_broken_set_is_served_as_last_played_not_as_newest(a_bot, town, ben, anna):
    bot = await a_bot("kitchen/tea")
    path = town.questions / "kitchen/tea.yaml"
    first = path.read_text("utf-8")
    await starts_tea(ben)
    town.rewrites("kitchen/tea", ("A pot of tea", "A can of tea"))
    await bot.reload()
    await starts_tea(town.joins("Cleo"))
    path.write_text(first, "utf-8")
    await bot.reload()
    await starts_tea(town.joins("Dora"))
    start, end = first.index("  - id: leaf"), first.index("  - id: colour")
    path.write_text(first[:start] + first[end:], "utf-8")
    await bot.reload()
    eric = town.joins("Eric")
    await eric.sends("/start set-tea")
    eric.sees("A pot of tea")


async def test_an_answered_question_stays_also_over_a_restart(a_bot, town, ben, anna):
    bot = await a_bot("kitchen/tea")
    await starts_tea(ben)
    await bot.stop()
    town.bot = None
    text = (town.questions / "kitchen/tea.yaml").read_text("utf-8")
    start, end = text.index("  - id: leaf"), text.index("  - id: colour")
    (town.questions / "kitchen/tea.yaml").write_text(text[:start] + text[end:], "utf-8")
    await a_bot()
    await anna.sends("/start set-tea")
    anna.sees("3 domande")


@pytest.mark.parametrize("fate", ["kept", "lost", "damaged"])
async def test_what_was_read_before_serves_a_restart_and_is_never_needed(a_bot, town, ben, fate):
    bot = await a_bot("kitchen/tea", "sky/moon")
    await ben.sends("/start set-tea")
    await bot.stop()
    town.bot = None
    readings = town.database.with_name(f"{town.database.name}-readings")
    sound = readings.read_bytes()
    if fate == "lost":
        readings.unlink()
    elif fate == "damaged":
        readings.write_bytes(sound.replace(b"A pot of tea", b"A can of tar"))
    town.rewrites("sky/moon", ("Watching the Moon", "Watching the new Moon"))
    await a_bot()
    await ben.sends("/start set-tea")
    ben.sees("A pot of tea")
    await ben.sends("/start set-moon")
    ben.sees("Watching the new Moon")
    assert b"A pot of tea" in readings.read_bytes()


async def test_a_new_set_appears(a_bot, town, ben):
    bot = await a_bot("kitchen/tea")
    await ben.sends("/start set-moon")
    ben.sees("not available any more")
    town.serves("sky/moon")
    await bot.reload()
    await ben.taps_again(ben.last, "1o:moon")
    ben.sees("Watching the Moon", "[Start]")


async def test_two_sets_of_one_id_are_both_left_out(a_bot, town, ben):
    bot = await a_bot("kitchen/tea", "sky/moon")
    town.rewrites("sky/moon", ("id: moon", "id: tea"))
    await bot.reload()
    await ben.sends("/start set-tea")
    ben.sees("A pot of tea")  # nothing valid is left, so what was served stays
    town.serves("sky/sums")
    await bot.reload()
    await ben.sends("/start set-tea")
    ben.sees("not available any more")
