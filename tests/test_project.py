"""The repository keeps its own promises: what lies where, what is locked, what is never named."""

import re
import subprocess
import sys
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.checkout import ROOT, tracked

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
RUNTIME_LOCK = "deploy/requirements.txt"
DEV_LOCK = "deploy/requirements-dev.txt"
DEPLOYMENT_LOCK = "deploy/requirements-deployment.txt"
BENCH_LOCK = "deploy/requirements-bench.txt"

TOP_LEVEL = {
    *(".ci", ".gitattributes", ".gitignore"),
    *("CHANGELOG.md", "LICENSE", "Makefile", "README.md", "pyproject.toml"),
    *("bot", "deploy", "docs", "questions", "tests"),
}

# Escapes and brackets also keep these patterns from finding themselves.
FORBIDDEN = {
    "a package registry's host": r"pypi\.org|pythonhosted\.org|npmjs\.(org|com)|debian\.org/debian",
    "a package index": r"--(extra-)?index-url|--find[-]links|\b(PIP|UV)_(EXTRA_)?(INDEX|FIND)_",
    "a path of one machine": r"(?<![\w.~-])/(work|root|home|Users|opt/pypi|opt/wheels)[/]\w",
}


def lock(path: str) -> dict[str, tuple[str, list[str]]]:
    """Name → locked version and hashes."""
    entries = {}
    for line in (ROOT / path).read_text().replace("\\\n", " ").splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            pinned, *hashes = re.split(r"\s+--hash=", line.strip())
            requirement = Requirement(pinned)
            (pin,) = requirement.specifier
            assert pin.operator == "==", pinned
            entries[canonicalize_name(requirement.name)] = (pin.version, hashes)
    return entries


def assert_locked(wanted: list[str], locked: dict[str, tuple[str, list[str]]]) -> None:
    for requirement in map(Requirement, wanted):
        version, _ = locked[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), f"{requirement} is locked at {version}"


def test_the_top_level_holds_only_what_the_architecture_names():
    assert {path.partition("/")[0] for path in tracked()} <= TOP_LEVEL


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_names(what):
    found = []
    for path in tracked():
        text = (ROOT / path).read_bytes().decode("utf-8", errors="ignore")
        found += [f"{path}: {hit[0]}" for hit in re.finditer(FORBIDDEN[what], text)]
    assert not found


@pytest.mark.parametrize("path", [RUNTIME_LOCK, DEV_LOCK, DEPLOYMENT_LOCK, BENCH_LOCK])
def test_every_locked_package_can_be_proved_on_other_machines_too(path):
    for name, (_, hashes) in lock(path).items():
        assert len(hashes) >= 2, f"{name} is locked to a single file"
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", value) for value in hashes), name


def test_the_runtime_lock_satisfies_the_package():
    assert_locked(PYPROJECT["project"]["dependencies"], lock(RUNTIME_LOCK))


def test_the_development_lock_holds_the_tools_and_the_build_backend():
    wanted = PYPROJECT["dependency-groups"]["dev"] + PYPROJECT["build-system"]["requires"]
    assert_locked(wanted, lock(DEV_LOCK))


def test_the_deployment_lock_holds_the_programs_that_deploy_is_tried_with():
    assert_locked(PYPROJECT["dependency-groups"]["deployment"], lock(DEPLOYMENT_LOCK))


def test_the_benchmarks_lock_holds_what_the_bot_is_measured_against():
    assert_locked(PYPROJECT["dependency-groups"]["bench"], lock(BENCH_LOCK))


@pytest.mark.parametrize("path", [DEV_LOCK, DEPLOYMENT_LOCK])
def test_what_is_tested_is_what_runs(path):
    runtime, tested = lock(RUNTIME_LOCK), lock(path)
    both = runtime.keys() & tested.keys()
    assert {name: runtime[name] for name in both} == {name: tested[name] for name in both}


def test_the_changelog_is_ready_for_the_next_change():
    headings = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert headings[0] == "Unreleased"


def test_a_checkout_tells_its_version() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "bot", "--version"], cwd=ROOT, check=True, capture_output=True
    )
    assert re.fullmatch(rb"quizbot, version \d+\.\d+\.\d+\n", told.stdout)


def test_the_readme_names_only_commands_that_exist_and_all_that_matter() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"`?make ([a-z-]+)", (ROOT / "README.md").read_text()))
    assert named <= targets
    assert {"demo", "test", "check", "test-browser"} <= named
