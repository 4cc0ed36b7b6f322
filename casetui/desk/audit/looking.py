"""Looking into a case's audit: who may, the reading with a reason where one is needed, and its title."""

from __future__ import annotations

from casetui.desk.audit.auditing import Audit, Progress, audit
from casetui.desk.desk import Desk
from casetui.desk.flows.steps import FlowOf, read_with_reason
from casetui.words import N_, say


def offers_audit(desk: Desk) -> bool:
    """Return whether the person is offered the audit of a case: a line manager is."""
    return desk.who.has("line manager")


def audit_title(number: str) -> str:
    """Return the title of a case's audit."""
    return say(N_("Who changed and who opened C-{number}"), number=number)


def audited(desk: Desk, number: str, progress: Progress | None = None) -> FlowOf[Audit | None]:
    """Read a case's audit; ask for a reason where one is needed.

    Returns ``None`` where the person goes back. Raises what ``audit`` raises, except ``ReasonNeeded``.
    """
    return read_with_reason(lambda why: audit(desk, number, why, progress), number)
