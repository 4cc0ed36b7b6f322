"""Check: what is wrong is named with its case, table and field, and what to do."""

from datetime import UTC, datetime

import pydantic_core
import pytest

from casetui.data.casefile import CaseFile
from casetui.data.people import AGENCY
from casetui.data.records import Contact
from casetui.data.vault import Vault
from casetui.desk.checking import check_vault
from casetui.desk.demo import make_demo

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


@pytest.fixture
def vault(tmp_path) -> Vault:
    return make_demo(tmp_path / "vault", NOW, cases=3)


def spoil(vault: Vault, change, name: str = "") -> str:
    """Change the tables of one file behind the program's back; return the case's number."""
    name = name or sorted(vault.names())[0]
    tables = pydantic_core.from_json(vault.read(name).data)
    change(tables)
    (vault.folder / f"{name}.json").write_bytes(pydantic_core.to_json(tables))
    return name.removeprefix("cases/")


def first(table: dict) -> dict:
    return next(iter(table.values()))


def only(vault: Vault) -> str:
    """Return the one problem that is found."""
    (problem,) = check_vault(vault).problems
    return problem


def test_a_whole_vault_has_no_problem(vault):
    found = check_vault(vault)
    assert found.problems == []
    assert found.cases == 3
    assert found.packs >= 10


def test_a_wrong_day_is_named_with_case_table_and_field(vault):
    number = spoil(vault, lambda tables: first(tables["contact"]).update(on="31 February"))
    problem = only(vault)
    assert problem.startswith(f"C-{number}, contact ")
    assert ", on:" in problem


def test_a_record_that_is_none_is_named(vault):
    spoil(vault, lambda tables: tables["contact"].update(x1="no record"))
    assert "contact x1" in only(vault)


def test_a_choice_that_does_not_exist_is_named(vault):
    spoil(vault, lambda tables: first(tables["contact"]).update(kind="telepathy"))
    assert "telepathy" in only(vault)


def test_a_struck_out_record_is_left_alone(vault):
    def change(tables):
        first(tables["contact"]).update(kind="telepathy", struck_at="2026-11-20T09:00:00Z", struck_by="mary")

    spoil(vault, change)
    assert check_vault(vault).problems == []


def test_a_case_manager_whom_nobody_knows_is_named(vault):
    spoil(vault, lambda tables: first(tables["case"]).update(manager="ghost"))
    assert "ghost" in only(vault)


def test_a_renamed_file_is_named(vault):
    name = sorted(vault.names())[0]
    (vault.folder / f"{name}.json").rename(vault.folder / "cases" / "ZZZZZZ.json")
    assert only(vault).startswith("C-ZZZZZZ, case, number")


def test_a_torn_file_points_to_the_former_revision(vault):
    name = sorted(vault.names())[0]
    file = CaseFile.load(vault, name).copy()
    file.put(Contact(kind="phone", summary="Rang.", on=NOW.date()))
    file.save(vault, "mary", NOW)
    path = vault.folder / f"{name}.json"
    path.write_bytes(path.read_bytes()[:100])
    problem = only(vault)
    assert "is whole: casetui check --repair brings it back" in problem
    (former,) = (vault.folder / "former" / path.stem).iterdir()
    former.unlink()
    assert "backup" in only(vault)


def test_a_missing_head_is_named(vault):
    spoil(vault, lambda tables: tables.pop("case"))
    assert "the head of the case is missing" in only(vault)


def test_a_newer_case_file_is_named(vault):
    spoil(vault, lambda tables: first(tables["_file"]).update(format=99))
    assert "newer version" in only(vault)


def test_a_damaged_agency_file_is_named_and_the_cases_are_still_read(vault):
    (vault.folder / "agency.json").write_text("{")
    found = check_vault(vault)
    assert found.cases == 3
    assert "agency" in found.problems[0]


def test_settings_that_cannot_be_are_named(vault):
    spoil(vault, lambda tables: first(tables["agency"]).update(zone="Atlantis/Deep"), AGENCY)
    assert "Atlantis/Deep" in only(vault)
    spoil(
        vault, lambda tables: first(tables["agency"]).update(zone="Europe/Dublin", methods=["magic"]), AGENCY
    )
    assert "magic" in only(vault)


def test_a_mistake_in_a_pack_is_named_with_file_and_line(vault):
    (vault.folder / "methods" / "own.toml").write_text('kind = "checklist"\nkey = "own"\ntitel = "Own"\n')
    assert any(problem.startswith("own.toml:") for problem in check_vault(vault).problems)


def test_a_kept_pack_that_was_changed_or_lost_is_named(vault):
    folder = next((vault.folder / "packs").iterdir())
    pack = next(folder.glob("checklist-*.toml"))
    pack.write_text(pack.read_text() + "\n# changed\n")
    assert "changed a kept pack" in only(vault)
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    assert all("method_version" in problem for problem in check_vault(vault).problems)
    assert len(check_vault(vault).problems) == 3


ODD_HEADS = [{"format": "1"}, {"format": 0}, {"format": True}, {"format": [1]}, {"revision": "x"},
             {"revision": None}, {"at": "soon"}, {"at": 5}, {"by": [1]}]  # fmt: skip


@pytest.mark.parametrize("odd", ODD_HEADS, ids=str)
@pytest.mark.parametrize("name", ["", AGENCY])
def test_an_odd_head_is_named(vault, odd, name):
    spoil(vault, lambda tables: first(tables["_file"]).update(odd), name)
    assert check_vault(vault).problems


def test_a_former_revision_with_an_odd_head_is_not_offered(vault):
    name = sorted(vault.names())[0]
    tables = pydantic_core.from_json(vault.read(name).data)
    first(tables["_file"])["at"] = 5
    former = vault.folder / "former" / f"{name[6:]}.json"
    former.write_bytes(pydantic_core.to_json(tables))
    former.chmod(0o600)
    (vault.folder / f"{name}.json").write_text("{")
    assert "backup" in only(vault)


@pytest.mark.parametrize("left", ["nothing", "method-guidebook.toml", "checklist-gp.toml"])
def test_a_half_written_pack_folder_is_named_once(vault, left):
    folder = next((vault.folder / "packs").iterdir())
    for path in folder.iterdir():
        if path.name != left:
            path.unlink()
    assert folder.name in only(vault)


def test_an_agency_file_that_cannot_be_read_is_named_once(vault):
    path = vault.folder / "agency.json"
    path.unlink()
    assert "agency.json" in only(vault)
    path.mkdir()
    assert "agency.json" in only(vault)


def test_a_case_folder_that_cannot_be_read_is_named(vault):
    (vault.folder / "cases" / "LOOPED.json").symlink_to("LOOPED.json")
    assert "symbolic links" in " ".join(check_vault(vault).problems)


def test_what_nobody_thought_of_is_a_problem_and_the_rest_is_read(vault, monkeypatch):
    real = CaseFile.load.__func__
    odd = sorted(vault.names())[0]

    def fails(kind, vault, name):
        if name == odd:
            raise ZeroDivisionError
        return real(kind, vault, name)

    monkeypatch.setattr(CaseFile, "load", classmethod(fails))
    assert f"C-{odd[6:]} cannot be checked (ZeroDivisionError)" in only(vault)
    assert check_vault(vault).cases == 3


def test_own_targets_that_do_nothing_are_named(vault):
    targets = ["assesment 7 days", "minimum_stay 0 days"]
    spoil(vault, lambda tables: first(tables["agency"]).update(targets=targets), AGENCY)
    assert [problem.split('"')[1] for problem in check_vault(vault).problems] == ["assesment", "minimum_stay"]


def test_progress_can_stop_it(tmp_path):
    vault = make_demo(tmp_path / "vault", NOW, cases=60)
    assert check_vault(vault, lambda *_: False).cases == 50
