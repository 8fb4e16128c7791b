"""What came of what an administrator did, as values; `zone` is the one times are told in."""

from datetime import datetime, timedelta, tzinfo

from bot.content.problems import Problem
from bot.quiz.frozen import frozen
from bot.quiz.question import Question
from bot.store.broadcasts import Broadcast
from bot.store.figures import Figures
from bot.store.inbox import SetAside
from bot.store.reports import Report


@frozen
class Running:
    """What only the running program knows of itself.

    `heard`: how long ago Telegram was last heard of, by asking for updates (or, with `webhook`, by
    one that came). `backed_up_at`: the newest backup, if there is one. `ailing`: the parts of it
    that a look at its health found something wrong with.
    """

    version: str
    since: datetime
    webhook: bool
    heard: timedelta | None
    backed_up_at: datetime | None
    ailing: tuple[str, ...] = ()


@frozen
class HomeView:
    """What an administrator can do, and how much waits for them."""

    set_aside: int
    open_reports: int
    sending: bool


@frozen
class NumbersView:
    """How the bot is. `bytes` is the size of the database, `sets` how many are served."""

    running: Running
    zone: tzinfo
    bytes: int
    sets: int
    figures: Figures


@frozen
class SetAsideView:
    """One of `count` updates that could not be handled; None where there is none.

    `kind` is Telegram's word for it, such as `message`; "" where it cannot be told.
    """

    count: int
    place: int
    zone: tzinfo
    update: SetAside | None
    kind: str = ""


@frozen
class TryingAgain:
    """So many updates are being handled once more."""

    update_ids: tuple[int, ...]


@frozen
class TriedAgain:
    """Of those `tried`, so many were handled; `waiting` are still under way."""

    tried: int
    handled: int
    waiting: int


@frozen
class SetsChecked:
    """What the folder of question sets holds: `sets` that can be served, and what is wrong.

    `problems` are the errors first, then the warnings. `unreadable`: the folder itself is.
    """

    sets: int
    problems: tuple[Problem, ...]
    unreadable: bool = False


@frozen
class SetsTaken:
    """So many sets are served now; None: nothing valid was found, and what was served stays."""

    sets: int | None


@frozen
class ReportView:
    """One of `count` reports; None where there is none. `item` as it was last served."""

    count: int
    place: int
    zone: tzinfo
    report: Report | None
    item: Question | None = None


@frozen
class WriteAsked:
    """Write it as the next message; it goes to so many people."""

    people: int


@frozen
class Preview:
    """The message as people will get it, and how many."""

    broadcast: Broadcast
    people: int


@frozen
class Progress:
    """How far a message to all has come; `unasked` where its author may be looking elsewhere."""

    broadcast: Broadcast
    unasked: bool = False


@frozen
class Dropped:
    """The message was thrown away."""


@frozen
class Alarm:
    """So many updates could not be handled, and are set aside."""

    count: int
