"""What was read is kept by content, and nobody can tell but by the time it takes."""

import os
import tempfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content import readings
from bot.content.catalog import load
from bot.content.reader import Reading
from bot.content.readings import Readings
from tests.content.sets import GOOD, edited

PICTURE = ("difficulty: easy", 'media: {file: "map.png", alt: {all: "A map"}}')
WARNED = edited(("source_ref: p5", "hint: {en: A, it: B}"), ("hint: {en: A, it: B}", "points: 3"))
BROKEN = edited(("answer: moon", "answer: mon"))
# What an editor's file may hold at one moment, and whether a picture lies beside it.
TEXTS = (GOOD, WARNED, BROKEN, "", edited(PICTURE), edited(("id: tides-2026", "id: other")))


class Counted:
    """Readings that tell how many files were really read."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = 0
        real = readings.read

        def counted(data: bytes, file: str, topic: str = "") -> Reading:
            self.count += 1
            return real(data, file, topic)

        monkeypatch.setattr(readings, "read", counted)

    def since(self) -> int:
        count, self.count = self.count, 0
        return count


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    return Counted(monkeypatch)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    sets = tmp_path / "sets"
    for name, text in (("a", GOOD), ("sea/b", WARNED), ("c", BROKEN), ("d", GOOD)):
        path = sets / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("tides-2026", f"tides-{name[-1]}"), "utf-8")
    return sets


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "kept"


def served(folder: Path, cache: Readings) -> object:
    """What a load serves, which must be what a load without any memory serves."""
    catalog = load(folder, reader=cache.read)
    cache.settle()
    cold = load(folder)
    assert repr(catalog) == repr(cold)  # also the order of what is in a dict
    return catalog


def test_only_a_changed_file_is_read_again(folder: Path, counted: Counted) -> None:
    cache = Readings()
    served(folder, cache)
    assert counted.since() == 4
    served(folder, cache)
    assert counted.since() == 0
    (folder / "a.yaml").write_text(GOOD.replace("tides-2026", "tides-e"), "utf-8")
    served(folder, cache)
    assert counted.since() == 1


def test_it_outlives_the_process(folder: Path, kept: Path, counted: Counted) -> None:
    served(folder, Readings(kept))
    assert counted.since() == 4
    served(folder, Readings(kept))
    assert counted.since() == 0
    assert kept.stat().st_mode & 0o777 == 0o600
    assert sorted(one.name for one in kept.parent.iterdir()) == ["kept", "sets"]


def test_the_same_bytes_elsewhere_are_another_topic(folder: Path, kept: Path) -> None:
    cache = Readings(kept)
    served(folder, cache)
    (folder / "sea" / "b.yaml").rename(folder / "b.yaml")
    served(folder, cache)
    served(folder, Readings(kept))


def test_it_holds_what_was_met_last_and_no_more(folder: Path, kept: Path) -> None:
    cache = Readings(kept)
    served(folder, cache)
    whole = kept.stat().st_size
    for number in range(20):
        (folder / "a.yaml").write_text(GOOD.replace("tides-2026", f"tides-{number:02}"), "utf-8")
        served(folder, cache)
    assert abs(kept.stat().st_size - whole) < 100


DAMAGE = {
    "emptied": lambda data: b"",
    "cut off": lambda data: data[: len(data) // 2],
    "binary": lambda data: b"\x00\xff" + data,
    "another text": lambda data: data.replace(b"La Luna", b"La Lena"),
    "another key": lambda data: data.replace(b'"moon"', b'"moot"'),
    "without bodies": lambda data: b"\n".join(line[:40] for line in data.splitlines()),
    "without keys": lambda data: b"\n".join(line[33:] for line in data.splitlines()),
    "another file": lambda data: b"{}\n" * 50,
}


@pytest.mark.parametrize("how", DAMAGE)
def test_a_damaged_file_is_passed_over_and_written_anew(
    folder: Path, kept: Path, counted: Counted, how: str
) -> None:
    served(folder, Readings(kept))
    sound = kept.read_bytes()
    counted.since()
    kept.write_bytes(DAMAGE[how](sound))
    served(folder, Readings(kept))
    assert counted.since()
    assert kept.read_bytes() == sound


@settings(max_examples=60)
@given(st.data())
def test_any_damage_at_all_changes_nothing(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder, kept = Path(place, "sets"), Path(place, "kept")
        folder.mkdir()
        (folder / "a.yaml").write_text(GOOD, "utf-8")
        served(folder, Readings(kept))
        body = bytearray(kept.read_bytes())
        for _ in range(data.draw(st.integers(1, 4))):
            body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
        kept.write_bytes(body)
        served(folder, Readings(kept))


def test_what_another_version_read_is_read_again(
    folder: Path, kept: Path, counted: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    served(folder, Readings(kept))
    counted.since()
    monkeypatch.setattr(readings, "_READER", "a rule was changed")
    served(folder, Readings(kept))
    assert counted.since() == 4


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everything")
def test_a_place_that_may_not_be_written_is_done_without(folder: Path, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    served(folder, Readings(closed / "kept"))


def test_a_folder_in_its_place_is_done_without(folder: Path, kept: Path) -> None:
    kept.mkdir()
    served(folder, Readings(kept))
    served(folder, Readings(kept))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32))
def test_after_whatever_edits_a_warm_load_is_a_cold_load(seed: int) -> None:
    """Sets come, change, break, swap names and go; pictures too; the process restarts."""
    dice = Random(seed)
    with tempfile.TemporaryDirectory() as place:
        folder, kept = Path(place, "sets"), Path(place, "kept")
        (folder / "sea").mkdir(parents=True)
        cache = Readings(kept)
        for _ in range(6):
            edit(folder, dice)
            served(folder, cache)
            if dice.random() < 0.4:
                cache = Readings(kept)


def edit(folder: Path, dice: Random) -> None:
    for _ in range(dice.randint(1, 4)):
        path = folder / dice.choice(("a.yaml", "b.yml", "sea/a.yaml", "sea/c.yaml"))
        picture = path.parent / "map.png"
        match dice.choice(("write", "write", "write", "remove", "picture", "move")):
            case "write":
                path.write_text(dice.choice(TEXTS), "utf-8")
            case "remove":
                path.unlink(missing_ok=True)
            case "picture" if picture.exists():
                picture.unlink()
            case "picture":
                picture.write_bytes(b"png")
            case "move" if path.exists():
                path.rename(folder / "moved.yaml")
