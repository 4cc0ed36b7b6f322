"""New cases and the limit of a caseload: who makes them for whom, and what is asked and kept."""

from contextvars import copy_context
from datetime import timedelta

import pytest

from casetui.data.records import Assignment, Client, Entry, Intake, Reference
from casetui.desk.acts.cases import LETTERS, ReasonNeeded, limit_warning, new_case, number_source
from casetui.desk.errors import NotAllowed
from casetui.desk.lists import listed_requests, unassigned
from casetui.desk.people.agency import save_person
from casetui.desk.people.retiring import retire
from tests.screens.office import TODAY


def full(office, worker="mary", number=8):
    for n in range(number):
        office.case(f"FU22{n + 10}", f"Client {n}", lambda b: b.assigned(worker))


# -- new cases -------------------------------------------------------------------------------------
def test_a_new_case_begins_today_with_intake_client_and_case_manager(office):
    desk = office.desk()
    number = new_case(desk, Client(name="Nora"), opened_on=TODAY, manager="mary",
                      references=[Reference(label="card", number="1")])  # fmt: skip
    kept = office.read(number)
    assert (kept.case.number, kept.case.manager, kept.case.team) == (number, "mary", "north")
    assert kept.case.client_id == kept.one(Client).id
    assert kept.one(Intake).first_contact_on == TODAY
    assert (kept.one(Assignment).to, kept.one(Assignment).over_limit) == ("mary", False)
    assert kept.one(Assignment).clients_then == 0
    assert kept.one(Reference).made_by == "mary"
    assert [entry.act for entry in kept.all(Entry)] == ["new case"]
    assert desk.register.rows[number].name == "Nora"
    assert kept.case.method_version in [path.name for path in (office.folder / "packs").iterdir()]


def test_a_case_of_nobodys_waits_in_the_teams_queue(office):
    desk = office.desk()
    number = new_case(desk, Client(name="Nora"), opened_on=TODAY)
    assert [row.number for row in unassigned(desk)] == [number]
    assert office.read(number).all(Assignment) == []


def test_case_numbers_have_six_characters_that_are_not_misread(office):
    desk = office.desk()
    numbers = {new_case(desk, Client(name="Nora"), opened_on=TODAY) for _ in range(20)}
    assert len(numbers) == 20
    assert all(len(number) == 6 and set(number) <= set(LETTERS) for number in numbers)
    assert not set("01OILU") & set(LETTERS)


def test_a_number_that_is_taken_is_never_given_again(office):
    office.case("AB2345", "Aoife Nolan")
    numbers = iter(["AB2345", "AB2345", "CD2345"])

    def make():
        number_source.set(lambda: next(numbers))
        return new_case(office.desk(), Client(name="Nora"), opened_on=TODAY)

    assert copy_context().run(make) == "CD2345"
    assert office.read("AB2345").one(Client).name == "Aoife Nolan"


@pytest.mark.parametrize(
    ("who", "manager"), [("mary", "sean"), ("ada", ""), ("tom", "nobody"), ("tom", "ada")]
)
def test_only_who_may_makes_a_case_for_whom_may_have_it(office, who, manager):
    with pytest.raises(NotAllowed):
        new_case(office.desk(who), Client(name="Nora"), opened_on=TODAY, manager=manager)
    assert office.cases() == []


def test_a_case_goes_to_nobody_who_has_left(office):
    desk = office.desk("tom")
    sean = desk.people["sean"]
    save_person(desk, {"left_on": TODAY - timedelta(days=1)}, sean)
    with pytest.raises(NotAllowed, match="Choose a worker who is here"):
        new_case(desk, Client(name="Nora"), opened_on=TODAY, manager="sean")


def test_a_new_case_counts_what_was_given_to_the_worker_a_moment_ago(office):
    desk = office.desk("tom")
    full(office)
    with pytest.raises(ReasonNeeded, match="Mary Byrne has 8 clients"):
        new_case(desk, Client(name="Nina"), opened_on=TODAY, manager="mary")


def test_each_record_of_a_new_case_says_who_made_it_and_the_case_who_began_it(office):
    office.now += timedelta(minutes=3)
    number = new_case(office.desk(), Client(name="Nora", made_by="sean"), opened_on=TODAY, manager="mary")
    kept = office.read(number)
    for record in (kept.case, kept.one(Client), kept.one(Intake), kept.one(Assignment)):
        assert (record.made_by, record.made_at) == ("mary", office.now)
    [entry] = kept.all(Entry)
    assert (entry.by, entry.at, entry.about, entry.record) == ("mary", office.now, "case", kept.case.id)


def test_a_case_that_is_made_while_a_worker_is_retired_is_made_all_the_same(office, monkeypatch):
    desk = office.desk("mary")
    number = number_source.get()

    def meanwhile():
        if "sean" in [one.id for one in desk.people.values() if one.left_on is None]:
            retire(office.desk("tom"), "sean")
        return number()

    def make():
        number_source.set(meanwhile)
        return new_case(desk, Client(name="Nora"), opened_on=TODAY, manager="mary")

    assert office.read(copy_context().run(make)).one(Client).name == "Nora"


def test_a_line_manager_who_is_no_worker_has_no_clients_of_their_own(office):
    with pytest.raises(NotAllowed, match="Choose a worker who is here"):
        new_case(office.desk("tom"), Client(name="Nora"), opened_on=TODAY, manager="tom")


# -- the limit (rule 5) ----------------------------------------------------------------------------
def test_the_ninth_client_needs_a_reason_which_is_kept(office):
    full(office)
    desk = office.desk()
    with pytest.raises(ReasonNeeded, match=r"Mary Byrne has 8 clients; at most 8 are recommended \(ICM"):
        new_case(desk, Client(name="Nina"), opened_on=TODAY, manager="mary")
    number = new_case(desk, Client(name="Nina"), opened_on=TODAY, manager="mary", reason="Sisters")
    kept = office.read(number).one(Assignment)
    assert (kept.over_limit, kept.reason, kept.clients_then) == (True, "Sisters", 8)
    assert [asked.request.kind for asked in listed_requests(office.desk("tom"))] == ["over limit"]
    assert listed_requests(office.desk("una")) == [], "another team's over-limit is not theirs to see"


def test_the_eighth_client_needs_none(office):
    full(office, number=7)
    number = new_case(office.desk(), Client(name="Nina"), opened_on=TODAY, manager="mary")
    assert office.read(number).one(Assignment).clients_then == 7


def test_the_limit_counts_clients_and_not_cases(office):
    full(office, number=7)
    office.case("XX2345", "Client 0", client_id="FU2210")
    assert limit_warning(office.desk(), office.desk().default_method, "mary") == ""


def test_a_client_that_one_has_already_is_no_further_one(office):
    full(office)
    desk = office.desk()
    assert limit_warning(desk, desk.default_method, "mary", "FU2210") == ""
    assert limit_warning(desk, desk.default_method, "mary", "somebody new")


def test_a_case_by_a_method_with_a_lower_limit_is_warned_of_also_for_a_client_of_theirs(office):
    full(office, number=9)
    desk = office.desk()
    for row in desk.register:
        row.limit = 25
    eight = desk.default_method
    assert limit_warning(desk, eight, "mary", "FU2210").startswith("Mary Byrne has 9 clients; at most 8")
    wide = eight.model_copy(
        update={"limits": {"caseload": eight.limits["caseload"].model_copy(update={"most": 25})}}
    )
    assert limit_warning(desk, wide, "mary", "FU2210") == limit_warning(desk, wide, "mary") == ""
    for row in desk.register:
        row.limit = 8
    assert limit_warning(desk, eight, "mary", "FU2210") == "", "they are over already, and stay as they are"


def test_closed_cases_do_not_count_and_paused_ones_do(office):
    full(office, number=6)
    office.case("CL2345", state="closed", closed_on=TODAY)
    office.case("PA2345", state="paused", paused_reason="prison")
    desk = office.desk()
    assert limit_warning(desk, desk.default_method, "mary") == ""
    office.case("PA3345", state="paused", paused_reason="prison")
    desk = office.desk()
    assert limit_warning(desk, desk.default_method, "mary")


def test_a_workers_own_limit_takes_the_place_of_the_methods(office):
    full(office, number=3)
    desk = office.desk("tom")
    save_person(desk, {"limit": 3}, desk.people["mary"])
    assert limit_warning(desk, desk.default_method, "mary").startswith("Mary Byrne has 3 clients; at most 3")


def test_cases_that_a_worker_may_not_read_count_against_a_limit_too(office):
    full(office, number=7, worker="sean")
    office.case("RE2345", manager="sean", restricted_to=["sean"], build=lambda b: b.assigned("sean"))
    desk = office.desk("tom")
    assert limit_warning(desk, desk.default_method, "sean").startswith("Seán Keane has 8 clients")
