"""The sets that are served now, by topic."""

import hashlib
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

from bot.quiz.frozen import frozen
from bot.quiz.question import Question, QuestionSet


@frozen
class Topic:
    """Sets that lie in one folder. `code` is short and safe for a button."""

    code: str
    name: str
    sets: tuple[QuestionSet, ...]


class Shelf:
    """Holds the served sets; `fill` replaces them all at once, also while people play."""

    def __init__(self) -> None:
        self.sets: Mapping[str, QuestionSet] = {}
        self.topics: tuple[Topic, ...] = ()
        self._folders: Mapping[str, Path] = {}
        self._by_code: Mapping[str, Topic] = {}
        self._after: Mapping[str, QuestionSet] = {}

    def fill(self, sets: Mapping[str, QuestionSet], folders: Mapping[str, Path]) -> None:
        """Serve these from now on; `folders` says where each set's pictures lie."""
        playable = {id_: quiz for id_, quiz in sets.items() if quiz.active}
        by_topic: dict[str, list[QuestionSet]] = {}
        for quiz in playable.values():
            by_topic.setdefault(quiz.topic, []).append(quiz)
        topics = tuple(
            Topic(_code(path), _name(path), tuple(quizzes)) for path, quizzes in by_topic.items()
        )
        listed = [quiz for topic in topics for quiz in topic.sets]
        after = {quiz.id: following for quiz, following in pairwise(listed)}
        by_code = {topic.code: topic for topic in topics}
        # Those who play look from other threads.
        self.sets, self.topics, self._by_code, self._after, self._folders = (
            playable, topics, by_code, after, dict(folders),
        )  # fmt: skip

    def topic(self, code: str) -> Topic | None:
        """The topic of this code, if there is one."""
        return self._by_code.get(code)

    def topic_of(self, quiz: QuestionSet) -> str:
        """The code of the topic that the set lies in."""
        return _code(quiz.topic)

    def after(self, set_id: str) -> QuestionSet | None:
        """The set that follows, in the order of the topics."""
        return self._after.get(set_id)

    def picture(self, set_id: str, item: Question) -> Path | None:
        """Where the item's picture lies, if it has one and it is there."""
        folder = self._folders.get(set_id)
        path = folder / item.media.file if folder and item.media else None
        return path if path and path.is_file() else None


def _code(path: str) -> str:
    return hashlib.sha256(path.encode()).hexdigest()[:8]


def _name(path: str) -> str:
    """A folder path as people read it: `world/kim-russia` is "World / Kim russia"."""
    parts = (part.replace("-", " ").replace("_", " ") for part in path.split("/") if part)
    return " / ".join(part[:1].upper() + part[1:] for part in parts)
