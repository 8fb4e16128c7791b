"""What the bot says of itself: commands per scope and language, names, descriptions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Command = dict[str, Any]
Scope = tuple[str | int, ...]  # ("default",), ("chat", 5), ("chat_member", -100, 5), …


@dataclass
class Localized:
    """A text by language; "" stands for every language that has none of its own."""

    fallback: str = ""
    texts: dict[str, str] = field(default_factory=dict)

    def get(self, language: str) -> str:
        return self.texts.get(language) or self.texts.get("") or self.fallback

    def set(self, language: str, text: str) -> None:
        self.texts[language] = text


@dataclass(frozen=True)
class Audience:
    """A person in a chat, as far as it matters for the commands that they see there."""

    person: int
    chat: int
    kind: str
    leads: bool  # administers the chat

    def scopes(self) -> list[Scope]:
        if self.kind == "private":
            return [("chat", self.chat), ("all_private_chats",), ("default",)]
        own: list[Scope] = [("chat_administrators", self.chat)] if self.leads else []
        wide: list[Scope] = [("all_chat_administrators",)] if self.leads else []
        one: Scope = ("chat_member", self.chat, self.person)
        return [one, *own, ("chat", self.chat), *wide, ("all_group_chats",), ("default",)]


@dataclass
class Profile:
    name: Localized
    description: Localized = field(default_factory=Localized)
    short_description: Localized = field(default_factory=Localized)
    commands: dict[tuple[Scope, str], list[Command]] = field(default_factory=dict)

    def menu(self, audience: Audience, language: str) -> list[Command]:
        """The commands that somebody sees in a chat: the first list there is, from the narrowest
        scope to the widest, in each the person's language before the general one."""
        scopes = audience.scopes()
        lists = (self.commands.get((scope, code)) for scope in scopes for code in (language, ""))
        return next((commands for commands in lists if commands), [])
