"""One case manager for each case, and how many clients a case manager has: rules 4, 5 and 48."""

from __future__ import annotations

from casetui.checklists import facts
from casetui.checklists.base import Context, Finding, rule
from casetui.checklists.caseloads import case_manager_of, caseload_standing
from casetui.checklists.pack import Method
from casetui.data.casefile import CaseFile
from casetui.data.colleague import told_as
from casetui.data.rows import Row
from casetui.words import N_, say


@rule(4, "ICM, Tilknytning")
def one_case_manager(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """A case has one case manager at a time (rule 4)."""
    return [
        Finding(
            weight="hold", area="intake", record=assignment.id, since=assignment.on,
            what=method.say(N_("The case has more than one case manager at a time.")),
            do=method.say(N_("End the former one first.")),
        )
        for assignment in facts.in_force(case)[1:]
    ]  # fmt: skip


@rule(4, "ICM, Tilknytning")
def other_open_case(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """The client has open cases under two case managers (rule 4, a warning).

    Nothing is said of a restricted case, of which the person knows no more than the cover sheet.
    """
    own = case.case
    others = [
        row for row in context.rows.values()
        if row.open and row.client_id == own.client_id and row.number != own.number
        and not (row.restricted and not row.name)
        and own.manager and case_manager_of(row, context.people, context.day) not in ("", own.manager)
    ]  # fmt: skip
    return [
        Finding(
            weight="warn", area="intake",
            what=method.say(N_("{The_client} has another open case, C-{number}, with {who}."),
                            number=row.number, who=_name(context, row.manager)),
            kind=method.say(N_("{The_client} has another open case, C-{number}."), number=row.number),
            do=method.say(N_("Agree with {who} who is the one case manager."),
                          who=_name(context, row.manager)),
        )
        for row in others
    ]  # fmt: skip


@rule(48, "ICM, Tilknytning (ours)")
def likely_the_same(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """The client may be the client of another case too, and nobody has said that it is not so (rule 48).

    It belongs to rule 4: a client with two records has two case managers, and nobody knows of it.
    """
    return [
        Finding(
            weight="warn", area="client",
            what=method.say(N_("{The_client} may be the same person as in C-{number}, {who}."),
                            number=row.number, who=_whose(context, row)),
            kind=method.say(N_("{The_client} may be the same person as in C-{number}."), number=row.number),
            do=method.say(N_("Say in the menu of the case whether they are one; line managers find it too.")),
        )
        for number in context.likely_same
        if (row := context.rows.get(number))
    ]  # fmt: skip


def _whose(context: Context, row: Row) -> str:
    """Return whose case a row is, or that it is closed, for a sentence."""
    if not row.open:
        return say(N_("which is closed"))
    manager = case_manager_of(row, context.people, context.day)
    return say(N_("with {who}"), who=_name(context, manager)) if manager else say(N_("which is unassigned"))


@rule(5, "ICM, Antal borgere per case manager")
def caseload_limit(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """The case manager has more clients than the limit that binds them (rule 5).

    Where the case was given to them over the limit with a reason, that reason is the answer.
    """
    if any(assignment.over_limit and assignment.reason for assignment in facts.in_force(case)):
        return []
    own = case.case
    worker = context.people.get(own.manager)
    if worker is None:
        return []
    given = method.limits.get("caseload")
    most = given.most if given else 0
    rows = {**context.rows, own.number: _row(case, most)}
    number, limit, how = caseload_standing(rows.values(), worker, context.day, most)
    if how != "over":
        return []
    return [
        Finding(
            weight="warn", area="intake", source=given.source if given else "",
            what=method.say(N_("{who} has {number} clients; the limit is {limit}."),
                            who=worker.name, number=number, limit=limit),
            kind=method.say(N_("The case manager has {number} clients; the limit is {limit}."),
                            number=number, limit=limit),
            do=method.say(
                told_as(
                    context.who,
                    N_("Speak with the line manager about who takes which case."),
                    N_("See who can take which case, and give it to them."),
                )
            ),
        )
    ]  # fmt: skip


@rule(5, "ICM, Antal borgere per case manager")
def over_limit_reason(case: CaseFile, method: Method, context: Context) -> list[Finding]:
    """An assignment over the limit keeps its reason (rule 5)."""
    return [
        Finding(
            weight="warn", area="intake", record=assignment.id, since=assignment.on,
            what=method.say(N_("Assigned over the limit without a reason.")),
            do=method.say(N_("Write down why.")),
        )
        for assignment in facts.in_force(case)
        if assignment.over_limit and not assignment.reason
    ]  # fmt: skip


def _row(case: CaseFile, limit: int) -> Row:
    """Return a row of this case with the fields that a caseload counts, from the case file as it is here."""
    own = case.case
    return Row(
        own.number, own.client_id, state=own.state, manager=own.manager, team=own.team,
        restricted=own.restricted, limit=limit,
    )  # fmt: skip


def _name(context: Context, worker_id: str) -> str:
    worker = context.people.get(worker_id)
    return worker.name if worker else worker_id
