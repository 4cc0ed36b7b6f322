"""Assessment: the domains of life, and the assessment as a whole."""

from __future__ import annotations

from functools import partial

from casetui.data.casefile import CaseFile
from casetui.data.records import Assessment, Domain
from casetui.desk.acts.domains import begun_domain, leave_unexplored, no_need_in, not_written
from casetui.desk.areas.base import Area, AreaAct
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.errors import NotAllowed
from casetui.desk.flows.steps import AskLine, Choose, Do, Flow
from casetui.desk.telling.sections import Section
from casetui.words import N_, say


def _started(case: CaseFile) -> bool:
    assessment = case.one(Assessment)
    return assessment is not None and assessment.completed_on is None and assessment.kind != "emergency"


def _no_need(desk: Desk, opened: OpenCase) -> Flow:
    """Ask in which domain no need was found, and again until the person goes back or none is left."""
    labels = opened.method.labels("domains")
    _check_some_left(opened)
    while keys := not_written(opened):
        options = [(key, opened.method.say(labels[key])) for key in keys]
        key = yield Choose(say(N_("You looked at it with them and found no need")), options)
        if not key:
            return
        said = say(N_("No need: {domain}."), domain=opened.method.say(labels[key]))
        yield Do(partial(no_need_in, desk, opened, key), said)


def _not_explored(desk: Desk, opened: OpenCase) -> Flow:
    labels, keys = opened.method.labels("domains"), not_written(opened)
    _check_some_left(opened)
    names = ", ".join(opened.method.say(labels[key]) for key in keys)
    about = f"{opened.case.number} not explored"
    question = say(N_("Why were these not explored: {names}?"), names=names)
    if why := (yield AskLine(question, about)):
        said = say(N_("They say now that they were not explored, and why."))
        yield Do(partial(leave_unexplored, desk, opened, keys, why), said, why, about)


def _check_some_left(opened: OpenCase) -> None:
    if not not_written(opened):
        raise NotAllowed(say(N_("Every domain is written of already.")))


AREA = Area(
    "assessment",
    N_("Assessment"),
    (
        Section(Assessment),
        Section(Domain, slots="domain", belongs_to=Assessment, owner="assessment", begins=begun_domain),
    ),
    (
        AreaAct(N_("No need in a domain"), _no_need, _started),
        AreaAct(N_("Not explored, because …"), _not_explored, _started),
    ),
)
