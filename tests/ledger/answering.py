"""How people answer: what they tap or write for each kind of item, patiently or not."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.ledger.chat import Message, buttons
from tests.ledger.ledger import Act, Move
from tests.ledger.sets import Item, Response
from tests.ledger.stage import Somebody

DOUBLE = 0.15  # how often somebody taps twice
SECOND_THOUGHT = 0.15  # how often somebody answers again although it is answered
HASTE = 0.3  # how often somebody does not wait for a tap to be seen
NO_ANSWER = 0.15  # how often something is written that is no number
UNDO = 0.1

Note = Callable[[Act], None]


@dataclass(frozen=True)
class Question:
    """A question in a chat: buttons that name `id` and `turn` belong to it."""

    item: Item
    id: str
    turn: int


class Answering:
    """Somebody's way of answering one question in the private chat. `note` keeps what was done."""

    def __init__(self, who: Somebody, question: Question, note: Note) -> None:
        self._who = who
        self._question = question
        self._item = question.item
        self._note = note

    async def answers(self, message: Message) -> None:
        """Answer the question that stands in this message."""
        match self._item.kind:
            case "short" | "numeric":
                self._writes()
            case "multiple":
                await self._chooses()
            case "ordering" | "matching":
                await self._places()
            case _:
                self._picks(message)

    def _did(self, move: Move, value: str = "", place: int = 0) -> None:
        self._note(Act(self._who.id, self._item, move, value, place))

    def _taps(self, message: Message, data: str, move: Move, value: str = "", at: int = 0) -> None:
        for _ in range(1 + self._who.perhaps(DOUBLE)):
            self._did(move, value, at)
            self._who.taps(message, data)

    def _named(self, letter: str, more: str = "") -> str:
        return f"1{letter}:{self._question.id}:{self._question.turn}{more}"

    def _picks(self, message: Message) -> None:
        start = self._named("c")
        offered = [(label, data) for label, data in buttons(message) if data.startswith(start)]
        tries = 1 + self._who.perhaps(SECOND_THOUGHT)
        for label, data in self._who.dice.sample(offered, tries):
            self._taps(message, data, "answer", self._item.key(label))

    def _writes(self) -> None:
        dice, right = self._who.dice, self._item.right[0]
        if self._item.kind == "numeric":
            given = dice.choice((right, str(int(right) + 2), str(int(right) + 50)))
            if self._who.perhaps(NO_ANSWER):
                self._write("no idea")
        else:
            given = dice.choice((right, right.upper(), "something else"))
        for _ in range(1 + self._who.perhaps(SECOND_THOUGHT)):
            self._write(given)
            given = right

    def _write(self, text: str) -> None:
        self._did("answer", text)
        self._who.writes(text)

    async def _chooses(self) -> None:
        wanted = self._some_of(tuple(self._item.choices), 1)
        for key in wanted:
            message, _ = await self._sees(self._named("t", ":.*"))
            _, data = self._offered(message, self._named("t"), key)
            on = data.endswith(":1")
            self._taps(message, data, "on" if on else "off", key)
            if not self._who.perhaps(HASTE):
                turned = f"{data[:-1]}{int(not on)}"
                await self._sees(turned)
        await self._confirms()

    async def _places(self) -> None:
        wanted = list(self._some_of(tuple(self._item.choices), len(self._item.right)))
        place = 0
        while place < len(self._item.right):
            message, _ = await self._sees(self._named("p", f":{place}:.*"))
            _, data = self._offered(message, self._named("p", f":{place}"), wanted[place])
            self._taps(message, data, "put", wanted[place], place)
            place += 1
            if place > 1 and self._who.perhaps(UNDO):
                back = self._named("u", f":{place - 1}")
                message, _ = await self._sees(back)
                self._taps(message, back, "back", at=place - 1)
                place -= 1
        await self._confirms()

    async def _confirms(self) -> None:
        message, found = await self._sees(self._named("m"))
        self._taps(message, found[0], "confirm")

    async def _sees(self, pattern: str) -> tuple[Message, tuple[str, ...]]:
        """A message of this question with such a button: sometimes an older twin."""
        message, found = await self._who.sees(
            f"{pattern} of {self._item.set_id}-{self._item.number}",
            lambda: self._who.button(pattern),
        )
        return message, (found[0],)

    def _offered(self, message: Message, start: str, key: str) -> tuple[str, str]:
        return next(
            (label, data)
            for label, data in buttons(message)
            if data.startswith(f"{start}:") and self._item.key(label) == key
        )

    def _some_of(self, keys: Response, least: int) -> Response:
        """Often the right answer, else any."""
        if self._who.perhaps(0.4):
            return self._item.right
        most = least if self._item.kind != "multiple" else len(keys) - 1
        return tuple(self._who.dice.sample(keys, self._who.dice.randint(least, most)))
