"""Rules of good items: a small function each, and their line in a table."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from bot.content.lint import limits, parts, shape, wording
from bot.content.lint.finding import Finding, Rule
from bot.content.nodes import Node, find
from bot.content.problems import Log
from bot.content.questions import Placed
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


def lint_items(found: QuestionSet, placed: Sequence[Placed], log: Log) -> None:
    """Log what the rules say about the sound questions that are not retired.

    Each thing is said once, although every language is looked at by itself, and nothing is said
    that the question allows.
    """
    said: set[tuple[str, int, int]] = set()
    looked_at = [one for one in placed if one.sound and not one.question.retired]
    for language in _languages(found):
        for one in looked_at:
            for finding in _findings(one.question, language):
                spot = find(one.node, *finding.path)
                mark = (finding.code, spot.line, spot.column)
                if mark not in said:
                    said.add(mark)
                    allowed = one.question.allow
                    log.add(finding.code, spot, finding.message, finding.hint, allowed)


def _findings(question: Question, language: str) -> Iterator[Finding]:
    for rule in ITEM_RULES:
        yield from rule(question, language)


def lint_set(found: QuestionSet, root: Node, log: Log) -> None:
    """Log what the rules say about a set as a whole; `root` is the table of its file."""
    questions = find(root, "questions")
    for language in _languages(found):
        for code, (rule, hint) in SET_RULES.items():
            counted = [one for one in found.active if code not in one.allow]
            if told := rule(counted, language):
                log.add(code, questions, told, hint)
        if told := limits.description(found, language):
            hint = "The bot cuts what does not fit; shorten them."
            log.add("long-description", find(root, "description", language), told, hint)
    if not found.active:
        message = "All questions of this set are retired: it is not offered any more."
        log.add("all-retired", questions, message, "Write new questions, or leave it so.")


def _languages(found: QuestionSet) -> tuple[str, ...]:
    """All languages of the stems, the one the set is written in first."""
    stems = (language for one in found.questions for language in one.text.texts)
    languages = dict.fromkeys((found.language, *found.translations, *stems))
    return tuple(one for one in languages if one and one != EVERY_LANGUAGE)
