"""A disk that refuses to read for a moment makes no repair and no restore choose an older revision."""

import errno
import os
from datetime import timedelta

import pytest

from casetui.data.errors import Unreachable
from casetui.data.records import Contact
from casetui.data.vault import Vault
from casetui.demo import make_demo
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.records import save_record
from casetui.keeping.backup import back_up
from casetui.keeping.checking import check_vault, repair
from casetui.keeping.restoring import restore
from tests.keeping.keeping import check, keeper, vault_as
from tests.keeping.test_backup import sign_in
from tests.keeping.test_checking import NOW
from tests.keeping.test_repairing import save, summaries
from tests.screens.office import TODAY
from tests.torture.acts import keeper as torture_keeper


@pytest.fixture
def vault(tmp_path) -> Vault:
    return vault_as(make_demo(tmp_path / "vault", NOW, cases=2))


@pytest.fixture
def name(vault) -> str:
    name = sorted(vault.names())[0]
    for number in range(3):
        save(vault, name, "mary", f"Call {number}", number)
    return name


@pytest.fixture
def refusing(monkeypatch):
    """Return a function: from then on the disk refuses to open each file whose name ends so."""
    real = os.open

    def refuse(ending, code=errno.EIO):
        def opens(path, *args, **kwargs):
            if str(path).endswith(ending):
                raise OSError(code, os.strerror(code))
            return real(path, *args, **kwargs)

        monkeypatch.setattr(os, "open", opens)

    yield refuse
    monkeypatch.setattr(os, "open", real)


def test_a_repair_waits_for_a_former_revision_that_cannot_be_read_just_now(
    vault, name, refusing, monkeypatch
):
    path = vault.upkeep.files.path(f"{name}.age")
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    former = vault.formers(name)[0]
    refusing(former.name)
    found = check(vault)
    assert any("Run casetui check again when it can be read." in problem for problem in found.problems)
    repair(keeper(vault), found)
    monkeypatch.undo()
    repair(keeper(vault), check(vault))
    assert summaries(vault, name) == ["Call 0", "Call 1"]
    assert check(vault).problems == []


def test_a_restore_puts_nothing_in_the_place_of_what_cannot_be_read_just_now(
    vault, name, refusing, monkeypatch, tmp_path
):
    back_up(vault, tmp_path / "backup", NOW)
    save(vault, name, "mary", "Call 3", 9)
    refusing(f"{name.rpartition('/')[2]}.age")
    done = restore(tmp_path / "vault", tmp_path / "backup", sign_in)
    assert any("cannot be read: input/output error" in problem for problem in done.problems)
    monkeypatch.undo()
    assert summaries(vault, name)[-1] == "Call 3"


def test_a_restore_brings_no_former_revisions_back_while_those_of_the_vault_cannot_be_listed(
    vault, name, monkeypatch, tmp_path
):
    """They may be sealed to people who have left since."""
    back_up(vault, tmp_path / "backup", NOW)
    folder, real = f"former/{name[6:]}", os.listdir
    removed = vault.formers(name)[-1]
    vault.upkeep.files.remove(f"{folder}/{removed.name}")
    save(vault, name, "mary", "Call 3", 9)

    def refuses(handle):
        names = real(handle)
        if any(
            removed.name[:9] != one[:9] and one.endswith(removed.name[-4:]) and "-" in one for one in names
        ):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return names

    monkeypatch.setattr(os, "listdir", refuses)
    done = restore(tmp_path / "vault", tmp_path / "backup", sign_in, case=name[6:])
    monkeypatch.undo()
    assert any("cannot be read: input/output error" in problem for problem in done.problems)
    assert removed.name not in [one.name for one in vault.formers(name)]


def test_a_restore_leaves_a_log_that_cannot_be_read_just_now(vault, name, monkeypatch, tmp_path):
    back_up(vault, tmp_path / "backup", NOW)
    save(vault, name, "mary", "Call 3", 9)
    before = (tmp_path / "vault" / "changes").read_bytes()
    real = os.open

    def opens(path, *args, dir_fd=None, **kwargs):
        if path == "changes" and os.path.samestat(os.fstat(dir_fd), (tmp_path / "vault").stat()):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(path, *args, dir_fd=dir_fd, **kwargs)

    monkeypatch.setattr(os, "open", opens)
    done = restore(tmp_path / "vault", tmp_path / "backup", sign_in)
    monkeypatch.undo()
    assert any("changes cannot be used: input/output error" in problem for problem in done.problems)
    assert (tmp_path / "vault" / "changes").read_bytes().startswith(before)


PLANTED = "00000009-20261121T100000Z-20261121T100000Z-" + 32 * "0" + ".age"


@pytest.fixture
def planted(office):
    """A case that Mary saved three times since Seán read it, and a former revision that is none."""
    office.case("AB2345", build=lambda b: b.assigned())
    office.desk("sean")
    for number in range(3):
        office.now += timedelta(minutes=1)
        desk = office.desk("mary")
        save_record(desk, open_case(desk, "AB2345"), Contact(kind="phone", on=TODAY, summary=f"{number}"))
    (office.folder / "former" / "AB2345" / PLANTED).write_bytes(b"x")
    return office


@pytest.mark.parametrize("code", [errno.EACCES, errno.EPERM])
@pytest.mark.parametrize("who", ["mary", "sean", "tom"])
def test_a_former_revision_that_nobody_may_read_keeps_nobody_out(planted, refusing, code, who):
    refusing(PLANTED, code)
    desk = planted.new_desk(who)
    desk.register.refresh()
    assert desk.register.rows["AB2345"].problem == ""
    opened = open_case(desk, "AB2345", "to help")
    save_record(desk, opened, Contact(kind="phone", on=TODAY, summary="after"))


def test_while_the_disk_is_away_a_former_revision_is_waited_for(planted, refusing):
    refusing(PLANTED, errno.EIO)
    with pytest.raises(Unreachable):
        open_case(planted.new_desk("tom"), "AB2345")


def test_the_check_names_the_former_revision_that_nobody_may_read(planted, refusing):
    refusing(PLANTED, errno.EACCES)
    problems = check_vault(torture_keeper(planted, "tom")).problems
    [problem] = [one for one in problems if "permission denied" in one]
    assert PLANTED in problem and "take it out of the folder" in problem


def test_a_present_case_that_may_not_be_read_is_not_replaced_by_an_older_one(planted, refusing):
    refusing("AB2345.age", errno.EACCES)
    assert not any(mend.loses for mend in check_vault(torture_keeper(planted, "tom")).mends)
