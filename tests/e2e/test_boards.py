"""Leaderboards: who stands where, and under which name."""

import pytest

from tests.e2e.person import shared, text_of


async def test_nobody_is_shown_before_choosing(a_bot, town, ben):
    await a_bot("sky/moon")
    await ben.plays_moon(2, appear=None)
    cleo = town.joins("Cleo")
    await cleo.sends("/leaderboard")
    cleo.sees("Nobody is here yet")
    cleo.sees_not("Ben")
    await ben.sends("/leaderboard")
    ben.sees("You are not shown here yet")
    await ben.taps("How I appear", "My name")
    await cleo.sends("/leaderboard")
    cleo.sees("Ben", "You have no points here yet")


async def test_name_alias_or_hidden(a_bot, town, ben):
    await a_bot("sky/moon")
    await ben.plays_moon(2, "hidden")
    cleo = town.joins("Cleo")
    await cleo.plays_moon(1, "alias")
    await cleo.sends("/leaderboard")
    assert cleo.board[0] == "1. a player – 2 points"
    assert cleo.board[1].endswith(" – 1 point ‹ you")
    cleo.sees_not("Cleo", "Ben")
    alias = cleo.board[1].removeprefix("2. ").split(" –")[0]

    await cleo.sends("/settings")
    cleo.sees(alias)
    await cleo.taps("How I appear", "My name: \u2068Cleo\u2069")
    await ben.sends("/leaderboard")
    assert ben.board == ["1. a player – 2 points ‹ you", "2. Cleo – 1 point"]

    # An alias once offered stays one's own.
    await cleo.sends("/settings")
    await cleo.taps("How I appear")
    assert cleo.button(alias)


async def test_equal_points_share_a_rank(a_bot, town):
    await a_bot("sky/moon")
    for name, right in (("Abel", 2), ("Bice", 1), ("Carl", 1), ("Dora", 0)):
        await town.joins(name).plays_moon(right)
    eve = town.joins("Eve")
    await eve.sends("/leaderboard")
    assert eve.board == [
        "1. Abel – 2 points",
        "2. Carl – 1 point",
        "2. Bice – 1 point",
        "4. Dora – 0 points",
    ]


async def test_a_share_is_told_from_ten_answers_on(a_bot, ben, anna):
    await a_bot("sky/sums", "sky/moon")
    await ben.sends("/start set-sums")
    await ben.taps("Start")
    for number in range(9):
        await ben.taps("True" if number % 2 == 0 else "False", "Next")
    await ben.sends("/settings")
    await ben.taps("How I appear", "My name")
    await ben.sends("/leaderboard")
    assert ben.board == ["1. Ben – 9 points ‹ you"]
    await ben.sends("/start set-sums")
    await ben.taps("Continue", "True")
    await anna.sends("/leaderboard")
    assert anna.board == ["1. Ben – 9 punti (90%)"]


async def test_one_leafs_and_always_finds_oneself(a_bot, town):
    await a_bot("extra/long")
    everybody = [town.joins(f"P{number:02}") for number in range(25)]
    for person in everybody:
        await person.sends("/start set-long")
        await person.taps("Start", "A")
        await person.taps_again(person.last, "1i:name")  # as "My name" does
    last = everybody[0]  # among equals, who met Telegram last comes first
    await last.sends("/leaderboard")
    last.sees("25 people")
    found = last.board
    assert found[:10] == [f"1. P{number:02} – 1 point" for number in range(24, 14, -1)]
    assert found[10:] == ["1. P01 – 1 point", "1. P00 – 1 point ‹ you"]
    await last.taps("More")
    assert last.board[0] == "1. P14 – 1 point"
    await last.taps("More")
    assert last.board[0] == "1. P04 – 1 point"
    assert last.board[4:] == ["1. P00 – 1 point ‹ you"]
    await last.taps("Back", "Back")
    assert last.board[0] == "1. P24 – 1 point"

    middle = everybody[12]
    await middle.sends("/leaderboard")
    assert middle.board[10:] == ["1. P13 – 1 point", "1. P12 – 1 point ‹ you", "1. P11 – 1 point"]


async def test_only_the_first_attempt_counts(a_bot, ben):
    await a_bot("sky/moon")
    await ben.plays_moon(1)
    await ben.sends("/start set-moon")
    ben.sees("Your best: 50%", "from now on it is practice")
    await ben.taps("Practise again", "False", "Next", "True", "See your result")
    ben.sees("2 of 2 points (100%)", "This was practice")
    await ben.sends("/leaderboard")
    assert ben.board == ["1. Ben – 1 point ‹ you"]
    await ben.sends("/start set-moon")
    ben.sees("Your best: 100%")


async def test_what_was_missed_can_be_tried_again(a_bot, ben):
    await a_bot("kitchen/tea")
    await ben.sends("/start set-tea")
    await ben.taps("Start", "Mint", "Next", "Air", "Next", "Icy", "See your result", "My name")
    await ben.taps("Retry the missed")
    ben.sees("Question 1 of 2", "Which plant")
    await ben.taps("Camellia", "Next")
    ben.sees("Question 2 of 2", "Which water")
    await ben.taps("Hot", "See your result")
    ben.sees("2 of 2 points (100%)", "This was practice")
    assert "Retry" not in ben.screen
    await ben.sends("/leaderboard")
    assert ben.board == ["1. Ben – 1 point ‹ you"]
    await ben.sends("/start set-tea")
    ben.sees("Your best: 33%")  # of the whole set


async def test_a_board_for_each_set(a_bot, town, ben):
    await a_bot("sky/moon", "kitchen/tea")
    await ben.plays_moon(2)
    cleo = town.joins("Cleo")
    await cleo.sends("/start set-tea")
    await cleo.taps("Start", "Camellia")
    await cleo.sends("/settings")
    await cleo.taps("How I appear", "My name")
    await cleo.sends("/start set-tea")
    await cleo.taps("Leaderboard")
    cleo.sees("🏆 A pot of tea", "1 person")
    assert cleo.board == ["1. Cleo – 1 point ‹ you"]
    await cleo.taps("All quizzes")
    cleo.sees("🏆 All quizzes", "2 people")
    assert cleo.board == ["1. Ben – 2 points", "2. Cleo – 1 point ‹ you"]


async def test_what_is_shared_gives_nothing_away(a_bot, town, anna, ben):
    await a_bot("kitchen/tea")
    await ben.sends("/start set-tea")
    await ben.taps("Start", "Mint", "Next", "Air", "Next", "Skip", "Skip", "See your result")
    link, text = shared(ben.button("Share")[1])
    username = town.far.world.bot["username"]
    assert link == f"https://t.me/{username}?start=set-tea"
    assert text.splitlines() == ["1 out of 3 in “A pot of tea”", "❌✅➖"]

    # Whoever follows the link finds the set.
    await anna.sends("/start " + link.partition("start=")[2])
    anna.sees("Una teiera di tè", "Inizia")


async def test_two_people_at_once_stay_apart(a_bot, anna, ben):
    await a_bot("kitchen/tea")
    await anna.sends("/start set-tea")
    await ben.sends("/start set-tea")
    await anna.taps("Inizia")
    await ben.taps("Start")
    await anna.taps("Menta")
    await ben.taps("Camellia")
    anna.sees("❌ Non è la risposta giusta")
    ben.sees("✅ Right!")
    await anna.taps("Avanti")
    await ben.taps("Next", "Air", "Next")
    await anna.taps("Aria")
    anna.sees("✅ Giusto!", "Domanda 2 di 3")
    await ben.taps("Hot", "See your result", "My name")
    await anna.taps("Avanti", "Bollente", "Vedi il", "Il mio nome")
    await ben.sends("/leaderboard")
    assert ben.board == ["1. Ben – 3 points ‹ you", "2. Anna – 1 point"]


NAMES = {
    "<b>Bold</b> & <a href='x'>co": "<b>Bold</b> & <a href='x'>co",
    "\u202eevil\u202c\u2066x": "evilx",
    "\u3164\u200b\u2800": "",
    "One\n1. Two – 9 points": "One 1. Two – 9 points",
    "Z" + "\u0301" * 60 + "algo": "Ź\u0301\u0301algo",
    "N" * 200: "N" * 31 + "…",
    "*_[md](x)_*": "*_[md](x)_*",
    "محمد": "محمد",
    "😀🏳️‍🌈": "😀🏳️🌈",
    "{name} %s": "{name} %s",
}


@pytest.mark.parametrize("name", NAMES)
async def test_no_name_breaks_a_board(a_bot, town, ben, name):
    await a_bot("sky/moon")
    someone = town.joins(name)
    await someone.sends("/start")
    someone.sees("Hello")
    await someone.plays_moon(2)
    await ben.plays_moon(1)
    await ben.sends("/leaderboard")
    shown = NAMES[name] or f"Player {someone.id % 10_000:04}"
    # Isolated, so that its direction cannot reach the rest of the row.
    board = text_of(ben.last)
    assert f"1. \u2068{shown}\u2069 – 2 points" in board
    assert len(ben.board) == 2
