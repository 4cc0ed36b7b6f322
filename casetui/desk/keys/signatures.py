"""Signatures of requests and sign-offs, so that nobody asks or signs off in another person's name.

The person who asks signs the request, and the person who signs off signs the answer. The signature of a
sign-off is over the request, the asker, the answer and the revision that the signatory saw. A signature that
is copied to another record or case, or whose record was changed, is not valid.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import TypeVar

from casetui.data.casefile import CaseFile
from casetui.data.errors import VaultError
from casetui.data.keys.keyring import Keyring
from casetui.data.keys.sealing import Revision
from casetui.data.records import Case, Closure, Signable, signable_kinds
from casetui.data.store.former import Former
from casetui.desk.keys.evidence import Evidence, could_import, could_sign
from casetui.words import N_, say

A = TypeVar("A", bound=Signable)
DAY_TOLERANCE = timedelta(days=1)
"""How far the day of a signature may be off: midnight passes, and an agency may change its zone."""


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


def signing_problem(evidence: Evidence, record: Signable, revision: Revision) -> str:
    """Return what is wrong with who signed the answer in ``record``, which arrived with a revision.

    The answer is a message with the place ``{name}``; empty where nothing is wrong. Where the clock of the
    revision's author was ahead, the journal tells that it came earlier.
    """
    at = datetime.fromisoformat(revision.about.at)
    wrong = _wrong_at(evidence, record, at)
    if wrong and (latest := evidence.keyring.holders.came_before(revision)):
        return _wrong_at(evidence, record, min(latest, at))
    return wrong


def _wrong_at(evidence: Evidence, record: Signable, at: datetime) -> str:
    _, on = record.answered()
    day = evidence.agency_file.calendar.day_of(at)
    if not could_sign(evidence, record, day):
        return record.might_not
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
    if arrived := _arrival(evidence, file, record):
        wrong = signing_problem(evidence, record, arrived)
    elif on is None or not could_sign(evidence, record, on):
        wrong = record.might_not
    else:
        wrong = ""
    name = evidence.name(by)
    sentence = N_("C-{number}, {what}: {wrong}")
    return (
        _record_sentence(evidence, file, record, sentence, by, wrong=say(wrong, name=name)) if wrong else ""
    )


def _arrival(evidence: Evidence, file: CaseFile, record: Signable) -> Revision | None:
    """Return the revision that brought an answer; ``None`` where it is not kept any more.

    It is the revision made from the one that the person who answered had seen.
    """
    revision = file.stored.revision if file.stored else None
    if revision is None or not record.seen:
        return None
    if record.seen == revision.about.former:
        return revision
    key = f"{file.name} {record.seen}"
    if key not in evidence.arrivals:
        evidence.arrivals[key] = next(
            (kept for kept in _kept_revisions(evidence, file) if kept.about.former == record.seen),
            None,
        )
    return evidence.arrivals[key]


def _kept_revisions(evidence: Evidence, file: CaseFile) -> Iterator[Revision]:
    """Yield the readable former revisions of a case, newest first."""
    with suppress(VaultError):
        for former in evidence.vault.formers(file.name):
            with suppress(VaultError):
                if revision := evidence.vault.read_former(file.name, former).revision:
                    yield revision


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
