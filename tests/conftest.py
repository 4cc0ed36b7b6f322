"""How many tests run at once, and what the property tests try."""

import os
import sys

import pytest
from hypothesis import settings

from casetui.data import days

settings.register_profile("same every time", derandomize=True, database=None, deadline=None)
settings.register_profile("new examples", deadline=None)
settings.load_profile("same every time")
"""A run says the same of the same code; ``--hypothesis-profile="new examples"`` tries what was never tried.

Neither has a deadline for one example: on a busy computer it would say nothing of the code.
"""


@pytest.fixture(autouse=True)
def no_year_from_another_test(monkeypatch):
    """Begin without the year that a desk of another test noted."""
    monkeypatch.setattr(days._ThisYear, "year", None)


@pytest.fixture(autouse=True)
def no_sleep_after_keys(monkeypatch):
    """Where screens are tested, wait until they are done and not for a fixed time."""
    if "textual.app" in sys.modules:  # else these tests show no screen, and need not import Textual
        from tests import idle

        idle.use(monkeypatch)


def pytest_xdist_auto_num_workers(config):
    """Two a processor: about half of the time tests wait, for terminals, timers and slow lines."""
    return 2 * (os.cpu_count() or 1)


def pytest_collection_modifyitems(items):
    """Begin with what is marked ``long``, so that at the end no processor waits for such a test alone."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
