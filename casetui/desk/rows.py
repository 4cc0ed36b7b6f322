"""How a case file becomes its row in the register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date
from typing import Any

from casetui.checklists import facts
from casetui.checklists.base import Context
from casetui.checklists.pack import Method
from casetui.checklists.standing import Standing, dues, standing
from casetui.data.casefile import CaseFile
from casetui.data.records import (
    AnotherPerson,
    Client,
    Entry,
    Record,
    Reference,
    Worker,
)
from casetui.data.records.client import ALERT_KINDS
from casetui.data.rows import Due, Row, SignOffRequest
from casetui.desk.requests import REQUESTS
from casetui.desk.requests.base import RequestKind
from casetui.words import say


def row_of(file: CaseFile, method: Method, context: Context, who: Worker, now: Standing | None = None) -> Row:
    """Return the whole row of a case, for the register of ``who``.

    Its dues are days, so the row is valid until the case is saved again.

    ``now`` is the standing of the case, where that is known already. Its warnings about the person who acts,
    or about other cases, have no day and are not in the row.
    """
    case = file.case
    client = file.one(Client)
    limit = method.limits.get("caseload")
    row = Row(
        number=case.number, client_id=case.client_id, method=case.method, method_version=case.method_version,
        limit=limit.most if limit else 0, state=case.state, manager=case.manager, team=case.team,
        opened_on=case.opened_on.isoformat(), source=case.source, restricted=bool(case.restricted_to),
        closed_on=case.closed_on.isoformat() if case.closed_on else "",
        references=tuple(f"{r.label} {r.number}" for r in file.all(Reference)),
    )  # fmt: skip
    row.not_same = tuple(said.other_client for said in file.all(AnotherPerson))
    row.alerts = tuple(f"{method.say(ALERT_KINDS.get(a.kind, a.kind))}: {a.text}" for a in facts.alerts(file))
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
    row.requests = tuple(_request(kind, one, who) for kind, one in waiting(file))
    return row


def without_typed(row: Row) -> Row:
    """Return the row of a colleague's case without the client's name and any typed text."""
    row.dues = tuple(Due(due.day, due.kind or due.what, due.area, due.record, due.kind) for due in row.dues)
    row.alerts = ()
    row.known_as, row.name = (
        (row.name, *row.known_as),
        "",
    )  # the case is still found by the whole name, which is not shown
    return row


def waiting(file: CaseFile) -> Iterator[tuple[RequestKind[Any], Record]]:
    """Yield the requests of a case that wait for an answer: the kind of request, and its record.

    What is to be seen waits in a closed case too. What was to be signed is pointless there.
    """
    for kind in REQUESTS.values():
        if file.case.state != "closed" or not kind.to_sign:
            yield from ((kind, one) for one in file.all(kind.record) if kind.waits(one))


def _request(kind: RequestKind[Any], record: Record, who: Worker) -> SignOffRequest:
    return SignOffRequest(
        kind.key, record.id, kind.asker(record), str(kind.asked_on(record) or ""), say(kind.listed(record)),
        for_me=kind.is_for(who, record),
    )  # fmt: skip


def requests_elsewhere(
    file: CaseFile, who: Worker, people: Iterable[Worker], day: date
) -> Iterator[SignOffRequest]:
    """Yield the requests that ``who`` answers in a case of another team, of which they may see no more."""
    leads = [worker for worker in people if worker.has("line manager") and worker.here_on(day)]
    for kind, record in waiting(file):
        if kind.elsewhere(who, record, file.case.team, leads, day):
            yield _request(kind, record, who)


def answers(file: CaseFile, who: str) -> list[SignOffRequest]:
    """Return the last answer to each request of the person ``who`` in a case, with its reason."""
    answer_words: dict[tuple[str, str], tuple[str, str]] = {}
    for kind in REQUESTS.values():
        if not any(answer.news_for_asker for answer in kind.answers):
            continue
        for record in file.all(kind.record):
            if kind.asker(record) == who and not kind.waits(record):
                for answer in kind.answers:
                    answer_words[record.id, answer.act] = kind.key, kind.news(record, answer)
    found = {}
    for entry in file.every(Entry) if answer_words else ():
        if (entry.record, entry.act) in answer_words:
            key, words = answer_words[entry.record, entry.act]
            at = entry.at.astimezone(UTC).isoformat()
            found[entry.record] = SignOffRequest(key, entry.record, entry.by, at, words, for_me=False)
    return list(found.values())
