"""Who the bot is, and how it hears of things."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from bot.demo.delivery import CONNECTIONS
from bot.demo.errors import bad_request, conflict
from bot.demo.methods.common import Method
from bot.demo.params import Params
from bot.demo.world import World

AT_ONCE = 100
LONGEST_POLL = 50  # seconds
MOST_CONNECTIONS = 100
_HERE = {("http", host) for host in ("127.0.0.1", "::1", "localhost")}
_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")


async def get_me(world: World, params: Params) -> Any:
    return {
        "can_join_groups": True,
        **world.bot,
        "can_read_all_group_messages": not world.privacy,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


async def get_updates(world: World, params: Params) -> Any:
    if world.webhook:
        raise conflict(
            "can't use getUpdates method while webhook is active;"
            " use deleteWebhook to delete the webhook first"
        )
    offset = params.integer("offset")
    limit = min(max(params.integer("limit", AT_ONCE), 1), AT_ONCE)
    seconds = min(max(params.integer("timeout"), 0), LONGEST_POLL)
    _allow(world, params)
    return await world.updates.poll(offset, limit, seconds)


def _allow(world: World, params: Params) -> None:
    """Remember the kinds of update asked for; without a list of names, nothing changes."""
    kinds = params.structure("allowed_updates", "allowed updates")
    if isinstance(kinds, list) and all(isinstance(kind, str) for kind in kinds):
        world.updates.allow({kind.lower() for kind in kinds})


async def set_webhook(world: World, params: Params) -> Any:
    url = params.text("url")
    if not url:
        return await delete_webhook(world, params)
    if not _may_be_called(url):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if not _SECRET.fullmatch(params.text("secret_token")):
        raise bad_request("secret token contains unallowed characters")
    world.updates.interrupt("setWebhook request")
    _drop_if_asked(world, params)
    _allow(world, params)
    connections = min(max(params.integer("max_connections", CONNECTIONS), 1), MOST_CONNECTIONS)
    world.webhook = {"url": url, "max_connections": connections}
    world.webhook_secret = params.text("secret_token")
    world.updates.ring()
    return True


def _may_be_called(url: str) -> bool:
    """Telegram takes https:// only. Here a bot on the same machine may also do without."""
    address = urlsplit(url)
    return address.scheme == "https" or (address.scheme, address.hostname) in _HERE


async def delete_webhook(world: World, params: Params) -> Any:
    world.webhook = {}
    _drop_if_asked(world, params)
    return True


def _drop_if_asked(world: World, params: Params) -> None:
    if params.flag("drop_pending_updates"):
        world.updates.forget_all()


async def get_webhook_info(world: World, params: Params) -> Any:
    info = {
        "url": "",
        **world.webhook,
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates.pending()),
    }
    allowed = world.updates.allowed
    return {**info, "allowed_updates": list(allowed)} if allowed else info


METHODS: dict[str, Method] = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
