"""What an administrator's button asks for, as values.

Numbers that may be large are words here: fields of numbers hold small ones only.
"""

from bot.quiz.frozen import frozen


@frozen
class Home:
    """Show what an administrator can do."""


@frozen
class Numbers:
    """Show how the bot is, and how much there is of everything."""


@frozen
class SetAsides:
    """Show an update that could not be handled, the oldest being 0."""

    place: int = 0


@frozen
class TryAgain:
    """Handle an update that was set aside once more; `update_id` "" is all of them."""

    update_id: str = ""


@frozen
class CheckSets:
    """Read the question sets and tell what is wrong with them."""


@frozen
class TakeIn:
    """Serve the question sets as they are in their folder now."""


@frozen
class Reports:
    """Show a report that nobody has dealt with, the newest being 0."""

    place: int = 0


@frozen
class Done:
    """A report is dealt with; show the one that then stands in its place."""

    report: str
    place: int


@frozen
class Write:
    """Write a message to all, or show the one that is on its way."""


@frozen
class Send:
    """Send a message to all."""

    broadcast: str


@frozen
class Discard:
    """Throw a message to all away."""

    broadcast: str


@frozen
class Stop:
    """Send a message to nobody else."""

    broadcast: str


@frozen
class Watch:
    """Show how far a message to all has come."""

    broadcast: str


AdminAction = (
    Home
    | Numbers
    | SetAsides
    | TryAgain
    | CheckSets
    | TakeIn
    | Reports
    | Done
    | Write
    | Send
    | Discard
    | Stop
    | Watch
)
