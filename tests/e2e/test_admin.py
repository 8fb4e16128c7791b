"""Whoever looks after the bot, from inside Telegram; and everybody else, who cannot."""

import asyncio
import json
import sqlite3
from contextlib import closing
from typing import get_args

import pytest

from bot.play.admin_actions import AdminAction
from bot.telegram.buttons import LETTERS
from tests.e2e.driver import Here
from tests.e2e.person import until

FIELDS = {"Done": ":1:0", "SetAsides": ":0", "Reports": ":0", "TryAgain": ":"}
FORGED = [
    f"1{LETTERS[kind]}{FIELDS.get(kind.__name__, ':1' if kind.__slots__ else '')}"
    for kind in get_args(AdminAction)
]


def menu_of(town, person):
    world = town.far.world
    shown = world.menu(world.people[person.id], world.chats[person.id])
    return [command["command"] for command in shown]


async def write(person, text):
    await person.sends("/admin")
    await person.taps("Message to all")
    await person.sends(text)


async def crowd(town, count):
    """People who have met the bot."""
    people = [town.joins(f"Person {n}", "en") for n in range(count)]
    for each in people:
        await each.sends("/start")
    return people


def got(person, text):
    """How often a message came to this person."""
    return sum(message.get("text") == text for message in person.chat.values())


async def test_to_everybody_else_there_is_no_such_command(a_bot, town, anna, ben):
    await a_bot("kitchen/tea", admins={ben.id})
    await ben.sends("/start")
    await anna.sends("/amdin")
    unknown = anna.screen
    await anna.sends("/admin")
    assert anna.screen == unknown
    await anna.sends("/help")
    anna.sees_not("admin")
    assert "admin" not in menu_of(town, anna)


@pytest.mark.parametrize("data", FORGED)
async def test_a_strangers_forged_buttons_do_nothing(a_bot, town, anna, ben, data):
    await a_bot("kitchen/tea", admins={ben.id})
    await write(ben, "Only for me to send")
    await ben.sends("/quiz")
    await anna.sends("/start")
    before = town.kept()["broadcasts"]
    await anna.taps_again(anna.last, data)
    anna.hears("non fa parte di un tuo quiz")
    anna.sees_nothing_new()
    assert town.kept()["broadcasts"] == before
    await asyncio.sleep(0.2)
    assert not got(anna, "Only for me to send")


async def test_numbers_nobody_has_do_nothing_either(a_bot, town, ben):
    await a_bot("kitchen/tea", admins={ben.id})
    await ben.sends("/admin")
    for data in ("1As:9", "1Ax:x", "1Ae:" + "9" * 40, "1Ap:-1", "1Ad:9:0", "1At:" + "9" * 20):
        await ben.taps_again(ben.last, data)
    await ben.sends("/admin")
    ben.sees("Looking after the bot")


async def test_in_a_group_there_is_no_such_command(a_bot, town, ben, anna):
    await a_bot("kitchen/tea", admins={ben.id})
    await ben.sends("/start")
    group = await ben.opens_a_group("Class 3B", anna)
    await until(lambda: "Hello everybody" in str(town.far.world.chats[group].messages))
    username = town.far.world.bot["username"]
    (told,) = await ben.says_in(group, f"/admin@{username}", f"/stats@{username}")
    assert "private chat" in told["text"]


async def test_the_menu_has_the_command_for_administrators_only(a_bot, town, anna, ben):
    bot = await a_bot("kitchen/tea", admins={ben.id})
    await anna.sends("/start")
    await ben.sends("/start")  # who had not met the bot when it started
    await ben.sends("/admin")
    await until(lambda: "admin" in menu_of(town, ben), "the command in the menu")
    assert menu_of(town, ben)[1:] == menu_of(town, anna)
    await bot.stop()

    town.bot = bot = await Here.start(town, admins={anna.id})
    await until(lambda: menu_of(town, anna)[0] == "admin", "another administrator")
    await until(lambda: "admin" not in menu_of(town, ben), "no longer one")
    await ben.sends("/admin")
    ben.sees("didn’t quite get that")
    await bot.stop()

    seen = len(town.far.requests)
    town.bot = bot = await Here.start(town, admins={anna.id})
    await anna.sends("/admin")
    await anna.taps("Salute e numeri")
    asked = [request.method for request in list(town.far.requests)[seen:]]
    assert "setMyCommands" not in asked
    await bot.stop()


async def test_health_and_numbers(a_bot, town, anna, ben):
    await a_bot("kitchen/tea", "sky/moon", admins={ben.id})
    await anna.sends("/start set-tea")
    await anna.taps("Inizia", "Menta", "Qualcosa non va", "basta")
    await ben.plays_moon(2)
    await ben.sends("/admin")
    ben.sees("1 report is open", "No update is set aside")
    await ben.taps("Health and numbers")
    ben.sees("Version", "running since May 13, 2026", "last answer", "MB", "none found")
    ben.sees("People: 2", "Came today: 2", "in the last seven days: 2", "Attempts under way: 1")
    ben.sees("Attempts finished: 1", "Answers: 3", "Groups: 0", "Quizzes served: 2")
    edited = ben.news
    assert len(edited) == 1  # in place
    town.clock.passes(days=2)
    await ben.taps("Look again")
    ben.sees("Came today: 1", "in the last seven days: 2")
    await ben.taps("‹ Looking after")
    ben.sees("1 report is open")


async def test_sets_are_checked_first_and_then_taken_in(a_bot, town, anna, ben):
    await a_bot("kitchen/tea", admins={ben.id})
    await anna.sends("/start set-tea")
    await anna.taps("Inizia", "Camelia")
    town.serves("sky/moon")
    town.rewrites("kitchen/tea", ("format: quizset/1", "format: quizset/0"))
    await ben.sends("/admin")
    await ben.taps("Check the quizzes")
    ben.sees("1 quiz can be served", "1 mistake", "kitchen/tea.yaml:1:")
    await ben.sends("/start set-moon")
    ben.sees("not available")  # looking changes nothing

    await ben.taps("Take them in")
    ben.sees("1 quiz is served now")
    await ben.sends("/start set-moon")
    ben.sees("Watching the Moon")
    await anna.taps("Avanti", "Aria", "Avanti", "Calda", "Vedi il")
    anna.sees("su 3")  # she ends on what she began with

    town.rewrites("sky/moon", ("format: quizset/1", "format: quizset/0"))
    await ben.sends("/admin")
    await ben.taps("Check the quizzes")
    ben.sees("No quiz in it can be served", "2 mistakes")
    assert "Take them in" not in ben.keyboard
    await ben.taps_again(ben.last, "1Ai")
    ben.sees("Nothing was taken in")
    await ben.sends("/start set-moon")
    ben.sees("Watching the Moon")

    town.questions.rename(town.folder / "elsewhere")
    await ben.sends("/admin")
    await ben.taps("Check the quizzes")
    ben.sees("The folder cannot be read")
    await ben.taps("‹ Looking after")
    ben.sees("Looking after the bot")


async def test_reports_are_read_and_dealt_with(a_bot, town, anna, ben):
    await a_bot("kitchen/tea", "sky/moon", admins={ben.id})
    await anna.sends("/start set-tea")
    await anna.taps("Inizia", "Menta", "Qualcosa non va")
    await anna.sends("<b>Anche</b> la menta \u202eè un tè\nno?")
    await anna.taps("Avanti", "Aria", "Qualcosa non va", "basta")
    await ben.sends("/admin")
    await ben.taps("Reports")
    ben.sees("Report 1 of 2", "tea/colour", "Language: it", "They added no words")
    await ben.taps("Following")
    ben.sees("Report 2 of 2", "tea/leaf", "Which plant gives black tea?")
    ben.sees("<b>Anche</b> la menta è un tè no?")
    await ben.taps("Mark as done")
    ben.sees("Report 1 of 1", "tea/colour")
    old = ben.button("Mark as done")
    await ben.taps("Mark as done")
    ben.sees("No report is open")
    await ben.taps_again(old[0], old[1]["callback_data"])
    await ben.sends("/admin")
    ben.sees("No report is open")


def set_aside(town, number, update):
    """As a version of the bot left it that could not handle it."""
    with closing(sqlite3.connect(town.database)) as file, file:
        file.execute(
            "INSERT INTO inbox (update_id, body, came_at, error) VALUES (?, ?, ?, ?)",
            (number, json.dumps(update), "2026-05-13T09:00:00+00:00", "KeyError: <'x'>"),
        )


async def test_what_was_set_aside_is_tried_again(a_bot, town, anna, ben):
    await a_bot("kitchen/tea", admins={ben.id})
    await anna.sends("/start")
    await ben.sends("/start")
    about = town.far.world.people[anna.id].user()
    message = {"message_id": 5000, "date": 1, "chat": {"id": anna.id, "type": "private"},
               "from": about, "text": "/start set-tea"}  # fmt: skip
    set_aside(town, 900_000_001, {"update_id": 900_000_001, "message": message})
    set_aside(town, 900_000_002, {"update_id": 900_000_002, "message": {"what": "is this?"}})
    anna._turns_to_the_chat()
    await ben.sends("/admin")
    ben.sees("2 updates are set aside")
    await ben.taps("Updates set aside")
    ben.sees("Update 1 of 2", "900000001", "Kind: message", "KeyError: <'x'>")
    await ben.taps("Try this one again")
    await until(lambda: "Tried again: 1, handled: 1" in ben.screen, "how it went")
    await until(lambda: "Una teiera di tè" in anna.screen, "it was handled")

    await ben.taps("‹ Looking after")
    await ben.taps("Updates set aside")
    ben.sees("Update 1 of 1", "900000002")
    await ben.taps("Try this one again")
    await until(lambda: "1 failed again and stays" in ben.screen, "how it went")
    await ben.taps("Updates set aside")
    ben.sees("900000002")


async def test_administrators_are_told_once_of_many(a_bot, town, anna, ben):
    await a_bot("kitchen/tea", admins={ben.id, anna.id})
    await ben.sends("/start")
    before = len(ben.chat)
    for number in range(3):
        town.far.world.updates.put("message", {"what": number})
    await until(lambda: "3 updates are set aside" in ben.screen, "the alarm")
    for number in range(3):
        town.far.world.updates.put("message", {"what": number})
    await asyncio.sleep(1.5)
    assert len(ben.chat) == before + 1
    assert not anna.chat  # who has never met the bot
    await ben.taps("Updates set aside")
    ben.sees("Update 1 of 6")


async def test_a_message_to_all(a_bot, town, anna, ben):
    await a_bot("kitchen/tea", admins={ben.id})
    await anna.sends("/start")
    people = await crowd(town, 6)
    await people[2].blocks()
    await ben.sends("/admin")
    await ben.taps("Message to all")
    ben.sees("It would go to 6 people")
    await ben.sends("Tomorrow <b>at 8</b> & not at 9!")
    preview, control = ben.news[-2:]
    assert preview["text"] == "Tomorrow <b>at 8</b> & not at 9!"
    assert "entities" not in preview
    assert "for 6 people" in control["text"]
    await ben.taps("Write it anew")
    await ben.sends("No lesson on Monday")
    assert not got(anna, "No lesson on Monday")

    # Anna's comes first, and she turns out to be gone.
    town.far.fail_next("sendMessage", (403, "Forbidden: user is deactivated", None))
    town.bot, bot = None, town.bot
    await ben.taps("Send to 6 people")
    await until(lambda: "Everybody has been written to" in ben.screen, "the end")
    ben.sees("Sent: 5", "Could not be reached: 1", "Left: 0")
    for person in (anna, *people):
        assert got(person, "No lesson on Monday") == (person not in (anna, people[2]))
        assert not got(person, preview["text"])
    assert got(ben, "No lesson on Monday") == 2  # what he typed, and the preview

    town.bot = bot
    await ben.taps("‹ Looking after", "Message to all")
    ben.sees("It would go to 5 people")  # nobody is tried in vain twice
    await ben.taps_again(ben.last, "1As:1")  # the one that was written anew
    ben.hears("does not belong")


async def test_what_is_dropped_reaches_nobody(a_bot, town, anna, ben):
    await a_bot("kitchen/tea", admins={ben.id})
    await anna.sends("/start")
    await write(ben, "Never mind")
    sending = ben.button("Send to")
    await ben.taps("Drop it")
    ben.sees("nobody got anything")
    await ben.taps_again(sending[0], sending[1]["callback_data"])
    await write(ben, "Something else")
    await ben.taps_again(sending[0], sending[1]["callback_data"])
    await asyncio.sleep(0.3)
    assert not got(anna, "Never mind")
    assert not got(anna, "Something else")


async def test_going_back_means_not_writing(a_bot, town, anna, ben):
    await a_bot("kitchen/tea", admins={ben.id})
    await ben.sends("/admin")
    await ben.taps("Message to all", "‹ Looking after")
    await ben.sends("just talking")
    ben.sees("didn’t quite get that")


async def test_it_can_be_stopped_and_looked_at(a_bot, town, anna, ben):
    await a_bot("kitchen/tea", admins={ben.id})
    await crowd(town, 25)
    await write(ben, "A long story")
    await ben.taps("Send to 25 people")
    ben.sees("on its way")
    await ben.taps("‹ Looking after")
    ben.sees("A message to all is on its way")
    await ben.taps("Message to all")
    ben.sees("on its way")
    await ben.taps("Look again", "Stop")
    ben.sees("Stopped")
    count = sum(got(person, "A long story") for person in town_people(town))
    await asyncio.sleep(0.5)
    assert sum(got(person, "A long story") for person in town_people(town)) <= count + 1
    assert count < 25


def town_people(town):
    return [person for person in town.people if person.chat]


async def test_a_bot_killed_in_the_middle_goes_on_where_it_was(a_process, town, ben):
    town.serves("kitchen/tea")
    settings = {"QUIZBOT_ADMINS": str(ben.id)}
    town.bot = bot = await a_process(**settings)
    await bot.says("Serving")
    people = await crowd(town, 30)
    for blocked in people[::10]:
        await blocked.blocks()
    await write(ben, "See you tomorrow")
    await ben.taps("Send to 27 people")

    def arrived():
        return sum(got(person, "See you tomorrow") for person in people)

    for already in (5, 15):
        await until(lambda: arrived() >= already, "some have it")  # noqa: B023
        assert arrived() < 27
        await bot.is_killed()
        town.bot = bot = await a_process(**settings)
    await until(lambda: "Everybody has been written to" in ben.whole_chat(), "the end")
    copies = [got(person, "See you tomorrow") for person in people]
    assert [bool(each) for each in copies] == [n % 10 != 0 for n in range(30)]
    assert sum(copies) <= 27 + 2  # one more for each time it was killed, at most
    told = ben.message("Everybody has been written to")["text"]
    assert "Sent: 27\nCould not be reached: 0\nLeft: 0" in told


async def test_administrators_can_write_to_all_and_privacy_says_so(a_bot, town, anna):
    await a_bot("kitchen/tea")
    await anna.sends("/privacy")
    anna.sees("può scrivere a tutti")
