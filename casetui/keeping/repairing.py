"""Brings a damaged file back from its newest former revision that is whole.

A case comes back as a new revision, signed by the keeper. Its number is above all known numbers, as a
person's program refuses a revision older than the last one that it trusted. The agency file and files of keys
come back as they were: see ``signed_files``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from casetui.data.casefile import CaseFile
from casetui.data.covers import Cover, cover_name, keep_cover
from casetui.data.errors import CannotOpen, Unreachable
from casetui.data.keys.sealing import only_signed, suffix
from casetui.data.people import AGENCY
from casetui.data.record_file import HEAD, RecordFile, Tables
from casetui.data.records import CASE_RECORDS, Agency, Case, Record, Worker
from casetui.data.records.keys import GroupKey, PersonKey
from casetui.data.store.former import Former
from casetui.data.stored_file import StoredFile
from casetui.data.vault import BY_RESEALING, JournalLine, Vault, VaultError
from casetui.keeping.closing import kept_closed
from casetui.keeping.keeper import Keeper
from casetui.keeping.mend import Mend, label, written
from casetui.keeping.signed_files import BY_CHECK, old_copy_problem, signed_remedy
from casetui.words import N_, say

BY_RESTORE = "restore"
"""The author that the journal names where restore wrote a file."""
COMMANDS = (BY_CHECK, BY_RESTORE, BY_RESEALING)


# -- whole or not --------------------------------------------------------------------------------


def head_problems(tables: Tables) -> Iterator[str]:
    """Yield the problems of a file's head, which says its format, its revision, and who saved it when."""
    head = tables[HEAD]["head"]
    for name in ("format", "revision"):
        if type(head.get(name)) is not int or head[name] < 1:
            yield say(N_("{name}: this is no whole number from 1."), name=name)
    try:
        datetime.fromisoformat(head["at"])
    except (KeyError, TypeError, ValueError):
        yield say(N_("at: this is no instant."))
    if not isinstance(head.get("by"), str):
        yield say(N_("by: this is nobody's id."))


def whole_file(name: str, stored: StoredFile) -> RecordFile | None:
    """Return the file of this opened content, or ``None`` where the program could not work with it."""
    kinds, needed = _kinds(name)
    try:
        file = (CaseFile if needed is Case else RecordFile).from_stored(name, stored)
        if file.read_only:
            return file
        if any(head_problems(file.tables)):
            return None
        for kind in kinds:  # a case opens without a record that its model refuses, and is saved on
            file.every(kind)  # raises where the file is nothing without such a record
        return file if file.one(needed) else None
    except Exception:  # content of any kind is a damaged file, which check reports and repairs
        return None


def _kinds(name: str) -> tuple[Sequence[type[Record]], type[Record]]:
    """Return the kinds of record that a file may hold, and the kind that it must hold."""
    if name == AGENCY:
        return (Agency, Worker, PersonKey, GroupKey), Agency
    if name.startswith("keys/"):
        return (GroupKey,), GroupKey
    return tuple(CASE_RECORDS.values()), Case


# -- a damaged file ------------------------------------------------------------------------------


@dataclass(frozen=True)
class WholeRevision:
    """A former revision that is whole, and trusted."""

    former: Former
    file: RecordFile
    newer: int
    """How many former revisions are newer, and not whole or not trusted."""
    others: bool = False
    """Whether one of these is sealed to others, who can open it."""

    @property
    def number(self) -> int:
        """The number of the revision."""
        revision = self.file.stored.revision if self.file.stored else None
        return revision.about.revision if revision else self.file.revision


def remedy_for(
    keeper: Keeper, name: str, lines: Sequence[JournalLine], people: Mapping[str, str]
) -> Mend | str:
    """Return how a file is brought back: a repair, or a sentence on what to do; empty where it is whole.

    Where the system refuses just now to read what may be a later revision, nothing is brought back.
    """
    try:
        return _remedy(keeper, name, lines, people)
    except Unreachable as error:
        return f"{error} {say(N_('Run casetui check again when it can be read.'))}"


def _remedy(keeper: Keeper, name: str, lines: Sequence[JournalLine], people: Mapping[str, str]) -> Mend | str:
    vault = keeper.vault
    if vault.upkeep.files.strange(name + suffix(name)):  # a link or a pipe, which no repair touches
        return say(N_("Take it out of the folder, and run casetui check --repair then."))
    raw = _raw(vault, name)
    if raw is not None and _is_whole_and_trusted(keeper, name, raw):
        return ""
    if only_signed(name):
        return signed_remedy(keeper, name, lines, people)
    newest = newest_whole(keeper, name)
    if newest is None:
        return say(N_("No former revision of it is whole: bring it back from a backup with casetui restore."))
    back = newest.file
    if isinstance(back, CaseFile):
        if newest.others:
            sentence = N_(
                "A later revision is sealed to others: somebody who can open it runs casetui check --repair."
            )
            return say(sentence)
        kept = kept_closed(keeper, back)
        if isinstance(kept, str):
            return kept
        back = kept
    sentence = say(
        N_("Its revision {revision} of {at} is whole: casetui check --repair brings it back."),
        revision=newest.number,
        at=written(newest.file.saved_at),
    )
    saves = later_saves(lines, newest.former)

    def act() -> str:
        number = max(newest.number + max(newest.newer + 1, len(saves)), _present_number(keeper, name)) + 1
        data, seen = keeper.sealed(back, number), raw.digest if raw else None
        aside = vault.bring_back(name, data, seen, BY_CHECK)
        if isinstance(back, CaseFile):
            keep_cover(vault, Cover.of(back.case), keeper.now())
        return _brought_back(name, newest, aside, lost_saves(saves, people))

    return Mend(sentence, act, loses=True)


def _raw(vault: Vault, name: str) -> StoredFile | None:
    try:
        return vault.read_raw(name)
    except VaultError as error:
        if isinstance(error, Unreachable) and error.may_be_whole:
            raise
        return None


def _is_whole_and_trusted(keeper: Keeper, name: str, raw: StoredFile) -> bool:
    """Return whether the present file opens, is whole, and is trusted."""
    try:
        stored = keeper.vault.opened(name, raw)
    except Unreachable:
        raise
    except VaultError:
        return False
    file = whole_file(name, stored)
    if name == AGENCY and keeper.refusal:
        return False
    if file and only_signed(name) and old_copy_problem(keeper, file):
        return False
    return file is not None and (file.read_only or keeper.trusts(file))


def newest_whole(keeper: Keeper, name: str) -> WholeRevision | None:
    """Return the former revision with the highest number that is whole and trusted, or ``None``.

    The order of their names does not count: anybody who may write in the folder can give a file a name.
    Raises ``Unreachable`` where the system refuses to read one just now, which may be whole.
    """
    found: list[WholeRevision] = []
    try:
        formers = keeper.vault.formers(name)
    except Unreachable as error:
        if error.may_be_whole:
            raise
        return None
    except VaultError:
        return None
    others = False
    for newer, former in enumerate(formers):
        try:
            stored = keeper.vault.read_former(name, former)
        except VaultError as error:
            if isinstance(error, Unreachable) and error.may_be_whole:
                raise
            others = others or isinstance(error, CannotOpen)
            continue
        if (file := whole_file(name, stored)) and not file.read_only and keeper.trusts(file):
            found.append(WholeRevision(former, file, newer, others))
    return max(found, key=lambda revision: revision.number, default=None)


def signed_anew_from(vault: Vault, name: str, present: RecordFile) -> RecordFile:
    """Return the revision that a repair or a restore signed anew as ``present``, else ``present``.

    That is the one before it, with the same records. What a person saves changes a record.
    """
    revision = present.stored.revision if present.stored else None
    formers: Sequence[Former] = ()
    with suppress(VaultError):
        formers = vault.formers(name)
    for former in formers:
        with suppress(VaultError):
            file = RecordFile.from_stored(name, vault.read_former(name, former))
            before = file.stored.revision if file.stored else None
            if revision and before and before.digest == revision.about.former:
                return signed_anew_from(vault, name, file) if file.says_the_same(present) else present
    return present


def _present_number(keeper: Keeper, name: str) -> int:
    """Return the number of the present file's revision; 0 where it cannot be read."""
    try:
        revision = keeper.vault.read(name).revision
    except VaultError:
        return 0
    return revision.about.revision if revision else 0


def later_saves(lines: Sequence[JournalLine], former: Former) -> list[JournalLine]:
    """Return the journal's lines about a file that were added after a former revision, oldest first."""
    places = [place for place, line in enumerate(lines) if line.revision == former.digest]
    if places:
        return list(lines[places[-1] + 1 :])
    return [line for line in lines if line.at and line.at.replace(microsecond=0) > former.at]


def lost_saves(saves: Sequence[JournalLine], people: Mapping[str, str]) -> list[str]:
    """Return the author and the time of each lost save, oldest first."""
    return [
        say(N_("{by}, {at}"), by=people.get(line.by, line.by), at=written(line.at))
        for line in saves
        if line.by not in COMMANDS
    ]


def _brought_back(name: str, newest: WholeRevision, aside: str, lost: Sequence[str]) -> str:
    parts = [
        say(
            N_("{what}: revision {revision} of {at} is back."),
            what=label(name), revision=newest.number, at=written(newest.file.saved_at),
        )
    ]  # fmt: skip
    if lost:
        parts.append(say(N_("Lost are the later saves by {who}."), who="; ".join(lost)))
    else:
        parts.append(say(N_("The journal tells of no later save; if there was one, it is lost.")))
    if aside:
        parts.append(say(N_("The damaged file is kept as {aside}."), aside=aside))
    return " ".join(parts)


def missing(vault: Vault, kind: str, names: Sequence[str]) -> list[str]:
    """Return the names of a kind (``cases``, ``keys``) that have former revisions, without ``names``."""
    return [
        name for name in vault.upkeep.replaced_names() if name.startswith(f"{kind}/") and name not in names
    ]


def cover_mend(keeper: Keeper, file: CaseFile, sentence: str) -> Mend:
    """Return how a cover sheet is written anew; ``sentence`` says what is wrong with it."""

    def act() -> str:
        cover = cover_name(file.name.removeprefix("cases/"))
        keeper.vault.upkeep.check_ours(cover + suffix(cover))
        try:
            keep_cover(keeper.vault, Cover.of(file.case), keeper.now())
        except CannotOpen as error:
            raise VaultError(str(error)) from None
        return say(N_("The cover sheet of {what} was written anew."), what=label(file.name))

    return Mend(sentence, act)
