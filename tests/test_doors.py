"""The doors between the rooms of the house: who may import whom, read from the source."""

import ast
import importlib
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, is_dataclass
from pathlib import Path

import pytest

from tests.checkout import ROOT

BOT = ROOT / "bot"
PTB = "telegram"  # the library; the room of that name is bot.telegram


@dataclass(frozen=True)
class Doors:
    """The other rooms a room may enter, those it takes value types from, and its libraries.

    Of a library a single name may be allowed alone.
    """

    rooms: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()
    values: tuple[str, ...] = ()


ROOMS = {
    "quiz": Doors(libraries=("rapidfuzz", "pydantic.Discriminator")),
    "content": Doors(("quiz",), ("yaml", "pydantic")),
    "store": Doors(("quiz", "quickjson"), ("aiosqlite", "pydantic")),
    "play": Doors(("quiz", "content", "store")),
    "screens": Doors(
        ("quiz", "play"),
        ("PIL", "segno", "babel", "fluent", "markupsafe"),
        values=("content", "store"),
    ),
    "telegram": Doors(
        ("quiz", "play", "screens", "watch", "listening", "quickjson"),
        (PTB, "aiohappyeyeballs", "aiohttp", "httptools", "yarl"),
        values=("store",),
    ),
    "watch": Doors(libraries=("aiohttp", "prometheus_client", "pythonjsonlogger")),
    "doctor": Doors(
        ("quiz", "content", "play", "store", "screens", "telegram", "settings", "backstage"), (PTB,)
    ),
    "demo": Doors(libraries=("aiohttp",)),
}

# The modules beside the rooms. Only `parts`, `app` and the command line know them all.
EVERY_ROOM = (*ROOMS, "app", "parts", "backstage", "endings", "listening", "settings")
BESIDE = {
    "__init__": Doors(),
    "__main__": Doors(("cli",)),
    "app": Doors((*EVERY_ROOM, "outside"), (PTB,)),
    "parts": Doors((*EVERY_ROOM, "outside"), (PTB,)),
    "outside": Doors(("screens", "telegram", "watch", "listening", "settings"), (PTB,)),
    "backstage": Doors(("content", "play", "store", "settings")),
    "cli": Doors((*EVERY_ROOM, "process"), ("click",)),
    "endings": Doors(("listening", "store", "telegram", "settings"), ("click", PTB)),
    "quickjson": Doors(libraries=("pydantic_core",)),
    "process": Doors(EVERY_ROOM, ("uvloop",)),
    "listening": Doors(libraries=("aiohttp",)),
    "settings": Doors(libraries=("pydantic", "pydantic_settings")),
}

# What a pure value or function can need of the standard library.
PURE = {
    "collections.abc",
    "dataclasses",
    "datetime",
    "fractions",
    "functools",
    "hashlib",
    "itertools",
    "json",
    "random.Random",
    "re",
    "typing",
    "unicodedata",
}
TIMELESS = ("quiz", "content", "store", "play", "screens")
# Whatever is called on these to learn what time it is.
CLOCKS = {"datetime", "date", "time"}
TELLING = {"now", "utcnow", "today", "time", "time_ns", "monotonic", "perf_counter", "localtime"}
DICE = {"Random", "SystemRandom"}
SQL = re.compile(
    r"\s*(SELECT\s.+\sFROM|INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM"
    r"|(CREATE|DROP|ALTER)\s+(TABLE|INDEX|VIEW|TRIGGER)|PRAGMA|VACUUM|BEGIN\s+IMMEDIATE)\b",
    re.DOTALL,
)

FILES = sorted(BOT.rglob("*.py"))


def home(path: Path) -> str:
    """The room a file lies in, or the name of a module beside the rooms."""
    inside = path.relative_to(BOT)
    return inside.parts[0] if len(inside.parts) > 1 else inside.stem


def imports(tree: ast.AST, package: str = "bot") -> Iterator[str]:
    """Every name imported, in full: `from bot.quiz import text` is bot.quiz.text."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: 1 - node.level or None] if node.level else []
            module = ".".join([*above, *filter(None, [node.module])])
            yield from (f"{module}.{alias.name}" for alias in node.names)


def is_value(name: str) -> bool:
    """Whether the name is a dataclass or an exception: nothing that can do anything."""
    module, _, attribute = name.rpartition(".")
    try:
        found = getattr(importlib.import_module(module), attribute, None)
    except ImportError:
        return False
    return isinstance(found, type) and (is_dataclass(found) or issubclass(found, Exception))


def trespasses(place: str, source: str) -> list[str]:
    """The imports by which this source, lying in this place, goes where it has no door."""
    doors = (ROOMS | BESIDE)[place]
    return [
        name
        for name in imports(ast.parse(source), f"bot.{place}")
        if not _allowed(place, doors, name)
    ]


def _allowed(place: str, doors: Doors, name: str) -> bool:
    first, *rest = name.split(".")
    if first != "bot":
        return first in sys.stdlib_module_names or not {first, name}.isdisjoint(doors.libraries)
    room = rest[0]
    # `bot.__version__` and its like belong to no room.
    if room in (place, *doors.rooms) or room.startswith("__"):
        return True
    return room in doors.values and is_value(name)


def calls(tree: ast.AST) -> Iterator[str]:
    """Everything called, as it is written."""
    return (ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call))


def last(name: str) -> str:
    return name.rpartition(".")[2]


def clocks_and_dice(tree: ast.AST) -> list[str]:
    """The calls that learn the time, or make dice of their own."""
    return [
        name
        for name in calls(tree)
        if last(name) in DICE or (last(name) in TELLING and last(name.rpartition(".")[0]) in CLOCKS)
    ]


def sql_in(tree: ast.AST) -> list[str]:
    """The literal texts that are statements of SQL."""
    constants = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return [text for text in constants if isinstance(text, str) and SQL.match(text)]


def impure(source: str) -> list[str]:
    """What has no place among pure values and functions: clocks, dice, waiting, the world."""
    tree = ast.parse(source)
    inside = ("bot.quiz.", "rapidfuzz.", "pydantic.Discriminator")
    found = [
        name
        for name in imports(tree)
        if not name.startswith(inside) and name not in PURE and name.rpartition(".")[0] not in PURE
    ]
    found += [*clocks_and_dice(tree), *({"open", "print"} & set(calls(tree)))]
    waiting = (ast.Await, ast.AsyncFunctionDef, ast.AsyncFor, ast.AsyncWith)
    return found + [type(node).__name__ for node in ast.walk(tree) if isinstance(node, waiting)]


def of(*rooms: str) -> list[Path]:
    return [path for path in FILES if home(path) in rooms]


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def offences(paths: list[Path], look: Callable[[Path], list[str]]) -> list[str]:
    """What `look` finds in each file, with the file's name."""
    return [f"{path.relative_to(ROOT)}: {found}" for path in paths for found in look(path)]


# --- the house as it stands


def test_the_rooms_are_the_ones_drawn_here() -> None:
    """A room renamed, added or gone is drawn here first, with its doors."""
    packages = {path.parent.name for path in BOT.glob("*/__init__.py")}
    assert packages == set(ROOMS)
    assert {path.stem for path in BOT.glob("*.py")} <= set(BESIDE)


def test_no_file_goes_where_it_has_no_door() -> None:
    assert offences(FILES, lambda path: trespasses(home(path), path.read_text("utf-8"))) == []


def test_nothing_is_imported_by_a_name_made_up_at_run_time() -> None:
    made_up = {"import_module", "__import__"}
    assert (
        offences(FILES, lambda p: [name for name in calls(parsed(p)) if last(name) in made_up])
        == []
    )


def test_the_game_is_pure() -> None:
    assert offences(of("quiz"), lambda path: impure(path.read_text("utf-8"))) == []


def test_time_is_told_and_chance_is_given() -> None:
    """Only `app` looks at the clock for these rooms and hands them dice."""

    def own(path: Path) -> list[str]:
        modules = (
            n for n in imports(parsed(path)) if n.split(".")[0] in ("random", "secrets", "time")
        )
        return [*clocks_and_dice(parsed(path)), *(set(modules) - {"random.Random"})]

    assert offences(of(*TIMELESS), own) == []


def test_sql_is_written_in_the_store_only() -> None:
    def written(path: Path) -> list[str]:
        allowed = {"sqlite3.Connection"} if home(path) in ("play", "backstage") else set()
        drivers = {name for name in imports(parsed(path)) if name.startswith("sqlite3")}
        run = [name for name in calls(parsed(path)) if last(name).startswith("execute")]
        return [*sql_in(parsed(path)), *run, *(drivers - allowed)]

    assert offences([path for path in FILES if home(path) != "store"], written) == []


def test_the_store_does_write_sql() -> None:
    """The rule above would notice."""
    assert sum(len(sql_in(parsed(path))) for path in of("store")) > 20


# --- the rules themselves, on houses that are not so tidy


@pytest.mark.parametrize(
    "place, source",
    [
        ("quiz", "import bot.store.database"),
        ("quiz", "from bot import play"),
        ("quiz", "from bot.content.reader import read"),
        ("quiz", "import yaml"),
        ("quiz", "from pydantic import TypeAdapter"),
        ("quiz", "from ..store import attempts"),
        ("quiz", "def later():\n    import aiosqlite"),
        ("content", "from bot.store import attempts"),
        ("content", "import aiosqlite"),
        ("store", "from bot.play.solo import Solo"),
        ("store", "import yaml"),
        ("store", "from telegram import Bot"),
        ("play", "from bot.screens import menu"),
        ("play", "from bot.telegram.show import Show"),
        ("play", "import telegram"),
        ("play", "import yaml"),
        ("screens", "from bot.store import attempts"),
        ("screens", "from bot.store.attempts import find"),
        ("screens", "from bot.store.database import Database"),
        ("screens", "from bot.store.attempts import COLUMNS"),
        ("screens", "from bot.telegram.show import Show"),
        ("screens", "import telegram"),
        ("telegram", "from bot.store import inbox"),
        ("telegram", "from bot.store.database import Database"),
        ("telegram", "from bot.store.snapshots import Snapshots"),
        ("telegram", "from bot.content import catalog"),
        ("telegram", "from bot.app import App"),
        ("telegram", "from bot.settings import Settings"),
        ("demo", "from bot.quiz.text import Text"),
        ("demo", "from bot import settings"),
        ("demo", "import telegram"),
        ("settings", "from bot.app import App"),
        ("__main__", "from bot.app import App"),
    ],
)
def test_a_trespass_is_seen(place: str, source: str) -> None:
    assert trespasses(place, source)


@pytest.mark.parametrize(
    "place, source",
    [
        ("quiz", "from bot.quiz.text import Text"),
        ("quiz", "from .text import Text"),
        ("quiz", "from .kinds.grade import Grade"),
        ("content", "import yaml"),
        ("play", "from bot.store import attempts"),
        ("screens", "from bot.store.attempts import Saved"),
        ("telegram", "from telegram import Bot"),
        ("telegram", "from bot.store.database import DatabaseFailed"),
        ("app", "from bot.telegram.intake import Intake"),
    ],
)
def test_a_door_is_open(place: str, source: str) -> None:
    assert not trespasses(place, source)


@pytest.mark.parametrize(
    "source",
    [
        "import time",
        "import random",
        "import os",
        "from random import shuffle",
        "from asyncio import sleep",
        "from datetime import datetime\ndatetime.now()",
        "from datetime import date\ndate.today()",
        "from random import Random\nRandom()",
        "async def play(): ...",
        "open('x')",
    ],
)
def test_impurity_is_seen(source: str) -> None:
    assert impure(source)


@pytest.mark.parametrize(
    "text, is_sql",
    [
        ("SELECT name FROM players", True),
        ("\n    SELECT name,\n id FROM players", True),
        ("INSERT OR IGNORE INTO players VALUES (1)", True),
        ("UPDATE players SET name = ?", True),
        ("DELETE FROM players", True),
        ("PRAGMA user_version", True),
        ("Select one of the answers", False),
        ("Update the settings", False),
    ],
)
def test_sql_is_told_from_prose(text: str, is_sql: bool) -> None:
    assert bool(sql_in(ast.parse(repr(text)))) is is_sql
