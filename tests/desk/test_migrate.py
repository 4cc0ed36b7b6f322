"""Migrating: a vault of the first format is sealed in place, and nothing of it is lost or left open."""

import json
import shutil

import pytest

from casetui.cli import main
from casetui.data.casefile import CaseFile
from casetui.data.errors import Forged
from casetui.data.keys import Keys
from casetui.data.own import Own
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.records import Agency, Contact, Worker
from casetui.data.vault import Vault, VaultError
from casetui.desk.access_log import openings
from casetui.desk.agency import admitted_key, set_up
from casetui.desk.backup import back_up
from casetui.desk.checking import check_vault
from casetui.desk.demo import make_demo
from casetui.desk.desk import Desk
from casetui.desk.errors import NotAllowed
from casetui.desk.migrating import begun, migrate, who_migrates
from casetui.desk.signing_in import own_of
from tests.desk.first_format import MANAGER, NOW, keeper, plain_left, plain_vault, sealed

KEYS, RECOVERY = Keys.make(), Keys.make()


@pytest.fixture
def plain(tmp_path):
    return plain_vault(tmp_path / "vault")


@pytest.fixture
def done(plain, tmp_path):
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / f"{plain.id[:12]}-mary.json").write_text("rows")
    return sealed(plain, KEYS, RECOVERY.public.read, tmp_path / "data", cache)


def at(folder, tmp_path):
    return keeper(folder, KEYS, tmp_path / "data")


def test_everything_is_sealed_and_nothing_is_lost(plain, done, tmp_path):
    kept = at(plain.folder, tmp_path)
    checked = check_vault(kept)
    assert checked.problems == [] and checked.cases == done.cases == 2
    assert plain_left(plain.folder) == []
    name = sorted(kept.vault.names())[0]
    assert [one.summary for one in CaseFile.load(kept.vault, name).all(Contact)][-3:] == [
        "Call 0", "Call 1", "Call 2",
    ]  # fmt: skip
    assert list((tmp_path / "cache").iterdir()) == []
    assert not Vault(plain.folder).unsealed


def test_former_revisions_keep_their_order_and_instants_and_name_the_one_before(plain, done, tmp_path):
    vault = at(plain.folder, tmp_path).vault
    name = sorted(vault.names())[0]
    newest, oldest = vault.formers(name)
    assert (newest.name[:25], oldest.name[:25]) == ("00000002-20261121T090002Z", "00000001-20261121T090001Z")
    chain = [vault.read_former(name, oldest), vault.read_former(name, newest), vault.read(name)]
    numbers = [one.revision.about.revision for one in chain]
    assert numbers == [numbers[0], numbers[0] + 1, numbers[0] + 2]
    assert [one.revision.about.former for one in chain[1:]] == [one.revision.digest for one in chain[:2]]


def test_the_single_former_revision_beside_the_folder_comes_first(plain, tmp_path):
    name = sorted((plain.folder / "cases").glob("*.json"))[0].stem
    folder = plain.folder / "former" / name
    oldest = min(folder.iterdir())
    oldest.rename(folder.with_name(f"{name}.json"))
    sealed(plain, KEYS, RECOVERY.public.read, tmp_path / "data")
    vault = at(plain.folder, tmp_path).vault
    assert [one.name[:8] for one in vault.formers(f"cases/{name}")] == ["00000002", "00000000"]
    assert plain_left(plain.folder) == []


def test_the_recovery_key_opens_what_was_sealed(plain, done, tmp_path):
    import pyrage

    for path in (plain.folder / "cases").iterdir():
        identity = pyrage.x25519.Identity.from_str(RECOVERY.reading_secret())
        assert json.loads(pyrage.decrypt(path.read_bytes(), [identity]).split(b"\n", 2)[2])["case"]


def test_who_opened_a_case_is_still_told(plain, done, tmp_path):
    desk = Desk(
        Vault(plain.folder), Own.of(plain, MANAGER, tmp_path / "data"), KEYS, tmp_path / "rows", lambda: NOW
    )
    (opening,) = openings(desk)
    assert (opening.by, opening.reason, opening.genuine) == ("sean", "On call", True)


def test_a_vault_that_is_not_sealed_is_refused_with_what_to_do(plain, tmp_path):
    with pytest.raises(VaultError, match="Run casetui migrate"):
        AgencyFile.load(plain, AGENCY)
    with pytest.raises(VaultError, match="Run casetui migrate"):
        back_up(plain, tmp_path / "backup", NOW)
    plain.mark_migrating(under_way=True)
    half = Vault(plain.folder)
    assert half.unsealed and half.format == 2
    with pytest.raises(VaultError, match="Run casetui migrate"):
        AgencyFile.load(half, AGENCY)


def test_only_a_line_manager_seals_and_only_what_is_not_sealed(plain, done, tmp_path):
    shutil.rmtree(tmp_path / "vault")
    again = plain_vault(tmp_path / "vault")
    assert who_migrates(again, MANAGER, "", NOW).id == MANAGER
    with pytest.raises(NotAllowed, match="A line manager seals"):
        who_migrates(again, "mary", "", NOW)
    with pytest.raises(VaultError, match="sealed already"):
        who_migrates(make_demo(tmp_path / "other", NOW, cases=1), MANAGER, "", NOW)


def test_who_began_goes_on(plain, tmp_path):
    own = Own.of(plain, MANAGER, tmp_path / "data")
    for folder in ("covers", "keys", "requests"):
        (plain.folder / folder).mkdir()
    from casetui.desk.migrating import _Migration

    plain.mark_migrating(under_way=True)
    _Migration(plain, own, KEYS, NOW).agency(RECOVERY.public.read)
    assert begun(plain)
    with pytest.raises(NotAllowed, match="began to seal"):
        migrate(plain, Own.of(plain, "declan", tmp_path / "data"), Keys.make(), "", NOW)
    assert migrate(plain, own, KEYS, "", NOW).cases == 2


def test_a_damaged_case_is_kept_aside_and_comes_back_from_its_former_revision(plain, tmp_path):
    path = sorted((plain.folder / "cases").glob("*.json"))[0]
    path.write_text("{")
    done = sealed(plain, KEYS, RECOVERY.public.read, tmp_path / "data")
    assert done.problems == [f"C-{path.stem} was damaged before: run casetui check --repair."]
    (problem,) = check_vault(at(plain.folder, tmp_path)).problems
    assert f"C-{path.stem}: its case file is missing." in problem
    assert plain_left(plain.folder) == []


def test_what_an_earlier_version_saved_meanwhile_is_sealed_by_the_next_run(plain, done, tmp_path):
    kept = at(plain.folder, tmp_path)
    name, other = sorted(kept.vault.names())
    file, older = CaseFile.load(kept.vault, name), CaseFile.load(kept.vault, other)
    file.put(Contact(id="late", kind="phone", summary="Late", on=NOW.date()))
    (plain.folder / f"{name}.json").write_bytes(file.bytes("mary", NOW))
    older.tables["_file"]["head"]["revision"] = 0
    older.put(Contact(id="old", kind="phone", summary="Old", on=NOW.date()))
    (plain.folder / f"{other}.json").write_bytes(older.bytes("mary", NOW))
    vault = Vault(plain.folder)
    assert who_migrates(vault, MANAGER, "", NOW).id == MANAGER
    sealed(vault, KEYS, "", tmp_path / "data")
    again = at(plain.folder, tmp_path)
    assert CaseFile.load(again.vault, name).get(Contact, "late")
    assert not CaseFile.load(again.vault, other).get(Contact, "old"), "an older one stays aside"
    assert len(again.vault.formers(name)) == 3 and check_vault(again).problems == []
    assert plain_left(plain.folder) == []


# -- what somebody else put there ----------------------------------------------------------------


def mallory(plain, keys):
    """Return a plain agency file in which somebody made themselves line manager, with a key."""
    file = AgencyFile(AGENCY, json.loads(plain))
    file.put(Worker(id="mallory", name="Mallory", team="north", roles=["line manager"]))
    file.put(admitted_key("mallory", keys.public, MANAGER, NOW))
    return AgencyFile(AGENCY, json.loads(file.bytes(MANAGER, NOW))).bytes(MANAGER, NOW)


def says(folder, **about):
    place = folder / "vault.json"
    place.write_text(json.dumps({**json.loads(place.read_text()), **about}))
    return Vault(folder)


@pytest.mark.parametrize("agency_file_is_there", [True, False])
def test_a_sealed_vault_that_says_it_is_plain_is_sealed_by_nobody(plain, tmp_path, agency_file_is_there):
    before = (plain.folder / "agency.json").read_bytes()
    sealed(plain, KEYS, RECOVERY.public.read, tmp_path / "data")
    (plain.folder / "agency.json").write_bytes(mallory(before, Keys.make()))
    vault = says(plain.folder, format=1)
    there = plain.folder / "agency.signed"
    if not agency_file_is_there:
        there.unlink()
    for act in (
        lambda: sealed(vault, KEYS, "", tmp_path / "data"),
        lambda: own_of(vault, MANAGER, tmp_path / "data"),
    ):
        with pytest.raises(Forged, match=r"vault\.json says that this vault is not sealed, but it was"):
            act()
    assert there.exists() is agency_file_is_there and Vault(plain.folder).format == 1


@pytest.mark.parametrize("under_way", [True, False])
def test_a_plain_agency_file_is_not_taken_once_the_sealed_one_is_trusted(plain, tmp_path, under_way):
    before = (plain.folder / "agency.json").read_bytes()
    sealed(plain, KEYS, RECOVERY.public.read, tmp_path / "data")
    (plain.folder / "agency.json").write_bytes(mallory(before, Keys.make()))
    vault = says(plain.folder, migrating=under_way)
    with pytest.raises(Forged, match=r"agency\.json lies beside the sealed agency file"):
        sealed(vault, KEYS, "", tmp_path / "data")
    there = AgencyFile.from_kept(AGENCY, vault.read(AGENCY))
    assert "mallory" not in there.people


def test_no_key_is_taken_from_a_plain_file(plain, tmp_path):
    path = plain.folder / "agency.json"
    path.write_bytes(mallory(path.read_bytes(), Keys.make()))
    sealed(plain, KEYS, RECOVERY.public.read, tmp_path / "data")
    file = AgencyFile.load(Vault(plain.folder), AGENCY)
    assert [key.worker for key in file.person_keys] == [MANAGER]


def test_nobody_goes_on_with_what_somebody_else_began_in_their_name(plain, tmp_path):
    """An agency file of another root, in which the line manager's own key is admitted."""
    evil, folder = Keys.make(), plain.folder
    people = [
        Worker(id="mallory", name="Mallory", roles=["line manager"], second_signatory=True),
        Worker(id=MANAGER, name="Gráinne", roles=["line manager"]),
    ]
    keys = {"mallory": evil, MANAGER: KEYS}
    other = set_up(tmp_path / "evil", Agency(name="Evil"), people, NOW, keys)
    shutil.copy(other.vault.folder / "agency.signed", folder / "agency.signed")
    (folder / "agency.json").unlink()
    with pytest.raises(NotAllowed, match="began to seal"):
        sealed(says(folder, format=2, migrating=True), KEYS, "", tmp_path / "data")


# -- at the command line -------------------------------------------------------------------------


@pytest.fixture
def terminal(tmp_path, monkeypatch, capsys):
    """A terminal at which passphrases and the last signs of the recovery key are typed."""
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    typed: list[str] = []

    def hidden(_prompt):
        return typed.pop(0)

    def shown(_prompt):
        said = capsys.readouterr().out
        assert not (tmp_path / "vault" / "agency.signed").exists(), "nothing is sealed before"
        secret = next(word for word in said.split() if word.startswith("AGE-SECRET-KEY-1"))
        return secret[-4:].lower()

    monkeypatch.setattr("sys.stdin", type("Terminal", (), {"isatty": lambda _: True})())
    monkeypatch.setattr("getpass.getpass", hidden)
    monkeypatch.setattr("builtins.input", shown)
    return typed


def test_it_asks_for_a_passphrase_twice_and_has_the_recovery_key_written_down(plain, terminal, capsys):
    argv = ["migrate", "--vault", str(plain.folder), "--as", MANAGER]
    terminal += ["short", "correct horse", "correct hose", "correct horse", "correct horse"]
    assert main(argv) == 0
    said = capsys.readouterr().out
    assert "a disk may keep traces" in said and plain_left(plain.folder) == []
    terminal.append("correct horse")
    assert main(["check", "--vault", str(plain.folder), "--as", MANAGER]) == 0
    assert main(argv) == 2
    assert "sealed already" in capsys.readouterr().err


def test_cut_off_and_run_again_it_shows_no_second_recovery_key(plain, terminal, capsys, monkeypatch):
    def stops(*_):
        raise KeyboardInterrupt

    argv = ["migrate", "--vault", str(plain.folder), "--as", MANAGER]
    terminal += ["correct horse"] * 2
    with monkeypatch.context() as patch:
        patch.setattr("casetui.desk.migrating.keep_cover", stops)
        assert main(argv) == 130
    assert "can simply be run again" in capsys.readouterr().err
    assert main(["agenda", "--vault", str(plain.folder), "--as", MANAGER]) == 2
    assert "Run casetui migrate" in capsys.readouterr().err
    monkeypatch.setattr("builtins.input", stops)
    terminal += ["correct horse"]
    assert main(argv) == 0
    assert "AGE-SECRET-KEY" not in capsys.readouterr().out and plain_left(plain.folder) == []


def test_without_a_terminal_it_says_so(plain, capsys):
    assert main(["migrate", "--vault", str(plain.folder), "--as", MANAGER]) == 2
    assert "Run it at a terminal" in capsys.readouterr().err
    assert Vault(plain.folder).format == 1
