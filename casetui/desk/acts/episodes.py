"""One more case of a client who is known already: a new episode after a closed case, or a second case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from casetui.checklists import facts
from casetui.data.days import long_day
from casetui.data.records import (
    Alert,
    Case,
    Client,
    Intake,
    LegalAuthority,
    NetworkPerson,
    Record,
    Reference,
)
from casetui.desk.acts.cases import begin, open_case
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.errors import NotAllowed
from casetui.words import N_, say


def _agreed_before(opened: OpenCase, day: date) -> list[str]:
    """Return the consents valid on ``day``, each in words, with the services that it still covers."""
    found = []
    for consent in facts.consents(opened.file, day):
        names = consent.recipients
        if consent.kind == "sharing":
            names = [name for name in names if facts.permission(opened.file, name, day)]
        found.append(
            " · ".join(part for part in (consent.kind, ", ".join(names), long_day(consent.given_on)) if part)
        )
    return found


TAKEN_OVER = (Alert, Reference, NetworkPerson, LegalAuthority)
"""Kinds of record about the client that a new episode takes over."""


def reopen(
    desk: Desk,
    number: str,
    manager: str,
    *,
    opened_on: date | None = None,
    why_open: str = "",
    reason: str = "",
    typed: Client | None = None,
    more: Sequence[Reference] = (),
) -> str:
    """Make a new episode of a closed case's client, naming the old one; return the new number.

    Alerts, references, network and legal authority are taken over. Consents are not: the client gives them
    anew. ``typed`` replaces the old case's client record, and the references ``more`` are added.
    ``opened_on`` is the day of the intake, by default today. ``why_open`` is the reason for opening a
    colleague's case, ``reason`` that for going over the caseload limit. Raises ``ReasonNeeded`` where one of
    the two is missing, ``NotAllowed``, and ``VaultError``.
    """
    opened = open_case(desk, number, why_open)
    if opened.case.state != "closed":
        raise NotAllowed(say(N_("C-{number} is still open."), number=number))
    former = opened.case
    desk.catch_up()
    for row in list(desk.register.rows.values()):
        if row.client_id == former.client_id and row.open:
            raise NotAllowed(say(N_("The client has an open case already: C-{number}."), number=row.number))
    day = opened_on or desk.today()
    if former.closed_on and day < former.closed_on:
        sentence = N_("C-{number} was closed on {day}. The new intake is on that day or later.")
        raise NotAllowed(say(sentence, number=number, day=long_day(former.closed_on)))
    case = Case(
        number="", client_id=former.client_id, method="", opened_on=day, manager=manager,
        former_case=number, former_consents=_agreed_before(opened, desk.today()),
        restricted_to=former.restricted_to,
    )  # fmt: skip
    return begin(desk, case, _known_already(opened, day, typed, more), reason)


def second_case(
    desk: Desk,
    number: str,
    manager: str,
    *,
    opened_on: date,
    why_open: str,
    reason: str = "",
    typed: Client | None = None,
    more: Sequence[Reference] = (),
) -> str:
    """Make one more case of the client of an open case; return the new number.

    What is taken over, and the other arguments and errors, are as in ``reopen``.
    """
    opened = open_case(desk, number, why_open)
    if opened.case.state == "closed":
        raise NotAllowed(say(N_("C-{number} is closed. Begin a new episode of it."), number=number))
    case = Case(
        number="", client_id=opened.case.client_id, method="", opened_on=opened_on, manager=manager,
        restricted_to=opened.case.restricted_to,
    )  # fmt: skip
    return begin(desk, case, _known_already(opened, opened_on, typed, more), reason)


def _known_already(
    opened: OpenCase, day: date, typed: Client | None, more: Sequence[Reference]
) -> list[Record]:
    """Return the records about the client with which another case of theirs begins."""
    client = typed or opened.file.one(Client)
    if client is None:
        raise NotAllowed(say(N_("C-{number} has no client."), number=opened.case.number))
    taken_over: list[Record] = [record for kind in TAKEN_OVER for record in opened.file.all(kind)]
    known = {record.number for record in taken_over if isinstance(record, Reference)}
    new = [reference for reference in more if reference.number not in known]
    return [client, Intake(first_contact_on=day), *taken_over, *new]
