"""A new client: who may be their case manager, the case that is made, and what is said of it."""

from datetime import timedelta

import pytest

from casetui.data.records import Assignment, Client, Intake, NewClient
from casetui.desk.acts.cases import ReasonNeeded
from casetui.desk.acts.new_client import NOBODY, Identity, is_saved, make_case, manager_choices
from casetui.desk.people.agency import save_person
from tests.screens.office import TODAY

YESTERDAY = TODAY - timedelta(days=1)


def same_as(office, number):
    """Return that a new client is the client of the case ``number``; without one, that nobody knows."""
    desk = office.desk("mary")
    desk.refresh()
    return Identity(same_as=desk.register.rows[number]) if number else Identity()


def choices(office, who):
    return dict(manager_choices(office.desk(who)))


def test_a_line_manager_gives_a_new_client_to_a_worker_of_the_team_who_is_here(office):
    desk = office.desk("tom")
    save_person(desk, {"left_on": YESTERDAY}, desk.people["sean"])
    assert list(choices(office, "tom").items()) == [
        ("liam", "Liam Roche"), ("mary", "Mary Byrne"), (NOBODY, "Nobody yet: it waits in the queue"),
    ]  # fmt: skip


def test_a_worker_takes_a_new_client_or_leaves_them_in_the_queue(office):
    assert list(choices(office, "mary").items()) == [
        ("mary", "Mine"), (NOBODY, "Nobody yet: it waits in the queue")
    ]  # fmt: skip


def test_who_is_no_worker_gives_a_new_client_to_nobody(office):
    assert list(choices(office, "ada")) == [NOBODY]


def test_the_deadlines_of_a_new_case_count_from_the_day_of_intake_in_the_form(office):
    number = make_case(office.desk("mary"), NewClient(name="Nora", intake_on=YESTERDAY), "mary")
    case = office.read(number)
    assert (case.case.opened_on, case.one(Intake).first_contact_on) == (YESTERDAY, YESTERDAY)
    assert case.one(Assignment).to == "mary" and case.case.former_case == ""


def test_without_a_day_of_intake_they_count_from_today(office):
    number = make_case(office.desk("mary"), NewClient(name="Nora"), NOBODY)
    assert office.read(number).case.opened_on == TODAY


def test_a_client_who_was_here_before_gets_a_new_episode_with_what_is_known_now(office):
    office.case("AB2345", "Aoife Nolan", manager="sean", state="closed", closed_on=YESTERDAY)
    again = NewClient(name="Aoife Byrne", phone="087 111", intake_on=TODAY)
    number = make_case(office.desk("mary"), again, "mary", identity=same_as(office, "AB2345"))
    case = office.read(number)
    assert (case.case.former_case, case.case.client_id) == ("AB2345", "AB2345")
    assert (case.one(Client).name, case.one(Client).phone) == ("Aoife Byrne", "087 111")
    assert office.openings().rstrip("\n").endswith("a new episode"), "a colleague's case was opened for it"


def test_the_reason_for_one_more_client_than_the_limit_is_kept(office):
    for n in range(8):
        office.case(f"FU22{n + 10}", f"Client {n}", lambda b: b.assigned())
    office.case("AB2345", "Aoife Nolan", state="closed", closed_on=YESTERDAY)
    for former in ("", "AB2345"):
        client = NewClient(name="Aoife Nolan", intake_on=TODAY)
        with pytest.raises(ReasonNeeded):
            make_case(office.desk("mary"), client, "mary", identity=same_as(office, former))
        number = make_case(office.desk("mary"), client, "mary", "Her sister is mine", same_as(office, former))
        assert office.read(number).one(Assignment).reason == "Her sister is mine"


def test_it_is_said_whose_client_the_new_client_is(office):
    desk, nora = office.desk("mary"), NewClient(name="Nora")
    assert is_saved(desk, nora, NOBODY) == "Saved. Nora waits in the queue now."
    assert is_saved(desk, nora, "mary") == "Saved. Nora is a client of yours now."
    assert is_saved(desk, nora, "sean") == "Saved. Nora is a client of Seán Keane now."
