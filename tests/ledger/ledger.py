"""The ledger: what people delivered, in order, and what of it has to count.

It plays each attempt and each item of a round once more, by the rules that people are told, from
nothing but what Telegram took for delivery. Of the bot it knows the buttons.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from tests.ledger.sets import TAPPED, Item, Response

Move = Literal["answer", "skip", "on", "off", "switch", "put", "back", "confirm"]
# After the last of those who play has answered, the bot waits so long before it closes the item.
QUIET = 3.0  # seconds


@dataclass(frozen=True)
class Act:
    """One thing that was delivered. `value`: a key, a text, keys in a poll, or a number placed."""

    person: int
    item: Item
    move: Move
    value: str = ""
    place: int = 0
    response: Response = ()


@dataclass(frozen=True)
class Voted:
    """An act in a round: when it was delivered, and as how many-eth of all.

    `poll` is the poll it was given in. What does not come by the group's own line, a vote in a poll
    or a word in private, may be handled before a closing tap that was delivered earlier.
    """

    act: Act
    at: float
    number: int
    poll: str = ""

    @property
    def in_line(self) -> bool:
        return not self.poll and self.act.item.kind in TAPPED


@dataclass
class Opened:
    """An item of a round: what was delivered for it, and when it was closed by whom.

    `apart` is by how many seconds lines may be apart. Polled, all updates come in one order. To a
    webhook Telegram sends those of several chats side by side, and of one chat one after the other,
    so that a close may come before what was given elsewhere a little earlier.
    """

    item: Item
    players: frozenset[int]
    seconds: float | None
    sent_at: float
    apart: float = 0.0
    acts: list[Voted] = field(default_factory=list)
    closed: int | None = None  # by the host's tap, in its place among all that was delivered
    closed_at: float = float("inf")
    revealed_at: float | None = None
    lost_polls: set[str] = field(default_factory=set)

    def clock_may_close_at(self) -> float:
        """The earliest moment at which the bot's clock closes it."""
        first: dict[int, float] = {}
        for voted in self.acts:
            if voted.poll not in self.lost_polls:
                first.setdefault(voted.act.person, voted.at)
        everybody = max(first.values()) + QUIET if first.keys() >= self.players else float("inf")
        return min(everybody, self.sent_at + self.seconds if self.seconds else float("inf"))

    def outcomes(self, person: int) -> tuple[set[Response], bool]:
        """What this person's answer may be at the close, () for none; and whether it had to be.

        What was delivered before the close counts, what came after does not. What came between the
        moment at which the item may have been closed and the reveal counts or not.
        """
        mine = [v for v in self.acts if v.act.person == person and v.poll not in self.lost_polls]
        clock = self.clock_may_close_at()
        counts = [self._counts(voted, clock) for voted in mine]
        acts = [voted.act for voted in mine]
        sure, open_ = counts.count("yes"), counts.count("perhaps")
        return {_chosen(self.item, acts[: sure + n]) for n in range(open_ + 1)}, not open_

    def _counts(self, voted: Voted, clock: float) -> Literal["yes", "perhaps", "no"]:
        tapped_after = self.closed is not None and voted.number > self.closed
        close = clock if voted.in_line else min(clock, self.closed_at - self.apart)
        if not tapped_after and voted.at < close:
            return "yes"
        revealed = self.revealed_at is not None and voted.at >= self.revealed_at
        return "no" if revealed or (tapped_after and voted.in_line) else "perhaps"


class Ledger:
    """What was delivered. `stuck` are the people who could not go on, and why."""

    def __init__(self) -> None:
        self.attempts: dict[str, list[tuple[int, Act]]] = defaultdict(list)
        self.rounds: dict[tuple[str, int], Opened] = {}
        self.stuck: list[str] = []
        self.typed: Counter[int] = Counter()  # messages written, by chat
        self.results: Counter[int] = Counter()  # attempts finished and rounds hosted, by person
        self._count = 0

    def alone(self, attempt: str, turn: int, act: Act) -> None:
        """Delivered: a move with the question of this turn."""
        self._count += 1
        self.attempts[attempt].append((turn, act))

    def together(self, round_: str, position: int, act: Act, at: float, poll: str = "") -> None:
        """Delivered: a move with an item of a round."""
        self._count += 1
        self.rounds[round_, position].acts.append(Voted(act, at, self._count, poll))

    def close(self, round_: str, position: int, at: float) -> None:
        """Delivered: the host's tap that closes this item."""
        self._count += 1
        opened = self.rounds[round_, position]
        opened.closed = opened.closed or self._count
        opened.closed_at = min(opened.closed_at, at)

    @property
    def delivered(self) -> int:
        return self._count

    def answers(self) -> Iterator[tuple[str, Act, Response | None]]:
        """Of every attempt, each answer that counts: None where the item was skipped for good."""
        for attempt, acts in self.attempts.items():
            yield from ((attempt, *answer) for answer in _played(acts))


def _played(acts: list[tuple[int, Act]]) -> Iterator[tuple[Act, Response | None]]:
    turn, draft, skipped = 0, (), set()
    for meant, act in acts:
        if meant != turn:
            continue
        if act.move == "skip" and act.item not in skipped:
            skipped.add(act.item)
            turn, draft = turn + 1, ()
            continue
        final, draft = _moved(act, draft)
        if act.move == "skip" or final:
            yield act, None if act.move == "skip" else final
            turn, draft = turn + 1, ()


def _chosen(item: Item, acts: list[Act]) -> Response:
    """What stands at the end: of an item of a round the last answer counts."""
    answer: Response = ()
    draft: Response = ()
    for act in acts:
        if act.move == "switch":
            changed = {*answer} ^ {act.value}
            answer = tuple(key for key in item.choices if key in changed)
            continue
        final, draft = _moved(act, draft)
        if final:
            # What was put together stays as it is, and may be confirmed again.
            answer = final
    return answer


def _moved(act: Act, draft: Response) -> tuple[Response, Response]:
    """The answer this act gives, or (), and what is put together by then."""
    match act.move:
        case "answer":
            return act.response or _typed(act), draft
        case "on" | "off":
            chosen = {*draft} | {act.value} if act.move == "on" else {*draft} - {act.value}
            return (), tuple(key for key in act.item.choices if key in chosen)
        case "put":
            return (), _put(act, draft)
        case "back":
            return (), draft[: act.place]
        case "confirm":
            return draft if _complete(act.item, draft) else (), draft
    return (), draft


def _typed(act: Act) -> Response:
    if act.item.kind == "numeric":
        return (act.value,) if act.value.isdecimal() else ()
    return (act.value,)


def _put(act: Act, draft: Response) -> Response:
    """Orders take whatever is not placed yet; pairs only what was tapped for this very one."""
    if act.value in draft or len(draft) >= len(act.item.right):
        return draft
    fits = act.place == len(draft) if act.item.kind == "matching" else act.place <= len(draft)
    return (*draft, act.value) if fits else draft


def _complete(item: Item, draft: Response) -> bool:
    return bool(draft) if item.kind == "multiple" else len(draft) == len(item.right)
