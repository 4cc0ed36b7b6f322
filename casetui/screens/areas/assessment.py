"""Assessment: each domain of life, and the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casetui.data.casefile import CaseFile
from casetui.data.records import Assessment, Domain
from casetui.desk.records import no_need_elsewhere
from casetui.screens.areas.base import Area, AreaAct, Section
from casetui.words import N_, say

if TYPE_CHECKING:
    from casetui.screens.case import CaseScreen


def _started(case: CaseFile) -> bool:
    assessment = case.one(Assessment)
    return assessment is not None and assessment.completed_on is None


def _no_need(screen: CaseScreen) -> None:
    screen.do(
        lambda: no_need_elsewhere(screen.desk, screen.opened),
        say(N_("The domains not written yet say: no need.")),
    )


AREA = Area(
    "assessment",
    N_("Assessment"),
    (Section(Assessment), Section(Domain, slots="domain", belongs_to=Assessment, owner="assessment")),
    (AreaAct(N_("No need in the domains not written yet"), _no_need, _started),),
)
