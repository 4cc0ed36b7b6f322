"""Opening, making and giving out cases."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Literal

from casetui.checklists import facts
from casetui.checklists.caseloads import caseload_standing
from casetui.checklists.pack import Method
from casetui.data.casefile import CaseFile
from casetui.data.colleague import a_line_manager, told_as
from casetui.data.covers import Cover, read_cover
from casetui.data.errors import CannotOpen, OutOfDate, VaultError
from casetui.data.records import (
    CASE_RECORDS,
    AnotherPerson,
    Assignment,
    Case,
    Client,
    Contact,
    Entry,
    Intake,
    Record,
    Reference,
)
from casetui.data.rows import Row
from casetui.desk import lists
from casetui.desk.access_log import log_opening
from casetui.desk.acts.case_keys import give_key, named_readers
from casetui.desk.acts.changes import RecordChange, commit
from casetui.desk.acts.restricting import names_after_handing_on
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.errors import NotAllowed
from casetui.desk.integrity_warnings import integrity_warnings
from casetui.desk.reasons import check_reason
from casetui.desk.requests import REQUESTS
from casetui.desk.rows import waiting
from casetui.words import N_, CaseTUIError, say

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""The characters of case numbers: none that is easily misread, and no vowels that would spell words."""


def _any_number() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(6))


number_source: ContextVar[Callable[[], str]] = ContextVar("number_source", default=_any_number)
"""Returns new case numbers. A demo sets a source that gives the same numbers each time."""


class ReasonNeeded(CaseTUIError):
    """The act needs a reason; the text asks for it."""


def open_case(desk: Desk, number: str, reason: str = "", *, request: str = "") -> OpenCase:
    """Open a case. A colleague's case needs a ``reason``, which is logged.

    ``request`` is the id of the record of a request from which the person opens the case. While it waits for
    them, it is itself the reason that is logged.

    Raises ``ReasonNeeded`` where it is missing, ``NotAllowed`` where the person may not read the
    case, ``VaultError`` where it cannot be read.
    """
    desk.catch_up_agency()
    try:
        file = CaseFile.load(desk.vault, f"cases/{number}")
    except CannotOpen:
        raise _sealed_to_others(desk, number) from None
    case = file.case
    access = desk.access(file)
    if access == "cover":
        raise _closed_to(desk, Cover.of(case))
    asked = _waits_for_person(desk, file, request)
    if request and not asked and access in ("ask", "sign"):
        _check_unanswered(desk, file, request)
    if access == "sign" and not desk.row(file).requests:
        raise NotAllowed(say(N_("There is nothing to sign in C-{number}."), number=number))
    if access == "ask":
        to_ask = say(
            N_("This is {name}'s case. Why do you open it? It is logged."), name=desk.name(case.manager)
        )
        log_opening(desk, file, asked or check_reason(reason, ReasonNeeded(to_ask)))
    else:
        with suppress(VaultError):  # a full disk keeps nobody from their own case
            log_opening(desk, file, asked)
    told = [*integrity_warnings(desk, file), *_handed_over(desk, file)]
    return OpenCase(file, desk.method_of(case), access, told)


def _handed_over(desk: Desk, file: CaseFile) -> list[str]:
    """Return the hand-over note for the case manager to whom it is new: until they write a contact down."""
    given = next(iter(facts.in_force(file)), None)
    if given is None or not given.note or given.to != desk.who.id:
        return []
    if any(contact.made_by == desk.who.id and contact.on >= given.on for contact in file.all(Contact)):
        return []
    return [say(N_("Handed over to you: {note}"), note=given.note)]


def _waits_for_person(desk: Desk, file: CaseFile, request: str) -> str:
    """Return, as the reason for opening the case, the request that waits for the person; else empty."""
    day, people = desk.today(), desk.people.values()
    for kind, record in waiting(file):
        theirs = record.id == request and kind.asker(record) != desk.who.id
        if theirs and kind.may_answer(desk.who, record, people, day):
            return say(N_("To answer what waits: {what}"), what=say(kind.listed(record)))
    return ""


def _check_unanswered(desk: Desk, file: CaseFile, request: str) -> None:
    """Raise ``NotAllowed`` with the answer that a request has already, if any."""
    for kind in REQUESTS.values():
        record = file.get(kind.record, request)
        if record is not None and kind.answer_given(record) is not None:
            raise NotAllowed(kind.how_answered(desk, record))


def with_standing(desk: Desk, opened: OpenCase) -> OpenCase:
    """Read all records of an opened case and make its standing, so that damage shows before the case does.

    Raises ``VaultError`` where a record cannot be read. It takes a while: call it off the screen's thread.
    """
    for kind in CASE_RECORDS.values():
        opened.file.every(kind)
    desk.standing(opened.file)
    return opened


def _sealed_to_others(desk: Desk, number: str) -> CaseTUIError:
    """Return why a case cannot be opened. A cover sheet alone never says that a case is damaged."""
    if told := desk.vanished(number):
        return VaultError(told)
    cover = read_cover(desk.vault, number)
    if desk.rightly_closed(number):
        return _closed_to(desk, cover)
    sentence = told_as(
        desk.who,
        N_("C-{number} does not open, though its cover sheet says that it is your team's: the file "
           "may be damaged. Tell a line manager, who finds out with casetui check."),
        N_("C-{number} does not open, though its cover sheet says that it is your team's: the file "
           "may be damaged. Find out with casetui check."),
    )  # fmt: skip
    return VaultError(say(sentence, number=number))


def _closed_to(desk: Desk, cover: Cover) -> NotAllowed:
    manager = lists.case_manager(desk, cover)
    to_ask = desk.name(manager) if manager not in ("", desk.who.id) else say(a_line_manager(desk.who))
    return NotAllowed(say(N_("C-{number} is not open to you. Ask {who}."), number=cover.number, who=to_ask))


def new_case(
    desk: Desk,
    client: Client,
    *,
    opened_on: date,
    manager: str = "",
    reason: str = "",
    references: Sequence[Reference] = (),
    others: Sequence[Row] = (),
) -> str:
    """Make the first case of a client and return its number.

    ``others`` are cases of likely the same client, of which the person says that it is somebody else.

    Raises ``ReasonNeeded`` where the manager has as many clients as the limit allows and no reason is
    given, ``NotAllowed``, and ``VaultError``.
    """
    case = Case(number="", client_id=client.id, method="", opened_on=opened_on, manager=manager)
    told_apart = [another_person(desk, row) for row in others]
    return begin(desk, case, [client, Intake(first_contact_on=opened_on), *references, *told_apart], reason)


def another_person(desk: Desk, row: Row) -> AnotherPerson:
    """Return the record that a client is another person than the client of the case ``row``."""
    number = f"C-{row.number}"
    return AnotherPerson(case_number=number, other_client=row.client_id, said_on=desk.today())


def begin(desk: Desk, case: Case, records: list[Record], reason: str) -> str:
    """Make a case by the agency's method, in the person's team, and give it to its case manager."""
    desk.catch_up()
    if not (desk.who.has("worker") or desk.who.has("line manager")):
        raise NotAllowed(say(N_("Only workers and line managers make cases.")))
    if case.manager and case.manager != desk.who.id and not desk.who.has("line manager"):
        raise NotAllowed(say(N_("Only a line manager gives a case to somebody else.")))
    method = method_for_new(desk)
    case = case.model_copy(
        update={"method": method.key, "method_version": method.version, "team": desk.who.team}
    )
    if case.manager:
        records = [*records, _assignment(desk, method, case, case.manager, case.opened_on, reason)]
    desk.vault.packs.keep(method.version, method.texts)
    return create(desk, case, records)


def method_for_new(desk: Desk) -> Method:
    """Return the method that a new case takes; raise ``NotAllowed`` where none can be used."""
    method = desk.default_method
    if method.key in desk.agency.methods:
        return method
    why = " ".join(str(problem) for problem in desk.methods.problems)
    raise NotAllowed(
        say(N_("The agency works by {methods}, which cannot be used now. {why}"),
            methods=", ".join(desk.agency.methods), why=why)
    )  # fmt: skip


def create(desk: Desk, case: Case, records: list[Record]) -> str:
    """Write a new case file with a number of its own and return the number."""
    now = desk.now()
    while True:
        number = number_source.get()()
        file = _new_file(desk, number, case, records)
        keys = give_key(desk, file)
        try:
            saved = file.save(desk.vault, desk.who.id, now, keys)
        except FileExistsError:
            continue
        except OutOfDate:  # a worker may have been retired: the save needs that agency file
            desk.catch_up_agency()
            continue
        desk.note_saved(saved)
        return number


def create_all(desk: Desk, cases: Sequence[tuple[Case, list[Record]]]) -> None:
    """Write the new case files of many cases with their records, each with a number of its own.

    It is quicker than to ``create`` each. After a kill, some of the cases may be there, each of them whole.
    """
    numbers: set[str] = set()
    while len(numbers) < len(cases):
        numbers.add(number_source.get()())
    files = [_new_file(desk, number, *case) for number, case in zip(numbers, cases, strict=True)]
    if any(named_readers(desk, file) for file in files):
        saved = None  # a key of its own is saved with the case
    else:
        try:
            saved = CaseFile.save_new(files, desk.vault, desk.who.id, desk.now())
        except OutOfDate:  # a number is taken, or a worker was retired
            saved = None
    if saved is None:
        for case, records in cases:
            create(desk, case, records)
    else:
        desk.note_all_saved(saved)


def _new_file(desk: Desk, number: str, case: Case, records: list[Record]) -> CaseFile:
    """Return a new case file with this number, not saved yet."""
    now = desk.now()
    file = CaseFile(f"cases/{number}", {})
    for record in [case.model_copy(update={"number": number}), *records]:
        file.put(record.model_copy(update={"made_by": desk.who.id, "made_at": now}))
    file.put(Entry(at=now, by=desk.who.id, act="new case", about=case.table, record=case.id))
    return file


def limit_warning(desk: Desk, method: Method, worker: str, client_id: str = "") -> str:
    """Return the recommendation that one more case would break, as a question; empty where it breaks none.

    ICM, Antal borgere per case manager: up to eight clients a case manager. A further case of a client whom
    they have already, ``client_id``, does not count. A method with a lower limit limits all their clients.
    """
    found = desk.people.get(worker)
    if found is None:
        return ""
    limit = method.limits.get("caseload")
    rows, most_of_one = list(desk.register.rows.values()), limit.most if limit else 0
    more = Row("", client_id or "somebody new", manager=worker, team=found.team, limit=most_of_one)
    clients, bound, _ = caseload_standing(rows, found, desk.today())
    after, most, how = caseload_standing([*rows, more], found, desk.today())
    if how != "over" or (after, most) == (clients, bound):
        return ""
    source = limit.source if limit else say(N_("the agency's own limit"))
    return say(
        N_("{name} has {clients} clients; at most {most} are recommended ({source}). Why one more?"),
        name=found.name, clients=clients, most=most, source=source,
    )  # fmt: skip


@dataclass(frozen=True)
class HandOver:
    """Why a case changes hands, and what the next case manager is told."""

    change: Literal["ordinary", "sudden", "leaving"] = "ordinary"
    note: str = ""


def _assignment(desk: Desk, method: Method, case: Case, to: str, on: date, reason: str) -> Assignment:
    """Return the assignment; raise ``NotAllowed`` for who is no worker, ``ReasonNeeded`` at the limit."""
    worker = desk.people.get(to)
    if worker is None or not worker.has("worker") or not worker.here_on(desk.today()):
        raise NotAllowed(say(N_("Choose a worker who is here.")))
    warning = limit_warning(desk, method, to, case.client_id)
    if warning:
        check_reason(reason, ReasonNeeded(warning))
    clients = caseload_standing(list(desk.register.rows.values()), worker, desk.today())[0]
    return Assignment(
        to=to, on=on, reason=reason, change="first", over_limit=bool(warning), clients_then=clients
    )


def takes_from(desk: Desk, case: Case) -> str:
    """Return who has to hand a case over where it is given to somebody else: its case manager, if here."""
    return lists.case_manager(desk, case)


def assign(
    desk: Desk, opened: OpenCase, to: str, reason: str = "", hand_over: HandOver | None = None
) -> None:
    """Give a case to a case manager from today. A worker may take a case that waits for a case manager.

    Where it has a case manager who is here, ``hand_over`` says why it changes hands and what the next one is
    told; without it the change is an ordinary one that lacks its note, which holds it back (rule 42).

    Raises ``ReasonNeeded`` at the caseload limit without a reason, ``HeldBack`` before the minimum stay
    (rule 18), ``NotAllowed``.
    """
    case = opened.case
    desk.catch_up()
    takes_free = to == desk.who.id and not lists.case_manager(desk, case)
    if not desk.who.has("line manager") and not takes_free:
        raise NotAllowed(say(N_("Only a line manager gives a case to somebody else.")))
    if desk.access(opened.file) == "lent":
        raise NotAllowed(say(N_("The case is lent to you; whose it is, its own team decides.")))
    if to == case.manager and (to not in desk.people or desk.people[to].team == case.team):
        return  # else their team changed, and the case moves with them
    today = desk.today()
    changes = [
        RecordChange(old.model_copy(update={"ended_on": today}), old)
        for old in opened.file.all(Assignment)
        if old.ended_on is None
    ]
    given = _assignment(desk, opened.method, case, to, today, reason)
    if takes_from(desk, case) not in ("", to):
        told = hand_over or HandOver()
        given = given.model_copy(update={"change": told.change, "note": told.note.strip()})
    changes.append(RecordChange(given))
    named = names_after_handing_on(case.restricted_to, case.manager, to)
    moved = case.model_copy(update={"manager": to, "team": desk.people[to].team, "restricted_to": named})
    commit(desk, opened, "assign", [RecordChange(moved, case), *changes], reason=reason)


def pause(desk: Desk, opened: OpenCase, reason: str, look_again_on: date) -> None:
    """Let a case rest, with a reason and a day to look again; it still counts on the caseload.

    A case that rests already gets another day. Raises ``NotAllowed``, and what ``commit`` raises.
    """
    case = opened.case
    if case.state == "closed":
        raise NotAllowed(say(N_("The case is closed.")))
    if look_again_on < desk.today():
        raise NotAllowed(say(N_("This day is past. Choose today or a later day.")))
    rests = case.model_copy(
        update={"state": "paused", "paused_reason": reason, "look_again_on": look_again_on}
    )
    commit(desk, opened, "pause", [RecordChange(rests, case)], reason=reason)


def resume(desk: Desk, opened: OpenCase) -> None:
    """Take up a case that rests."""
    case = opened.case
    if case.state != "paused":
        raise NotAllowed(say(N_("The case does not rest.")))
    goes_on = case.model_copy(
        update={"state": "open", "paused_reason": "", "look_again_on": None, "resumed_on": desk.today()}
    )
    commit(desk, opened, "resume", [RecordChange(goes_on, case)])
