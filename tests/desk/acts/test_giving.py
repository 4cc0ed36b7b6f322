"""Giving a case to a case manager: who may, what is asked, and what becomes of those who had it."""

from datetime import date, timedelta

import pytest

from casetui.data.records import Assignment, Entry, Override, Share
from casetui.desk.acts.cases import ReasonNeeded, assign, open_case
from casetui.desk.errors import HeldBack, NotAllowed
from casetui.desk.flows.case import case_acts
from casetui.desk.keys.signatures import signed_answer, signed_request
from casetui.desk.lists import access_note, unassigned
from casetui.desk.people.agency import save_person
from tests.cases import HANDED_OVER
from tests.screens.office import TODAY

LONG_AGO = date(2026, 1, 10)


def full(office, worker="mary", number=8):
    for n in range(number):
        office.case(f"FU22{n + 10}", f"Client {n}", lambda b: b.assigned(worker))


def test_a_worker_takes_a_case_that_nobody_has(office):
    office.case("AB2345", manager="")
    desk = office.desk()
    assign(desk, open_case(desk, "AB2345"), "mary", hand_over=HANDED_OVER)
    kept = office.read("AB2345")
    assert kept.case.manager == "mary" and kept.one(Assignment).on == TODAY


def left(office, who="sean"):
    """Have yesterday be the last day of somebody with two cases, one of them restricted to them."""
    office.case("AB2345", build=lambda b: b.assigned(who), manager=who, opened_on=TODAY - timedelta(days=2))
    office.case("CD2345", manager="")
    office.case("RE2345", manager=who, restricted_to=[who], opened_on=TODAY)
    desk = office.desk("tom")
    save_person(desk, {"left_on": TODAY - timedelta(days=1)}, desk.people[who])


def test_the_clients_of_somebody_who_has_left_wait_in_the_queue_with_those_of_nobody(office):
    left(office)
    for who, whom in (("mary", "a line manager"), ("tom", "another line manager")):
        desk = office.desk(who)
        assert [row.number for row in unassigned(desk)] == ["CD2345", "AB2345", "RE2345"]
        assert (
            access_note(desk, "AB2345") == "It was Seán Keane's, who has left. It waits for a case manager."
        )
        assert access_note(desk, "CD2345") == ""
        assert access_note(desk, "RE2345") == f"C-RE2345 is restricted. Ask {whom}."
    assert unassigned(office.desk("una")) == [], "another team's wait there"


def test_on_the_last_day_of_somebody_their_clients_are_theirs(office):
    left(office)
    office.now -= timedelta(days=1)
    assert [row.number for row in unassigned(office.desk())] == ["CD2345"]


def test_a_worker_takes_a_case_of_somebody_who_has_left_also_before_six_months(office):
    left(office)
    desk = office.desk()
    opened = open_case(desk, "AB2345", "He has left")
    assert "give" in [act.word for act in case_acts(desk, opened)]
    assign(desk, opened, "mary", hand_over=HANDED_OVER)
    former, now = office.read("AB2345").all(Assignment)
    assert (former.to, former.ended_on, now.to, now.ended_on) == ("sean", TODAY, "mary", None)
    assert office.read("AB2345").case.manager == "mary"


def test_a_worker_takes_no_case_of_a_colleague_who_is_here(office):
    office.case("AB2345", build=lambda b: b.assigned("sean"), manager="sean")
    desk = office.desk()
    opened = open_case(desk, "AB2345", "He is ill")
    assert "give" not in [act.word for act in case_acts(desk, opened)]
    with pytest.raises(NotAllowed, match="Only a line manager"):
        assign(desk, opened, "mary", hand_over=HANDED_OVER)


def test_a_worker_gives_a_case_to_nobody_else(office):
    office.case("AB2345", build=lambda b: b.assigned())
    desk = office.desk()
    with pytest.raises(NotAllowed, match="Only a line manager"):
        assign(desk, open_case(desk, "AB2345"), "sean", hand_over=HANDED_OVER)


def test_giving_a_case_after_six_months_ends_the_former_assignment(office):
    office.case("AB2345", build=lambda b: b.assigned(), opened_on=LONG_AGO)
    desk = office.desk("tom")
    assign(desk, open_case(desk, "AB2345"), "sean", hand_over=HANDED_OVER)
    former, now = office.read("AB2345").all(Assignment)
    assert (former.to, former.ended_on, now.to, now.ended_on) == ("mary", TODAY, "sean", None)


def test_giving_a_case_to_another_team_moves_it_there(office):
    office.case("AB2345", build=lambda b: b.assigned(), opened_on=LONG_AGO)
    desk = office.desk("tom")
    assign(desk, open_case(desk, "AB2345"), "priya", hand_over=HANDED_OVER)
    assert office.read("AB2345").case.team == "south"
    assert "AB2345" not in [row.number for row in desk.register]


def test_changing_the_manager_before_six_months_is_held_and_a_line_manager_may_let_it_pass(office):
    office.case("AB2345", build=lambda b: b.assigned())
    desk = office.desk("tom")
    opened = open_case(desk, "AB2345")
    with pytest.raises(HeldBack) as raised:
        assign(desk, opened, "sean", hand_over=HANDED_OVER)
    assert [finding.rule for finding in raised.value.findings] == [18]
    assert raised.value.findings[0].can_override
    assert office.read("AB2345").case.manager == "mary"
    granted = Override(rule=18, act="change the case manager", why="x", asked_by="tom", asked_on=TODAY,
                       answer="granted", answered_by="una", answered_on=TODAY)  # fmt: skip
    granted = signed_request(desk.keyring, "AB2345", granted)
    file = office.read("AB2345").copy()
    file.put(granted)
    file.save(office.vault, "tom", office.now)
    with pytest.raises(HeldBack):  # Una did not sign it
        assign(desk, open_case(desk, "AB2345"), "sean", hand_over=HANDED_OVER)
    file = office.read("AB2345").copy()
    file.put(signed_answer(office.desk("una").keyring, file, granted))
    file.save(office.vault, "tom", office.now)
    assign(desk, open_case(desk, "AB2345"), "sean", hand_over=HANDED_OVER)
    assert office.read("AB2345").case.manager == "sean"


def test_assigning_the_ninth_asks_for_a_reason(office):
    full(office, "sean")
    office.case("AB2345", manager="")
    desk = office.desk("tom")
    opened = open_case(desk, "AB2345")
    with pytest.raises(ReasonNeeded):
        assign(desk, opened, "sean", hand_over=HANDED_OVER)
    assign(desk, opened, "sean", "Only he speaks Polish", hand_over=HANDED_OVER)
    assert office.read("AB2345").one(Assignment).over_limit


def test_a_worker_gives_a_free_case_to_nobody_but_themselves(office):
    office.case("AB2345", manager="")
    desk = office.desk()
    with pytest.raises(NotAllowed, match="Only a line manager"):
        assign(desk, open_case(desk, "AB2345"), "sean", hand_over=HANDED_OVER)


def test_a_line_manager_to_whom_a_case_is_lent_gives_it_to_nobody(office):
    share = Share(worker="una", until=TODAY, reason="x", given_by="mary")
    office.case("AB2345", build=lambda b: b.assigned().put(share), opened_on=LONG_AGO)
    desk = office.desk("una")
    with pytest.raises(NotAllowed, match="its own team decides"):
        assign(desk, open_case(desk, "AB2345"), "priya", hand_over=HANDED_OVER)


def test_giving_a_case_to_whose_it_is_changes_nothing(office):
    office.case("AB2345", build=lambda b: b.assigned(), opened_on=LONG_AGO)
    desk = office.desk("tom")
    assign(desk, open_case(desk, "AB2345"), "mary", hand_over=HANDED_OVER)
    assert office.read("AB2345").revision == 1


def test_giving_a_case_to_a_case_manager_whom_nobody_here_knows_changes_nothing(office):
    """A case may name a person whom the agency file has no more, after a restore."""
    office.case("AB2345", manager="former", opened_on=LONG_AGO)
    desk = office.desk("tom")
    assign(desk, open_case(desk, "AB2345"), "former", hand_over=HANDED_OVER)
    assert office.read("AB2345").revision == 1


def test_a_case_moves_with_its_case_manager_to_their_new_team(office):
    office.case("AB2345", build=lambda b: b.assigned(), opened_on=LONG_AGO)
    desk = office.desk("tom")
    save_person(desk, {"team": "south"}, desk.people["mary"])
    assign(desk, open_case(desk, "AB2345"), "mary", hand_over=HANDED_OVER)
    kept = office.read("AB2345").case
    assert (kept.manager, kept.team) == ("mary", "south")


def test_an_assignment_that_ended_keeps_its_day(office):
    ended = Assignment(id="first", to="sean", on=LONG_AGO, ended_on=date(2026, 2, 1))
    office.case("AB2345", build=lambda b: b.put(ended).assigned(), opened_on=LONG_AGO)
    desk = office.desk("tom")
    assign(desk, open_case(desk, "AB2345"), "liam", "Mary is away", hand_over=HANDED_OVER)
    kept = office.read("AB2345")
    assert kept.get(Assignment, "first").ended_on == date(2026, 2, 1)
    assert kept.all(Assignment)[-1].reason == "Mary is away"
    assert [entry.reason for entry in kept.all(Entry) if entry.act == "assign"] == ["Mary is away"] * 3


def test_giving_a_case_counts_what_was_given_to_the_worker_a_moment_ago(office):
    office.case("AB2345", manager="")
    desk = office.desk("tom")
    opened = open_case(desk, "AB2345")
    full(office, "sean")
    with pytest.raises(ReasonNeeded, match="Seán Keane has 8 clients"):
        assign(desk, opened, "sean", hand_over=HANDED_OVER)
