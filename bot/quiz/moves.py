"""What a person can do with the item in front of them.

A move names the state it wants ("A on", "back to two placed"), so that a repeated move is
harmless and quick moves on different things all count.
"""

from bot.quiz.frozen import frozen

# What has been chosen so far, before it is final; and what was answered in the end.
# Both are option keys, or one typed text.
Draft = tuple[str, ...]
Response = tuple[str, ...]


@frozen
class Pick:
    """Answer with this one option."""

    key: str


@frozen
class Switch:
    """Have this option chosen, or not chosen."""

    key: str
    on: bool


@frozen
class Place:
    """Have this key at this position (from 0)."""

    position: int
    key: str


@frozen
class Back:
    """Have only the first `placed` keys placed."""

    placed: int


@frozen
class Confirm:
    """Answer with what has been chosen."""


@frozen
class Type:
    """Answer with this typed text."""

    text: str


Move = Pick | Switch | Place | Back | Confirm | Type


@frozen
class Drafted:
    """The move changed (or repeated) what is chosen so far."""

    draft: Draft


@frozen
class Final:
    """The move answered the item."""

    response: Response


@frozen
class Refused:
    """The move cannot be made now.

    `reason`: `nothing_chosen`, `incomplete`, `no_number`, `empty`, `taken` (that place has another
    key already), or `unfit` (this kind of item does not know such a move or key).
    """

    reason: str


Effect = Drafted | Final | Refused

UNFIT = Refused("unfit")
