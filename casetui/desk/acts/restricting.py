"""Who may open a case: restricting it to named people, and lending it to a colleague until a day.

The case manager or a line manager of the case's team decides it, with a reason. It can be decided for a
closed case too: people who need not know its content need not know it afterwards either.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from dateutil.relativedelta import relativedelta

from casetui.data.casefile import CaseFile
from casetui.data.days import long_day
from casetui.data.names import sort_key
from casetui.data.records import Case, Share, Worker
from casetui.desk.access import OPEN, access_to, lent_until
from casetui.desk.acts.asking import tell_nobody_signs
from casetui.desk.acts.changes import RESTRICT, RecordChange, commit
from casetui.desk.desk import Desk, OpenCase
from casetui.desk.errors import NotAllowed
from casetui.desk.reasons import check_reason
from casetui.words import N_, say


def decides_who_opens(desk: Desk, file: CaseFile) -> bool:
    """Return whether the person is the case manager, or a line manager of the team who can open the case."""
    case = file.case
    leads = desk.who.has("line manager") and case.team == desk.who.team
    return case.manager == desk.who.id or (leads and desk.access(file) == "own")


def restrict(desk: Desk, opened: OpenCase, to: Sequence[str], reason: str) -> None:
    """Restrict a case to its case manager and the people named ``to``, by their ids.

    In a case that is restricted already they replace the people named before. A person to whom the case is
    lent keeps it until it is taken back. Raises ``NotAllowed``, and what ``commit`` raises.
    """
    _check_may_decide(desk, opened, reason)
    case = opened.case
    if not to:
        raise NotAllowed(say(N_("Name who it stays open to.")))
    for worker in to:
        if worker != case.manager:
            _colleague(desk, worker)
    named = [worker for worker in dict.fromkeys((case.manager, *to)) if worker]
    if set(named) == set(case.restricted_to):
        raise NotAllowed(say(N_("It is open to these people only already.")))
    change = RecordChange(case.model_copy(update={"restricted_to": named}), case)
    commit(desk, opened, RESTRICT, [change], reason=reason.strip(), though_closed=True)
    tell_nobody_signs(desk, opened)


def may_be_named(desk: Desk) -> dict[str, str]:
    """Return the people to whom a case can be restricted: everybody here who works with clients.

    The label by id is the name, with a note where the person has no key yet.
    """
    today = desk.today()
    return _offered(desk, (worker for worker in desk.people.values() if _works_here(worker, today)))


def restriction_begun(desk: Desk, case: Case) -> dict[str, list[str]]:
    """Return what the form of a restriction begins with: the people named now, or else the case manager."""
    may_be = may_be_named(desk)
    return {"to": [worker for worker in case.restricted_to or [case.manager] if worker in may_be]}


def lift_restriction(desk: Desk, opened: OpenCase, reason: str) -> None:
    """Open a restricted case to its team again. Raises ``NotAllowed``, and what ``commit`` raises."""
    _check_may_decide(desk, opened, reason)
    case = opened.case
    if not case.restricted_to:
        raise NotAllowed(say(N_("The case is not restricted.")))
    change = RecordChange(case.model_copy(update={"restricted_to": []}), case)
    commit(desk, opened, "lift the restriction", [change], reason=reason.strip(), though_closed=True)


def share(desk: Desk, opened: OpenCase, worker: str, until: date, reason: str) -> None:
    """Lend a case to a colleague of any team, up to and including the day ``until``, at most a year ahead.

    Raises ``NotAllowed``, and what ``commit`` raises.
    """
    _check_may_decide(desk, opened, reason)
    today = desk.today()
    colleague = _colleague(desk, worker)
    if until < today:
        raise NotAllowed(say(N_("This day is past. Choose today or a later day.")))
    if until > (last := today + relativedelta(years=1)):
        raise NotAllowed(say(N_("At most a year ahead: until {day}."), day=long_day(last)))
    if access_to(colleague, opened.file, today) in OPEN:
        raise NotAllowed(_open_already(colleague, opened.file, today))
    if desk.agency_file.key_of(worker) is None:
        raise NotAllowed(
            say(
                N_("{name} has no key yet and could not open it. Have them start casetui; once they are "
                   "admitted under People (p), lend it to them."),
                name=colleague.name,
            )
        )  # fmt: skip
    lent = Share(worker=worker, until=until, reason=reason.strip(), given_by=desk.who.id, given_on=today)
    commit(desk, opened, "lend", [RecordChange(lent)], reason=reason.strip(), though_closed=True)


def may_be_lent_to(desk: Desk, opened: OpenCase) -> dict[str, str]:
    """Return the people to whom a case can be lent: everybody who works with clients and cannot open it yet.

    The label by id is the name, with a note where the person has no key yet.
    """
    today = desk.today()
    return _offered(
        desk,
        (
            worker
            for worker in desk.people.values()
            if _works_here(worker, today) and access_to(worker, opened.file, today) not in OPEN
        ),
    )


def take_back(desk: Desk, opened: OpenCase, share_id: str, reason: str) -> None:
    """Take a case back before the day until which it is lent.

    Raises ``NotAllowed``, and what ``commit`` raises.
    """
    _check_may_decide(desk, opened, reason)
    lent = opened.file.get(Share, share_id)
    if lent is None or not lent.live_on(desk.today()):
        raise NotAllowed(say(N_("It is not lent any more.")))
    back = lent.model_copy(
        update={
            "taken_back_by": desk.who.id, "taken_back_on": desk.today(), "taken_back_reason": reason.strip(),
        }
    )  # fmt: skip
    commit(desk, opened, "take back", [RecordChange(back, lent)], reason=reason.strip(), though_closed=True)


def live_shares(desk: Desk, file: CaseFile) -> list[Share]:
    """Return the shares by which a case is lent today, the oldest first."""
    return [lent for lent in file.all(Share) if lent.live_on(desk.today())]


def names_after_handing_on(restricted_to: Sequence[str], before: str, to: str) -> list[str]:
    """Return the people named in a restricted case after ``before`` has handed it on to ``to``."""
    return list(dict.fromkeys(to if worker == before else worker for worker in restricted_to))


def open_to(desk: Desk, file: CaseFile) -> list[str]:
    """Return a sentence for the restriction and for each share of a case, with the people named."""
    lines = []
    if named := file.case.restricted_to:
        names = ", ".join(desk.name(worker) for worker in named)
        lines.append(say(N_("Restricted: open to {names} only."), names=names))
    for lent in live_shares(desk, file):
        lines.append(
            say(
                N_("Lent to {name} until {day}: {reason}"),
                name=desk.name(lent.worker), day=long_day(lent.until), reason=lent.reason,
            )
        )  # fmt: skip
    return lines


def _check_may_decide(desk: Desk, opened: OpenCase, reason: str) -> None:
    desk.catch_up_agency()
    if not decides_who_opens(desk, opened.file):
        raise NotAllowed(
            say(N_("Only the case manager or a line manager of the team says who may open this case."))
        )
    check_reason(reason, NotAllowed(say(N_("Say why."))))


def _colleague(desk: Desk, worker: str) -> Worker:
    """Return the person who is to open the case. An administrator as such sees no content of cases."""
    found = desk.people.get(worker)
    if found is None or not _works_here(found, desk.today()):
        name = desk.name(worker)
        raise NotAllowed(say(N_("{name} is not here, or does not work with clients."), name=name))
    return found


def _works_here(worker: Worker, day: date) -> bool:
    works = worker.has("worker") or worker.has("line manager") or worker.second_signatory
    return bool(works) and worker.here_on(day)


def _offered(desk: Desk, people: Iterable[Worker]) -> dict[str, str]:
    """Return people as the choices of a field, the person's own team first: the label by id."""
    names = {}
    for worker in sorted(people, key=lambda worker: (worker.team != desk.who.team, sort_key(worker.name))):
        unable = desk.agency_file.key_of(worker.id) is None
        names[worker.id] = say(N_("{name} (no key yet)"), name=worker.name) if unable else worker.name
    return names


def _open_already(colleague: Worker, file: CaseFile, today: date) -> str:
    name = colleague.name
    if until := lent_until(colleague, file, today):
        day = long_day(date.fromisoformat(until))
        return say(N_("It is lent to {name} until {day} already. Take it back first."), name=name, day=day)
    return say(N_("{name} can open this case already."), name=name)
