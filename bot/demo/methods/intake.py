"""Who the bot is, and how it hears of things."""

from __future__ import annotations

from typing import Any

from bot.demo.errors import conflict
from bot.demo.methods.common import Method
from bot.demo.params import Params
from bot.demo.updates import AT_ONCE
from bot.demo.world import World

LONGEST_POLL = 50  # seconds


async def get_me(world: World, params: Params) -> Any:
    return world.bot


async def get_updates(world: World, params: Params) -> Any:
    if world.webhook:
        raise conflict(
            "can't use getUpdates method while webhook is active;"
            " use deleteWebhook to delete the webhook first"
        )
    allowed = params.structure("allowed_updates", "allowed updates")
    if allowed is not None:
        world.updates.allow(allowed)
    limit = params.integer("limit", AT_ONCE)
    return await world.updates.poll(
        offset=params.integer("offset"),
        limit=limit if 1 <= limit <= AT_ONCE else AT_ONCE,
        seconds=min(max(params.integer("timeout"), 0), LONGEST_POLL),
    )


async def delete_webhook(world: World, params: Params) -> Any:
    world.webhook = ""
    if params.flag("drop_pending_updates"):
        world.updates.forget_all()
    return True


async def get_webhook_info(world: World, params: Params) -> Any:
    info = {
        "url": world.webhook,
        "has_custom_certificate": False,
        "pending_update_count": world.updates.pending,
    }
    allowed = world.updates.allowed
    return {**info, "allowed_updates": list(allowed)} if allowed else info


METHODS: dict[str, Method] = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
