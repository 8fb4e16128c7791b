"""What Telegram's own menus say of the bot."""

from bot.screens.words import Words, languages

PRIVATE = (
    "quiz", "leaderboard", "stats", "settings", "stop", "help", "privacy", "mydata", "forget",
    "start",
)  # fmt: skip
ADMIN = ("admin", *PRIVATE)
GROUP = ("quiz", "leaderboard", "settings", "stop", "help")


def commands(language: str, names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Commands with what they do."""
    words = Words(language)
    return tuple((name, words.plain(f"command-{name}")) for name in names)


def descriptions(language: str) -> tuple[str, str]:
    """The bot's description, and the short one."""
    words = Words(language)
    return words.plain("description"), words.plain("short-description")


__all__ = ["ADMIN", "GROUP", "PRIVATE", "commands", "descriptions", "languages"]
