"""Assessment: the domains of life, and the assessment as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from casetui.checklists import facts
from casetui.data.casefile import CaseFile
from casetui.data.days import short_day, write_day
from casetui.data.records import Assessment, Domain
from casetui.data.records.assessment import CARRIED_ON, NEEDS, RISK_WORDS
from casetui.data.records.base import id_source
from casetui.desk.acts.domains import begun_domain, leave_unexplored, no_need_in, not_written
from casetui.desk.areas.base import Area, AreaAct
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.errors import NotAllowed
from casetui.desk.flows.steps import AskLine, Choose, Do, Fill, Flow
from casetui.desk.forms.form_spec import FormSpec, case_form, saving
from casetui.desk.telling.sections import Section
from casetui.desk.telling.texts import RecordWords
from casetui.desk.telling.wording import short
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


def _asks_domains(case: CaseFile) -> bool:
    assessment = case.one(Assessment)
    return assessment is None or assessment.kind != "emergency"


def _said_before(desk: Desk, opened: OpenCase, domain: str) -> tuple[str, str]:
    """Return what the former assessment said of a domain that is not written yet."""
    begun = begun_domain(opened, domain)
    shown = {name: begun[name] for name in Domain.columns if name in begun}
    cells = RecordWords(desk, opened).cells(Domain.model_construct(**shown), "domain") if shown else []
    before = " · ".join(cell for cell in cells if cell) or short(str(next(iter(begun.values()), "")))
    return (f"– {say(N_('before: {words}'), words=before)}" if before else "–"), "quiet"


def _can_begin_again(case: CaseFile) -> bool:
    assessment = case.one(Assessment)
    return assessment is not None and assessment.kind != "emergency" and assessment.completed_on is not None


def _can_follow_emergency(case: CaseFile) -> bool:
    return not _asks_domains(case)


def _again(desk: Desk, opened: OpenCase) -> Flow:
    """Have a re-assessment begun from the former one: what it said stands in the form, to be looked at."""
    former = facts.full_assessments(opened.file)[-1]
    yield Fill(_form(desk, opened, "again", {name: getattr(former, name) for name in CARRIED_ON}))


def _after_emergency(desk: Desk, opened: OpenCase) -> Flow:
    """Have the full assessment begun; what the emergency form said stands in its domains then."""
    emergency = opened.file.one(Assessment)
    kind = "again" if facts.full_assessments(opened.file) else "comprehensive"
    yield Fill(_form(desk, opened, kind, {"client_part": emergency.client_part if emergency else ""}))


def _form(desk: Desk, opened: OpenCase, kind: str, begun: Mapping[str, str]) -> FormSpec:
    reading = desk.reading()
    entries = {"kind": kind, "started_on": write_day(reading.today, reading), **begun}
    save = saving(desk, opened, Assessment, None, {"id": id_source.get()()})
    return case_form(desk, opened, Assessment, entries, save, area="assessment", gated=True)


def _changes(desk: Desk, case: CaseFile) -> list[str]:
    """Return what a re-assessment found otherwise than the former one, side by side."""
    every = facts.full_assessments(case)
    if len(every) < 2:
        return []
    former, newest = every[-2:]
    method = desk.method_of(case.case)
    labels = method.labels("domains")
    found = [
        _side_by_side(method.say(labels.get(key, key)), NEEDS, one.need_before, one.need)
        for key, one in facts.written_domains(case, newest).items()
        if one.need_before and one.need and one.need != one.need_before
    ]
    if former.risk_level and newest.risk_level and former.risk_level != newest.risk_level:
        found.append(_side_by_side(say(N_("risk")), RISK_WORDS, former.risk_level, newest.risk_level))
    if not found:
        return []
    day = short_day(former.started_on)
    return [say(N_("Since the assessment of {day}: {changes}"), day=day, changes="; ".join(found))]


def _side_by_side(what: str, words: Mapping[str, str], before: str, now: str) -> str:
    return f"{what}: {say(words.get(before, before))} → {say(words.get(now, now))}"


AREA = Area(
    "assessment",
    N_("Assessment"),
    (
        Section(Assessment),
        Section(
            Domain, slots="domain", belongs_to=Assessment, owner="assessment",
            begins=begun_domain, asked=_asks_domains, unwritten=_said_before,
        ),
    ),
    (
        AreaAct(N_("No need in a domain"), _no_need, _started),
        AreaAct(N_("Not explored, because …"), _not_explored, _started),
        AreaAct(N_("Begin a re-assessment from this one"), _again, _can_begin_again),
        AreaAct(N_("Begin the full assessment from this one"), _after_emergency, _can_follow_emergency),
    ),
    _changes,
)  # fmt: skip
