"""What the bot can serve now."""

import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from bot.content.decode import LARGEST
from bot.content.files import Refused, read_bytes, real, walk
from bot.content.media import check_media
from bot.content.problems import At, Log, Problem, Spot, in_order
from bot.content.reader import Reading, read
from bot.quiz.frozen import frozen
from bot.quiz.question import QuestionSet

SUFFIXES = (".yaml", ".yml")


class FolderUnreadable(Exception):
    """A folder or a file that was named cannot be read at all."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


@frozen
class Catalog:
    """The sets without errors by id, in the order of their paths, and all that was found wrong.

    `files` counts the set files that were found; `folders` maps a set's id to the folder that its
    pictures lie in.
    """

    sets: Mapping[str, QuestionSet]
    problems: tuple[Problem, ...]
    files: int
    folders: Mapping[str, Path]


@frozen
class _Served:
    set: QuestionSet
    path: Path
    spot: Spot


def load(*paths: Path, reader: Callable[[bytes, str, str], Reading] = read) -> Catalog:
    """Read folder trees and single files. A broken set is left out, all others are served.

    `reader` is given the bytes of each file, what problems call it, and its topic.
    Raises `FolderUnreadable` where one of `paths` itself cannot be read.
    """
    shelf = _Shelf(reader)
    for path in paths:
        shelf.add(path)
    return shelf.catalog()


class _Shelf:
    """Collects sets from several places; each real file is read once."""

    def __init__(self, reader: Callable[[bytes, str, str], Reading]) -> None:
        self._read = reader
        self._problems: list[Problem] = []
        self._served: list[_Served] = []
        self._seen: set[Path] = set()

    def add(self, root: Path) -> None:
        try:
            is_folder = stat.S_ISDIR(root.stat().st_mode)
            if is_folder:
                next(root.iterdir(), None)
        except OSError as error:
            raise FolderUnreadable(root, error.strerror or str(error)) from error
        if not is_folder:
            self._file(root, root.resolve().parent, "")
            return
        files = [one for one in walk(root, self._refuse) if one.suffix.lower() in SUFFIXES]
        for path in files:
            self._file(path, root, _topic(path, root))
        if not files:
            hint = "Question sets are files that end in .yaml."
            self._note(root, "no-sets", "There is no question set in this folder.", hint)

    def _file(self, path: Path, folder: Path, topic: str) -> None:
        name = _name(path)
        try:
            target = real(path, folder)
            if target in self._seen:
                return
            self._seen.add(target)
            reading = self._read(read_bytes(target, LARGEST + 1), name, topic)
        except Refused as refused:
            self._seen.add(path)
            self._refuse(path, refused)
            return
        log = Log(name, list(reading.problems))
        if reading.set is not None:
            check_media(reading.set, path.parent, reading.pictures, log)
            if not log.failed:
                self._served.append(_Served(reading.set, path, reading.id_place))
        self._problems += in_order(log.problems)

    def _refuse(self, path: Path, refused: Refused) -> None:
        self._note(path, refused.code, refused.message, refused.hint)

    def _note(self, path: Path, code: str, message: str, hint: str) -> None:
        log = Log(_name(path))
        log.add(code, At(), message, hint)
        self._problems += log.problems

    def catalog(self) -> Catalog:
        by_id: dict[str, list[_Served]] = {}
        for one in self._served:
            by_id.setdefault(one.set.id, []).append(one)
        alone = {id_: served[0] for id_, served in by_id.items() if len(served) == 1}
        for id_, served in by_id.items():
            if len(served) > 1:
                self._refuse_all(id_, served)
        return Catalog(
            sets=MappingProxyType({id_: one.set for id_, one in alone.items()}),
            problems=tuple(self._problems),
            files=len(self._seen),
            folders=MappingProxyType({id_: one.path.parent for id_, one in alone.items()}),
        )

    def _refuse_all(self, id_: str, served: list[_Served]) -> None:
        """None of them is served: answers would be kept under whichever came first that day."""
        for one in served:
            others = ", ".join(_name(other.path) for other in served if other is not one)
            log = Log(_name(one.path))
            log.add(
                "duplicate-set-id",
                one.spot,
                f"The id `{id_}` is also that of {others}; none of them is served.",
                "Give the newer set another id.",
            )
            self._problems += log.problems


def _topic(path: Path, root: Path) -> str:
    parts = path.relative_to(root).parent.parts
    return "/".join(_name(Path(part)) for part in parts)


def _name(path: Path) -> str:
    """The path as a text that can be printed and kept, whatever bytes it is made of."""
    return os.fsencode(path).decode("utf-8", "replace")
