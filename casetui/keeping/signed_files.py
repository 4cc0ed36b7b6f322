"""Brings a damaged agency file, or a damaged file of a case's own keys, back: the same revision, or none.

Both files are signed and not sealed, and each revision of them is kept twice. The second file of the newest
revision takes the place of the damaged one, byte for byte. An older revision in its place would let a
person in again who was retired, and would shut out all others from what was sealed since. So none is brought
back where anything here tells of a newer one: the keeper's pin, the journal, or a key that a file is sealed
to or signed with. A backup is asked for then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from casetui.data.casefile import CaseFile
from casetui.data.covers import read_cover
from casetui.data.errors import CannotOpen, NotWhole, VaultError
from casetui.data.keys.keyring import Keyring
from casetui.data.keys.sealing import only_signed, read_signed
from casetui.data.people import AGENCY
from casetui.data.record_file import RecordFile
from casetui.data.records.keys import GroupKey
from casetui.data.store.former import Former, JournalLine
from casetui.data.stored_file import StoredFile
from casetui.data.vault import Vault
from casetui.keeping.keeper import Keeper
from casetui.keeping.mend import Mend, label, written
from casetui.words import N_, say

BY_CHECK = "check"
"""The author that the journal names where check wrote a file."""


@dataclass(frozen=True)
class SignedRevision:
    """A revision among the former ones that is whole, and trusted."""

    former: Former
    raw: StoredFile
    file: RecordFile

    @property
    def number(self) -> int:
        """The number of the revision."""
        return number_of(self.file)


def number_of(file: RecordFile) -> int:
    """Return the number of the revision that a file was read from; 0 where it is not signed."""
    revision = file.stored.revision if file.stored else None
    return revision.about.revision if revision else 0


def newest_signed(keeper: Keeper, name: str) -> SignedRevision | None:
    """Return the revision with the highest number among the former ones that are whole and trusted.

    The order of their names does not count: anybody who may write in the folder can give a file a name.
    """
    found: list[SignedRevision] = []
    for former in _formers(keeper.vault, name):
        with suppress(VaultError):
            raw = keeper.vault.read_former_raw(name, former)
            file = RecordFile.from_stored(name, keeper.vault.opened(name, raw))
            if not file.read_only and keeper.trusts(file):
                found.append(SignedRevision(former, raw, file))
    return max(found, key=lambda one: one.number, default=None)


def old_copy_problem(keeper: Keeper, file: RecordFile) -> str:
    """Return a sentence where a present file is older than a revision among the former ones; else empty."""
    newest = newest_signed(keeper, file.name)
    if newest is None or newest.number <= number_of(file):
        return ""
    return say(
        N_("{what} was put back to revision {n}: revision {newer} of {at} is kept too."),
        what=label(file.name), n=number_of(file), newer=newest.number, at=written(newest.file.saved_at),
    )  # fmt: skip


def repair_brings_back(keeper: Keeper, name: str) -> int:
    """Return the number of the revision that a repair brings back; 0 where it asks for a backup."""
    newest = newest_signed(keeper, name)
    lines: Sequence[JournalLine] = ()
    with suppress(VaultError):
        lines = keeper.vault.journal.by_name().get(name, ())
    if newest is None or _newer_one(keeper, newest, lines, {}):
        return 0
    return newest.number


def signed_remedy(
    keeper: Keeper, name: str, lines: Sequence[JournalLine], people: Mapping[str, str]
) -> Mend | str:
    """Return how a damaged signed file is brought back: a repair, or a sentence on what to do."""
    newest = newest_signed(keeper, name)
    if newest is None:
        return say(N_("No former revision of it is whole: bring it back from a backup with casetui restore."))
    if newer := _newer_one(keeper, newest, lines, people):
        return say(
            N_("Revision {n} is kept here, but {newer}. An older one would open what was closed since: bring "
               "it back from a backup with casetui restore."),
            n=newest.number, newer=newer,
        )  # fmt: skip
    if name == AGENCY and not keeper.may_change_agency:
        return say(N_("A line manager brings it back with casetui check --repair."))
    sentence = N_("Its revision {n} of {at} is kept a second time: casetui check --repair brings it back.")

    def act() -> str:
        present = _raw(keeper.vault, name)
        digest = present.digest if present else None
        aside = keeper.vault.bring_back(name, newest.raw.data, digest, BY_CHECK)
        return _sentence_back(newest, aside)

    return Mend(say(sentence, n=newest.number, at=written(newest.file.saved_at)), act)


def _sentence_back(newest: SignedRevision, aside: str) -> str:
    said = say(
        N_("{what}: revision {n} of {at} is back. Nothing here tells of a later one."),
        what=label(newest.file.name), n=newest.number, at=written(newest.file.saved_at),
    )  # fmt: skip
    return said + (" " + say(N_("The damaged file is kept as {aside}."), aside=aside) if aside else "")


def signed_names(vault: Vault) -> list[str]:
    """Return the names of the agency file and of every file of keys that there is."""
    return [AGENCY, *(name for name in _names(vault) if only_signed(name))]


# -- what tells of a newer revision --------------------------------------------------------------


def _newer_one(
    keeper: Keeper, newest: SignedRevision, lines: Sequence[JournalLine], people: Mapping[str, str]
) -> str:
    """Return what tells of a newer revision than ``newest``, as a part of a sentence; empty if nothing does.

    The journal is not signed. A line that somebody added makes the program ask for a backup, and opens
    nothing.
    """
    name, pin = newest.file.name, keeper.pin
    if name == AGENCY and pin and newest.number < pin.revision:
        return say(N_("you have seen revision {seen}"), seen=pin.revision)
    if (line := _lost_save(keeper.vault, newest, lines)) and line.at:
        by, at = people.get(line.by) or keeper.vault.person(line.by), written(line.at)
        return say(N_("the journal tells of a later save by {by} on {at}"), by=by, at=at)
    return lacking_key(keeper) if name == AGENCY else _key_of_case(keeper, newest, lines)


def _lost_save(vault: Vault, newest: SignedRevision, lines: Sequence[JournalLine]) -> JournalLine | None:
    """Return the journal's line about a later save whose revision is not here any more, or ``None``.

    The line of a revision that is here, and is not trusted, does not count.
    """
    name = newest.file.name
    places = [place for place, line in enumerate(lines) if line.revision == newest.former.digest]
    saved = newest.former.at
    later = lines[places[-1] + 1 :] if places else [line for line in lines if line.at and line.at > saved]
    here = {former.digest for former in _formers(vault, name)}
    if present := _raw(vault, name):
        with suppress(VaultError):
            read_signed(name, present.data)
            here.add(present.digest)
    return next((line for line in later if line.revision and line.revision not in here), None)


def lacking_key(keeper: Keeper) -> str:
    """Return which key in use the keeper's agency file lacks, as a part of a sentence; empty if none."""
    ring, vault = keeper.keyring, keeper.vault
    if ring is None:
        return say(N_("nobody can tell whether it lacks a key in use"))
    known = {key.id for key in keeper.file.person_keys} if keeper.file else set()
    for name in _names(vault):
        for raw in _every_raw(vault, name):
            if _uses_other_key(keeper, ring, name, raw):
                return say(N_("it lacks a key that {what} is sealed to or signed with"), what=label(name))
        if name.startswith("keys/"):
            with suppress(VaultError):
                file = RecordFile.from_stored(name, vault.read(name))
                if any(key.sealed.keys() - known for key in file.all(GroupKey)):
                    return say(N_("it lacks a key that {what} is sealed to or signed with"), what=name)
    return ""


def _uses_other_key(keeper: Keeper, ring: Keyring, name: str, raw: StoredFile) -> bool:
    """Return whether a file is signed with a key that the agency file lacks, or sealed to one it lacks."""
    try:
        inside = raw.data if only_signed(name) else ring.unsealed(name, raw.data)
        return not ring.holders.signed_ever(read_signed(name, inside))
    except NotWhole:
        return False  # the file is damaged, which is a problem of its own
    except CannotOpen:
        return _ought_to_open(keeper, name)


def _ought_to_open(keeper: Keeper, name: str) -> bool:
    """Return whether everybody, or who holds all teams' keys, could open a file with the right keys."""
    if not keeper.may_change_agency:
        return False  # who signs off nothing holds one team's key only
    if name.startswith("covers/"):
        return True
    try:
        return not read_cover(keeper.vault, name.removeprefix("cases/")).restricted
    except VaultError:
        return False


def _key_of_case(keeper: Keeper, newest: SignedRevision, lines: Sequence[JournalLine]) -> str:
    """Return why a revision of a case's own keys may lack the key in use, as a part of a sentence."""
    name, publics = newest.file.name, {key.public for key in newest.file.all(GroupKey)}
    case = name.replace("keys/", "cases/", 1)
    try:
        own_key = CaseFile.from_stored(case, keeper.vault.read(case)).case.own_key
    except VaultError:
        told = [line.revision for line in lines if line.revision]
        if told and told[-1] == newest.former.digest:
            return ""  # the journal tells that it is the last one
        return say(N_("you cannot open the case to see which key it needs"))
    if own_key and own_key not in publics:
        return say(N_("it lacks a key that {what} is sealed to or signed with"), what=label(case))
    return ""


def _names(vault: Vault) -> Iterator[str]:
    """Yield the names of all cover sheets, files of keys and cases, the quickest to read first."""
    for folder, ending in (("covers", ".age"), ("keys", ".signed"), ("cases", ".age")):
        with suppress(OSError):
            for entry in sorted(vault.upkeep.files.names(folder)):
                if entry.endswith(ending) and not entry.startswith("."):
                    yield f"{folder}/{entry.removesuffix(ending)}"


def _every_raw(vault: Vault, name: str) -> Iterator[StoredFile]:
    """Yield the present file and its former revisions, unopened, as far as they can be read."""
    if present := _raw(vault, name):
        yield present
    for former in _formers(vault, name):
        with suppress(VaultError):
            yield vault.read_former_raw(name, former)


def _raw(vault: Vault, name: str) -> StoredFile | None:
    with suppress(VaultError):
        return vault.read_raw(name)
    return None


def _formers(vault: Vault, name: str) -> Sequence[Former]:
    with suppress(VaultError):
        return vault.formers(name)
    return []
