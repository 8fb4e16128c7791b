"""The questions of a set."""

from bot.content.codes import CODES
from bot.content.desk import Desk, did_you_mean, listed, sequence
from bot.content.fields import Fields
from bot.content.kinds import FORMS, Form
from bot.content.nodes import Hole, Node, find
from bot.content.texts import text
from bot.content.values import (
    boolean,
    identifier,
    one_of,
    paragraphs,
    report_unknown,
    whole,
    word_list,
    words,
)
from bot.quiz.frozen import frozen
from bot.quiz.kinds.true_false import TrueFalse
from bot.quiz.question import Difficulty, Media, Question

DIFFICULTIES: tuple[Difficulty, ...] = ("easy", "medium", "hard")
MOST_QUESTIONS = 1000
_WORDS = word_list(words)
_POINTS = whole(1, 100)
_SECONDS = whole(5, 600)

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


@frozen
class Defaults:
    """What holds where a question does not say."""

    form: Form | None = FORMS["single"]
    difficulty: Difficulty = "medium"
    points: int = 1
    time_limit: int = 45
    shuffle: bool = True


@frozen
class Placed:
    """A question and where it stands; `sound` if no error was found in it."""

    question: Question
    node: Node
    sound: bool


def read_defaults(node: Node, desk: Desk) -> Defaults:
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


def read_questions(node: Node, desk: Desk, defaults: Defaults) -> tuple[Placed, ...]:
    found = sequence(node, desk, "a list of questions")
    if found is None:
        return ()
    if not found.nodes:
        desk.log.add("no-questions", found, "The set has no questions.", "Write at least one.")
    if len(found.nodes) > MOST_QUESTIONS:
        desk.log.add(
            "wrong-count",
            found,
            f"The set has {len(found.nodes)} questions; at most {MOST_QUESTIONS} are read.",
            "Split it into several sets.",
        )
        return ()
    placed = tuple(_placed(one, desk, defaults) for one in found.nodes if not isinstance(one, Hole))
    _check_unique(placed, desk)
    return placed


def _check_unique(placed: tuple[Placed, ...], desk: Desk) -> None:
    first: dict[str, Node] = {}
    for one in placed:
        id_, node = one.question.id, one.node
        if id_ and first.setdefault(id_, node) is not node:
            desk.log.add(
                "duplicate-id",
                find(node, "id"),
                f"Two questions are called `{id_}`: in line {first[id_].line} and {node.line}.",
                "Give the newer one another id.",
            )


def _placed(node: Node, desk: Desk, defaults: Defaults) -> Placed:
    since = len(desk.log.problems)
    question = _question(node, desk, defaults)
    desk.log.silence(since, question.allow)
    sound = all(problem.severity != "error" for problem in desk.log.problems[since:])
    return Placed(question, node, sound)


def _question(node: Node, desk: Desk, defaults: Defaults) -> Question:
    fields = Fields(node, desk, "this question")
    form = fields.get("type", _form, defaults.form)
    body = form.read(fields, desk) if form else TrueFalse(False)
    if form:
        own = (*SHARED_FIELDS, *form.own)
        fields.only(own, _BELONGS)
    return Question(
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


def _types_with(name: str) -> str:
    return "questions of type " + listed(type_ for type_, form in FORMS.items() if name in form.own)


_BELONGS = {name: _types_with(name) for form in FORMS.values() for name in form.own}


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
