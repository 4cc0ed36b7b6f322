"""The vault: case files and what lies beside them, signed and sealed, on a store. It knows no casework.

A write compares before it sets: a writer who saw an older revision is refused. What is written is signed and
sealed by the person who signed in.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Self

from casetui.data.errors import Changed, NoVault, OutOfDate, VaultError
from casetui.data.keys.known_revisions import KnownRevision, Reach
from casetui.data.keys.sealing import Locked, Readers, Revision, Seals, only_signed, suffix
from casetui.data.store.base import (
    EVERY,
    JOURNAL,
    NOTHING,
    Change,
    Former,
    Judge,
    Keep,
    Stamp,
    Store,
    StoredBytes,
    Unfinished,
    digest_of,
)
from casetui.data.store.beside import Packs, RequestFiles
from casetui.data.store.folder import FolderStore
from casetui.data.store.former import JournalLine
from casetui.data.store.upkeep import Upkeep
from casetui.data.vault_json import FORMAT, NAME, VaultJson
from casetui.words import N_, say

BY_RESEALING = "reseal"
"""Who the journal names where a file was only sealed to others."""
CASE_SUFFIX = suffix("cases/")
OPENINGS = "openings"
"""The name of the access log."""
SAVED = N_("Somebody saved this while you had it open.")

__all__ = [
    "JournalLine",
    "NoVault",
    "OutOfDate",
    "Stamp",
    "StoredFile",
    "Vault",
    "VaultError",
    "Writing",
    "digest_of",
]


@dataclass(frozen=True)
class StoredFile:
    """What was read: the content, and the digest of the file that it was in."""

    data: bytes
    digest: str
    stamp: Stamp = NOTHING
    revision: Revision | None = None
    """Who signed it; ``None`` for bytes as they lie in the store."""

    def without_content(self) -> StoredFile:
        """Return which revision it was, once its content was taken: a large agency's is many megabytes."""
        revision = replace(self.revision, content=b"") if self.revision else None
        return replace(self, data=b"", revision=revision)


@dataclass(frozen=True)
class Writing:
    """The next revision of one file, as it is about to be written."""

    name: str
    content: bytes
    seen: StoredFile | None
    """The revision that it was made from; ``None`` for a new file."""
    to: Readers
    """Who may read it."""
    by: str = ""
    """Worker id of whom the journal names; where it is empty, the journal is not told."""


class Vault:
    """A vault's files, by names like ``agency`` and ``cases/7K3F9Q``.

    One that nobody signed in to reads only what is not sealed; ``signed_in`` gives one that reads and
    writes for somebody.
    """

    def __init__(self, store: Store, about: bytes | None = None) -> None:
        """Open the vault that stands on ``store``; raise ``NoVault`` or ``VaultError`` where there is none.

        ``about`` stands in for the vault's own ``vault.json`` where that is lost.
        """
        self._store = store
        read = VaultJson.read(store, about)
        self.format, self.id, self.demo, self.keep = read.format, read.id, read.demo, read.keep
        self._about = read.content
        self.packs = Packs(store)
        self.requests = RequestFiles(store)
        self._seals: Seals = Locked()
        self._known: Mapping[str, Stamp] = {}

    @classmethod
    def at(cls, folder: Path, about: bytes | None = None) -> Self:
        """Open the vault in a folder; raise ``NoVault`` or ``VaultError`` if that cannot be done."""
        return cls(FolderStore(folder), about)

    def signed_in(self, seals: Seals, known: Mapping[str, Stamp] = MappingProxyType({})) -> Self:
        """Return this vault as somebody with these keys reads and writes it.

        ``known`` are files, by name, that say who may do what, with their stamps: once one of them changed,
        every write is ``OutOfDate`` until it was read again.
        """
        opened = copy.copy(self)
        opened._seals = seals
        opened._known = known
        return opened

    @property
    def place(self) -> str:
        """Where the vault lies, as sentences call it: the path of its folder."""
        return self._store.where()

    @property
    def upkeep(self) -> Upkeep:
        """What keeps the vault's folder in order; raises ``VaultError`` for a vault that lies in none."""
        if not isinstance(self._store, FolderStore):
            raise VaultError(say(N_("This vault does not lie in a folder: its own tools keep it in order.")))
        return Upkeep(self._store)

    @property
    def read_only(self) -> bool:
        """Whether a newer version of the program made this vault."""
        return self.format > FORMAT

    # -- reading -----------------------------------------------------------------------------------

    def names(self) -> list[str]:
        """Return the names of all case files."""
        return [name for name, _ in self.stamps()]

    def stamps(self) -> Iterator[tuple[str, Stamp]]:
        """Yield the name of every case file with its stamp; one that changed has a new stamp.

        What is no file is passed over. Raises ``VaultError`` where they cannot be listed.
        """
        for name, stamp in self._store.stamps("cases/"):
            if name.endswith(CASE_SUFFIX) and name.count("/") == 1:
                yield name.removesuffix(CASE_SUFFIX), stamp

    def stamp(self, name: str) -> Stamp:
        """Return the stamp of one file; ``(0, 0)`` where there is none."""
        return self._store.stamp(name + suffix(name))

    def read(self, name: str) -> StoredFile:
        """Return a file's content; raise ``VaultError`` if it cannot be read, opened or trusted."""
        return self.opened(name, self.read_raw(name))

    def read_raw(self, name: str) -> StoredFile:
        """Return a file's bytes as they lie in the store; raise ``VaultError`` if it cannot be read."""
        found = self._stored(name + suffix(name))
        if found is None:
            sentence = N_("{path} cannot be read: no such file or directory.")
            raise VaultError(say(sentence, path=self._store.where(name + suffix(name))))
        return StoredFile(found.data, found.digest, found.stamp)

    def _stored(self, stored_as: str) -> StoredBytes | None:
        return self._store.read([stored_as]).get(stored_as)

    def opened(self, name: str, raw: StoredFile) -> StoredFile:
        """Return the content of a file that was read raw; raise ``VaultError`` where it cannot be opened."""
        revision = self._seals.open(name, raw.data)
        return StoredFile(revision.content, raw.digest, raw.stamp, revision)

    def formers(self, name: str) -> list[Former]:
        """Return a file's former revisions, newest first; raise ``VaultError`` if they cannot be read."""
        return self._store.revisions(name + suffix(name))

    def read_former(self, name: str, former: Former) -> StoredFile:
        """Return a former revision; raise ``VaultError`` where it cannot be read, opened or was changed."""
        return self.opened(name, self.read_former_raw(name, former))

    def read_former_raw(self, name: str, former: Former) -> StoredFile:
        """Return a former revision as it lies in the store; raise ``VaultError`` where that cannot be."""
        found = self._store.read_revision(name + suffix(name), former)
        return StoredFile(found.data, found.digest, found.stamp)

    # -- whose it is -------------------------------------------------------------------------------

    def known(self, name: str) -> KnownRevision | None:
        """Return the highest revision of a case that the person's program trusted, or ``None``."""
        return self._seals.known(name)

    def opens_case(self, name: str, reach: Reach) -> bool:
        """Return whether a case that says this of itself is one that the person could open."""
        return self._seals.opens_case(name, reach)

    @property
    def who(self) -> str:
        """Worker id of who signed in; empty where nobody did."""
        return self._seals.who

    def person(self, who: str) -> str:
        """Return a person's name by worker id; the id itself where nobody is known by it."""
        return self._seals.person(who)

    def check_author(self, revision: Revision, after: Reach, before: Reach | None) -> None:
        """Raise ``Forged`` unless the author of a case's revision might write it after the one before."""
        self._seals.check_author(revision, after, before)

    # -- writing -----------------------------------------------------------------------------------

    def create(self, name: str, content: bytes, at: datetime, to: Readers, by: str = "") -> StoredFile:
        """Write a new file, signed ``at`` an instant and sealed to its readers.

        Raises ``FileExistsError`` where the name is taken, ``VaultError`` if it cannot be written.
        """
        try:
            return self.save([Writing(name, content, None, to, by)], at)[0]
        except Changed as changed:
            if changed.name == name + suffix(name):
                raise FileExistsError(name) from None
            raise

    def write(
        self, name: str, content: bytes, seen: StoredFile, at: datetime, to: Readers, by: str = ""
    ) -> StoredFile:
        """Replace a file that is still the one ``seen``; keep the old one as a former revision.

        Raises ``OutOfDate`` if somebody saved it since, ``VaultError`` if it cannot be written; the
        file is then untouched.
        """
        return self.save([Writing(name, content, seen, to, by)], at)[0]

    def save(self, writings: Sequence[Writing], at: datetime) -> list[StoredFile]:
        """Write the next revisions of several files, signed ``at`` an instant, all or none, in this order.

        Raises ``Changed``, which is ``OutOfDate``, if somebody saved one of them since it was seen, or took
        the name of a new one; ``VaultError`` if they cannot be written.
        """
        closed = [
            self._seals.close(one.name, one.content, at, one.seen.revision if one.seen else None, one.to)
            for one in writings
        ]
        changes = [
            Change(
                one.name + suffix(one.name), data, one.seen.digest if one.seen else "", one.by,
                self._keeps(one.name),
            )
            for one, (_, data) in zip(writings, closed, strict=True)
        ]  # fmt: skip
        done = self._write(changes, self._unless(changes))
        return [
            StoredFile(one.content, done[change.name].digest, done[change.name].stamp, revision)
            for one, change, (revision, _) in zip(writings, changes, closed, strict=True)
        ]

    def _unless(self, changes: Sequence[Change]) -> dict[str, Stamp]:
        written = {change.name for change in changes}
        known = {name + suffix(name): stamp for name, stamp in self._known.items()}
        return {name: stamp for name, stamp in known.items() if name not in written}

    def _write(self, changes: Sequence[Change], unless: Mapping[str, Stamp]) -> dict[str, StoredBytes]:
        self._check_format()
        try:
            return self._store.write(changes, unless, self._seals)
        except Changed as changed:
            sentence = N_("People or their keys were changed just now. Save again.")
            said = sentence if changed.name in unless else SAVED
            raise Changed(say(said), changed.name) from None

    def _check_format(self) -> None:
        if self.read_only:
            raise VaultError(
                say(N_("A newer version of the program made this vault; here it can only be read."))
            )

    def _keeps(self, name: str) -> Keep | None:
        """Return how long a file's former revisions are kept; ``None`` for one that has none."""
        if name.startswith("covers/"):  # those say nothing that the case does not
            return None
        return EVERY if only_signed(name) else self.keep  # of those each is trusted for the one before

    def write_raw(self, name: str, data: bytes, seen: str, by: str = "") -> StoredFile:
        """Replace a file whose bytes still have the digest ``seen`` with bytes that are sealed already.

        Raises what ``write`` raises.
        """
        change = Change(name + suffix(name), data, seen, by, self._keeps(name))
        stored = self._write([change], {})[change.name]
        return StoredFile(data, stored.digest, stored.stamp)

    def replace(self, name: str, data: bytes, seen: StoredFile) -> None:
        """Put the same revision, sealed anew, in the place of ``seen``; its time stays.

        Raises ``OutOfDate`` or ``VaultError``.
        """
        self._store.write([Change(name + suffix(name), data, seen.digest, BY_RESEALING, stamp=seen.stamp)])

    def replace_former(self, name: str, former: Former, data: bytes) -> None:
        """Put the same former revision, sealed anew, in the place of this one; raise ``VaultError``."""
        self._store.replace_revision(name + suffix(name), former, data)

    def bring_back(self, name: str, data: bytes, damaged: str | None, by: str = "") -> str:
        """Put ``data``, sealed, in the place of a damaged or missing file; return where that is kept.

        ``damaged`` is the digest of what is there, ``None`` where it cannot be read. Raises ``OutOfDate``
        where something else is there by now, ``VaultError`` if it cannot be done.
        """
        self._check_format()
        return self.upkeep.bring_back(Change(name + suffix(name), data, damaged or "", by, self._keeps(name)))

    def settle(self, name: str, judge: Judge) -> None:
        """Finish or drop a save that was cut off whose first file is ``name``, as ``judge`` says.

        Raises ``VaultError`` where it cannot be done, and what ``judge`` raises.
        """
        if not self.read_only:
            self._store.settle(name + suffix(name), judge)

    def signed(self, unfinished: Unfinished) -> bool:
        """Return whether who saved what was cut off is who signed it."""
        return self._seals.signed_by(unfinished.by, unfinished.words, unfinished.signature)

    # -- the journal and the access log ------------------------------------------------------------

    def tell(self, name: str, by: str) -> None:
        """Append to the journal that ``by`` changed ``name``, and no more: where its content did not.

        Other open sessions read it. What cannot be told they find when they next compare stamps.
        """
        with suppress(VaultError):
            self._store.append(JOURNAL, f"{name} {by}")

    def journal(self) -> list[JournalLine]:
        """Return what the journal tells, oldest first; raise ``VaultError`` if it cannot be read."""
        return [told for told in map(JournalLine.of, self._store.journal(0)[0]) if told]

    def journal_by_name(self) -> dict[str, list[JournalLine]]:
        """Return what the journal tells of each file, oldest first; raise ``VaultError`` as it does."""
        by_name: dict[str, list[JournalLine]] = {}
        for told in self.journal():
            by_name.setdefault(told.name, []).append(told)
        return by_name

    def journal_size(self) -> int:
        """Return where the journal ends: all that a waiting session looks at."""
        return self._store.wait()

    def names_saved_since(self, place: int) -> tuple[set[str], int]:
        """Return the names that were saved after a place of the journal, and where it ends now."""
        lines, end = self._store.journal(place)
        # a line of one word is no line of ours, or was cut short by a full disk
        return {line.split(" ")[0] for line in lines if " " in line}, end

    def log_opening(self, line: str) -> None:
        """Append one sealed line to the access log; raise ``VaultError`` if it cannot be kept."""
        self._store.append(OPENINGS, line)

    def openings(self) -> list[str]:
        """Return the lines of the access log, oldest first; raise ``VaultError`` if it cannot be read."""
        return self._openings()[0]

    def _openings(self) -> tuple[list[str], str]:
        found = self._stored(OPENINGS)
        return (found.data.decode(errors="replace").splitlines(), found.digest) if found else ([], "")

    def change_openings(self, anew: Mapping[str, str]) -> None:
        """Put lines of the access log in the place of others; raise ``VaultError`` if that cannot be done."""
        while True:
            lines, seen = self._openings()
            data = "".join(f"{anew.get(line, line)}\n" for line in lines).encode()
            with suppress(Changed):  # somebody opened a case meanwhile
                self._store.write([Change(OPENINGS, data, seen)])
                return

    # -- the vault itself --------------------------------------------------------------------------

    def alone(self, task: str) -> AbstractContextManager[None]:
        """Do a task, such as ``import``, that nobody else may do meanwhile; raise ``Busy``."""
        return self._store.lease(task, 0.0)

    def mark_demo(self, demo: object) -> None:
        """Say anew what the vault is a demo of. Raises ``VaultError`` where that cannot be written."""
        about = {**self._about, "demo": demo}
        self._store.write([Change(NAME, json.dumps(about).encode(), None)])
        self._about, self.demo = about, demo
