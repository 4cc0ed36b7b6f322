"""The own key of a restricted or lent case: who holds it, when there is a new one, and what it seals."""

from datetime import timedelta

import pytest

from casetui.data.casefile import CaseFile
from casetui.data.errors import CannotOpen
from casetui.data.records import Contact, Goal
from casetui.desk.acts.case_keys import newest_keys, reseal_former
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.records import save_record
from casetui.desk.acts.restricting import lift_restriction, live_shares, restrict, share, take_back
from casetui.desk.people.agency import save_person
from tests.screens.office import NOW, TODAY

NUMBER = "AB2345"
NAME = f"cases/{NUMBER}"
WEEK = TODAY + timedelta(days=7)


@pytest.fixture
def case(office):
    office.case(NUMBER, "Aoife Nolan", lambda b: b.assigned())
    return office


def sit(office, who="mary"):
    desk = office.desk(who)
    return desk, open_case(desk, NUMBER)


def named(office, *people):
    restrict(*sit(office), ["mary", *people], "Need to know")


def lent(office, to):
    share(*sit(office), to, WEEK, "Covers while I am away")


def write(office, who="mary"):
    save_record(*sit(office, who), Contact(kind="phone", on=TODAY, summary="Rang"))


def keys(office, who="mary"):
    """Return who holds each own key of the case, and whether it alone seals the case; the oldest first."""
    desk = office.desk(who)
    person = {key.id: name for name in desk.people if (key := desk.agency_file.key_of(name))}
    return [(sorted(person[holder] for holder in key.sealed), key.only) for key in newest_keys(desk, NAME)]


def publics(office, who="mary"):
    return [key.public for key in newest_keys(office.desk(who), NAME)]


def opens(office, who):
    """Return how many revisions of the case a person's keys open, of how many."""
    vault = office.seen_by(who)
    formers, opened = vault.formers(NAME), 0
    for former in [None, *formers]:
        try:
            vault.read_former(NAME, former) if former else vault.read(NAME)
            opened += 1
        except CannotOpen:
            continue
    return opened, len(formers) + 1


# -- who holds it --------------------------------------------------------------------------------


def test_an_ordinary_case_has_no_key_of_its_own(case):
    write(case)
    assert keys(case) == [] and case.read(NUMBER).case.own_key == ""


def test_a_restricted_case_has_a_key_that_its_case_manager_and_the_named_hold(case):
    named(case, "sean")
    assert keys(case) == [(["mary", "sean"], True)]
    assert sit(case)[1].case.own_key == publics(case)[0]
    assert opens(case, "sean")[0] == opens(case, "mary")[0] == 2
    assert opens(case, "tom") == (0, 2), "the revision from before is sealed anew too"


def test_a_restricted_case_that_is_lent_has_a_key_that_the_colleague_holds_too(case):
    named(case, "sean")
    lent(case, "priya")
    assert keys(case) == [(["mary", "priya", "sean"], True)]


def test_a_case_that_is_lent_within_its_team_needs_no_key(case):
    lent(case, "sean")
    assert keys(case) == []


def test_a_case_that_is_lent_to_another_team_has_a_key_that_only_the_colleague_holds(case):
    lent(case, "priya")
    assert keys(case) == [(["priya"], False)]
    assert opens(case, "priya")[0] == opens(case, "sean")[0] == 2, "its team's key opens it as before"


def test_a_named_person_without_a_key_is_left_out(case):
    nora = save_person(case.desk("tom"), {"name": "Nora Quill", "team": "north"})
    named(case, nora, "sean")
    assert keys(case) == [(["mary", "sean"], True)]


# -- when there is a new one ---------------------------------------------------------------------


def test_a_save_by_which_nobody_comes_or_goes_leaves_the_key_as_it_is(case):
    named(case, "sean")
    before = publics(case), len(case.vault.formers(f"keys/{NUMBER}"))
    write(case)
    write(case, "sean")
    assert (publics(case), len(case.vault.formers(f"keys/{NUMBER}"))) == before


def test_who_comes_in_is_given_the_same_key(case):
    named(case, "sean")
    before = publics(case)
    named(case, "sean", "una")
    assert publics(case) == before and keys(case) == [(["mary", "sean", "una"], True)]
    assert opens(case, "una") == (3, 3)


def test_when_somebody_goes_out_there_is_a_new_key_and_nothing_opens_for_them(case):
    named(case, "sean", "una")
    first = publics(case)
    named(case, "sean")
    assert keys(case) == [(["mary", "sean", "una"], True), (["mary", "sean"], True)]
    assert publics(case)[0] == first[0] != publics(case)[1] == sit(case)[1].case.own_key
    assert [key.generation for key in newest_keys(case.desk(), NAME)] == [1, 2]
    assert {key.group for key in newest_keys(case.desk(), NAME)} == {f"C-{NUMBER}"}
    assert opens(case, "una") == (0, 3) and opens(case, "sean") == (3, 3)


def test_who_lends_a_case_a_second_time_need_not_hold_its_key(case):
    """The key for Priya is not Mary's to open, so the one for Priya and Seán is a new one."""
    tom = case.desk("tom")
    save_person(tom, {"team": "south"}, tom.people["sean"])
    lent(case, "priya")
    lent(case, "sean")
    assert keys(case) == [(["priya"], False), (["priya", "sean"], False)]
    assert opens(case, "sean")[0] == opens(case, "priya")[0] == 3


def test_a_lifted_restriction_leaves_the_case_to_its_team_and_no_key_in_use(case):
    named(case, "sean")
    lift_restriction(*sit(case), "He has left the service")
    assert keys(case) == [(["mary", "sean"], False)] and case.read(NUMBER).case.own_key == ""
    assert opens(case, "tom") == (3, 3)
    write(case)
    assert keys(case) == [(["mary", "sean"], False)]


def test_every_former_key_is_kept_when_a_restriction_is_lifted(case):
    """Former revisions are sealed anew, and copies of them elsewhere open with the keys of their time."""
    named(case, "sean", "una")
    named(case, "sean")
    named(case)
    before = publics(case)
    lift_restriction(*sit(case), "They have left the service")
    assert publics(case) == before and len(before) == 3


def test_a_case_that_is_restricted_again_has_a_new_key(case):
    named(case, "sean")
    lift_restriction(*sit(case), "He has left the service")
    named(case, "sean")
    assert keys(case) == [(["mary", "sean"], False), (["mary", "sean"], True)]


def test_a_lifted_restriction_of_a_lent_case_gives_the_colleague_a_new_key(case):
    named(case, "sean")
    lent(case, "priya")
    lift_restriction(*sit(case), "He has left the service")
    assert keys(case)[1:] == [(["priya"], False)]
    assert opens(case, "priya")[0] == opens(case, "tom")[0] == 4


def test_a_restriction_of_a_lent_case_gives_all_a_new_key(case):
    lent(case, "priya")
    named(case, "priya")
    assert keys(case)[1:] == [(["mary", "priya"], True)]
    assert opens(case, "sean")[0] == 0


def test_after_the_last_day_of_a_loan_the_next_save_takes_the_key_away(case):
    lent(case, "priya")
    case.now = NOW + timedelta(days=8)
    assert case.read(NUMBER).case.own_key
    write(case)
    assert case.read(NUMBER).case.own_key == ""
    assert opens(case, "priya")[0] == 0 and opens(case, "sean")[0] == 3
    before = len(case.vault.formers(f"keys/{NUMBER}"))
    write(case)
    assert len(case.vault.formers(f"keys/{NUMBER}")) == before, "no key changed"


def test_what_was_taken_back_opens_no_more(case):
    lent(case, "priya")
    desk, opened = sit(case)
    take_back(desk, opened, live_shares(desk, opened.file)[0].id, "I am back")
    assert opens(case, "priya") == (0, 3)


# -- a damaged file of keys ----------------------------------------------------------------------


def test_a_damaged_file_of_keys_keeps_nobody_from_restricting_the_case_anew(case):
    named(case, "sean")
    before = case.vault.read(f"keys/{NUMBER}").revision.about
    path = next(path for path in case.folder.joinpath("keys").iterdir() if NUMBER in path.name)
    path.write_bytes(path.read_bytes()[:-40])
    desk = case.desk("mary")
    opened = open_case(desk, NUMBER)
    restrict(desk, opened, ["una"], "Sean is a neighbour")
    assert sit(case, "una")[1].case.restricted_to == ["mary", "una"]
    after = case.vault.read(f"keys/{NUMBER}").revision.about
    assert (after.revision, after.former) != (1, "") and after.revision >= before.revision
    assert opens(case, "sean")[0] == 0


# -- former revisions ----------------------------------------------------------------------------


def test_former_revisions_are_sealed_anew_once(case):
    write(case)
    write(case)
    named(case, "sean")
    desk = case.desk("mary")
    now = CaseFile.load(desk.vault, NAME)
    assert reseal_former(desk, NAME, now.readers) == (0, 0), "the restriction has done it"
    assert opens(case, "sean") == (4, 4)


def test_a_former_revision_that_the_person_cannot_open_is_left_and_counted(case):
    write(case)
    write(case)
    named(case, "sean")
    lift_restriction(*sit(case), "He has left the service")
    readers = case.read(NUMBER).readers
    named(case, "sean")
    tom = case.desk("tom")
    assert reseal_former(tom, NAME, readers) == (0, 5)
    assert opens(case, "mary") == (6, 6)


def test_a_case_that_was_not_restricted_anew_is_not_sealed_anew(case):
    write(case)
    before = [case.vault.read_former_raw(NAME, one).data for one in case.vault.formers(NAME)]
    save_record(*sit(case), Goal(wording="A tenancy"))
    after = [case.vault.read_former_raw(NAME, one).data for one in case.vault.formers(NAME)]
    assert set(before) < set(after) and len(after) == 2
