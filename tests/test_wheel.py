"""Somebody installs the wheel, with no checkout in sight, and plays."""

import asyncio
import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import aiohttp
import pytest

from tests.checkout import ROOT, tracked


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Built from what git knows, by way of the source archive, with the locked build backend."""
    source = tmp_path_factory.mktemp("source")
    for path in tracked():
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, source / path)
    subprocess.run([sys.executable, "-m", "build", "--no-isolation", source], check=True)
    (built,) = (source / "dist").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The `bin` folder of a new environment in which only the wheel is installed.

    Its dependencies are those of the environment that runs the tests, reached through a `.pth`
    file: they are already proved by their hashes, and nothing needs to be fetched.
    """
    home = tmp_path_factory.mktemp("installed")
    venv.create(home, symlinks=True)
    (site_packages,) = home.glob("lib/python*/site-packages")
    (site_packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    pip = [sys.executable, "-m", "pip", "--python", home / "bin/python", "install", "--quiet"]
    subprocess.run([*pip, "--no-index", "--no-deps", wheel], check=True)
    return home / "bin"


@pytest.fixture
def anywhere(tmp_path, monkeypatch):
    """An empty folder, and no setting that would lead back to the checkout."""
    for name in [name for name in os.environ if name.startswith(("QUIZBOT_", "PYTHON"))]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_it_holds_the_whole_package_the_sets_and_nothing_else(wheel):
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    sets = {path.replace("questions/", "bot/_questions/", 1) for path in tracked("questions")}
    assert held == {*tracked("bot"), *sets}


def test_the_program_runs_from_the_installed_package(installed, anywhere):
    where = [installed / "python", "-c", "import bot; print(bot.__file__)"]
    found = subprocess.run(where, check=True, capture_output=True, text=True).stdout
    assert Path(found).is_relative_to(installed.parent)


def test_check_finds_the_sets_clean_that_came_along(installed, anywhere):
    (sets,) = installed.parent.glob("lib/python*/site-packages/bot/_questions")
    subprocess.run([installed / "quizbot", "check", "--strict", sets], check=True)


def test_check_says_where_a_set_is_broken(installed, anywhere):
    (anywhere / "broken.yaml").write_text("format: quizset/1\nid: [\n")
    check = [installed / "quizbot", "check", "broken.yaml"]
    checked = subprocess.run(check, check=False, capture_output=True, text=True)
    assert checked.returncode == 1
    assert re.search(r"^broken\.yaml:\d+:\d+", checked.stdout, re.MULTILINE)


async def test_the_demo_brings_its_own_sets_and_ctrl_c_ends_all_of_it(installed, anywhere):
    demo = await asyncio.create_subprocess_exec(
        *(installed / "quizbot", "demo", "--port", "0", "--no-browser"),
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(30):
            address = await printed_address(demo.stdout)
            async with aiohttp.ClientSession() as browser, browser.get(address) as page:
                assert page.status == 200
                assert page.content_type == "text/html"
        os.killpg(demo.pid, signal.SIGINT)  # as a terminal does: to the demo and its bot
        async with asyncio.timeout(10):
            assert await demo.wait() in (0, 128 + signal.SIGINT)
        with pytest.raises(ProcessLookupError):
            os.killpg(demo.pid, 0)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(demo.pid, signal.SIGKILL)
        await demo.wait()


async def printed_address(output):
    async for line in output:
        if found := re.search(r"http://127\.0\.0\.1:\d+/", line.decode()):
            return found[0]
    raise AssertionError("the demo ended without printing its address")
