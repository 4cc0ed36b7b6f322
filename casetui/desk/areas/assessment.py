"""Assessment: each domain of life, and the whole."""

from __future__ import annotations

from casetui.data.casefile import CaseFile
from casetui.data.records import Assessment, Domain
from casetui.desk.acts.records import needed_before, no_need_elsewhere, not_looked_at
from casetui.desk.areas.base import Area, AreaAct, Hands, Section
from casetui.words import N_, say


def _started(case: CaseFile) -> bool:
    assessment = case.one(Assessment)
    return assessment is not None and assessment.completed_on is None and assessment.kind != "emergency"


def _no_need(hands: Hands) -> None:
    said = say(N_("The domains not written yet say: no need."))
    if needed_before(hands.opened):
        said += " " + say(N_("Those with a need before do not: write each one."))
    labels = hands.opened.method.labels("domains")
    names = ", ".join(hands.opened.method.say(labels[key]) for key in not_looked_at(hands.opened))
    first = say(N_("You looked at each of these and found no need: {names}?"), names=names) if names else ""
    hands.do(lambda: no_need_elsewhere(hands.desk, hands.opened), said, first=first)


AREA = Area(
    "assessment",
    N_("Assessment"),
    (Section(Assessment), Section(Domain, slots="domain", belongs_to=Assessment, owner="assessment")),
    (AreaAct(N_("No need in the domains not written yet"), _no_need, _started),),
)
