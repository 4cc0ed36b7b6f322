"""The desk of one signed-in person: what every act needs to know, and nothing that acts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import casetui
from casetui.checklists.base import Context
from casetui.checklists.facts import may_sign
from casetui.checklists.loader import Methods, load_kept, load_methods
from casetui.checklists.pack import Method
from casetui.checklists.standing import Standing, standing
from casetui.data.casefile import CaseFile
from casetui.data.covers import Cover, read_cover
from casetui.data.days import Clock, Reading, utc_now
from casetui.data.errors import CannotOpen, VaultError
from casetui.data.fields import ChoicesFrom, FormField, form_fields, shown
from casetui.data.keys.known_revisions import KnownRevisions
from casetui.data.keys.person_keys import Keys
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.person_folder import PersonFolder
from casetui.data.records import CASE_RECORDS, Agency, Case, Worker
from casetui.data.register import Progress, Register, Row
from casetui.data.vault import Vault
from casetui.desk.access import OPEN, Access, marked, way_in
from casetui.desk.errors import NotAllowed
from casetui.desk.keys.keyring_of import check_admitted, check_not_left, keyring_of
from casetui.desk.keys.signatures import Witness, not_genuine
from casetui.desk.rows import answers, requests_elsewhere, row_of, without_typed
from casetui.words import N_, CaseTUIError, say


class Desk:
    """What the person who signed in can see. Acts are functions beside it that take a desk."""

    def __init__(
        self, vault: Vault, own: PersonFolder, keys: Keys, cache: Path, clock: Clock = utc_now
    ) -> None:
        """Sit somebody down at a vault with their unlocked ``keys``; ``cache`` is where registers lie.

        Raises ``NotAllowed`` where there is no such person or their key is not admitted, ``Forged`` where
        the agency file is not to be trusted, ``VaultError`` where it or a method cannot be read.
        """
        self._locked = vault
        self.own = own
        self.keys = keys
        self.clock = clock
        self.cache = cache
        self.memory = KnownRevisions(own.known_revisions, keys)
        """What was seen of every case."""
        self._take_agency()
        self.methods: Methods = load_methods(vault.packs.own())
        if not self.methods.methods:
            raise VaultError(say(N_("No method can be read. Run casetui check.")))
        self.told_of = ""
        """Digest of the agency file that the person was told somebody else had saved."""
        self._kept_methods: dict[str, Method | None] = {}
        self._kept_standing: tuple[CaseFile, tuple[object, ...], Standing] | None = None
        """A case, what its standing was made of besides, and the standing."""
        self.register = Register(
            self.vault, cache / f"{vault.id[:12]}-{self.who.id}.rows", self._rows_version(), self._fold, keys,
            self.memory,
        )  # fmt: skip

    def _take_agency(self) -> None:
        """Take the agency file, where it is to be trusted, and open the vault with what it gives."""
        found = self.own.agency(self._locked)
        today = found.calendar.day_of(self.clock())
        if self.own.who in found.people:
            check_not_left(found, self.own.who, today)
        self.who: Worker = person(found, self.own.who, today)
        check_admitted(found, self.who.id, self.keys)
        self.agency_file = found
        self.agency: Agency = found.agency
        self.people: dict[str, Worker] = found.people
        self.keyring = keyring_of(self._locked, found, self.who.id, self.keys, self.memory.of)
        self.vault = self._locked.signed_in(self.keyring, {AGENCY: found.stamp})
        self._alone: Context | None = None
        self.witness = Witness(self.vault, self.keyring, found)

    # -- days ------------------------------------------------------------------------------------

    def now(self) -> datetime:
        """Return the present instant in UTC."""
        return self.clock()

    def today(self) -> date:
        """Return today in the agency's zone."""
        return self.agency_file.calendar.day_of(self.clock())

    def reading(self) -> Reading:
        """Return what is needed to read and write days."""
        return Reading(self.today(), self.agency.order)

    def name(self, worker: str) -> str:
        """Return a person's name by id; the id itself where nobody has it."""
        found = self.people.get(worker)
        return found.name if found else worker

    def who_may(self, may: Callable[[Worker], bool]) -> str:
        """Return the names of all others here who may do something, those of the person's team first."""
        found = [one for one in self.people.values() if may(one) and one.here_on(self.today())]
        found.sort(key=lambda one: (one.team != self.who.team, one.name))
        return ", ".join(one.name for one in found if one.id != self.who.id)

    def _named(self, worker: Worker) -> str:
        here = worker.here_on(self.today())
        return worker.name if here else say(N_("{name} (has left)"), name=worker.name)

    def reread_agency(self) -> None:
        """Read the agency file anew, after somebody changed it; rows made with other settings are read again.

        Raises ``NotAllowed`` where the person is no longer there.
        """
        self._take_agency()
        self.register.vault = self.vault
        if self.register.version != self._rows_version():
            self.register.begin_anew(self._rows_version())

    def catch_up_agency(self) -> None:
        """Read the agency file anew where somebody changed it since; raises what ``reread_agency`` raises."""
        if self.vault.stamp(AGENCY) != self.agency_file.stamp:
            self.reread_agency()

    def refresh(self, progress: Progress | None = None) -> bool:
        """Read every case that changed, and the person's own ones on a new day; return whether any row did.

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
        """What the agency is called."""
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
        """Return the method a case is worked by, in the version it was made with.

        Raises ``VaultError`` where neither that version nor a newer one can be read.
        """
        current = self.methods.methods.get(case.method)
        if current and case.method_version in ("", current.version):
            return current
        if case.method_version not in self._kept_methods:
            kept = self.vault.packs.kept(case.method_version)
            self._kept_methods[case.method_version] = load_kept(case.method_version, kept) if kept else None
        method = self._kept_methods[case.method_version] or current
        if method is None:
            raise VaultError(
                say(N_('The method "{key}" is missing. Put its pack back into the vault.'), key=case.method)
            )
        return method

    def method_listed(self, number: str) -> Method:
        """Return the method that a case in the register is worked by, as it now is, without reading the case.

        Where the case is not listed, or its method cannot be read, that is the default one.
        """
        row = self.register.rows.get(number)
        return self.methods.methods.get(row.method if row else "", self.default_method)

    # -- what may be read ------------------------------------------------------------------------

    def note_saved(self, file: CaseFile, *, stands: bool = False) -> None:
        """Take the row of a case that was just saved; where it cannot be made, the next reading tells why.

        With ``stands`` the row is made of the case's whole standing, which is asked for next.
        """
        with suppress(CaseTUIError):
            self.register.put(self.row(file, self.standing(file) if stands else None), file.stamp)

    def access(self, case: CaseFile | Row) -> Access:
        """Return how the person may open a case today, also one that is lent to them."""
        return way_in(self.who, case, self.today())

    @property
    def signs(self) -> bool:
        """Whether the person signs off closures: a line manager or the second signatory."""
        return may_sign(self.who)

    # -- standing --------------------------------------------------------------------------------

    def context(self, case: CaseFile) -> Context:
        """Return what the rules see of a case: the day, the calendar, who acts, the people, the register."""
        return Context(
            day=self.today(),
            calendar=self.agency_file.calendar,
            agency=self.agency,
            who=self.who,
            people=self.people,
            rows=dict(self.register.rows),
            not_genuine=frozenset(not_genuine(self.witness, case)),
        )

    def standing(self, case: CaseFile) -> Standing:
        """Return how a case stands today.

        The standing of the case that was asked for last is kept. It is made anew for another revision or
        day, and after a change of the agency file, of the method, or of another case's row.
        """
        method = self.method_of(case.case)
        beside = self.register.changes_beside(case.case.number)
        made_of = (self.today(), self.agency_file.stamp, method.version, beside)
        kept = self._kept_standing
        if kept and kept[0] is case and kept[1] == made_of and not case.edited:
            return kept[2]
        found = standing(case, method, self.context(case))
        self._kept_standing = (case, made_of, found)
        return found

    def choices(self, case: CaseFile | None, method: Method, field_: FormField) -> Mapping[str, str]:
        """Return the choices of a field: the model's, the method's, the people or the case's records."""
        source = field_.ask.choices
        if not isinstance(source, ChoicesFrom):
            return {key: method.say(label) for key, label in (source or {}).items()}
        if source.source == "people":
            return {w.id: self._named(w) for w in self.people.values()}
        if source.source == "records":
            return self._record_choices(case, method, source) if case else {}
        if source.name == "methods":
            return {key: found.title for key, found in self.methods.methods.items()}
        return {key: method.say(label) for key, label in method.labels(source.name).items()}

    def _record_choices(self, case: CaseFile, method: Method, source: ChoicesFrom) -> dict[str, str]:
        """Return the records of a table as choices, each by what says most about it."""
        kind = CASE_RECORDS[source.name]
        fields = [field for field in form_fields(kind) if field.name in kind.columns]
        labels = {}
        for record in case.all(kind):
            if source.only and getattr(record, source.only[0]) != source.only[1]:
                continue
            texts = [
                shown(field, value, self.reading(), self.choices(None, method, field))
                for field in fields
                if (value := getattr(record, field.name)) not in (None, "", [])
            ]
            labels[record.id] = " · ".join(texts)
        return labels

    # -- the register's rows ---------------------------------------------------------------------

    def _rows_version(self) -> str:
        parts = [casetui.__version__, self.who.team, *self.who.roles, str(self.who.second_signatory)]
        parts += [method.version for method in self.methods.methods.values()]
        if self.signs:  # what waits for them in other teams
            leads = [one for one in self.people.values() if one.has("line manager")]
            parts += [f"{one.id} {one.team} {one.here_on(self.today())}" for one in leads]
        parts.append(self.agency.model_dump_json())
        return hashlib.blake2b("\n".join(parts).encode(), digest_size=8).hexdigest()

    def _fold(self, name: str) -> Row:
        """Return a case's row: from its cover sheet alone, where the person cannot open it."""
        cover = None
        with suppress(VaultError):  # without a cover sheet the case may still open
            cover = read_cover(self.vault, name.removeprefix("cases/"))
            self.keyring.expect(name, cover.team)
        try:
            return self.row(CaseFile.load(self.vault, name))
        except CannotOpen:
            if cover:
                return self._counted(cover)
            raise

    def row(self, file: CaseFile, now: Standing | None = None) -> Row:
        """Return a case's row as this person may list it, or only counted where they may not.

        ``now`` is how the case stands, where that is known already.
        """
        row = self._row(file, now)
        if file.stored and file.stored.revision:
            about, row.digest = file.stored.revision.about, file.stored.revision.digest
            ended = self.keyring.key_ended(about.by)
            row.revision, row.saved_at, row.known = about.revision, about.at, file.known
            row.key_ended = ended.astimezone(UTC).isoformat() if ended else ""
        return row

    def _row(self, file: CaseFile, now: Standing | None) -> Row:
        case = file.case
        access = self.access(file)
        if access in OPEN:
            row = row_of(file, self.method_of(case), self._rows_context(), now)
            row.answers = tuple(answers(file, self.who.id))
            return marked(row, self.who, file, self.today())
        if access == "ask":
            return without_typed(row_of(file, self.method_of(case), self._rows_context()))
        row = self._counted(Cover.of(case))
        if access == "sign" and case.state != "closed":
            row.requests = tuple(requests_elsewhere(file, self.who, self.people.values(), self.today()))
            row.listed = row.listed or bool(row.requests)
        return row

    def _counted(self, cover: Cover) -> Row:
        """Return a row without content: case manager and status, as the cover sheet has them."""
        method = self.methods.methods.get(cover.method)
        limit = method.limits.get("caseload") if method else None
        return Row(
            number=cover.number, client_id=cover.client_id, state=cover.state, manager=cover.manager,
            limit=limit.most if limit else 0, team=cover.team, opened_on=cover.opened_on,
            restricted=cover.restricted, listed=cover.team == self.who.team,
        )  # fmt: skip

    def _rows_context(self) -> Context:
        """Return the context in which rows are made: nobody acts, no other case is seen."""
        today = self.today()
        if self._alone is None or self._alone.day != today:
            calendar = self.agency_file.calendar
            self._alone = Context(day=today, calendar=calendar, agency=self.agency, people=self.people)
        return self._alone


def person(agency_file: AgencyFile, worker: str, today: date) -> Worker:
    """Return the person with this id; raise ``NotAllowed`` where nobody has it or they have left."""
    found = agency_file.people.get(worker)
    if found is None:
        raise NotAllowed(
            say(N_('Nobody here has the id "{id}". Ask an administrator to add you.'), id=worker)
        )
    if not found.here_on(today):
        raise NotAllowed(say(N_("{name} has left and cannot sign in."), name=found.name))
    return found


@dataclass
class OpenCase:
    """A case as the person has it open: the revision they see and act upon."""

    file: CaseFile
    method: Method
    access: Access
    told: list[str] = field(default_factory=list)
    """What somebody else saved meanwhile, a line a change, since this was last looked at."""

    @property
    def case(self) -> Case:
        """The head of the case."""
        return self.file.case
