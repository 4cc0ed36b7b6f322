"""The desk of one signed-in person: what every act needs to know, and nothing that acts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from casetui.checklists.base import Context
from casetui.checklists.loader import Methods, load_kept, load_own
from casetui.checklists.pack import Method
from casetui.checklists.said import offered
from casetui.checklists.standing import Found, Standing, standing
from casetui.data.casefile import CaseFile
from casetui.data.closed_cases import rightly_closed, vanished_words
from casetui.data.colleague import signs_off
from casetui.data.days import Clock, Reading, note_this_year, utc_now
from casetui.data.errors import VaultError
from casetui.data.fields import ChoicesFrom, FormField, form_fields, shown
from casetui.data.keys.known_revisions import KnownRevisions
from casetui.data.keys.person_keys import Keys
from casetui.data.names import sort_key
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.person_folder import PersonFolder
from casetui.data.records import CASE_RECORDS, Agency, Case, Worker
from casetui.data.register import Progress, Register
from casetui.data.rows import Row
from casetui.data.store.files import Files
from casetui.data.store.one_file import OneFile
from casetui.data.vault import Vault
from casetui.desk.access import Access, access_to
from casetui.desk.doubles import Double, Doubles
from casetui.desk.errors import HasLeft, NotAllowed
from casetui.desk.keys.evidence import Evidence, Rights
from casetui.desk.keys.keyring_of import check_admitted, check_not_left, keyring_of
from casetui.desk.keys.signatures import not_genuine
from casetui.desk.row_maker import RowMaker
from casetui.words import N_, CaseTUIError, say


class Desk:
    """The vault as the signed-in person can see it. Acts are functions beside it that take a desk."""

    def __init__(
        self, vault: Vault, person_folder: PersonFolder, keys: Keys, cache: Path, clock: Clock = utc_now
    ) -> None:
        """Open a vault for a person with their unlocked ``keys``; ``cache`` is the folder of the registers.

        Raises ``NotAllowed`` where there is no such person or their key is not admitted, ``Forged`` where
        the agency file cannot be trusted, ``VaultError`` where it or every method cannot be read.
        """
        self._locked_vault = vault
        self.person_folder = person_folder
        self.keys = keys
        self.clock = clock
        self.cache = cache
        self.known_revisions = KnownRevisions(person_folder.known_revisions, keys)
        """The newest revision of each case that this person's program has seen."""
        self._rights: dict[str, Rights] = {}
        """The rights by former revisions of the agency file, which never change."""
        self._take_agency()
        self._take_methods()
        self.agency_digest_told = ""
        """Digest of the agency file whose save by somebody else the person was told of."""
        self._kept_standing: tuple[Evidence, tuple[object, ...], Standing] | None = None
        """The evidence that the desk had before, what else the last standing was made of, that standing."""
        self.doubles = Doubles()
        """Cases of the team whose clients may be one person, as ``look_for_doubles`` found them last."""
        self._rows = RowMaker(self)
        self.register = Register(
            self.vault, OneFile(Files(cache, own=True), f"{vault.id[:12]}-{self.who.id}.rows"),
            self._rows.version(), self._rows.fold, keys, self.known_revisions,
        )  # fmt: skip

    def _take_agency(self) -> None:
        """Read the agency file, check it, and open the vault with the keys that it gives the person.

        Other threads ask the desk meanwhile. Everything is read before the first attribute changes, and
        ``evidence`` changes last: what is kept for a newer ``evidence`` was made of newer attributes only.
        """
        agency_file = self.person_folder.agency(self._locked_vault)
        today = agency_file.calendar.day_of(self.clock())
        if self.person_folder.who in agency_file.people:
            check_not_left(agency_file, self.person_folder.who, today)
        who, agency, people = (
            person(agency_file, self.person_folder.who, today),
            agency_file.agency,
            agency_file.people,
        )
        check_admitted(agency_file, who.id, self.keys)
        keyring = keyring_of(self._locked_vault, agency_file, who.id, self.keys, self.known_revisions.of)
        keep = agency.keep(self._locked_vault.keep)
        vault = self._locked_vault.signed_in(keyring, {AGENCY: agency_file.digest}, self.clock, keep)
        self.who: Worker = who
        self.agency: Agency = agency
        self.people: dict[str, Worker] = people
        self.keyring = keyring
        self.vault = vault
        self.agency_file = agency_file
        self.evidence = Evidence(vault, keyring, agency_file, rights=self._rights)

    def _take_methods(self) -> None:
        """Read the methods: those that come with the program, and the agency's own that are in use."""
        self._taken_packs = self.agency_file.taken_packs
        self._names = self.agency.names
        loaded = load_own(self.vault.packs.own(), self._taken_packs)
        named = {key: method.named(self._names) for key, method in loaded.methods.items()}
        self.methods: Methods = replace(loaded, methods=named)
        self._kept_methods: dict[str, Method | None] = {}
        if not self.methods.methods:
            raise VaultError(say(N_("No method can be read. Run casetui check.")))

    # -- days ------------------------------------------------------------------------------------

    def now(self) -> datetime:
        """Return the present instant in UTC."""
        return self.clock()

    def today(self) -> date:
        """Return today in the agency's zone."""
        today = self.agency_file.calendar.day_of(self.clock())
        note_this_year(today)
        return today

    def reading(self) -> Reading:
        """Return how the agency reads and writes days, and today."""
        return Reading(self.today(), self.agency.order)

    def name(self, worker: str) -> str:
        """Return a person's name by id; the id itself where there is no such person."""
        person = self.people.get(worker)
        return person.name if person else worker

    def who_may(self, may: Callable[[Worker], bool]) -> str:
        """Return the names of the other people here for whom ``may`` is true, the person's team first."""
        workers = [worker for worker in self.people.values() if may(worker) and worker.here_on(self.today())]
        workers.sort(key=lambda one: (one.team != self.who.team, sort_key(one.name)))
        return ", ".join(worker.name for worker in workers if worker.id != self.who.id)

    def _named(self, worker: Worker) -> str:
        here = worker.here_on(self.today())
        return worker.name if here else say(N_("{name} (has left)"), name=worker.name)

    def reread_agency(self) -> None:
        """Read the agency file anew; where its settings changed, the register reads all rows again.

        Raises ``NotAllowed`` where the person has left.
        """
        self._take_agency()
        self.register.vault = self.vault
        if self._taken_packs != self.agency_file.taken_packs or self._names != self.agency.names:
            self._take_methods()
        if self.register.version != self._rows.version():
            self.register.begin_anew(self._rows.version())

    def catch_up_agency(self) -> None:
        """Read the agency file anew where somebody changed it since; raises what ``reread_agency`` raises."""
        if self.vault.digest(AGENCY) != self.agency_file.digest:
            self.reread_agency()

    def refresh(self, progress: Progress | None = None) -> bool:
        """Read every changed case, and on a new day the person's own cases; return whether any row changed.

        Raises what ``reread_agency`` raises.
        """
        self.catch_up_agency()
        self.register.forget_older(self.today().isoformat(), self.who.id)
        return self.register.refresh(progress)

    def catch_up(self) -> bool:
        """Take up what others saved; return whether any row changed. Raises what ``reread_agency`` raises."""
        self.catch_up_agency()
        self.register.forget_ended(self.today().isoformat())
        return self.register.catch_up()

    # -- methods ---------------------------------------------------------------------------------

    @property
    def agency_name(self) -> str:
        """The agency's name."""
        return self.agency.name

    @property
    def caseload_limit(self) -> int:
        """The clients that the default method gives a case manager at most; 0 for no limit."""
        limit = self.default_method.limits.get("caseload")
        return limit.most if limit else 0

    @property
    def default_method(self) -> Method:
        """The method that new cases take: the agency's first that can be read."""
        known = self.methods.methods
        return next((known[key] for key in self.agency.methods if key in known), next(iter(known.values())))

    def method_of(self, case: Case) -> Method:
        """Return the method by which a case is worked, in the version with which the case was made.

        Raises ``VaultError`` where neither that version nor a newer one can be read.
        """
        current = self.methods.methods.get(case.method)
        if current and case.method_version in ("", current.version):
            return current
        if case.method_version not in self._kept_methods:
            kept = self.vault.packs.kept(case.method_version)
            self._kept_methods[case.method_version] = (
                load_kept(case.method_version, kept).named(self._names) if kept else None
            )
        method = self._kept_methods[case.method_version] or current
        if method is None:
            raise VaultError(
                say(
                    N_(
                        'The method "{key}" is missing, or nobody took it into use. Put its pack back into '
                        "the vault, or have it taken: People, Methods."
                    ),
                    key=case.method,
                )
            )
        return method

    def method_listed(self, number: str) -> Method:
        """Return the present version of a listed case's method, without reading the case.

        It is the default method where the case is not listed, or its method cannot be read.
        """
        row = self.register.rows.get(number)
        return self.methods.methods.get(row.method if row else "", self.default_method)

    # -- what may be read ------------------------------------------------------------------------

    def note_saved(self, file: CaseFile, found: Found | None = None) -> None:
        """Put the row of a case that was just saved into the register.

        Where the row cannot be made, the next reading of the case says why. With ``found``, which the rules
        found when the gate was checked, the standing is made and kept, because a screen asks for it next.
        """
        with suppress(CaseTUIError):
            row = self.row(file, self.standing(file, found) if found else None)
            self.register.put(row, file.stamp, file.digest)

    def note_all_saved(self, files: Iterable[CaseFile]) -> None:
        """Put the rows of many cases that were just saved into the register, as ``note_saved`` does."""
        saved = []
        for file in files:
            with suppress(CaseTUIError):
                saved.append((self.row(file), file.stamp, file.digest))
        self.register.put_all(saved)

    def access(self, case: CaseFile | Row) -> Access:
        """Return how the person may open a case today."""
        return access_to(self.who, case, self.today())

    @property
    def signs(self) -> bool:
        """Whether the person signs off closures: a line manager or the second signatory."""
        return signs_off(self.who)

    # -- standing --------------------------------------------------------------------------------

    def context(self, case: CaseFile) -> Context:
        """Return what rules know besides the case: day, calendar, the person who acts, people, rows."""
        return Context(
            day=self.today(),
            calendar=self.agency_file.calendar,
            agency=self.agency,
            who=self.who,
            people=self.people,
            rows=dict(self.register.rows),
            not_genuine=frozenset(not_genuine(self.evidence, case)),
            likely_same=tuple(row.number for row in self.doubles.of(case.case.number)),
        )

    def standing(self, case: CaseFile, found: Found | None = None) -> Standing:
        """Return how a case stands today; ``found`` is what the rules found in its records, where they ran.

        The last standing of a stored revision is kept. It is made anew for another revision or day, and after
        a change of the agency file, of the method, or of another case's row.
        """
        evidence, method = self.evidence, self.method_of(case.case)
        if case.edited or not case.digest:
            return standing(case, method, self.context(case))
        number = case.case.number
        beside = (self.register.changes_beside(number), len(self.doubles.of(number)))
        made_of = (case.digest, self.today(), method.version, beside)
        last = self._kept_standing
        if last and last[0] is evidence and last[1] == made_of:
            return last[2]
        made = standing(case, method, self.context(case), found)
        self._kept_standing = (evidence, made_of, made)
        return made

    def choices(self, case: CaseFile | None, method: Method, field_: FormField) -> Mapping[str, str]:
        """Return the choices of a field: from its model, the method, the people or the case's records."""
        source = field_.ask.choices
        if not isinstance(source, ChoicesFrom):
            return {key: method.say(label) for key, label in (source or {}).items()}
        if source.source == "people":
            people = sorted(self.people.values(), key=lambda one: sort_key(one.name))
            return {w.id: self._named(w) for w in people}
        if source.source == "case":
            return {line: line for line in offered(case, source.name)} if case else {}
        if source.source == "records":
            return self._record_choices(case, method, source) if case else {}
        if source.name == "methods":
            return {key: found.title for key, found in self.methods.methods.items()}
        labels = {**source.also, **method.labels(source.name)}
        return {key: method.say(label) for key, label in labels.items()}

    def _record_choices(self, case: CaseFile, method: Method, source: ChoicesFrom) -> dict[str, str]:
        """Return the records of a table as choices: by id, the values of the columns that name the record."""
        kind = CASE_RECORDS[source.name]
        names = kind.named_by or kind.columns
        fields = [field for field in form_fields(kind) if field.name in names]
        others = [name for name in names if name not in {field.name for field in fields}]
        labels = {}
        for record in case.all(kind):
            if source.only and getattr(record, source.only[0]) != source.only[1]:
                continue
            texts = [
                shown(field, value, self.reading(), self.choices(None, method, field))
                for field in fields
                if (value := getattr(record, field.name)) not in (None, "", [])
            ]
            texts += [value for name in others if isinstance(value := getattr(record, name), str) and value]
            labels[record.id] = " · ".join(texts)
        return labels

    def look_for_doubles(self) -> list[Double]:
        """Look for cases of the team whose clients may be one person. It takes up to a second."""
        return self.doubles.look(row for row in self.register if row.team == self.who.team)

    # -- the register's rows ---------------------------------------------------------------------

    def vanished(self, number: str) -> str:
        """Return a sentence on a case that does not open and was not rightly closed to the person.

        It is empty where the case was rightly closed, and where the person never read it.
        """
        return (
            "" if self.rightly_closed(number) else vanished_words(self.keyring, self.known_revisions, number)
        )

    def rightly_closed(self, number: str) -> bool:
        """Return whether a case that does not open was closed to the person by people who had the right."""
        return rightly_closed(self.vault, self.keyring, self.known_revisions, number)

    def row(self, file: CaseFile, now: Standing | None = None) -> Row:
        """Return a case's row for this person's register: the whole row, or what they may see of it.

        ``now`` is how the case stands, where that is known already.
        """
        return self._rows.row(file, now)


def person(agency_file: AgencyFile, worker: str, today: date) -> Worker:
    """Return the person with this id; raise ``NotAllowed`` or ``HasLeft`` where there is none."""
    found = agency_file.people.get(worker)
    if found is None:
        raise NotAllowed(
            say(N_('Nobody here has the id "{id}". Ask an administrator to add you.'), id=worker)
        )
    if not found.here_on(today):
        raise HasLeft(say(N_("{name} has left and cannot sign in."), name=found.name))
    return found


@dataclass
class OpenCase:
    """A case as the person has it open: the revision they see and act upon."""

    file: CaseFile
    method: Method
    access: Access
    unsaid: list[str] = field(default_factory=list)
    """Sentences that are still to be shown: warnings of the opening, and changes saved by colleagues."""

    @property
    def case(self) -> Case:
        """The head of the case."""
        return self.file.case
