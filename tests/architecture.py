"""Reads ARCHITECTURE.md: what it says of the rules, and of what it costs to add something."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).parents[1] / "ARCHITECTURE.md"
ANY = "|".join(
    (
        "KIND",
        "AREA",
        "RULE",
        "METHOD",
        "CHECKLIST",
        "ACT",
        "REQUEST",
        "ROOM",
        "SCREEN",
        "SYSTEM",
        "STORE",
        "LANGUAGE",
    )
)
"""What stands in a path of the page for any name."""


def section(page: Path, heading: str) -> list[str]:
    """Return the lines below a heading of the page, down to the next one."""
    text = page.read_text("utf-8")
    found = re.search(rf"^#+ {re.escape(heading)}$(.*?)(?=^#|\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"no heading {heading!r}"
    return found[1].splitlines()


def table(page: Path, heading: str) -> list[list[str]]:
    """Return the cells of the table below a heading, without its head."""
    lines = [line for line in section(page, heading) if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def rows() -> dict[str, str]:
    """Return what the page says is touched, by what is added."""
    return {row[0]: row[1] for row in table(PAGE, "To add something")}


def added_by(kind: str) -> list[str]:
    """Return a pattern for each file that the page says is touched; a new file's begins with ``new``."""
    found = re.findall(r"(new )?`([^`]+)`", rows()[kind])
    return [new + re.sub(rf"\b({ANY})\b", "[a-z0-9_-]+", re.escape(path)) for new, path in found]


def rules_of(page: Path) -> dict[int, set[str]]:
    """Return the sources that the page gives for each rule, by its number."""
    found: dict[int, set[str]] = {}
    for number, _, _, source in table(page, "The rules"):
        found.setdefault(int(number), set()).add(source)
    return found
