"""Who holds which team's key, and that all who sign off closures hold every team's by one of their own."""

from datetime import timedelta

import pytest

from casetui.data.casefile import CaseFile
from casetui.data.errors import CannotOpen, Forged
from casetui.data.groups import EVERYONE, SIGNATORIES
from casetui.data.keys.group_keys import make_group_key
from casetui.data.keys.person_keys import Keys
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.records.keys import GroupKey
from casetui.desk.acts.cases import open_case
from casetui.desk.keys.keyring_of import keyring_of
from casetui.desk.keys.team_keys import members
from casetui.desk.people.agency import admitted_key, save_person
from casetui.desk.people.joining import share_due_keys
from casetui.desk.people.retiring import retire
from casetui.desk.session.resealing import reseal


def boxes(office, group):
    """Return whom a group's key is sealed to, people or groups: a list a generation, the oldest first."""
    file = AgencyFile.load(office.locked, AGENCY)
    sealed_to = {key.id: key.worker for key in file.person_keys} | {
        key.id: key.group for key in file.group_keys
    }
    keys = sorted((key for key in file.group_keys if key.group == group), key=lambda key: key.generation)
    return [sorted(sealed_to[one] for one in key.sealed) for key in keys]


def change(office, by, who, **values):
    desk = office.new_desk(by)
    save_person(desk, values, desk.people[who])


def test_a_teams_key_is_sealed_to_its_workers_and_once_to_all_who_sign_off(office):
    assert boxes(office, "north") == [[SIGNATORIES, "mary", "sean"]]
    assert boxes(office, "south") == [[SIGNATORIES, "priya"]]
    assert boxes(office, SIGNATORIES) == [["liam", "tom", "una"]]
    assert len(boxes(office, EVERYONE)[0]) == 7


def test_who_signs_off_reads_and_writes_in_every_team(office):
    office.case("AB2345")
    for who in ("una", "liam"):
        file = CaseFile.load(office.seen_by(who), "cases/AB2345").copy()
        office.now += timedelta(minutes=5)
        file.save(office.seen_by(who), who, office.now)
        assert open_case(office.new_desk("mary"), "AB2345").unsaid == []
    with pytest.raises(CannotOpen):
        office.seen_by("priya").read("cases/AB2345")


def test_when_a_line_manager_is_retired_every_teams_key_is_replaced(office):
    una = office.seen_by("una")
    office.now += timedelta(hours=1)
    retire(office.desk("tom"), "una")
    assert boxes(office, SIGNATORIES) == [["liam", "tom", "una"], ["liam", "tom"]]
    assert boxes(office, "north") == [
        [SIGNATORIES, SIGNATORIES, "mary", "sean"],
        [SIGNATORIES, "mary", "sean"],
    ]
    office.now += timedelta(hours=1)
    office.case("AB2345")
    with pytest.raises(CannotOpen):
        una.read("cases/AB2345")
    assert office.seen_by("liam").read("cases/AB2345").data


def test_what_a_retired_line_manager_writes_in_another_team_is_refused(office):
    office.case("AB2345")
    una = office.seen_by("una")
    file = CaseFile.load(una, "cases/AB2345").copy()
    office.now += timedelta(hours=1)
    retire(office.desk("tom"), "una")
    office.now += timedelta(hours=1)
    file.save(una, "una", office.now)
    with pytest.raises(Forged, match="Una Daly did not sign this, or was not to any more"):
        open_case(office.new_desk("mary"), "AB2345")


def test_a_worker_who_becomes_a_signatory_reads_every_team_and_nothing_is_sealed_anew(office):
    office.case("EF2345", team="south", manager="priya")
    with pytest.raises(CannotOpen):
        office.seen_by("sean").read("cases/EF2345")
    change(office, "tom", "sean", second_signatory=True)
    assert office.seen_by("sean").read("cases/EF2345").data
    assert boxes(office, SIGNATORIES) == [["liam", "sean", "tom", "una"]]
    assert len(boxes(office, "north")) == len(boxes(office, "south")) == 1


def test_who_signs_off_no_more_loses_every_other_team(office):
    liam = office.seen_by("liam")
    office.now += timedelta(hours=1)
    change(office, "tom", "liam", second_signatory=None)
    assert boxes(office, SIGNATORIES)[-1] == ["tom", "una"]
    assert boxes(office, "south")[-1] == [SIGNATORIES, "priya"]
    assert boxes(office, "north")[-1] == [SIGNATORIES, "liam", "mary", "sean"], "still of the team"
    office.now += timedelta(hours=1)
    office.case("EF2345", team="south", manager="priya")
    with pytest.raises(CannotOpen):
        liam.read("cases/EF2345")


def as_before(office):
    """Have the agency file as it was when each team's key was sealed to every signatory directly."""
    file = AgencyFile.load(office.locked, AGENCY).copy()
    file.tables.pop(GroupKey.table)
    for group in (EVERYONE, "north", "south"):
        file.put(make_group_key(group, 1, members(file, group)))
    file.save(office.seen_by("tom"), "tom", office.now)


def test_a_vault_from_before_goes_on_until_a_line_manager_starts_the_program(office):
    as_before(office)
    office.case("AB2345")
    assert boxes(office, "north") == [["liam", "mary", "sean", "tom", "una"]]
    assert not share_due_keys(office.new_desk("mary")) and not share_due_keys(office.new_desk("ada"))
    file = CaseFile.load(office.seen_by("una"), "cases/AB2345").copy()
    file.save(office.seen_by("una"), "una", office.now)

    assert share_due_keys(office.new_desk("una")) and not share_due_keys(office.new_desk("tom"))
    assert boxes(office, "north") == [[SIGNATORIES, "liam", "mary", "sean", "tom", "una"]]
    assert open_case(office.new_desk("mary"), "AB2345").unsaid == [], "what Una wrote is still good"


def test_in_a_vault_from_before_who_was_retired_first_of_all_reads_no_more(office):
    as_before(office)
    office.case("AB2345")
    una = office.seen_by("una")
    office.now += timedelta(hours=1)
    retire(office.desk("tom"), "una")
    assert boxes(office, SIGNATORIES) == [["liam", "tom"]]
    assert boxes(office, "north")[-1] == [SIGNATORIES, "mary", "sean"]
    assert reseal(office.desk("tom")).problems == []
    with pytest.raises(CannotOpen):
        una.read("cases/AB2345")
    assert office.seen_by("liam").read("cases/AB2345").data


def test_a_key_that_an_administrator_admits_under_the_id_of_the_signatories_writes_in_no_other_team(office):
    office.case("AB2345")
    stolen = CaseFile.load(office.seen_by("una"), "cases/AB2345").copy()
    keys = Keys.make()
    file = AgencyFile.load(office.locked, AGENCY).copy()
    together = next(key.id for key in file.group_keys if key.group == SIGNATORIES)
    key = admitted_key("priya", keys.public, "ada", office.now).model_copy(update={"id": together})
    file.put(key)
    agency = file.save(office.seen_by("ada"), "ada", office.now)
    stolen.save(
        office.locked.signed_in(keyring_of(office.locked, agency, "priya", keys)), "priya", office.now
    )
    with pytest.raises(Forged, match="Priya Das has no right to write in this case"):
        open_case(office.new_desk("mary"), "AB2345")
