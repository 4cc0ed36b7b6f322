"""Setting an agency up, and its people."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from casetui.checklists.spans import target_problems
from casetui.data.errors import OutOfDate
from casetui.data.keep import Keep
from casetui.data.keys.person_keys import Keys, PublicKeys
from casetui.data.making import make_vault
from casetui.data.names import in_ascii
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.records import Agency, Notice, Record, Worker
from casetui.data.records.keys import GroupKey, PersonKey
from casetui.data.records.notice import NAME
from casetui.data.succession import (
    ends_managers,
    ends_signing,
    manager_permissions,
    permissions,
)
from casetui.data.vault import Vault
from casetui.data.waits import tries
from casetui.desk.acts.merging import RecordChange, clashes, merged
from casetui.desk.acts.records import build
from casetui.desk.desk import Desk
from casetui.desk.errors import NotAllowed, SavedMeanwhile
from casetui.desk.keys.team_keys import due_keys, keys_of_leavers
from casetui.words import N_, CaseTUIError, say


@dataclass(frozen=True)
class NewAgency:
    """A new vault, and its recovery key, which is shown once."""

    vault: Vault
    """The vault, without a signed-in person."""
    recovery: str
    """The private part of the recovery key, ``AGE-SECRET-KEY-1...``."""


def set_up(
    folder: Path, agency: Agency, people: Sequence[Worker], now: datetime, keys: Mapping[str, Keys], *,
    demo: object = None, vault_id: str = "", recovery: Keys | None = None,
) -> NewAgency:  # fmt: skip
    """Make a vault with an agency and its first people; ``keys`` has their keys, by worker id.

    ``recovery`` is the recovery key; where none is given, one is made. The first line manager signs the
    agency file and needs a key. Raises ``CaseTUIError`` where there is no line manager, or only one and
    nobody else could sign what they ask for (rule 26), and ``VaultError`` where the folder cannot be written.
    """
    managers = [worker for worker in people if worker.has("line manager")]
    if not managers:
        raise CaseTUIError(say(N_("An agency needs at least one line manager.")))
    if len(managers) == 1 and not any(worker.second_signatory for worker in people):
        raise CaseTUIError(
            say(N_("With one line manager, name a second signatory: nobody signs off their own request."))
        )
    founder = managers[0].id
    recovery = Keys.of_recovery((recovery or Keys.make()).reading_secret())
    vault_id = vault_id or uuid4().hex
    agency = agency.model_copy(
        update={
            "root": keys[founder].public.sign, "recovery": recovery.public.read,
            "recovery_sign": recovery.public.sign, "vault": vault_id,
            "keep_hours": agency.keep_hours or Keep.hours, "keep_days": agency.keep_days or Keep.days,
        }
    )  # fmt: skip
    file = AgencyFile(AGENCY, {})
    admitted = [admitted_key(worker, own.public, founder, now) for worker, own in keys.items()]
    for record in (agency, *people, *admitted):
        file.put(record.model_copy(update={"made_by": founder, "made_at": now}))
    for key in due_keys(file, None, new=True):
        file.put(key)
    keyring = file.keyring(founder, keys[founder])
    _, data = keyring.close(AGENCY, file.bytes(founder, now), now, None, file.readers)
    vault = make_vault(folder, {AGENCY: data}, demo=demo, vault_id=vault_id)
    return NewAgency(vault, recovery.reading_secret())


def admitted_key(worker: str, public: PublicKeys, by: str, now: datetime) -> PersonKey:
    """Return the record by which ``by`` admits a person's key."""
    return PersonKey(worker=worker, read=public.read, sign=public.sign, admitted_by=by, admitted_at=now)


def worker_id(name: str, taken: Sequence[str]) -> str:
    """Return an id for a new person: ``mary.byrne``, or ``mary.byrne.2`` where that is taken."""
    base = re.sub(r"[^a-z0-9]+", ".", in_ascii(name)).strip(".")[:30] or "person"
    number, found = 2, base
    while found in taken:
        found, number = f"{base}.{number}", number + 1
    return found


def save_person(desk: Desk, values: dict[str, Any], start: Worker | None = None) -> str:
    """Add a person, or change the person ``start``, with whom the form began; return the id.

    Raises pydantic's ``ValidationError``, ``NotAllowed``, ``SavedMeanwhile``, and ``VaultError``.
    """
    check_right(desk)
    desk.reread_agency()
    if start is not None:
        _save(desk, RecordChange(build(Worker, start, values), start))
        return start.id
    taken = [
        *desk.people,
        *(worker.login for worker in desk.people.values()),
    ]  # the option --as takes an id or a login
    identity = worker_id(str(values.get("name", "")), taken)
    _save(desk, RecordChange(build(Worker, None, {"id": identity, **values})))
    return identity


def save_agency(desk: Desk, values: dict[str, Any], start: Agency) -> None:
    """Change the agency's settings, which the form began with as ``start``.

    Raises pydantic's ``ValidationError``, ``NotAllowed``, ``SavedMeanwhile``, and ``VaultError``.
    """
    check_right(desk)
    desk.reread_agency()
    if not values.get("methods", start.methods):
        raise NotAllowed(say(N_("Choose at least one method.")))
    record = build(Agency, start, values)
    if isinstance(record, Agency) and (wrong := target_problems(record)):
        raise NotAllowed(" ".join(wrong))
    _save(desk, RecordChange(record, start))


def check_right(desk: Desk) -> None:
    """Raise ``NotAllowed``, naming who else may, unless the person may change people and settings."""
    if not _changes_people(desk.who):
        raise NotAllowed(
            say(
                N_("Only a line manager or an administrator changes people and settings. Ask {who}."),
                who=desk.who_may(_changes_people),
            )
        )


def _changes_people(worker: Worker) -> bool:
    return worker.has("line manager") or worker.has("administrator")


def check_person(desk: Desk, worker: Worker) -> None:
    """Raise ``NotAllowed`` for a change of a person that may not be made, such as one against rule 26."""
    others = [other for other in desk.people.values() if other.id != worker.id]
    before = desk.people.get(worker.id)
    if worker.login and any(worker.login in (other.id, other.login) for other in others):
        raise NotAllowed(say(N_('The login "{login}" is somebody else\'s.'), login=worker.login))
    if before and worker.id == desk.who.id and permissions(worker) != permissions(before):
        raise NotAllowed(say(N_("Somebody else changes your own roles, team and limit.")))
    if manager_permissions(worker) - manager_permissions(before) and not desk.who.has("line manager"):
        raise NotAllowed(say(N_("Only a line manager makes somebody a line manager or second signatory.")))


def _save(desk: Desk, change: RecordChange) -> None:
    """Write one record of the agency file, merged with what others changed in it meanwhile."""

    def record(now: AgencyFile) -> Iterator[Record]:
        already_told = now.digest == desk.agency_digest_told
        if (
            change.start is not None
            and not already_told
            and clashes(_as_begun(now, change.start), now, change)
        ):
            desk.agency_digest_told = now.digest
            raise SavedMeanwhile(desk.name(now.saved_by), now.saved_at, [_title(change)])
        record = merged(now, change)
        if isinstance(record, Worker):
            check_person(desk, record)
            yield from _new_name(desk, now.people.get(record.id), record)
        leaves = isinstance(record, Worker) and _leaves(desk, record)
        yield record.model_copy(update={"retired_on": desk.today()}) if leaves else record
        if leaves:
            yield from ended(now, record.id, desk.now())

    change_agency(desk, record)


def _new_name(desk: Desk, before: Worker | None, worker: Worker) -> Iterator[Notice]:
    """Yield the notice of a person's new name, which every line manager is to see."""
    if before is not None and before.name != worker.name:
        yield notice(desk, NAME, worker.id, before.name, worker.name)


def notice(desk: Desk, kind: str, about: str, before: str, after: str) -> Notice:
    """Return the notice of an act of the signed-in person, for every line manager to see."""
    return Notice(kind=kind, about=about, before=before, after=after, made_by=desk.who.id, made_at=desk.now())


def _leaves(desk: Desk, worker: Worker) -> bool:
    """Return whether a person's last day was just written down, and is today or past."""
    before = desk.people.get(worker.id)
    known = before is not None and before.left_on == worker.left_on
    if known or worker.left_on is None or worker.left_on > desk.today():
        return False
    if worker.id == desk.who.id:
        raise NotAllowed(say(N_("Somebody else retires you.")))
    return True


def ended(file: AgencyFile, worker: str, now: datetime) -> Iterator[PersonKey]:
    """Yield the keys that a person uses now, ended at ``now``; what they signed before stays valid."""
    for key in file.person_keys:
        if key.worker == worker and key.ended_at is None:
            yield key.model_copy(update={"ended_at": file.instant(now)})


def change_agency(
    desk: Desk, records: Callable[[AgencyFile], Iterable[Record]], *, leads: bool = False
) -> None:
    """Write the records that ``records`` yields into the agency file, and the team keys that are due.

    The keys of people who have left end with the same save. Raises ``NotAllowed`` where nobody would be left
    to lead the agency (``check_succession``).

    ``records`` is called with a copy of the newest revision, and again for a while where others saved
    meanwhile. Each record is put into the copy before the next is asked for. ``leads`` says that these
    records make the person at the desk a line manager, who makes team keys. Raises what ``records`` raises,
    and ``VaultError``.
    """
    for _ in tries():
        file = desk.agency_file.copy()
        for record in records(file):
            file.put(record.model_copy(update={"changed_by": desk.who.id, "changed_at": desk.now()}))
        for key in keys_of_leavers(file, desk.today()):
            file.put(key.model_copy(update={"ended_at": file.instant(desk.now())}))
        if not file.agency.vault:  # an earlier version of the program wrote it
            file.put(file.agency.model_copy(update={"vault": desk.vault.id}))
        check_succession(desk.agency_file, file)
        for team_key in due_keys(file, desk.keyring, new=leads or desk.who.has("line manager")):
            made = {} if file.get(GroupKey, team_key.id) else {"made_by": desk.who.id, "made_at": desk.now()}
            file.put(team_key.model_copy(update=made))
        try:
            file.save(desk.vault, desk.who.id, desk.now())
        except OutOfDate:
            desk.reread_agency()
            continue
        desk.reread_agency()
        return
    raise CaseTUIError(say(N_("Others keep changing the agency. Try again in a moment.")))


def check_succession(before: AgencyFile, after: AgencyFile) -> None:
    """Raise ``NotAllowed`` where nobody would be left who leads the agency, or signs what they ask for."""
    if ends_managers(before, after):
        raise NotAllowed(
            say(
                N_("The agency would have no line manager left who has a key and no last day. Make somebody "
                   "else line manager first, and admit their key.")
            )
        )  # fmt: skip
    if ends_signing(before, after):
        raise NotAllowed(
            say(N_("With one line manager, name a second signatory: nobody signs off their own request."))
        )


def _as_begun(file: AgencyFile, start: Record) -> AgencyFile:
    """Return the agency file with the record as the form began with it."""
    begun = file.copy()
    begun.put(start)
    return begun


def _title(change: RecordChange) -> str:
    return say(N_("{title} changed"), title=say(type(change.record).title))
