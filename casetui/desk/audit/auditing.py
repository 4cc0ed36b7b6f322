"""The audit of a case: every revision that is kept, who changed what in it, and who opened the case.

The audit names revisions that were changed on the disk, taken away, put in another order or put back. It
finds them by the signatures, by the digest of the former revision in each revision, by the journal and by
the revisions that the person's own program has seen. It does not notice a case that was put back together
with its journal, where nobody's program had seen a newer revision.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from casetui.data.casefile import CaseFile
from casetui.data.colleague import a_line_manager
from casetui.data.days import utc_now
from casetui.data.errors import CannotOpen, Forged, VaultError
from casetui.data.keep import Keep
from casetui.data.keys.sealing import RevisionHead, read_signed
from casetui.data.rights import revision_of
from casetui.data.store.former import Former, instant_of
from casetui.data.stored_file import StoredFile
from casetui.desk.access import OPEN
from casetui.desk.access_log import Opening, log_opening, openings
from casetui.desk.acts.cases import ReasonNeeded
from casetui.desk.acts.news import what_changed
from casetui.desk.audit.authors import about_case, in_others_name
from casetui.desk.audit.journal import journal_lines, missing_saves, moment
from casetui.desk.desk import Desk
from casetui.desk.errors import NotAllowed
from casetui.desk.integrity_warnings import tampering_signs
from casetui.desk.reasons import check_reason
from casetui.words import N_, CaseTUIError, say

Progress = Callable[[int, int], bool]
"""Called with the number of revisions read and of all revisions; returns whether to go on."""
TRIES = 5
SLACK = timedelta(minutes=1)
"""How far the clocks of two computers may differ."""


@dataclass
class AuditStep:
    """One revision, or several together that are no longer kept."""

    head: str
    """The revision's number, when it was saved, and its author."""
    changes: list[str] = field(default_factory=list)
    """A line for each field that was changed in it."""
    wrong: list[str] = field(default_factory=list)
    """A sentence for each thing that is wrong with the revision."""


@dataclass
class Audit:
    """The result of an audit."""

    number: str
    steps: list[AuditStep]
    """Oldest first."""
    openings: list[Opening]
    """Oldest first; only those that the person can read."""
    wrong: list[str]
    """A sentence for each thing that is wrong, with those of the steps."""


@dataclass
class _ReadRevision:
    """A revision on the disk, and as much of it as could be read."""

    former: Former | None
    """The former revision; ``None`` for the present revision."""
    saved: datetime
    """When its file was written, in UTC."""
    raw: StoredFile | None = None
    about: RevisionHead | None = None
    digest: str = ""
    """The revision's digest, by which the next revision names it."""
    file: CaseFile | None = None
    wrong: list[str] = field(default_factory=list)
    hidden: bool = False
    """Whether the revision is sealed to other people, so that the person cannot read it."""

    @property
    def file_digest(self) -> str:
        """The digest of its file; empty where the file cannot be read."""
        return self.former.digest if self.former else self.raw.digest if self.raw else ""

    @property
    def by(self) -> str:
        """The id of the author whom the revision names."""
        return self.about.by if self.about else ""

    @property
    def at(self) -> datetime:
        """The instant that the revision names; that of its file where it cannot be read."""
        return datetime.fromisoformat(self.about.at) if self.about else self.saved


def audit(desk: Desk, number: str, reason: str = "", progress: Progress | None = None) -> Audit:
    """Audit a case. An audit is logged like an opening of the case.

    ``progress`` may stop it. Raises ``ReasonNeeded`` for a colleague's case without a ``reason``,
    ``NotAllowed`` for a case that the person may not read, ``CaseTUIError`` where ``progress`` stopped it,
    and ``VaultError`` where no revision can be read.
    """
    desk.catch_up_agency()
    name = f"cases/{number}"
    journal = journal_lines(desk, name)  # before the revisions: a later save is no lie of the journal
    reads = _read_revisions(desk, name, progress)
    newest = _judge_authors(desk, reads)
    if newest is None:
        raise _nothing_read(desk, name, reads)
    _check_may_audit(desk, newest, number, reason)
    log_opening(desk, newest, reason.strip())
    steps = list(_steps(desk, reads))
    wrong = [sentence for step in steps for sentence in step.wrong]
    files = {name: read.saved for read in reads if (name := read.file_digest)}
    wrong += missing_saves(desk, journal, files, utc_now())
    if reads[-1].file:
        wrong += tampering_signs(desk, reads[-1].file)
    log = openings(desk, number)
    wrong += [
        say(N_("{name} is named as who opened the case on {at}, but did not sign that."),
            name=desk.name(opening.by), at=moment(desk, opening.at))
        for opening in log if not opening.genuine
    ]  # fmt: skip
    return Audit(number, steps, log, list(dict.fromkeys(wrong)))


def _check_may_audit(desk: Desk, file: CaseFile, number: str, reason: str) -> None:
    access, case = desk.access(file), file.case
    leads = desk.who.has("line manager") and case.team == desk.who.team
    if access not in (*OPEN, "ask") and not leads:
        asks = desk.name(case.manager) if case.manager else say(a_line_manager(desk.who))
        raise NotAllowed(say(N_("C-{number} is not open to you. Ask {who}."), number=number, who=asks))
    if access == "ask":
        asks = say(
            N_("This is {name}'s case. Why do you look into it? It is logged."), name=desk.name(case.manager)
        )
        check_reason(reason, ReasonNeeded(asks))


def _nothing_read(desk: Desk, name: str, reads: Sequence[_ReadRevision]) -> CaseTUIError:
    if any(read.hidden for read in reads):
        return NotAllowed(say(N_("C-{number} is sealed to others."), number=name.removeprefix("cases/")))
    if len(reads) == 1 and desk.vault.stamp(name) == (0, 0):
        return VaultError(say(N_("There is no case C-{number} here."), number=name.removeprefix("cases/")))
    return VaultError(" ".join(sentence for read in reads for sentence in read.wrong))


# -- reading -------------------------------------------------------------------------------------


def _read_revisions(desk: Desk, name: str, progress: Progress | None) -> list[_ReadRevision]:
    """Return every revision of a case, oldest first by the names of the files, the present revision last.

    The files are listed once more after they were read. Others may save the case meanwhile, or seal it anew,
    which renames its files.
    """
    reads: dict[str, _ReadRevision] = {}
    formers = desk.vault.formers(name)
    for _ in range(TRIES):
        for done, former in enumerate(reversed(formers)):
            if progress and not progress(done, len(formers) + 1):
                raise CaseTUIError(say(N_("Stopped. Nothing was changed.")))
            if former.name not in reads:
                reads[former.name] = _read_revision(desk, name, former)
        present = _read_revision(desk, name, None)
        listed, formers = formers, desk.vault.formers(name)
        if listed == formers:
            break
    if progress:
        progress(len(formers) + 1, len(formers) + 1)
    return [*(reads[former.name] for former in reversed(formers) if former.name in reads), present]


def _read_revision(desk: Desk, name: str, former: Former | None) -> _ReadRevision:
    """Read a revision, and note what is wrong with it."""
    read = _ReadRevision(former, former.at if former else utc_now())
    try:
        read.raw = desk.vault.read_former_raw(name, former) if former else desk.vault.read_raw(name)
        read.saved = former.at if former else instant_of(read.raw.stamp)
        inside = desk.keyring.unsealed(name, read.raw.data)
        revision = replace(read_signed(name, inside), stamp=read.raw.stamp)
    except CannotOpen:
        read.hidden = True
        return read
    except VaultError as error:
        read.wrong.append(_unreadable_sentence(desk, name, read, str(error)))
        return read
    read.about, read.digest = revision.about, revision.digest
    try:
        desk.keyring.check(revision)
    except Forged:
        read.wrong.append(
            _revision_sentence(
                desk, revision.about, N_("it is not signed by whom it names, or they had left by then.")
            )
        )
    try:
        read.file = CaseFile.from_stored(
            name, StoredFile(revision.content, read.raw.digest, read.raw.stamp, revision)
        )
    except VaultError as error:
        read.wrong.append(_revision_sentence(desk, revision.about, str(error)))
    return read


def _judge_authors(desk: Desk, reads: Sequence[_ReadRevision]) -> CaseFile | None:
    """Check that each author had the right to write; return the newest revision whose author had.

    The right follows from the last trusted revision before. Where revisions between are no longer kept, it
    follows from the revision itself. Where no author had the right, the newest readable revision is returned.
    """
    trusted: CaseFile | None = None
    last: _ReadRevision | None = None
    for read in reads:
        file, about = read.file, read.about
        if file is None or about is None:
            continue
        gap = last and last.about and about.revision > last.about.revision + 1 and about.former != last.digest
        before = file if gap else trusted
        try:
            desk.vault.check_author(revision_of(file), file.reach, before.reach if before else None)
            trusted = file
        except Forged:
            read.wrong.append(
                _revision_sentence(desk, about, N_("its author has no right to write in this case."))
            )
        last = read
    return trusted or (last.file if last else None)


def _revision_sentence(desk: Desk, about: RevisionHead, what: str, **words: object) -> str:
    """Return a sentence about a revision: its number, the author and instant that it names, and ``what``."""
    return say(
        N_("Revision {n}, {by}, {at}: {what}"),
        n=about.revision, by=desk.name(about.by), at=moment(desk, about.at), what=say(what, **words),
    )  # fmt: skip


def _unreadable_sentence(desk: Desk, name: str, read: _ReadRevision, what: str) -> str:
    """Return a sentence about a revision that cannot be read, with the author whom the journal names."""
    former = read.former
    if former is None:
        return say(N_("The present revision: {what}"), what=what)
    by = next((line.by for line in journal_lines(desk, name) if line.revision == former.digest), "")
    return say(
        N_("A revision of {at}, saved by {by} as the journal says, was changed on the disk: {what}"),
        at=moment(desk, former.at.isoformat()), by=desk.name(by) if by else say(N_("somebody")), what=what,
    )  # fmt: skip


# -- the chain -----------------------------------------------------------------------------------


def _steps(desk: Desk, reads: Sequence[_ReadRevision]) -> Iterator[AuditStep]:
    """Yield a step for each revision, and a step for each gap of revisions that are no longer kept."""
    last: _ReadRevision | None = None
    passed = 0
    for read in reads:
        about = read.about
        if about is None:
            passed += 1
            hidden = say(N_("A revision that is sealed to others")) if read.hidden else read.wrong[0]
            yield AuditStep(hidden, wrong=read.wrong)
            continue
        if last and last.digest == read.digest:  # the same revision, sealed anew or brought back
            continue
        before = last.about.revision if last and last.about else 0
        missing = about.revision - before - 1 - passed
        if missing > 0:
            yield _gap(desk, before + 1 + passed, about.revision - 1, last, read)
        step = AuditStep(_head(desk, read), wrong=list(read.wrong))
        step.wrong += _out_of_order(desk, last, read)
        if last and last.file and read.file:
            step.changes = what_changed(desk, desk.method_of(read.file.case), last.file, read.file)
        gap = missing > 0 or passed > 0
        step.wrong += [
            _revision_sentence(desk, about, act) for act in _others_acts(desk, last, read, gap=gap)
        ]
        yield step
        last, passed = read, 0


def _others_acts(desk: Desk, last: _ReadRevision | None, read: _ReadRevision, *, gap: bool) -> Iterator[str]:
    """Yield the acts that a revision ascribes to other people than its author.

    They are known where the revision before it can be read. A demo's first revision is left out: it holds a
    whole made-up story in many names.
    """
    if read.file is None:
        return
    if last is None and read.about and read.about.revision == 1 and not desk.vault.demo:
        yield from in_others_name(desk, CaseFile(read.file.name, {}), read.file)
    elif last and last.file:
        judge = about_case if gap else in_others_name
        yield from judge(desk, last.file, read.file)


def _head(desk: Desk, read: _ReadRevision) -> str:
    n = read.about.revision if read.about else 0
    at, by = moment(desk, read.at.isoformat()), desk.name(read.by)
    return say(N_("Revision {n}  {at}  {by}"), n=n, at=at, by=by)


def _out_of_order(desk: Desk, last: _ReadRevision | None, read: _ReadRevision) -> Iterator[str]:
    """Yield what is wrong with the place of a revision after ``last``."""
    about = read.about
    if last is None or last.about is None or about is None:
        return
    if about.revision <= last.about.revision:
        sentence = N_("it stands after revision {other}: the case was put back, or the order changed.")
        yield _revision_sentence(desk, about, sentence, other=last.about.revision)
    elif about.revision == last.about.revision + 1 and about.former != last.digest:
        sentence = N_("it was not made from revision {other} as that is kept: one of them was changed.")
        yield _revision_sentence(desk, about, sentence, other=last.about.revision)
    elif read.at < last.at - SLACK:
        yield _revision_sentence(desk, about, N_("it names an earlier time than the one before it."))


def _gap(desk: Desk, low: int, high: int, last: _ReadRevision | None, after: _ReadRevision) -> AuditStep:
    """Return the step for missing revisions; it is wrong unless the vault's setting let them be dropped."""
    if _thinned(after, utc_now(), desk.vault.keep):
        return AuditStep(
            say(N_("Revisions {low} to {high} are no longer kept (thinned as the vault's setting says)."),
                low=low, high=high)
        )  # fmt: skip
    by, at = desk.name(after.by), moment(desk, after.at.isoformat())
    if last and after.about and after.about.former == last.digest:
        sentence = N_(
            "Revisions {low} to {high} are lost: on {at} {by} brought back the one before (repair)."
        )
    else:
        sentence = N_(
            "Revisions {low} to {high} are missing, before that of {by}, {at}: somebody took them away."
        )
    sentence = say(sentence, low=low, high=high, by=by, at=at)
    return AuditStep(sentence, wrong=[sentence])


def _thinned(after: _ReadRevision, now: datetime, keep: Keep) -> bool:
    """Return whether the vault's setting lets the last missing revision before ``after`` be dropped.

    The rule is that of ``former.to_drop``: every revision of the last hours is kept, and for some days the
    newest of each day. The missing revision was replaced when ``after`` was saved.
    """
    if after.former is None:
        return False  # the revision before the present one is always kept
    replaced = max(after.saved, after.at.replace(microsecond=0))
    age = now - replaced
    same_day = replaced.date() == after.former.until.date()
    return age > timedelta(hours=keep.hours) and (same_day or age > timedelta(days=keep.days))
