"""One file in, one question set out, or all that is wrong with it."""

from collections.abc import Mapping
from dataclasses import field

from bot.content.compose import compose
from bot.content.decode import decode
from bot.content.desk import Desk
from bot.content.fields import Fields
from bot.content.known import with_known_answers
from bot.content.lint import lint_items, lint_set
from bot.content.nodes import Node, find
from bot.content.problems import At, Log, Problem, at, in_order
from bot.content.questions import Defaults, Placed, read_defaults, read_questions
from bot.content.texts import text
from bot.content.values import (
    date,
    identifier,
    language,
    url,
    whole,
    word_list,
    words,
)
from bot.quiz.frozen import frozen
from bot.quiz.question import QuestionSet, Source

FORMAT = "quizset/1"
_LANGUAGES = word_list(language)
_WORDS = word_list(words)

SET_FIELDS = (
    "format",
    "id",
    "language",
    "translations",
    "title",
    "description",
    "source",
    "license",
    "tags",
    "defaults",
    "questions",
)


@frozen
class Reading:
    """What came of a file: `set` is None exactly where there is an error.

    For problems that only show beside other files, `pictures` are the places of the pictures'
    names by the ids of their questions, and `id_place` is where the set's own id stands.
    """

    set: QuestionSet | None
    problems: tuple[Problem, ...]
    pictures: Mapping[str, At] = field(default_factory=dict)
    id_place: At = field(default_factory=At)


def read(data: bytes, file: str, topic: str = "") -> Reading:
    """Read one file; `file` is what problems call it, `topic` the folder it belongs to.

    Any bytes give a `Reading`: nothing is raised.
    """
    log = Log(file)
    decoded = decode(data, log)
    root = compose(decoded, log) if decoded is not None else None
    if root is None:
        return Reading(None, in_order(log.problems))
    complete = not log.failed  # else values are missing from the tree itself
    found, placed = _set(root, Desk(log), topic)
    if complete:
        lint_items(found, placed, log)
    if not log.failed:
        lint_set(found, root, log)
    if log.failed:
        return Reading(None, in_order(log.problems))
    pictures = {
        one.question.id: at(find(one.node, "media", "file")) for one in placed if one.question.media
    }
    return Reading(found, in_order(log.problems), pictures, at(find(root, "id")))


def _set(root: Node, desk: Desk, topic: str) -> tuple[QuestionSet, tuple[Placed, ...]]:
    fields = Fields(root, desk, "a question set")
    fields.only(SET_FIELDS)
    fields.need("format", _format)
    desk.language = fields.need("language", language)
    desk.translations = _translations(fields, desk)
    source = fields.need("source", _source)
    desk.paragraphs = source.paragraphs or None
    defaults = fields.get("defaults", read_defaults, Defaults())
    placed = fields.need("questions", lambda node, desk: read_questions(node, desk, defaults))
    found = QuestionSet(
        id=fields.need("id", identifier),
        language=desk.language,
        title=fields.need("title", text),
        questions=with_known_answers(tuple(one.question for one in placed)),
        source=source,
        description=fields.get("description", text, None),
        translations=desk.translations,
        license=fields.get("license", words, None),
        tags=fields.get("tags", _WORDS, ()),
        topic=topic,
    )
    _note_unlisted(desk)
    return found, placed


def _format(node: Node, desk: Desk) -> str:
    value = words(node, desk)
    if value and value != FORMAT:
        desk.log.add(
            "unknown-format",
            node,
            f"`{value[:60]}` is not a format that this bot reads.",
            f"Write `format: {FORMAT}`; a newer format needs a newer bot.",
        )
    return value


def _translations(fields: Fields, desk: Desk) -> tuple[str, ...]:
    found = fields.get("translations", _LANGUAGES, ())
    if desk.language and desk.language in found:
        desk.log.add(
            "bad-list",
            find(fields.node, "translations"),
            f"`{desk.language}` is the language the set is written in, not a translation.",
            "Delete it from this list.",
        )
    return tuple(one for one in found if one)


def _note_unlisted(desk: Desk) -> None:
    for key, spot in desk.unlisted.items():
        desk.log.add(
            "unlisted-language",
            spot,
            f"There are texts in `{key}`, which is not among the set's `translations`.",
            "Add it to `translations` to have its completeness checked, or correct it.",
        )


def _source(node: Node, desk: Desk) -> Source:
    fields = Fields(node, desk, "the source")
    fields.only(("title", "publisher", "date", "url", "language", "paragraphs"))
    return Source(
        date=fields.need("date", date),
        paragraphs=fields.need("paragraphs", whole(1, 9999)),
        title=fields.get("title", words, None),
        publisher=fields.get("publisher", words, None),
        url=fields.get("url", url, None),
        language=fields.get("language", language, None),
    )
