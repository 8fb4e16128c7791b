"""A folder of sets: what is served, what is left out and why."""

import os
import socket
from pathlib import Path

import pytest

from bot.content.catalog import Catalog, FolderUnreadable, load
from bot.content.codes import CODES
from tests.content.sets import GOOD, edited


def put(folder: Path, name: str, id_: str = "tides-2026", *changes: tuple[str, str]) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(edited(("id: tides-2026", f"id: {id_}"), *changes), encoding="utf-8")
    return path


def told(catalog: Catalog) -> list[tuple[str, str]]:
    return [(Path(problem.file).name, problem.code) for problem in catalog.problems]


def test_a_tree_is_read_in_the_order_of_its_paths(tmp_path: Path) -> None:
    put(tmp_path, "sea/b.yaml", "third")
    put(tmp_path, "sea/a.yml", "second")
    put(tmp_path, "air.yaml", "first")
    put(tmp_path, "sea/deep/c.yaml", "fourth")
    (tmp_path / "schema.json").write_text("{}")
    catalog = load(tmp_path)
    assert list(catalog.sets) == ["first", "second", "third", "fourth"]
    topics = [one.topic for one in catalog.sets.values()]
    assert topics == ["", "sea", "sea", "sea/deep"]
    assert catalog.folders["fourth"] == tmp_path / "sea" / "deep"
    assert (catalog.files, catalog.problems) == (4, ())


def test_a_broken_set_is_left_out_and_the_rest_is_served(tmp_path: Path) -> None:
    put(tmp_path, "good.yaml", "good")
    put(tmp_path, "broken.yaml", "broken", ("answer: moon", "answer: mon"))
    (tmp_path / "binary.yaml").write_bytes(b"\xff\x00")
    catalog = load(tmp_path)
    assert list(catalog.sets) == ["good"]
    assert told(catalog) == [("binary.yaml", "not-utf8"), ("broken.yaml", "unknown-answer")]
    assert catalog.files == 3


def test_two_sets_with_one_id_are_both_left_out_and_both_named(tmp_path: Path) -> None:
    one = put(tmp_path, "a.yaml")
    other = put(tmp_path, "b/c.yaml")
    put(tmp_path, "fine.yaml", "fine")
    catalog = load(tmp_path)
    assert list(catalog.sets) == ["fine"]
    assert list(catalog.folders) == ["fine"]
    assert told(catalog) == [("a.yaml", "duplicate-set-id"), ("c.yaml", "duplicate-set-id")]
    first, second = catalog.problems
    assert str(other) in first.message
    assert str(one) in second.message
    assert (first.line, first.column) == (2, 5)


def test_single_files_can_be_named_and_each_is_read_once(tmp_path: Path) -> None:
    path = put(tmp_path, "sea/a.yaml")
    catalog = load(path, tmp_path, path)
    assert list(catalog.sets) == ["tides-2026"]
    assert catalog.files == 1
    assert catalog.sets["tides-2026"].topic == ""
    assert catalog.problems == ()


def test_hidden_files_and_folders_are_skipped(tmp_path: Path) -> None:
    put(tmp_path, ".draft.yaml", "draft")
    put(tmp_path, ".git/a.yaml", "old")
    catalog = load(tmp_path)
    assert not catalog.sets
    assert [problem.code for problem in catalog.problems] == ["no-sets"]


def test_links_that_lead_out_are_refused_and_links_inside_are_read_once(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    put(outside, "secret.yaml", "secret")
    root = tmp_path / "sets"
    put(root, "a.yaml", "good")
    (root / "file.yaml").symlink_to(outside / "secret.yaml")
    (root / "folder").symlink_to(outside)
    (root / "again.yaml").symlink_to("a.yaml")
    (root / "loop").symlink_to(".")
    (root / "lost.yaml").symlink_to("nowhere.yaml")
    (root / "circle.yaml").symlink_to("circle.yaml")
    catalog = load(root)
    assert list(catalog.sets) == ["good"]
    assert sorted(told(catalog)) == [
        ("circle.yaml", "unreadable-file"),
        ("file.yaml", "outside-folder"),
        ("folder", "outside-folder"),
        ("lost.yaml", "unreadable-file"),
    ]


def test_a_mounted_folder_whose_files_are_links_to_a_hidden_one_is_read(tmp_path: Path) -> None:
    """So container platforms lay out mounted configuration."""
    put(tmp_path, "..2026_01/a.yaml")
    (tmp_path / "..data").symlink_to("..2026_01")
    (tmp_path / "a.yaml").symlink_to("..data/a.yaml")
    catalog = load(tmp_path)
    assert list(catalog.sets) == ["tides-2026"]
    assert catalog.problems == ()


def test_what_is_no_file_is_refused_without_being_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "device.yaml").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.relpath(tmp_path / "socket.yaml"))
        catalog = load(tmp_path)
    assert sorted(told(catalog)) == [
        ("device.yaml", "outside-folder"),
        ("pipe.yaml", "not-a-file"),
        ("socket.yaml", "not-a-file"),
    ]
    assert [problem.code for problem in load(tmp_path / "pipe.yaml").problems] == ["not-a-file"]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_what_may_not_be_read_is_a_problem(tmp_path: Path) -> None:
    put(tmp_path, "closed/a.yaml", "hidden")
    put(tmp_path, "b.yaml", "closed").chmod(0)
    put(tmp_path, "c.yaml", "good")
    (tmp_path / "closed").chmod(0)
    try:
        catalog = load(tmp_path)
    finally:
        (tmp_path / "closed").chmod(0o700)
    assert list(catalog.sets) == ["good"]
    assert sorted(told(catalog)) == [("b.yaml", "unreadable-file"), ("closed", "unreadable-file")]


def test_a_folder_that_is_not_there_is_said_to_whoever_named_it(tmp_path: Path) -> None:
    with pytest.raises(FolderUnreadable) as caught:
        load(tmp_path / "nowhere")
    assert caught.value.path == tmp_path / "nowhere"
    assert "No such file" in caught.value.reason


def test_a_name_that_is_no_text_is_shown_all_the_same(tmp_path: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9"))
    try:
        folder.mkdir()
    except OSError:
        pytest.skip("this file system has names in UTF-8 only")
    put(folder, "a.yaml")
    catalog = load(tmp_path)
    assert catalog.sets["tides-2026"].topic == "caf\ufffd"
    put(folder, "b.yaml")
    for problem in load(tmp_path).problems:
        f"{problem.file} {problem.message}".encode()


PICTURE = ("difficulty: easy", 'media: {file: "pictures/map.png", alt: {all: "A map"}}')


def test_a_picture_must_be_there(tmp_path: Path) -> None:
    put(tmp_path, "a.yaml", "tides", PICTURE)
    catalog = load(tmp_path)
    assert told(catalog) == [("a.yaml", "unreadable-file")]
    assert (catalog.problems[0].line, catalog.problems[0].column) == (21, 19)
    assert not catalog.sets
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "map.png").write_bytes(b"png")
    assert list(load(tmp_path).sets) == ["tides"]


def test_a_picture_must_be_small_enough_a_file_and_inside(tmp_path: Path) -> None:
    folder = tmp_path / "sets"
    put(folder, "a.yaml", "tides", PICTURE)
    picture = folder / "pictures" / "map.png"
    picture.parent.mkdir()
    with picture.open("wb") as file:
        file.truncate(10 * 1024 * 1024 + 1)
    assert told(load(folder)) == [("a.yaml", "media-too-large")]
    picture.unlink()
    (tmp_path / "map.png").write_bytes(b"png")
    picture.symlink_to(tmp_path / "map.png")
    assert told(load(folder)) == [("a.yaml", "outside-folder")]
    picture.unlink()
    picture.mkdir()
    assert told(load(folder)) == [("a.yaml", "not-a-file")]


def test_a_file_that_vanishes_in_between_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(tmp_path, "a.yaml")
    put(tmp_path, "b.yaml", "good")
    opened = os.open

    def vanish(name: Path, flags: int) -> int:
        path.unlink(missing_ok=True)
        return opened(name, flags)

    monkeypatch.setattr(os, "open", vanish)
    catalog = load(tmp_path)
    assert list(catalog.sets) == ["good"]
    assert told(catalog) == [("a.yaml", "unreadable-file")]


def test_every_set_of_the_project_is_served_without_a_warning() -> None:
    folder = Path(__file__).parents[2] / "questions"
    catalog = load(folder)
    assert [problem for problem in catalog.problems if problem.severity != "note"] == []
    assert len(catalog.sets) == catalog.files >= 5


def test_every_code_is_met_in_these_tests() -> None:
    """All but "answered-question-missing", for which a database is needed."""
    tests = "".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert [code for code in CODES if f'"{code}"' not in tests] == []


def test_the_good_set_is_served(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD, encoding="utf-8")
    assert len(load(tmp_path).sets["tides-2026"].questions) == 7
