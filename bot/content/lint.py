"""Rules of good items."""

from collections.abc import Mapping

from bot.content.nodes import Node
from bot.content.problems import Log
from bot.quiz.question import QuestionSet


def lint(found: QuestionSet, places: Mapping[str, Node], log: Log) -> None:
    """Log what the rules say about a set without errors."""
