"""Signatures of requests and sign-offs, so that nobody asks or signs off in another person's name.

The person who asks signs the request, and the person who signs off signs the answer. The signature of a
sign-off is over the request, the asker, the answer and the revision that the signatory saw. A signature that
is copied to another record or case, or whose record was changed, is not valid.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import TypeVar

from casetui.checklists.facts import may_import, may_sign
from casetui.data.casefile import CaseFile
from casetui.data.errors import VaultError
from casetui.data.keys.keyring import Keyring
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.records import Case, Closure, Signable, Worker, signable_kinds
from casetui.data.store.former import Former
from casetui.data.succession import SLACK, instant, signed_revision
from casetui.data.vault import Vault
from casetui.words import N_, say

A = TypeVar("A", bound=Signable)
DAY_TOLERANCE = timedelta(days=1)
"""How far the day of a signature may be off: midnight passes, and an agency may change its zone."""


@dataclass
class Evidence:
    """What signatures are judged by, with the answers that were worked out already."""

    vault: Vault
    """The vault, as a signed-in person reads it."""
    keyring: Keyring
    agency_file: AgencyFile
    """The trusted agency file."""
    rights_on_day: dict[tuple[str, date, str], bool] = field(default_factory=dict)
    """Whether a person had a right on a day, by their id, the day and the name of the right."""
    imported_closed: dict[str, bool] = field(default_factory=dict)
    """Whether an import made a case closed, by the digest of the case's revision."""

    def name(self, worker: str) -> str:
        """Return a person's name by id; the id itself where there is no such person."""
        person = self.agency_file.people.get(worker)
        return person.name if person else worker


def request_statement(number: str, record: Signable) -> list[str]:
    """Return what the person who asks signs: case number, record id, what is asked, by whom and when.

    Example: ``["AB2345", "3f2a...", "closure", "mary", "2026-11-21"]``.
    """
    return [number, record.id, *(str(value or "") for value in record.asked_values())]


def signed_request(keyring: Keyring, number: str, record: A) -> A:
    """Return a request about the case ``number``, signed by the owner of the keyring."""
    read = type(record).model_validate(record.document())  # reading composes and strips texts
    return record.model_copy(update={"asked_signature": keyring.signature(request_statement(number, read))})


def answer_statement(number: str, record: Signable) -> list[str]:
    """Return what the person who answers signs: case number, record id, request, answer, revision seen."""
    return [number, record.id, *(str(value or "") for value in record.answer_values()), record.seen]


def signed_answer(keyring: Keyring, file: CaseFile, record: A) -> A:
    """Return an answered record, signed by the owner of the keyring; ``file`` is what they saw."""
    seen = file.stored.revision.digest if file.stored and file.stored.revision else ""
    # the signature is over the record as it is read again: reading composes and strips texts
    read = type(record).model_validate({**record.document(), "seen": seen})
    signature = keyring.signature(answer_statement(file.case.number, read))
    return record.model_copy(update={"seen": seen, "signature": signature})


def not_genuine(evidence: Evidence, file: CaseFile) -> dict[str, str]:
    """Return the records whose request or sign-off is not genuine: by record id, a sentence that says why.

    A case that was imported closed has no sign-off and names no signatory. It is not among them.
    """
    problems: dict[str, str] = {}
    for kind in signable_kinds():
        for record in file.all(kind):
            if record.stage():
                _judge(evidence, file, record, problems)
    if file.case.state == "closed" and not any(closure.state == "signed" for closure in file.all(Closure)):
        number = file.case.number
        problems[file.case.id] = say(N_("C-{number} is closed, and nobody signed that off."), number=number)
    return problems


def request_problem(evidence: Evidence, file: CaseFile, record: Signable) -> str:
    """Return why a request is not genuine, as a sentence; empty where it is."""
    if _genuine(
        evidence, record.asked_by, request_statement(file.case.number, record), record.asked_signature
    ):
        return ""
    sentence = N_("C-{number}, {what}: it names {name} as who asked for it, but that is not their signature.")
    return _record_sentence(evidence, file, record, sentence, record.asked_by)


def signing_problem(evidence: Evidence, by: str, on: date | None, at: datetime) -> str:
    """Return what is wrong with a signature by the person ``by``, which arrived at the instant ``at``.

    ``on`` is the day that it names. The answer is a message with the place ``{name}``; empty where nothing is
    wrong.
    """
    day = evidence.agency_file.calendar.day_of(at)
    if not could_sign(evidence, by, day):
        return N_("{name} signed it, and was no line manager or second signatory.")
    if on is None or abs(on - day) > DAY_TOLERANCE:
        return N_("{name} signed it on another day than it says.")
    return ""


def _judge(evidence: Evidence, file: CaseFile, record: Signable, problems: dict[str, str]) -> None:
    by, on = record.answered()
    if record.stage() == "asked":
        wrong = request_problem(evidence, file, record)
    elif not by and record.by_import and _imported_closed(evidence, file):
        return
    else:
        wrong = _answer_problem(evidence, file, record, by, on) or request_problem(evidence, file, record)
    if wrong:
        problems[record.id] = wrong


def _answer_problem(evidence: Evidence, file: CaseFile, record: Signable, by: str, on: date | None) -> str:
    """Return why a sign-off is not genuine, as a sentence; empty where it is."""
    if not _genuine(evidence, by, answer_statement(file.case.number, record), record.signature):
        sentence = N_(
            "C-{number}, {what}: it names {name} as who signed it, but that is not their signature."
        )
        return _record_sentence(evidence, file, record, sentence, by)
    if by == record.asked_by:
        sentence = N_("C-{number}, {what}: {name} signed what they had asked for themselves.")
        return _record_sentence(evidence, file, record, sentence, by)
    revision = file.stored.revision if file.stored else None
    if revision and record.seen and record.seen == revision.about.former:  # it was signed in this revision
        wrong = signing_problem(evidence, by, on, datetime.fromisoformat(revision.about.at))
    elif on is None or not could_sign(evidence, by, on):
        wrong = N_("{name} signed it, and was no line manager or second signatory.")
    else:
        wrong = ""
    name = evidence.name(by)
    sentence = N_("C-{number}, {what}: {wrong}")
    return (
        _record_sentence(evidence, file, record, sentence, by, wrong=say(wrong, name=name)) if wrong else ""
    )


def _record_sentence(
    evidence: Evidence, file: CaseFile, record: Signable, sentence: str, by: str, **words: str
) -> str:
    name = evidence.name(by) or say(N_("nobody"))
    return say(sentence, number=file.case.number, what=say(record.noun), name=name, **words)


def _genuine(evidence: Evidence, who: str, words: list[str], signature: str) -> bool:
    return bool(signature) and evidence.keyring.signed_by(who, words, signature)


def _imported_closed(evidence: Evidence, file: CaseFile) -> bool:
    """Return whether an import made the case closed, as far as its kept revisions show.

    An import does so in the first revision, or in the second where nobody has worked on the case since the
    first.
    """
    revision = file.stored.revision if file.stored else None
    if revision is None:
        return bool(file.case.source)
    if revision.digest not in evidence.imported_closed:
        every = [*_kept_before(evidence, file), file]
        first = next(revision for revision in every if revision is file or revision.case.state == "closed")
        begun = first is every[0] and first.revision > 1  # the revisions before are not kept
        came = begun or (first.revision <= 2 and could_import(evidence, first))
        same = bool(file.case.source) and every[0].case.source == file.case.source
        evidence.imported_closed[revision.digest] = same and came
    return evidence.imported_closed[revision.digest]


def _kept_before(evidence: Evidence, file: CaseFile) -> Iterator[CaseFile]:
    """Yield the readable former revisions of a case, oldest first."""
    formers: list[Former] = []
    if file.revision > 1:
        with suppress(VaultError):
            formers = evidence.vault.formers(file.name)
    for former in reversed(formers):
        with suppress(VaultError):
            kept = CaseFile.from_stored(file.name, evidence.vault.read_former(file.name, former))
            if kept.one(Case):
                yield kept


def could_import(evidence: Evidence, file: CaseFile) -> bool:
    """Return whether the author of a case's revision might import cases on the revision's day."""
    revision = file.stored.revision if file.stored else None
    if revision is None:
        return False
    day = evidence.agency_file.calendar.day_of(datetime.fromisoformat(revision.about.at))
    return _had_right(evidence, revision.about.by, day, may_import)


def could_sign(evidence: Evidence, who: str, day: date) -> bool:
    """Return whether a person was a line manager or the second signatory at any time of ``day``.

    The agency file's revisions of that day say so, if the kept revisions lead back to them without a gap.
    """
    return _had_right(evidence, who, day, may_sign)


def _had_right(evidence: Evidence, who: str, day: date, may: Callable[[Worker], bool]) -> bool:
    key = (who, day, may.__name__)
    if key not in evidence.rights_on_day:
        people = (file.people.get(who) for file in _agency_files_on(evidence, day))
        evidence.rights_on_day[key] = any(worker is not None and may(worker) for worker in people)
    return evidence.rights_on_day[key]


def _agency_files_on(evidence: Evidence, day: date) -> Iterator[AgencyFile]:
    """Yield the agency file's revisions in force on ``day``, newest first.

    A revision is in force from its own day, or from that of an earlier revision where that is later: whoever
    dates a revision back makes nobody a line manager of days before. The oldest kept revision counts for all
    days before it.
    """
    files = _back_to(evidence, day)
    calendar = evidence.agency_file.calendar
    begun = list(accumulate((calendar.day_of(instant(file)) for file in reversed(files)), max))[::-1]
    for number, file in enumerate(files):
        until = begun[number - 1] if number else date.max
        if day <= until and (begun[number] <= day or file is files[-1]):
            yield file


def _back_to(evidence: Evidence, day: date) -> list[AgencyFile]:
    """Return the agency file's revisions, newest first, back to those of ``day``.

    From a revision on that names its vault, none is dated back by more than ``SLACK``. Before it, all are
    returned.
    """
    files = [evidence.agency_file]
    former: dict[str, AgencyFile] | None = None
    while True:
        oldest = files[-1]
        if oldest.agency.vault and oldest.calendar.day_of(instant(oldest) + SLACK) < day:
            return files
        former = _formers(evidence) if former is None else former
        before = former.get(signed_revision(oldest).about.former)
        if before is None or before in files:
            return files
        files.append(before)


def _formers(evidence: Evidence) -> dict[str, AgencyFile]:
    """Return the readable former revisions of the agency file, by the digest that names each."""
    files = {}
    for former in evidence.vault.formers(AGENCY):
        with suppress(VaultError):
            kept = evidence.vault.read_former(AGENCY, former)
            if kept.revision:
                files[kept.revision.digest] = AgencyFile.from_stored(AGENCY, kept)
    return files
