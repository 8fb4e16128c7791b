"""Telegram's side: the token, the bot's rights, the webhook, and the time there."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from telegram import User, WebhookInfo
from telegram.error import InvalidToken, TelegramError

from bot.doctor.finding import Finding, ok, problem, warning
from bot.settings import ASK_BOTFATHER, Settings
from bot.telegram.handlers import UPDATES
from bot.telegram.request import AiohttpRequest, ProxyUnsupported, bot_at

SKEW = timedelta(seconds=30)
RECENT = timedelta(hours=1)
MANY = 1000  # updates
RESTART = "Restart the bot: it sets this right."


async def far(settings: Settings, clock: Callable[[], datetime], *, running: bool) -> list[Finding]:
    """All that Telegram tells about the bot; only asks, changes nothing."""
    token = settings.token.get_secret_value()
    if not token:
        return [problem("token", "There is none.", ASK_BOTFATHER)]
    try:
        request = AiohttpRequest()
        bot = bot_at(settings.api_url, token, request)
    except ProxyUnsupported as error:
        return [problem("Telegram", str(error), "Set another proxy, or none.")]
    try:
        async with bot:
            now = clock()
            return [
                ok("token", f"It is @{bot.username}'s."),
                *_rights(bot.bot),
                *_clock(request.date, now),
                *_webhook(await bot.get_webhook_info(), settings, now, running=running),
            ]
    except InvalidToken:
        return [problem("token", "Telegram does not know it.", "Ask @BotFather for the right one.")]
    except (TelegramError, KeyError) as error:
        return [
            problem(
                "Telegram",
                f"{settings.api_url} cannot be reached ({error}); the token could not be tried.",
                "Check network, proxy and firewall, and QUIZBOT_API_URL if you have set it.",
            )
        ]


def _rights(me: User) -> Iterator[Finding]:
    if not me.can_join_groups:
        yield warning(
            "rights",
            "The bot cannot be added to groups.",
            "To play there, allow it: @BotFather, /setjoingroups.",
        )
    if me.can_read_all_group_messages:
        yield warning(
            "rights",
            "Privacy mode is off: the bot is sent everything said in its groups, and needs none.",
            "Turn it on: @BotFather, /setprivacy.",
        )
    if me.can_join_groups and not me.can_read_all_group_messages:
        yield ok("rights", "It can be added to groups, and privacy mode is on.")


def _clock(date: str, now: datetime) -> Iterator[Finding]:
    """The answer's date has whole seconds, and took a moment to come."""
    try:
        skew = now - parsedate_to_datetime(date).astimezone(UTC)
    except ValueError:
        return
    if abs(skew) > SKEW:
        late = "ahead of" if skew > timedelta(0) else "behind"
        yield problem(
            "clock",
            f"This machine's clock is {abs(skew).total_seconds():.0f} s {late} Telegram's.",
            "Have it set by the network: timedatectl set-ntp true",
        )
    else:
        yield ok("clock", "This machine's clock agrees with Telegram's.")


def _webhook(
    info: WebhookInfo, settings: Settings, now: datetime, *, running: bool
) -> Iterator[Finding]:
    way = "by webhook" if settings.webhook_url else "by polling"
    if info.url != settings.webhook_url:
        # A bot that starts sets it right; one that runs gets nothing.
        say = problem if running else warning
        known = f"the webhook {info.url}" if info.url else "no webhook"
        yield say("updates", f"They are to come {way}, but Telegram has {known}.", RESTART)
    else:
        yield ok("updates", f"They come {way}.")
        yield from _delivery(info, now)
    if info.pending_update_count > MANY:
        yield warning(
            "updates",
            f"{info.pending_update_count} wait at Telegram.",
            "Start the bot, or see in its log what holds it up.",
        )


def _delivery(info: WebhookInfo, now: datetime) -> Iterator[Finding]:
    failed = info.last_error_date
    if failed and now - failed < RECENT:
        yield warning(
            "updates",
            f"At {failed:%H:%M} UTC Telegram could not deliver: {info.last_error_message}.",
            "Check the proxy before the bot, its certificate, and that the bot runs.",
        )
    if info.url and set(info.allowed_updates) != set(UPDATES):
        yield warning("updates", "The webhook asks for other kinds than the bot needs.", RESTART)
