"""A line of a list is described once: its cells and its sentence have the same facts."""

from datetime import date, timedelta

import pytest

from casetui.data.rows import Due, Row
from casetui.desk.lists import DueItem
from casetui.desk.people.joining import Asking
from casetui.desk.telling.case_lines import agenda_lines, case_line
from casetui.desk.telling.lines import CasePlace
from casetui.desk.telling.people_lines import WrongRequest, people_lines
from tests.cases import PEOPLE

TODAY = date(2026, 11, 21)


def row(name="Aoife Nolan", **more):
    return Row("AB2345", name=name, step="B Plan", manager="mary", team="north", **more)


class Seen:
    """As much of a desk as an agenda needs."""

    people = PEOPLE

    def today(self):
        return TODAY

    def name(self, worker):
        return {"mary": "Mary Byrne"}[worker]


def agenda(*days, **how):
    items = [DueItem(TODAY + timedelta(days=n), "Assessed 3/12", row(), "assessment", "r1") for n in days]
    return agenda_lines(Seen(), items, **{"everyone": True, **how})


@pytest.mark.parametrize(
    ("days", "mark", "tone", "heading", "said"),
    [
        (-2, " !", "late", "Late, since Thu 19 Nov", "late, 2 days"),
        (0, " ·", "due", "Today", "today"),
        (1, "  ", "", "Sun 22 Nov", "tomorrow"),
        (3, "  ", "", "Tue 24 Nov", "in 3 days, Tue 24 Nov"),
    ],
)
def test_a_thing_of_the_agenda_has_its_mark_its_heading_and_the_same_in_words(
    days, mark, tone, heading, said
):
    (line,) = agenda(days)
    assert line.cells == (mark, "Assessed 3/12", "Aoife Nolan", "Mary Byrne")
    assert (line.tone, line.heading) == (tone, heading)
    assert line.said == f"Aoife Nolan: Assessed 3 of 12, {said}"
    assert line.leads == CasePlace("AB2345", "assessment", "r1")


def test_by_week_what_is_late_stands_under_one_heading():
    assert [line.heading for line in agenda(-9, -2, 3, by_week=True)][:2] == ["Late", "Late"]


def test_a_case_shows_the_step_or_else_whose_it_is_and_is_said_with_both():
    due = (Due("2026-11-19", "Assessment", "assessment", "", ""),)
    alone, of_the_team = (case_line(row(dues=due), TODAY, manager) for manager in ("", "Mary Byrne"))
    assert alone.cells == (" !", "Aoife Nolan", "B Plan", "2 d late")
    assert of_the_team.cells == (" !", "Aoife Nolan", "Mary Byrne", "2 d late")
    assert of_the_team.said == "Aoife Nolan, C-AB2345, B Plan, Mary Byrne, late, 2 days"
    assert alone.tone == "late" and alone.leads == CasePlace("AB2345")


def test_a_colleagues_client_is_no_name_in_either():
    line = case_line(row(name=""), TODAY)
    assert line.cells[1] == "C-AB2345"
    assert line.said.startswith("a colleague's client, C-AB2345")


def test_people_lead_to_themselves_and_what_is_no_request_to_its_file(office):
    wrong = {"junk.json": "requests/junk.json is no request, or was changed."}
    *people, last = people_lines(office.desk("tom"), Asking(wrong=wrong))
    assert {line.leads for line in people} == {"mary", "sean", "tom", "una", "priya", "liam", "ada"}
    assert all(line.said.startswith(line.cells[0].strip()) for line in people)
    assert last.leads == WrongRequest("junk.json", wrong["junk.json"]) and last.tone == "late"
