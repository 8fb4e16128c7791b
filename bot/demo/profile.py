"""What the bot says of itself: commands per scope and language, names, descriptions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

Command = dict[str, Any]
Scope = tuple[str | int, ...]  # ("default",), ("chat", 5), ("chat_member", -100, 5), …


@dataclass
class Profile:
    """Texts and command lists by language code, "" being every language without its own."""

    name: str
    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[Scope, str], list[Command]] = field(default_factory=dict)

    def menu(self, chat_id: int, private: bool, language: str) -> list[Command]:
        """The commands somebody sees in a chat: the first list found, narrow scopes before wide ones."""
        scopes: Sequence[Scope] = (
            ("chat", chat_id),
            ("all_private_chats",) if private else ("all_group_chats",),
            ("default",),
        )
        lists = (self.commands.get((scope, lc)) for scope in scopes for lc in (language, ""))
        return next((commands for commands in lists if commands), [])


def localized(texts: dict[str, str], language: str, otherwise: str = "") -> str:
    return texts.get(language) or texts.get("") or otherwise
