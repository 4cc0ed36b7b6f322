"""Sealing a vault of the first format in place.

It can be cut off at any instant and run again: each file is written sealed, durably, before the plain one is
removed, and what is sealed already is left as it is. While it goes on ``vault.json`` says so, and no program
opens the vault.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from casetui.data.casefile import CaseFile
from casetui.data.covers import Cover, keep_cover, read_cover
from casetui.data.durable import make_folder, read_whole, sync_folder, write_whole
from casetui.data.errors import Forged, NotWhole
from casetui.data.group_keys import make_group_key
from casetui.data.keyring import Keyring
from casetui.data.keys import Keys
from casetui.data.own import Own
from casetui.data.people import AGENCY, AgencyFile
from casetui.data.records import Worker
from casetui.data.records.keys import GroupKey, PersonKey
from casetui.data.sealing import Readers, Revision, seal
from casetui.data.succession import signed_revision
from casetui.data.vault import Kept, Vault, VaultError, digest_of
from casetui.desk.agency import admitted_key
from casetui.desk.desk import person
from casetui.desk.errors import NotAllowed
from casetui.desk.mend import label
from casetui.desk.migrating_files import Chain, name_of, plain_openings, plain_paths, read_plain
from casetui.desk.repairing import BY_MIGRATE
from casetui.desk.signing_in import who_signs_in
from casetui.desk.team_keys import due_keys, holders
from casetui.words import N_, say

Progress = Callable[[int, int], bool]


@dataclass
class Migrated:
    """What came of it."""

    cases: int = 0
    formers: int = 0
    restricted: list[str] = field(default_factory=list)
    """Cases that were restricted to named people: their team could open them by its key until saved anew."""
    problems: list[str] = field(default_factory=list)


def who_migrates(vault: Vault, worker: str | None, login: str, now: datetime) -> Worker:
    """Return the line manager who seals ``vault``.

    Raises ``NotAllowed`` where it is nobody, or no line manager; ``VaultError`` where the vault is sealed
    already, is a demo, or its agency file cannot be read.
    """
    if not vault.unsealed and not list(_after(vault)):
        raise VaultError(say(N_("This vault is sealed already.")))
    if vault.demo:
        raise VaultError(say(N_("A demo is not sealed: casetui demo makes it anew.")))
    file = (None if begun(vault) else _plain_agency(vault)) or AgencyFile.load(vault, AGENCY)
    found = person(file, who_signs_in(file, worker, login, now), file.calendar.day_of(now))
    if not found.has("line manager"):
        raise NotAllowed(say(N_("A line manager seals the vault. Say who you are with --as ID.")))
    return found


def _after(vault: Vault) -> Iterator[Path]:
    """Yield what is not sealed, where somebody saved with an earlier version after all else was."""
    return (path for path in plain_paths(vault.folder) if path.parent != vault.folder)


def begun(vault: Vault) -> bool:
    """Return whether sealing was begun so far that the recovery key is known."""
    return vault.file_of(AGENCY).exists()


def _plain_agency(vault: Vault) -> AgencyFile | None:
    path = vault.folder / f"{AGENCY}.json"
    if not path.exists():
        return None
    data, stamp = read_whole(path)
    return AgencyFile.from_kept(AGENCY, Kept(data, digest_of(data), stamp))


def migrate(
    vault: Vault, own: Own, keys: Keys, recovery: str, now: datetime, cache: Path | None = None,
    progress: Progress | None = None,
) -> Migrated:  # fmt: skip
    """Seal everything in ``vault`` for the line manager whose ``keys`` these are.

    ``recovery`` is the public part of the recovery key; empty where one is known already. Plain registers
    in ``cache`` are removed. Raises ``VaultError`` or ``OSError`` where it cannot go on; nothing is lost.
    Raises ``Forged`` where the vault was sealed before, or somebody put a plain agency file there since.
    """
    own.check_unsealed(vault)
    _check_no_other_agency(vault, own)
    vault.make_folders()
    work = _Migration(vault, own, keys, now)
    if vault.unsealed:
        vault.mark_migrating(under_way=True)
        work.agency(recovery)
    work.sign_in()
    work.cases(progress)
    work.rest(cache)
    work.done.restricted = work.restricted()
    if list(_after(vault)):
        raise VaultError(
            say(N_("Somebody saved with an earlier version meanwhile. Run casetui migrate again."))
        )
    for folder in ("", "cases", "former"):
        sync_folder(vault.folder / folder)
    vault.mark_migrating(under_way=False)
    return work.done


def _check_no_other_agency(vault: Vault, own: Own) -> None:
    """Raise ``Forged`` where a plain agency file lies there once the sealed one is trusted."""
    path = vault.folder / f"{AGENCY}.json"
    if path.exists() and (own.pinned() or not vault.unsealed):
        raise Forged(
            say(
                N_("{file} lies beside the sealed agency file: somebody put it there, or saved with an "
                   "earlier version. Take it away, and make its changes anew on the screen People if they "
                   "are good."),
                file=path,
            )
        )  # fmt: skip


class _Migration:
    def __init__(self, vault: Vault, own: Own, keys: Keys, now: datetime) -> None:
        self.locked = vault
        self.vault = vault
        self.own = own
        self.keys = keys
        self.now = now
        self.done = Migrated()

    # -- the agency file, and who holds which key ------------------------------------------------

    def agency(self, recovery: str) -> None:
        """Write the agency file signed, with the first keys in it, and remove the plain one."""
        with self.locked.held(AGENCY):
            plain = _plain_agency(self.locked)
            if plain is None:
                return
            old = AgencyFile.load(self.locked, AGENCY) if begun(self.locked) else None
            if old is not None:
                self._check_began(old)
            if old is None or plain.revision >= old.revision:
                self._sign_agency(plain, old, recovery)
            (self.locked.folder / f"{AGENCY}.json").unlink()

    def _sign_agency(self, file: AgencyFile, old: AgencyFile | None, recovery: str) -> None:
        who = self.own.who
        root, found = (old.agency.root, old.agency.recovery) if old else (self.keys.public.sign, recovery)
        for kind in (PersonKey, GroupKey):  # the first format had none
            file.tables.pop(kind.table, None)
        for record in (*old.person_keys, *old.group_keys) if old else ():
            file.put(record)
        if old is None:
            file.put(admitted_key(who, self.keys.public, who, self.now))
        file.put(file.agency.model_copy(update={"root": root, "recovery": found}))
        for key in due_keys(file, None, new=True):
            file.put(key)
        ring = file.keyring(who, self.keys)
        chain = self._formers(AGENCY, ring)
        former = old.kept.revision if old and old.kept else chain.before(file.revision + 1)
        content = file.bytes(who, self.now)
        _, data = ring.close(AGENCY, content, self.now, former, Readers())
        self.locked.put(AGENCY, data, self.locked.read_raw(AGENCY) if old else None)
        self.locked.tell(AGENCY, BY_MIGRATE)

    def sign_in(self) -> None:
        """Take the keys that the agency file gives; add those of teams that only cases name.

        Raises ``NotAllowed`` where somebody else began, ``VaultError`` where it cannot be written.
        """
        file = self.own.agency(self.locked)
        self._check_began(file)
        known = {one.group for one in file.group_keys}
        lacking = sorted(set(self._teams()) - known)
        if lacking:
            file = file.copy()
            for team in lacking:
                file.put(make_group_key(team, 1, holders(file, team)))
            self.vault = self.locked.signed_in(file.keyring(self.own.who, self.keys))
            file = file.save(self.vault, self.own.who, self.now)
        self.own.pin(self.locked, file)
        self.ring = file.keyring(self.own.who, self.keys)
        self.vault = self.locked.signed_in(self.ring)
        self.to = Readers(file.people[self.own.who].team)

    def _check_began(self, file: AgencyFile) -> None:
        """Raise ``NotAllowed`` unless the person's key is admitted, and they began what is under way."""
        key, own = file.key_of(self.own.who), self.keys.public
        began = file.agency.root == own.sign and signed_revision(file).signed_by([own.sign])
        if key is None or key.read != own.read or (self.locked.unsealed and not began):
            names = ", ".join(file.people[one.worker].name for one in file.person_keys)
            raise NotAllowed(say(N_("{name} began to seal this vault, and goes on with it."), name=names))

    def _teams(self) -> Iterator[str]:
        """Yield the team of every case, and those that it had before."""
        for path in plain_paths(self.locked.folder):
            name = name_of(self.locked.folder, path)
            if name.startswith("cases/"):
                file = read_plain(name, path).file
                if isinstance(file, CaseFile):
                    yield file.case.team

    # -- cases -----------------------------------------------------------------------------------

    def cases(self, progress: Progress | None) -> None:
        """Seal every case with its former revisions; write its cover sheet."""
        paths = list(plain_paths(self.locked.folder))
        names = sorted({name_of(self.locked.folder, path) for path in paths} - {""})
        for number, name in enumerate(names, start=1):
            with self.locked.held(name):
                chain = self._formers(name, self.ring)
                if name != AGENCY:
                    self._case(name, chain)
            if progress and (number % 20 == 0 or number == len(names)):
                progress(number, len(names))

    def _case(self, name: str, chain: Chain) -> None:
        path = self.locked.folder / f"{name}.json"
        if not path.exists():
            return
        plain = read_plain(name, path)
        if not isinstance(plain.file, CaseFile):
            self._aside(path)
            self.done.problems.append(
                say(N_("{what} was damaged before: run casetui check --repair."), what=label(name))
            )
            return
        if self._put(plain.file, plain.data, chain):
            keep_cover(self.vault, Cover.of(plain.file.case), self.now)
            path.unlink()
            self.done.cases += 1
        else:
            self._aside(path)

    def _put(self, file: CaseFile, data: bytes, chain: Chain) -> bool:
        """Write a case sealed, as the revision after its former ones; return whether it stands there now.

        One that is sealed already stays, and so does a newer one.
        """
        former: Revision | None = chain.before(file.revision)
        old = None
        if self.vault.stamp(file.name) != (0, 0):
            old = self.vault.read_raw(file.name)
            try:
                present = self.vault.opened(file.name, old)
            except NotWhole:
                present = None
            if present and present.data == data:
                return True
            if present and CaseFile.from_kept(file.name, present).revision >= file.revision:
                return False
            former = present.revision if present else former
        sealed = self.ring.close(file.name, data, self.now, former, file.readers)[1]
        self.locked.put(file.name, sealed, old)
        self.locked.tell(file.name, BY_MIGRATE)
        return True

    def _formers(self, name: str, ring: Keyring) -> Chain:
        """Seal the former revisions of a file, oldest first; return the chain that they make."""
        chain = Chain(self.locked, name, ring, self.now)
        for plain in chain.plain():
            if plain.file is None:
                self._aside(plain.path)
            else:
                chain.add(plain)
                self.done.formers += 1
        return chain

    # -- whatever else is not sealed -------------------------------------------------------------

    def rest(self, cache: Path | None) -> None:
        """Seal the access log and what is kept as damaged; remove old registers and half-written files."""
        folder = self.locked.folder
        log = folder / "openings"
        if lines := plain_openings(log):
            sealed = [self._opening(line) if "\t" in line else line for line in lines]
            write_whole(log, ("\n".join(sealed) + "\n").encode(), self.locked.file_mode)
        for path in list(plain_paths(folder)):
            if path.parent.name == "damaged":
                self._aside(path)
        for path in (*folder.glob(".*.new"), *folder.glob("*/.*.new"), *folder.glob("former/*/.*.new")):
            path.unlink(missing_ok=True)  # half-written when an earlier run was cut off
        for path in cache.glob(f"{self.locked.id[:12]}-*.json") if cache else ():
            path.unlink(missing_ok=True)

    def restricted(self) -> list[str]:
        """Return the cases that are restricted to named people."""
        found = (name.removeprefix("cases/") for name in sorted(self.vault.names()))
        return [f"C-{number}" for number in found if read_cover(self.vault, number).restricted]

    def _opening(self, line: str) -> str:
        """Return a line of the access log, sealed to the readers of its case, signed by who migrates."""
        at, by, number, reason = [*line.split("\t"), "", "", ""][:4]
        words = [at, by, number, reason]
        content = json.dumps([*words, self.ring.signature([*words, self.own.who]), self.own.who]).encode()
        try:
            to = CaseFile.load(self.vault, f"cases/{number}").readers
        except VaultError:
            to = self.to
        return self.ring.sealed_line(content, to)

    def _aside(self, path: Path) -> None:
        """Keep a damaged file, sealed, in ``damaged/``, and remove it."""
        folder = self.locked.folder / "damaged"
        make_folder(folder, self.locked.folder_mode)
        data = read_whole(path)[0]
        kept = folder / f"{path.name}-{digest_of(data)[:8]}.age"
        write_whole(kept, seal(data, self.ring.recipients(self.to)), self.locked.file_mode)
        path.unlink()
