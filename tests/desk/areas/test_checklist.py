"""The checklist of a work area is described once: what a line shows, what it says, and where it leads."""

from datetime import timedelta

import pytest

from casetui.checklists.base import Finding
from casetui.checklists.standing import ItemStanding, ListStanding, gravity
from casetui.data.records import Action
from casetui.desk.acts.cases import open_case
from casetui.desk.areas.checklist import (
    MORE_WARNINGS,
    MOST_WARNINGS,
    Folded,
    OtherArea,
    SettledIn,
    checklist_lines,
    explained,
    folded_at_first,
    not_ticked,
    settled_at,
)
from casetui.desk.areas.place import Place
from tests.cases import OPENED


@pytest.fixture
def opened(office):
    action = Action(
        id="one", goal="goal", what="Ring the landlord", who="case manager", due_on=OPENED + timedelta(days=3)
    )
    late = action.model_copy(update={"id": "two", "what": "Ring the council"})
    office.case("AB2345", "Aoife Nolan", lambda b: b.assigned().intake().planned().put(action, late))
    return open_case(office.desk(), "AB2345")


@pytest.fixture
def lines(office, opened):
    """Return the checklist's lines of a work area."""

    def of(area):
        return checklist_lines(office.desk().standing(opened.file), area, opened.method)

    return of


def test_a_late_thing_has_its_sign_its_day_and_the_same_in_words(lines, opened):
    line = next(line for line in lines("plan") if "Ring the landlord" in line.said)
    assert line.cells[0] == " !" and "late" in line.cells[2] and line.tone == "late"
    assert line.said.startswith("Late, ")
    assert settled_at(opened, "plan", line.leads) == Place(Action, "one")
    assert explained(line.leads).startswith(line.cells[1])


def test_an_item_that_is_ticked_by_hand_leads_to_its_form_and_a_computed_one_to_its_records(lines, opened):
    items = [line for line in lines("coordination") if isinstance(line.leads, ItemStanding)]
    assert {line.leads.computed for line in items} == {True, False}
    for line in items:
        where = settled_at(opened, "coordination", line.leads)
        if line.leads.computed:
            assert where == SettledIn("coordination", line.leads.kind)
        else:
            assert where is line.leads
        assert line.cells[1] == line.leads.text and line.said.startswith(f"{line.leads.text}: ")


def test_a_checklist_has_a_line_of_its_own_that_is_explained(lines, opened):
    line = next(line for line in lines("coordination") if isinstance(line.leads, ListStanding))
    assert line.said.startswith(f"Checklist {line.leads.title}: ")
    first = next(item for item in line.leads.items if not item.settled)
    assert settled_at(opened, "coordination", line.leads) is first
    assert explained(line.leads) and "one by one" in not_ticked(line.leads, opens=False)


def test_the_three_gravest_warnings_stand_first_and_the_others_are_counted(opened, office):
    standing = office.desk().standing(opened.file)
    assert len(standing.warnings()) == MOST_WARNINGS + 1
    lines = checklist_lines(standing, "intake", opened.method, {MORE_WARNINGS})
    shown = [line.leads for line in lines[:MOST_WARNINGS]]
    graves = [gravity(finding, standing.day) for finding in shown]
    assert graves == sorted(graves)
    assert max(graves) <= min(gravity(one, standing.day) for one in standing.warnings() if one not in shown)
    more = lines[MOST_WARNINGS]
    assert more.leads == Folded("warnings")
    assert more.said == "1 more warning"
    assert explained(more.leads) == "Enter shows them."
    unfolded = checklist_lines(standing, "intake", opened.method)
    assert {id(line.leads) for line in unfolded[: len(standing.warnings())]} == {
        id(finding) for finding in standing.warnings()
    }


def test_a_warning_of_another_area_leads_to_its_record_there(lines, opened):
    elsewhere = next(line.leads for line in lines("intake") if isinstance(line.leads, Finding)
                     and line.leads.area == "plan" and line.leads.record)  # fmt: skip
    assert settled_at(opened, "intake", elsewhere) == OtherArea("plan", elsewhere.record)


def test_what_is_folded_says_how_much_is_done_and_how_much_does_not_apply(office):
    number = office.case("AB2345", build=lambda b: b.assigned().intake())
    desk = office.desk()
    at = open_case(desk, number)
    standing = desk.standing(at.file)
    for step in standing.steps:
        folded = folded_at_first(standing, step.area)
        lines = checklist_lines(standing, step.area, at.method, folded)
        for fold in [line for line in lines if isinstance(line.leads, Folded)]:
            items = next(
                items for key, items in [(step.area, step.items), *((x.key, x.items) for x in step.lists)]
                if key == fold.leads.list_key
            )  # fmt: skip
            done = sum(item.state == "done" for item in items)
            apply_not = sum(item.state == "not applicable" for item in items)
            assert fold.said == ", ".join(
                filter(None, [
                    f"{done} done" if done else "",
                    f"{apply_not} do not apply" if apply_not > 1 else "1 does not apply" if apply_not else "",
                ])
            )  # fmt: skip
