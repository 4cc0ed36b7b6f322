"""SECURITY.md names tests for each promise: each of them is there, and no promise is without one."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py(?:::\w+)?)`", (ROOT / "SECURITY.md").read_text())))


def test_each_promise_names_a_test():
    table = (ROOT / "SECURITY.md").read_text().split("| Promise |", 1)[1].split("\n\n", 1)[0]
    promises = table.splitlines()[2:]
    assert len(promises) > 20
    assert [line for line in promises if "`tests/" not in line.split("|")[3]] == []


@pytest.mark.parametrize("named", NAMED)
def test_each_test_that_the_page_names_exists(named):
    path, _, function = named.partition("::")
    text = (ROOT / path).read_text()
    start = rf"{function}\(" if function else "test_"
    assert re.search(rf"^(?:async )?def {start}", text, re.MULTILINE), named
