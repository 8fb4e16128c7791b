"""Statistics, reports, one's own data, and being forgotten."""

import io
import json
import sqlite3
from contextlib import closing

from PIL import Image

from tests.e2e.person import until
from tests.store.bulk import grow


def noted(database):
    """Where traces of somebody forgotten may be left, as the bot has noted."""
    with closing(sqlite3.connect(database)) as file:
        return [place for (place,) in file.execute("SELECT place FROM traces")]


async def test_statistics_say_in_words_what_the_picture_shows(a_bot, town, anna):
    await a_bot("kitchen/tea", "sky/moon")
    await anna.sends("/start set-tea")
    await anna.taps("Inizia", "Menta", "Avanti", "Aria", "Avanti", "Calda", "Vedi il")
    await anna.sends("/start set-moon")
    await anna.taps("Inizia", "Falso")
    await anna.sends("/stats")
    anna.sees("1 quiz concluso, 2 iniziati", "75% (4 risposte)", "1 giorno di fila")
    anna.sees("Una teiera di tè: 67% (3)", "Guardare la Luna: 100% (1)")
    anna.sees("facile: 0% (1)", "media: 100% (2)", "difficile: 100% (1)")
    anna.sees("Quale pianta dà il tè nero? (1×)")
    (photo,) = [m for m in anna.news if "photo" in m]
    file = town.far.world.files.get(photo["photo"][-1]["file_id"])
    with Image.open(io.BytesIO(file.content)) as picture:
        assert picture.format == "PNG"
        assert len(picture.convert("RGB").getcolors(picture.width * picture.height)) > 3


async def test_something_wrong_can_be_said_in_a_sentence_or_not(a_bot, a_process, anna, ben, clock):
    bot = await a_bot("kitchen/tea")
    await anna.sends("/start set-tea")
    await anna.taps("Inizia", "Camelia", "Qualcosa non va")
    anna.sees("Grazie, l’ho annotato")
    await anna.sends("Anche la menta è un tè, \u202eno?\n\x1b[2JO sbaglio?")
    anna.sees("chi cura le domande")
    await anna.sends("Camelia")  # no longer awaited
    anna.sees("/quiz")

    clock.passes(hours=1)
    await ben.sends("/start set-tea")
    await ben.taps("Start", "Camellia", "Next", "Air", "Something wrong?", "that’s all")
    ben.sees("it is noted")
    await ben.sends("a word too late")
    ben.sees("/quiz")
    await ben.taps("Next")
    ben.sees("Question 3 of 3")
    await bot.stop()

    told = await a_process("reports")
    assert await told.ends() == 0
    newest, oldest = told.said.strip().splitlines()
    assert "tea/colour" in newest
    assert ", en)" in newest
    assert newest.endswith("-")
    assert "tea/leaf" in oldest
    assert ", it)" in oldest
    assert oldest.endswith("Anche la menta è un tè, no? [2JO sbaglio?")


async def test_a_report_waits_for_a_sentence_only_until_the_next_question(a_bot, ben, town):
    await a_bot("kinds/short")
    await ben.sends("/start set-short")
    await ben.taps("Start")
    await ben.sends("green")
    await ben.taps("Something wrong?", "Next")
    await ben.sends("orange")
    ben.sees("✅ Right!")
    assert "orange" not in str(town.kept()["reports"])


async def test_ones_data_come_whole_as_json(a_bot, town, ben):
    await a_bot("kitchen/tea", "sky/moon")
    await ben.plays_moon(1, "alias")
    await ben.sends("/start set-tea")
    await ben.taps("Start", "Mint", "Something wrong?")
    await ben.sends("Mint is lovely")
    await ben.sends("/mydata")
    ben.sees("everything I keep about you")
    (message,) = [m for m in ben.news if "document" in m]
    assert message["document"]["file_name"].endswith(".json")
    file = town.far.world.files.get(message["document"]["file_id"])
    told = json.loads(file.content)

    (player,) = told["players"]
    assert player["id"] == ben.id
    assert player["name"] == "Ben"
    assert player["shown_as"] == "alias"
    assert {row["set_id"] for row in told["attempts"]} == {"moon", "tea"}
    assert [row["question_id"] for row in told["answers"]].count("leaf") == 1
    answer = next(row for row in told["answers"] if row["question_id"] == "leaf")
    assert answer["response"] == ["mint"]
    assert sorted(answer["shown"]) == ["camellia", "hibiscus", "mint"]
    assert answer["seconds"] > 0
    assert {row["board"] for row in told["scores"]} == {"", "moon", "tea"}
    assert told["reports"][0]["sentence"] == "Mint is lovely"
    # Nothing about somebody is kept that is not told.
    kept = town.kept()
    assert {name: len(rows) for name, rows in kept.items()} == {
        name: len(rows) for name, rows in told.items()
    }


async def test_who_never_played_has_data_too(a_bot, town, ben):
    await a_bot("kitchen/tea")
    await ben.sends("/mydata")
    (message,) = [m for m in ben.news if "document" in m]
    told = json.loads(town.far.world.files.get(message["document"]["file_id"]).content)
    assert told["players"][0]["name"] == "Ben"
    assert told["answers"] == []


async def test_forget_asks_once_and_then_deletes_it_all(a_bot, town, ben):
    bot = await a_bot("sky/moon", "kinds/short")
    zoe = town.joins("Zoe Quattrocchi", "en", username="zoe_unmistakable")
    await ben.plays_moon(1)
    await zoe.plays_moon(2)
    await zoe.sends("/start set-short")
    await zoe.taps("Start")
    await zoe.sends("unmistakable-reply")
    await zoe.taps("Something wrong?")
    await zoe.sends("unmistakable-sentence")
    await ben.sends("/leaderboard")
    ben.sees("Zoe Quattrocchi")

    await zoe.sends("/forget")
    await zoe.taps("No, keep")
    zoe.sees("Everything stays")
    # Texts as they are, and her number as SQLite writes it into a column.
    traces = (b"unmistakable", b"Quattrocchi", zoe.id.to_bytes(6, "big"))
    kept = b"".join(file.read_bytes() for file in town.folder.glob("quiz.sqlite3*"))
    assert all(trace in kept for trace in traces)
    await zoe.sends("/forget")
    zoe.sees("cannot be undone")
    town.bot = None  # the story's own questions to the bot would make it know her again
    await zoe.taps("Yes, delete")
    await until(lambda: "everything is deleted" in zoe.screen)

    await until(lambda: not noted(town.database))
    for file in town.folder.glob("quiz.sqlite3*"):
        for trace in traces:
            assert trace not in file.read_bytes(), (file, trace)
    assert zoe.id not in [row[0] for row in town.kept()["players"]]
    town.bot = bot
    await ben.sends("/leaderboard")
    assert ben.board == ["1. Ben – 1 point ‹ you"]

    # Somebody new, with the same face.
    await zoe.sends("/start")
    zoe.sees("Hello")
    await zoe.sends("/start set-moon")
    zoe.sees("first attempt counts")


async def test_in_a_large_file_rows_and_log_are_rid_of_somebody_at_once_and_its_gaps_later(
    a_process, town, ben
):
    """Also when the bot is killed right after it has answered."""
    town.serves("sky/moon")
    town.bot = await a_process()
    await town.bot.says("Serving")
    with closing(sqlite3.connect(town.database, isolation_level=None)) as file:
        file.execute("BEGIN")
        grow(file, 5)
        file.execute("COMMIT")
    zoe = town.joins("Zoe Quattrocchi", "en")
    await ben.plays_moon(1)
    await zoe.plays_moon(2)
    await zoe.sends("/forget")
    await until(town.noted)
    bot, town.bot = town.bot, None
    await zoe.taps("Yes, delete")
    await until(lambda: "everything is deleted" in zoe.screen)
    await until(lambda: "log" not in noted(town.database))
    assert b"Quattrocchi" not in town.database.with_name("quiz.sqlite3-wal").read_bytes()
    await bot.is_killed()
    assert noted(town.database) == ["file"], "there was no quiet minute yet"
    assert zoe.id not in [row[0] for row in town.kept()["players"]]

    with closing(sqlite3.connect(town.database, isolation_level=None)) as file:
        file.execute("UPDATE traces SET since = '2026-01-01T12:00:00+00:00'")
    town.bot = await a_process()
    await until(lambda: not noted(town.database))
    for file in town.folder.glob("quiz.sqlite3*"):
        assert b"Quattrocchi" not in file.read_bytes()
    assert {row[2] for row in town.kept()["answers"]} == {ben.id}


async def test_the_others_stay_when_one_is_forgotten(a_bot, town, anna, ben):
    await a_bot("sky/moon")
    await ben.plays_moon(2)
    before = [row for row in town.kept()["answers"] if ben.id in row]
    await anna.sends("/start set-moon")
    await anna.taps("Inizia", "Falso")
    old = anna.button("Avanti")
    await anna.sends("/forget")
    await anna.taps("Sì, cancella")
    assert town.kept()["answers"] == before
    await anna.taps_again(old[0], old[1]["callback_data"])
    anna.hears("non fa parte di un tuo quiz")
