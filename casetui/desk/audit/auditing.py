"""The audit of a case: every revision that is kept, who changed what in it, and who opened the case.

What was changed, taken away, put in another order or put back on the disk is named. Caught is whatever the
signatures, the digest of the revision before in each, the journal and the person's own register tell apart.
Not caught is a case that was put back together with all of these, before anybody's register had seen more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from casetui.data.casefile import CaseFile
from casetui.data.days import utc_now
from casetui.data.errors import CannotOpen, Forged, VaultError
from casetui.data.keys.sealing import RevisionHead, read_signed
from casetui.data.rights import revision_of
from casetui.data.store.former import Former, Keep, instant_of
from casetui.data.vault import StoredFile
from casetui.desk.access import OPEN
from casetui.desk.access_log import Opening, log_opening, openings
from casetui.desk.acts.cases import ReasonNeeded
from casetui.desk.acts.changes import what_changed
from casetui.desk.audit.authors import about_case, in_others_name
from casetui.desk.audit.journal import moment, told_of, untold
from casetui.desk.desk import Desk
from casetui.desk.errors import NotAllowed
from casetui.desk.integrity_warnings import found_wrong
from casetui.desk.reasons import check_reason
from casetui.words import N_, CaseTUIError, say

Progress = Callable[[int, int], bool]
"""Told how many of how many revisions are read; returns whether to go on."""
TRIES = 5
SLACK = timedelta(minutes=1)
"""Clocks of two computers may differ by so much."""


@dataclass
class Step:
    """One revision, or several together that are kept no longer."""

    head: str
    """Which revision, when, and by whom."""
    changes: list[str] = field(default_factory=list)
    """What was changed in it, a line a field."""
    wrong: list[str] = field(default_factory=list)


@dataclass
class Audit:
    """What an audit found."""

    number: str
    steps: list[Step]
    """Oldest first."""
    openings: list[Opening]
    """Oldest first, as far as the person can read them."""
    wrong: list[str]
    """A sentence for each thing that is wrong, those of the steps too."""


@dataclass
class _Read:
    """A revision as it lies on the disk, with what could be read of it."""

    former: Former | None
    """``None`` for the present one."""
    saved: datetime
    """When its file was written, in UTC."""
    raw: StoredFile | None = None
    about: RevisionHead | None = None
    digest: str = ""
    """Names the revision."""
    file: CaseFile | None = None
    wrong: list[str] = field(default_factory=list)
    hidden: bool = False
    """Whether it is sealed to others: the person may not read it."""

    @property
    def file_digest(self) -> str:
        """Names its file; empty where that cannot be read."""
        return self.former.digest if self.former else self.raw.digest if self.raw else ""

    @property
    def by(self) -> str:
        """Who saved it, as it says."""
        return self.about.by if self.about else ""

    @property
    def at(self) -> datetime:
        """When, as it says."""
        return datetime.fromisoformat(self.about.at) if self.about else self.saved


def audit(desk: Desk, number: str, reason: str = "", progress: Progress | None = None) -> Audit:
    """Return what the audit of a case finds; that it was read is logged like an opening.

    ``progress`` may stop it. Raises ``ReasonNeeded`` for a colleague's case, ``NotAllowed`` for one that
    the person may not read, ``CaseTUIError`` where it was stopped, ``VaultError`` where nothing of it can be
    read.
    """
    desk.catch_up_agency()
    name = f"cases/{number}"
    told = told_of(desk, name)  # before the revisions: what is saved meanwhile is no lie of the journal's
    reads = _reads(desk, name, progress)
    newest = _judged(desk, reads)
    if newest is None:
        raise _why_not(desk, name, reads)
    _ask_first(desk, newest, number, reason)
    log_opening(desk, newest, reason.strip())
    steps = list(_steps(desk, reads))
    wrong = [sentence for step in steps for sentence in step.wrong]
    files = {name: read.saved for read in reads if (name := read.file_digest)}
    wrong += untold(desk, told, files, utc_now())
    if reads[-1].file:
        wrong += found_wrong(desk, reads[-1].file)
    found = openings(desk, number)
    wrong += [
        say(N_("{name} is named as who opened the case on {at}, but did not sign that."),
            name=desk.name(one.by), at=moment(desk, one.at))
        for one in found if not one.genuine
    ]  # fmt: skip
    return Audit(number, steps, found, list(dict.fromkeys(wrong)))


def _ask_first(desk: Desk, file: CaseFile, number: str, reason: str) -> None:
    access, case = desk.access(file), file.case
    leads = desk.who.has("line manager") and case.team == desk.who.team
    if access not in (*OPEN, "ask") and not leads:
        asks = desk.name(case.manager) if case.manager else say(N_("a line manager"))
        raise NotAllowed(say(N_("C-{number} is not open to you. Ask {who}."), number=number, who=asks))
    if access == "ask":
        asks = say(
            N_("This is {name}'s case. Why do you look into it? It is logged."), name=desk.name(case.manager)
        )
        check_reason(reason, ReasonNeeded(asks))


def _why_not(desk: Desk, name: str, reads: Sequence[_Read]) -> CaseTUIError:
    if any(read.hidden for read in reads):
        return NotAllowed(say(N_("C-{number} is sealed to others."), number=name.removeprefix("cases/")))
    if len(reads) == 1 and desk.vault.stamp(name) == (0, 0):
        return VaultError(say(N_("There is no case C-{number} here."), number=name.removeprefix("cases/")))
    return VaultError(" ".join(sentence for read in reads for sentence in read.wrong))


# -- reading -------------------------------------------------------------------------------------


def _reads(desk: Desk, name: str, progress: Progress | None) -> list[_Read]:
    """Return every revision of a case, oldest first by the names of the files, the present one last.

    They are listed again once they were read: others may save the case meanwhile, or seal it anew, which
    gives its files other names.
    """
    found: dict[str, _Read] = {}
    formers = desk.vault.formers(name)
    for _ in range(TRIES):
        for done, former in enumerate(reversed(formers)):
            if progress and not progress(done, len(formers) + 1):
                raise CaseTUIError(say(N_("Stopped. Nothing was changed.")))
            if former.name not in found:
                found[former.name] = _look_into(desk, name, former)
        present = _look_into(desk, name, None)
        listed, formers = formers, desk.vault.formers(name)
        if listed == formers:
            break
    if progress:
        progress(len(formers) + 1, len(formers) + 1)
    return [*(found[former.name] for former in reversed(formers) if former.name in found), present]


def _look_into(desk: Desk, name: str, former: Former | None) -> _Read:
    """Read one revision as far as it can be."""
    read = _Read(former, former.at if former else utc_now())
    try:
        read.raw = desk.vault.read_former_raw(name, former) if former else desk.vault.read_raw(name)
        read.saved = former.at if former else instant_of(read.raw.stamp)
        revision = read_signed(name, desk.keyring.unsealed(name, read.raw.data))
    except CannotOpen:
        read.hidden = True
        return read
    except VaultError as error:
        read.wrong.append(_of_file(desk, name, read, str(error)))
        return read
    read.about, read.digest = revision.about, revision.digest
    try:
        desk.keyring.check(revision)
    except Forged:
        read.wrong.append(
            _of(desk, revision.about, N_("it is not signed by whom it names, or they had left by then."))
        )
    try:
        read.file = CaseFile.from_stored(
            name, StoredFile(revision.content, read.raw.digest, read.raw.stamp, revision)
        )
    except VaultError as error:
        read.wrong.append(_of(desk, revision.about, str(error)))
    return read


def _judged(desk: Desk, reads: Sequence[_Read]) -> CaseFile | None:
    """Judge each revision by the last one before it that is to be trusted; return the newest of these.

    Where none is, that is the newest that could be read. One whose former revision is not kept is judged by
    what it says itself.
    """
    trusted: CaseFile | None = None
    last: _Read | None = None
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
            read.wrong.append(_of(desk, about, N_("its author has no right to write in this case.")))
        last = read
    return trusted or (last.file if last else None)


def _of(desk: Desk, about: RevisionHead, what: str, **words: object) -> str:
    """Return a sentence about a revision: its number, the author it claims, the instant, and ``what``."""
    return say(
        N_("Revision {n}, {by}, {at}: {what}"),
        n=about.revision, by=desk.name(about.by), at=moment(desk, about.at), what=say(what, **words),
    )  # fmt: skip


def _of_file(desk: Desk, name: str, read: _Read, what: str) -> str:
    """Return a sentence about a revision that cannot be read: by whom, as the journal tells."""
    former = read.former
    if former is None:
        return say(N_("The present revision: {what}"), what=what)
    by = next((told.by for told in told_of(desk, name) if told.revision == former.digest), "")
    return say(
        N_("A revision of {at}, saved by {by} as the journal says, was changed on the disk: {what}"),
        at=moment(desk, former.at.isoformat()), by=desk.name(by) if by else say(N_("somebody")), what=what,
    )  # fmt: skip


# -- the chain -----------------------------------------------------------------------------------


def _steps(desk: Desk, reads: Sequence[_Read]) -> Iterator[Step]:
    """Yield a step for each revision, and one for those between two that are kept no longer."""
    last: _Read | None = None
    passed = 0
    for read in reads:
        about = read.about
        if about is None:
            passed += 1
            hidden = say(N_("A revision that is sealed to others")) if read.hidden else read.wrong[0]
            yield Step(hidden, wrong=read.wrong)
            continue
        if last and last.digest == read.digest:  # the same, sealed anew or brought back
            continue
        before = last.about.revision if last and last.about else 0
        missing = about.revision - before - 1 - passed
        if missing > 0:
            yield _gap(desk, before + 1 + passed, about.revision - 1, last, read)
        step = Step(_head(desk, read), wrong=list(read.wrong))
        step.wrong += _out_of_order(desk, last, read)
        if last and last.file and read.file:
            step.changes = what_changed(desk, desk.method_of(read.file.case), last.file, read.file)
        gap = missing > 0 or passed > 0
        step.wrong += [_of(desk, about, one) for one in _acts(desk, last, read, gap=gap)]
        yield step
        last, passed = read, 0


def _acts(desk: Desk, last: _Read | None, read: _Read, *, gap: bool) -> Iterator[str]:
    """Yield what a revision says that somebody else did than its author, as far as the one before is known.

    A demo's first revision tells a whole story in many names, all of them made up.
    """
    if read.file is None:
        return
    if last is None and read.about and read.about.revision == 1 and not desk.vault.demo:
        yield from in_others_name(desk, CaseFile(read.file.name, {}), read.file)
    elif last and last.file:
        judge = about_case if gap else in_others_name
        yield from judge(desk, last.file, read.file)


def _head(desk: Desk, read: _Read) -> str:
    n = read.about.revision if read.about else 0
    at, by = moment(desk, read.at.isoformat()), desk.name(read.by)
    return say(N_("Revision {n}  {at}  {by}"), n=n, at=at, by=by)


def _out_of_order(desk: Desk, last: _Read | None, read: _Read) -> Iterator[str]:
    """Yield what is wrong with a revision as the one after ``last``."""
    about = read.about
    if last is None or last.about is None or about is None:
        return
    if about.revision <= last.about.revision:
        sentence = N_("it stands after revision {other}: the case was put back, or the order changed.")
        yield _of(desk, about, sentence, other=last.about.revision)
    elif about.revision == last.about.revision + 1 and about.former != last.digest:
        sentence = N_("it was not made from revision {other} as that is kept: one of them was changed.")
        yield _of(desk, about, sentence, other=last.about.revision)
    elif read.at < last.at - SLACK:
        yield _of(desk, about, N_("it names an earlier time than the one before it."))


def _gap(desk: Desk, low: int, high: int, last: _Read | None, after: _Read) -> Step:
    """Return the step for revisions that are not there; it is wrong unless they need not be kept."""
    if _thinned(after, utc_now(), desk.vault.keep):
        return Step(
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
    return Step(sentence, wrong=[sentence])


def _thinned(after: _Read, now: datetime, keep: Keep) -> bool:
    """Return whether the last one that is missing before ``after`` need not be kept (``former.to_drop``).

    It was replaced when ``after`` was saved: kept are all of the last hours, and the newest of each day.
    """
    if after.former is None:
        return False  # the one before the present is always kept
    replaced = max(after.saved, after.at.replace(microsecond=0))
    age = now - replaced
    same_day = replaced.date() == after.former.until.date()
    return age > timedelta(hours=keep.hours) and (same_day or age > timedelta(days=keep.days))
