"""SECURITY.md names a test for each promise: each is there, and none is named in vain."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py(?:::\w+)?)`", (ROOT / "SECURITY.md").read_text())))


def test_the_page_names_tests():
    assert len(NAMED) > 20


@pytest.mark.parametrize("named", NAMED)
def test_each_test_that_the_page_names_exists(named):
    path, _, function = named.partition("::")
    text = (ROOT / path).read_text()
    assert re.search(rf"^(?:async )?def {function or 'test_'}", text, re.MULTILINE), named
