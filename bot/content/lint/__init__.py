"""Rules of good items: a small function each, and their line in a table."""

from collections.abc import Callable, Mapping, Sequence

from bot.content.lint import limits, parts, shape, wording
from bot.content.lint.finding import Finding, Rule
from bot.content.nodes import Node, find
from bot.content.problems import Log, Spot
from bot.quiz.question import Question, QuestionSet
from bot.quiz.text import EVERY_LANGUAGE

ITEM_RULES: tuple[Rule, ...] = (
    parts.same_options,
    parts.explanation,
    parts.source_ref,
    parts.alt,
    parts.partial,
    wording.negation,
    wording.all_or_none,
    wording.absolute,
    wording.echo,
    wording.person,
    shape.long_key,
    shape.numeric_order,
    limits.message,
    limits.caption,
    limits.poll,
)

# Of a whole set in one language: what is wrong with it, if anything; and what to do.
SET_RULES: Mapping[str, tuple[Callable[[Sequence[Question], str], str | None], str]] = {
    "longest-key": (shape.longest_key, "Shorten right options, or write wrong ones as fully."),
    "key-position": (shape.key_position, "Move right options to other places, or shuffle."),
}


class _Voice:
    """Says each thing once, although each language is looked at by itself."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._said: set[tuple[str, int, int, str]] = set()

    def of_item(self, finding: Finding, question: Question, node: Node) -> None:
        spot = find(node, *finding.path)
        if self._new(finding.code, spot, ""):
            allowed = question.allow
            self._log.add(finding.code, spot, finding.message, finding.hint, allowed)

    def of_set(self, code: str, spot: Spot, message: str | None, hint: str) -> None:
        if message and self._new(code, spot, message):
            self._log.add(code, spot, message, hint)

    def _new(self, code: str, spot: Spot, message: str) -> bool:
        mark = (code, spot.line, spot.column, message)
        new = mark not in self._said
        self._said.add(mark)
        return new


def lint(found: QuestionSet, root: Node, places: Mapping[str, Node], log: Log) -> None:
    """Log what the rules say about a set in which every value could be read.

    `root` is the file's table, `places` has the node of each question by its id. Retired
    questions are not looked at; what a question allows is not said of it.
    """
    voice = _Voice(log)
    for language in _languages(found):
        for question in found.active:
            for rule in ITEM_RULES:
                for finding in rule(question, language):
                    voice.of_item(finding, question, places[question.id])
        _lint_set(found, language, root, voice)


def _lint_set(found: QuestionSet, language: str, root: Node, voice: _Voice) -> None:
    questions = find(root, "questions")
    for code, (rule, hint) in SET_RULES.items():
        counted = [one for one in found.active if code not in one.allow]
        voice.of_set(code, questions, rule(counted, language), hint)
    card = find(root, "description", language)
    hint = "The bot cuts what does not fit; shorten them."
    voice.of_set("long-description", card, limits.description(found, language), hint)
    if not found.active:
        message = "All questions of this set are retired: it is not offered any more."
        voice.of_set("all-retired", questions, message, "Write new questions, or leave it so.")


def _languages(found: QuestionSet) -> tuple[str, ...]:
    """All languages of the stems, the one the set is written in first."""
    stems = (language for one in found.questions for language in one.text.texts)
    languages = dict.fromkeys((found.language, *found.translations, *stems))
    return tuple(one for one in languages if one != EVERY_LANGUAGE)
