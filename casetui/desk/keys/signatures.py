"""Requests and sign-offs carry the signature of who asked and of who signed off, so that nobody does either
in another's name.

A sign-off's is over what was asked, by whom, the answer, and the revision that was seen: copied to another
record or another case, or with anything of that changed, it is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypeVar

from casetui.checklists.facts import may_import, may_sign
from casetui.data.casefile import CaseFile
from casetui.data.errors import VaultError
from casetui.data.keys.keyring import Keyring
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.records import Case, Closure, Signable, Worker, signable_kinds
from casetui.data.store.former import Former
from casetui.data.vault import Vault
from casetui.words import N_, say

A = TypeVar("A", bound=Signable)
A_DAY = timedelta(days=1)
"""A signature may be a day off: midnight passes, and the agency may move to another zone."""


@dataclass
class Witness:
    """What a signature is judged by."""

    vault: Vault
    """As somebody reads it who signed in."""
    keyring: Keyring
    agency_file: AgencyFile
    """The one that is trusted."""
    could: dict[tuple[str, date, str], bool] = field(default_factory=dict)
    """Who was looked for, and whether they might do that on that day."""
    came_closed: dict[str, bool] = field(default_factory=dict)
    """The revisions of closed cases from elsewhere that were looked into, and whether they came so."""

    def name(self, worker: str) -> str:
        """Return a person's name by id; the id itself where nobody has it."""
        found = self.agency_file.people.get(worker)
        return found.name if found else worker


def asked_words(number: str, record: Signable) -> list[str]:
    """Return the statement that the person who asks signs: case, record, for what, by whom and when."""
    return [number, record.id, *(str(value or "") for value in record.asked_values())]


def with_request(keyring: Keyring, number: str, record: A) -> A:
    """Return a request about the case ``number``, signed by whose keyring it is."""
    read = type(record).model_validate(record.document())  # texts are composed and stripped by then
    return record.model_copy(update={"asked_signature": keyring.signature(asked_words(number, read))})


def words_of(number: str, record: Signable) -> list[str]:
    """Return the statement that is signed: case, record, who asked, for what, and how it was answered."""
    return [number, record.id, *(str(value or "") for value in record.answer_values()), record.seen]


def with_signature(keyring: Keyring, file: CaseFile, record: A) -> A:
    """Return a record that is answered, signed by whose keyring it is; ``file`` is what they saw."""
    seen = file.stored.revision.digest if file.stored and file.stored.revision else ""
    # signed is what is read again: texts are composed and stripped by then
    read = type(record).model_validate({**record.document(), "seen": seen})
    signature = keyring.signature(words_of(file.case.number, read))
    return record.model_copy(update={"seen": seen, "signature": signature})


def not_genuine(witness: Witness, file: CaseFile) -> dict[str, str]:
    """Return the records whose sign-off is not to be relied on, each by its id with a sentence why.

    A closed case that came so with an import has no sign-off of ours and names no signatory: it is not among
    them.
    """
    found: dict[str, str] = {}
    for kind in signable_kinds():
        for record in file.all(kind):
            if record.stage():
                _judge(witness, file, record, found)
    if file.case.state == "closed" and not any(one.state == "signed" for one in file.all(Closure)):
        number = file.case.number
        found[file.case.id] = say(N_("C-{number} is closed, and nobody signed that off."), number=number)
    return found


def request_in_doubt(witness: Witness, file: CaseFile, record: Signable) -> str:
    """Return why what is asked for is not to be relied on, as a sentence; empty where nothing speaks so."""
    if _genuine(witness, record.asked_by, asked_words(file.case.number, record), record.asked_signature):
        return ""
    sentence = N_("C-{number}, {what}: it names {name} as who asked for it, but that is not their signature.")
    return _said(witness, file, record, sentence, record.asked_by)


def signed_when(witness: Witness, by: str, on: date | None, at: datetime) -> str:
    """Return what is wrong with a signature of ``by`` that came ``at`` an instant and says it is of ``on``.

    It is a message with the place ``{name}``; empty where nothing is wrong.
    """
    day = witness.agency_file.calendar.day_of(at)
    if not could_sign(witness, by, day):
        return N_("{name} signed it, and was no line manager or second signatory.")
    if on is None or abs(on - day) > A_DAY:
        return N_("{name} signed it on another day than it says.")
    return ""


def _judge(witness: Witness, file: CaseFile, record: Signable, found: dict[str, str]) -> None:
    by, on = record.answered()
    if record.stage() == "asked":
        wrong = request_in_doubt(witness, file, record)
    elif not by and record.by_import and _came_closed(witness, file):
        return
    else:
        wrong = _answer_in_doubt(witness, file, record, by, on) or request_in_doubt(witness, file, record)
    if wrong:
        found[record.id] = wrong


def _answer_in_doubt(witness: Witness, file: CaseFile, record: Signable, by: str, on: date | None) -> str:
    """Return why a sign-off is not to be relied on, as a sentence; empty where nothing speaks so."""
    if not _genuine(witness, by, words_of(file.case.number, record), record.signature):
        sentence = N_(
            "C-{number}, {what}: it names {name} as who signed it, but that is not their signature."
        )
        return _said(witness, file, record, sentence, by)
    if by == record.asked_by:
        sentence = N_("C-{number}, {what}: {name} signed what they had asked for themselves.")
        return _said(witness, file, record, sentence, by)
    revision = file.stored.revision if file.stored else None
    if revision and record.seen and record.seen == revision.about.former:  # it came with this revision
        wrong = signed_when(witness, by, on, datetime.fromisoformat(revision.about.at))
    elif on is None or not could_sign(witness, by, on):
        wrong = N_("{name} signed it, and was no line manager or second signatory.")
    else:
        wrong = ""
    name = witness.name(by)
    sentence = N_("C-{number}, {what}: {wrong}")
    return _said(witness, file, record, sentence, by, wrong=say(wrong, name=name)) if wrong else ""


def _said(witness: Witness, file: CaseFile, record: Signable, sentence: str, by: str, **words: str) -> str:
    name = witness.name(by) or say(N_("nobody"))
    return say(sentence, number=file.case.number, what=say(record.noun), name=name, **words)


def _genuine(witness: Witness, who: str, words: list[str], signature: str) -> bool:
    return bool(signature) and witness.keyring.signed_by(who, words, signature)


def _came_closed(witness: Witness, file: CaseFile) -> bool:
    """Return whether an import made a case closed, as far back as its revisions are kept.

    It does so in the first revision, or in the second where nobody has worked on the case since the first.
    """
    revision = file.stored.revision if file.stored else None
    if revision is None:
        return bool(file.case.source)
    if revision.digest not in witness.came_closed:
        every = [*_kept_before(witness, file), file]
        first = next(one for one in every if one is file or one.case.state == "closed")
        begun = first is every[0] and first.revision > 1  # what was before is not kept
        came = begun or (first.revision <= 2 and could_import(witness, first))
        same = bool(file.case.source) and every[0].case.source == file.case.source
        witness.came_closed[revision.digest] = same and came
    return witness.came_closed[revision.digest]


def _kept_before(witness: Witness, file: CaseFile) -> Iterator[CaseFile]:
    """Yield the former revisions of a case that can be read, oldest first; perhaps none."""
    formers: list[Former] = []
    if file.revision > 1:
        with suppress(VaultError):
            formers = witness.vault.formers(file.name)
    for former in reversed(formers):
        with suppress(VaultError):
            kept = CaseFile.from_stored(file.name, witness.vault.read_former(file.name, former))
            if kept.one(Case):
                yield kept


def could_import(witness: Witness, file: CaseFile) -> bool:
    """Return whether the author of a case's revision was one who imports cases, on its day."""
    revision = file.stored.revision if file.stored else None
    if revision is None:
        return False
    day = witness.agency_file.calendar.day_of(datetime.fromisoformat(revision.about.at))
    return _might(witness, revision.about.by, day, may_import)


def could_sign(witness: Witness, who: str, day: date) -> bool:
    """Return whether a person was a line manager or the second signatory at some time of ``day``.

    What the agency file said then counts, as far as its former revisions lead back to it one by one.
    """
    return _might(witness, who, day, may_sign)


def _might(witness: Witness, who: str, day: date, may: Callable[[Worker], bool]) -> bool:
    key = (who, day, may.__name__)
    if key not in witness.could:
        people = (file.people.get(who) for file in _in_force(witness, day))
        witness.could[key] = any(worker is not None and may(worker) for worker in people)
    return witness.could[key]


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
        revision = file.stored.revision if file.stored else None
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
                found[kept.revision.digest] = AgencyFile.from_stored(AGENCY, kept)
    return found
