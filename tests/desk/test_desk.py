"""The desk: what each role may read, and what rows and lists show of cases that one may not."""

from datetime import date, timedelta

import pytest

from casetui.checklists import loader
from casetui.data.records import Alert, Client, Closure, Disclosure, GapOrBlock, Override
from casetui.data.vault import VaultError
from casetui.desk import lists
from casetui.desk.acts.cases import new_case, open_case
from casetui.desk.errors import NotAllowed
from casetui.desk.find import Finder
from casetui.desk.people.agency import save_agency, save_person
from casetui.desk.people.signing_in import who_signs_in
from tests.cases import OPENED
from tests.screens.office import NOW, TODAY

OWN, ASK, SIGN, COVER = "own", "ask", "sign", "cover"
ACCESS = {
    "mine": {"mary": OWN, "sean": ASK, "tom": OWN, "liam": ASK, "una": SIGN, "priya": COVER, "ada": COVER},
    "unassigned": {"mary": OWN, "sean": OWN, "tom": OWN, "una": SIGN, "priya": COVER, "ada": COVER},
    "south": {"priya": OWN, "una": OWN, "tom": SIGN, "liam": SIGN, "mary": COVER, "ada": COVER},
    "restricted": {"mary": OWN, "sean": OWN, "tom": COVER, "una": COVER, "liam": COVER, "ada": COVER},
}
HEADS = {
    "mine": {},
    "unassigned": {"manager": ""},
    "south": {"manager": "priya", "team": "south"},
    "restricted": {"restricted_to": ["mary", "sean"]},
}


@pytest.mark.parametrize(
    ("kind", "who", "access"), [(kind, who, a) for kind, all_ in ACCESS.items() for who, a in all_.items()]
)
def test_who_may_open_a_case_and_how(office, kind, who, access):
    office.case("AB2345", **HEADS[kind])
    assert office.desk(who).access(office.read("AB2345")) == access


def listed(office, who):
    return {row.number: row for row in office.desk(who).register}


def secret(b):
    b.assigned(b.case.case.manager).put(Alert(kind="worker", text="HIDDEN knife"))
    b.put(Closure(reason="needs met", aftercare="HIDDEN plan"))


def shown(row):
    """Everything that a row says, as one text."""
    return repr(row)


@pytest.mark.parametrize("who", ["ada", "tom", "liam"])
def test_a_restricted_case_is_a_cover_sheet_to_the_team(office, who):
    office.case("AB2345", "Aoife Nolan", secret, manager="sean", restricted_to=["sean"])
    row = listed(office, who)["AB2345"]
    assert (row.manager, row.state, row.restricted) == ("sean", "open", True)
    assert (row.name, row.dues, row.step, row.references, row.requests) == ("", (), "", (), ())
    assert "Aoife" not in shown(row) and "HIDDEN" not in shown(row)


def test_an_administrator_sees_no_content_by_that_role(office):
    office.case("AB2345", "Aoife Nolan", secret)
    row = listed(office, "ada")["AB2345"]
    assert "Aoife" not in shown(row) and "HIDDEN" not in shown(row)
    with pytest.raises(NotAllowed):
        open_case(office.desk("ada"), "AB2345", "curious")


def test_another_teams_case_is_not_listed(office):
    office.case("AB2345", "Aoife Nolan", secret, manager="priya", team="south")
    for who in ("mary", "tom", "ada"):
        assert listed(office, who) == {}, who
        assert "HIDDEN" not in repr(office.desk(who).register.rows)


def test_a_colleagues_row_shows_no_name_and_nothing_typed_but_is_found_by_the_name(office):
    office.case("AB2345", "Aoife Nolan", secret, manager="sean")
    row = listed(office, "mary")["AB2345"]
    assert row.name == "" and "HIDDEN" not in shown(row)
    assert [found.number for found in Finder([row]).find("aoife nolan")] == ["AB2345"]


def wants_signing(b):
    b.put(Closure(id="c", reason="needs met", state="asked", asked_by="priya", asked_on=TODAY))
    b.put(Override(id="o", rule=18, act="ask for closure", why="x", asked_by="priya", asked_on=TODAY))
    b.put(GapOrBlock(id="g", kind="gap", on=TODAY, need="HIDDEN", told_on=TODAY))
    b.put(Disclosure(id="d", on=TODAY, recipient="Garda", reason="r", information="HIDDEN", told_client="no"))


@pytest.mark.parametrize(("who", "kinds"), [("tom", ["closure", "override"]), ("liam", ["closure"])])
def test_of_another_teams_case_a_signatory_sees_only_what_is_to_be_signed(office, who, kinds):
    office.case("AB2345", "Aoife Nolan", wants_signing, manager="priya", team="south")
    desk = office.desk(who)
    assert sorted(asked.request.kind for asked in lists.listed_requests(desk)) == kinds
    row = listed(office, who)["AB2345"]
    assert "Aoife" not in shown(row) and "HIDDEN" not in shown(row)
    assert open_case(desk, "AB2345").access == "sign"


def test_what_is_only_to_be_seen_opens_no_door_to_another_team(office):
    office.case("AB2345", manager="priya", team="south",
                build=lambda b: b.put(GapOrBlock(kind="gap", on=TODAY, need="x", told_on=TODAY)))  # fmt: skip
    with pytest.raises(NotAllowed, match="nothing to sign"):
        open_case(office.desk("tom"), "AB2345")


def test_the_own_teams_line_manager_signs_and_sees_everything(office):
    office.case("AB2345", "Aoife Nolan", wants_signing, manager="priya", team="south")
    kinds = [asked.request.kind for asked in lists.listed_requests(office.desk("una"))]
    assert kinds[:2] == ["closure", "override"] and sorted(kinds[2:]) == ["disclosure", "gap"]


def test_a_worker_has_nothing_to_sign_and_sees_what_they_asked_for(office):
    office.case("AB2345", "Aoife Nolan", wants_signing)
    assert lists.listed_requests(office.desk("sean")) == []
    assert {asked.request.by for asked in lists.listed_requests(office.desk("mary"))} == {"mary"}


# -- lists ---------------------------------------------------------------------------------------


def test_the_agenda_is_ones_own_in_order_of_day_and_everyones_on_asking(office):
    office.case("AB2345", "Aoife Nolan", lambda b: b.assigned(), opened_on=date(2026, 11, 1))
    office.case("CD2345", "Una Tall", lambda b: b.assigned("sean"))
    desk = office.desk()
    mine = lists.agenda(desk, 30)
    assert {item.row.number for item in mine} == {"AB2345"}
    assert [item.day for item in mine] == sorted(item.day for item in mine)
    assert {item.row.number for item in lists.agenda(desk, 30, everyone=True)} == {"AB2345", "CD2345"}


def test_what_is_due_beyond_the_span_is_not_listed(office):
    office.case("AB2345", build=lambda b: b.assigned(), opened_on=TODAY)
    desk = office.desk()
    assert lists.agenda(desk, 6) == []
    assert [item.day for item in lists.agenda(desk, 7)] == [TODAY + timedelta(days=7)]


def test_rows_hold_days_so_that_midnight_makes_things_late_without_reading(office):
    office.case("AB2345", build=lambda b: b.assigned(), opened_on=TODAY)
    desk = office.desk()
    office.now = NOW + timedelta(days=8)
    late = [item for item in lists.agenda(desk, 0) if item.day < desk.today()]
    assert late


def test_the_agencys_zone_says_what_day_it_is(office):
    office.now = NOW.replace(month=6, hour=23, minute=30)
    assert office.desk().today() == date(2026, 6, 22)


def test_todays_standing_of_a_case_is_as_of_the_clock(office):
    office.case("AB2345", build=lambda b: b.assigned(), opened_on=OPENED)
    desk = office.desk()
    before = desk.standing(office.read("AB2345")).warnings()
    office.now = NOW + timedelta(days=30)
    assert len(desk.standing(office.read("AB2345")).warnings()) > len(before)


# -- signing in ----------------------------------------------------------------------------------


def test_one_signs_in_by_id_or_by_ones_login(office):
    file = office.desk().agency_file
    assert who_signs_in(file, "sean", "mbyrne", NOW) == "sean"
    assert who_signs_in(file, None, "mbyrne", NOW) == "mary"
    assert who_signs_in(file, "mbyrne", "stranger", NOW) == "mary", "--as takes either"


@pytest.mark.parametrize(("who", "login"), [("nobody", "mbyrne"), (None, "stranger")])
def test_who_is_not_known_reads_what_can_stand_after_as(office, who, login):
    tom = office.desk("tom")
    save_person(tom, {"left_on": TODAY - timedelta(days=1)}, tom.people["sean"])
    with pytest.raises(NotAllowed, match="mary, tom, una, priya, liam, ada"):
        who_signs_in(tom.agency_file, who, login, NOW)


def test_nobodys_login_is_anothers_id(office):
    tom = office.desk("tom")
    with pytest.raises(NotAllowed, match='The login "mary" is somebody else'):
        save_person(tom, {"login": "mary"}, tom.people["sean"])
    assert save_person(tom, {"name": "Mbyrne"}) == "mbyrne.2"


@pytest.mark.parametrize(("who", "login"), [("nobody", ""), (None, "stranger"), (None, "")])
def test_a_stranger_does_not_sign_in(office, who, login):
    with pytest.raises(NotAllowed, match="Nobody here"):
        who_signs_in(office.desk().agency_file, who, login, NOW)


def test_who_has_left_does_not_sign_in(office):
    desk = office.desk("tom")
    save_person(desk, {"left_on": TODAY - timedelta(days=1)}, desk.people["mary"])
    with pytest.raises(NotAllowed, match="You left the agency"):
        office.new_desk()
    with pytest.raises(NotAllowed):
        who_signs_in(desk.agency_file, None, "mbyrne", NOW)


# -- methods -------------------------------------------------------------------------------------


def test_a_case_is_worked_by_the_version_of_the_method_that_it_was_made_with(office, tmp_path, monkeypatch):
    first = new_case(office.desk(), Client(name="Nora"), opened_on=TODAY, manager="mary")
    newer = tmp_path / "newer"
    newer.mkdir()
    for pack in loader.BUILT_IN.glob("*.toml"):
        text = pack.read_text().replace('title = "Holistic Needs Assessment"', 'title = "Looking together"')
        (newer / pack.name).write_text(text)
    monkeypatch.setattr(loader, "BUILT_IN", newer)
    desk = office.desk()
    second = new_case(desk, Client(name="Later"), opened_on=TODAY, manager="mary")
    titles = [desk.method_of(office.read(one).case).step_of("assessment").title for one in (first, second)]
    assert titles == ["Holistic Needs Assessment", "Looking together"]


def test_a_case_of_a_method_that_is_gone_says_so(office):
    office.case("AB2345", method="nowhere", method_version="gone")
    with pytest.raises(VaultError, match='The method "nowhere" is missing'):
        office.desk().method_of(office.read("AB2345").case)


def test_changed_settings_make_the_rows_anew(office):
    office.case("AB2345", build=lambda b: b.assigned().intake(), opened_on=TODAY)
    mary, tom = office.desk("mary"), office.desk("tom")
    due = [item.what for item in lists.agenda(mary, 30)]
    save_agency(tom, {"targets": ["assessment 3 days"]}, tom.agency)
    mary.catch_up()
    assert len(lists.agenda(mary, 30)) == len(due) + 1


def test_rows_are_made_anew_too_where_an_act_was_the_first_to_see_the_changed_settings(office):
    office.case("AB2345", build=lambda b: b.assigned().intake(), opened_on=TODAY)
    mary, tom = office.desk("mary"), office.desk("tom")
    due = [item.what for item in lists.agenda(mary, 30)]
    save_agency(tom, {"targets": ["assessment 3 days"]}, tom.agency)
    mary.catch_up_agency()  # as an act does before it changes anything
    assert mary.catch_up()
    assert len(lists.agenda(mary, 30)) == len(due) + 1
