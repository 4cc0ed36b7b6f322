"""The cases of earlier imports that are in the vault, and what the export says of them by now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from casetui.data.casefile import CaseFile
from casetui.data.covers import Cover, read_cover
from casetui.data.days import long_day
from casetui.data.errors import CannotOpen
from casetui.data.records import Case, Closure
from casetui.data.register import Progress
from casetui.data.vault import VaultError
from casetui.desk.desk import Desk
from casetui.exchange.cells import unmarked
from casetui.exchange.stays import Stay, System
from casetui.words import N_, CaseTUIError, say

READ_STEP = 100
"""Cases read between two calls of ``progress``."""


@dataclass(frozen=True, slots=True)
class ImportedCase:
    """A case of an earlier import that is in the vault."""

    name: str
    """The name of its case file."""
    number: str
    client_id: str
    """The id that the import gave the client, also where somebody said later who they are here."""
    opened_on: date
    closed: bool
    closed_on: date | None = None
    """``None`` for an open case, and for one that is sealed to others."""
    closed_here: bool = False
    """Whether people closed it here, rather than an import."""
    revision: int = 0
    """0 where the case is sealed to others."""

    @classmethod
    def of(cls, file: CaseFile) -> ImportedCase:
        """Return what an import has to know of a case that can be read."""
        case, closure = file.case, file.one(Closure)
        return cls(
            file.name, case.number, case.former_client or case.client_id, case.opened_on,
            case.state == "closed", case.closed_on,
            closed_here=bool(closure and closure.signed_by), revision=file.revision,
        )  # fmt: skip

    @classmethod
    def sealed(cls, cover: Cover) -> ImportedCase:
        """Return what the cover sheet tells of a case that is sealed to others."""
        opened = date.fromisoformat(cover.opened_on)
        return cls(f"cases/{cover.number}", cover.number, cover.client_id, opened, cover.state == "closed")


def source_in_vault(case: Case) -> str:
    """Return what names the stay of a case, without marks that an earlier import took for a part of it."""
    return ":".join(unmarked(part) for part in case.source.split(":"))


class Stopped(CaseTUIError):
    """The person stopped the reading of the cases that are here."""


def imported_cases(
    desk: Desk, system: System, progress: Progress | None = None
) -> tuple[dict[str, ImportedCase], list[str]]:
    """Return the cases of a system by where they come from, and the names of those sealed to others.

    The case files are read, as the register may not list them all. ``progress`` is called with the number of
    cases read and of all cases. Raises ``Stopped`` where it returns ``False``, and ``VaultError`` where a
    case file is damaged: the import could not tell whether it holds a stay of the export.
    """
    found, sealed = {}, []
    names = desk.vault.names()
    for number, name in enumerate(names, 1):
        if progress and number % READ_STEP == 0 and not progress(number, len(names)):
            raise Stopped(say(N_("Stopped. Nothing was imported.")))
        try:
            kept = desk.vault.read(name)
        except CannotOpen:
            sealed.append(name)
            continue
        if f"{system.key}:".encode() in kept.data:
            file = CaseFile.from_stored(name, kept)
            if file.case.source:
                found[source_in_vault(file.case)] = ImportedCase.of(file)
    return found, sealed


def covers_of(desk: Desk, names: Iterable[str]) -> tuple[dict[tuple[str, str], list[Cover]], int]:
    """Return cover sheets by client id and day of opening, and how many cannot be read."""
    covers: dict[tuple[str, str], list[Cover]] = {}
    unread = 0
    for name in names:
        try:
            cover = read_cover(desk.vault, name.removeprefix("cases/"))
            covers.setdefault((cover.client_id, cover.opened_on), []).append(cover)
        except VaultError:
            unread += 1
    return covers, unread


# -- what the export says by now -----------------------------------------------------------------


def differs(there: ImportedCase, stay: Stay, client_id: str) -> str:
    """Return a sentence on what the export says of a stay otherwise than its case; empty where nothing.

    That the stay has ended since is left to the import, which closes the case.
    """
    number = there.number
    if there.client_id != client_id:
        return say(
            N_("C-{number}: the export now gives this stay to another client. Look there who it is, and "
               "write it down in the case."),
            number=number,
        )  # fmt: skip
    if there.closed and stay.exit is None and not there.closed_here:
        return say(
            N_("C-{number}: the case is closed, and in the export the stay is open again. Look there which "
               "is right; where it goes on, open the case and reopen it."),
            number=number,
        )  # fmt: skip
    if there.opened_on != stay.entered and there.revision:
        return say(
            N_("C-{number}: the export now says that the stay began on {day}; the case was opened on {here}. "
               "Write down in the case which is right."),
            number=number, day=long_day(stay.entered), here=long_day(there.opened_on),
        )  # fmt: skip
    if stay.exit and there.closed_on and there.closed_on != stay.exit.on and not there.closed_here:
        return say(
            N_("C-{number}: the export now says that the stay ended on {day}; the case was closed on {here}. "
               "Look there which is right."),
            number=number, day=long_day(stay.exit.on), here=long_day(there.closed_on),
        )  # fmt: skip
    return ""


def deleted_there(there: Mapping[str, ImportedCase], stays: set[str], clients: set[str]) -> list[str]:
    """Return a sentence on each case whose stay or client was deleted in the other system.

    ``stays`` are what names the deleted stays, ``clients`` the client ids of the deleted clients.
    """
    told = []
    for source, case in there.items():
        if source not in stays and case.client_id not in clients:
            continue
        sentence = (
            N_("C-{number}: the stay was deleted in the other system. Ask there why; the case here stays "
               "closed.")
            if case.closed
            else N_("C-{number}: the stay was deleted in the other system, and the case is open here. Ask "
                    "there why; where it was entered by mistake, close the case here.")
        )  # fmt: skip
        told.append(say(sentence, number=case.number))
    return told
