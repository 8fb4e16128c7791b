"""What the doctor says of a healthy bot, and of each thing that can be wrong with one."""

import asyncio
import json
import os
import sqlite3
import subprocess
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random

import pytest

from bot.doctor.examine import examine
from bot.doctor.finding import Finding
from bot.doctor.render import exit_code
from bot.store import backup
from bot.store.database import Database
from bot.store.migrate import migrate, newest_version, steps

WRONG_TOKEN = "7654321:this-one-is-not-known-to-anybody"
UNREACHABLE = {"QUIZBOT_API_URL": "http://127.0.0.1:9"}
SOON = datetime(2026, 11, 22, 19, 5, tzinfo=UTC)


@pytest.fixture
def doctor(town):
    """Asks the doctor: its exit code and what it found."""

    async def ask(*, deep=False, late=timedelta(0), **settings):
        chosen = partial(town.settings, **settings)
        found = await asyncio.to_thread(
            examine, chosen, {}, lambda: datetime.now(UTC) + late, deep=deep
        )
        return exit_code(found), found

    return ask


@pytest.fixture
def the_command(a_process):
    """The same by the command, as a process of its own."""

    async def ask(*flags, **environment):
        process = await a_process("doctor", "--format", "json", *flags, **environment)
        code = await process.ends()
        return code, [Finding(**each) for each in json.loads(process.said)["findings"]]

    return ask


@pytest.fixture
async def tidy(town):
    """All is well, and the bot does not run."""
    town.serves("kitchen/tea")
    await (await Database.open(town.database)).close()
    town.database.chmod(0o600)
    backup.keep(town.database, town.folder / "backups", 7, SOON)
    return town


def bad(findings):
    """What is worse than a note, by level."""
    return {(f.about, f.level) for f in findings if f.level in ("warning", "problem")}


def said(findings, level):
    return [f"{f.says} {f.todo}" for f in findings if f.level == level]


def changed(town, *statements):
    with closing(sqlite3.connect(town.database, isolation_level=None)) as file:
        for statement in statements:
            file.execute(statement)


def lying_there(town):
    return {path: path.read_bytes() for path in town.folder.rglob("*") if path.is_file()}


# --- when all is well


async def test_a_bot_that_does_not_run_has_nothing_wrong_and_nothing_is_written(tidy, the_command):
    before = lying_there(tidy)
    code, findings = await the_command("--deep")
    assert (code, bad(findings)) == (0, set())
    assert "It is not running. " in said(findings, "note")
    assert lying_there(tidy) == before


async def test_a_running_bot_has_nothing_wrong_and_goes_on(tidy, the_command, a_process, ben):
    tidy.bot = await a_process()
    await tidy.bot.says("Serving")
    await ben.sends("/start set-tea")
    await ben.taps("Start", "Camellia")
    before = set(lying_there(tidy))
    code, findings = await the_command("--deep")
    assert (code, bad(findings)) == (0, set())
    assert "It is running. " in said(findings, "note")
    assert any("1 player, 1 attempt and 1 answer" in each for each in said(findings, "ok"))
    assert set(lying_there(tidy)) == before
    await ben.taps("Next", "Air", "Next", "Hot", "See your result")
    ben.sees("3 of 3 points")


async def test_the_table_says_each_level_in_words(tidy, a_process):
    process = await a_process("doctor", QUIZBOT_TOKEN="")
    assert await process.ends() == 1
    lines = process.said.splitlines()
    assert lines[-1] == "1 problem, 0 warnings."
    (row,) = [number for number, line in enumerate(lines) if line.startswith("✗ problem  token")]
    assert "@BotFather" in lines[row + 1]
    assert any(line.startswith("✓ ok       database") for line in lines)


async def test_before_the_first_start_there_is_nothing_wrong_either(town, doctor):
    town.serves("kitchen/tea")
    code, findings = await doctor()
    assert (code, bad(findings)) == (0, {("backups", "warning")})
    assert any("first start makes it" in each for each in said(findings, "note"))
    assert [path.name for path in town.folder.iterdir()] == ["questions"]


async def test_traces_that_should_be_gone_long_since_are_told(tidy, doctor):
    now = datetime.now(UTC).isoformat()
    changed(tidy, f"INSERT INTO traces (place, since) VALUES ('file', '{now}'), ('log', '{now}')")
    backup.keep(tidy.database, tidy.folder / "backups", 7, datetime.now(UTC))
    _, findings = await doctor(late=timedelta(days=1, hours=23))
    assert ("traces", "warning") not in bad(findings)
    _, findings = await doctor(late=timedelta(days=2, hours=1))
    assert ("traces", "warning") in bad(findings)
    assert any("by /forget" in each and "2 days" in each for each in said(findings, "warning"))
    assert any("Litestream" in each for each in said(findings, "note"))


# --- Telegram


async def test_a_rejected_token_is_told_from_a_network_that_is_down(tidy, the_command):
    (_, rejected), (_, down) = await asyncio.gather(
        the_command(QUIZBOT_TOKEN="7654321:this-one-is-not-known-to-anybody"),
        the_command(**UNREACHABLE),
    )
    assert bad(rejected) == {("token", "problem")}
    assert "does not know it" in said(rejected, "problem")[0]
    assert "this-one-is-not" not in str(rejected)
    assert bad(down) == {("Telegram", "problem")}
    assert "127.0.0.1:9 cannot be reached" in said(down, "problem")[0]


async def test_a_webhook_where_updates_are_to_be_polled(tidy, doctor, a_process):
    tidy.far.world.webhook = {"url": f"https://example.org/{tidy.far.token}"}
    code, findings = await doctor()
    assert (code, bad(findings)) == (0, {("updates", "warning")})
    tidy.far.world.webhook = {}
    bot = await a_process()
    await bot.says("Serving")
    tidy.far.world.webhook = {"url": "https://example.org/hook"}
    code, findings = await doctor()
    assert (code, bad(findings)) == (1, {("updates", "problem")})
    assert "https://example.org/hook. Restart" in said(findings, "problem")[0]
    tidy.far.world.webhook = {}


async def test_a_webhook_that_fails(tidy, doctor):
    url = "https://quiz.example.org/hook"
    tidy.far.world.webhook = {
        "url": url,
        "last_error_date": int(time.time()) - 60,
        "last_error_message": "Connection\nrefused",
    }
    tidy.far.world.updates.allow({"message"})
    code, findings = await doctor(webhook_url=url, webhook_secret="a-secret-of-length-24-xx")
    assert (code, bad(findings)) == (0, {("updates", "warning")})
    failed, kinds = said(findings, "warning")
    assert "Connection" in failed
    assert "proxy" in failed
    assert "other kinds" in kinds


async def test_rights_that_are_wrong_in_groups(tidy, doctor):
    tidy.far.world.privacy = False
    tidy.far.world.bot["can_join_groups"] = False
    code, findings = await doctor()
    assert (code, bad(findings)) == (0, {("rights", "warning")})
    cannot_join, sees_all = said(findings, "warning")
    assert "/setjoingroups" in cannot_join
    assert "/setprivacy" in sees_all


@pytest.mark.parametrize("seconds, level", [(60, "problem"), (-60, "problem"), (20, "ok")])
async def test_a_clock_that_is_wrong(tidy, doctor, seconds, level):
    _, findings = await doctor(late=timedelta(seconds=seconds))
    (about,) = [each for each in findings if each.about == "clock"]
    assert about.level == level
    assert ("ahead of" in about.says) == (seconds == 60)


# --- settings and files


async def test_settings(tidy, the_command):
    (wrong, found), (unknown, warned) = await asyncio.gather(
        the_command(QUIZBOT_TIMEZONE="Atlantis/Centre"), the_command(QUIZBOT_TIMEZON="Europe/Rome")
    )
    assert (wrong, bad(found)) == (1, {("settings", "problem")})
    assert "Europe/Rome" in said(found, "problem")[0]
    assert (unknown, bad(warned)) == (0, {("settings", "warning")})
    assert "QUIZBOT_TIMEZON." in said(warned, "warning")[0]


async def test_a_token_that_others_may_read(tidy, doctor):
    secret = tidy.folder / "secret"
    secret.write_text(tidy.far.token)
    secret.chmod(0o644)
    code, findings = await doctor(token="", token_file=secret)
    assert (code, bad(findings)) == (0, {("files", "warning")})
    assert f"chmod 600 {secret}" in said(findings, "warning")[0]


async def test_sets_with_errors(tidy, doctor):
    tidy.rewrites("kitchen/tea", ("questions:", "questions: ["))
    code, findings = await doctor()
    assert (code, bad(findings)) == (1, {("questions", "problem")})
    assert "0 of 1 sets" in said(findings, "problem")[0]
    assert "quizbot check" in said(findings, "problem")[0]
    code, findings = await doctor(questions="nowhere")
    assert "QUIZBOT_QUESTIONS" in said(findings, "problem")[0]


async def test_an_answered_question_that_is_gone(tidy, doctor, a_process, ben):
    bot = tidy.bot = await a_process()
    await bot.says("Serving")
    await ben.sends("/start set-tea")
    await ben.taps("Start", "Camellia")
    tidy.bot = None
    assert await bot.is_asked_to_end() == 0
    tidy.rewrites("kitchen/tea", ("id: leaf", "id: blade"))
    code, findings = await doctor()
    assert (code, bad(findings)) == (1, {("questions", "problem")})


async def test_backups_that_are_old_or_broken(tidy, doctor):
    (made,) = (tidy.folder / "backups").iterdir()
    os.utime(made, (time.time() - 9 * 86400,) * 2)
    code, findings = await doctor()
    assert (code, bad(findings)) == (0, {("backups", "warning")})
    assert "9 d" in said(findings, "warning")[0]
    made.write_bytes(made.read_bytes()[:5000])
    code, findings = await doctor()
    assert (code, bad(findings)) == (1, {("backups", "problem")})


async def test_a_disk_that_is_nearly_full_or_may_not_be_written(tidy, doctor):
    place = tidy.folder / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", place]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here: that takes root and its rights")
    try:
        there = {"database": place / "quiz.sqlite3"}
        await (await Database.open(place / "quiz.sqlite3")).close()
        (place / "quiz.sqlite3").chmod(0o600)
        code, findings = await doctor(**there)
        assert ("disk", "problem") in bad(findings)
        assert code == 1
        subprocess.run(["mount", "-o", "remount,ro", place], check=True)
        _, findings = await doctor(**there)
        assert ("files", "problem") in bad(findings)
    finally:
        subprocess.run(["umount", place], check=True)


# --- the database


def damage(town):
    content = town.database.read_bytes()
    town.database.write_bytes(content[:4096] + Random(1).randbytes(len(content) - 4096))


def older(town):
    town.database.unlink()
    with closing(sqlite3.connect(town.database, isolation_level=None)) as file:
        migrate(file, steps()[:1])
    town.database.chmod(0o600)


SICK = {
    "damaged": (damage, "problem", "Restore a backup"),
    "foreign": (
        lambda town: changed(town, "PRAGMA application_id = 7"),
        "problem",
        "another program",
    ),
    "newer": (
        lambda town: changed(town, f"PRAGMA user_version = {newest_version() + 1}"),
        "problem",
        "newer version",
    ),
    "older": (older, "note", "The next start backs it up"),
    "orphans": (
        lambda town: changed(town, "INSERT INTO round_players VALUES ('x', 7, 0, '')"),
        "problem",
        "Rows of round_players",
    ),
    "empty": (lambda town: town.database.write_bytes(b""), "problem", "is empty"),
    "text": (lambda town: town.database.write_bytes(b"hello\n"), "problem", "cannot be read"),
}


@pytest.mark.parametrize("how", SICK)
async def test_a_database_that_is(tidy, doctor, how):
    make_sick, level, sentence = SICK[how]
    make_sick(tidy)
    before = tidy.database.read_bytes()
    code, findings = await doctor()
    assert code == (level == "problem")
    assert any(sentence in each for each in said(findings, level))
    assert bad(findings) <= {("database", "problem")}
    assert tidy.database.read_bytes() == before


async def test_a_broken_index_shows_when_it_looks_deeply(tidy, doctor):
    changed(
        tidy,
        "INSERT INTO players (id, name, alias, first_seen) VALUES (7, 'Anna', 'Vega', '')",
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET sql = 'CREATE INDEX players_by_alias ON players (name)' "
        "WHERE name = 'players_by_alias'",
    )
    assert (await doctor())[0] == 0
    code, findings = await doctor(deep=True)
    assert (code, bad(findings)) == (1, {("database", "problem")})


async def test_boards_that_do_not_agree_with_the_answers(tidy, doctor, a_process):
    changed(
        tidy,
        "INSERT INTO players (id, name, first_seen) VALUES (7, 'Anna', '')",
        "INSERT INTO scores VALUES ('tea', '2026-11', 7, 9000, 9000, 9, 0)",
    )
    code, findings = await doctor()
    assert (code, bad(findings)) == (1, {("boards", "problem")})
    assert "tea 2026-11" in said(findings, "problem")[0]
    assert "--repair-boards" in said(findings, "problem")[0]

    repairing = await a_process("doctor", "--repair-boards")
    assert await repairing.ends() == 0
    assert "counted anew" in repairing.said
    assert (await doctor())[0] == 0

    await (await a_process()).says("Serving")
    refused = await a_process("doctor", "--repair-boards")
    assert await refused.ends() == os.EX_TEMPFAIL
    assert "Stop it first" in refused.said


async def test_updates_that_were_set_aside(tidy, doctor):
    changed(
        tidy, "INSERT INTO inbox (update_id, body, came_at, error) VALUES (7, '{}', '', 'KeyError')"
    )
    code, findings = await doctor()
    assert (code, bad(findings)) == (0, {("updates", "warning")})
    assert said(findings, "warning")[0].startswith("1 could not be handled")
