"""Every source that a pack or a rule credits is in the table of what that section says."""

import re
import tomllib
from pathlib import Path

import casetui.checklists.standing
from casetui.checklists.base import RULES

PACKS = Path(casetui.checklists.standing.__file__).parent / "packs"
SAID = tomllib.loads((Path(__file__).parent / "credits.toml").read_text("utf-8"))
WHOLE = {"Case Management Guidebook"}
"""What a method as a whole names as its source: the document itself."""


def sources(value):
    """Yield every ``source`` in a pack."""
    if isinstance(value, dict):
        for key, part in value.items():
            if key == "source":
                yield part
            elif key == "sources":
                yield from part.values()
            else:
                yield from sources(part)
    elif isinstance(value, list):
        for part in value:
            yield from sources(part)


def credited():
    """Return every credit of rules and packs: title and section, one for each part of a source."""
    found = {rule.source for rules in RULES.values() for rule in rules}
    for pack in PACKS.glob("*.toml"):
        found |= set(sources(tomllib.loads(pack.read_text("utf-8"))))
    parts = set()
    for source in found - WHOLE:
        for one in re.sub(r"\s*\([^)]*\)", "", source).split(";"):
            title, _, sections = one.strip().partition(", ")
            parts |= {(title, section) for section in sections.split(" and ")}
    return parts


def test_every_credit_is_in_the_table():
    known = {(title, section) for title, sections in SAID.items() for section in sections}
    assert credited() - known == set()


def test_the_table_has_no_section_that_nobody_credits():
    known = {(title, section) for title, sections in SAID.items() for section in sections}
    assert known - credited() == set()


def test_each_section_is_told_in_a_sentence():
    assert all(len(text) > 30 and text.endswith(".") for part in SAID.values() for text in part.values())
