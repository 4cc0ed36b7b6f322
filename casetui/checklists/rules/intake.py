"""Whether another case manager already has the client: rule 3."""

from __future__ import annotations

from casetui.checklists import facts
from casetui.checklists.base import Context, Finding, rule
from casetui.checklists.pack import Method
from casetui.data.casefile import CaseFile
from casetui.data.records import ServiceAsked
from casetui.words import N_


@rule(3, "Guidebook, A")
def register_checked(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """The shared register was not checked for another case manager (rule 3).

    The check is asked for once the client has agreed to be case managed, which covers the check, or once an
    assessment began.
    """
    intake = facts.intake(case)
    begun = intake.agreed_on or facts.full_assessments(case)
    if not begun or intake.register_result in ("none", "found"):
        return []
    return [
        Finding(
            weight="warn", area="intake", record=intake.id, since=intake.agreed_on,
            what=method.say(N_("{Register} was not checked: there may be another case manager.")),
            do=method.say(N_("Check it, and write down the day and the result.")),
        )
    ]  # fmt: skip


@rule(3, "Guidebook, A")
def other_case_manager(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """Another case manager was found, or an earlier assessment (rule 3)."""
    intake = facts.intake(case)
    found = []
    if intake.register_result == "found" or facts.is_named(intake.existing_manager):
        found.append(
            Finding(
                weight="warn", area="intake", record=intake.id,
                since=intake.register_checked_on or intake.asked_client_on,
                what=method.say(N_("{The_client} has another case manager: {who}."),
                                who=intake.existing_manager or method.say(N_("see the register"))),
                kind=method.say(N_("{The_client} has another case manager.")),
                do=method.say(N_("Agree with them who is best placed to lead.")),
            )
        )  # fmt: skip
    obtained = intake.earlier_obtained_on or facts.completed_assessment(case)
    if facts.is_named(intake.existing_assessment) and not obtained:
        found.append(
            Finding(
                weight="warn", area="intake", record=intake.id,
                since=intake.asked_client_on,
                what=method.say(N_("There is an earlier assessment: {where}."),
                                where=intake.existing_assessment),
                kind=method.say(N_("There is an earlier assessment.")),
                do=method.say(N_("Ask for it, with a consent that names who has it.")),
            )
        )  # fmt: skip
    return found


@rule(3, "Guidebook, A")
def service_knows(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """A service that was asked knows of another case manager, or of an earlier assessment (rule 3)."""
    found = []
    for asked in case.all(ServiceAsked):
        about = {"service": asked.service, "who": asked.who or method.say(N_("not said who"))}
        if asked.answer in ("manager", "both"):
            what, do = N_("{service} knows another case manager: {who}."), N_("Agree with them who leads.")
        elif asked.answer == "assessment" and not facts.intake(case).earlier_obtained_on:
            what, do = N_("{service} knows an earlier assessment: {who}."), N_("Ask for it, with consent.")
        else:
            continue
        if asked.answer == "assessment" and facts.completed_assessment(case):
            continue
        found.append(
            Finding(
                weight="warn", area="intake", record=asked.id, since=asked.on,
                what=method.say(what, **about), do=method.say(do),
                kind=method.say(N_("A service knows another case manager, or an earlier assessment.")),
            )
        )  # fmt: skip
    return found
