"""Polls: what the bot that sent one is told, and what each person's app shows of it."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass
class Poll:
    """Votes are the numbers of options in the order in which the bot gave them."""

    id: str
    question: Json  # of the Bot API's Poll, the fields that hold the question
    options: Sequence[Json]  # of PollOption, all fields but voter_count
    kind: str = "regular"
    is_anonymous: bool = True
    allows_multiple_answers: bool = False
    allows_revoting: bool = True
    shuffles: bool = False
    hides_results: bool = False
    correct: Sequence[int] = ()
    explanation: Json = field(default_factory=dict)
    description: Json = field(default_factory=dict)
    open_period: int = 0
    close_date: int = 0  # 0: only the bot closes it
    is_closed: bool = False
    chat_id: int = 0
    message_id: int = 0
    votes: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def told(self) -> Json:
        """The Bot API's Poll for the bot: with all counts and the solution."""
        return self._shown(range(len(self.options)), counts=True, solution=True)

    def in_message(self) -> Json:
        """The same inside a message, where alone a poll has its description."""
        return {**self.told(), **self.description}

    def seen_by(self, person: int) -> Json:
        """The poll in this person's app: options in the order shown to them, results and solution
        only once they may know, and besides the Bot API's fields `chosen`, the positions they
        voted for, and `results_shown`."""
        order = self.order_for(person)
        chosen = self.votes.get(person, ())
        open_to_them = self.is_closed or (bool(chosen) and not self.hides_results)
        return {
            **self._shown(order, counts=open_to_them, solution=open_to_them),
            **self.description,
            "chosen": sorted(order.index(option) for option in chosen),
            "results_shown": open_to_them,
        }

    def order_for(self, person: int) -> list[int]:
        """The options in the order in which this person's app shows them, always the same."""

        def place(option: int) -> int:
            return zlib.crc32(f"{person} {self.id} {option}".encode())

        numbers = range(len(self.options))
        return sorted(numbers, key=place) if self.shuffles else list(numbers)

    def _shown(self, order: Sequence[int], *, counts: bool, solution: bool) -> Json:
        votes = Counter(option for chosen in self.votes.values() for option in chosen)
        options = [
            {**self.options[number], "voter_count": votes[number] if counts else 0}
            for number in order
        ]
        return {
            "id": self.id,
            **self.question,
            "options": options,
            "total_voter_count": len(self.votes),
            "is_closed": self.is_closed,
            "is_anonymous": self.is_anonymous,
            "type": self.kind,
            "allows_multiple_answers": self.allows_multiple_answers,
            "allows_revoting": self.allows_revoting,
            "members_only": False,
            **(self._solution(order) if solution and self.kind == "quiz" else {}),
            **(self._ending() if self.close_date and not self.is_closed else {}),
        }

    def _solution(self, order: Sequence[int]) -> Json:
        correct = [place for place, number in enumerate(order) if number in self.correct]
        return {"correct_option_ids": correct, **self.explanation}

    def _ending(self) -> Json:
        return {"open_period": self.open_period, "close_date": self.close_date}
