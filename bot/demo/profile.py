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


@dataclass
class Profile:
    name: Localized
    description: Localized = field(default_factory=Localized)
    short_description: Localized = field(default_factory=Localized)
    commands: dict[tuple[Scope, str], list[Command]] = field(default_factory=dict)

    def menu(self, chat_id: int, kind: str, language: str) -> list[Command]:
        """The commands that somebody sees in a chat of this kind: the first list there is, from the
        narrowest scope to the widest, in each the person's language before the general one."""
        wide = "all_private_chats" if kind == "private" else "all_group_chats"
        scopes: tuple[Scope, ...] = (("chat", chat_id), (wide,), ("default",))
        lists = (self.commands.get((scope, code)) for scope in scopes for code in (language, ""))
        return next((commands for commands in lists if commands), [])
