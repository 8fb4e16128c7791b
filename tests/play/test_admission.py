"""Which sets are served when their files have changed under the answers that are kept."""

from sqlite3 import Connection

from bot.play.admission import Lacking, admit, lacking
from bot.quiz.attempt import act
from bot.quiz.moves import Pick
from bot.quiz.question import QuestionSet
from bot.store.snapshots import Snapshots
from tests.builders import a_set, single
from tests.play.conftest import Evening
from tests.store import game


def answered_once(c: Connection, quiz: QuestionSet) -> None:
    """Somebody plays the set and answers its first question."""
    attempt = f"attempt-{quiz.id}"
    game.start(c, 1, quiz, attempt)
    game.advance(c, attempt, 1, lambda state: act(state, 0, Pick("a")))


def held_against(c: Connection, *quizzes: QuestionSet) -> list[Lacking]:
    return list(lacking(c, quizzes))


async def test_only_what_was_answered_may_not_vanish(evening: Evening) -> None:
    both = a_set(single("x"), single("y"))

    def job(c: Connection) -> None:
        game.meet(c, 1)
        answered_once(c, both)
        assert held_against(c, both) == []
        assert held_against(c, a_set(single("x"))) == []
        assert held_against(c, a_set(single("y"), single("z"))) == [Lacking("tides", ("x",))]
        assert held_against(c, a_set(single("x", retired=True))) == []
        assert held_against(c, a_set(single("y"), id_="another")) == []
        assert held_against(c) == []

    await evening.desk.db.write(job)


async def test_a_set_that_lacks_answered_items_is_served_as_last_played(evening: Evening) -> None:
    tides, waves = a_set(single("x"), single("y")), a_set(single("x"), id_="waves")
    fewer = a_set(single("y"))

    def job(c: Connection) -> None:
        game.meet(c, 1)
        answered_once(c, tides)
        answered_once(c, waves)
        served, lacks = admit(c, Snapshots(), {"tides": fewer, "waves": waves})
        assert served == {"tides": tides, "waves": waves}
        assert list(served) == ["tides", "waves"]
        assert lacks == (Lacking("tides", ("x",)),)

    await evening.desk.db.write(job)
