"""What a test needs of the system it runs on."""

import os
import shutil
import sys
from pathlib import Path

import pytest


def needs(*programs: str, root: bool = False) -> None:
    """Skip the test where one of these is missing; in continuous integration that is a failure."""
    # What the deployment lock brings lies beside Python.
    places = f"{Path(sys.executable).parent}:{os.environ['PATH']}:/usr/sbin"
    missing = [name for name in programs if not shutil.which(name, path=places)]
    if root and os.geteuid() != 0:
        missing.append("root's rights")
    if missing:
        reason = f"missing here: {', '.join(missing)}, without which this cannot be tried"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)


def program(name: str) -> str:
    """Where it lies, once `needs` has found it."""
    places = f"{Path(sys.executable).parent}:{os.environ['PATH']}:/usr/sbin"
    found = shutil.which(name, path=places)
    assert found
    return found
