"""Assessment: the domains of life, and the assessment as a whole."""

from __future__ import annotations

from casetui.data.casefile import CaseFile
from casetui.data.records import Assessment, Domain
from casetui.desk.acts.records import domains_needed_before, domains_without_need, no_need_elsewhere
from casetui.desk.areas.base import Area, AreaAct
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.flows.steps import Flow, Yes, doing
from casetui.desk.telling.sections import Section
from casetui.words import N_, say


def _started(case: CaseFile) -> bool:
    assessment = case.one(Assessment)
    return assessment is not None and assessment.completed_on is None and assessment.kind != "emergency"


def _no_need(desk: Desk, opened: OpenCase) -> Flow:
    sentence = say(N_("The domains not written yet say: no need."))
    if domains_needed_before(opened):
        sentence += " " + say(N_("Those with a need before do not: write each one."))
    labels = opened.method.labels("domains")
    asked = domains_without_need(opened)
    names = ", ".join(opened.method.say(labels[key]) for key in asked)
    first = say(N_("You looked at each of these and found no need: {names}?"), names=names) if names else ""
    if not first or (yield Yes(first)):
        yield from doing(desk, opened, lambda _: no_need_elsewhere(desk, opened, asked), sentence)


AREA = Area(
    "assessment",
    N_("Assessment"),
    (Section(Assessment), Section(Domain, slots="domain", belongs_to=Assessment, owner="assessment")),
    (AreaAct(N_("No need in the domains not written yet"), _no_need, _started),),
)
