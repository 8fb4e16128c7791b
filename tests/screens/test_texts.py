"""The texts of every language: complete, used, and right in number."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from typing import Any, get_args

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor

from bot.demo import markup
from bot.demo.entities import utf16_length
from bot.quiz.kinds import true_false
from bot.quiz.kinds.true_false import TrueFalse
from bot.quiz.question import Difficulty
from bot.screens import menu
from bot.screens.browse import PERIODS
from bot.screens.words import Words, languages
from tests.checkout import ROOT

ANYTHING = "[a-z0-9_-]+"  # what stands in place of a value in a name
SCREENS = ROOT / "bot" / "screens"
NOTICES = (
    "already-answered", "just-asked", "not-yours", "old-button", "too-fast", "trouble",
    "refused-empty", "refused-incomplete", "refused-no-number", "refused-nothing-chosen",
    "refused-taken", "refused-unfit",
)  # fmt: skip
SAMPLE = {
    "precision": "day", "day": 8, "points": 2.5, "possible": 10, "credit": 1 / 3, "right": 2,
    "wrong": 1, "parts": 3, "people": 12, "rank": 3, "count": 10, "number": 3, "minutes": 6,
    "left": 4, "finished": 2, "begun": 3, "answers": 20, "days": 5, "times": 2, "page": 1,
    "pages": 2, "place": 1, "sets": 5, "errors": 2, "warnings": 1, "handled": 2, "tried": 3,
}  # fmt: skip


class Variables(Visitor):
    """Which variables a message shows, and which it only asks to choose its grammar."""

    def __init__(self) -> None:
        self.shown: set[str] = set()
        self.asked: set[str] = set()

    def visit_SelectExpression(self, node: ftl.SelectExpression) -> None:  # noqa: N802
        assert isinstance(node.selector, ftl.VariableReference)
        self.asked.add(node.selector.id.name)
        for variant in node.variants:
            self.visit(variant)

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:  # noqa: N802
        self.shown.add(node.id.name)


@cache
def messages(language: str) -> dict[str, Variables]:
    found: dict[str, Variables] = {}
    for file in sorted((SCREENS / "locales" / language).glob("*.ftl")):
        for entry in FluentParser().parse(file.read_text("utf-8")).body:
            assert not isinstance(entry, ftl.Junk), f"{file.name}: {entry.content}"
            if isinstance(entry, ftl.Message):
                assert entry.id.name not in found, f"{entry.id.name} is there twice"
                found[entry.id.name] = Variables()
                found[entry.id.name].visit(entry)
    return found


def spoken(code: ast.AST) -> Iterator[str]:
    """Every string in the code that might be a message's name, as a regular expression."""
    if isinstance(code, ast.Constant) and isinstance(code.value, str):
        yield re.escape(code.value)
    elif isinstance(code, ast.JoinedStr):
        yield "".join(
            re.escape(str(part.value)) if isinstance(part, ast.Constant) else ANYTHING
            for part in code.values
        )
        for part in code.values:
            if isinstance(part, ast.FormattedValue):
                yield from spoken(part)
    else:
        for part in ast.iter_child_nodes(code):
            yield from spoken(part)


@cache
def all_spoken() -> frozenset[str]:
    trees = (ast.parse(file.read_text("utf-8")) for file in SCREENS.glob("*.py"))
    return frozenset(text for tree in trees for text in spoken(tree))


def said_outright() -> Iterator[str]:
    """The names that the code gives to `say` and `plain`, the fixed parts of them at least."""
    for file in SCREENS.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _says(node.func) and node.args:
                yield from spoken(node.args[0])


def _says(function: ast.expr) -> bool:
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name in ("say", "plain", "_text", "_sent")


@pytest.mark.parametrize("language", languages())
def test_every_language_says_everything_with_the_same_values(language):
    theirs, ours = messages(language), messages("en")
    assert theirs.keys() == ours.keys()
    assert {key: found.shown for key, found in theirs.items()} == {
        key: found.shown for key, found in ours.items()
    }


def test_what_the_code_says_is_there():
    for name in said_outright():
        assert any(re.fullmatch(name, key) for key in messages("en")), name


def test_nothing_is_there_that_nobody_says():
    # A pattern of placeholders alone would match everything and prove nothing.
    names = [text for text in all_spoken() if re.search("[a-z]", text.replace(ANYTHING, ""))]
    names += true_false.choices(TrueFalse(answer=True))  # these name themselves
    unsaid = [k for k in messages("en") if not any(re.fullmatch(n, k) for n in names)]
    assert unsaid == []


@pytest.mark.parametrize(
    "made_of",
    [
        [f"verdict-{name}" for name in ("right", "partly", "wrong", "skipped")],
        [f"sign-{name}" for name in ("right", "partly", "wrong", "skipped")],
        [f"difficulty-{name}" for name in get_args(Difficulty)],
        [f"button-period-{name}" for name in PERIODS],
        [f"appear-{name}" for name in ("name", "alias", "hidden")],
        [f"command-{name}" for name in (*menu.ADMIN, *menu.GROUP)],
        true_false.choices(TrueFalse(answer=True)),
        NOTICES,
    ],
    ids=lambda names: names[0],
)
def test_names_put_together_are_there(made_of):
    assert set(made_of) <= messages("en").keys()


def test_every_refusal_has_its_sentence():
    """Whatever reason a kind of item gives for refusing a move, there are words for it."""
    reasons = set()
    for file in (ROOT / "bot" / "quiz").rglob("*.py"):
        reasons |= set(re.findall(r'Refused\("(\w+)"\)', file.read_text("utf-8")))
    assert len(reasons) >= 6
    assert {f"refused-{reason.replace('_', '-')}" for reason in reasons} <= messages("en").keys()


@pytest.mark.parametrize("language", languages())
def test_every_text_can_be_said_and_is_good_html(language):
    words = Words(language)
    for key, found in messages(language).items():
        values: dict[str, Any] = {
            name: SAMPLE.get(name, "<i>&\"'") for name in found.shown | found.asked
        }
        text = words.say(key, **values)
        read = markup.parse(str(text)).text
        assert read.strip(), key
        assert not re.search(r"\{|\}|\$|  |\s\Z", read), (key, read)
        assert "'" not in re.sub("<i>&\"'", "", read), f"{key}: write ’ for an apostrophe"


@pytest.mark.parametrize("language", languages())
def test_notices_and_menus_keep_within_their_limits(language):
    words = Words(language)
    for key in NOTICES:
        assert utf16_length(words.plain(key)) <= 200, key
    for _, what in menu.commands(language, menu.ADMIN):
        assert 3 <= len(what) <= 256
    description, short = menu.descriptions(language)
    assert len(description) <= 512
    assert len(short) <= 120


@pytest.mark.parametrize(
    "key, name, more, italian, english",
    [
        ("points", "points", {},
         ["0 punti", "1 punto", "2 punti", "5 punti"],
         ["0 points", "1 point", "2 points", "5 points"]),
        ("card-size", "count", {"minutes": 1},
         ["0 domande, circa 1 minuto", "1 domanda, circa 1 minuto", "2 domande, circa 1 minuto",
          "5 domande, circa 1 minuto"],
         ["0 questions, about 1 minute", "1 question, about 1 minute",
          "2 questions, about 1 minute", "5 questions, about 1 minute"]),
        ("card-size", "minutes", {"count": 1},
         ["1 domanda, circa 0 minuti", "1 domanda, circa 1 minuto", "1 domanda, circa 2 minuti",
          "1 domanda, circa 5 minuti"],
         ["1 question, about 0 minutes", "1 question, about 1 minute",
          "1 question, about 2 minutes", "1 question, about 5 minutes"]),
        ("worked-out", "right", {"wrong": 1, "credit": 0.5},
         ["0 giuste, 1 sbagliata: 0,5", "1 giusta, 1 sbagliata: 0,5",
          "2 giuste, 1 sbagliata: 0,5", "5 giuste, 1 sbagliata: 0,5"],
         ["0 right, 1 wrong: 0.5", "1 right, 1 wrong: 0.5", "2 right, 1 wrong: 0.5",
          "5 right, 1 wrong: 0.5"]),
        ("worked-out-order", "right", {"parts": 6, "credit": 1 / 3},
         ["0 coppie consecutive giuste su 6: 0,33", "1 coppia consecutiva giusta su 6: 0,33",
          "2 coppie consecutive giuste su 6: 0,33", "5 coppie consecutive giuste su 6: 0,33"],
         ["0 of 6 consecutive pairs right: 0.33", "1 of 6 consecutive pairs right: 0.33",
          "2 of 6 consecutive pairs right: 0.33", "5 of 6 consecutive pairs right: 0.33"]),
        ("worked-out-pairs", "right", {"parts": 6, "credit": 1 / 3},
         ["0 abbinamenti giusti su 6: 0,33", "1 abbinamento giusto su 6: 0,33",
          "2 abbinamenti giusti su 6: 0,33", "5 abbinamenti giusti su 6: 0,33"],
         ["0 of 6 pairs right: 0.33", "1 of 6 pairs right: 0.33", "2 of 6 pairs right: 0.33",
          "5 of 6 pairs right: 0.33"]),
        ("result-score", "points", {"possible": 10, "share": "x"},
         ["0 punti su 10 (x)", "1 punto su 10 (x)", "2 punti su 10 (x)", "5 punti su 10 (x)"],
         ["0 of 10 points (x)", "1 of 10 points (x)", "2 of 10 points (x)",
          "5 of 10 points (x)"]),
        ("board-people", "people", {},
         ["0 persone", "1 persona", "2 persone", "5 persone"],
         ["0 people", "1 person", "2 people", "5 people"]),
        ("stats-attempts", "finished", {"begun": 1},
         ["0 quiz conclusi, 1 iniziato", "1 quiz concluso, 1 iniziato",
          "2 quiz conclusi, 1 iniziato", "5 quiz conclusi, 1 iniziato"],
         ["0 quizzes finished, 1 started", "1 quiz finished, 1 started",
          "2 quizzes finished, 1 started", "5 quizzes finished, 1 started"]),
        ("stats-accuracy", "answers", {"share": "x"},
         ["Precisione: x (0 risposte)", "Precisione: x (1 risposta)",
          "Precisione: x (2 risposte)", "Precisione: x (5 risposte)"],
         ["Accuracy: x (0 answers)", "Accuracy: x (1 answer)", "Accuracy: x (2 answers)",
          "Accuracy: x (5 answers)"]),
        ("admin-set-aside", "count", {},
         ["Nessuna richiesta in sospeso.", "1 richiesta in sospeso.", "2 richieste in sospeso.",
          "5 richieste in sospeso."],
         ["No update is set aside.", "1 update is set aside.", "2 updates are set aside.",
          "5 updates are set aside."]),
        ("admin-sets-wrong", "errors", {"warnings": 1},
         ["Nessun errore, 1 avviso.", "1 errore, 1 avviso.", "2 errori, 1 avviso.",
          "5 errori, 1 avviso."],
         ["No mistakes, 1 warning.", "1 mistake, 1 warning.", "2 mistakes, 1 warning.",
          "5 mistakes, 1 warning."]),
        ("admin-sets-found", "sets", {},
         ["0 quiz si possono proporre.", "1 quiz si può proporre.", "2 quiz si possono proporre.",
          "5 quiz si possono proporre."],
         ["0 quizzes can be served.", "1 quiz can be served.", "2 quizzes can be served.",
          "5 quizzes can be served."]),
        ("button-admin-send", "people", {},
         ["Invia a 0 persone", "Invia a 1 persona", "Invia a 2 persone", "Invia a 5 persone"],
         ["Send to 0 people", "Send to 1 person", "Send to 2 people", "Send to 5 people"]),
        ("stats-streak", "days", {},
         ["Nessuna serie di giorni al momento", "1 giorno di fila", "2 giorni di fila",
          "5 giorni di fila"],
         ["No days in a row at the moment", "1 day in a row", "2 days in a row",
          "5 days in a row"]),
    ],
)  # fmt: skip
def test_numbers_agree_with_what_they_count(key, name, more, italian, english):
    for language, expected in (("it", italian), ("en", english)):
        said = [Words(language).plain(key, **{name: n}, **more) for n in (0, 1, 2, 5)]
        assert said == expected


def test_whoever_stops_is_told_how_much_is_left():
    for language, one, two in (
        ("it", "la domanda senza risposta conta", "le 2 domande senza risposta contano"),
        ("en", "the question without an answer counts", "the 2 questions without an answer count"),
    ):
        words = Words(language)
        assert one in words.plain("stop-ask", title="x", left=1)
        assert two in words.plain("stop-ask", title="x", left=2)


def test_the_first_name_on_a_board_is_told_so():
    assert "primo nome" in Words("it").plain("result-rank", rank=1, people=1)
    assert Words("it").plain("result-rank", rank=2, people=2) == "Posizione 2 su 2 in questo quiz."
    assert "first name" in Words("en").plain("result-rank", rank=1, people=1)
    assert Words("en").plain("result-rank", rank=2, people=5) == "Rank 2 of 5 on this quiz."
