"""Setting an agency up, its people and its settings."""

import re
from datetime import timedelta

import pytest
from pydantic import ValidationError

from casetui.data.keys.person_keys import Keys
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.records import Agency, Worker
from casetui.data.vault import NoVault, Vault
from casetui.desk.errors import NotAllowed, SavedMeanwhile
from casetui.desk.people.agency import save_agency, save_person, set_up, worker_id
from casetui.words import CaseTUIError
from tests.screens.office import NOW, PEOPLE, TODAY

TOM = Worker(id="tom", name="Tom Walsh", roles=["line manager"])
KEYS = {"tom": Keys.make()}
SECOND = Worker(id="liam", name="Liam Roche", second_signatory=True)


def on_disk(office):
    return AgencyFile.load(office.vault, AGENCY)


# -- setting up ----------------------------------------------------------------------------------


def test_an_agency_is_set_up_with_its_people(tmp_path):
    vault = set_up(tmp_path / "v", Agency(name="Northside"), [TOM, SECOND], NOW, KEYS).vault
    file = AgencyFile.load(vault, AGENCY)
    assert file.agency.name == "Northside" and sorted(file.people) == ["liam", "tom"]
    assert file.people["liam"].made_by == "tom"
    assert not vault.demo


@pytest.mark.parametrize("people", [[], [SECOND], [TOM], [TOM, Worker(id="m", name="M")]])
def test_without_a_line_manager_and_somebody_to_sign_what_they_ask_for_none_is_set_up(tmp_path, people):
    with pytest.raises(CaseTUIError):
        set_up(tmp_path / "v", Agency(name="Northside"), people, NOW, KEYS)
    with pytest.raises(NoVault):
        Vault.at(tmp_path / "v")


def test_two_line_managers_sign_for_each_other(tmp_path):
    other = Worker(id="una", name="Una", roles=["line manager"])
    assert set_up(tmp_path / "v", Agency(name="N"), [TOM, other], NOW, KEYS)


@pytest.mark.parametrize(
    ("name", "taken", "identity"),
    [
        ("Mary Byrne", [], "mary.byrne"),
        ("Seán Ó Briain", [], "sean.o.briain"),
        ("Mary Byrne", ["mary.byrne", "mary.byrne.2"], "mary.byrne.3"),
        ("日本", [], "person"),
        ("../../etc", [], "etc"),
        ("x" * 300, [], "x" * 30),
    ],
)
def test_an_id_is_made_of_the_name_and_is_nobody_elses(name, taken, identity):
    assert worker_id(name, taken) == identity


# -- people --------------------------------------------------------------------------------------


@pytest.mark.parametrize("team", ["*", " * ", "*signatories"])
def test_no_team_is_named_like_people_of_every_team(office, team):
    """What it wrote would be sealed to the key of cover sheets, or its workers would hold every team's."""
    with pytest.raises(
        ValidationError, match=rf'"{re.escape(team.strip())}" stands for people of every team'
    ):
        save_person(office.desk("ada"), {"name": "Nora Quill", "team": team})
    assert "nora.quill" not in on_disk(office).people


def test_a_team_that_was_named_with_a_star_before_stays_readable(office):
    save_person(office.desk("ada"), {"name": "Nora Quill", "team": "*Night"})
    assert on_disk(office).people["nora.quill"].team == "*Night"


@pytest.mark.parametrize("who", ["tom", "ada"])
def test_line_managers_and_administrators_add_people(office, who):
    identity = save_person(office.desk(who), {"name": "Nora Quill", "team": "north"})
    kept = on_disk(office).people[identity]
    assert (identity, kept.name, kept.roles) == ("nora.quill", "Nora Quill", ["worker"])


@pytest.mark.parametrize("who", ["mary", "liam"])
def test_workers_change_neither_people_nor_settings(office, who):
    desk = office.desk(who)
    for act in (
        lambda: save_person(desk, {"name": "Nora"}),
        lambda: save_person(desk, {"limit": 20}, desk.people[who]),
        lambda: save_agency(desk, {"name": "Mine"}, desk.agency),
    ):
        with pytest.raises(NotAllowed, match="Only a line manager or an administrator"):
            act()
    assert set(on_disk(office).people) == {worker.id for worker in PEOPLE}


def test_a_person_is_changed_and_known_to_the_desk_at_once(office):
    desk = office.desk("tom")
    save_person(desk, {"limit": 5}, desk.people["mary"])
    assert desk.people["mary"].limit == on_disk(office).people["mary"].limit == 5
    assert desk.people["mary"].changed_by == "tom"


def test_two_new_people_of_one_name_are_two(office):
    desk = office.desk("tom")
    assert save_person(desk, {"name": "Nora"}) != save_person(office.desk("ada"), {"name": "Nora"})


def test_a_login_is_one_persons(office):
    desk = office.desk("tom")
    with pytest.raises(NotAllowed, match='The login "mbyrne" is somebody else'):
        save_person(desk, {"login": "mbyrne"}, desk.people["sean"])


def test_nobody_gives_themselves_a_role(office):
    desk = office.desk("ada")
    with pytest.raises(NotAllowed, match="Somebody else changes your own roles"):
        save_person(desk, {"roles": ["administrator", "line manager"]}, desk.people["ada"])


def test_the_last_line_manager_does_not_leave(office):
    desk = office.desk("ada")
    save_person(desk, {"left_on": TODAY - timedelta(days=1)}, desk.people["una"])
    for change in ({"left_on": TODAY - timedelta(days=1)}, {"roles": ["worker"]}):
        with pytest.raises(NotAllowed, match="no line manager left"):
            save_person(desk, change, desk.people["tom"])


def test_with_one_line_manager_the_second_signatory_stays(office):
    desk = office.desk("ada")
    save_person(desk, {"roles": ["worker"]}, desk.people["una"])
    with pytest.raises(NotAllowed, match="name a second signatory"):
        save_person(desk, {"second_signatory": False}, desk.people["liam"])


def test_a_person_has_a_role(office):
    desk = office.desk("tom")
    with pytest.raises(ValidationError, match="at least one role"):
        save_person(desk, {"roles": []}, desk.people["sean"])


def test_different_fields_changed_by_two_are_both_kept(office):
    tom, ada = office.desk("tom"), office.desk("ada")
    seen_by_tom, seen_by_ada = tom.people["mary"], ada.people["mary"]
    save_person(tom, {"limit": 5}, seen_by_tom)
    save_person(ada, {"team": "south"}, seen_by_ada)
    kept = on_disk(office).people["mary"]
    assert (kept.limit, kept.team) == (5, "south")


def test_the_same_field_changed_by_two_is_told_and_the_second_save_wins(office):
    tom, ada = office.desk("tom"), office.desk("ada")
    seen = ada.people["mary"]
    save_person(tom, {"limit": 5}, tom.people["mary"])
    with pytest.raises(SavedMeanwhile) as held:
        save_person(ada, {"limit": 6}, seen)
    assert held.value.by == "Tom Walsh"
    assert on_disk(office).people["mary"].limit == 5
    save_person(ada, {"limit": 6}, seen)
    assert on_disk(office).people["mary"].limit == 6


# -- settings ------------------------------------------------------------------------------------


def test_settings_are_changed_and_kept(office):
    desk = office.desk("tom")
    save_agency(desk, {"holidays": [TODAY], "targets": ["assessment 7 days"]}, desk.agency)
    kept = on_disk(office).agency
    assert kept.holidays == [TODAY] and str(kept.target("assessment")) == "7 days"
    assert not desk.agency_file.calendar.works(TODAY)


@pytest.mark.parametrize(
    "values", [{"zone": "Mars/Olympus"}, {"zone": "../../etc/passwd"}, {"targets": ["assessment soon"]}]
)
def test_settings_that_cannot_be_right_are_refused(office, values):
    desk = office.desk("tom")
    with pytest.raises(ValidationError):
        save_agency(desk, values, desk.agency)


def test_an_agency_works_by_at_least_one_method(office):
    desk = office.desk("tom")
    with pytest.raises(NotAllowed, match="at least one method"):
        save_agency(desk, {"methods": []}, desk.agency)
