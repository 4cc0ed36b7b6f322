"""Setting an agency up, its people and its settings."""

import json
import re
from datetime import timedelta

import pytest
from pydantic import ValidationError

from casetui.data.errors import OtherVault
from casetui.data.keep import Keep
from casetui.data.keys.person_keys import Keys
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.records import Agency, Worker
from casetui.data.vault import NoVault, Vault
from casetui.desk.errors import NotAllowed, SavedMeanwhile
from casetui.desk.people.agency import save_agency, save_person, set_up, worker_id
from casetui.desk.people.signing_in import Entrance
from casetui.keeping.keeper import Keeper
from casetui.words import CaseTUIError
from tests.screens.office import KEYS as OFFICE_KEYS
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
        ("Ørjan Dahl", [], "orjan.dahl"),
        ("Åse Sæther", [], "ase.saether"),
        ("Łukasz Wójcik", [], "lukasz.wojcik"),
        ("Jürgen Groß", [], "jurgen.gross"),
        ("Đặng Thu", [], "dang.thu"),
        ("Þór Ægisson", [], "thor.aegisson"),
        ("Иван Петров", [], "ivan.petrov"),
        ("Γιώργος Παππάς", [], "giorgos.pappas"),
        ("日本", [], "riben"),
        ("?!", [], "person"),
        ("../../etc", [], "etc"),
        ("x" * 300, [], "x" * 30),
    ],
)
def test_an_id_is_made_of_the_name_and_is_nobody_elses(name, taken, identity):
    assert worker_id(name, taken) == identity


# -- people --------------------------------------------------------------------------------------


@pytest.mark.parametrize("team", ["*", " * ", "*signatories"])
def test_no_team_is_named_like_people_of_every_team(office, team):
    """Its cases would be sealed to the key of cover sheets, or its workers would hold every team's key."""
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


# -- what vault.json said ------------------------------------------------------------------------


def without_settings(office, **about):
    """Have the agency file say nothing of how long former revisions are kept, but ``vault.json``."""
    desk = office.desk("tom")
    save_agency(desk, {"keep_hours": None, "keep_days": None}, desk.agency)
    path = office.folder / "vault.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **about}))
    office.locked = Vault.at(office.folder)


def test_how_long_former_revisions_are_kept_is_a_setting_of_the_agency(office):
    assert office.desk("mary").vault.keep == Keep(24, 30)
    desk = office.desk("tom")
    save_agency(desk, {"keep_hours": 48, "keep_days": 7}, desk.agency)
    assert desk.vault.keep == office.desk("mary").vault.keep == Keep(48, 7)
    keeper = Keeper.sit_down(office.locked, office.own("tom"), OFFICE_KEYS["tom"], office.clock)
    assert keeper.vault.keep == Keep(48, 7)


def test_a_vault_from_before_keeps_as_long_as_vault_json_said_until_the_settings_say_it(office):
    without_settings(office, keep={"hours": 1, "days": 400})
    assert office.desk("mary").vault.keep == Keep(24, 400)
    desk = office.desk("tom")
    save_agency(desk, {"keep_days": 10}, desk.agency)
    assert office.desk("mary").vault.keep == Keep(24, 10)


def test_a_vault_json_with_another_id_is_named_and_refused(office):
    without_settings(office, id="0" * 32)
    for opens in (
        lambda: Entrance.of(office.locked, "mary", office.cache, office.cache, office.clock),
        lambda: Keeper.sit_down(office.locked, office.own("tom"), OFFICE_KEYS["tom"], office.clock),
    ):
        with pytest.raises(OtherVault, match=r"vault\.json has another id than the agency file"):
            opens()


def test_an_agency_file_of_another_vault_is_not_taken_for_a_wrong_vault_json(office, tmp_path):
    """Its former revisions are there, so that a repair can bring it back."""
    save_agency(office.desk("tom"), {"name": "Northside"}, office.desk("tom").agency)
    office.own("tom")
    other = set_up(tmp_path / "other", Agency(name="Other"), [TOM, SECOND], NOW, KEYS).vault
    (office.folder / "agency.signed").write_bytes(other.read_raw(AGENCY).data)
    keeper = Keeper.sit_down(office.locked, office.own("tom"), OFFICE_KEYS["tom"], office.clock)
    assert keeper.file.agency.name == "Northside" and "another id" in keeper.refusal
