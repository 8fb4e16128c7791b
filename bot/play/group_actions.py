"""What buttons in a group ask for, as values. Everybody sees the same buttons."""

from bot.quiz.frozen import frozen


@frozen
class ChooseKind:
    """Play as a `class` or among `friends`; then open the lobby of a set ("": the next one)."""

    kind: str
    set_id: str = ""


@frozen
class NewLobby:
    """Open a lobby: with this set, or "" for the next one."""

    set_id: str = ""


@frozen
class Join:
    """Take part; `team` 0: none, or drawn."""

    round: str
    team: int = 0


@frozen
class Begin:
    """Ask the first question."""

    round: str


@frozen
class Change:
    """Show what can be changed, or (`done`) the lobby again."""

    round: str
    done: bool


@frozen
class Tune:
    """Have this rule of the round at this value."""

    round: str
    what: str
    value: str


@frozen
class Cancel:
    """Close the lobby."""

    round: str


@frozen
class ShowQr:
    """Show the link for joining as a picture."""

    round: str


@frozen
class Vote:
    """Choose the choice at this place of the item at this position."""

    round: str
    position: int
    choice: int


@frozen
class CloseNow:
    """Reveal the item at this position."""

    round: str
    position: int


@frozen
class Drop:
    """Go past the item at this position; it counts for nobody."""

    round: str
    position: int


@frozen
class Pause:
    """Close the open item, and wait."""

    round: str
    position: int


@frozen
class Onward:
    """Ask the item after this position: Next, and Resume."""

    round: str
    position: int


@frozen
class EndRound:
    """End the round."""

    round: str


@frozen
class MyPlace:
    """Tell me how I am doing."""

    round: str


@frozen
class GroupBoard:
    """Show the group's leaderboard: `all`, `month`, `week` or `last`."""

    period: str = "all"
    page: int = 0


@frozen
class SetGroup:
    """Have this setting of the group at this value."""

    what: str
    value: str = ""


GroupAction = (
    ChooseKind
    | NewLobby
    | Join
    | Begin
    | Change
    | Tune
    | Cancel
    | ShowQr
    | Vote
    | CloseNow
    | Drop
    | Pause
    | Onward
    | EndRound
    | MyPlace
    | GroupBoard
    | SetGroup
)
