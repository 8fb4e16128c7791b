"""Sets as they were when played, kept whole, so that an attempt ends as it began."""

import hashlib
from collections import OrderedDict
from collections.abc import Iterator
from datetime import datetime
from sqlite3 import Connection

from pydantic import TypeAdapter

from bot.quiz.identity import Fingerprint, fingerprint
from bot.quiz.question import Question, QuestionSet

# Well-tried, and fast, at turning dataclasses into JSON and back.
_JSON = TypeAdapter(QuestionSet)
KEPT_IN_MEMORY = 128


class Snapshots:
    """Keeps and finds sets by a hash of all they hold; the last used ones stay in memory."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Snapshot] = OrderedDict()

    def keep(self, c: Connection, quiz: QuestionSet, now: datetime) -> str:
        """The hash under which `quiz` can be found from now on."""
        body = _JSON.dump_json(quiz)
        key = hashlib.sha256(body).hexdigest()[:32]
        kept = c.execute(
            "INSERT INTO snapshots VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (key, quiz.id, body.decode(), now.isoformat()),
        )
        if kept.rowcount:
            before = self.last(c, quiz.id)
            known = {item.id: item for item in before.questions} if before else {}
            for item in quiz.questions:
                _name_version(c, quiz.id, item, known.get(item.id), now)
        c.execute(
            """INSERT INTO last_served VALUES (?, ?)
            ON CONFLICT DO UPDATE SET snapshot = excluded.snapshot
            WHERE snapshot != excluded.snapshot""",
            (quiz.id, key),
        )
        return key

    def find(self, c: Connection, key: str) -> QuestionSet:
        """The set kept under this hash, which must be there."""
        return self.get(c, key).quiz

    def version_of(self, c: Connection, key: str, question_id: str) -> str:
        """The version under which answers to this item of the set kept there are kept."""
        kept = self.get(c, key)
        if question_id not in kept.versions:
            marks = fingerprint(kept.items[question_id])
            kept.versions[question_id] = _version(c, kept.quiz.id, question_id, marks)
        return kept.versions[question_id]

    def get(self, c: Connection, key: str) -> "Snapshot":
        """The same with its items by id."""
        # Two threads read here: each step is whole by itself, and none relies on the one before.
        kept = self._kept.pop(key, None) or Snapshot(_load(c, key))
        self._kept[key] = kept
        while len(self._kept) > KEPT_IN_MEMORY:
            self._kept.popitem(last=False)
        return kept

    def last(self, c: Connection, set_id: str) -> QuestionSet | None:
        """The set as it was last served, be it in an older version again."""
        row = c.execute("SELECT snapshot FROM last_served WHERE set_id = ?", (set_id,)).fetchone()
        return self.find(c, row[0]) if row else None


class Snapshot:
    """A set that never changes, and what was found out about it.

    Nor do the versions of its items: they are named when it is first kept, and asked for once
    somebody answers it, which they can only after that was committed.
    """

    def __init__(self, quiz: QuestionSet) -> None:
        self.quiz = quiz
        self.items = {item.id: item for item in quiz.questions}
        self.versions: dict[str, str] = {}  # by item


def _load(c: Connection, key: str) -> QuestionSet:
    (body,) = c.execute("SELECT body FROM snapshots WHERE hash = ?", (key,)).fetchone()
    return _JSON.validate_json(body)


def version_of(c: Connection, set_id: str, item: Question) -> str:
    """The version under which answers to this item, as served, are kept."""
    return _version(c, set_id, item.id, fingerprint(item))


def served_items(c: Connection) -> Iterator[tuple[str, str]]:
    """Set and item of all items that have ever been served, in the order of these ids."""
    yield from c.execute("SELECT DISTINCT set_id, question_id FROM item_versions")


def is_answered(c: Connection, set_id: str, question_id: str) -> bool:
    """Whether anybody has answered the item."""
    found = c.execute(
        "SELECT 1 FROM answers WHERE (set_id, question_id) = (?, ?) LIMIT 1", (set_id, question_id)
    )
    return found.fetchone() is not None


def _version(c: Connection, set_id: str, question_id: str, marks: Fingerprint) -> str:
    (version,) = c.execute(
        """SELECT version FROM item_versions
        WHERE (set_id, question_id, structure, texts) = (?, ?, ?, ?)""",
        (set_id, question_id, marks.structure, marks.texts),
    ).fetchone()
    return str(version)


def _name_version(
    c: Connection, set_id: str, item: Question, before: Question | None, now: datetime
) -> None:
    """A new text is a new version, unless the editor calls the change cosmetic.

    `before` is the item as it was last served, which a cosmetic change is a change of.
    """
    marks = fingerprint(item)
    version = f"{marks.structure[:8]}{marks.texts[:8]}"
    if item.cosmetic and before and fingerprint(before).structure == marks.structure:
        version = version_of(c, set_id, before)
    c.execute(
        "INSERT INTO item_versions VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (set_id, item.id, marks.structure, marks.texts, version, now.isoformat()),
    )
