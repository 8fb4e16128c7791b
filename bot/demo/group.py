"""Groups and supergroups: who is in them as what, and their topics."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.demo.members import Membership
from bot.demo.world import Chat, Json, quoted

ANONYMOUS: Json = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}
CHANNEL: Json = {
    "id": 136817688,
    "is_bot": True,
    "first_name": "Channel",
    "username": "Channel_Bot",
}


class NoSuchTopic(LookupError):
    """A message was meant for a topic that the group does not have."""


@dataclass
class Topic:
    title: str
    root: Json  # the service message that opened it; its number is the topic's
    is_closed: bool = False

    @property
    def id(self) -> int:
        return int(self.root["message_id"])

    def shown(self) -> Json:
        return {"message_thread_id": self.id, "title": self.title, "closed": self.is_closed}


@dataclass
class Group(Chat):
    """`members` are those who are inside, the bot among them."""

    creator: int = 0
    roles: dict[int, Membership] = field(default_factory=dict)  # of all who ever were inside
    topics: dict[int, Topic] = field(default_factory=dict)
    moved_to: int = 0  # the supergroup that this group has become
    is_deleted: bool = False

    @property
    def is_forum(self) -> bool:
        return bool(self.shown.get("is_forum"))

    def role(self, number: int) -> Membership:
        return self.roles.get(number, Membership())

    def put(self, number: int, role: Membership) -> None:
        self.roles[number] = role
        (self.members.add if role.is_inside else self.members.discard)(number)

    def is_led_by(self, number: int) -> bool:
        return self.role(number).is_administrator

    def placing(self, thread: int, answered: Json | None) -> Json:
        """Where a new message stands: its topic or thread, and what it answers.

        In a topic, a message that answers no other answers the one that opened the topic. In a
        supergroup without topics only answers have a thread, and nobody can write into it by its
        number. Raises NoSuchTopic.
        """
        if thread and thread not in self.topics:
            raise NoSuchTopic
        if answered and not thread:
            thread = int(answered.get("message_thread_id", 0))
        reply = {"reply_to_message": quoted(answered)} if answered else {}
        if thread in self.topics:
            opened = {"reply_to_message": quoted(self.topics[thread].root)}
            return {"message_thread_id": thread, "is_topic_message": True, **opened, **reply}
        if answered and self.kind == "supergroup" and not self.is_forum:
            return {"message_thread_id": thread or answered["message_id"], **reply}
        return reply

    def is_shut(self, number: int, placing: Json) -> bool:
        """Whether the topic of a new message is closed to this member."""
        topic = self.topics.get(placing.get("message_thread_id", 0))
        return bool(topic and topic.is_closed and not self.is_led_by(number))
