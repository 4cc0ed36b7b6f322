"""A line of a work area is described once: what it shows, what it says, and where it leads."""

from datetime import UTC, date, datetime

import pytest

from casetui.data.records import Action, Assessment, Client, Contact, Domain, Goal, Intake
from casetui.desk.acts.cases import open_case
from casetui.desk.areas import AREAS
from casetui.desk.areas.lines import area_lines
from casetui.desk.areas.place import NEW, Place
from tests.screens.office import TODAY


@pytest.fixture
def lines(office):
    """Return the lines of a work area of a case that is built as the test says."""

    def of(area, build, number="AB2345", **head):
        office.case(number, build=build, **head)
        desk = office.desk()
        opened = open_case(desk, number)
        return area_lines(desk, opened, AREAS[area], desk.standing(opened.file))

    return of


def where(found, *cells):
    """Return the only line that has these cells."""
    (line,) = [line for line in found if line.cells == cells]
    return line


def test_a_goal_is_followed_by_its_actions_under_a_heading_that_counts_the_goals(lines):
    found = lines("plan", lambda b: b.assigned().assessed().planned())
    goal, action = [line for line in found if line.leads and line.heading == "Goal (1)"]
    assert goal.leads == Place(Goal, "goal") and goal.said.startswith("Goal: A tenancy, ")
    assert isinstance(action.leads, Place) and action.leads.kind is Action
    assert action.cells[1].startswith("  - ") and action.said.startswith("Action: ")


def test_a_domain_not_written_yet_has_a_line_that_leads_to_a_new_one(lines):
    found = lines("assessment", lambda b: b.assigned().assessed(completed_on=None))
    domains = [line for line in found if isinstance(line.leads, Place) and line.leads.kind is Domain]
    empty = [line for line in domains if line.leads.record == NEW]
    assert len(domains) == 12 and len(empty) == 11
    assert {line.leads.slot for line in domains if line not in empty} == {"accommodation"}
    for line in empty:
        assert line.cells == ("", line.cells[1], "–") and line.tone == "quiet"
        assert line.cells[1] in line.said and line.said.endswith(": nothing written yet")


def test_a_single_record_has_a_line_a_field_and_is_said_once(lines):
    found = lines("client", lambda b: b.put(b.case.one(Client).model_copy(update={"phone": "085 123"})))
    fields = [line for line in found if isinstance(line.leads, Place) and line.leads.kind is Client]
    assert fields[0].leads.field == "name" and len(fields) > 1
    assert [line.said for line in fields if line.said] == [fields[0].said]


def test_a_single_record_not_written_yet_leads_to_a_new_one(lines):
    line = where(lines("intake", lambda b: b), "", "not written yet: Enter")
    assert line.leads == Place(Intake, NEW) and line.said == "Intake: nothing written yet"


def test_what_was_struck_out_says_why(lines):
    struck = {"struck_at": datetime(2026, 11, 21, tzinfo=UTC), "struck_by": "mary", "struck_reason": "no"}
    contact = Contact(id="c", on=TODAY, kind="visit", summary="at the hostel", **struck)
    (line,) = [
        line for line in lines("review", lambda b: b.put(contact)) if line.leads == Place(Contact, "c")
    ]
    assert line.cells[1].startswith("struck out · ") and line.cells[1].endswith(": at the hostel · no")
    assert "struck out: no, " in line.said and line.tone == "quiet"


def test_a_record_that_a_rule_warns_of_is_marked(lines):
    action = Action(id="late", goal="goal", what="Ring the council", who="Mary", due_on=date(2026, 11, 1))
    found = lines("plan", lambda b: b.assigned().assessed().planned().put(action))
    (late,) = [line for line in found if line.leads == Place(Action, "late")]
    assert late.cells[0] == " !" and late.tone == "late"


def test_an_act_is_offered_while_the_case_is_open_and_leads_to_itself(lines):
    def build(builder):
        return builder.assigned().put(Assessment(kind="comprehensive", started_on=TODAY))

    act = AREAS["assessment"].acts[1]
    last = lines("assessment", build)[-1]
    assert last.leads is act and last.heading == "Next" and last.cells == (" →", last.said)
    closed = lines("assessment", build, "CD2345", state="closed", closed_on=TODAY)
    assert act not in [line.leads for line in closed]


def test_who_may_open_a_case_stands_beside_the_client_and_is_not_said_there(lines):
    found = lines("client", lambda b: b.assigned(), restricted_to=["mary"], restricted_reason="known here")
    notes = [line for line in found if line.leads is None]
    assert notes and not any(line.said for line in notes)
