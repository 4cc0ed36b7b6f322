"""A case stays with the version of its method with which it began, until somebody moves it."""

import re
from datetime import UTC, datetime

import pytest

from casetui.checklists import loader
from casetui.checklists.loader import load_methods
from casetui.data.records import GapOrBlock
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.newer_method import cases_behind, difference, newer_method, take_newer
from casetui.desk.errors import NotAllowed
from tests.cases import OPENED
from tests.plain.lines import said


@pytest.fixture
def older(office, monkeypatch):
    """Two cases by an older version, in which nobody asks whether gaps were told; one by the newest."""
    now = office.desk("mary").default_method
    name = "method-guidebook.toml"
    text = re.sub(r"    40,[^\n]*\n|gap_[^\n]*\n", "", now.texts[name])
    texts = {**now.texts, name: text}
    monkeypatch.setattr(loader, "BUILT_IN", {file: part.encode() for file, part in texts.items()})
    version = load_methods().methods["guidebook"].version
    monkeypatch.undo()
    office.vault.packs.keep(version, texts)
    gap = GapOrBlock(kind="gap", on=OPENED, need="A bed")
    for number in ("AB2345", "CD2345"):
        office.case(number, build=lambda b: b.assigned().intake().put(gap), method_version=version)
    office.case("EF2345", "Nora Quirke", lambda b: b.assigned(), method_version=now.version)
    return office


def sit(office, who="mary", number="AB2345"):
    desk = office.desk(who)
    desk.refresh()
    return desk, open_case(desk, number)


def test_a_case_is_judged_by_the_version_with_which_it_began(older):
    desk, opened = sit(older)
    assert not [one for one in desk.standing(opened.file).findings if one.rule == 40]
    assert newer_method(desk, opened) is not None
    assert newer_method(*sit(older, number="EF2345")) is None


def test_the_preview_says_what_would_change_and_changes_nothing(older):
    desk, opened = sit(older)
    desk.clock = lambda: datetime(2026, 12, 20, 12, tzinfo=UTC)
    found = difference(desk, opened, newer_method(desk, opened))
    assert "Nobody told the line manager of it: A bed" in found.warnings and not found.nothing
    assert older.read("AB2345").case.method_version == opened.case.method_version


def test_moved_the_case_is_asked_what_the_newer_version_asks(older):
    desk, opened = sit(older)
    take_newer(desk, opened)
    assert older.read("AB2345").case.method_version == desk.default_method.version
    assert [one for one in desk.standing(opened.file).findings if one.rule == 40]
    with pytest.raises(NotAllowed, match="newest version already"):
        take_newer(desk, opened)


def test_the_cases_of_the_team_that_are_behind_are_known(older):
    desk, _ = sit(older, "tom")
    assert [row.number for row in cases_behind(desk)] == ["AB2345", "CD2345"]


def test_one_case_is_moved_from_its_menu_after_the_preview(older):
    text = said(older, "find AB2345", "1", "newer", "yes")
    assert "Judge this case by the newer version of its method?" in text
    assert "It is judged by the newer version now." in text
    assert older.read("AB2345").case.method_version == older.desk("mary").default_method.version
    assert "judged by the newer version" in said(older, "find AB2345", "1", "timeline")


def test_a_line_manager_moves_all_cases_of_the_team(older):
    text = said(older, "people", "methods", "yes", who="tom")
    assert "Judge 2 cases of your team by the newer version?" in text
    assert "2 cases are judged anew." in text
    newest = older.desk("tom").default_method.version
    assert {case.case.method_version for case in older.cases()} == {newest}
