"""The first contact, and contact that is kept up: rules 36 and 33."""

from __future__ import annotations

from casetui.checklists import facts
from casetui.checklists.base import Context, Finding, rule
from casetui.checklists.pack import Method
from casetui.checklists.spans import after_pause, term
from casetui.data.casefile import CaseFile
from casetui.data.days import long_day
from casetui.words import N_


@rule(33, "ICM, Tidsramme")
def no_contact(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """There was no contact for longer than the deadline, 14 days (rule 33): warns from the day after.

    The days count from the last contact that took place, from the start of the case, or from the day on which
    the case was taken up again after a pause, whichever is last. A missed contact did not take place. A
    paused case is not warned of.
    """
    if case.case.state == "paused":
        return []
    contacts = facts.met(case)
    start = after_pause(case, max([case.case.clock_start, *(contact.on for contact in contacts)]))
    end = term(method, context, "no_contact", start)
    if end is None:
        return []
    message = (
        N_("Keep in contact: the last was on {day}") if contacts else N_("Keep in contact: none since {day}")
    )
    return [
        Finding(
            weight="warn", area="review", source=end.source, since=start, due=end.day,
            what=method.say(message, day=long_day(contacts[-1].on if contacts else start)),
            do=method.say(N_("Seek {the_client} out, and write down the contact.")),
        )
    ]  # fmt: skip


@rule(36, "ICM, Tilknytning")
def first_contact(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """Client and case manager met within the deadline, 7 days of assignment (rule 36): warns from day 8.

    A contact that does not say which worker made it was made by the worker who wrote it down.
    """
    found = []
    for assignment in facts.in_force(case)[-1:]:
        start = max(assignment.on, case.case.clock_start)
        end = term(method, context, "first_contact", start)
        held = any(
            c.on >= assignment.on and (c.by or c.made_by) in ("", assignment.to) for c in facts.met(case)
        )
        if end is None or held:
            continue
        found.append(
            Finding(
                weight="warn",
                area="intake",
                source=end.source,
                record=assignment.id,
                since=start,
                due=end.day,
                what=method.say(N_("First contact between {the_client} and the case manager")),
                do=method.say(N_("Meet them, and write down the contact.")),
            )
        )
    return found
