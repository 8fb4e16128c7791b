"""What administrators settle for their group, and the weekly round."""

import pytest

from tests.e2e.groups.driver import Group, restarted

THREE, SINGLE = "extra/three", "kinds/single"


@pytest.fixture
async def school(a_bot, anna, ben, carla):
    await a_bot(THREE, SINGLE)
    group = await Group.opened(anna, "Classe 3B", ben, carla)
    await group.says(anna, "/quiz")
    await group.taps(anna, "Classe", "Annulla")
    return group


async def settles(group, who, *labels):
    await group.says(who, "/settings")
    await group.taps(who, *labels)


async def test_settings_are_for_administrators(school, anna, ben):
    await school.says(ben, "/settings")
    school.sees("amministra")
    assert not school.keyboard
    await school.says(anna, "/settings")
    school.sees("Impostazioni del gruppo")
    message, data = school.button("Con pulsanti")
    await school.taps_at(ben, message, data)
    school.hears(ben, "amministra")
    assert school.button("Con pulsanti")


async def test_what_is_settled_holds_from_the_next_round_on(school, anna, carla):
    await settles(school, anna, "Con pulsanti", "Avanti a mano", "Comincia chi amministra")
    await school.taps(anna, "Tempo: senza limite", "Tempo: 15 secondi", "Domande: 10")
    await school.says(carla, "/quiz")
    school.sees("Con sondaggi", "30 secondi a domanda", "in automatico", "Tre di fila")
    await school.taps(carla, "Si comincia")
    assert "poll" in school.last


async def test_a_class_turns_into_friends_and_back_with_all_that_belongs_to_it(school, anna):
    await settles(school, anna, "Si gioca come classe")
    told = school.keyboard
    assert {"Si gioca tra amici", "Con sondaggi", "Tempo: 30 secondi"} <= set(told)
    await school.taps(anna, "Si gioca tra amici")
    assert {"Si gioca come classe", "Con pulsanti", "Avanti a mano"} <= set(school.keyboard)


async def test_the_groups_language(school, anna):
    await settles(school, anna, "Lingua: Italiano")
    school.sees("The group’s settings")
    await school.says(anna, "/quiz")
    school.sees("Three in a row", "3 questions")
    await school.taps(anna, "Start")
    school.sees("Which is number 1?")


async def test_forged_values_settle_nothing(school, anna):
    await school.says(anna, "/settings")
    before = school.last
    for what, value in (
        ("kind", "x"),
        ("seconds", "7"),
        ("weekly_day", "9"),
        ("title", "x"),
        ("items", "9999"),
    ):
        await school.taps_at(anna, school.last, f"1S:{what}:{value}")
    assert school.last["reply_markup"] == before["reply_markup"]


async def test_the_time_zone_is_written_behind_the_command(school, anna, ben):
    await school.says(anna, "/settings Europe/Rome")
    school.sees("Fuso orario: Europe/Rome")
    for wrong in ("Atlantis/Centre", "../../etc/passwd", "Rome", "x" * 300):
        await school.says(anna, f"/settings {wrong}")
        school.sees("fuso orario", "/settings Europe/Rome")
        assert not school.keyboard
    await school.says(ben, "/settings Europe/Paris")
    school.sees("amministra")
    await school.says(anna, "/settings")
    school.sees("Europe/Rome")


def lobbies(group):
    """How many lobbies were ever opened."""
    sent = [r for r in group.town.far.requests if r.method == "sendMessage"]
    return sum("🎲" in str(r.params["text"]) for r in sent)


@pytest.fixture
async def weekly(school, anna, clock):
    """Every Sunday at six in the evening, in Rome."""

    async def settle(at):
        clock.strikes(at)
        await school.says(anna, "/settings Europe/Rome")
        await school.taps(anna, "Giro settimanale: nessuno")
        for _ in range(6):
            await school.taps(anna, "Giro settimanale:")
        assert any("domenica" in label.lower() for label in school.keyboard), school.keyboard
        return school

    return settle


@pytest.mark.parametrize(
    "settled, hours",
    [
        ("2026-03-18 12:00", ["2026-03-22 17:00", "2026-03-29 16:00", "2026-04-05 16:00"]),
        ("2026-10-14 12:00", ["2026-10-18 16:00", "2026-10-25 17:00", "2026-11-01 17:00"]),
    ],
    ids=["spring", "autumn"],
)
async def test_a_weekly_round_keeps_its_hour_when_clocks_change(weekly, clock, settled, hours):
    group = await weekly(settled)
    for number, hour in enumerate(hours, 1):
        clock.strikes(hour)
        await group.passes(seconds=-1)
        assert lobbies(group) == number
        await group.passes(seconds=1)
        assert lobbies(group) == number + 1
        await group.passes(minutes=6)  # nobody comes
        assert group.keyboard == []


async def test_a_weekly_round_begins_by_itself_once_somebody_is_in(weekly, clock, ben):
    group = await weekly("2026-05-13 12:00")
    clock.strikes("2026-05-17 16:00")
    await group.settles()
    group.sees("🎲")
    await group.taps(ben, "Partecip")
    await group.passes(minutes=5)
    group.sees("Domanda 1 di")


async def test_a_weekly_round_survives_a_restart(weekly, town, clock):
    group = await weekly("2026-05-13 12:00")
    await town.bot.stop()
    clock.strikes("2026-05-17 16:20")  # twenty minutes late is not too late
    await restarted(town)
    await group.settles()
    assert lobbies(group) == 2
    await town.bot.stop()
    clock.strikes("2026-05-24 17:30")  # an hour and a half is
    await restarted(town, 100)
    await group.settles()
    assert lobbies(group) == 2
    clock.strikes("2026-05-31 16:00")
    await group.settles()
    assert lobbies(group) == 3
    await town.bot.stop()
    town.bot = None


async def test_without_a_day_there_is_no_weekly_round(weekly, anna, clock):
    group = await weekly("2026-05-13 12:00")
    await group.taps(anna, "Giro settimanale:")
    clock.strikes("2026-05-17 17:00")
    await group.settles()
    assert lobbies(group) == 1


async def test_the_settings_of_one_group_are_not_anothers(school, anna, ben):
    await settles(school, anna, "Con pulsanti")
    other = await Group.opened(anna, "Altra", ben)
    await other.says(anna, "/quiz")
    await other.taps(anna, "Classe")
    other.sees("Con pulsanti")
