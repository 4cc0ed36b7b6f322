"""ARCHITECTURE.md agrees with the code: rules, their sources, and the files and functions that it names."""

import inspect
import re
import tomllib

import pytest

import casetui.checklists.rules  # noqa: F401 - importing them enters them in RULES
from casetui.checklists.base import RULES
from tests.architecture import PAGE, rules_of, section, table

HOUSE = PAGE.parent / "casetui"
ROOT_FILES = ("pyproject.toml", "tests/", "../")
WEIGHTS = {"hold": "holds", "warn": "warns", "due": "due"}


def contracts():
    """Return the layers of the import contracts: of the whole house, and of the rooms by their floor."""
    house = tomllib.loads((PAGE.parent / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layered = [one for one in house if one["type"] == "layers"]
    return {one.get("containers", ["casetui"])[0].removeprefix("casetui."): one["layers"] for one in layered}


def test_the_floors_are_those_of_the_import_contracts():
    drawn = re.findall(r"^ ([a-z./_, ]+?)(?:  .*|)$", "\n".join(section(PAGE, "The floors")), re.MULTILINE)
    names = [re.sub(r"\.py|/", "", name) for line in drawn for name in re.split(r"[ ,]+", line)]
    floors = [name.strip() for layer in contracts()["casetui"] for name in layer.split("|")]
    assert names[: len(floors)] == [name.removeprefix("casetui.") for name in floors]


def test_the_rooms_of_each_floor_are_those_of_the_import_contracts():
    drawn = "\n".join(section(PAGE, "The floors")).split("```")[3].removeprefix("text")
    rooms = dict(re.findall(r"^ (\w+)/ +(.*?)(?=^ \w|\Z)", drawn, re.MULTILINE | re.DOTALL))
    said = {
        floor: [" | ".join(re.findall(r"\w+", layer.replace(".py", ""))) for layer in text.split(">")]
        for floor, text in rooms.items()
    }
    assert said == {floor: layers for floor, layers in contracts().items() if floor != "casetui"}


def test_the_rules_are_those_of_the_code_with_their_sources():
    assert rules_of(PAGE) == {number: {rule.source for rule in rules} for number, rules in RULES.items()}


def test_the_page_says_which_rules_hold_back_warn_and_set_a_day():
    found: dict[tuple[int, str], set[str]] = {}
    for rule in (rule for rules in RULES.values() for rule in rules):
        weights = re.findall(r'weight="(\w+)"', inspect.getsource(rule.check))
        found.setdefault((rule.number, rule.source), set()).update(WEIGHTS[one] for one in weights)
    said: dict[tuple[int, str], set[str]] = {}
    for number, _, does, source in table(PAGE, "The rules"):
        said.setdefault((int(number), source), set()).update(does.split(", "))
    assert said == {key: weights or {"never holds"} for key, weights in found.items()}


def test_each_source_that_a_rule_cites_is_one_of_the_five():
    known = {row[0] for row in table(PAGE, "The sources")}
    cited = {part.strip() for rules in RULES.values() for rule in rules for part in rule.source.split(";")}
    assert {one.split(",")[0] for one in cited} == known


def test_every_file_that_the_page_names_is_there():
    named = re.findall(r"`([\w./]+(?:\.py|\.toml|/))`", PAGE.read_text("utf-8"))
    assert len(named) > 100
    for path in named:
        if not re.search(r"\b[A-Z]{3,}\b", path):
            top = PAGE.parent if path.startswith(ROOT_FILES) else HOUSE
            assert (top / path).exists(), path


@pytest.mark.parametrize("row", table(PAGE, "A letter's way"), ids=lambda row: row[1])
def test_what_does_each_part_of_the_letters_way_is_where_the_page_says(row):
    _, files, names = row
    text = "".join((HOUSE / path).read_text("utf-8") for path in re.findall(r"`([^`]+)`", files))
    for name in re.findall(r"`([^`]+)`", names):
        assert re.search(rf"\b(?:def|class) {name}\b", text), f"{name} is not in {files}"
