"""From the first hello to a place on the leaderboard."""


async def test_a_newcomer_plays_a_first_quiz_in_italian(a_bot, anna):
    await a_bot("kitchen/tea", "sky/moon", "sky/sums")
    await anna.sends("/start")
    anna.sees("Ciao", "Anna")

    await anna.taps("Scegli un quiz")
    anna.sees("Su quale tema")
    assert anna.keyboard == ["Kitchen (1)", "Sky (2)"]

    await anna.taps("Sky")
    assert anna.keyboard == ["Guardare la Luna", "Dieci piccoli conti", "Tutti i temi"]

    await anna.taps("Guardare la Luna")
    anna.sees("articolo del 2026", "2 domande, circa 1 minuto", "primo tentativo conta")

    await anna.taps("Inizia")
    anna.sees("Domanda 1 di 2", "A Luna nuova il disco è tutto illuminato.")
    assert anna.keyboard == ["Vero", "Falso", "Salta"]

    await anna.taps("Falso")
    anna.sees("Domanda 1 di 2", "A Luna nuova", "✅ Giusto!", "La tua risposta: Falso")
    anna.sees("È piena la Luna tutta illuminata.", "Fonte: articolo del 2026, § 1")

    feedback = anna.last["message_id"]
    await anna.taps("Avanti")
    assert "reply_markup" not in anna.chat[feedback]
    anna.sees("Domanda 2 di 2", "sempre la stessa faccia")

    await anna.taps("Falso")
    anna.sees("❌ Non è la risposta giusta", "La tua risposta: Falso", "Risposta giusta: Vero")

    await anna.taps("Vedi il risultato")
    anna.sees("Guardare la Luna: il tuo risultato", "1 punto su 2 (50%)")
    anna.sees("✅ 1. A Luna nuova", "❌ 2. La Luna ci mostra", "Da rivedere", "Ruota su sé stessa")
    anna.sees("Come vuoi comparire", "[Il mio nome: \u2068Anna\u2069]")

    await anna.taps("Il mio nome")
    anna.sees("Nelle classifiche compari come \u2068Anna\u2069")

    await anna.sends("/leaderboard")
    anna.sees("🏆 Tutti i quiz", "1 persona", "1. \u2068Anna\u2069 – 1 punto ‹ tu")


async def test_a_newcomer_plays_a_first_quiz_in_english(a_bot, ben):
    await a_bot("kitchen/tea")
    await ben.sends("/start")
    ben.sees("Hello", "Ben")

    # With one set there is nothing to choose: its card comes at once.
    await ben.taps("Choose a quiz")
    ben.sees("A pot of tea", "From leaf to cup.", "article of March 2026, Kitchen Almanac")
    ben.sees("3 questions, about 2 minutes", "first attempt counts")

    await ben.taps("Start")
    ben.sees("Question 1 of 3", "article of March 2026", "Which plant gives black tea?")

    await ben.taps("Mint")
    ben.sees("❌ Not the right answer", "Your answer: Mint", "Right answer: Camellia")
    ben.sees("Mint makes a herbal brew.", "All true tea is one plant", "§ 1")

    await ben.taps("Next", "Air")
    ben.sees("✅ Right!", "§ 2 and 3")
    await ben.taps("Next", "Hot", "See your result")
    ben.sees("2 of 3 points (67%)", "How would you like to appear")

    await ben.taps("A made-up name")
    alias = ben.screen.split("show you as ")[1].split(".")[0]
    await ben.sends("/leaderboard")
    ben.sees("🏆 All quizzes", "1 person", f"1. {alias} – 2 points ‹ you")


async def test_a_link_leads_to_its_set(a_bot, ben):
    await a_bot("kitchen/tea", "sky/moon")
    await ben.sends("/start set-moon")
    ben.sees("Watching the Moon", "[Start]")
    await ben.sends("/start set-marmalade")
    ben.sees("not available any more")
    await ben.sends("/start \u200f\u202e;drop")
    ben.sees("Hello")
    await ben.sends("/start leaderboard")
    ben.sees("🏆 All quizzes")


async def test_whatever_is_no_command_gets_a_kind_pointer(a_bot, anna, ben):
    await a_bot("kitchen/tea")
    for said in ("hello?", "/dance", "/", "/quiz@another_bot", "😀", "x" * 4096):
        await ben.sends(said)
        ben.sees("/quiz shows the quizzes")
    await anna.sends_something(sticker={"file_id": "s", "file_unique_id": "s", "width": 1,
        "height": 1, "type": "regular", "is_animated": False, "is_video": False})  # fmt: skip
    anna.sees("Con /quiz vedi i quiz")


async def test_a_command_may_name_the_bot(a_bot, town, ben):
    await a_bot("kitchen/tea")
    await ben.sends(f"/QUIZ@{town.far.world.bot['username'].upper()}")
    ben.sees("A pot of tea")


async def test_help_and_privacy_are_told(a_bot, anna, ben):
    await a_bot("kitchen/tea")
    await ben.sends("/help")
    ben.sees("/quiz", "/leaderboard", "/stats", "/settings", "/stop", "/forget")
    await anna.sends("/privacy")
    anna.sees("in cinque righe", "5. /forget")
