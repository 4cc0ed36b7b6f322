"""Intake: urgent help, first contact, agreement and checks, and who is not taken in."""

from __future__ import annotations

from typing import Any

from casetui.checklists import facts
from casetui.checklists.items.intake import missing_particulars
from casetui.data.casefile import CaseFile
from casetui.data.days import write_day
from casetui.data.records import Closure, Intake, NotTakenIn, ServiceAsked, UrgentHelp
from casetui.desk.acts.closing import ask_as_not_taken_in
from casetui.desk.areas.base import Area, AreaAct
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.flows.steps import Fill, Flow
from casetui.desk.forms.form_spec import FormSpec, case_form
from casetui.desk.telling.sections import Section
from casetui.words import N_, say


def may_turn_away(case: CaseFile) -> bool:
    """Return whether the client was not taken in yet, and closure was not asked for."""
    closure = case.one(Closure)
    asked = closure is not None and closure.state in ("asked", "signed")
    return not asked and not facts.intake(case).agreed_on and not facts.full_assessments(case)


def not_taken_in_form(desk: Desk, opened: OpenCase) -> FormSpec:
    """Return the form for ending the case of a person who is not taken in: why, and to whom they can turn."""
    reading = desk.reading()

    def save(values: dict[str, Any]) -> None:
        ask_as_not_taken_in(desk, opened, values)

    entries = {"told_client_on": write_day(reading.today, reading)}
    return case_form(desk, opened, NotTakenIn, entries, save, area="intake", gated=True)


def _turn_away(desk: Desk, opened: OpenCase) -> Flow:
    yield Fill(
        not_taken_in_form(desk, opened),
        lambda: [say(N_("Not taken in. A line manager signs it off."))],
    )


def _notes(desk: Desk, case: CaseFile) -> list[str]:
    """Return the criteria met and missing until the client agreed, and the particulars still missing."""
    return [*_criteria(desk, case), *_missing(desk, case)]


def _criteria(desk: Desk, case: CaseFile) -> list[str]:
    intake, method = facts.intake(case), desk.method_of(case.case)
    labels = method.labels("criteria")
    if intake.agreed_on or not labels:
        return []
    met = [method.say(label) for key, label in labels.items() if key in intake.criteria_met]
    missing = [method.say(label) for key, label in labels.items() if key not in intake.criteria_met]
    none = say(N_("none"))
    return [
        say(N_("Criteria met: {criteria}"), criteria=", ".join(met) or none),
        say(N_("Criteria missing: {criteria}"), criteria=", ".join(missing) or none),
    ]


def _missing(desk: Desk, case: CaseFile) -> list[str]:
    names = [desk.method_of(case.case).say(name) for name in missing_particulars(case)]
    return [say(N_("Still missing: {particulars}"), particulars="; ".join(names))] if names else []


AREA = Area(
    "intake",
    N_("Intake"),
    (Section(UrgentHelp), Section(Intake), Section(ServiceAsked)),
    (AreaAct(N_("Not taken in …"), _turn_away, may_turn_away),),
    _notes,
)
