"""Items of the services involved, referrals, and the lists of the first weeks."""

from __future__ import annotations

from casetui.checklists import facts
from casetui.checklists.base import Context, ItemAnswer, item_rule
from casetui.checklists.items.answers import each, yes
from casetui.checklists.pack import Method
from casetui.checklists.values import REFUSALS, answered
from casetui.data.casefile import CaseFile
from casetui.data.records import Referral, ServiceInvolved, Tick


@item_rule(ServiceInvolved)
def services_confirmed(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """Every service involved confirmed."""
    return each(service.confirmed_on is not None for service in case.all(ServiceInvolved))


@item_rule(ServiceInvolved)
def plan_sent(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """The plan went to every service involved."""
    return each(service.plan_sent_on is not None for service in case.all(ServiceInvolved))


@item_rule(ServiceInvolved)
def plan_sent_as_agreed(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """The plan as it is agreed now went to every service involved; a former version does not count."""
    return each(facts.has_plan_as_agreed(case, service) for service in case.all(ServiceInvolved))


@item_rule(Referral)
def referrals_answered(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """Every referral that was sent was answered."""
    return each(bool(referral.answer) for referral in case.all(Referral) if referral.sent_on)


@item_rule(Tick)
def practices_refused(case: CaseFile, method: Method, context: Context) -> ItemAnswer:
    """Three practices refused the client, and none has accepted since."""
    values = [
        tick.value
        for tick in case.all(Tick)
        for item in (method.lists[tick.checklist].item if tick.checklist in method.lists else ())
        if item.key == tick.item and item.kind == "answers" and tick.state != "not applicable"
    ]
    refused, accepted = answered(", ".join(values))
    return yes(refused >= REFUSALS and not accepted, f"{refused}/{REFUSALS}")
