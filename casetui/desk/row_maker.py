"""Makes the rows of one person's register: the whole row of a case, or what the person may see of it."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING

import casetui
from casetui.checklists.base import Context
from casetui.checklists.standing import Standing
from casetui.data.casefile import CaseFile
from casetui.data.covers import Cover, read_cover_revision
from casetui.data.errors import CannotOpen, CutOff, VaultError
from casetui.data.people import AGENCY
from casetui.data.rows import Row
from casetui.desk.access import OPEN, with_access_marks
from casetui.desk.keys.evidence import Evidence
from casetui.desk.keys.signatures import not_genuine
from casetui.desk.rows import answers, requests_elsewhere, row_of, without_typed

if TYPE_CHECKING:
    from casetui.desk.desk import Desk


class RowMaker:
    """Makes rows as the person at a desk may see them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._kept_context: tuple[Evidence, Context] | None = None
        """The context in which rows are made, and the evidence that the desk had before it was made."""

    def version(self) -> str:
        """Return the version of the program, the packs and the agency by which rows are made."""
        parts = [
            casetui.__version__,
            self._desk.who.team,
            *self._desk.who.roles,
            str(self._desk.who.second_signatory),
        ]
        parts += [method.version for method in self._desk.methods.methods.values()]
        if self._desk.signs:  # other teams' rows depend on the line managers
            leads = [worker for worker in self._desk.people.values() if worker.has("line manager")]
            parts += [f"{worker.id} {worker.team} {worker.here_on(self._desk.today())}" for worker in leads]
        parts.append(self._desk.agency.model_dump_json())
        return hashlib.blake2b("\n".join(parts).encode(), digest_size=8).hexdigest()

    def fold(self, name: str) -> Row:
        """Read a case and return its row; made of the cover sheet where the person cannot open it.

        A case whose save was cut off has such a row too: who finishes the save is said when it is opened.
        """
        number, cover = name.removeprefix("cases/"), None
        with suppress(VaultError):  # without a cover sheet the case may still open
            revision, cover = read_cover_revision(self._desk.vault, number)
            self._desk.keyring.expect(name, cover.team)
        try:
            row = self.row(CaseFile.load(self._desk.vault, name))
            if row.known and cover and row.known.cover < revision.about.revision:
                row.known = replace(row.known, cover=revision.about.revision)
            return row
        except (CannotOpen, CutOff) as error:
            if isinstance(error, CannotOpen) and (told := self._desk.vanished(number)):
                if self._desk.vault.stamp(AGENCY) == self._desk.agency_file.stamp:
                    raise VaultError(told) from None
                self._desk.catch_up_agency()  # the team has a new key since
                return self.fold(name)
            if cover:
                return self._counted(cover)
            raise

    def row(self, file: CaseFile, now: Standing | None = None) -> Row:
        """Return a case's row for this person's register: the whole row, or what they may see of it.

        ``now`` is how the case stands, where that is known already.
        """
        row = self._row(file, now)
        if self._desk.access(file) in (*OPEN, "ask", "sign"):
            row.not_genuine = " ".join(not_genuine(self._desk.evidence, file).values())
        if file.stored and file.stored.revision:
            about, row.digest = file.stored.revision.about, file.stored.revision.digest
            ended = self._desk.keyring.key_ended(about.by)
            row.revision, row.saved_at, row.known = about.revision, about.at, file.known
            row.key_ended = ended.astimezone(UTC).isoformat() if ended else ""
        return row

    def _row(self, file: CaseFile, now: Standing | None) -> Row:
        case = file.case
        access = self._desk.access(file)
        if access in OPEN:
            row = row_of(file, self._desk.method_of(case), self._context(), self._desk.who, now)
            row.answers = tuple(answers(file, self._desk.who.id))
            return with_access_marks(row, self._desk.who, file, self._desk.today())
        if access == "ask":
            return without_typed(row_of(file, self._desk.method_of(case), self._context(), self._desk.who))
        row = self._counted(Cover.of(case))
        if access == "sign":
            row.requests = tuple(
                requests_elsewhere(file, self._desk.who, self._desk.people.values(), self._desk.today())
            )
            row.listed = row.listed or bool(row.requests)
        return row

    def _counted(self, cover: Cover) -> Row:
        """Return a row without content, made of the cover sheet: case manager, status, team."""
        method = self._desk.methods.methods.get(cover.method)
        limit = method.limits.get("caseload") if method else None
        return Row(
            number=cover.number, client_id=cover.client_id, state=cover.state, manager=cover.manager,
            limit=limit.most if limit else 0, team=cover.team, opened_on=cover.opened_on,
            restricted=cover.restricted, listed=cover.team == self._desk.who.team,
        )  # fmt: skip

    def _context(self) -> Context:
        """Return the context in which rows are made: without a person who acts, and without other cases."""
        evidence, today, kept = self._desk.evidence, self._desk.today(), self._kept_context
        if kept and kept[0] is evidence and kept[1].day == today:
            return kept[1]
        calendar = self._desk.agency_file.calendar
        context = Context(day=today, calendar=calendar, agency=self._desk.agency, people=self._desk.people)
        self._kept_context = (evidence, context)
        return context
