"""A case file: records in tables, revisions, and fields that this version does not know."""

import json
import unicodedata
from datetime import UTC, date, datetime

import pytest

from casetui.data import record_file
from casetui.data.casefile import CaseFile
from casetui.data.record_file import Damaged
from casetui.data.records import Client, Contact, Goal
from casetui.data.vault import OutOfDate, VaultError
from tests.cases import case_file
from tests.data.sealed import fill, keyring, make

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)


@pytest.fixture
def vault(tmp_path):
    return make(tmp_path / "vault")


@pytest.fixture
def saved(vault):
    return case_file(Goal(id="g", wording="A tenancy"), number="AB2345").save(vault, "mary", NOW)


def tables_of(vault):
    """Return the tables in the sealed file."""
    return json.loads(vault.read("cases/AB2345").data)


def load(vault):
    return CaseFile.load(vault, "cases/AB2345")


def test_what_is_saved_is_read_back(vault, saved):
    read = load(vault)
    assert read.case == saved.case and read.one(Goal) == saved.one(Goal)
    assert (read.revision, read.saved_by, read.saved_at) == (1, "mary", NOW)


def test_each_save_is_a_revision(vault, saved):
    edited = saved.copy()
    edited.put(Contact(kind="visit", summary="x", on=date(2026, 11, 20)))
    assert edited.save(vault.signed_in(keyring("sean")), "sean", NOW).revision == 2
    assert load(vault).saved_by == "sean"


def test_a_copy_is_edited_without_touching_the_one_it_was_made_from(saved):
    edited = saved.copy()
    edited.put(edited.one(Goal).model_copy(update={"wording": "A house"}))
    assert saved.one(Goal).wording == "A tenancy"
    assert edited.one(Goal).wording == "A house"


def test_an_older_revision_is_not_saved_over_a_newer_one(vault, saved):
    saved.copy().save(vault, "sean", NOW)
    with pytest.raises(OutOfDate):
        saved.copy().save(vault, "mary", NOW)


def test_a_record_that_is_put_again_keeps_its_place(saved):
    saved.put(Goal(id="h", wording="Second"))
    saved.put(Goal(id="g", wording="First, changed"))
    assert [goal.wording for goal in saved.all(Goal)] == ["First, changed", "Second"]


def test_a_struck_record_stays_readable_and_stands_no_more(saved):
    saved.put(saved.one(Goal).model_copy(update={"struck_at": NOW, "struck_reason": "wrong client"}))
    assert saved.all(Goal) == [] and saved.one(Goal) is None
    assert saved.every(Goal)[0].struck_reason == "wrong client"


def test_tables_and_fields_of_a_later_version_survive_a_round_trip(vault, saved):
    tables = tables_of(vault)
    tables["meeting"] = {"m1": {"chair": "Tom", "minutes": ["a", {"b": 1}]}}
    tables["goal"]["g"]["colour"] = {"hue": 3}
    tables["_file"]["head"]["seal"] = "later"
    fill(vault, "cases/AB2345", json.dumps(tables).encode())
    file = load(vault)
    file.put(file.one(Goal).model_copy(update={"state": "met"}))
    file.put(Client(id="new", name="Other"))
    file.save(vault, "mary", NOW)
    after = tables_of(vault)
    assert after["meeting"] == tables["meeting"]
    assert after["goal"]["g"] == {**tables["goal"]["g"], "state": "met"}
    assert after["_file"]["head"]["seal"] == "later"


def test_a_file_of_a_newer_format_is_read_and_never_saved(vault, saved):
    tables = tables_of(vault)
    tables["_file"]["head"]["format"] = record_file.FORMAT + 1
    fill(vault, "cases/AB2345", json.dumps(tables).encode())
    before = vault.read_raw("cases/AB2345")
    file = load(vault)
    assert file.read_only and file.one(Goal).wording == "A tenancy"
    with pytest.raises(VaultError, match="A newer version"):
        file.save(vault, "mary", NOW)
    assert vault.read_raw("cases/AB2345") == before


def test_an_older_format_is_upgraded_on_reading_and_written_at_the_next_save(vault, saved, monkeypatch):
    def rename(tables):
        return {**tables, "goal": {k: {**v, "measure": "keys"} for k, v in tables["goal"].items()}}

    monkeypatch.setattr(record_file, "FORMAT", 2)
    monkeypatch.setitem(record_file.UPGRADES, 1, rename)
    file = load(vault)
    assert file.one(Goal).measure == "keys" and not file.read_only
    assert tables_of(vault)["_file"]["head"]["format"] == 1
    file.save(vault, "mary", NOW)
    assert tables_of(vault)["_file"]["head"]["format"] == 2


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "7", '{"_file": {}}', '{"_file": {"head": {}}}', '{"_file": {"head": 7}}',
     '{"_file": {"head": {"format": "one"}}}', '{"_file": {"head": {"format": 1}}, "goal": []}',
     '{"_file": {"head": {"format": 1}}, "goal": {"g": 3}}', "\udcff"],
)  # fmt: skip
def test_what_is_no_case_file_is_damaged_in_a_sentence(vault, saved, text):
    fill(vault, "cases/AB2345", text.encode(errors="surrogateescape"))
    with pytest.raises(Damaged, match="is damaged and cannot be read"):
        load(vault)


def test_a_record_that_its_model_refuses_is_left_out_and_named(vault, saved):
    tables = tables_of(vault)
    tables["contact"] = {"c": {"kind": "visit", "on": "no day"}}
    fill(vault, "cases/AB2345", json.dumps(tables).encode())
    file = load(vault)
    assert file.all(Contact) == []
    assert file.unreadable(Contact) == {"c": ["on", "summary"]}
    assert file.tables["contact"]["c"] == {"kind": "visit", "on": "no day"}


def test_a_head_of_the_case_that_its_model_refuses_is_damage_in_a_sentence(vault, saved):
    tables = tables_of(vault)
    next(iter(tables["case"].values()))["opened_on"] = "no day"
    fill(vault, "cases/AB2345", json.dumps(tables).encode())
    with pytest.raises(Damaged):
        load(vault).case  # noqa: B018


def test_a_file_without_a_head_of_the_case_is_damaged(vault):
    fill(vault, "cases/EM2345", CaseFile("cases/EM2345", {}).bytes("mary", NOW))
    with pytest.raises(Damaged):
        CaseFile.load(vault, "cases/EM2345").case  # noqa: B018


def test_instants_are_utc_and_empty_fields_take_no_room(vault, saved):
    tables = tables_of(vault)
    assert tables["_file"]["head"]["at"] == "2026-11-21T10:00:00+00:00"
    assert "met_on" not in tables["goal"]["g"] and "measure" not in tables["goal"]["g"]


@pytest.mark.parametrize(
    "name", ["[bold]x[/bold]", "مريم", "e\u0301\u0323", "日本 🧑‍🚀", "x" * 200, "a\tb\nc"]
)
def test_text_in_any_script_comes_back_as_it_was_written(vault, name):
    case_file(Client(name=name), number="AB2345").save(vault, "mary", NOW)
    kept = load(vault).one(Client).name
    assert kept == unicodedata.normalize("NFC", name)


def test_control_characters_do_not_reach_the_file(vault):
    case_file(Client(name="\x1b[31mRed\x07\udcff"), number="AB2345").save(vault, "mary", NOW)
    assert load(vault).one(Client).name == "[31mRed"
