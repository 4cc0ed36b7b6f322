"""A client's way by questions and answers: from registration to the signed closure."""

from datetime import timedelta

from casetui.data.records import (
    Action,
    Assessment,
    Client,
    Closure,
    Consent,
    Contact,
    Domain,
    Goal,
    NewClient,
    Plan,
    PlanAgreement,
    Tick,
)
from tests.plain.lines import form, said


def only_case(office):
    """Return the one case there is, as it stands on the disk."""
    (case,) = office.cases()
    return case


def in_case(office, *answers, who="mary"):
    """Say these answers in the client's case."""
    return said(office, "Nora", *answers, who=who)


def test_a_client_walks_from_registration_to_the_signed_closure(office):
    text = said(office, "new", *form(NewClient, name="Nora Quirke"), "Mine")
    assert "Saved. Nora Quirke is a client of yours now." in text
    assert only_case(office).one(Client).name == "Nora Quirke"

    agreed = {"kind": "case management", "given_on": "today", "how": "signed"}
    in_case(office, "consent", "add Consent", *form(Consent, **agreed))
    given = {"kind": "assessment", "given_on": "today", "how": "signed"}
    in_case(office, "consent", "add Consent", *form(Consent, **given))
    assert [consent.kind for consent in only_case(office).all(Consent)] == [agreed["kind"], given["kind"]]

    written = {"kind": "initial", "started_on": "today", "client_part": "1", "risks": "none"}
    in_case(office, "2", "add Assessment", *form(Assessment, **written))
    assert only_case(office).one(Assessment).completed_on is None
    text = in_case(
        office, "2", "Assessment:", "change", *form(Assessment, kind="initial", completed_on="today")
    )
    assert "The assessment is not complete; still to be looked at: Accommodation" in text
    in_case(office, "2", "Assessment:", "change", "throw", "yes", "stop")
    in_case(office, "2", "no need in", "Accommodation", "back")
    assert [domain.need for domain in only_case(office).all(Domain)] == ["none"]
    in_case(office, "2", "not explored", "She had to leave")
    assert {domain.need for domain in only_case(office).all(Domain)} == {"none", "not explored"}
    in_case(office, "2", "Assessment:", "change", *form(Assessment, kind="initial", completed_on="today"))
    assert only_case(office).one(Assessment).completed_on == office.now.date()

    in_case(office, "3", "add Plan", *form(Plan, vision="A place of my own\nwith a door", options="three"))
    in_case(office, "3", "add Goal", *form(Goal, wording="A tenancy", measure="keys in hand", domain="Acc"))
    in_case(office, "3", "add Action", *form(Action, what="Ring the council", who="Mary", due_on="+7"))
    assert only_case(office).one(Plan).vision == "A place of my own\nwith a door"
    assert only_case(office).one(Action).goal == only_case(office).one(Goal).id
    in_case(office, "3", "agree the plan", *form(PlanAgreement, agreed_how="signed"))
    assert only_case(office).one(Plan).state == "agreed"

    text = said(office, "contact 1", *form(Contact, kind="phone", summary="He rang\nAll is well"))
    assert "Saved for Nora Quirke." in text
    assert only_case(office).one(Contact).summary == "He rang\nAll is well"

    text = in_case(office, "4", "Tasks, targets", "1")
    assert "done" in text
    assert [tick.state for tick in only_case(office).all(Tick)] == ["done"]

    text = in_case(office, "8", "ask for closure", "no")
    assert "This cannot be done yet." in text
    assert only_case(office).one(Closure) is None

    office.now += timedelta(days=200)
    in_case(office, "3", "Goal: A tenancy", "change", *form(Goal, True, state="met", met_on="today"))
    in_case(
        office, "3", "Action: Ring", "change", *form(Action, state="done", done_on="today", outcome="Keys")
    )
    why = {
        "reason": "needs met",
        "needs_met": "yes",
        "agreed_on": "today",
        "aftercare": "Ring us",
        "aftercare_agreed_on": "today",
    }
    in_case(
        office,
        "8",
        "add",
        *form(Closure, True, **why, aftercare_call="Mary", client_part="Agreed"),
    )
    in_case(office, "8", "ask for closure")
    assert only_case(office).one(Closure).state == "asked"
    said(office, "sign-offs", "1", "sign", "yes", who="tom")
    assert only_case(office).case.state == "closed"
