"""What a plain text means: an answer, a sentence for a report, a message to all, or nothing."""

from sqlite3 import Connection
from typing import Any

from bot.play.announcements import AWAITED, Announcements
from bot.play.desk import Desk, Person
from bot.play.group_outcomes import Aired, Place, PrivateItem, TooLate
from bot.play.outcomes import Nothing, Pointer, ReportThanks, Told, UseButtons
from bot.play.private_items import PrivateItems
from bot.play.profile import add_to_report, was_reported
from bot.play.solo import Solo
from bot.store import players
from bot.store.players import Player

TYPED = ("short", "numeric")


class Words:
    """Takes in plain texts."""

    def __init__(
        self, desk: Desk, solo: Solo, private: PrivateItems, announcements: Announcements
    ) -> None:
        self._desk = desk
        self._solo = solo
        self._private = private
        self._announcements = announcements

    async def said(self, person: Person, message_id: int, text: str) -> Told | Aired:
        """Take a text in. Telegram may deliver it twice: its message id makes it count once."""

        def deed(c: Connection, who: Player) -> Any:
            if not players.take_text(c, who.id, message_id):
                return self._told_again(c, who, message_id, text)
            if "round" in (who.awaiting or {}):
                return self._private.typed(c, who, text, f"text-{message_id}")
            if AWAITED in (who.awaiting or {}):
                return self._announcements.written(c, who, text, message_id)
            if who.awaiting:
                return add_to_report(c, who, text)
            return self._answer(c, who, text)

        told = await self._desk.serve(person, deed)
        if isinstance(told.outcome, PrivateItem | TooLate):
            return Aired(Place(person.id), told.language, told.outcome)
        return told

    def _told_again(self, c: Connection, who: Player, message_id: int, text: str) -> Any:
        """What a text came to that was taken in before: it may not have been said."""
        if preview := self._announcements.shown_again(c, who, message_id):
            return preview
        if "round" in (who.awaiting or {}):
            return self._private.told_again(c, who, text)
        if marked := self._solo.retold(c, who, text):
            return marked
        if was_reported(c, who, text):
            return ReportThanks(words=True)
        return self._answer(c, who, text, again=True)

    def _answer(self, c: Connection, who: Player, text: str, *, again: bool = False) -> Any:
        saved = self._solo.find(c, who, who.focus)
        if saved is None or saved.state.current is None:
            return Pointer()
        if saved.asked_turn != saved.state.turn:
            return Pointer()
        if saved.state.items[saved.state.current].body.type not in TYPED:
            return UseButtons(saved)
        if again:
            return self._solo.refused(saved, text) or Nothing()
        return self._solo.typed(c, who, saved, text)
