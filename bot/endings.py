"""How commands end: whatever ends one is told in one sentence, with a code of sysexits.h."""

import os
import sys
from collections.abc import Callable
from functools import wraps
from typing import NoReturn, ParamSpec

import click

from bot.settings import Misconfigured

Given = ParamSpec("Given")


def ending_well(command: Callable[Given, int | None]) -> Callable[Given, None]:
    """Whatever ends a command is told in one sentence and with a code of sysexits.h."""

    @wraps(command)
    def told(*args: Given.args, **kwargs: Given.kwargs) -> None:
        try:
            sys.exit(command(*args, **kwargs) or os.EX_OK)
        except KeyboardInterrupt:
            sys.exit(130)
        except Exception as error:
            for kind, (code, sentence) in _endings().items():
                if isinstance(error, kind):
                    end(code, sentence.format(error))
            raise

    return told


def end(code: int, sentence: str) -> NoReturn:
    """End the process with a sentence for whoever started it."""
    click.echo(f"quizbot: {sentence}", err=True)
    sys.exit(code)


def _endings() -> dict[type[Exception], tuple[int, str]]:
    """Each error that commands end with: its code, and its sentence around what it says."""
    # Imported only now: most commands need none of these rooms.
    from telegram.error import Conflict

    from bot.listening import CannotListen
    from bot.store.backup import BackupFailed
    from bot.store.database import DatabaseFailed
    from bot.store.inspection import DatabaseUnusable
    from bot.store.lock import DatabaseInUse
    from bot.store.restore import NotRestorable, RestoreFailed
    from bot.telegram.source import TokenRejected
    from bot.telegram.webhook import WebhookRefused

    return {
        Misconfigured: (os.EX_CONFIG, "{}"),
        DatabaseUnusable: (os.EX_CONFIG, "{}"),
        TokenRejected: (
            os.EX_CONFIG,
            "Telegram does not know this token. Ask @BotFather for the right one.",
        ),
        Conflict: (
            os.EX_TEMPFAIL,
            "Another program keeps fetching this bot's updates. Stop it, then start again.",
        ),
        # These two need not be for good: a name or an address may be there a little later.
        WebhookRefused: (
            os.EX_TEMPFAIL,
            "Telegram does not accept QUIZBOT_WEBHOOK_URL ({}). Check it; to poll, leave it empty.",
        ),
        CannotListen: (
            os.EX_TEMPFAIL,
            "Nobody can listen at {}. Change QUIZBOT_WEBHOOK_LISTEN or QUIZBOT_STATUS_LISTEN.",
        ),
        DatabaseInUse: (os.EX_TEMPFAIL, "The bot is using {}. Stop it first."),
        NotRestorable: (os.EX_DATAERR, "{}"),
        BackupFailed: (os.EX_IOERR, "{}"),
        RestoreFailed: (os.EX_IOERR, "{}"),
        DatabaseFailed: (
            os.EX_IOERR,
            "The database failed ({}). Check disk and file; nothing is lost.",
        ),
    }
