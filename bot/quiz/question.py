"""Items and sets of items, as immutable values."""

from typing import Literal

from bot.quiz.frozen import frozen
from bot.quiz.kinds import Body
from bot.quiz.text import Text

Difficulty = Literal["easy", "medium", "hard"]


@frozen
class Media:
    """A picture shown above the stem. `file` is relative to the set's folder."""

    file: str
    type: Literal["photo"] = "photo"
    alt: Text | None = None
    credit: str | None = None
    license: str | None = None


@frozen
class Question:
    """One item. `points` is 1 to 100, `time_limit` in seconds, `source_ref` paragraph numbers."""

    id: str
    text: Text
    body: Body
    difficulty: Difficulty = "medium"
    points: int = 1
    time_limit: int = 45
    shuffle: bool = True
    source_ref: tuple[int, ...] = ()
    hint: Text | None = None
    explanation: Text | None = None
    tags: tuple[str, ...] = ()
    media: Media | None = None
    retired: bool = False
    cosmetic: bool = False
    allow: tuple[str, ...] = ()


@frozen
class Source:
    """What a set was written from. `date` is YYYY, YYYY-MM or YYYY-MM-DD: shown as precisely."""

    date: str
    paragraphs: int
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None


@frozen
class QuestionSet:
    """One file's worth of items. `topic` is the folder path it lies in, "" at the top."""

    id: str
    language: str
    title: Text
    questions: tuple[Question, ...]
    source: Source
    description: Text | None = None
    translations: tuple[str, ...] = ()
    license: str | None = None
    tags: tuple[str, ...] = ()
    topic: str = ""

    @property
    def active(self) -> tuple[Question, ...]:
        """The questions that new attempts are made of: all but the retired."""
        return tuple(question for question in self.questions if not question.retired)
