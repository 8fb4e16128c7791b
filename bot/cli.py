"""Commands for whoever runs the bot or writes its questions: one short function each."""

import asyncio
import gc
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from bot import __version__, settings
from bot.endings import Given, end, ending_well
from bot.settings import Misconfigured

# The sets that come with an installed bot; in a checkout they lie beside the package.
OWN_SETS = (Path(__file__).parent / "_questions", Path(__file__).parents[1] / "questions")
SETTINGS = (
    click.option("--database", type=click.Path(path_type=Path), help="The file scores live in."),
    click.option("--questions", type=click.Path(path_type=Path), help="The question folder."),
    click.option("--timezone", help="Where days begin, such as Europe/Rome."),
    click.option("--admins", help="User ids of administrators, parted by commas."),
)


def with_settings(command: Callable[Given, Any]) -> Callable[Given, Any]:
    """Give a command the flags that every setting of its kind has."""
    for option in reversed(SETTINGS):
        command = option(command)
    return command


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="quizbot")
def main() -> None:
    """A quiz bot for Telegram: question sets in YAML, scores in SQLite."""


@main.command()
@with_settings
@ending_well
def run(**flags: Any) -> None:
    """Serve Telegram. The token comes from QUIZBOT_TOKEN, QUIZBOT_TOKEN_FILE or a .env file."""
    # Nothing that is imported becomes garbage; `process` has it looked for again.
    gc.disable()
    from bot import process

    process.run(settings.read(**flags))


@main.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0: any that is free.")
@click.option("--database", type=click.Path(path_type=Path), help="Default: a temporary one.")
@click.option("--browser/--no-browser", default=True, help="Open the chat page.")
@ending_well
def demo(folder: Path | None, port: int, database: Path | None, browser: bool) -> int:
    """Try the bot on a local chat page: no account, no token, no internet.

    With FOLDER it serves your own sets, and takes them in anew whenever a file is saved.
    """
    from bot.demo.runner import Demo

    shown = Demo(folder or _own_sets(), port=port, database=database, browser=browser)
    return asyncio.run(shown.run())


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text")
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings too.")
@click.option("--database", type=click.Path(path_type=Path), help="Also hold it against answers.")
@ending_well
def check(paths: tuple[Path, ...], form: Any, strict: bool, database: Path | None) -> int:
    """Tell everything that is wrong with question sets: folders or files, ./questions if none."""
    from bot.content import catalog, report

    try:
        found = catalog.load(*(paths or (_own_sets(Path("questions")),)))
    except catalog.FolderUnreadable as error:
        raise Misconfigured(str(error)) from None
    if database:
        from bot.backstage import with_answers

        found = with_answers(found, database)
    click.echo(report.render(found, form).rstrip("\n"))
    return report.exit_code(found, strict)


@main.command()
@click.option("--database", type=click.Path(path_type=Path), help="The file scores live in.")
@ending_well
def reports(database: Path | None) -> None:
    """Read what people found wrong with questions."""
    from bot.backstage import report_lines

    for line in report_lines(settings.read(database=database).database):
        click.echo(line)


@main.command()
@with_settings
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--deep", is_flag=True, help="Compare every index of the database with its table.")
@click.option("--repair-boards", is_flag=True, help="First count the leaderboards anew.")
@ending_well
def doctor(form: Any, deep: bool, repair_boards: bool, **flags: Any) -> int:
    """Look at everything the bot needs, also while it runs, and say what to do. Changes nothing.

    Exits with 1 if there is a problem. --repair-boards, for a stopped bot, is what the doctor asks
    for if the leaderboards do not agree with the answers.
    """
    from bot import backstage
    from bot.doctor import render
    from bot.doctor.examine import examine

    if repair_boards:
        click.echo(backstage.repair_boards(settings.read(**flags)), err=True)
    found = examine(
        lambda: settings.read(**flags), os.environ, lambda: datetime.now(UTC), deep=deep
    )
    click.echo(render.render(found, form))
    return render.exit_code(found)


@main.command()
@click.argument("dest", required=False, type=click.Path(path_type=Path))
@click.option("--database", type=click.Path(path_type=Path), help="The file scores live in.")
@ending_well
def backup(dest: Path | None, database: Path | None) -> None:
    """Copy the scores, also while the bot runs, and verify the copy.

    DEST is a folder, where the newest copies are kept (QUIZBOT_BACKUPS by default), or a new file.
    """
    from bot.backstage import back_up

    click.echo(back_up(settings.read(database=database), dest, datetime.now(UTC)))


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--database", type=click.Path(path_type=Path), help="The file scores live in.")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@ending_well
def restore(file: Path, database: Path | None, yes: bool) -> None:
    """Put the backup FILE in the place of the scores, while the bot does not run.

    What was there is kept beside, under another name.
    """
    from bot.backstage import put_back

    if not yes and not sys.stdin.isatty():
        end(os.EX_USAGE, "Nobody can be asked here. To restore without being asked, add --yes.")
    chosen = settings.read(database=database)
    click.echo(put_back(chosen, file, datetime.now(UTC), lambda text: yes or click.confirm(text)))


def _own_sets(first: Path | None = None) -> Path:
    """`first` if it is there, else the sets that come with the bot."""
    candidates = (first, *OWN_SETS) if first else OWN_SETS
    return next((path for path in candidates if path.is_dir()), candidates[0])
