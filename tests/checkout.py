"""The checkout that the tests run in."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def tracked(folder: str = ".") -> list[str]:
    """Paths, relative to the root, of the files that git knows under `folder`.

    Skips the asking test in a tree without git, an unpacked archive for instance.
    """
    if not (shutil.which("git") and (ROOT / ".git").exists()):
        pytest.skip("only a git clone can say which files belong to the project")
    listed = subprocess.run(
        ["git", "ls-files", "-z", folder], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return [path for path in listed.stdout.split("\0") if path and (ROOT / path).is_file()]
