"""One file in, one question set out, or all that is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.content.codes import CODES
from bot.content.compose import compose
from bot.content.decode import decode
from bot.content.desk import Desk, did_you_mean, sequence
from bot.content.fields import Fields
from bot.content.kinds import FORMS, Form
from bot.content.known import with_known_answers
from bot.content.lint import lint
from bot.content.nodes import Hole, Node, find
from bot.content.problems import At, Log, Problem, Spot, in_order
from bot.content.texts import text
from bot.content.values import (
    boolean,
    date,
    identifier,
    language,
    one_of,
    paragraphs,
    report_unknown,
    url,
    whole,
    word_list,
    words,
)
from bot.quiz.kinds.true_false import TrueFalse
from bot.quiz.question import Difficulty, Media, Question, QuestionSet, Source

FORMAT = "quizset/1"
DIFFICULTIES: tuple[Difficulty, ...] = ("easy", "medium", "hard")
_LANGUAGES = word_list(language)
_WORDS = word_list(words)
_POINTS = whole(1, 100)
_SECONDS = whole(5, 600)

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
SHARED_FIELDS = (
    "id",
    "type",
    "text",
    "source_ref",
    "difficulty",
    "hint",
    "explanation",
    "points",
    "time_limit",
    "shuffle",
    "tags",
    "media",
    "retired",
    "edit",
    "allow",
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a file: `set` is None exactly where there is an error.

    `places` are the nodes of the questions by id, and `id_place` is where the set's own id
    stands, for problems that only show beside other files.
    """

    set: QuestionSet | None
    problems: tuple[Problem, ...]
    places: Mapping[str, Node] = field(default_factory=dict, repr=False, compare=False)
    id_place: Spot = field(default=At(), repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds where a question does not say."""

    form: Form | None = FORMS["single"]
    difficulty: Difficulty = "medium"
    points: int = 1
    time_limit: int = 45
    shuffle: bool = True


def read(data: bytes, file: str, topic: str = "") -> Reading:
    """Read one file; `file` is what problems call it, `topic` the folder it belongs to.

    Any bytes give a `Reading`: nothing is raised.
    """
    log = Log(file)
    decoded = decode(data, log)
    root = compose(decoded, log) if decoded is not None else None
    if root is None:
        return Reading(None, in_order(log.problems))
    desk = Desk(log)
    found, places = _set(root, desk, topic)
    if not log.failed:
        lint(found, root, places, log)
    return Reading(None if log.failed else found, in_order(log.problems), places, find(root, "id"))


def _set(root: Node, desk: Desk, topic: str) -> tuple[QuestionSet, Mapping[str, Node]]:
    fields = Fields(root, desk, "a question set")
    fields.only(SET_FIELDS)
    fields.need("format", _format)
    desk.language = fields.need("language", language)
    desk.translations = _translations(fields, desk)
    source = fields.need("source", _source)
    desk.paragraphs = source.paragraphs or None
    defaults = fields.get("defaults", _defaults, Defaults())
    questions, places = fields.need(
        "questions", lambda node, desk: _questions(node, desk, defaults)
    )
    found = QuestionSet(
        id=fields.need("id", identifier),
        language=desk.language,
        title=fields.need("title", text),
        questions=with_known_answers(questions),
        source=source,
        description=fields.get("description", text, None),
        translations=desk.translations,
        license=fields.get("license", words, None),
        tags=fields.get("tags", _WORDS, ()),
        topic=topic,
    )
    _note_unlisted(desk)
    return found, places


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


def _defaults(node: Node, desk: Desk) -> Defaults:
    fields = Fields(node, desk, "the defaults")
    fields.only(("type", "difficulty", "points", "time_limit", "shuffle"))
    return Defaults(
        form=fields.get("type", _form, FORMS["single"]),
        difficulty=fields.get("difficulty", one_of(DIFFICULTIES), "medium"),
        points=fields.get("points", _POINTS, 1),
        time_limit=fields.get("time_limit", _SECONDS, 45),
        shuffle=fields.get("shuffle", boolean, True),
    )


def _form(node: Node, desk: Desk) -> Form | None:
    value = words(node, desk)
    if value not in FORMS:
        report_unknown(value, FORMS, node, desk)
    return FORMS.get(value)


def _questions(
    node: Node, desk: Desk, defaults: Defaults
) -> tuple[tuple[Question, ...], Mapping[str, Node]]:
    found = sequence(node, desk, "a list of questions")
    if found is None:
        return (), {}
    if not found.nodes:
        desk.log.add("no-questions", found, "The set has no questions.", "Write at least one.")
    questions = []
    places: dict[str, Node] = {}
    for one in found.nodes:
        if isinstance(one, Hole):
            continue
        question = _question(one, desk, defaults)
        questions.append(question)
        if question.id:
            _check_unique(question.id, one, places, desk)
            places.setdefault(question.id, one)
    return tuple(questions), places


def _check_unique(id_: str, node: Node, places: Mapping[str, Node], desk: Desk) -> None:
    if id_ in places:
        desk.log.add(
            "duplicate-id",
            find(node, "id"),
            f"Two questions are called `{id_}`: in line {places[id_].line} and {node.line}.",
            "Give the newer one another id.",
        )


def _question(node: Node, desk: Desk, defaults: Defaults) -> Question:
    since = len(desk.log.problems)
    fields = Fields(node, desk, "this question")
    form = fields.get("type", _form, defaults.form)
    body = form.read(fields, desk) if form else TrueFalse(False)
    if form:
        own = (*SHARED_FIELDS, *form.own)
        fields.only(own, {name: _types_with(name) for name in _FOREIGN if name not in own})
    question = Question(
        id=fields.need("id", identifier),
        text=fields.need("text", text),
        body=body,
        difficulty=fields.get("difficulty", one_of(DIFFICULTIES), defaults.difficulty),
        points=fields.get("points", _POINTS, defaults.points),
        time_limit=fields.get("time_limit", _SECONDS, defaults.time_limit),
        shuffle=fields.get("shuffle", boolean, defaults.shuffle),
        source_ref=fields.get("source_ref", paragraphs, ()),
        hint=fields.get("hint", text, None),
        explanation=fields.get("explanation", text, None),
        tags=fields.get("tags", _WORDS, ()),
        media=fields.get("media", _media, None),
        retired=fields.get("retired", boolean, False),
        cosmetic=bool(fields.get("edit", one_of(("cosmetic",)), "")),
        allow=fields.get("allow", word_list(_allowed), ()),
    )
    desk.log.silence(since, question.allow)
    return question


_FOREIGN = frozenset(name for form in FORMS.values() for name in form.own)


def _types_with(name: str) -> str:
    types = [f"`{type_}`" for type_, form in FORMS.items() if name in form.own]
    return f"questions of type {', '.join(types)}"


def _media(node: Node, desk: Desk) -> Media:
    fields = Fields(node, desk, "the media")
    fields.only(("type", "file", "alt", "credit", "license"))
    fields.get("type", one_of(("photo",)), "photo")
    return Media(
        file=fields.need("file", _file),
        alt=fields.get("alt", text, None),
        credit=fields.get("credit", words, None),
        license=fields.get("license", words, None),
    )


def _file(node: Node, desk: Desk) -> str:
    value = words(node, desk)
    parts = value.split("/")
    if value and (not all(parts) or {".", ".."} & set(parts) or "\\" in value or ":" in value):
        desk.log.add(
            "bad-file-name",
            node,
            f"`{value[:60]}` is not the name of a file in the set's folder.",
            "Put the picture into the folder of the set and write its name, such as map.jpg.",
        )
    return value


def _allowed(node: Node, desk: Desk) -> str:
    value = words(node, desk)
    if value and CODES.get(value) != "warning":
        known = [code for code, severity in CODES.items() if severity == "warning"]
        desk.log.add(
            "unknown-allow",
            node,
            f"`{value[:60]}` is not the code of a warning, so it silences nothing.",
            did_you_mean(value, known),
        )
    return value
