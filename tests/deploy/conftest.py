"""The town of tests/e2e, for copies that are made while people play."""

from tests.e2e.conftest import a_process, ben, town

__all__ = ["a_process", "ben", "town"]
