"""Setting an agency up, and its people."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from casetui.data.casefile import RecordFile
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.records import Agency, Record, Worker
from casetui.data.vault import OutOfDate, Vault
from casetui.desk.desk import Desk
from casetui.desk.errors import NotAllowed
from casetui.desk.records import build
from casetui.words import N_, CaseTUIError, say


def set_up(
    folder: Path, agency: Agency, people: Sequence[Worker], now: datetime, *, demo: object = None,
    vault_id: str = "",
) -> Vault:  # fmt: skip
    """Make a vault with an agency and its first people.

    Raises ``CaseTUIError`` where no line manager is among them, or nobody else could sign what a single
    line manager asks for (rule 26), and ``VaultError`` where the folder cannot be written.
    """
    managers = [worker for worker in people if worker.has("line manager")]
    if not managers:
        raise CaseTUIError(say(N_("An agency needs at least one line manager.")))
    if len(managers) == 1 and not any(worker.second_signatory for worker in people):
        raise CaseTUIError(
            say(N_("With one line manager, name a second signatory: nobody signs off their own request."))
        )
    vault = Vault.make(folder, demo=demo, vault_id=vault_id)
    file = AgencyFile(AGENCY, {})
    for record in (agency, *people):
        file.put(record.model_copy(update={"made_by": managers[0].id, "made_at": now}))
    file.save(vault, managers[0].id, now)
    return vault


def worker_id(name: str, taken: Sequence[str]) -> str:
    """Return an id for a new person: the name in small plain letters, with a number where it is taken."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    base = re.sub(r"[^a-z0-9]+", ".", plain).strip(".")[:30] or "person"
    number, found = 2, base
    while found in taken:
        found, number = f"{base}.{number}", number + 1
    return found


def save_person(desk: Desk, values: dict[str, Any], worker: str = "") -> str:
    """Add a person, or change the one with the id ``worker``; return the id.

    Raises pydantic's ``ValidationError``, ``NotAllowed``, and ``VaultError``.
    """
    if not (desk.who.has("line manager") or desk.who.has("administrator")):
        raise NotAllowed(say(N_("Only a line manager or an administrator changes people.")))
    desk.reread_agency()
    start = desk.people.get(worker)
    identity = worker or worker_id(str(values.get("name", "")), list(desk.people))
    record = build(Worker, start, {"id": identity, **values})
    _check_person(desk, record)
    _save(desk, record)
    return identity


def save_agency(desk: Desk, values: dict[str, Any]) -> None:
    """Change the agency's settings. Raises pydantic's ``ValidationError``, ``NotAllowed``, ``VaultError``."""
    if not (desk.who.has("line manager") or desk.who.has("administrator")):
        raise NotAllowed(say(N_("Only a line manager or an administrator changes the agency's settings.")))
    desk.reread_agency()
    if not values.get("methods", desk.agency.methods):
        raise NotAllowed(say(N_("Choose at least one method.")))
    _save(desk, build(Agency, desk.agency, values))


def _check_person(desk: Desk, record: Record) -> None:
    if not isinstance(record, Worker):
        return
    others = [worker for worker in desk.people.values() if worker.id != record.id]
    if record.login and any(worker.login == record.login for worker in others):
        raise NotAllowed(say(N_('The login "{login}" is somebody else\'s.'), login=record.login))
    if not any(w.has("line manager") and w.left_on is None for w in [*others, record]):
        raise NotAllowed(say(N_("The agency would have no line manager left.")))


def _save(desk: Desk, record: Record) -> None:
    for _ in range(5):
        file: RecordFile = desk.agency_file.copy()
        file.put(record.model_copy(update={"changed_by": desk.who.id, "changed_at": desk.now()}))
        try:
            file.save(desk.vault, desk.who.id, desk.now())
        except OutOfDate:
            desk.reread_agency()
            continue
        desk.reread_agency()
        return
    raise CaseTUIError(say(N_("Others keep changing the agency. Try again in a moment.")))
