"""People as the bot knows them, and what they report."""

from datetime import timedelta
from sqlite3 import Connection

import pytest

from bot.store import players, reports
from bot.store.database import Database
from bot.store.players import Player
from bot.store.transactions import JobRefused
from tests.store import game

ANNA, BRUNO = 1, 2
ITEM = ("tides", "q1", "v1")


async def test_a_newcomer_is_as_telegram_tells(db: Database) -> None:
    player = await db.write(
        lambda c: players.seen(c, ANNA, "Anna", "it", game.NOW, game.NOW.date())
    )
    assert player == Player(ANNA, "Anna", "it", None, None, None, None, False)


async def test_a_new_name_is_taken_over_and_choices_stay(db: Database) -> None:
    def job(c: Connection) -> Player:
        players.seen(c, ANNA, "Anna", "it", game.NOW, game.NOW.date())
        players.choose_language(c, ANNA, "en")
        players.choose_appearance(c, ANNA, "alias", "Volpe")
        return players.seen(c, ANNA, "Anna R.", "it", game.NOW, game.NOW.date())

    assert await db.write(job) == Player(ANNA, "Anna R.", "en", "alias", "Volpe", None, None, False)


@pytest.mark.parametrize(
    "name, language, days, same",
    [
        ("Anna", "it", 0, True),
        ("Anna", "en", 0, False),
        ("Ann", "it", 0, False),
        ("Anna", None, 0, False),
        ("Anna", "it", 1, False),
    ],
)
async def test_somebody_unchanged_needs_no_writing_but_once_a_day(
    db: Database, name: str, language: str | None, days: int, same: bool
) -> None:
    today = game.NOW.date() + timedelta(days=days)
    await db.write(lambda c: game.meet(c, ANNA))
    found = await db.read(lambda c: players.known(c, ANNA, name, language, today))
    assert (found is not None) is same
    assert await db.read(lambda c: players.known(c, BRUNO, name, language, today)) is None


async def test_telegrams_language_is_followed_until_one_is_chosen(db: Database) -> None:
    def language(c: Connection, told: str | None) -> str:
        return players.seen(c, ANNA, "Anna", told, game.NOW, game.NOW.date()).language

    assert await db.write(lambda c: language(c, "it")) == "it"
    assert await db.write(lambda c: language(c, None)) == ""
    await db.write(lambda c: players.choose_language(c, ANNA, "en"))
    assert await db.write(lambda c: language(c, "de")) == "en"


async def test_an_alias_stays_when_appearance_changes(db: Database) -> None:
    def job(c: Connection) -> list[tuple[str | None, str | None]]:
        game.meet(c, ANNA)
        seen = []
        for shown_as, alias in (("alias", "Volpe"), ("name", None), ("hidden", None)):
            players.choose_appearance(c, ANNA, shown_as, alias)  # type: ignore[arg-type]
            seen.append((players.get(c, ANNA).shown_as, players.get(c, ANNA).alias))
        return seen

    assert await db.write(job) == [("alias", "Volpe"), ("name", "Volpe"), ("hidden", "Volpe")]


async def test_an_appearance_there_is_not_cannot_be_chosen(db: Database) -> None:
    await db.write(lambda c: game.meet(c, ANNA))
    with pytest.raises(JobRefused, match="CHECK"):
        await db.write(lambda c: players.choose_appearance(c, ANNA, "king", None))  # type: ignore[arg-type]


async def test_an_alias_offered_is_taken(db: Database) -> None:
    def job(c: Connection) -> tuple[bool, bool]:
        game.meet(c, ANNA)
        before = players.alias_taken(c, "Volpe")
        players.offer_alias(c, ANNA, "Volpe")
        return before, players.alias_taken(c, "Volpe")

    assert await db.write(job) == (False, True)


async def test_what_is_awaited_ends_when_an_attempt_comes_into_focus(db: Database) -> None:
    def job(c: Connection) -> list[Player]:
        game.meet(c, ANNA)
        players.await_text(c, ANNA, {"report": 7})
        waiting = players.get(c, ANNA)
        players.focus_on(c, ANNA, "a")
        return [waiting, players.get(c, ANNA)]

    waiting, playing = await db.write(job)
    assert (waiting.awaiting, waiting.focus) == ({"report": 7}, None)
    assert (playing.awaiting, playing.focus) == (None, "a")


async def test_nothing_is_awaited_any_more(db: Database) -> None:
    def job(c: Connection) -> Player:
        game.meet(c, ANNA)
        players.await_text(c, ANNA, {"report": 7})
        players.await_text(c, ANNA, None)
        return players.get(c, ANNA)

    assert (await db.write(job)).awaiting is None


async def test_a_text_is_taken_in_once_and_never_after_a_later_one(db: Database) -> None:
    def job(c: Connection) -> list[bool]:
        game.meet(c, ANNA)
        game.meet(c, BRUNO)
        taken = [players.take_text(c, ANNA, number) for number in (5, 5, 4, 6)]
        return [*taken, players.take_text(c, BRUNO, 5)]

    assert await db.write(job) == [True, False, False, True, True]


async def test_one_persons_choices_are_not_anothers(db: Database) -> None:
    def job(c: Connection) -> Player:
        game.meet(c, ANNA)
        game.meet(c, BRUNO, "Bruno", "en")
        players.choose_language(c, ANNA, "en")
        players.choose_appearance(c, ANNA, "hidden", None)
        players.focus_on(c, ANNA, "a")
        players.await_text(c, ANNA, {})
        return players.get(c, BRUNO)

    assert await db.write(job) == Player(BRUNO, "Bruno", "en", None, None, None, None, False)


# --- reports


async def reported(db: Database, person: int, item: tuple[str, str, str], hours: int = 0) -> int:
    await db.write(lambda c: game.meet(c, person))
    at = game.NOW + timedelta(hours=hours)
    return await db.write(lambda c: reports.add(c, person, item, "it", at))


async def test_a_person_reports_a_version_of_an_item_once(db: Database) -> None:
    first = await reported(db, ANNA, ITEM)
    assert await reported(db, ANNA, ITEM, hours=1) == first
    assert await reported(db, BRUNO, ITEM) != first
    assert await reported(db, ANNA, (*ITEM[:2], "v2")) != first
    assert len(await db.read(reports.listed)) == 3


async def test_a_report_tells_which_item_in_which_words(db: Database) -> None:
    id_ = await reported(db, ANNA, ITEM)
    await db.write(lambda c: reports.say(c, ANNA, id_, "La data non torna"))
    (report,) = await db.read(reports.listed)
    assert report == reports.Report(id_, *ITEM, "it", "La data non torna", game.NOW)


async def test_nobody_speaks_in_anothers_report(db: Database) -> None:
    id_ = await reported(db, ANNA, ITEM)
    await db.write(lambda c: reports.say(c, BRUNO, id_, "Non sono Anna"))
    (report,) = await db.read(reports.listed)
    assert report.sentence is None


async def test_the_newest_report_comes_first(db: Database) -> None:
    ids = [await reported(db, ANNA, ("tides", f"q{n}", "v"), hours=n % 3) for n in range(6)]
    found = [report.id for report in await db.read(reports.listed)]
    assert found == [ids[5], ids[2], ids[4], ids[1], ids[3], ids[0]]
