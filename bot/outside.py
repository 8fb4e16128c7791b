"""The app's outer edge: the way to Telegram and back, the menus there, and who may look in.

What listens is imported where something is to: a tenth of the start, for what few need.
"""

from contextlib import AbstractAsyncContextManager, nullcontext

from telegram import Bot

from bot.screens import menu
from bot.screens.words import FALLBACK
from bot.settings import Misconfigured, Settings
from bot.telegram import commands
from bot.telegram.handlers import UPDATES
from bot.telegram.intake import Intake
from bot.telegram.polling import Polling
from bot.telegram.request import AiohttpRequest, ProxyUnsupported, bot_at
from bot.telegram.source import Pace, Source
from bot.telegram.waiting import Sleep
from bot.watch.health import Health
from bot.watch.metrics import Metrics


def bot_for(settings: Settings, metrics: Metrics, pace: Pace) -> Bot:
    """The way to Telegram, with every call counted. Raises Misconfigured."""
    try:
        request = AiohttpRequest(answered=metrics.called, read_timeout=pace.answer)
    except ProxyUnsupported as error:
        raise Misconfigured(str(error)) from None
    return bot_at(settings.api_url, settings.token.get_secret_value(), request)


def source_for(
    settings: Settings, bot: Bot, intake: Intake, metrics: Metrics, *, pace: Pace, sleep: Sleep
) -> Source:
    """Where updates come from: a webhook if an address is set, else polling."""
    if not settings.webhook_url:
        return Polling(bot, intake, allowed=UPDATES, pace=pace, sleep=sleep)
    from bot.telegram.webhook import Webhook

    return Webhook(
        bot,
        intake,
        allowed=UPDATES,
        url=settings.webhook_url,
        secret=settings.webhook_secret.get_secret_value(),
        listen=settings.webhook_listen,
        refused=metrics.refused,
        pace=pace,
        sleep=sleep,
    )


def status_page(
    settings: Settings, health: Health, metrics: Metrics
) -> AbstractAsyncContextManager[object]:
    """Health and numbers for those who watch the bot, as long as this lasts, if they are to."""
    if not settings.status_listen:
        return nullcontext()
    from bot.listening import listening
    from bot.watch.status import Status

    return listening(settings.status_listen, Status(health, metrics).answer)


def admin_menus() -> dict[str, commands.Commands]:
    """An administrator's menu in each language, and for all other languages the fallback's."""
    codes = {"": FALLBACK, **{code: code for code in menu.languages()}}
    return {code: menu.commands(language, menu.ADMIN) for code, language in codes.items()}


def profiles() -> list[commands.Profile]:
    """Each language's menus, and for all other languages those of the fallback."""
    return [_profile("", FALLBACK), *(_profile(code, code) for code in menu.languages())]


def _profile(code: str, language: str) -> commands.Profile:
    shown: dict[commands.Place, commands.Commands] = {
        "default": menu.commands(language, menu.PRIVATE),
        "private": menu.commands(language, menu.PRIVATE),
        "group": menu.commands(language, menu.GROUP),
    }
    return commands.Profile(code, shown, *menu.descriptions(language))
