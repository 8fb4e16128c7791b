"""The kinds of items: a module each, and their line in the table."""

from collections.abc import Mapping
from typing import Annotated, Any, Protocol

from pydantic import Discriminator

from bot.quiz.kinds import matching, multiple, numeric, ordering, short, single, true_false
from bot.quiz.kinds.grade import Grade
from bot.quiz.moves import Draft, Effect, Move, Response
from bot.quiz.text import Text

Body = Annotated[
    single.Single
    | multiple.Multiple
    | true_false.TrueFalse
    | short.Short
    | numeric.Numeric
    | ordering.Ordering
    | matching.Matching,
    Discriminator("type"),  # so that JSON need not be tried as each of them in turn
]


class Kind(Protocol):
    """What every kind can do; `body` is always the kind's own class."""

    def choices(self, body: Any) -> tuple[str, ...]:
        """The keys to choose from, as the editor ordered them; none where one types."""

    def label(self, body: Any, key: str) -> Text | None:
        """The text of a key; none where the screens have the words."""

    def play(self, body: Any, draft: Draft, move: Move) -> Effect:
        """What the move makes of the draft."""

    def grade(self, body: Any, response: Response) -> Grade:
        """What a final response earns."""

    def right(self, body: Any) -> Response:
        """The response that earns full credit, or the ends of the range that does."""

    def feedback(self, body: Any, response: Response) -> tuple[Text, ...]:
        """What the editor has to say to whoever answered so."""


KINDS: Mapping[str, Kind] = {
    "single": single,
    "multiple": multiple,
    "true_false": true_false,
    "short": short,
    "numeric": numeric,
    "ordering": ordering,
    "matching": matching,
}


def kind_of(body: Body) -> Kind:
    """The functions that know this body."""
    return KINDS[body.type]
