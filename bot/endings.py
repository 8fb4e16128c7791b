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
        from telegram.error import Conflict

        from bot.store.backup import BackupFailed
        from bot.store.database import DatabaseFailed
        from bot.store.inspection import DatabaseUnusable
        from bot.store.lock import DatabaseInUse
        from bot.store.restore import NotRestorable, RestoreFailed
        from bot.telegram.source import TokenRejected

        try:
            sys.exit(command(*args, **kwargs) or os.EX_OK)
        except (Misconfigured, DatabaseUnusable) as error:
            end(os.EX_CONFIG, str(error))
        except TokenRejected:
            end(
                os.EX_CONFIG, "Telegram does not know this token. Ask @BotFather for the right one."
            )
        except Conflict:
            end(
                os.EX_TEMPFAIL,
                "Another program keeps fetching this bot's updates. Stop it, then start again.",
            )
        except NotRestorable as error:
            end(os.EX_DATAERR, str(error))
        except DatabaseInUse as error:
            end(os.EX_TEMPFAIL, f"The bot is using {error}. Stop it first.")
        except (BackupFailed, RestoreFailed) as error:
            end(os.EX_IOERR, str(error))
        except DatabaseFailed as error:
            end(
                os.EX_IOERR, f"The database failed ({error}). Check disk and file; nothing is lost."
            )
        except KeyboardInterrupt:
            sys.exit(130)

    return told


def end(code: int, sentence: str) -> NoReturn:
    """End the process with a sentence for whoever started it."""
    click.echo(f"quizbot: {sentence}", err=True)
    sys.exit(code)
