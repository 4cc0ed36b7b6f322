"""Sign-offs carry the signatory's own signature, so that nobody signs in another's name.

It is over what was asked, by whom, the answer, and the revision that was seen: copied to another record or
another case, or with anything of that changed, it is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from casetui.checklists.facts import may_sign
from casetui.data.casefile import CaseFile
from casetui.data.errors import VaultError
from casetui.data.keyring import Keyring
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.records import Closure, Override
from casetui.data.vault import Vault
from casetui.words import N_, say

Answered = Closure | Override
A = TypeVar("A", Closure, Override)


@dataclass
class Witness:
    """What a signature is judged by."""

    vault: Vault
    """As somebody reads it who signed in."""
    keyring: Keyring
    agency_file: AgencyFile
    """The one that is trusted."""
    signatories: dict[tuple[str, date], bool] = field(default_factory=dict)
    """Who was looked for and whether they could sign on that day."""

    def name(self, worker: str) -> str:
        """Return a person's name by id; the id itself where nobody has it."""
        found = self.agency_file.people.get(worker)
        return found.name if found else worker


def words_of(number: str, record: Answered) -> list[str]:
    """Return the statement that is signed: case, record, who asked, for what, and how it was answered."""
    asked: list[object]
    answer: list[object]
    if isinstance(record, Closure):
        asked = ["closure", record.reason, record.asked_by, record.asked_on]
        answer = [record.state, record.signed_by, record.signed_on, record.signed_revision]
    else:
        asked = ["override", record.rule, record.act, record.why, record.asked_by, record.asked_on]
        answer = [record.answer, record.answer_reason, record.answered_by, record.answered_on]
    return [number, record.id, *(str(word or "") for word in (*asked, *answer)), record.seen]


def with_signature(keyring: Keyring, file: CaseFile, record: A) -> A:
    """Return a record that is answered, signed by whose keyring it is; ``file`` is what they saw."""
    seen = file.kept.revision.digest if file.kept and file.kept.revision else ""
    # signed is what is read again: texts are composed and stripped by then
    read = type(record).model_validate({**record.document(), "seen": seen})
    signature = keyring.signature(words_of(file.case.number, read))
    return record.model_copy(update={"seen": seen, "signature": signature})


def not_genuine(witness: Witness, file: CaseFile) -> dict[str, str]:
    """Return the records whose sign-off is not to be relied on, each by its id with a sentence why.

    A closed case that an import brought has no sign-off of ours and names no signatory: it is not among
    them. Nor is what was signed before a vault of the first format was sealed: nobody had a key then. Who
    says so falsely of a new one is named by the audit, which sees in which revision it was signed.
    """
    found: dict[str, str] = {}
    number = file.case.number
    for closure in file.all(Closure):
        if closure.state == "signed" and not (file.case.source and not closure.signed_by):
            _judge(witness, number, closure, closure.signed_by, closure.signed_on, found)
    for override in file.all(Override):
        if override.answer:
            _judge(witness, number, override, override.answered_by, override.answered_on, found)
    if file.case.state == "closed" and not any(one.state == "signed" for one in file.all(Closure)):
        found[file.case.id] = say(N_("C-{number} is closed, and nobody signed that off."), number=number)
    return found


def _judge(
    witness: Witness, number: str, record: Answered, by: str, on: date | None, found: dict[str, str]
) -> None:
    what = say(N_("closure")) if isinstance(record, Closure) else say(N_("override"))
    older = not record.signature and on is not None and on <= _sealed_on(witness.agency_file)
    if not older and not witness.keyring.signed_by(by, words_of(number, record), record.signature):
        sentence = N_(
            "C-{number}, {what}: it names {name} as who signed it, but that is not their signature."
        )
    elif by == record.asked_by:
        sentence = N_("C-{number}, {what}: {name} signed what they had asked for themselves.")
    elif on is None or not could_sign(witness, by, on):
        sentence = N_("C-{number}, {what}: {name} signed it, and was no line manager or second signatory.")
    else:
        return
    found[record.id] = say(sentence, number=number, what=what, name=witness.name(by) or say(N_("nobody")))


def sealed_at(file: AgencyFile) -> datetime | None:
    """Return when a vault of the first format was sealed; ``None`` for one that was sealed from the start."""
    agency = file.agency
    admitted = (key.admitted_at for key in file.person_keys if key.sign == agency.root)
    at = next((one for one in admitted if one), None)
    return at if at and (agency.made_at is None or agency.made_at < at) else None


def _sealed_on(file: AgencyFile) -> date:
    at = sealed_at(file)
    return file.calendar.day_of(at) if at else date.min


def could_sign(witness: Witness, who: str, day: date) -> bool:
    """Return whether a person was a line manager or the second signatory at some time of ``day``.

    What the agency file said then counts, as far as its former revisions lead back to it one by one.
    """
    key = (who, day)
    if key not in witness.signatories:
        people = (file.people.get(who) for file in _in_force(witness, day))
        witness.signatories[key] = any(worker is not None and may_sign(worker) for worker in people)
    return witness.signatories[key]


def _in_force(witness: Witness, day: date) -> Iterator[AgencyFile]:
    """Yield the agency file as it stood on ``day``, newest first; the oldest that is there stands before."""
    file = witness.agency_file
    former = None
    calendar = file.calendar
    while True:
        begun = calendar.day_of(file.saved_at) if file.saved_at else date.min
        if begun <= day:
            yield file
        if begun < day:
            return
        former = former or _formers(witness)
        revision = file.kept.revision if file.kept else None
        before = former.get(revision.about.former) if revision else None
        if before is None:
            if begun > day:
                yield file
            return
        file = before


def _formers(witness: Witness) -> dict[str, AgencyFile]:
    """Return the former agency files that can be read, by the digest that names each."""
    found = {}
    for former in witness.vault.formers(AGENCY):
        with suppress(VaultError):
            kept = witness.vault.read_former(AGENCY, former)
            if kept.revision:
                found[kept.revision.digest] = AgencyFile.from_kept(AGENCY, kept)
    return found
