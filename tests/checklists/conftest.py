"""The method that most tests work by."""

import pytest

from casetui.checklists.loader import load_methods
from casetui.checklists.pack import Method


@pytest.fixture(scope="session")
def guidebook() -> Method:
    return load_methods().methods["guidebook"]
