"""The vault: case files, cover sheets, keys and the agency file, signed and sealed, on a store.

The vault knows no casework. A save names the revision that it was made from; where a later revision was saved
since, the save is refused. The person who signed in signs and seals what is saved.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Self

from casetui.data.days import Clock, utc_now
from casetui.data.errors import Changed, NoVault, OutOfDate, VaultError
from casetui.data.keep import EVERY, Keep
from casetui.data.keys.known_revisions import KnownRevision, Reach
from casetui.data.keys.sealing import Locked, Readers, Revision, Seals, only_signed, suffix
from casetui.data.keys.signed_saves import last_save_of_others
from casetui.data.store.base import (
    Change,
    Former,
    Judge,
    Stamp,
    Store,
    StoredBytes,
    Unfinished,
    digest_of,
)
from casetui.data.store.beside import JoinRequestFiles, Journal, Packs, ResealList
from casetui.data.store.former import JournalLine
from casetui.data.store.log_lines import AccessLog
from casetui.data.store.places import store_at, upkeep_of
from casetui.data.store.upkeep import Upkeep
from casetui.data.stored_file import StoredFile, Writing
from casetui.data.vault_json import FORMAT, NAME, VaultJson
from casetui.words import N_, say

BY_RESEALING = "reseal"
"""The author that the journal names where a file was only sealed anew."""
CASE_SUFFIX = suffix("cases/")
_CASE = re.compile(r"[0-9A-Z]{6}" + re.escape(CASE_SUFFIX))
_CALLED_CASE = re.compile(r"[^/]+" + re.escape(CASE_SUFFIX))
SAVED = N_("Somebody saved this while you had it open.")

__all__ = [
    "JournalLine",
    "NoVault",
    "OutOfDate",
    "Stamp",
    "Vault",
    "VaultError",
    "digest_of",
]


class Vault:
    """A vault's files, by names like ``agency`` and ``cases/7K3F9Q``.

    Before a person signed in, only files that are not sealed can be read. ``signed_in`` returns the vault as
    a person reads and writes it.
    """

    def __init__(self, store: Store, about: bytes | None = None) -> None:
        """Open the vault that stands on ``store``; raise ``NoVault`` or ``VaultError`` where there is none.

        ``about`` stands in for the store's ``vault.json`` where that is lost.
        """
        self._store = store
        read = VaultJson.read(store, about)
        self.format, self.id, self.demo, self.keep = read.format, read.id, read.demo, read.keep
        self._about = read.content
        self.packs = Packs(store)
        self.join_requests = JoinRequestFiles(store)
        self.to_reseal = ResealList(store)
        self.access_log = AccessLog(store)
        self.journal = Journal(store)
        self._seals: Seals = Locked()
        self._known: Mapping[str, str] = {}
        self._clock: Clock = utc_now

    @classmethod
    def at(cls, place: Path, about: bytes | None = None) -> Self:
        """Open the vault at a place; raise ``NoVault`` or ``VaultError`` if that cannot be done."""
        return cls(store_at(place), about)

    def signed_in(
        self,
        seals: Seals,
        known: Mapping[str, str] = MappingProxyType({}),
        clock: Clock = utc_now,
        keep: Keep | None = None,
    ) -> Self:
        """Return this vault as the person with these ``seals`` reads and writes it.

        ``known`` are the digests, by name, of the files that say who may do what: the agency file. Where one
        changed since, every save raises ``OutOfDate``. ``clock`` says when it is, for the rights of authors.
        ``keep`` says how long former revisions are kept, as the agency's settings have it.
        """
        opened = copy.copy(self)
        opened._seals = seals
        opened._known = known
        opened._clock = clock
        opened.keep = keep or self.keep
        return opened

    @property
    def place(self) -> str:
        """The place of the vault for sentences: the path of its folder."""
        return self._store.where()

    @property
    def upkeep(self) -> Upkeep:
        """The upkeep of the vault's folder; raises ``VaultError`` for a vault that lies in no folder."""
        return upkeep_of(self._store)

    @property
    def read_only(self) -> bool:
        """Whether a newer version of the program made this vault."""
        return self.format > FORMAT

    # -- reading -----------------------------------------------------------------------------------

    def names(self) -> list[str]:
        """Return the names of all case files, also of files that are only called so; raise ``VaultError``."""
        return [name.removesuffix(CASE_SUFFIX) for name, _ in self._store.stamps("cases/", _CALLED_CASE)]

    def stamps(self) -> Iterator[tuple[str, Stamp]]:
        """Yield the name of every case file with its stamp.

        A file that changed has a new stamp where the disk keeps times finely enough. Files whose names are no
        case numbers, folders and broken links are left out. Raises ``VaultError`` where the files cannot be
        listed.
        """
        for name, stamp in self._store.stamps("cases/", _CASE):
            yield name.removesuffix(CASE_SUFFIX), stamp

    def stamp(self, name: str) -> Stamp:
        """Return the stamp of one file; ``(0, 0)`` where there is none. Raises ``VaultError``."""
        return self._store.stamp(name + suffix(name))

    def digest(self, name: str) -> str:
        """Return the digest of one file's bytes; empty where there is none. Raises ``VaultError``."""
        return self._store.digest(name + suffix(name))

    def read(self, name: str) -> StoredFile:
        """Return a file, opened; raise ``VaultError`` if it cannot be read, opened or trusted."""
        return self.opened(name, self.read_raw(name))

    def read_raw(self, name: str) -> StoredFile:
        """Return a file with its bytes in the store, unopened; raise ``VaultError`` if it cannot be read."""
        stored = self._stored(name + suffix(name))
        if stored is None:
            sentence = N_("{path} cannot be read: no such file or directory.")
            raise VaultError(say(sentence, path=self._store.where(name + suffix(name))))
        return StoredFile(stored.data, stored.digest, stored.stamp)

    def _stored(self, stored_as: str) -> StoredBytes | None:
        return self._store.read([stored_as]).get(stored_as)

    def opened(self, name: str, raw: StoredFile) -> StoredFile:
        """Return a file, opened, that was read raw; raise ``VaultError`` where it cannot be opened."""
        revision = self._seals.open(name, raw.data, raw.stamp)
        return StoredFile(revision.content, raw.digest, raw.stamp, revision)

    def formers(self, name: str) -> list[Former]:
        """Return a file's former revisions, newest first; raise ``VaultError`` if they cannot be read."""
        return self._store.revisions(name + suffix(name))

    def read_former(self, name: str, former: Former) -> StoredFile:
        """Return a former revision, opened; raise ``VaultError`` where it cannot be opened or was changed."""
        return self.opened(name, self.read_former_raw(name, former))

    def read_former_raw(self, name: str, former: Former) -> StoredFile:
        """Return a former revision, unopened; raise ``VaultError`` where it cannot be read or was changed."""
        stored = self._store.read_revision(name + suffix(name), former)
        return StoredFile(stored.data, stored.digest, stored.stamp)

    # -- people and rights -------------------------------------------------------------------------

    def known(self, name: str) -> KnownRevision | None:
        """Return the highest revision of a case that the person's program trusted, or ``None``."""
        return self._seals.known(name)

    def opens_case(self, name: str, reach: Reach) -> bool:
        """Return whether the person could open a case with this reach."""
        return self._seals.opens_case(name, reach)

    @property
    def who(self) -> str:
        """Worker id of the person who signed in; empty where nobody did."""
        return self._seals.who

    def person(self, who: str) -> str:
        """Return a person's name by worker id; the id itself where it is nobody's."""
        return self._seals.person(who)

    def check_author(self, revision: Revision, after: Reach, before: Reach | None) -> None:
        """Raise ``Forged`` unless the author of a case's revision might write it after the one before."""
        self._seals.check_author(revision, after, before)

    def now(self) -> datetime:
        """Return the present instant in UTC, by the clock of the person who signed in."""
        return self._clock()

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
        """Replace the file ``seen``, and keep it as a former revision.

        Raises ``OutOfDate`` if somebody saved the file since it was seen, ``VaultError`` if it cannot be
        written; the file then stays.
        """
        return self.save([Writing(name, content, seen, to, by)], at)[0]

    def save(self, writings: Sequence[Writing], at: datetime) -> list[StoredFile]:
        """Save the next revisions of several files, signed ``at`` an instant: all of them, or none.

        Raises ``Changed``, which is ``OutOfDate``, if somebody saved one of the files since it was seen, or
        used the name of a new file. Raises ``VaultError`` if the files cannot be written.
        """
        closed = [self._closed(new, at) for new in writings]
        changes = [change for _, change in closed]
        stored = self._write(changes, self._unless(changes))
        return [_saved(new, *one, stored) for new, one in zip(writings, closed, strict=True)]

    def save_new(self, groups: Sequence[Sequence[Writing]], at: datetime) -> list[list[StoredFile]]:
        """Save the first revisions of the files of many new cases, a group a case; all of them, or none.

        It is quicker than to save each. After a kill, some of the cases may be there. Raises what ``save``
        raises, and ``ValueError`` where a name is there twice.
        """
        self._check_format()
        closed = [[self._closed(new, at) for new in group] for group in groups]
        changes = [[change for _, change in group] for group in closed]
        unless = self._unless([])
        try:
            stored = self._store.write_new(changes, unless, self._seals)
        except Changed as changed:
            raise self._in_words(changed, unless) from None
        return [
            [_saved(new, *one, stored) for new, one in zip(group, made, strict=True)]
            for group, made in zip(groups, closed, strict=True)
        ]

    def _closed(self, new: Writing, at: datetime) -> tuple[Revision, Change]:
        """Return the next revision of a file, signed and sealed, and the change that writes it."""
        former = new.seen.revision if new.seen else None
        revision, data = self._seals.close(new.name, new.content, at, former, new.to)
        change = Change(
            new.name + suffix(new.name), data, new.seen.digest if new.seen else "", new.by,
            self._keeps(new.name), confirmed=self._others, twice=only_signed(new.name),
        )  # fmt: skip
        return revision, change

    def _others(self) -> datetime:
        return last_save_of_others(self._store, self._seals)

    def _unless(self, changes: Sequence[Change]) -> dict[str, str]:
        written = {change.name for change in changes}
        known = {name + suffix(name): digest for name, digest in self._known.items()}
        return {name: digest for name, digest in known.items() if name not in written}

    def _write(self, changes: Sequence[Change], unless: Mapping[str, str]) -> dict[str, StoredBytes]:
        self._check_format()
        try:
            return self._store.write(changes, unless, self._seals)
        except Changed as changed:
            raise self._in_words(changed, unless) from None

    def _in_words(self, changed: Changed, unless: Mapping[str, str]) -> Changed:
        """Return the same error with a sentence for the person."""
        sentence = N_("People or their keys were changed just now. Save again.")
        return Changed(say(sentence if changed.name in unless else SAVED), changed.name)

    def _check_format(self) -> None:
        if self.read_only:
            raise VaultError(
                say(N_("A newer version of the program made this vault; here it can only be read."))
            )

    def _keeps(self, name: str) -> Keep:
        """Return how long a file's former revisions are kept.

        Trust in a signed file needs all revisions before it; a cover sheet is trusted like one, and changes
        seldom.
        """
        return EVERY if only_signed(name) or name.startswith("covers/") else self.keep

    def write_raw(self, name: str, data: bytes, seen: str, by: str = "") -> StoredFile:
        """Replace a file whose bytes have the digest ``seen`` by bytes that are signed and sealed already.

        Raises what ``write`` raises.
        """
        change = Change(
            name + suffix(name), data, seen, by, self._keeps(name), confirmed=self._others,
            twice=only_signed(name),
        )  # fmt: skip
        stored = self._write([change], {})[change.name]
        return StoredFile(data, stored.digest, stored.stamp)

    def replace(self, name: str, data: bytes, seen: StoredFile) -> None:
        """Replace the file ``seen`` by the same revision, sealed anew; the time of the file stays.

        Raises ``OutOfDate`` or ``VaultError``.
        """
        self._store.write([Change(name + suffix(name), data, seen.digest, BY_RESEALING, stamp=seen.stamp)])

    def replace_former(self, name: str, former: Former, data: bytes) -> None:
        """Replace a former revision by the same one, sealed anew; raise ``VaultError`` where that fails."""
        self._store.replace_revision(name + suffix(name), former, data)

    def mend_former(self, name: str, former: Former, data: bytes) -> str:
        """Put the whole bytes of a damaged former revision in its place.

        Returns where the damaged file is kept. Raises ``VaultError``.
        """
        self._check_format()
        return self.upkeep.mend_former(name + suffix(name), former, data)

    def bring_back(self, name: str, data: bytes, damaged: str | None, by: str = "") -> str:
        """Replace a damaged or missing file by sealed ``data``; return where the damaged file is kept.

        ``damaged`` is the digest of the damaged file, ``None`` where it cannot be read. Raises ``OutOfDate``
        where the file was changed since, ``VaultError`` where this fails.
        """
        self._check_format()
        keep, twice = self._keeps(name), only_signed(name)
        change = Change(name + suffix(name), data, damaged or "", by, keep, twice=twice)
        return self.upkeep.bring_back(change)

    def settle(self, name: str, judge: Judge) -> None:
        """Finish or drop a save that was cut off whose first file is ``name``, as ``judge`` says.

        Raises ``VaultError`` where it cannot be done, and what ``judge`` raises.
        """
        if not self.read_only:
            self._store.settle(name + suffix(name), judge)

    def signed(self, unfinished: Unfinished) -> bool:
        """Return whether the author of a save that was cut off signed it."""
        return self._seals.signed_by(unfinished.by, unfinished.words, unfinished.signature)

    # -- the vault itself --------------------------------------------------------------------------

    def alone(self, task: str) -> AbstractContextManager[None]:
        """Hold the lock of a task, such as ``import``; raise ``Busy`` where another program holds it."""
        return self._store.lease(task, 0.0)

    def mark_demo(self, demo: object) -> None:
        """Write anew how the demo was made. Raises ``VaultError`` where that cannot be written."""
        about = {**self._about, "demo": demo}
        self._store.write([Change(NAME, json.dumps(about).encode(), None)])
        self._about, self.demo = about, demo


def _saved(new: Writing, revision: Revision, change: Change, stored: Mapping[str, StoredBytes]) -> StoredFile:
    """Return a file as it now is in the store."""
    return StoredFile(new.content, stored[change.name].digest, stored[change.name].stamp, revision)
