"""What signatures are judged by: the vault, the keys, and who had which right on a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import accumulate

from casetui.checklists.facts import may_import
from casetui.data.casefile import CaseFile
from casetui.data.errors import VaultError
from casetui.data.keys.keyring import Keyring
from casetui.data.keys.sealing import Revision
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.records import Signable, Worker
from casetui.data.succession import SLACK, instant, signed_revision
from casetui.data.vault import Vault


@dataclass(frozen=True)
class Rights:
    """Who may sign off and who may import, by one revision of the agency file."""

    at: datetime
    """The signed instant of the revision."""
    former: str
    """The digest of the revision before; empty for the first."""
    bound: bool
    """Whether the revision names its vault, so that all of ``data/succession.py`` holds after it."""
    people: Mapping[str, Worker]
    """The people by their ids."""

    @classmethod
    def of(cls, file: AgencyFile) -> Rights:
        """Return the rights by a revision; raise ``VaultError`` where it cannot be read or is not signed."""
        former = signed_revision(file).about.former
        return cls(instant(file), former, bool(file.agency.vault), file.people)


@dataclass
class Evidence:
    """What signatures are judged by, with the answers that were worked out already."""

    vault: Vault
    """The vault, as a signed-in person reads it."""
    keyring: Keyring
    agency_file: AgencyFile
    """The trusted agency file."""
    people_on_day: dict[tuple[str, date], list[Worker]] = field(default_factory=dict)
    """A person as the agency file had them on a day, by their id and the day; see ``_as_on_day``."""
    imported_closed: dict[str, bool] = field(default_factory=dict)
    """Whether an import made a case closed, by the digest of the case's revision."""
    arrivals: dict[str, Revision | None] = field(default_factory=dict)
    """The revision that brought an answer, by the case's name and the digest of the revision seen."""
    read_formers: bool = False
    """Whether ``rights`` has every readable former revision."""
    rights: dict[str, Rights] = field(default_factory=dict)
    """The rights by each revision of the agency file that was read, by the digest that names it."""

    def name(self, worker: str) -> str:
        """Return a person's name by id; the id itself where there is no such person."""
        person = self.agency_file.people.get(worker)
        return person.name if person else worker


def could_import(evidence: Evidence, file: CaseFile) -> bool:
    """Return whether the author of a case's revision might import cases on the revision's day."""
    revision = file.stored.revision if file.stored else None
    if revision is None:
        return False
    day = evidence.agency_file.calendar.day_of(datetime.fromisoformat(revision.about.at))
    return any(may_import(worker) for worker in _as_on_day(evidence, revision.about.by, day))


def could_sign(evidence: Evidence, record: Signable, day: date) -> bool:
    """Return whether the person who answered ``record`` was at any time of ``day`` one who may answer it.

    The agency file's revisions of that day say so, if the kept revisions lead back to them without a gap.
    """
    by, _ = record.answered()
    return any(record.may_be_answered_by(worker) for worker in _as_on_day(evidence, by, day))


def _as_on_day(evidence: Evidence, who: str, day: date) -> list[Worker]:
    """Return a person as each revision of the agency file that was in force on ``day`` has them."""
    key = (who, day)
    if key not in evidence.people_on_day:
        people = (rights.people.get(who) for rights in _in_force(evidence, day))
        evidence.people_on_day[key] = [worker for worker in people if worker is not None]
    return evidence.people_on_day[key]


def _in_force(evidence: Evidence, day: date) -> Iterator[Rights]:
    """Yield the rights by the agency file's revisions in force on ``day``, newest first.

    A revision is in force from its own day, or from that of an earlier revision where that is later: whoever
    dates a revision back makes nobody a line manager of days before. The oldest kept revision counts for all
    days before it.
    """
    calendar = evidence.agency_file.calendar
    found = _back_to(evidence, day)
    begun = list(accumulate((calendar.day_of(one.at) for one in reversed(found)), max))[::-1]
    for number, rights in enumerate(found):
        until = begun[number - 1] if number else date.max
        if day <= until and (begun[number] <= day or rights is found[-1]):
            yield rights


def _back_to(evidence: Evidence, day: date) -> list[Rights]:
    """Return the rights by the agency file's revisions, newest first, back to those of ``day``.

    From a revision on that names its vault, none is dated back by more than ``SLACK``. Before it, all are
    returned.
    """
    calendar = evidence.agency_file.calendar
    found = [Rights.of(evidence.agency_file)]
    while not (found[-1].bound and calendar.day_of(found[-1].at + SLACK) < day):
        if found[-1].former not in evidence.rights:
            _read_formers(evidence)
        before = evidence.rights.get(found[-1].former)
        if before is None or before in found:
            break
        found.append(before)
    return found


def _read_formers(evidence: Evidence) -> None:
    """Take up the rights by every readable former revision of the agency file, once."""
    if evidence.read_formers:
        return
    evidence.read_formers = True
    for former in evidence.vault.formers(AGENCY):
        with suppress(VaultError):
            kept = evidence.vault.read_former(AGENCY, former)
            if kept.revision and kept.revision.digest not in evidence.rights:
                evidence.rights[kept.revision.digest] = Rights.of(AgencyFile.from_stored(AGENCY, kept))
