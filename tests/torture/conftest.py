"""The torture tests: an ordinary run does about a fiftieth of each, ``--full`` all of it."""

import pytest


def pytest_addoption(parser):
    parser.addoption("--full", action="store_true", help="the whole of the torture tests, not a fiftieth")


def pytest_configure(config):
    config.addinivalue_line("markers", "torture: tries to break the vault; --full runs all of it")


@pytest.fixture
def full(request) -> bool:
    """Whether everything is to be run."""
    return bool(request.config.getoption("--full", default=False))
