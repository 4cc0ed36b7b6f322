"""Exclusions, gaps that nobody settles, and signs that a client draws back: rules 20, 40 and 41."""

from __future__ import annotations

from datetime import date

from casetui.checklists import facts
from casetui.checklists.base import Context, Finding, rule
from casetui.checklists.pack import Method
from casetui.checklists.spans import no_earlier, term
from casetui.data.casefile import CaseFile
from casetui.data.colleague import told_as
from casetui.data.days import long_day
from casetui.data.records import Disengagement, Exclusion, GapOrBlock, Tick
from casetui.words import N_

MEETING = ("coordination", "meeting")
"""The item of a case meeting: the work area of its step, and its key."""


@rule(40, "Guidebook, D (ours)")
def gap_not_told(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """The line manager is told of a gap or block within 5 working days (rule 40)."""
    found = []
    for gap in case.all(GapOrBlock):
        end = term(method, context, "gap_told", no_earlier(case, gap.on))
        if gap.told_on or gap.closed_on or end is None:
            continue
        found.append(
            Finding(
                weight="warn", area="difficulties", source=end.source, record=gap.id, since=gap.on,
                due=end.day,
                what=method.say(N_("Nobody told the line manager of it: {need}"), need=gap.need),
                kind=method.say(N_("A gap or block of which nobody told the line manager")),
                do=method.say(
                    told_as(
                        context.who,
                        N_("Tell the line manager, and write down the day."),
                        N_("Write down that you know of it, and settle which way it goes."),
                    )
                ),
            )
        )  # fmt: skip
    return found


@rule(40, "Guidebook, D (ours)")
def gap_without_route(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """A gap or block that was told has its route within 20 working days (rule 40)."""
    found = []
    for gap in case.all(GapOrBlock):
        if gap.told_on is None or gap.closed_on or gap.route:
            continue
        if (end := term(method, context, "gap_route", no_earlier(case, gap.told_on))) is None:
            continue
        found.append(
            Finding(
                weight="warn", area="difficulties", source=end.source, record=gap.id, since=gap.told_on,
                due=end.day,
                what=method.say(N_("Told, and on no route yet: {need}"), need=gap.need),
                kind=method.say(N_("A gap or block that is on no route yet")),
                do=method.say(N_("Agree its route: a practical resolution, or a matter of policy.")),
            )
        )  # fmt: skip
    return found


@rule(20, "Guidebook, C")
def excluded_by_the_lead(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """Exclusion by the lead agency calls for a case meeting at once (rule 20)."""
    held = [
        tick.on for tick in case.all(Tick) if (tick.checklist, tick.item) == MEETING and tick.state == "done"
    ]
    return [
        Finding(
            weight="warn", area="difficulties", record=shut.id, since=shut.since,
            what=method.say(N_("The lead agency excluded {the_client}: a case meeting is called at once.")),
            do=method.say(N_("Call the services together; then tick the case meeting under Coordination.")),
        )
        for shut in case.all(Exclusion)
        if shut.by_lead and not shut.ended_by(context.day) and not any(day >= shut.since for day in held)
    ]  # fmt: skip


@rule(0, "Guidebook, D (ours)")
def gap_look_again(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """A gap or block that is to be settled in practice is looked at again on its day."""
    return [
        Finding(
            weight="due", area="difficulties", record=gap.id, since=gap.told_on,
            due=no_earlier(case, gap.look_again_on),
            what=method.say(N_("Look again: {need}"), need=gap.need),
            kind=method.say(N_("Look again at a gap or block")),
            do=method.say(N_("Write down what was answered, settle it, or set another day.")),
        )
        for gap in case.all(GapOrBlock)
        if gap.look_again_on and not gap.closed_on
    ]  # fmt: skip


@rule(41, "Guidebook, F (ours)")
def missed_in_a_row(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """Several missed contacts in a row are a sign that the client draws back (rule 41)."""
    limit = method.limits.get("missed_contacts")
    missed = facts.missed_in_a_row(case)
    if limit is None or len(missed) < limit.most or _noticed(case, missed[0].on):
        return []
    return [
        Finding(
            weight="warn", area="disengagement", source=limit.source, record=missed[-1].id,
            since=missed[0].on,
            what=method.say(N_("{n} contacts were missed in a row, the first on {day}."),
                            n=len(missed), day=long_day(missed[0].on)),
            do=method.say(N_("Write under Disengagement whether {the_client} draws back, or what it was.")),
        )
    ]  # fmt: skip


@rule(41, "Guidebook, F (ours)")
def services_refused(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """The client does not let services be contacted any more: a sign that they draw back (rule 41)."""
    day = facts.last_withdrawn(case, "sharing", context.day)
    if day is None or facts.agreed_to(case, "sharing", context.day) or _noticed(case, day):
        return []
    return [
        Finding(
            weight="warn", area="disengagement", since=day,
            what=method.say(N_("{The_client} lets no service be contacted any more, since {day}."),
                            day=long_day(day)),
            do=method.say(N_("Write under Disengagement whether {the_client} draws back, or what it was.")),
        )
    ]  # fmt: skip


def _noticed(case: CaseFile, day: date) -> bool:
    """Return whether a disengagement was written down on ``day`` or later, or one of before goes on."""
    return any(
        episode.opened_on >= day or episode.ended_on is None or episode.ended_on >= day
        for episode in case.all(Disengagement)
    )
