"""People who write or tap one thing at a time, and how long each waits for all of the answer."""

import json
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

# An update without its number, and the calls that together answer it.
Asked = tuple[bytes, frozenset[str]]

SENT = frozenset({"sendMessage"})
QUESTION = frozenset({"answerCallbackQuery", "sendMessage"})
FEEDBACK = frozenset({"answerCallbackQuery", "editMessageText"})

FIRST_ID = 5_000_000_000
BOT = b'{"id":1,"is_bot":true,"first_name":"Bench","username":"bench_bot"}'
DATE = 1_795_000_000
# As many as a message of the quiz has.
ENTITIES = b'[{"offset":0,"length":9,"type":"bold"},{"offset":10,"length":20,"type":"italic"}]'


@dataclass(slots=True)
class Person:
    """`question`: a question with buttons is in front of them, `button` the first of these."""

    id: int
    language: bytes
    steps: int = 0
    message_id: int = 0
    shown: bytes = b""  # the last message of the bot, as JSON
    button: str = ""
    question: bool = False
    owed: frozenset[str] = frozenset()
    tapped_at: float = 0.0
    sent_at: float = 0.0  # when the bot was told

    def writes(self, text: str) -> Asked:
        self.steps += 1
        self.message_id += 1
        command = b""
        if text.startswith("/"):
            length = len(text.split(maxsplit=1)[0])
            command = b',"entities":[{"offset":0,"length":%d,"type":"bot_command"}]' % length
        update = b'"message":{"message_id":%d,"from":%s,"chat":%s,"date":%d,"text":%s%s}'
        written = json.dumps(text).encode()
        return update % (self.message_id, self._user, self._chat, DATE, written, command), SENT

    def taps(self) -> Asked:
        """The first button: the first choice, or on to the next question."""
        self.steps += 1
        wanted = FEEDBACK if self.question else QUESTION
        update = (
            b'"callback_query":{"id":"%d","from":%s,"message":%s,"chat_instance":"1","data":%s}'
        )
        data = json.dumps(self.button).encode()
        return update % (query_of(self), self._user, self.shown, data), wanted

    def sees(self, text: str, markup: object, *, new: bool) -> None:
        """Look at what the bot has sent, or turned its message into."""
        self.message_id += new
        keyboard = json.dumps(markup).encode()
        message = b'{"message_id":%d,"from":%s,"chat":%s,"date":%d,"text":%s,"entities":%s,%s}'
        about = (self.message_id, BOT, self._chat, DATE, json.dumps(text).encode(), ENTITIES)
        self.shown = message % (*about, b'"reply_markup":' + keyboard)
        rows = markup["inline_keyboard"] if isinstance(markup, dict) else ()
        self.button = rows[0][0].get("callback_data", "") if rows else ""
        # Questions are sent and feedbacks are edits; what is sent first is the card of the set.
        self.question = new and self.steps > 1

    @property
    def _user(self) -> bytes:
        user = b'{"id":%d,"is_bot":false,"first_name":"Person %d","language_code":"%s"}'
        return user % (self.id, self.id - FIRST_ID, self.language)

    @property
    def _chat(self) -> bytes:
        chat = b'{"id":%d,"first_name":"Person %d","type":"private"}'
        return chat % (self.id, self.id - FIRST_ID)


def query_of(person: Person) -> int:
    return person.id * 1000 + person.steps


class Crowd:
    """Everybody who can be met, half of them Italian."""

    def __init__(self, size: int) -> None:
        self.people = [Person(FIRST_ID + n, (b"it", b"en")[n % 2]) for n in range(size)]
        self._load: Load | None = None

    def person(self, number: int) -> Person:
        return self.people[number - FIRST_ID]

    def plays(self, load: "Load | None") -> None:
        """From now on it is this load that is told who was answered."""
        self._load = load
        for person in self.people:
            person.owed = frozenset()

    def called(self, method: str, person: Person) -> None:
        """The bot has made this call about this person."""
        if method in person.owed:
            person.owed -= {method}
            if not person.owed and self._load:
                self._load.answered(person)


class Load:
    """Has people do one thing after another: whoever is ready does what `act` says.

    `post` queues an update for the bot. `took` tells, for each that was answered, the seconds
    since the bot was told, and since they did it.
    """

    def __init__(
        self,
        ready: Iterable[Person],
        act: Callable[[Person], Asked],
        post: Callable[[bytes, Person], None],
        *,
        again: bool,
    ) -> None:
        self._ready = deque(ready)
        self._act = act
        self._post = post
        self._again = again
        self.took: list[tuple[float, float]] = []
        self.waiting = 0
        self.closed = False  # whenever somebody is answered, the next one acts

    def one(self) -> bool:
        """Have the next person act; False if nobody is ready."""
        if not self._ready:
            return False
        person = self._ready.popleft()
        update, person.owed = self._act(person)
        person.tapped_at = time.perf_counter()
        self.waiting += 1
        self._post(update, person)
        return True

    def answered(self, person: Person) -> None:
        now = time.perf_counter()
        self.took.append((now - person.sent_at, now - person.tapped_at))
        self.waiting -= 1
        if self._again:
            self._ready.append(person)
        if self.closed:
            self.one()
