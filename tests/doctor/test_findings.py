"""How findings read, and those that take more than a test can make."""

import json

from bot.doctor.database import sizes
from bot.doctor.finding import note, ok, problem, warning
from bot.doctor.render import exit_code, render
from bot.store.backup import Contents
from bot.store.health import Health

ALL = [
    ok("disk", "Plenty."),
    note("bot", "It is running."),
    warning("updates", "One\x1b[2J failed:\nrefused.", "Look\tthere."),
    problem("token", "There is none.", "Ask @BotFather."),
]


def test_the_table_has_a_row_for_each_and_what_to_do_below_it() -> None:
    assert render(ALL, "text").splitlines() == [
        "✓ ok       disk     Plenty.",
        "· note     bot      It is running.",
        "! warning  updates  One [2J failed: refused.",
        "                    → Look there.",
        "✗ problem  token    There is none.",
        "                    → Ask @BotFather.",
        "",
        "1 problem, 1 warning.",
    ]


def test_programs_are_told_the_same() -> None:
    told = json.loads(render(ALL, "json"))
    assert told["summary"] == {"problems": 1, "warnings": 1}
    assert told["findings"][3] == {
        "about": "token",
        "level": "problem",
        "says": "There is none.",
        "todo": "Ask @BotFather.",
    }


def test_only_problems_count_for_the_exit_code() -> None:
    assert (exit_code(ALL), exit_code(ALL[:3]), exit_code([])) == (1, 0, 0)


def of_size(size: int, log: int, unused: int) -> list[str]:
    health = Health(3, Contents(0, 0, 0, None), size, log, unused, "", ())
    return [each.level for each in sizes(health)]


def test_what_has_grown_too_large_is_told() -> None:
    assert of_size(100_000_000, log=4_000_000, unused=40_000_000) == []
    assert of_size(100_000_000, log=70_000_000, unused=0) == ["warning"]
    assert of_size(100_000_000, log=0, unused=60_000_000) == ["note"]
    assert of_size(1_000_000, log=0, unused=900_000) == []
