"""Values that nobody changes: that is for the type checker to see."""

from pathlib import Path

import pytest
from mypy import api

from bot.quiz.frozen import frozen

PLACE = """
from bot.quiz.frozen import frozen

@frozen
class Place:
    x: int
    name: str = ""

here = Place(1)
"""


@frozen
class Place:
    x: int
    name: str = ""


def test_values_are_equal_and_found_by_what_they_hold() -> None:
    assert Place(1) == Place(1, "") != Place(2)
    assert {Place(1): "here"}[Place(1)] == "here"
    assert repr(Place(1)) == "Place(x=1, name='')"
    match Place(1, "door"):
        case Place(_, name):
            assert name == "door"


def test_there_is_no_room_for_more_than_was_declared() -> None:
    with pytest.raises(AttributeError):
        Place(1).y = 2  # type: ignore[attr-defined]


def test_the_type_checker_lets_nobody_change_one(tmp_path: Path) -> None:
    source = tmp_path / "place.py"
    source.write_text(PLACE)
    assert api.run([str(source)]) == ("Success: no issues found in 1 source file\n", "", 0)
    source.write_text(PLACE + "here.x = 2\n")
    told, _, failed = api.run([str(source)])
    assert failed
    assert 'Property "x" defined in "Place" is read-only' in told
