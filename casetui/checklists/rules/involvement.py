"""Whether the client took part in each step: rule 51, and rule 13 for cases begun under it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from casetui.checklists import facts
from casetui.checklists.base import Context, Finding, rule
from casetui.checklists.pack import Method
from casetui.data.casefile import CaseFile
from casetui.data.records import (
    Assessment,
    Closure,
    Disengagement,
    Domain,
    GapOrBlock,
    Plan,
    Record,
    Referral,
    Review,
    ServiceInvolved,
)
from casetui.words import N_


@rule(13, "NASW, self-determination; ICM, Syn på borgeren")
def client_involved(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """A step that has begun says how the client took part (rule 13).

    The client's own words or agreement say it too. A closure after a death is not asked how they took part.
    """
    return [
        Finding(
            weight="warn", area=area, record=record.id, since=since,
            what=method.say(NOT_SAID, step=_title(method, area)),
            do=method.say(ASK_THEM),
        )
        for area, record, since in _silent(case)
    ]  # fmt: skip


NOT_SAID = N_("It is not written down how {the_client} took part: {step}.")
ASK_THEM = N_("Ask them, and write down what they say.")


@rule(51, "NASW, self-determination; ICM, Syn på borgeren")
def client_involved_in_each_step(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """Each step in which something was written since the last review says how the client took part (rule 51).

    One record of the step is enough to say it. It speaks once a step and review period: what an earlier
    period did not say is not brought up again. The client's own words, wish or agreement say it too.
    """
    start = max((review.on for review in facts.reviews(case)), default=date.min)
    recent = (part for part in _parts(case, context) if part.on >= start)
    found = []
    for area, group in groupby(recent, key=lambda part: part.area):
        parts = list(group)
        if not any(part.heard for part in parts):
            found.append(
                Finding(
                    weight="warn", area=area, record=parts[-1].record.id, since=parts[0].on,
                    what=method.say(NOT_SAID, step=_title(method, area)),
                    do=method.say(ASK_THEM),
                )
            )  # fmt: skip
    return found


@dataclass(frozen=True)
class _Part:
    """A record of a step."""

    area: str
    record: Record
    on: date
    heard: bool
    """Whether it says how the client took part."""


def _parts(case: CaseFile, context: Context) -> Iterator[_Part]:
    """Yield the records that tell of the client's part, or should, area by area, each area's by day."""
    for area, records in (
        ("intake", _intake(case)),
        ("assessment", _assessments(case)),
        ("plan", _plans(case)),
        ("coordination", _coordination(case)),
        ("difficulties", ((gap, bool(gap.client_part)) for gap in case.all(GapOrBlock))),
        ("review", _reviews(case)),
        ("disengagement", _disengagements(case)),
        ("closure", _closures(case)),
    ):
        parts = [_Part(area, record, _day(case, record, context), heard) for record, heard in records]
        yield from sorted(parts, key=lambda part: part.on)


def _day(case: CaseFile, record: Record, context: Context) -> date:
    """Return the record's own day, else the day on which it was written, else that of the case's opening."""
    written = record.made_at
    return record.day() or (context.calendar.day_of(written) if written else case.case.opened_on)


_Heard = Iterable[tuple[Record, bool]]
"""Records of a step, each with whether it says how the client took part."""


def _intake(case: CaseFile) -> _Heard:
    """Return the intake. That the client agreed, was asked or had it explained says their part."""
    intake = facts.intake(case)
    begun = intake.id and intake.first_contact_on
    said = (intake.client_part, intake.agreed_on, intake.asked_client_on, intake.steps_explained_on)
    return [(intake, any(said))] if begun else []


def _assessments(case: CaseFile) -> _Heard:
    spoken = {domain.assessment for domain in case.all(Domain) if domain.own_words}
    every: list[Assessment] = facts.full_assessments(case)
    return [(begun, bool(begun.client_part or spoken & {begun.id, ""})) for begun in every]


def _plans(case: CaseFile) -> _Heard:
    """Return the plans: the client's words, vision or own agreement say their part."""
    plans = [plan for plan in case.all(Plan) if plan.state != "superseded"]
    return [
        (plan, bool(plan.client_part or plan.vision or (plan.agreed_on and not plan.acted_for)))
        for plan in plans
    ]


def _coordination(case: CaseFile) -> _Heard:
    """Return services and referrals: whether the client wants the service says their part."""
    services = [
        (service, bool(service.client_part or service.wanted is not None or service.wanted_asked_on))
        for service in case.all(ServiceInvolved)
    ]
    referrals = [(referral, bool(referral.client_part)) for referral in case.all(Referral)]
    return [*services, *referrals]


def _reviews(case: CaseFile) -> _Heard:
    return [(review, bool(review.client_part or review.satisfaction)) for review in case.all(Review)]


def _disengagements(case: CaseFile) -> _Heard:
    running = [episode for episode in case.all(Disengagement) if episode.ended_on is None]
    return [(episode, bool(episode.client_part)) for episode in running]


def _closures(case: CaseFile) -> _Heard:
    closure = facts.closure(case)
    return [(closure, _heard(closure))] if closure else []


def _silent(case: CaseFile) -> Iterator[tuple[str, Record, date | None]]:
    """Yield the area, record and day of each step that has begun and tells nothing of the client's part."""
    spoken = {domain.assessment for domain in case.all(Domain) if domain.own_words}
    for assessment in facts.full_assessments(case)[-1:]:
        if not assessment.client_part and not spoken & {assessment.id, ""}:
            yield "assessment", assessment, assessment.started_on
    plan = facts.plan(case)
    if plan and not (plan.client_part or plan.vision or (plan.agreed_on and not plan.acted_for)):
        yield "plan", plan, plan.agreed_on
    for review in sorted(case.all(Review), key=lambda one: one.on)[-1:]:
        if not (review.client_part or review.satisfaction):
            yield "review", review, review.on
    for episode in case.all(Disengagement)[-1:]:
        if not episode.client_part and episode.ended_on is None:
            yield "disengagement", episode, episode.opened_on
    closure = facts.closure(case)
    if closure and not _heard(closure):
        yield "closure", closure, closure.asked_on


def _heard(closure: Closure) -> bool:
    return bool(
        closure.client_part or closure.agreed_on or closure.reason == "death"
        or (closure.reason == "client" and closure.request_on)
    )  # fmt: skip


def _title(method: Method, area: str) -> str:
    step = method.step_of(area)
    return method.say(step.title) if step else area
