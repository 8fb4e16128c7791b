"""The sets that are served, found by whatever a button or a link names."""

from dataclasses import replace
from pathlib import Path

from bot.play.shelf import Shelf
from bot.quiz.question import QuestionSet
from tests.builders import a_set, single


def a_shelf(*quizzes: QuestionSet) -> Shelf:
    shelf = Shelf()
    shelf.fill({quiz.id: quiz for quiz in quizzes}, {})
    return shelf


def lying_in(topic: str, *ids: str) -> list[QuestionSet]:
    return [replace(a_set(single(), id_=id_), topic=topic) for id_ in ids]


def test_sets_follow_each_other_topic_by_topic() -> None:
    sea, sky = lying_in("sea", "tides", "waves"), lying_in("sky", "moon")
    shelf = a_shelf(sea[0], sky[0], sea[1])
    following = {id_: shelf.after(id_) for id_ in ("tides", "waves", "moon", "unknown")}
    assert following == {"tides": sea[1], "waves": sky[0], "moon": None, "unknown": None}


def test_a_topic_is_found_by_its_code() -> None:
    shelf = a_shelf(*lying_in("world/kim-russia", "a", "b"), *lying_in("", "c"))
    for topic in shelf.topics:
        assert shelf.topic(topic.code) is topic
        assert all(shelf.topic_of(quiz) == topic.code for quiz in topic.sets)
    assert shelf.topic("") is None
    assert [topic.name for topic in shelf.topics] == ["World / Kim russia", ""]


def test_what_is_filled_in_anew_replaces_all_that_was_there() -> None:
    shelf = a_shelf(*lying_in("sea", "tides", "waves"))
    old = shelf.topics[0].code
    shelf.fill({quiz.id: quiz for quiz in lying_in("sky", "moon", "tides")}, {"moon": Path("x")})
    assert list(shelf.sets) == ["moon", "tides"]
    assert shelf.topic(old) is None
    assert shelf.after("waves") is None
    assert shelf.after("moon") is shelf.sets["tides"]


def test_a_set_whose_questions_are_all_retired_is_not_offered() -> None:
    gone = a_set(single(retired=True), id_="gone")
    shelf = a_shelf(gone, *lying_in("", "moon"))
    assert list(shelf.sets) == ["moon"]
    assert [[quiz.id for quiz in topic.sets] for topic in shelf.topics] == [["moon"]]
