"""The Bot API's methods: each a function of the world and a request's parameters."""

from __future__ import annotations

from bot.demo.methods import chats, editing, intake, polls, profile, sending
from bot.demo.methods.common import Method

METHODS: dict[str, Method] = {
    **intake.METHODS,
    **sending.METHODS,
    **editing.METHODS,
    **polls.METHODS,
    **profile.METHODS,
    **chats.METHODS,
}
