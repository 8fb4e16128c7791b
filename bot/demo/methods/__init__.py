"""The Bot API's methods: each a function of the world and the request's parameters."""

from __future__ import annotations

from bot.demo.methods import intake, messages
from bot.demo.methods.common import Method

METHODS: dict[str, Method] = {**intake.METHODS, **messages.METHODS}
