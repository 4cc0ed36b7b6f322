"""Case files in memory for tests, in the domain's own words.

``case_file(records...)`` gives a case with a client; ``CaseBuilder`` adds what a test needs by name.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Self

from casetui.checklists.base import Context
from casetui.checklists.facts import completed_assessment
from casetui.checklists.loader import load_methods
from casetui.checklists.needs import need_answers
from casetui.data.casefile import CaseFile
from casetui.data.days import Calendar
from casetui.data.records import (
    Action,
    Agency,
    Assessment,
    Assignment,
    Case,
    Client,
    Closure,
    Consent,
    Contact,
    Domain,
    Goal,
    Intake,
    NeedNoLonger,
    Plan,
    Record,
    Worker,
)
from casetui.desk.acts.cases import HandOver

TODAY = date(2026, 11, 21)
"""A Saturday."""
OPENED = date(2026, 11, 12)

MARY = Worker(id="mary", name="Mary Byrne", team="north")
SEAN = Worker(id="sean", name="Seán Keane", team="north")
TOM = Worker(id="tom", name="Tom Walsh", team="north", roles=["line manager"])
PEOPLE = {worker.id: worker for worker in (MARY, SEAN, TOM)}
DOMAINS = tuple(load_methods().methods["guidebook"].labels("domains"))
AGENCY = Agency(name="Northside Outreach")
HANDED_OVER = HandOver(note="She has a viewing on Tuesday")
"""An ordinary change of the case manager, with its note."""


def context(day: date = TODAY, **changes: Any) -> Context:
    """Return a context on ``day`` in which Mary acts; ``changes`` are its other fields."""
    return replace(Context(day=day, calendar=Calendar(), agency=AGENCY, who=MARY, people=PEOPLE), **changes)


def case_file(*records: Record, number: str = "TEST00", **head: Any) -> CaseFile:
    """Return a case of Mary's, opened on ``OPENED``, with a client and ``records``."""
    case = CaseFile(f"cases/{number}", {}, "")
    given = {
        "number": number,
        "client_id": "client-1",
        "method": "guidebook",
        "manager": "mary",
        "team": "north",
        "opened_on": OPENED,
    }
    case.put(Case(**{"id": "case", **given, **head}))
    if not any(isinstance(record, Client) for record in records):
        case.put(Client(name="Aoife Nolan", estimated_age=40, address="The park", safe_contact="By text"))
    for record in records:
        case.put(record)
    return case


class CaseBuilder:
    """Builds a case step by step; each act returns the builder, ``case`` is what came of it."""

    def __init__(self, **head: Any) -> None:
        self.case = case_file(**head)
        self.opened = self.case.case.opened_on

    def put(self, *records: Record) -> Self:
        """Add records as they are."""
        for record in records:
            self.case.put(record)
        return self

    def blanked(self, record: Record, field: str) -> Self:
        """Empty a field that no form leaves empty, as another program might have."""
        tables = self.case.copy().tables
        tables[record.table][record.id][field] = ""
        self.case = CaseFile(self.case.name, tables, "")
        return self

    def head(self, **changes: Any) -> Self:
        """Change the head of the case."""
        return self.put(self.case.case.model_copy(update=changes))

    def intake(self, **fields: Any) -> Self:
        """Write the intake, all of it answered."""
        day = self.opened
        full = {
            "first_contact_on": day,
            "criteria_met": ["homeless"],
            "steps_explained_on": day,
            "explained_language": "English",
            "explained_by": "Mary",
            "understood": True,
            "agreed_aims": "A home",
            "agreed_length": "Six months",
            "agreed_end": "When the goals are met",
            "copy_given_on": day,
            "agreed_on": day,
            "agreed_how": "verbal",
            "asked_client_on": day,
            "existing_manager": "none",
            "existing_assessment": "none",
            "register_checked_on": day,
            "register_result": "none",
            "lead_agency": AGENCY.name,
            "serves_six_months": True,
        }
        return self.put(Intake(**{"id": "intake", **full, **fields}))

    def assigned(self, to: str = "mary", on: date | None = None, **fields: Any) -> Self:
        """Give the case to a case manager, ending the assignment before."""
        on = on or self.opened
        for one in self.case.all(Assignment):
            if one.ended_on is None:
                self.case.put(one.model_copy(update={"ended_on": on}))
        return self.head(manager=to).put(Assignment(to=to, on=on, **fields))

    def agreed(self, kind: str = "assessment", on: date | None = None, **fields: Any) -> Self:
        """Record a consent, given on the day of intake."""
        return self.put(Consent(kind=kind, given_on=on or self.opened, how="signed", **fields))

    def shared_with(self, *services: str, on: date | None = None, **fields: Any) -> Self:
        """Record a consent to share with these services."""
        return self.agreed("sharing", on, recipients=list(services), **fields)

    def assessed(self, need: str = "some", domain: str = "accommodation", **fields: Any) -> Self:
        """Agree to be case managed and assessed, and complete it on the day of intake, with one need.

        The other domains say that there is no need, unless the assessment is still open.
        """
        full = {
            "kind": "initial",
            "started_on": self.opened,
            "completed_on": self.opened,
            "client_part": "spoke",
            "risks": "none",
        }
        made = Assessment(**{"id": "assessment", **full, **fields})
        self.agreed("case management").agreed().put(made)
        self.put(Domain(assessment=made.id, domain=domain, need=need, own_words="I need a place"))
        others = [key for key in DOMAINS if key != domain] if made.completed_on else []
        return self.put(*(Domain(assessment=made.id, domain=key, need="none") for key in others))

    def planned(self, **fields: Any) -> Self:
        """Agree a plan with one goal and one action."""
        full = {
            "state": "agreed",
            "vision": "A place of my own",
            "options": "three",
            "agreed_on": self.opened,
            "agreed_how": "signed",
        }
        self.put(Plan(**{"id": "plan", **full, **fields}))
        self.put(Goal(id="goal", wording="A tenancy", domain="accommodation", measure="keys in hand"))
        return self.put(
            Action(
                id="action",
                goal="goal",
                what="Ring the council",
                who="Mary",
                due_on=self.opened + timedelta(days=30),
            )
        )

    def met(self, on: date | None = None, **fields: Any) -> Self:
        """Log a contact that took place."""
        return self.put(Contact(**{"kind": "visit", "summary": "Talked", "on": on or self.opened, **fields}))

    def closing(self, **fields: Any) -> Self:
        """Ask to close because needs are met, all of it answered, by Mary today.

        Each need that no goal answered is said to be a need no longer.
        """
        self._without_needs_left()
        full = {
            "reason": "needs met",
            "needs_met": True,
            "agreed_on": TODAY,
            "aftercare": "Call us",
            "aftercare_call": "Mary",
            "aftercare_agreed_on": TODAY,
            "state": "asked",
            "asked_by": "mary",
            "asked_on": TODAY,
            "client_part": "agreed",
        }
        return self.put(Closure(**{"id": "closure", **full, **fields}))

    def met_goal(self, domain: str = "accommodation", *, before: bool = False) -> Self:
        """Meet a goal for a domain today, or the day before the intake."""
        on = self.opened - timedelta(days=1) if before else TODAY
        return self.put(Goal(wording="A tenancy", domain=domain, state="met", met_on=on))

    def _without_needs_left(self) -> None:
        if not completed_assessment(self.case):
            self.assessed("none")
        for domain, answer in need_answers(self.case, Calendar()).items():
            if answer is None:
                self.put(NeedNoLonger(domain=domain, why="She has what she wanted", by="client", on=TODAY))
