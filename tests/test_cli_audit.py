"""``casetui audit`` on the command line: what it prints, and its exit status."""

import pytest

from casetui.cli import main
from casetui.data.casefile import CaseFile
from casetui.data.vault import Vault
from tests.keeping.keeping import vault_as

NOW = "2026-11-21T09:00:00Z"


@pytest.fixture
def demo(tmp_path, monkeypatch, capsys):
    """A demo of two cases; nothing outside the test's own folder is read or written."""
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.setenv("CASETUI_NOW", NOW)
    folder = tmp_path / "demo"
    assert main(["demo", "--vault", str(folder), "--no-open", "--cases", "2"]) == 0
    capsys.readouterr()
    return folder


def number_of(folder):
    return min(Vault.at(folder).names()).removeprefix("cases/")


def audited(capsys, folder, case, *more, who="grainne"):
    status = main(["audit", case, "--vault", str(folder), "--as", who, *more])
    out, err = capsys.readouterr()
    return status, out + err


@pytest.mark.parametrize("written", ["C-{}", "{}", "c-{}"])
def test_a_whole_case_is_told_revision_by_revision(capsys, demo, written):
    number = number_of(demo)
    status, text = audited(capsys, demo, written.format(number))
    assert status == 0
    assert f"C-{number}, audit by Gráinne Doyle" in text
    assert text.index("Nothing: every revision") < text.index("Revision 1 ") < text.index("Who opened it")


def test_something_wrong_is_exit_status_one(capsys, demo):
    name = f"cases/{number_of(demo)}"
    vault = vault_as(Vault.at(demo))
    file = CaseFile.load(vault, name).copy()
    file.put(file.case.model_copy(update={"state": "closed"}))
    file.save(vault, "grainne", CaseFile.load(vault, name).saved_at)
    status, text = audited(capsys, demo, number_of(demo))
    assert status == 1
    assert "! C-" in text and "is closed, and nobody signed that off" in text


def test_a_colleagues_case_needs_a_reason(capsys, demo):
    status, text = audited(capsys, demo, number_of(demo), who="sean")
    assert status == 2 and '--reason "..."' in text
    status, text = audited(capsys, demo, number_of(demo), "--reason", "a complaint", who="sean")
    assert status == 0 and "Seán Keane: a complaint" in text


@pytest.mark.parametrize(
    ("who", "case", "said"),
    [
        ("ruth", "", "is sealed to others"),
        ("ewa", "", "sealed to others"),
        ("mary", "ZZZZZZ", "no case C-ZZZZZZ"),
    ],
)
def test_what_cannot_be_done_is_exit_status_two(capsys, demo, who, case, said):
    status, text = audited(capsys, demo, case or number_of(demo), who=who)
    assert status == 2 and said in text
