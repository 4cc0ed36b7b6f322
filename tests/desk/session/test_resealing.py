"""Sealing anew after somebody left: what they could read before is sealed to them no more."""

from datetime import timedelta

import pytest

from casetui.data.casefile import CaseFile
from casetui.data.errors import CannotOpen
from casetui.data.records import Contact, Share
from casetui.desk.acts import case_keys, changes
from casetui.desk.acts.cases import open_case, pause
from casetui.desk.acts.records import save_record
from casetui.desk.acts.restricting import restrict, share
from casetui.desk.errors import NotAllowed
from casetui.desk.people.retiring import retire
from casetui.desk.session.resealing import reseal, unreadable
from casetui.desk.session.upkeep import run_upkeep
from tests.screens.office import NOW, TODAY, Office

NUMBERS = ("AB2345", "CD2345", "EF2345")


@pytest.fixture
def office(tmp_path):
    found = Office(tmp_path / "vault", tmp_path / "cache")
    for number in NUMBERS:
        found.case(number, f"Client {number}", lambda b: b.intake().assigned())
    desk = found.desk()
    opened = open_case(desk, NUMBERS[0])
    save_record(desk, opened, Contact(kind="phone", on=TODAY, summary="Rang."))
    return found


def readable(ring_vault, name):
    """Return how many revisions of a file somebody opens, and how many there are."""
    opened = 0
    formers = ring_vault.formers(name)
    for former in [None, *formers]:
        try:
            ring_vault.read_former(name, former) if former else ring_vault.read(name)
            opened += 1
        except CannotOpen:
            continue
    return opened, len(formers) + 1


def test_who_left_opens_nothing_that_was_sealed_anew(office):
    before = office.seen_by("sean")
    assert readable(before, "cases/AB2345") == (2, 2)
    retire(office.desk("tom"), "sean")
    done = reseal(office.desk("tom"))
    assert done.files == len(NUMBERS) * 2 + 2  # each with its cover sheet, a former revision, the access log
    assert not done.problems
    for number in NUMBERS:
        assert readable(before, f"cases/{number}")[0] == 0
        assert readable(office.seen_by("mary"), f"cases/{number}")[0] > 0
        with pytest.raises(CannotOpen):
            before.read(f"covers/{number}")


def test_who_left_opens_no_former_cover_sheet_that_was_sealed_anew(office):
    desk = office.desk()
    pause(desk, open_case(desk, "CD2345"), "away", TODAY + timedelta(days=3))
    before = office.seen_by("sean")
    assert readable(before, "covers/CD2345") == (2, 2)
    retire(office.desk("tom"), "sean")
    reseal(office.desk("tom"))
    assert readable(before, "covers/CD2345") == (0, 2)
    assert readable(office.seen_by("mary"), "covers/CD2345") == (2, 2)


def test_the_revision_and_its_time_stay_the_same(office):
    name = "cases/AB2345"
    before = office.vault.read(name)
    retire(office.desk("tom"), "sean")
    reseal(office.desk("mary"))
    after = office.desk("mary").vault.read(name)
    assert after.revision == before.revision
    assert after.stamp[0] == before.stamp[0]
    assert after.digest != before.digest
    assert office.vault.journal.lines()[-1].by == "reseal"


def test_it_is_stopped_and_gone_on_with(office):
    retire(office.desk("tom"), "sean")
    first = reseal(office.desk("mary"), lambda done, of: False)
    assert first.stopped and not first.files
    assert reseal(office.desk("mary")).files == len(NUMBERS) * 2 + 2
    assert reseal(office.desk("tom")).files == 0


def test_a_case_that_is_saved_meanwhile_is_sealed_by_that(office):
    desk = office.desk("mary")
    opened = open_case(desk, "CD2345")
    retire(office.desk("tom"), "sean")
    save_record(desk, opened, Contact(kind="phone", on=TODAY, summary="Rang."))
    with pytest.raises(CannotOpen):
        office.seen_by("sean").read("cases/CD2345")


def test_somebody_with_the_case_open_saves_on_after_it(office):
    desk = office.desk("mary")
    opened = open_case(desk, "CD2345")
    retire(office.desk("tom"), "sean")
    reseal(office.desk("tom"))
    save_record(desk, opened, Contact(kind="phone", on=TODAY, summary="Still here."))
    assert office.desk("tom").vault.read("cases/CD2345").revision.about.revision == 2


def test_a_restricted_case_has_a_new_key_when_one_of_those_named_leaves(office):
    desk = office.desk("mary")
    restrict(desk, open_case(desk, "CD2345"), ["sean"], "Family of a colleague")
    before = CaseFile.load(office.vault, "cases/CD2345").case.own_key
    retire(office.desk("tom"), "sean")
    reseal(office.desk("mary"))
    file = CaseFile.load(office.desk("mary").vault, "cases/CD2345")
    assert file.case.own_key not in ("", before)
    with pytest.raises(CannotOpen):
        office.seen_by("sean").read("cases/CD2345")
    assert reseal(office.desk("mary")).files == 0


def test_what_nobody_present_can_open_is_named(office):
    desk = office.desk("mary")
    restrict(desk, open_case(desk, "CD2345"), ["mary"], "Her own family")
    assert unreadable(office.desk("tom")) == []
    retire(office.desk("tom"), "mary")
    assert unreadable(office.desk("tom")) == ["CD2345"]


def test_upkeep_looks_once_for_each_new_key(office):
    assert run_upkeep(office.desk("tom")).files == 0
    retire(office.desk("tom"), "sean")
    assert run_upkeep(office.desk("mary")).files > 0
    seen = []
    run_upkeep(office.desk("mary"), lambda *of: seen.append(of) or True)
    assert not seen


def test_what_was_saved_stays_good_when_an_earlier_day_of_leaving_is_written_down(office):
    sean = office.desk("sean")
    office.case("GH2345", "Client of Sean", lambda b: b.intake().assigned("sean"), manager="sean")
    sean.refresh()
    save_record(sean, open_case(sean, "GH2345"), Contact(kind="phone", on=TODAY, summary="Rang."))
    tom = office.desk("tom")
    retire(tom, "sean")
    file = tom.agency_file.copy()
    file.put(file.people["sean"].model_copy(update={"left_on": TODAY - timedelta(days=9)}))
    file.save(tom.vault, "tom", office.now)
    found = open_case(office.desk("tom"), "GH2345")
    assert found.file.all(Contact)[-1].summary == "Rang." and not found.unsaid


def test_who_is_retired_just_before_their_save_saves_nothing(office, monkeypatch):
    desk = office.desk("sean")
    office.case("GH2345", "Client of Sean", lambda b: b.intake().assigned("sean"), manager="sean")
    desk.refresh()
    opened = open_case(desk, "GH2345")
    give = changes.give_key

    def meanwhile(*args):
        monkeypatch.setattr(changes, "give_key", give)
        retire(office.desk("tom"), "sean")

    monkeypatch.setattr(changes, "give_key", meanwhile)
    office.now = NOW + timedelta(hours=1)
    with pytest.raises(NotAllowed):
        save_record(desk, opened, Contact(kind="phone", on=TODAY, summary="Too late."))
    assert not office.read("GH2345").all(Contact)


def test_two_people_give_a_case_its_first_own_key_at_once(office, monkeypatch):
    mary, tom = office.desk("mary"), office.desk("tom")
    opened, second = open_case(mary, "CD2345"), open_case(tom, "CD2345")
    read = case_keys._read

    def meanwhile(*args):
        found = read(*args)
        monkeypatch.setattr(case_keys, "_read", read)
        share(tom, second, "priya", TODAY + timedelta(days=9), "Covers the holiday")
        return found

    monkeypatch.setattr(case_keys, "_read", meanwhile)
    restrict(mary, opened, ["sean"], "Family of a colleague")
    file = open_case(office.desk("priya"), "CD2345").file
    assert [lent.worker for lent in file.all(Share)] == ["priya"]
    assert open_case(office.desk("sean"), "CD2345").case.restricted_to == ["mary", "sean"]


def test_what_somebody_may_not_write_is_no_problem_of_theirs(office):
    mary = office.desk("mary")
    share(mary, open_case(mary, "CD2345"), "priya", TODAY + timedelta(days=9), "Covers the holiday")
    retire(office.desk("tom"), "priya")
    assert not reseal(office.desk("una")).problems
    reseal(office.desk("mary"))
    with pytest.raises(CannotOpen):
        office.seen_by("priya").read("cases/CD2345")


def test_after_sealing_anew_it_is_said_what_only_the_recovery_key_opens(office):
    mary = office.desk("mary")
    restrict(mary, open_case(mary, "CD2345"), ["mary"], "Her own family")
    retire(office.desk("tom"), "mary")
    assert reseal(office.desk("tom")).unreadable == ["CD2345"]
