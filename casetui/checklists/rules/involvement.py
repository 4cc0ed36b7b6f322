"""Whether the client took part in each step: rule 13."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from casetui.checklists import facts
from casetui.checklists.base import Context, Finding, rule
from casetui.checklists.pack import Method
from casetui.data.casefile import CaseFile
from casetui.data.records import Closure, Disengagement, Domain, Record, Review
from casetui.words import N_


@rule(13, "NASW, self-determination; ICM, Syn på borgeren")
def client_involved(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """A step that has begun says how the client took part (rule 13).

    The client's own words or agreement say it too. A closure after a death is not asked how they took part.
    """
    return [
        Finding(
            weight="warn", area=area, record=record.id, since=since,
            what=method.say(N_("It is not written down how {the_client} took part: {step}."),
                            step=_title(method, area)),
            do=method.say(N_("Ask them, and write down what they say.")),
        )
        for area, record, since in _silent(case)
    ]  # fmt: skip


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
