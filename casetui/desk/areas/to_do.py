"""What is open in a case, in one list: to say that it is done, answered or confirmed, or to add an action."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from casetui.checklists.standing import ItemStanding, Standing
from casetui.data.days import write_day
from casetui.data.records import Action, Goal, Record, Referral, ServiceInvolved
from casetui.desk.acts.locked_reason import check_open
from casetui.desk.areas.new_record import new_record
from casetui.desk.areas.settling import area_of
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.errors import NotAllowed
from casetui.desk.flows.records import fill_in_item, tick_at_once
from casetui.desk.flows.refused import after_change
from casetui.desk.flows.steps import Choose, Fill, Flow
from casetui.desk.forms.case_forms import ticked_at_once
from casetui.desk.forms.form_spec import change_form
from casetui.desk.telling.wording import short
from casetui.words import N_, say

ACTION_ASKS = ("what", "who", "due_on")
"""What a new action for a known goal is asked for (rule 9)."""
ANSWER_ASKS = ("answer", "answered_on", "refused_why", "interim")
"""What the answer to a referral is asked for."""


@dataclass(frozen=True)
class ToDo:
    """One thing that is open, and the flow in which it is settled."""

    key: str
    label: str
    flow: Callable[[], Flow]


def settle(desk: Desk, opened: OpenCase) -> Flow:
    """Ask which of the open things was done, and have it written down.

    Raises ``CaseClosed``, and ``NotAllowed`` where nothing is open.
    """
    check_open(opened.case)
    things = {thing.key: thing for thing in things_to_do(desk, opened)}
    if not things:
        raise NotAllowed(say(N_("Nothing is open here: no action, answer or item of this step.")))
    options = [(thing.key, thing.label) for thing in things.values()]
    chosen = yield Choose(say(N_("What was done, or is to be added")), options)
    if chosen:
        yield from things[chosen].flow()


def things_to_do(desk: Desk, opened: OpenCase) -> list[ToDo]:
    """Return what is open in a case: actions, answers, confirmations, items to tick, and actions to add."""
    standing = desk.standing(opened.file)
    return [
        *_actions(desk, opened),
        *_answers(desk, opened),
        *_items(desk, opened, standing),
        *_to_add(desk, opened),
    ]


def _actions(desk: Desk, opened: OpenCase) -> Iterator[ToDo]:
    for action in opened.file.all(Action):
        if action.state == "open":
            label = say(N_("Action done: {what}, {who}"), what=short(action.what), who=action.who)
            begins = {"state": "done", "done_on": _today(desk)}
            yield _changing(desk, opened, action, label, begins, "outcome", "done_on")


def _answers(desk: Desk, opened: OpenCase) -> Iterator[ToDo]:
    for referral in opened.file.all(Referral):
        if referral.sent_on and not referral.answer:
            label = say(N_("Referral answered: {to}"), to=referral.to)
            yield _changing(desk, opened, referral, label, {"answered_on": _today(desk)}, *ANSWER_ASKS)
    for service in opened.file.all(ServiceInvolved):
        if service.asked_on and not service.confirmed_on:
            label = say(N_("Service confirmed: {agency}"), agency=service.agency)
            yield _changing(
                desk, opened, service, label, {"confirmed_on": _today(desk)}, "confirmed_how", "confirmed_on"
            )


def _items(desk: Desk, opened: OpenCase, standing: Standing) -> Iterator[ToDo]:
    """Yield the items to tick: those of the case's step first, then those of the other steps in order."""
    steps = sorted(standing.steps, key=lambda step: step is not standing.step)
    for step in steps:
        lists = [("", step.items), *((one.title, one.items) for one in step.lists)]
        for title, items in lists:
            for item in items:
                if not item.computed and not item.settled:
                    yield _ticking(desk, opened, item, title or step.short, step.area)


def _ticking(desk: Desk, opened: OpenCase, item: ItemStanding, title: str, area: str) -> ToDo:
    def flow() -> Flow:
        if state := ticked_at_once(opened, item, desk.today()):
            return tick_at_once(desk, opened, item, state)
        return fill_in_item(desk, opened, item.list_key, item.key, item.text, area)

    label = say(N_("Tick: {text} ({list})"), text=item.text, list=title)
    return ToDo(f"item:{item.list_key}:{item.key}", label, flow)


def _to_add(desk: Desk, opened: OpenCase) -> Iterator[ToDo]:
    for goal in opened.file.all(Goal):
        if goal.state == "open":
            label = say(N_("Add an action to: {goal}"), goal=short(goal.wording))
            yield ToDo(f"add:{goal.id}", label, _adding(desk, opened, goal))


def _adding(desk: Desk, opened: OpenCase, goal: Goal) -> Callable[[], Flow]:
    return lambda: new_record(desk, opened, area_of(Action), Action, goal.id, ACTION_ASKS)


def _changing(
    desk: Desk, opened: OpenCase, record: Record, label: str, begins: dict[str, str], *asks: str
) -> ToDo:
    """Return a thing that is settled in the form of its record, which begins with the values ``begins``.

    ``asks`` are the fields that settle it; a screen begins with the first of them.
    """

    def flow() -> Flow:
        area = area_of(type(record))
        spec = change_form(desk, opened, record, area)
        if (yield Fill(replace(spec, entries={**spec.entries, **begins}), start=asks[0], asks=asks)):
            yield from after_change(desk, opened, record, area)

    return ToDo(f"{record.table}:{record.id}", label, flow)


def _today(desk: Desk) -> str:
    reading = desk.reading()
    return write_day(reading.today, reading)
