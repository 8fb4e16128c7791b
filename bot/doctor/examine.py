"""All checks, in the order in which one would look."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from bot.doctor import files, machine
from bot.doctor.database import database
from bot.doctor.far import far
from bot.doctor.finding import Finding, ok, problem, warning
from bot.doctor.sets import sets
from bot.settings import Misconfigured, Settings
from bot.store.lock import in_use
from bot.telegram.redact import HIDDEN, redact

CHECK_ENVIRONMENT = "Correct its name, or remove it: deploy/quizbot.env.example has them all."


def examine(
    read: Callable[[], Settings],
    environment: Mapping[str, str],
    clock: Callable[[], datetime],
    *,
    deep: bool,
) -> list[Finding]:
    """Everything found; the token is in none of it. `deep` takes longer, with large files."""
    found = [machine.versions(), machine.texts(), *_unknown(environment)]
    try:
        settings = read()
    except Misconfigured as error:
        return [*found, problem("settings", str(error), "Put it right, then ask again.")]
    found += [ok("settings", "All can be read."), *_everything(settings, clock, deep=deep)]
    token = settings.token.get_secret_value()
    return [_without(token, each) for each in found]


def _everything(
    settings: Settings, clock: Callable[[], datetime], *, deep: bool
) -> Iterable[Finding]:
    path, now = settings.database, clock()
    yield machine.time_zone(settings, now)
    yield files.instance(settings)
    yield from asyncio.run(far(settings, clock, running=in_use(path)))
    yield from files.writable(settings)
    yield from files.private(settings)
    yield machine.disk(path.absolute().parent, path)
    yield from database(path, now, deep=deep)
    yield files.backups(settings, now)
    yield sets(settings)


def _unknown(environment: Mapping[str, str]) -> Iterator[Finding]:
    known = {f"QUIZBOT_{name.upper()}" for name in Settings.model_fields}
    for name in sorted(set(environment) - known):
        if name.startswith("QUIZBOT_"):
            yield warning("settings", f"There is no setting {name}.", CHECK_ENVIRONMENT)


def _without(token: str, finding: Finding) -> Finding:
    def clean(text: str) -> str:
        return redact(text.replace(token, HIDDEN) if token else text)

    return replace(finding, says=clean(finding.says), todo=clean(finding.todo))
