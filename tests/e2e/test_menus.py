"""What Telegram's own menus say of the bot, languages, and groups."""

import shutil

from tests.api_schema import needs_description
from tests.e2e.driver import ROOT, Here
from tests.e2e.person import until


async def menu_is_there(town, person):
    world = town.far.world
    await until(lambda: world.menu(world.people[person.id], world.chats[person.id]), "the menu")
    await until(lambda: world.bot_shown_to("it")["short_description"], "the descriptions")
    return {c["command"]: c["description"] for c in world.menu(
        world.people[person.id], world.chats[person.id]
    )}  # fmt: skip


async def test_the_menu_speaks_both_languages(a_bot, town, anna, ben):
    await a_bot("kitchen/tea")
    english, italian = await menu_is_there(town, ben), await menu_is_there(town, anna)
    wanted = {"start", "help", "quiz", "leaderboard", "stats", "settings", "stop", "privacy",
              "mydata", "forget"}  # fmt: skip
    assert set(english) == set(italian) == wanted
    assert all(english[name] != italian[name] for name in wanted)
    ulla = town.joins("Ulla", "de")
    assert await menu_is_there(town, ulla) == english


async def test_what_is_right_is_not_set_again(a_bot, town, ben):
    bot = await a_bot("kitchen/tea")
    await menu_is_there(town, ben)
    await bot.stop()
    seen = len(town.far.requests)

    def asked():
        return [request.method for request in list(town.far.requests)[seen:]]

    bot = await Here.start(town)
    await until(lambda: asked().count("getMyCommands") > 8)
    await ben.sends("/start")
    await bot.stop()
    assert not [method for method in asked() if method.startswith("setMy")]


async def test_the_operators_own_words_stay(a_bot, town, ben):
    profile = town.far.world.profile
    profile.description.set("", "Our school's own bot")
    await a_bot("kitchen/tea")
    await until(lambda: town.far.world.bot_shown_to("")["short_description"])
    assert town.far.world.bot_shown_to("")["description"] == "Our school's own bot"
    assert "setMyName" not in {r.method for r in town.far.requests}


async def test_a_menu_that_cannot_be_set_holds_nobody_up(a_bot, town, ben):
    for method in ("getMyCommands", "setMyCommands", "getMyDescription"):
        too_many = (429, "Too Many Requests: retry after 3600", {"retry_after": 3600})
        town.far.fail_next(method, too_many, times=50)
    await a_bot("kitchen/tea")
    await ben.sends("/start")
    ben.sees("Hello")


PRIVATE_ONLY = ("/stats", "/mydata", "/privacy", "/forget")


async def test_a_group_gets_only_a_link_to_the_private_chat(a_bot, town, anna, ben):
    await a_bot("kitchen/tea")
    await ben.sends("/start")
    group = await ben.opens_a_group("Class 3B", anna)
    await until(lambda: "Hello everybody" in str(town.far.world.chats[group].messages))
    username = town.far.world.bot["username"]
    for command in PRIVATE_ONLY:
        (told,) = await ben.says_in(group, f"{command}@{username}")
        assert "private chat" in told["text"]
        (button,) = told["reply_markup"]["inline_keyboard"][0]
        assert button["url"] == f"https://t.me/{username}?start={command[1:]}"
    # What is behind the link, the private chat shows.
    await ben.sends("/start stats")
    ben.sees("nothing to show yet")

    # Other bots' commands, and talk, are none of ours: the first thing said answers the last.
    (told,) = await ben.says_in(group, "/dance", "/quiz@another_bot", "quiz?", "/mydata")
    assert told["reply_markup"]["inline_keyboard"][0][0]["url"].endswith("?start=mydata")


async def test_a_third_language_comes_by_adding_files(a_process, town, ben):
    there = shutil.copytree(ROOT / "bot", town.folder / "copy" / "bot")
    locales = there / "screens" / "locales"
    for file in shutil.copytree(locales / "en", locales / "fr").iterdir():
        text = file.read_text("utf-8").replace(
            "language-name = English", "language-name = Français"
        )
        file.write_text(text.replace("Hello {", "Bonjour {").replace("Right!", "Juste !"), "utf-8")
    town.serves("kitchen/tea")
    town.rewrites("kitchen/tea", ('en: "Air", it: "Aria"', 'en: "Air", it: "Aria", fr: "L’air"'))
    town.bot = await a_process(PYTHONPATH=str(there.parent))
    await town.bot.says("Serving")

    chloe = town.joins("Chloé", "fr-ca")
    await chloe.sends("/start set-tea")
    await chloe.taps("Start", "Camellia")
    chloe.sees("✅ Juste !")
    await chloe.taps("Next")
    assert "L’air" in chloe.keyboard
    await ben.sends("/settings")
    assert {"Français", "Italiano"} <= set(ben.keyboard)
    await ben.taps("Français")
    await ben.sends("/start")
    ben.sees("Bonjour \u2068Ben")


@needs_description
async def test_every_request_is_one_that_the_bot_api_describes(a_bot, town, anna):
    """Each story ends so; this one says when the description is not at hand."""
    await a_bot("kitchen/tea")
    await menu_is_there(town, anna)
    await anna.sends("/start set-tea")
    await anna.taps("Inizia", "Menta")
    for command in ("/stats", "/mydata", "/quiz", "/leaderboard"):
        await anna.sends(command)
    methods = {request.method for request in town.far.requests}
    assert methods >= {
        *("getMe", "getUpdates", "setMyCommands", "setMyDescription", "answerCallbackQuery"),
        *("sendMessage", "sendPhoto", "sendDocument", "editMessageText", "editMessageReplyMarkup"),
    }
    assert town.wrong_requests() == []
