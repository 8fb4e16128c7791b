"""What is shown, as values."""

from pathlib import Path

from markupsafe import Markup

from bot.play.actions import Action
from bot.play.admin_actions import AdminAction
from bot.play.group_actions import GroupAction
from bot.quiz.frozen import frozen


@frozen
class Button:
    """A button that asks the bot for something (`action`) or opens an address (`url`)."""

    label: str
    action: Action | AdminAction | GroupAction | None = None
    url: str | None = None


Rows = tuple[tuple[Button, ...], ...]


@frozen
class Picture:
    """A picture: its bytes, or the file it lies in."""

    content: bytes | Path
    name: str = "picture.png"


@frozen
class Document:
    """A file to send."""

    content: bytes
    name: str


@frozen
class Posted:
    """What a message shows that must be found again: the question of an attempt's turn."""

    attempt: str
    turn: int


@frozen
class Said:
    """What a message in a group says that must be found again: a round's lobby, item or reveal."""

    round: str
    what: str


@frozen
class Poll:
    """A native quiz poll; `right` are places in `options`, `seconds` how long it is open."""

    question: str
    options: tuple[str, ...]
    right: tuple[int, ...]
    several: bool
    explanation: str
    seconds: int | None


@frozen
class Screen:
    """One message. `text` is HTML as Telegram knows it, and the caption where a file is sent.

    Where there is a `poll`, that is sent and not the text. `instead` is sent once where a new
    message was refused, or where nobody knows whether it arrived; in the first case `refused`, if
    there is one. `silent`: no telephone rings.
    """

    text: Markup
    rows: Rows = ()
    attachment: Picture | Document | None = None
    posted: Posted | Said | None = None
    poll: Poll | None = None
    instead: "Screen | None" = None
    refused: "Screen | None" = None
    silent: bool = False


@frozen
class Reply:
    """All that is shown in answer to one update.

    `notice` is the short word at the tapped button. `edit` is what the message at hand turns into:
    the tapped one, or `target` where nothing was tapped; where there is none, or it is gone, it is
    sent anew, unless not `anew`. `rows` changes only the keyboard of the message at hand (`()`
    takes it away).
    `send` are new messages, in order, after the edit; `said` is one more where nothing was tapped,
    so that no notice could be read. `poll_over`: the message at hand is a poll,
    and ends.
    """

    notice: str = ""
    alert: bool = False
    edit: Screen | None = None
    rows: Rows | None = None
    send: tuple[Screen, ...] = ()
    said: Screen | None = None
    target: int | None = None
    anew: bool = True
    poll_over: bool = False
