"""Importing: each stay of another system's export becomes a case, once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from casetui.checklists.facts import may_import
from casetui.data.casefile import CaseFile
from casetui.data.errors import Busy
from casetui.data.people import AgencyFile
from casetui.data.records import Assignment, Case, Entry, Record, Worker
from casetui.data.register import Progress
from casetui.data.vault import OutOfDate, VaultError
from casetui.desk.acts.cases import create_all, method_for_new
from casetui.desk.desk import Desk
from casetui.desk.errors import NotAllowed
from casetui.desk.people.agency import change_agency, worker_id
from casetui.exchange.export_days import DayOrder
from casetui.exchange.imported import ImportedCase, Stopped, covers_of, deleted_there, differs, imported_cases
from casetui.exchange.stay_records import closure_of, records_of
from casetui.exchange.stays import Exit, Export, Stay, System
from casetui.exchange.table import BadRow
from casetui.exchange.worker_map import read_worker_map
from casetui.words import N_, CaseTUIError, say

STEP = 100
"""Stays that are written at once, and between two calls of ``progress``."""


@dataclass
class ImportResult:
    """The counts of an import. ``clients``, ``cases`` and ``open`` are those of the export in the vault now.

    After a dry run the counts are those of the import that was not made.
    """

    clients: int = 0
    cases: int = 0
    open: int = 0
    added: int = 0
    """Cases made by this import."""
    skipped: int = 0
    """Stays of the export for which no case was made: in the vault already, deleted, or unreadable."""
    closed: int = 0
    """Cases of an earlier import that this import closed: their stay has ended, and no one worked on them."""
    ended: list[str] = field(default_factory=list)
    """Numbers of open cases whose stay has ended, but which were worked on here: they stay open."""
    differs: list[str] = field(default_factory=list)
    """Sentences on cases of which the export says something else by now: open again, deleted, other days."""
    unread: int = 0
    """Cases sealed to others that may be stays of the export, which then are in the vault twice."""
    bad: list[BadRow] = field(default_factory=list)
    made_workers: list[Worker] = field(default_factory=list)
    stopped: bool = False
    """Whether ``progress`` stopped the import; the same import again does the rest."""


def import_cases(
    desk: Desk,
    system: System,
    folder: Path,
    worker_map: Path | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
    order: DayOrder | None = None,
    reading: Progress | None = None,
) -> ImportResult:
    """Make a case of each stay in the export that is not in the vault yet.

    The same export again adds nothing, and an import that was interrupted is simply run again: stays are
    found by ``Case.source`` in the case files. In cases that are sealed to others they are found by the
    client and the day of entry on the cover sheet. ``worker_map`` is a file that names a person of the agency
    for a user of the export; for each other user a worker is made, without a login.

    An exit that is new since an earlier import closes its case if the case was saved only once: no one has
    worked on it here. Otherwise the case stays open and is named in ``ended``: its case manager asks for
    the closure, and a signatory signs it.

    What the export says otherwise by now of a case that is here is named in ``differs``: nothing of it is
    done by the import.

    ``dry_run`` writes nothing. ``order`` is how the export writes short days, where that is known.
    ``progress`` is called with the number of stays done and of all stays; it stops the import by returning
    ``False``. Before that ``reading`` is called in the same way, with the numbers of cases that are here.

    Raises ``NotAllowed``, ``VaultError``, and ``CaseTUIError`` for a mistake in the folder or the map, before
    anything is written.
    """
    _may_import(desk)
    export = system.read(folder, desk.today(), order)
    named = read_worker_map(worker_map, desk.people, system.title) if worker_map else {}
    with nullcontext() if dry_run else _import_lock(desk):
        try:
            run = _Run(desk, system, export, named, dry_run, reading)
        except Stopped:
            return ImportResult(bad=export.bad, stopped=True)
        run.people()
        run.stays(progress)
    return run.done


def _may_import(desk: Desk) -> None:
    if not may_import(desk.who):
        raise NotAllowed(say(N_("Only a line manager or an administrator imports cases.")))
    if not any(w.has("line manager") and w.team == desk.who.team for w in desk.people.values()):
        raise NotAllowed(
            say(N_("Your team has no line manager to give the cases out. Let a line manager import."))
        )


@contextmanager
def _import_lock(desk: Desk) -> Iterator[None]:
    """Hold the lock for imports: two imports at the same time would make every case twice."""
    with ExitStack() as stack:
        try:
            stack.enter_context(desk.vault.alone("import"))
        except Busy:
            raise VaultError(say(N_("Somebody is importing just now. Wait until it is done."))) from None
        yield


class _Run:
    """One import while it runs."""

    def __init__(
        self,
        desk: Desk,
        system: System,
        export: Export,
        named: Mapping[str, str],
        dry_run: bool,
        reading: Progress | None,
    ) -> None:
        self.desk = desk
        self.system = system
        self.export = export
        self.named = named
        self.dry_run = dry_run
        self.today = desk.today()
        desk.reread_agency()
        self.there, sealed = imported_cases(desk, system, reading)
        self._check_source()
        self.done = ImportResult(bad=export.bad, skipped=export.left_out)
        self._find_sealed(sealed)
        self.workers: dict[str, Worker] = {}
        """The agency's person for each user of the export."""

    def _find_sealed(self, names: Sequence[str]) -> None:
        """Find stays in cases that are sealed to others; count in ``unread`` the cases that may be stays."""
        covers, self.done.unread = covers_of(self.desk, names)
        clients = set()
        for stay in self.export.stays.values():
            clients.add(self._client(stay.person.id))
            here = covers.get((self._client(stay.person.id), stay.entered.isoformat()))
            if here and self.source(stay.id) not in self.there:
                self.there[self.source(stay.id)] = ImportedCase.sealed(here.pop())
        self.done.unread += sum(len(left) for (client, _), left in covers.items() if client in clients)

    def _client(self, person: str) -> str:
        """Return the client id here of a client of the export."""
        return uuid5(NAMESPACE_URL, f"{self.system.key}:{self.export.source}:{person}").hex

    def _check_source(self) -> None:
        """Raise ``CaseTUIError`` where the export names no source, and cases of a named one are here."""
        if self.export.source:
            return
        named = next((source.split(":")[1] for source in self.there if source.split(":")[1]), "")
        if named:
            sentence = N_("This export does not say which system it comes from, and there are cases here "
                          "from {source}: they would come twice. The export has to say it.")  # fmt: skip
            raise CaseTUIError(say(sentence, source=named))

    def people(self) -> None:
        """Find the worker for each user with a stay to be added; make the workers who are missing."""
        known = {worker.source: worker for worker in self.desk.people.values() if worker.source}
        taken = list(self.desk.people)
        for stay in self.export.stays.values():
            user = stay.user
            if not user or user in self.workers or self.source(stay.id) in self.there:
                continue
            if user in self.named:
                self.workers[user] = self.desk.people[self.named[user]]
            elif found := known.get(self.source(user)):
                self.workers[user] = found
            else:
                self.workers[user] = worker = self._worker(user, taken)
                taken.append(worker.id)
                self.done.made_workers.append(worker)
        if self.done.made_workers and not self.dry_run:
            _add_people(self.desk, self.done.made_workers)

    def _worker(self, user: str, taken: list[str]) -> Worker:
        name = self.export.users.get(user) or say(N_("{system} user {id}"), system=self.system.title, id=user)
        return Worker(
            id=worker_id(name, taken), name=name, team=self.desk.who.team, source=self.source(user),
            made_by=self.desk.who.id, made_at=self.desk.now(),
        )  # fmt: skip

    def source(self, identity: str) -> str:
        """Return what names a stay or user of this export for good."""
        return f"{self.system.key}:{self.export.source}:{identity}"

    def stays(self, progress: Progress | None) -> None:
        """Make a case of each stay that is not in the vault, and count."""
        method = method_for_new(self.desk)
        if not self.dry_run and any(self.source(stay) not in self.there for stay in self.export.stays):
            self.desk.vault.packs.keep(method.version, method.texts)
        stays, clients = list(self.export.stays.values()), set()
        total = len(stays)
        for number in range(0, total, STEP):
            if progress and not progress(number, total):
                self.done.stopped = True
                break
            some = stays[number : number + STEP]
            self._add([stay for stay in some if self.source(stay.id) not in self.there])
            for stay in some:
                if there := self.there.get(self.source(stay.id)):
                    self.done.open += self._found(stay, there)
            self.done.cases += len(some)
            clients |= {stay.person.id for stay in some}
        else:
            if progress:
                progress(total, total)
        self.done.clients = len(clients)
        people = {self._client(person) for person in self.export.deleted_people}
        self.done.differs += deleted_there(
            self.there, set(map(self.source, self.export.deleted_stays)), people
        )

    def _add(self, stays: Sequence[Stay]) -> None:
        """Make the cases of these stays, and count them."""
        cases = [self._case(stay) for stay in stays]
        if not self.dry_run and stays:
            made = [
                (case, records_of(self.system, stay, case, self.today))
                for stay, case in zip(stays, cases, strict=True)
            ]
            create_all(self.desk, made)
        self.done.added += len(cases)
        self.done.open += sum(case.state != "closed" for case in cases)

    def _case(self, stay: Stay) -> Case:
        method = method_for_new(self.desk)
        worker = self._manager(stay)
        return Case(
            number="", client_id=self._client(stay.person.id),
            method=method.key, method_version=method.version,
            state="closed" if stay.exit else "open", team=worker.team if worker else self.desk.who.team,
            manager=worker.id if worker else "", opened_on=stay.entered, imported_on=self.today,
            source=self.source(stay.id), closed_on=stay.exit.on if stay.exit else None,
        )  # fmt: skip

    def _manager(self, stay: Stay) -> Worker | None:
        """Return the case manager; an open case of a worker who has left has none and waits for one."""
        worker = self.workers.get(stay.user)
        return None if worker and worker.left_on and not stay.exit else worker

    def _found(self, stay: Stay, there: ImportedCase) -> bool:
        """Count a stay that is in the vault; close its case if it ended since. Return whether it is open."""
        self.done.skipped += 1
        if told := differs(there, stay, self._client(stay.person.id)):
            self.done.differs.append(told)
        if there.closed or stay.exit is None:
            return not there.closed
        if there.revision == 1 and (self.dry_run or self._close(stay.exit, there)):
            self.done.closed += 1
            return False
        self.done.ended.append(there.number)
        return True

    def _close(self, left: Exit, there: ImportedCase) -> bool:
        """Close an untouched case whose stay has ended; return whether it could be done."""
        now, who = self.desk.now(), self.desk.who.id
        file = CaseFile.load(self.desk.vault, there.name)
        if file.revision != there.revision:
            return False
        after = file.copy()
        ended: list[Record] = [file.case.model_copy(update={"state": "closed", "closed_on": left.on})]
        ended += [old.model_copy(update={"ended_on": left.on}) for old in file.all(Assignment)]
        for record in ended:
            after.put(record.model_copy(update={"changed_by": who, "changed_at": now}))
        after.put(closure_of(self.system, left).model_copy(update={"made_by": who, "made_at": now}))
        after.put(Entry(at=now, by=who, act="import", about=Case.table, record=file.case.id))
        try:
            saved = after.save(self.desk.vault, who, now)
        except OutOfDate:
            return False
        self.desk.note_saved(saved)
        return True


def _add_people(desk: Desk, workers: list[Worker]) -> None:
    """Write new people into the agency file, all at once.

    Raises ``CaseTUIError`` where somebody with the same id was added meanwhile.
    """

    def new(file: AgencyFile) -> list[Worker]:
        if any(worker.id in file.people for worker in workers):
            raise CaseTUIError(say(N_("Others keep changing the agency. Try again in a moment.")))
        return workers

    change_agency(desk, new)
