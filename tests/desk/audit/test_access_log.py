"""The access log: its lines are read by who may read the case, now and by no other key."""

from datetime import timedelta

import pytest

from casetui.data.store import folder
from casetui.data.store.files import Files
from casetui.data.store.folder import FolderStore
from casetui.data.store.intent import intent_name
from casetui.desk.access_log import openings, reseal_openings
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.restricting import restrict
from casetui.desk.people.retiring import retire
from casetui.desk.session.resealing import reseal

ONE = "AB2345"


@pytest.fixture
def worked(office):
    """An agency with a case of Mary's."""
    office.case(ONE, "Aoife Nolan", lambda b: b.assigned())
    return office


def opens(office, who, reason="to help"):
    return open_case(office.desk(who), ONE, reason)


def read_by(office, who, number=ONE):
    return [(one.by, one.reason, one.genuine) for one in openings(office.desk(who), number)]


@pytest.mark.timeout(60)
def test_a_program_that_was_stopped_with_a_lock_keeps_nobody_from_a_case(worked, monkeypatch):
    """It had begun to seal lines anew, or to save the case of which nothing is written yet."""
    monkeypatch.setattr(folder, "LOCK_SECONDS", 3600.0)
    stopped = FolderStore(worked.folder)
    with stopped.locked("openings", f"cases/{ONE}.age"):
        stopped.files.write(intent_name(f"cases/{ONE}.age"), b"{}")
        opened = opens(worked, "liam", "she relapsed")
        assert opened.file.digest == worked.vault.digest(f"cases/{ONE}")
    (worked.folder / intent_name(f"cases/{ONE}.age")).unlink()
    assert read_by(worked, "mary")[-1] == ("liam", "she relapsed", True)


def test_a_line_that_did_not_wait_for_a_stopped_program_is_kept_when_that_goes_on(worked, monkeypatch):
    opens(worked, "liam", "she relapsed")
    write = Files.write

    def stops(files, name, data):
        if name == "openings":
            monkeypatch.setattr(Files, "write", write)
            opens(worked, "liam", "the day after")
        return write(files, name, data)

    monkeypatch.setattr(Files, "write", stops)
    (line,) = worked.locked.access_log.lines()
    worked.locked.access_log.replace_lines({line: line})
    assert [reason for _, reason, _ in read_by(worked, "mary")] == ["she relapsed", "the day after"]


@pytest.mark.parametrize("number", [ONE, ""])
def test_openings_of_a_restricted_case_are_read_by_whom_it_is_open_to(worked, number):
    desk = worked.desk("mary")
    restrict(desk, open_case(desk, ONE), ["sean"], "known to the team")
    opens(worked, "sean")
    assert ("sean", "", True) in read_by(worked, "mary", number)
    assert ("sean", "", True) in read_by(worked, "sean", number)
    assert "sean" not in [by for by, *_ in read_by(worked, "liam", number)]


def test_who_was_retired_opens_no_line_once_they_are_sealed_anew(worked):
    opens(worked, "liam", "she relapsed")
    before = read_by(worked, "mary")
    sean = worked.new_desk("sean").keyring
    worked.now += timedelta(hours=1)
    retire(worked.desk("tom"), "sean")
    assert any(map(sean.line_opener(), worked.locked.access_log.lines()))
    reseal(worked.desk("tom"))
    assert not any(map(sean.line_opener(), worked.locked.access_log.lines()))
    assert read_by(worked, "mary") == before == [("liam", "she relapsed", True)]
    assert (worked.folder / "openings").stat().st_mode & 0o777 == 0o600


def test_lines_of_a_case_that_was_restricted_since_are_the_teams_no_longer(worked):
    opens(worked, "liam", "she relapsed")
    desk = worked.desk("mary")
    restrict(desk, open_case(desk, ONE), ["sean"], "known to the team")
    reseal(worked.desk("mary"))
    assert read_by(worked, "liam") == []
    assert ("liam", "she relapsed", True) in read_by(worked, "sean")


def test_what_is_sealed_as_it_should_be_and_garbage_stay_as_they_are(worked):
    opens(worked, "liam", "she relapsed")
    log = worked.folder / "openings"
    log.write_bytes(b"garbage\n" + log.read_bytes())
    before = log.read_bytes()
    reseal(worked.desk("tom"))
    assert log.read_bytes() == before


def test_a_case_whose_own_keys_cannot_be_read_hides_no_line_of_another_case(worked):
    opens(worked, "liam", "she relapsed")
    worked.case("BC2345", "Joe Hand", lambda b: b.assigned())
    (worked.folder / "keys" / "BC2345.signed").symlink_to(worked.folder / "vault.json")
    assert ("liam", "she relapsed", True) in read_by(worked, "mary", "")
    assert reseal_openings(worked.desk("mary")) == 0
