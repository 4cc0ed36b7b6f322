"""All that is open in a case is in one list, and is settled from there."""

import pytest

from casetui.data.records import Action, Goal, Referral, ServiceInvolved, Tick
from casetui.desk.acts.cases import open_case
from casetui.desk.acts.locked_reason import CaseClosed
from casetui.desk.areas.to_do import settle, things_to_do
from casetui.desk.flows.steps import Choose, Fill
from tests.screens.office import TODAY

REFERRAL = Referral(id="sent", to="Focus", sent_on=TODAY)
SERVICE = ServiceInvolved(id="asked", agency="Night Café", asked_on=TODAY)


@pytest.fixture
def opened(office):
    def of(build, **head):
        office.case("AB2345", build=build, **head)
        desk = office.desk()
        return desk, open_case(desk, "AB2345")

    return of


def busy(builder):
    return builder.assigned().assessed().planned().put(REFERRAL, SERVICE)


def test_actions_answers_confirmations_items_and_actions_to_add_are_in_the_list(opened):
    desk, case = opened(busy)
    keys = [thing.key for thing in things_to_do(desk, case)]
    (action,) = case.file.all(Action)
    (goal,) = case.file.all(Goal)
    assert keys[:3] == [f"action:{action.id}", "referral:sent", "service:asked"]
    assert keys[-1] == f"add:{goal.id}"
    assert any(key.startswith("item:") for key in keys)


def test_what_is_settled_or_follows_by_itself_is_not_in_the_list(opened):
    answered = REFERRAL.model_copy(update={"answer": "accepted", "answered_on": TODAY})
    confirmed = SERVICE.model_copy(update={"confirmed_on": TODAY})
    ticked = Tick(checklist="gp", item="practice-chosen", on=TODAY, value="Dr Nolan")
    desk, case = opened(lambda b: b.assigned().put(answered, confirmed, ticked))
    keys = [thing.key for thing in things_to_do(desk, case)]
    assert not [key for key in keys if key.startswith(("referral", "service", "action"))]
    assert "item:gp:practice-chosen" not in keys
    items = {f"item:{i.list_key}:{i.key}": i for step in desk.standing(case.file).steps for i in step.items}
    assert not [key for key in keys if key in items and items[key].computed]


@pytest.mark.parametrize(
    ("chosen", "entries", "start"),
    [
        ("referral:sent", {"answered_on": "21/11/2026"}, "answer"),
        ("service:asked", {"confirmed_on": "21/11/2026"}, "confirmed_how"),
    ],
)
def test_its_form_begins_with_today_at_the_field_that_is_asked_for(opened, chosen, entries, start):
    desk, case = opened(busy)
    flow = settle(desk, case)
    assert isinstance(next(flow), Choose)
    step = flow.send(chosen)
    assert isinstance(step, Fill) and step.start == start
    assert {name: step.spec.entries[name] for name in entries} == entries
    assert step.spec.entries.get("to", "Focus") == "Focus"


async def test_an_action_is_done_with_four_keys(office):
    office.case("AB2345", build=busy)
    async with office.seat() as seat:
        await seat.press("enter", "d", "enter", "ctrl+s")
        (action,) = office.read("AB2345").all(Action)
        assert (action.state, action.done_on) == ("done", TODAY)


def test_in_a_closed_case_nothing_is_settled(opened):
    desk, case = opened(lambda b: b.assigned(), state="closed", closed_on=TODAY)
    with pytest.raises(CaseClosed):
        next(settle(desk, case))
