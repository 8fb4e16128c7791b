"""The real programs that deploy/ is written for, and the town of tests/e2e to try them on."""

import socket
import subprocess
from pathlib import Path

import pytest

from tests.e2e.conftest import a_process, anna, ben, town
from tests.needed import needs

__all__ = ["a_process", "anna", "ben", "town"]


@pytest.fixture
def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An authority, ca.pem, and what it certifies for localhost: cert.pem and key.pem."""
    needs("openssl")
    folder = tmp_path_factory.mktemp("certificate")
    new = "openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -x509"
    authority = f"{new} -subj /CN=test-authority -keyout ca-key.pem -out ca.pem"
    own = (
        f"{new} -subj /CN=localhost -keyout key.pem -out cert.pem -CA ca.pem -CAkey ca-key.pem"
        " -addext subjectAltName=DNS:localhost -addext basicConstraints=critical,CA:FALSE"
    )
    for command in (authority, own):
        subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
    return folder
