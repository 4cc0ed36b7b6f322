"""Deadlines: how long something may take by the method or by the agency's own target, and their source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from casetui.checklists.base import Context
from casetui.checklists.pack import Deadline, Method
from casetui.data.casefile import CaseFile
from casetui.data.days import Length
from casetui.data.records import Agency
from casetui.words import N_, say

DEADLINES: dict[str, int] = {
    "assessment": 6,
    "minimum_stay": 18,
    "checklists": 19,
    "disclosure_review": 28,
    "consent_review": 29,
    "consent_review_warning": 29,
    "no_contact": 33,
    "review": 50,
    "service_confirms": 38,
    "gap_told": 40,
    "tracking_report": 52,
    "gap_route": 40,
    "first_contact": 36,
    "referral_chase": 0,
    "referral_block": 0,
    "urgency_24_hours": 0,
    "urgency_72_hours": 0,
    "urgency_7_days": 0,
}
"""Every deadline that a pack may give, and the rule that uses it (0: the days that the case itself sets)."""
OPTIONAL = frozenset({"assessment", "checklists"})
"""Deadlines that a method may leave out though it names their rule."""
OWN_TARGETS = frozenset({
    "assessment", "checklists", "disclosure_review", "consent_review", "consent_review_warning", "no_contact",
    "first_contact", "referral_chase", "referral_block", "urgency_24_hours", "urgency_72_hours",
    "urgency_7_days", "review", "service_confirms", "gap_told", "gap_route",
    "tracking_report",
})  # fmt: skip
"""Deadlines for which an agency may set a target of its own: the assessment's, and those whose length this
program chose, "(ours)". The source fixes the minimum stay: only a line manager lets it pass, with a reason
(rule 18)."""
LIMITS = frozenset({"caseload", "missed_contacts"})
"""Every limit that a pack may give."""


@dataclass(frozen=True)
class Term:
    """The last day of a deadline, and the source that asks for it."""

    day: date
    source: str


def own_target(method: Method, context: Context, key: str) -> Deadline | None:
    """Return the agency's own target for the deadline ``key``; ``None`` where it has none that can be read.

    Its source says that the target is the agency's own. Only the keys in ``OWN_TARGETS`` count. The deadline
    that a method sets for its assessment comes before the agency's (rule 6).
    """
    if key not in OWN_TARGETS or (key == "assessment" and key in method.deadlines):
        return None
    length = context.agency.target(key)
    if length is None:
        return None
    return Deadline(length=length, source=method.say(N_("the agency's own target")))


def target_problems(agency: Agency) -> list[str]:
    """Return a sentence for each own target of the agency that has no effect or is named twice."""
    known = ", ".join(sorted(OWN_TARGETS))
    problems = []
    seen: set[str] = set()
    for target in agency.targets:
        key = target.split(" ", 1)[0]
        if key not in OWN_TARGETS:
            problems.append(
                say(N_('An agency sets no own target "{key}"; it may set: {known}.'), key=key, known=known)
            )
        elif key in seen:
            problems.append(say(N_('The own target "{key}" is named twice.'), key=key))
        seen.add(key)
    return problems


def deadline(method: Method, context: Context, key: str) -> Deadline | None:
    """Return the agency's own target, else the method's deadline, else ``None``."""
    return own_target(method, context, key) or method.deadlines.get(key)


def term(method: Method, context: Context, key: str, start: date) -> Term | None:
    """Return the last day of the deadline ``key`` counted from ``start``; ``None`` without a deadline."""
    found = deadline(method, context, key)
    return Term(found.length.after(start, context.calendar), found.source) if found else None


def ahead(day: date, length: Length) -> date:
    """Return the day this long before ``day``; working days count as calendar days, and years begin at 1."""
    try:
        match length.unit:
            case "months":
                return day - relativedelta(months=length.number)
            case "years":
                return day - relativedelta(years=length.number)
            case "weeks":
                return day - timedelta(weeks=length.number)
            case _:
                return day - timedelta(days=length.number)
    except (OverflowError, ValueError):
        return date.min


def after_pause(case: CaseFile, day: date) -> date:
    """Return ``day``, or the day on which the case was last taken up again where that is later."""
    return max(day, case.case.resumed_on or day)


def no_earlier(case: CaseFile, day: date) -> date:
    """Return ``day``, or the day of import where that is later: nothing is late before the import."""
    return max(day, case.case.imported_on or day)
