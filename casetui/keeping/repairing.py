"""What check can mend: a damaged file comes back from its newest former revision that is whole.

It comes back as a new revision, signed by who repairs and numbered above all that are known, so that
nobody's register takes it for an older one that was slipped in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from casetui.data.casefile import HEAD, CaseFile, RecordFile, Tables
from casetui.data.covers import Cover, keep_cover
from casetui.data.errors import CannotOpen
from casetui.data.people import AGENCY
from casetui.data.records import CASE_RECORDS, Agency, Case, Record, Worker
from casetui.data.records.keys import GroupKey, PersonKey
from casetui.data.store.former import Former
from casetui.data.vault import BY_RESEALING, JournalLine, StoredFile, Vault, VaultError
from casetui.keeping.keeper import Keeper
from casetui.keeping.mend import Mend, label, written
from casetui.words import N_, say

BY_CHECK, BY_RESTORE = "check", "restore"
"""Who the journal names where a command wrote a file."""
COMMANDS = (BY_CHECK, BY_RESTORE, BY_RESEALING)


# -- whole or not --------------------------------------------------------------------------------


def head_problems(tables: Tables) -> Iterator[str]:
    """Yield what is wrong with the part of a file that says its format, revision, and who saved it when."""
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


def whole(name: str, stored: StoredFile) -> RecordFile | None:
    """Return the file that this opened content is, or ``None`` where the program could not work with it."""
    kinds, needed = _kinds(name)
    try:
        file = (CaseFile if needed is Case else RecordFile).from_stored(name, stored)
        if file.read_only:
            return file
        if any(head_problems(file.tables)):
            return None
        for kind in kinds:
            file.every(kind)
        return file if file.one(needed) else None
    except Exception:  # wrong in a way not thought of: check names it, and looks for a revision that is not
        return None


def _kinds(name: str) -> tuple[Sequence[type[Record]], type[Record]]:
    """Return the records that a file may hold, and the one it cannot do without."""
    if name == AGENCY:
        return (Agency, Worker, PersonKey, GroupKey), Agency
    if name.startswith("keys/"):
        return (GroupKey,), GroupKey
    return tuple(CASE_RECORDS.values()), Case


# -- a damaged file ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Found:
    """The newest former revision that is whole."""

    former: Former
    file: RecordFile
    newer: int
    """How many former revisions are newer, and not whole."""

    @property
    def number(self) -> int:
        """Which revision it is."""
        revision = self.file.stored.revision if self.file.stored else None
        return revision.about.revision if revision else self.file.revision


def damage(keeper: Keeper, name: str, told: Sequence[JournalLine], people: Mapping[str, str]) -> Mend | str:
    """Return how a file is brought back; an empty text where it is whole, else what to do without us."""
    vault = keeper.vault
    raw = _raw(vault, name)
    if raw is not None and _stands(keeper, name, raw):
        return ""
    found = newest_whole(keeper, name)
    if found is None:
        return say(N_("No former revision of it is whole: bring it back from a backup with casetui restore."))
    if name == AGENCY and not keeper.may_change_agency:
        return say(N_("A line manager brings it back with casetui check --repair."))
    sentence = say(
        N_("Its revision {revision} of {at} is whole: casetui check --repair brings it back."),
        revision=found.number,
        at=written(found.file.saved_at),
    )
    saves = later_saves(told, found.former)

    def act() -> str:
        number = max(found.number + max(found.newer + 1, len(saves)), _known(keeper, name)) + 1
        data, seen = keeper.sealed(found.file, number), raw.digest if raw else None
        aside = vault.bring_back(name, data, seen, BY_CHECK)
        if isinstance(found.file, CaseFile):
            keep_cover(vault, Cover.of(found.file.case), keeper.now())
        return _brought_back(name, found, aside, lost_saves(saves, people))

    return Mend(sentence, act, loses=True)


def _raw(vault: Vault, name: str) -> StoredFile | None:
    try:
        return vault.read_raw(name)
    except VaultError:
        return None


def _stands(keeper: Keeper, name: str, raw: StoredFile) -> bool:
    """Return whether what is there opens, is whole, and is to be trusted."""
    try:
        stored = keeper.vault.opened(name, raw)
    except VaultError:
        return False
    file = whole(name, stored)
    if name == AGENCY and keeper.refusal:
        return False
    return file is not None and (file.read_only or keeper.trusts(file))


def newest_whole(keeper: Keeper, name: str) -> Found | None:
    """Return the newest former revision that is whole and trusted, or ``None``."""
    try:
        formers = keeper.vault.formers(name)
    except VaultError:
        return None
    for newer, former in enumerate(formers):
        try:
            stored = keeper.vault.read_former(name, former)
        except VaultError:
            continue
        if (file := whole(name, stored)) and not file.read_only and keeper.trusts(file):
            return Found(former, file, newer)
    return None


def _known(keeper: Keeper, name: str) -> int:
    """Return the highest number that the present file, or what the person pinned, is known to have."""
    pinned = keeper.pin.revision if keeper.pin and name == AGENCY else 0
    try:
        revision = keeper.vault.read(name).revision
    except VaultError:
        return pinned
    return max(pinned, revision.about.revision if revision else 0)


def later_saves(told: Sequence[JournalLine], former: Former) -> list[JournalLine]:
    """Return what the journal tells of a file after a former revision, oldest first."""
    places = [place for place, line in enumerate(told) if line.revision == former.digest]
    if places:
        return list(told[places[-1] + 1 :])
    return [line for line in told if line.at and line.at.replace(microsecond=0) > former.at]


def lost_saves(saves: Sequence[JournalLine], people: Mapping[str, str]) -> list[str]:
    """Return who saved what is lost, and when, oldest first."""
    return [
        say(N_("{by}, {at}"), by=people.get(line.by, line.by), at=written(line.at))
        for line in saves
        if line.by not in COMMANDS
    ]


def _brought_back(name: str, found: Found, aside: str, lost: Sequence[str]) -> str:
    parts = [
        say(
            N_("{what}: revision {revision} of {at} is back."),
            what=label(name), revision=found.number, at=written(found.file.saved_at),
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
    """Return the names of files of a kind (``cases``, ``keys``) that have former revisions and no file."""
    return [
        name for name in vault.upkeep.replaced_names() if name.startswith(f"{kind}/") and name not in names
    ]


def cover_mend(keeper: Keeper, file: CaseFile, found: str) -> Mend:
    """Return how a cover sheet that is missing, stale or damaged is written anew; ``found`` says which."""

    def act() -> str:
        try:
            keep_cover(keeper.vault, Cover.of(file.case), keeper.now())
        except CannotOpen as error:
            raise VaultError(str(error)) from None
        return say(N_("The cover sheet of {what} was written anew."), what=label(file.name))

    return Mend(found, act)
