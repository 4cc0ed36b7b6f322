"""How a case file becomes its row in the register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date

from casetui.checklists.base import Context
from casetui.checklists.pack import Method
from casetui.checklists.standing import Standing, dues, standing
from casetui.data.casefile import CaseFile
from casetui.data.colleague import Colleague
from casetui.data.records import (
    Alert,
    Assignment,
    Client,
    Closure,
    Disclosure,
    Entry,
    GapOrBlock,
    Override,
    Reference,
)
from casetui.data.records.client import ALERT_KINDS
from casetui.data.register import TO_SIGN, Due, Request, Row
from casetui.desk.access import answers_for
from casetui.words import N_, say


def row_of(file: CaseFile, method: Method, context: Context, now: Standing | None = None) -> Row:
    """Return the whole row of a case. Its dues are days, so the row holds until the case is saved again.

    ``now`` is how the case stands, where that is known already: what it warns of for who acts, or for other
    cases, has no day and is not in the row.
    """
    case = file.case
    client = file.one(Client)
    limit = method.limits.get("caseload")
    row = Row(
        number=case.number, client_id=case.client_id, method=case.method,
        limit=limit.most if limit else 0, state=case.state, manager=case.manager, team=case.team,
        opened_on=case.opened_on.isoformat(), source=case.source, restricted=bool(case.restricted_to),
        closed_on=case.closed_on.isoformat() if case.closed_on else "",
        references=tuple(f"{r.label} {r.number}" for r in file.all(Reference)),
    )  # fmt: skip
    row.alerts = tuple(f"{method.say(ALERT_KINDS.get(a.kind, a.kind))}: {a.text}" for a in file.all(Alert))
    if client:
        row.name = client.shown_name
        row.known_as = tuple(client.known_as)
        row.phones = (client.phone,) if client.phone else ()
        row.birth = client.birth_date.isoformat() if client.birth_date else ""
    if case.state != "closed":
        now = now or standing(file, method, context)
        row.step = f"{now.step.letter} {now.step.short}"
        row.area = now.step.area
        row.dues = tuple(dues(now))
        row.ready_to_close = now.ready_to_close
    row.requests = tuple(requests(file))
    return row


def without_typed(row: Row) -> Row:
    """Return a colleague's row: whose it is and where it stands, without the name or anything typed."""
    row.dues = tuple(Due(due.day, due.kind or due.what, due.area, due.record, due.kind) for due in row.dues)
    row.alerts = ()
    row.known_as, row.name = (row.name, *row.known_as), ""  # still found by it, not shown
    return row


TO_PASS = {
    "ask for closure": N_("Let pass: closing early"),
    "change the case manager": N_("Let pass: new case manager"),
}
"""By the act that a line manager may let pass, what is asked of them."""


def requests(file: CaseFile) -> list[Request]:
    """Return what a line manager has to sign or see in a case."""
    case = file.case
    found = []
    closure = file.one(Closure)
    if closure and closure.state == "asked":
        found.append(_request("closure", closure.id, closure.asked_by, closure.asked_on, N_("Closure")))
    for override in file.all(Override):
        if not override.answer:
            what = TO_PASS.get(override.act, override.act)
            found.append(_request("override", override.id, override.asked_by, override.asked_on, what))
    for assignment in file.all(Assignment):
        if assignment.over_limit and not assignment.seen_by and assignment.ended_on is None:
            found.append(
                _request(
                    "over limit", assignment.id, assignment.to, assignment.on, N_("Over the caseload limit")
                )
            )
    for gap in file.all(GapOrBlock):
        if gap.told_on and not gap.seen_by:
            found.append(_request("gap", gap.id, gap.made_by, gap.told_on, N_("Gap or block")))
    for disclosure in file.all(Disclosure):
        if not disclosure.reviewed_by:
            found.append(
                _request(
                    "disclosure", disclosure.id, disclosure.made_by, disclosure.on, N_("Emergency disclosure")
                )
            )
    return [] if case.state == "closed" else found


def requests_elsewhere(
    file: CaseFile, who: Colleague, people: Iterable[Colleague], day: date
) -> Iterator[Request]:
    """Yield what ``who`` signs or reviews in a case of another team; no more of it is theirs to see.

    An emergency disclosure is for the line managers of the case's own team (rule 28), and for others only
    where that team has none but who made it: else nobody could review it, and the case never be closed.
    """
    leads = [one for one in people if one.has("line manager") and one.here_on(day)]
    for request in requests(file):
        its_own = any(one.team == file.case.team and one.id != request.by for one in leads)
        reviews = request.kind == "disclosure" and not its_own and answers_for(who, request.by, leads, day)
        if request.kind in TO_SIGN or reviews:
            yield request


ANSWERS = {
    "send back": N_("Closure sent back"),
    "sign off": N_("Closure signed off"),
    "grant the override": N_("It may pass"),
    "refuse the override": N_("It may not pass"),
}
"""By the act that answers a request, what is told to who asked."""


def answers(file: CaseFile, who: str) -> list[Request]:
    """Return how others answered what somebody asked for in a case, and why; of each the last answer."""
    why = {
        one.id: one.sent_back_reason
        for one in file.all(Closure)
        if one.asked_by == who and one.state != "asked"
    }
    why |= {one.id: one.answer_reason for one in file.all(Override) if one.asked_by == who and one.answer}
    found = {}
    for made in file.every(Entry) if why else ():
        if made.act in ANSWERS and made.record in why:
            at, reason = made.at.astimezone(UTC).isoformat(), why[made.record]
            said = f"{say(ANSWERS[made.act])}: {reason}" if reason else say(ANSWERS[made.act])
            found[made.record] = Request(made.act, made.record, made.by, at, said)
    return list(found.values())


def _request(kind: str, record: str, by: str, on: object, what: str) -> Request:
    return Request(kind, record, by, str(on or ""), say(what))
