"""Pipes, devices, and files of any size in the place of any file: refused at once, with a sentence."""

import json
import os
from pathlib import Path

import pytest

from casetui.checklists.loader import load_methods
from casetui.data.drafts import Where
from casetui.data.errors import NoVault, VaultError
from casetui.data.keys.known_revisions import KnownRevision, KnownRevisions, Reach
from casetui.data.keys.person_keys import NoKeys
from casetui.data.store.files import Files
from casetui.data.store.limits import LOG, MB, ORDINARY, PACK, SMALL
from casetui.data.store.plain import TooLarge
from casetui.data.vault import Vault
from casetui.demo import make_demo
from casetui.desk.acts.cases import open_case
from casetui.desk.forms.drafts import unsaved_drafts
from casetui.desk.people.digest import leave_digest, read_digest
from casetui.keeping.backup import back_up
from casetui.words import CaseTUIError
from tests.attacks.places import NOW, plant, wrote
from tests.keeping.keeping import check, vault_as
from tests.screens.office import KEYS

KINDS = ("pipe", "link to zeros", "socket", "link to a file")


# -- what is no file -----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_a_vault_json_that_is_no_file_is_a_sentence(office, home, kind):
    plant(office.folder / "vault.json", kind, home)
    with pytest.raises(VaultError, match=r"vault\.json cannot be read: it is no file") as said:
        Vault.at(office.folder)
    assert not isinstance(said.value, NoVault), "nobody is asked to set an agency up over it"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["agency.signed", "cases/AB2345.age"])
def test_what_everybody_needs_is_a_sentence(office, home, kind, name):
    plant(office.folder / name, kind, home)
    with pytest.raises(CaseTUIError, match="cannot be read"):
        open_case(office.desk(), "AB2345")


@pytest.mark.parametrize("kind", KINDS)
def test_a_method_that_is_no_file_is_passed_over(office, home, kind):
    plant(office.folder / "methods" / "ours.toml", kind, home)
    assert open_case(office.desk(), "AB2345").file.case.number == "AB2345"


@pytest.mark.parametrize("kind", KINDS)
def test_every_file_of_a_persons_own(office, home, kind):
    desk, own = office.desk(), office.own()
    leave_digest(desk)
    own.key_file.keep(KEYS["mary"], "")
    for ending in ("key", "pin", "seen", "digest", "answers", "resealed", "recovery"):
        plant(own.folder / f"mary.{ending}", kind, home)
    for name in (*office.cache.glob("*.rows"), *office.cache.glob("*.sheet")):
        plant(name, kind, home)
    with pytest.raises(NoKeys, match="cannot be read: it is no file"):
        own.key_file.unlock("")
    with pytest.raises(VaultError, match=r"mary\.pin"):
        own.pinned()
    assert read_digest(own) is None
    known = KnownRevisions(own.known_revisions, KEYS["mary"])
    known.note("AB2345", KnownRevision(1, "x", Reach("north")), "")
    known.keep()
    with pytest.raises(CaseTUIError):
        leave_digest(desk)
    home.assert_untouched()


@pytest.mark.parametrize("kind", [*KINDS, "link to a folder"])
def test_the_folders_of_a_persons_own(office, home, kind):
    own = office.own()
    plant(own.folder / "mary.drafts", kind, home)
    desk = office.desk()
    assert unsaved_drafts(desk) == []
    with pytest.raises(OSError):
        own.drafts.make()
        own.drafts.write("x", b"what was typed")
    home.assert_untouched()


def test_drafts_that_are_no_files_are_passed_over(office, home):
    from casetui.data.drafts import Drafts

    drafts = Drafts(office.own().drafts, KEYS["mary"], "mary")
    name = drafts.new_name(Where("contact"))
    drafts.keep(name, Where("contact"), "Contact", "", NOW, {"summary": "met"})
    other = Drafts(office.own().drafts, KEYS["mary"], "mary")
    assert len(other.not_open_here()) == 1
    for kind in KINDS:
        plant(office.own().drafts.path(name), kind, home)
        assert other.not_open_here() == [] and not other.is_open(name)
        with pytest.raises(OSError):
            other.lock(name)
    home.assert_untouched()


# -- size ----------------------------------------------------------------------------------------


def grow(path: Path, size: int) -> None:
    """Give a file so many bytes, which take no place on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        file.truncate(size)


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("vault.json", SMALL), ("agency.signed", ORDINARY), ("cases/AB2345.age", ORDINARY),
        ("covers/AB2345.age", ORDINARY), ("former/AB2345/x.age", ORDINARY), ("changes", LOG),
        ("openings", LOG),
        ("methods/ours.toml", PACK), ("packs/0123456789abcdef/method-x.toml", PACK),
        ("requests/mary-ab2c.json", SMALL), ("damaged/changes-x", LOG), ("manifest.json", LOG),
        ("mary.pin", MB), ("mary.key", MB), ("of-a-later-version", ORDINARY),
    ],
)  # fmt: skip
def test_a_file_that_is_larger_than_any_of_its_kind_is_refused_before_it_is_read(tmp_path, name, most):
    grow(tmp_path / name, most + 1)
    with pytest.raises(TooLarge, match="no such file has more than"):
        Files(tmp_path).read(name)
    if most <= MB:
        grow(tmp_path / name, 0)
        os.truncate(tmp_path / name, most)
        assert len(Files(tmp_path).read(name)[0]) == most


def test_nothing_is_written_that_could_not_be_read_again(tmp_path):
    files = Files(tmp_path)
    files.write("vault.json", b"{}")
    with pytest.raises(TooLarge):
        files.write("vault.json", b" " * (SMALL + 1))
    assert files.read("vault.json")[0] == b"{}"


def test_the_tail_of_a_long_journal_is_read_whatever_its_length(tmp_path):
    grow(tmp_path / "changes", LOG + 100)
    with (tmp_path / "changes").open("ab") as file:
        file.write(b"cases/AB2345 mary\n")
    assert Files(tmp_path).tail("changes", LOG + 100) == b"cases/AB2345 mary\n"


def test_a_case_and_a_journal_of_a_gigabyte_are_sentences(office, tmp_path):
    office.case("CD2345", "Declan Power", lambda b: b.assigned())
    grow(office.folder / "cases" / "AB2345.age", 1024 * MB)
    desk = office.desk()
    with pytest.raises(
        VaultError, match="it has 1024 megabytes, and no such file has more than 64 megabytes"
    ):
        open_case(desk, "AB2345")
    assert open_case(desk, "CD2345").file.case.number == "CD2345"
    wrote(office, "CD2345")
    grow(office.folder / "changes", 1024 * MB)
    with pytest.raises(VaultError, match="it has 1024 megabytes"):
        office.locked.journal.lines()
    problems = back_up(office.locked, tmp_path / "backup", NOW).problems
    assert sum("it has 1024 megabytes" in one for one in problems) == 2, problems


def test_check_names_what_is_too_large(tmp_path):
    vault = vault_as(make_demo(tmp_path / "vault", NOW, cases=2))
    for name in (f"{sorted(vault.names())[0]}.age", "changes", "methods/ours.toml"):
        grow(tmp_path / "vault" / name, 1024 * MB)
    problems = check(vault).problems
    for name in (sorted(vault.names())[0], "changes", "ours.toml"):
        assert any(name in one for one in problems), problems


@pytest.mark.parametrize(
    "text",
    [
        "a" + ".a" * 50_000 + " = 1", "[a" + ".a" * 50_000 + "]", "a = { b" + ".b" * 30_000 + " = 1 }",
        "a = " + "[" * 50_000, "a = " + "{ a = " * 20_000, "[[a" + ".a" * 50_000 + "]]",
    ],
    ids=["a key", "a table", "a key in a table", "brackets", "braces", "tables"],
)  # fmt: skip
def test_a_deep_pack_is_refused_at_once(tmp_path, text):
    whole = f'kind = "method"\n{text}\n'
    methods = load_methods({"ours.toml": whole.encode()})
    (problem,) = methods.problems
    assert problem.file == "ours.toml" and problem.line == 2
    assert len(methods.methods) >= 1, "the others are read"


def test_a_large_pack_is_named_by_its_file(office):
    large = json.dumps("x" * PACK)
    (office.folder / "methods" / "ours.toml").write_text(f"title = {large}\n")
    texts = office.locked.packs.own()
    assert texts == {"ours.toml": None}
    (problem,) = load_methods(texts).problems
    assert problem.file == "ours.toml"
