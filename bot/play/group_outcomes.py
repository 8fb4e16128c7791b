"""What came of it in a group, as values."""

from datetime import date
from fractions import Fraction
from pathlib import Path

from bot.play.group_actions import GroupAction
from bot.quiz.attempt import Attempt
from bot.quiz.frozen import frozen
from bot.quiz.moves import Response
from bot.quiz.question import QuestionSet
from bot.store.boards import Page, Row
from bot.store.groups import Group
from bot.store.rounds import SavedRound
from bot.store.standings import Team


@frozen
class Place:
    """Where in Telegram: a chat, and a topic of it (0: none). `message_id`: the message meant."""

    chat_id: int
    thread_id: int = 0
    message_id: int | None = None


@frozen
class Aired:
    """An outcome for a place, told in its language."""

    place: Place
    language: str
    outcome: object


@frozen
class GroupHello:
    """The bot was added to a group."""


@frozen
class ShowYourself:
    """Somebody asked in the group's name: who it is, and whether they may, a tap shows."""

    then: GroupAction


@frozen
class WhichKind:
    """Used here for the first time: a class, or friends? Then the lobby of `set_id`."""

    set_id: str


@frozen
class NothingForGroups:
    """No set has items that can be played in a round."""


@frozen
class LobbyOpen:
    """A round can be joined. `players` in the order they came; `sets` to take instead."""

    saved: SavedRound
    players: tuple[Row, ...]
    teams: tuple[Team, ...]
    changing: bool = False
    sets: tuple[QuestionSet, ...] = ()
    again: bool = False
    all_kinds: bool = False


@frozen
class LobbyClosed:
    """The lobby was cancelled, or nobody came. `message_id` showed it."""

    message_id: int | None


@frozen
class UnderWay:
    """A round is being played here already."""

    saved: SavedRound


@frozen
class Joined:
    """Somebody is in; `team` 0 where there are no teams. `lobby` is to be drawn again."""

    team: int
    new: bool
    lobby: LobbyOpen | None


@frozen
class Qr:
    """The link for joining, as a picture."""

    round_id: str


@frozen
class JoinedFromLink:
    """In the private chat: whoever followed the link is in."""

    saved: SavedRound


@frozen
class ItemOpen:
    """An item is asked, with its picture above it if it has one.

    `instead`: the poll asked before was lost, and does not count.
    """

    saved: SavedRound
    instead: bool = False
    media: Path | None = None


@frozen
class ItemProgress:
    """The open item's count is drawn again."""

    saved: SavedRound


@frozen
class PrivateItem:
    """In the private chat: an item of a round, by itself.

    `response`: it is answered so; `refused`: why the move could not be made; `new`: not shown yet.
    """

    saved: SavedRound
    alone: Attempt
    response: Response | None = None
    refused: str | None = None
    new: bool = False


@frozen
class Voted:
    """Somebody's choice is kept: everything they have chosen."""

    saved: SavedRound
    response: Response


@frozen
class TooLate:
    """The item is closed."""


@frozen
class Revealed:
    """The item is closed: how many had it right of how many, and the top three so far.

    `paused`: nobody answered twice running, or somebody paused. `message_id` showed the item,
    as a poll if `poll`. `streak`: who has had the most items in a row right, and how many.
    `redrawn`: the reveal stands there already, and changes.
    """

    saved: SavedRound
    right: int
    answered: int
    top: tuple[Row, ...]
    message_id: int | None
    poll: bool
    paused: bool
    streak: tuple[Row, int] | None = None
    redrawn: bool = False


@frozen
class Dropped:
    """The item counts for nobody; `then` is what comes instead."""

    message_id: int | None
    poll: bool
    saved: SavedRound
    then: object


@frozen
class OnTheWay:
    """The tapped step was taken already."""


@frozen
class OwnPlace:
    """Somebody's own place, for their eyes only; None where they have not played."""

    row: Row | None
    people: int
    streak: int = 0


@frozen
class Podium:
    """The round is over. `hardest` is an item's position with its mean credit.

    `table` is for whoever started it: (position, share right, the commonest wrong response).
    """

    saved: SavedRound
    rows: tuple[Row, ...]
    teams: tuple[Team, ...]
    hardest: tuple[int, Fraction] | None
    table: tuple[tuple[int, Fraction, Response | None], ...]
    after: QuestionSet | None


@frozen
class Mistakes:
    """In the private chat: one's own wrong answers of a round, as (position, response or None)."""

    saved: SavedRound
    wrong: tuple[tuple[int, Response | None], ...]


@frozen
class GroupBoardView:
    """A page of the group's leaderboard."""

    period: str
    since: date | None
    page: int
    size: int
    board: Page


@frozen
class GroupSettingsView:
    """The group's settings. `zone` is the time zone that holds there."""

    group: Group
    zone: str


@frozen
class NoSuchZone:
    """What was meant as a time zone is none."""


@frozen
class GroupHelp:
    """What can be done in a group."""


@frozen
class NotAllowed:
    """Only administrators, or whoever started the round (`starter`), may do this."""

    starter: bool


@frozen
class NoRound:
    """No round is being played here."""
