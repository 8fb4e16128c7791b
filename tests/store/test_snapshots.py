"""Sets as they were when played, and the versions of their items."""

from dataclasses import replace
from datetime import timedelta
from sqlite3 import Connection, connect

from hypothesis import given, settings

from bot.quiz.attempt import act
from bot.quiz.moves import Pick
from bot.quiz.question import Question, QuestionSet
from bot.quiz.text import Text
from bot.store.database import Database
from bot.store.migrate import migrate
from bot.store.snapshots import KEPT_IN_MEMORY, Snapshots, is_answered, served_items, version_of
from tests import strategies
from tests.builders import a_set, multiple, one_of_each, single, text
from tests.store import game


def keep(c: Connection, quiz: QuestionSet, hours: int = 0) -> str:
    return Snapshots().keep(c, quiz, game.NOW + timedelta(hours=hours))


def serve(c: Connection, *items: Question) -> list[str]:
    """The same set served with each of these as its only item in turn; their versions."""
    for hour, item in enumerate(items):
        keep(c, a_set(item), hour)
    return [version_of(c, "tides", item) for item in items]


async def versions(db: Database, *items: Question) -> list[str]:
    return await db.write(lambda c: serve(c, *items))


async def test_a_set_comes_back_as_it_was(db: Database) -> None:
    quiz = a_set()
    key = await db.write(lambda c: keep(c, quiz))
    found = await db.read(lambda c: Snapshots().find(c, key))
    assert found == quiz
    assert repr(found) == repr(quiz)


@settings(max_examples=50)
@given(strategies.sets())
def test_any_set_comes_back_as_it_was(quiz: QuestionSet) -> None:
    c = connect(":memory:", isolation_level=None)
    try:
        migrate(c)
        found = Snapshots().find(c, keep(c, quiz))
        # The order of things to order is in their dict, which equality does not see.
        assert (found, repr(found)) == (quiz, repr(quiz))
        assert [version_of(c, quiz.id, item) for item in found.questions]
    finally:
        c.close()


async def test_the_same_set_is_kept_once_and_any_change_apart(db: Database) -> None:
    def job(c: Connection) -> list[str]:
        hinted = a_set(single(hint=text("Un aiuto")))
        return [keep(c, quiz) for quiz in (a_set(single()), a_set(single()), hinted)]

    first, second, third = await db.write(job)
    assert first == second != third


async def test_memory_holds_the_last_used_sets_and_the_file_the_rest(db: Database) -> None:
    many = [a_set(single(), id_=f"set-{n}") for n in range(KEPT_IN_MEMORY + 10)]
    snapshots = Snapshots()
    keys = await db.write(lambda c: [snapshots.keep(c, quiz, game.NOW) for quiz in many])
    for _ in range(2):
        for key, quiz in zip(keys, many, strict=True):
            assert await db.read(lambda c, k=key: snapshots.find(c, k)) == quiz


async def test_the_set_last_served_is_found_again(db: Database) -> None:
    old, new = a_set(single()), a_set(single(), multiple("m"))
    await db.write(lambda c: (keep(c, old, 0), keep(c, new, 1)))
    assert await db.read(lambda c: Snapshots().last(c, "tides")) == new
    assert await db.read(lambda c: Snapshots().last(c, "unknown")) is None


async def test_an_older_version_that_is_served_again_is_the_last(db: Database) -> None:
    old, new = a_set(single()), a_set(single(), multiple("m"))
    await db.write(lambda c: [keep(c, quiz, n) for n, quiz in enumerate((old, new, old))])
    assert await db.read(lambda c: Snapshots().last(c, "tides")) == old


# --- versions of an item


async def test_hints_and_explanations_do_not_make_a_new_version(db: Database) -> None:
    item = single()
    one, other = await versions(
        db, item, replace(item, hint=text("Aiuto"), explanation=text("Perché"), points=3)
    )
    assert one == other


async def test_another_wording_is_a_new_version(db: Database) -> None:
    one, other = await versions(db, single(), single(text=text("Altra domanda?")))
    assert one != other


async def test_a_cosmetic_edit_keeps_the_version(db: Database) -> None:
    found = await versions(
        db,
        single(),
        single(text=text("Domanda, q?"), cosmetic=True),
        single(text=text("Domanda: q?"), cosmetic=True),
    )
    assert len(set(found)) == 1


async def test_a_cosmetic_edit_keeps_the_newest_of_several_versions(db: Database) -> None:
    first, second, third = await versions(
        db,
        single(),
        single(text=text("Tutt'altro?")),
        single(text=text("Tutt’altro?"), cosmetic=True),
    )
    assert first != second == third


async def test_a_cosmetic_edit_keeps_the_version_last_served_not_the_newest(db: Database) -> None:
    old, new = single(), single(text=text("Tutt'altro?"))
    first, second, third, fourth = await versions(
        db, old, new, old, single(text=text("Domanda: q?"), cosmetic=True)
    )
    assert first == third == fourth != second


async def test_a_cosmetic_edit_of_the_key_is_no_cosmetic_edit(db: Database) -> None:
    found = await versions(
        db,
        single(),
        single(answer="b", cosmetic=True),
        single(keys="abcd", cosmetic=True),
        multiple(keys="abc", answer="a", cosmetic=True),
    )
    assert len(set(found)) == 4


async def test_a_cosmetic_item_never_seen_before_has_a_version(db: Database) -> None:
    assert await versions(db, single(cosmetic=True))


async def test_going_back_to_an_old_wording_is_the_old_version(db: Database) -> None:
    first, second, third = await versions(db, single(), single(text=text("Altra?")), single())
    assert first == third != second


async def test_items_of_different_sets_and_names_have_their_own_versions(db: Database) -> None:
    def job(c: Connection) -> list[str]:
        keep(c, a_set(single("x"), single("y"), id_="one"))
        keep(c, a_set(replace(single("x"), text=Text({"it": "Altro"}), cosmetic=True), id_="two"))
        rows = c.execute("SELECT set_id, question_id, version FROM item_versions").fetchall()
        return [f"{set_id}/{question}" for set_id, question, _ in rows]

    assert sorted(await db.write(job)) == ["one/x", "one/y", "two/x"]


async def test_every_kind_has_a_version_before_and_after_a_restart(db: Database) -> None:
    quiz = a_set(*one_of_each())

    def job(c: Connection) -> bool:
        found = Snapshots().find(c, keep(c, quiz))
        return all(
            version_of(c, quiz.id, one) == version_of(c, quiz.id, other)
            for one, other in zip(quiz.questions, found.questions, strict=True)
        )

    assert await db.write(job)


# --- what has been answered


async def test_which_items_have_answers(db: Database) -> None:
    def job(c: Connection) -> None:
        game.meet(c, 1)
        game.start(c, 1, a_set(single("x"), single("y")), "a")
        game.advance(c, "a", 1, lambda s: act(s, 0, Pick("a")))

    await db.write(job)
    served = [("tides", "x"), ("tides", "y")]
    assert await db.read(lambda c: list(served_items(c))) == served
    asked = [*served, ("rivers", "x")]
    assert await db.read(lambda c: [is_answered(c, *one) for one in asked]) == [True, False, False]
